"""edition.json and evidence.jsonl: the public form, and the same edition read back."""

from __future__ import annotations

import json
import pkgutil
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from nutgraf.archive.words import CaptureWords
from nutgraf.editions.edition_json import edition_json
from nutgraf.editions.evidence import EvidenceWords, evidence, passages_of
from nutgraf.editions.form import read_evidence_lines, read_form
from nutgraf.editions.model import Edition
from nutgraf.editions.renderings import RENDERINGS, render
from nutgraf.editions.rereading import read_edition
from nutgraf.editions.schema import SCHEMAS, schema
from nutgraf.errors import Refused, UsageError
from tests.editions.golden_files import same_as_golden


def form_of(edition: Edition) -> dict[str, Any]:
    form: dict[str, Any] = json.loads(edition_json(edition))
    return form


def test_the_small_edition_is_the_golden_one(edition: Edition) -> None:
    same_as_golden("edition.json", edition_json(edition))
    same_as_golden("evidence.jsonl", evidence(edition))


def test_what_is_printed_is_what_the_schemas_say(edition: Edition) -> None:
    Draft202012Validator(schema("edition")).validate(form_of(edition))
    line = Draft202012Validator(schema("evidence-line"))
    lines = evidence(edition).decode("utf-8").splitlines()
    assert len(lines) == 4
    for one in lines:
        line.validate(json.loads(one))


DOCUMENTED = {
    "edition": "format id date now desk revision released_by title lede sections captures clocks "
    "colophon",
    "story": "id form theme headline captures signal names sentences",
    "sentence": "id role label paragraph speaker text verdict computation cites refers",
    "cite": "note capture url start end quote link",
    "record": "key url title source owner author published_at fetched_at text_sha256 raw_sha256",
    "colophon": "read left_out failed refused versions",
}


def test_the_documented_keys_stand_in_the_documented_order(edition: Edition) -> None:
    form = form_of(edition)
    story = form["sections"][0]["stories"][0]
    sentence = story["sentences"][0]
    printed = {
        "edition": list(form)[:13],
        "story": list(story),
        "sentence": list(sentence),
        "cite": list(sentence["cites"][0]),
        "record": list(next(iter(form["captures"].values()))),
        "colophon": list(form["colophon"]),
    }
    assert {name: " ".join(keys) for name, keys in printed.items()} == DOCUMENTED


def test_absent_values_are_null_and_lists_are_there(edition: Edition) -> None:
    bare = replace(
        edition,
        lede=(),
        sections=(),
        passages=(),
        records=tuple(
            replace(one, url="", title="", author="", published_at=None) for one in edition.records
        ),
    )
    form = form_of(bare)
    assert form["released_by"] is None
    assert (form["lede"], form["sections"], form["clocks"]) == ([], [], [])
    for record in form["captures"].values():
        assert (record["url"], record["title"], record["author"]) == (None, None, None)
        assert record["published_at"] is None
    Draft202012Validator(schema("edition")).validate(form)
    assert evidence(bare) == b""


def test_quotes_are_the_words_at_their_offsets(edition: Edition, words: CaptureWords) -> None:
    form = read_form(edition_json(edition))
    assert not isinstance(form, Refused)
    cites = [cite for sentence in form.sentences() for cite in sentence.cites]
    assert len(cites) > 8
    for cite in cites:
        assert words.between(cite.capture, cite.start, cite.end) == cite.quote
        assert form.captures[cite.capture].url == cite.url


def test_an_edition_read_back_prints_the_same_bytes(edition: Edition, words: CaptureWords) -> None:
    again = read_edition(edition_json(edition), words, edition.passages)
    assert isinstance(again, Edition)
    assert list(RENDERINGS) == ["edition.md", "edition.html", "edition.json", "evidence.jsonl"]
    assert render(again) == render(edition)


def test_the_evidence_alone_is_enough_to_read_it_back(edition: Edition) -> None:
    lines = read_evidence_lines(evidence(edition))
    assert not isinstance(lines, Refused)
    held = EvidenceWords(edition.records, passages_of(lines))
    again = read_edition(edition_json(edition), held, passages_of(lines))
    assert isinstance(again, Edition)
    assert render(again) == render(edition)


def test_a_sentence_that_no_longer_holds_is_named(edition: Edition, words: CaptureWords) -> None:
    changed = edition_json(edition).replace(b"58.7% on TideBench", b"59.7% on TideBench", 1)
    again = read_edition(changed, words)
    assert isinstance(again, Refused)
    assert "s7" in again.happened and again.next_step


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"format": "nutgraf.edition/1"}',
        b"\xff\xfe",
        b'{"format": "\xff"}',
        b"[" * 100_000,
        b'{"format": 7}',
    ],
)
def test_what_is_no_edition_is_refused_with_a_sentence(data: bytes, words: CaptureWords) -> None:
    found = read_edition(data, words)
    assert isinstance(found, Refused)
    assert found.happened.endswith(".") and found.next_step.endswith(".")


def test_another_format_is_refused_by_name(edition: Edition, words: CaptureWords) -> None:
    later = edition_json(edition).replace(b"nutgraf.edition/1", b"nutgraf.edition/2")
    found = read_edition(later, words)
    assert isinstance(found, Refused) and "nutgraf.edition/2" in found.happened


def test_fields_of_a_later_version_do_no_harm(edition: Edition, words: CaptureWords) -> None:
    form = form_of(edition) | {"weather": "fine"}
    again = read_edition(json.dumps(form).encode(), words, edition.passages)
    assert isinstance(again, Edition)
    assert edition_json(again) == edition_json(edition)


@settings(deadline=None, max_examples=40)
@given(place=st.integers(0, 10**6), bytes_there=st.binary(max_size=2))
def test_cut_or_mixed_up_bytes_never_raise(
    edition: Edition, words: CaptureWords, place: int, bytes_there: bytes
) -> None:
    whole = edition_json(edition).rstrip()
    at = place % len(whole)
    changed = whole[:at] + bytes_there + whole[at + 1 :]
    assert isinstance(read_edition(changed, words), Edition | Refused)
    assert isinstance(read_edition(whole[:at], words), Refused)


def test_bad_evidence_is_refused_by_line(edition: Edition) -> None:
    good = evidence(edition)
    found = read_evidence_lines(good + b'{"capture": 3}\n')
    assert isinstance(found, Refused) and "Line 5" in found.happened
    assert read_evidence_lines(b"") == ()


def test_every_schema_is_itself_valid() -> None:
    for name in SCHEMAS:
        Draft202012Validator.check_schema(schema(name))
    with pytest.raises(UsageError, match="no schema 'x'"):
        schema("x")


def test_the_sample_desk_s_captures_are_what_their_schema_says() -> None:
    lines = pkgutil.get_data("nutgraf.sample", "desk/wire.jsonl")
    assert lines is not None
    line = Draft202012Validator(schema("captures-in"))
    given = [json.loads(one) for one in lines.decode("utf-8").splitlines() if one.strip()]
    assert len(given) > 10
    for one in given:
        line.validate(one)
    assert not line.is_valid({"source": "Harbour Wire"})
    assert not line.is_valid({"source": "a", "text": "b", "fetched_at": "2026-04-03T08:00:00"})
