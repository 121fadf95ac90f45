"""A check finds every single change of what it vouches for, and nothing where nothing changed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive.model import Capture, Record
from nutgraf.archive.words import CaptureWords
from nutgraf.audit import Report, check_edition
from nutgraf.editions.model import Edition
from nutgraf.editions.renderings import render
from nutgraf.errors import Refused
from nutgraf.gate.model import Kind
from nutgraf.ids import sha256_hex
from tests.editions import conftest as BY_HAND  # noqa: N812

Form = dict[str, Any]
Files = dict[str, bytes]
KINDS = set(get_args(Kind))


def checked(files: Files, words: CaptureWords | None, form: Form | None = None) -> Report:
    """The report on the files, edition.json replaced by a form where one is given."""
    content = files["edition.json"] if form is None else json.dumps(form).encode("utf-8")
    others = {name: data for name, data in files.items() if name != "edition.json"}
    report = check_edition(
        content, evidence=files["evidence.jsonl"], words=words, files={} if form else others
    )
    assert isinstance(report, Report), report
    return report


def sentences(form: Form) -> Iterator[Form]:
    yield from form["lede"]
    for section in form["sections"]:
        yield from section["why"]
        for story in section["stories"]:
            yield from story["sentences"]


def other(text: str, at: int) -> str:
    """The text with one character replaced: a digit by another digit, a letter by another."""
    char = text[at]
    new = str((int(char) + 1) % 10) if char.isdigit() else "x" if char != "x" else "y"
    return text[:at] + new + text[at + 1 :]


def changes(form: Form) -> Iterator[tuple[str, Callable[[Form], None]]]:
    """Every single change of a checked field, named, one for each place it can be made."""
    for number, sentence in enumerate(sentences(form)):
        yield from _of_sentence(number, sentence)
    for at, section in enumerate(form["sections"]):
        for nth, story in enumerate(section["stories"]):
            yield f"headline {at}.{nth}", _headline(at, nth)
            yield f"captures {at}.{nth}", _story_capture(at, nth, other(story["captures"][0], 0))
    for capture, record in form["captures"].items():
        for field in ("url", "title", "owner", "published_at", "fetched_at"):
            yield f"{field} of {capture[:8]}", _record(capture, field, other(record[field], 3))
        for field in ("text_sha256", "raw_sha256"):
            yield f"{field} of {capture[:8]}", _record(capture, field, other(record[field], 5))
    yield "the title", lambda f: f.update(title=other(f["title"], -2 % len(f["title"])))
    yield "the evidence's digest", lambda f: f.update(evidence_sha256="0" * 64)
    yield "no digest of the evidence", lambda f: f.update(evidence_sha256=None)
    for field, value in (("id", "2026-04-03"), ("id", "2026-04-02-r2"), ("revision", 2)):
        yield f"{field} {value}", _top(field, value)
    for value in ("2026-04-03", "2nd of April"):
        yield f"date {value}", _top("date", value)
    for value in ("58.7% on TideBench", "released Heron 2", "A quiet day", "A quiet day; Heron 2"):
        yield f"title {value}", _top("title", value)
    for value in ("Quillon Robotics showed", "Sorrel failed", "Robots"):
        yield f"theme {value}", _theme(value, name=value == "Robots")


def _top(field: str, value: object) -> Callable[[Form], None]:
    return lambda form: form.update({field: value})


def _theme(value: str, *, name: bool) -> Callable[[Form], None]:
    def change(form: Form) -> None:
        story = form["sections"][1]["stories"][0]
        story["theme"] = value
        if name:
            story["names"].append({"name": value, "kind": "other"})

    return change


def _of_sentence(number: int, sentence: Form) -> Iterator[tuple[str, Callable[[Form], None]]]:
    text = sentence["text"]
    for at in (at for at, char in enumerate(text) if char.isdigit()):
        yield f"digit {at} of s{number + 1}", _sentence(number, "text", other(text, at))
    if sentence["role"] == "quote":
        for at in (at for at, char in enumerate(text) if char.isalpha()):
            yield f"letter {at} of quote", _sentence(number, "text", other(text, at))
        yield "speaker", _sentence(number, "speaker", "Tomasz Brandl")
    yield f"label of s{number + 1}", _sentence(number, "label", "Vireo Labs confirms a breach")
    yield f"empty s{number + 1}", _sentence(number, "text", " ")
    yield f"verdict of s{number + 1}", _sentence(number, "verdict", "template")
    yield f"role of s{number + 1}", _sentence(number, "role", "notice")
    if sentence["computation"] is not None:
        yield from _of_computation(number, sentence["computation"])
    for nth, cite in enumerate(sentence["cites"]):
        for at in range(0, len(cite["quote"]), 4):
            yield f"quote {at}", _cite(number, nth, "quote", other(cite["quote"], at))
        for field in ("start", "end", "note"):
            for step in (-1, 1):
                changed = cite[field] + step
                yield f"{field} {step} of s{number + 1}", _cite(number, nth, field, changed)
        link = cite["link"] or "https://marrow-systems.example/#:~:text=Look"
        for at in range(0, len(link), 3):
            changed = other(link, at) if cite["link"] else link
            yield f"link {at} of s{number + 1}", _cite(number, nth, "link", changed)
        yield f"link ends of s{number + 1}", _cite(number, nth, "link", link + "s")
        yield f"bare link of s{number + 1}", _cite(number, nth, "link", cite["url"])
        yield "url", _cite(number, nth, "url", "https://elsewhere.example/")
        yield "capture", _cite(number, nth, "capture", other(cite["capture"], 0))
    if sentence["cites"]:
        yield f"cites of s{number + 1}", _sentence(number, "cites", [])


def _of_computation(number: int, made: Form) -> Iterator[tuple[str, Callable[[Form], None]]]:
    for at in (0, len(made["result"]) - 1):
        changed = made | {"result": other(made["result"], at)}
        yield f"result of s{number + 1}", _sentence(number, "computation", changed)
    for changed in (made | {"version": 99}, made | {"method": "magic"}, made | {"inputs": []}):
        yield f"method of s{number + 1}", _sentence(number, "computation", changed)
    first, *rest = made["inputs"]
    gone = [first | {"capture": other(first["capture"], 0)}, *rest]
    yield f"input of s{number + 1}", _sentence(number, "computation", made | {"inputs": gone})
    yield f"no computation of s{number + 1}", _sentence(number, "computation", None)


def _sentence(number: int, field: str, value: object) -> Callable[[Form], None]:
    return lambda form: list(sentences(form))[number].update({field: value})


def _cite(number: int, nth: int, field: str, value: object) -> Callable[[Form], None]:
    return lambda form: list(sentences(form))[number]["cites"][nth].update({field: value})


def _headline(section: int, story: int) -> Callable[[Form], None]:
    return lambda form: form["sections"][section]["stories"][story].update(headline="Another one")


def _story_capture(section: int, story: int, value: str) -> Callable[[Form], None]:
    return lambda form: form["sections"][section]["stories"][story]["captures"].append(value)


def _record(capture: str, field: str, value: str) -> Callable[[Form], None]:
    return lambda form: form["captures"][capture].update({field: value})


@pytest.mark.parametrize("with_archive", [True, False])
def test_an_unchanged_edition_holds(files: Files, words: CaptureWords, with_archive: bool) -> None:
    report = checked(files, words if with_archive else None)
    assert report.holds and report.failed == ()
    assert report.proved == ("source" if with_archive else "evidence")
    assert report.sentences == sum(1 for _ in sentences(json.loads(files["edition.json"])))


def test_the_archive_alone_is_enough(files: Files, words: CaptureWords) -> None:
    report = check_edition(files["edition.json"], evidence=None, words=words)
    assert isinstance(report, Report)
    assert report.holds and report.proved == "source"


@pytest.mark.parametrize("with_archive", [True, False])
def test_every_single_change_is_found(
    files: Files, words: CaptureWords, with_archive: bool
) -> None:
    form = json.loads(files["edition.json"])
    made = list(changes(form))
    assert len(made) > 300
    missed = []
    for name, change in made:
        changed = copy.deepcopy(form)
        change(changed)
        assert changed != form, name
        report = checked(files, words if with_archive else None, changed)
        if report.holds:
            missed.append(name)
        assert {one.kind for one in report.failed} <= KINDS
        assert all(one.message.strip() for one in report.failed)
    assert missed == []


@settings(deadline=None, max_examples=60)
@given(
    name=st.sampled_from(["evidence.jsonl", "edition.md", "edition.html"]),
    place=st.integers(0, 10**7),
    change=st.integers(1, 255),
    with_archive=st.booleans(),
)
def test_any_changed_byte_of_another_file_is_found(
    files: Files, words: CaptureWords, name: str, place: int, change: int, with_archive: bool
) -> None:
    data = bytearray(files[name])
    data[place % len(data)] ^= change
    report = checked({**files, name: bytes(data)}, words if with_archive else None)
    assert not report.holds


@pytest.mark.parametrize("name", ["evidence.jsonl", "edition.md", "edition.html"])
def test_a_file_cut_short_or_empty_is_found(files: Files, words: CaptureWords, name: str) -> None:
    for data in (b"", files[name][:-1], files[name] + files[name][-40:]):
        assert not checked({**files, name: data}, words).holds
        assert not checked({**files, name: data}, None).holds


def test_changed_evidence_is_found_even_where_the_edition_agrees_with_it(
    files: Files, words: CaptureWords
) -> None:
    """Quote, passage and digest all changed alike: only the archive can tell, and does."""
    form = json.loads(files["edition.json"])
    text = json.dumps(form).replace("four tests", "five tests").replace("four%20", "five%20")
    evidence = files["evidence.jsonl"].replace(b"four tests", b"five tests")
    changed = json.loads(text) | {"evidence_sha256": sha256_hex(evidence)}
    forged = {**files, "evidence.jsonl": evidence}
    assert checked(forged, None, changed).holds
    report = checked(forged, words, changed)
    assert {one.kind for one in report.failed} == {"quote", "object", "span"}


@pytest.mark.parametrize("with_archive", [True, False])
def test_a_link_taken_away_is_found(files: Files, words: CaptureWords, with_archive: bool) -> None:
    """With the archive by the link its capture gives, without it by the page printed with it."""
    form = json.loads(files["edition.json"])
    for cite in (cite for sentence in sentences(form) for cite in sentence["cites"]):
        cite["link"] = None
    changed = {**files, "edition.json": json.dumps(form).encode("utf-8")}
    report = checked(changed, words if with_archive else None)
    assert {one.kind for one in report.failed} == {"span" if with_archive else "quote"}


def test_a_changed_source_is_found(files: Files, edition: Edition) -> None:
    class Changed:
        """An archive in which one letter of every text was changed."""

        def record(self, capture: str) -> Record | None:
            return next((one for one in edition.records if one.capture == capture), None)

        def between(self, capture: str, start: int, end: int) -> str | None:
            return "x" * (end - start)

        def capture(self, name: str) -> Capture | None:
            return None

    report = check_edition(files["edition.json"], evidence=files["evidence.jsonl"], words=Changed())
    assert isinstance(report, Report)
    assert len([one for one in report.failed if one.kind == "quote"]) >= 10


def test_a_raw_object_that_is_not_whole_is_found(files: Files, words: CaptureWords) -> None:
    raw = next(iter(json.loads(files["edition.json"])["captures"].values()))["raw_sha256"]
    report = check_edition(
        files["edition.json"],
        evidence=None,
        words=words,
        objects=lambda sha256: "Object damaged." if sha256 == raw else "",
    )
    assert isinstance(report, Report)
    assert [(one.kind, one.message) for one in report.failed] == [("object", "Object damaged.")]


def test_the_report_says_which_sentence_and_why(files: Files, words: CaptureWords) -> None:
    form = json.loads(files["edition.json"])
    story = form["sections"][0]["stories"][0]
    measured = next(one for one in story["sentences"] if "58.7%" in one["text"])
    measured["text"] = measured["text"].replace("58.7%", "61.2%")
    printed = json.loads(checked(files, words, form).to_json("editions/2026-04-02"))
    assert list(printed) == ["path", "proved", "sentences", "failed"]
    assert printed["path"] == "editions/2026-04-02"
    assert {one["sentence"] for one in printed["failed"]} == {measured["id"]}
    assert printed["failed"][0]["kind"] == "number"
    assert "61.2%" in printed["failed"][0]["message"]


def test_a_changed_line_is_named(files: Files, words: CaptureWords) -> None:
    changed = files["edition.md"].replace(b"**58.7%**", b"**61.2%**")
    (failed,) = checked({**files, "edition.md": changed}, words).failed
    line = changed[: changed.index(b"61.2%")].count(b"\n") + 1
    assert (failed.sentence, failed.kind) == (None, "quote")
    assert f"line {line} differs" in failed.message


def test_a_released_edition_holds(edition: Edition, words: CaptureWords) -> None:
    assert checked(
        render(replace(edition, id="2026-04-02-r2", released_by="Ann Example", revision=2)), words
    ).holds


def test_without_anything_to_check_against_nothing_is_said(files: Files) -> None:
    found = check_edition(files["edition.json"], evidence=None, words=None)
    assert isinstance(found, Refused)
    assert "evidence.jsonl" in found.next_step


@pytest.mark.parametrize("data", [b"", b"not json", b"{}", b"[]", b"\xff", b'{"format": "x"}'])
def test_what_is_no_edition_cannot_be_checked(data: bytes, words: CaptureWords) -> None:
    found = check_edition(data, evidence=None, words=words)
    assert isinstance(found, Refused) and found.happened and found.next_step


def test_evidence_that_cannot_be_read_is_a_failure(files: Files) -> None:
    report = checked({**files, "evidence.jsonl": b"{cut short"}, None)
    assert "object" in {one.kind for one in report.failed}
    assert len(report.failed) > 5


def test_evidence_that_nothing_cites_is_found(files: Files, words: CaptureWords) -> None:
    """Padding of an evidence, with the digest of the padded one: a passage, and a whole capture."""
    lines = [json.loads(line) for line in files["evidence.jsonl"].splitlines()]
    form = json.loads(files["edition.json"])
    padded = copy.deepcopy(lines)
    padded[0]["passages"].append(
        {"start": 0, "end": 5, "text": padded[0]["passages"][0]["text"][:5]}
    )
    uncited = copy.deepcopy(form)
    last = uncited["sections"][-1]["stories"]
    gone = {cite["capture"] for one in last for told in one["sentences"] for cite in told["cites"]}
    del uncited["sections"][-1]
    for changed, told in ((padded, form), (lines, uncited)):
        evidence = b"".join(json.dumps(line).encode("utf-8") + b"\n" for line in changed)
        told = told | {"evidence_sha256": sha256_hex(evidence)}
        report = check_edition(json.dumps(told).encode("utf-8"), evidence=evidence, words=None)
        assert isinstance(report, Report)
        (failed,) = (one for one in report.failed if "The evidence has a" in one.message)
        assert failed.kind == "object" and "cite" in failed.message
    assert len(gone) == 1 and next(iter(gone))[:12] in failed.message


def test_the_edition_is_the_one_the_desk_keeps(files: Files, words: CaptureWords) -> None:
    """What nobody can tell from the words alone: the section's name, the desk, who released it."""
    kept = {"2026-04-02": files["edition.json"]}
    renamed = json.loads(files["edition.json"])
    renamed["sections"][0]["name"] = "Vireo Labs went bankrupt on Tuesday"
    content = json.dumps(renamed).encode("utf-8")

    def against(content: bytes, folder: str, known: Callable[[str], bytes | None]) -> Report:
        found = check_edition(content, evidence=None, words=words, kept=known, folder=folder)
        assert isinstance(found, Report)
        return found

    for folder in ("", "2026-04-02"):
        assert against(files["edition.json"], folder, kept.get).holds
        (failed,) = against(content, folder, kept.get).failed
        assert failed.message == "edition.json is not the edition this desk keeps."
        assert (failed.sentence, failed.kind) == (None, "object")
    elsewhere = against(files["edition.json"], "2026-04-05", kept.get).failed
    assert [one.kind for one in elsewhere] == ["object", "object"]
    assert not against(content, "2026-04-02", lambda _: None).holds
    assert "no edition of this id" in against(content, "", lambda _: None).notes[0]
    changed = json.loads(content)
    changed["sections"][0]["stories"][0]["sentences"][3]["text"] = "Heron 2 reads 65,000 tokens."
    named = against(json.dumps(changed).encode("utf-8"), "", kept.get).failed
    assert named and all(one.sentence for one in named)


def test_a_desk_without_its_captures_leaves_it_to_its_evidence(files: Files) -> None:
    other = CaptureWords([])
    report = checked(files, other)
    assert report.holds and report.proved == "evidence"
    assert "keeps none of its captures" in report.notes[0]
    found = check_edition(files["edition.json"], evidence=None, words=other)
    assert isinstance(found, Refused) and "--desk" in found.next_step


def test_a_desk_with_some_of_its_captures_misses_the_others(files: Files, edition: Edition) -> None:
    some = CaptureWords(BY_HAND.CAPTURES[:1])
    report = checked(files, some)
    assert report.proved == "source" and "object" in {one.kind for one in report.failed}
