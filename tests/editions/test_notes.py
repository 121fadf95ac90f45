"""Notes: print order, one number a span, the shortest passage around it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive.model import Span
from nutgraf.editions.model import Edition, Passage
from nutgraf.editions.notes import around, notes, number_spans, short_ids


def test_numbers_follow_print_order_and_a_span_keeps_its_number(edition: Edition) -> None:
    numbered = notes(edition)
    first_use: list[Span] = []
    for sentence in edition.sentences():
        for cite in sentence.cites:
            if cite.span not in first_use:
                first_use.append(cite.span)
    assert [note.number for note in numbered] == list(range(1, len(first_use) + 1))
    assert [note.citation.span for note in numbered] == first_use
    assert len(numbered[0].sentences) == 2, "the lede's words are told again in the story"


def test_every_note_has_its_record_and_a_passage_that_holds_its_words(edition: Edition) -> None:
    for note in notes(edition):
        span, passage = note.citation.span, note.passage
        assert note.record.capture == span.capture
        assert passage is not None
        there = passage.text[span.start - passage.start : span.end - passage.start]
        assert there == note.citation.quote


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=8), st.integers(0, 50))
def test_around_gives_the_shortest_passage_that_holds_a_span(
    ranges: list[tuple[int, int]], start: int
) -> None:
    passages = [Passage(capture="a", start=at, end=at + n, text="x" * n) for at, n in ranges]
    span = Span(capture="a", start=start, end=start + 3)
    found = around(passages, span)
    holding = [one for one in passages if one.start <= start and start + 3 <= one.end]
    if found is None:
        assert not holding
    else:
        assert found in holding
        assert found.end - found.start == min(one.end - one.start for one in holding)
    assert around(passages, Span(capture="b", start=start, end=start + 3)) is None


def test_short_ids_grow_until_they_tell_captures_apart(edition: Edition) -> None:
    assert {len(short) for short in short_ids(edition).values()} == {12}
    first, *others = edition.records
    twin = replace(first, capture=first.capture[:20] + "0" * 44)
    short = short_ids(replace(edition, records=(first, twin, *others)))
    assert short[first.capture] == first.capture[:21]
    assert len(set(short.values())) == len(edition.records) + 1


def test_an_edition_without_citations_has_no_numbers() -> None:
    assert number_spans([]) == {}
