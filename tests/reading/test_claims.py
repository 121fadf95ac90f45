"""Claims: one per sentence of a capture, at its place; and real captures and facts."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive.model import Capture, Layout
from nutgraf.entities import canonical, key_of
from nutgraf.ids import text_sha256
from nutgraf.reading import VERSION, claims, recognise, sentences


def capture(
    text: str, *, published: datetime | None = datetime(2026, 4, 3, 9, tzinfo=UTC)
) -> Capture:
    return Capture(
        id="c" * 64, source="wire", key="1", canonicaliser="plain/1", text=text,
        text_sha256=text_sha256(text), layout=Layout(), raw="0" * 64, raw_range=None, address="",
        title="", author="", owner="Wire", published_at=published,
        fetched_at=datetime(2026, 4, 5, 9, tzinfo=UTC), media_type="text/plain",
    )  # fmt: skip


def test_a_claim_stands_at_its_place_with_its_parts() -> None:
    text = (
        "Arena news.\nYesterday, Arena ranked Gemma 4 31B third. “It holds up,” said Ines Okafor."
    )
    first, second = claims(capture(text))
    assert (
        text[first.start : first.end] == first.text == "Yesterday, Arena ranked Gemma 4 31B third."
    )
    assert [text[name.start : name.end] for name in first.parts.names] == ["Arena", "Gemma 4 31B"]
    assert [day.first for day in first.parts.days] == [date(2026, 4, 2)]
    assert first.said_by == ""
    assert second.said_by == "Ines Okafor"
    assert first.made_by == f"reading/{VERSION}"


def test_relative_days_count_from_the_fetch_where_nothing_was_published() -> None:
    (claim,) = claims(capture("Arena shipped it yesterday, on time.", published=None))
    assert claim.parts.days[0].first == date(2026, 4, 4)


def test_furniture_and_fragments_stay_out() -> None:
    text = "Skip to main content\nHome | News | About\nToo short\nSubscribe now for more news\nArena ranked three models."
    assert [claim.text for claim in claims(capture(text))] == ["Arena ranked three models."]


def test_a_first_word_the_text_writes_small_elsewhere_is_no_name() -> None:
    text = "Harness tests came first. The harness then grew. Kestrel is a firm."
    named = [[name.text for name in claim.parts.names] for claim in claims(capture(text))]
    assert named == [[], [], ["Kestrel"]]


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=200)
def test_claims_of_any_text_resolve(text: str) -> None:
    last = 0
    for claim in claims(capture(text)):
        assert last <= claim.start < claim.end <= len(text)
        assert text[claim.start : claim.end] == claim.text
        last = claim.end
        for part in (*claim.parts.names, *claim.parts.quantities, *claim.parts.days):
            assert claim.start <= part.start < part.end <= claim.end


def test_real_captures_read_the_same_twice_and_resolve(shared_data: Path) -> None:
    rows = (shared_data / "ainews" / "captures-2026h1.jsonl.gz").read_bytes()
    texts = [json.loads(line)["text"] for line in gzip.decompress(rows).splitlines()[::60]]
    for text in texts:
        one = capture(text)
        assert claims(one) == claims(one)
        for start, end in sentences(text):
            assert text[start:end].strip() == text[start:end] != ""


def test_the_names_and_figures_of_real_facts_are_found(shared_data: Path) -> None:
    """Measured on the answer key: nine in ten names, nine in ten figures, or reading got worse."""
    named = found = figures = read = 0
    for line in (shared_data / "facts-2026-04.jsonl").read_text("utf-8").splitlines():
        fact = json.loads(line)
        parts = recognise(fact["fact"])
        keys = {canonical(name.key) for name in parts.names}
        for name in fact["names"]:
            if name.casefold() in fact["fact"].casefold():
                named += 1
                found += canonical(key_of(name)) in keys
        for figure in fact["figures"]:
            literal = str(figure["value"])
            if literal in fact["fact"] and figure["unit"] not in {"license", "version"}:
                figures += 1
                read += any(
                    literal in (one.value, one.literal) or literal in one.literal
                    for one in parts.quantities
                )
                read += any(literal + "B" in name.text for name in parts.names)
    assert named > 100
    assert figures > 20
    assert found / named >= 0.9
    assert read / figures >= 0.9
