"""evidence.jsonl: the cited words in their context, and judging with nothing but them."""

from __future__ import annotations

from collections.abc import Iterable

from nutgraf.archive.model import Capture, Record
from nutgraf.editions.form import EvidenceForm, PassageForm, one_line
from nutgraf.editions.model import Edition, Passage
from nutgraf.now import show_instant


def evidence(edition: Edition) -> bytes:
    """A line per capture that is cited or named in a computation's inputs, in order of its id."""
    used = used_captures(edition)
    return b"".join(
        one_line(_line(record, edition.passages))
        for record in edition.records
        if record.capture in used
    )


def used_captures(edition: Edition) -> frozenset[str]:
    """The captures a sentence of the edition stands on."""
    cited = {cite.span.capture for sentence in edition.sentences() for cite in sentence.cites}
    inputs = {
        given.capture
        for sentence in edition.sentences()
        if sentence.computation
        for given in sentence.computation.inputs
    }
    return frozenset(cited | inputs)


class EvidenceWords:
    """Words as far as passages hold them: an `archive.Words` for a check without the archive."""

    def __init__(self, records: Iterable[Record], passages: Iterable[Passage]) -> None:
        self._records = {record.capture: record for record in records}
        self._passages: dict[str, list[Passage]] = {}
        for passage in passages:
            self._passages.setdefault(passage.capture, []).append(passage)

    def record(self, capture: str) -> Record | None:
        """What the edition says of a capture."""
        return self._records.get(capture)

    def between(self, capture: str, start: int, end: int) -> str | None:
        """The words of a range that lies within one passage, None otherwise."""
        for passage in self._passages.get(capture, ()):
            if passage.start <= start < end <= passage.end:
                return passage.text[start - passage.start : end - passage.start]
        return None

    def capture(self, name: str) -> Capture | None:
        """None: evidence holds no whole capture."""
        return None


def passages_of(lines: Iterable[EvidenceForm]) -> tuple[Passage, ...]:
    """The passages of evidence lines, in their order."""
    return tuple(
        Passage(capture=line.capture, start=passage.start, end=passage.end, text=passage.text)
        for line in lines
        for passage in line.passages
    )


def _line(record: Record, passages: Iterable[Passage]) -> EvidenceForm:
    return EvidenceForm(
        capture=record.capture,
        url=record.url or None,
        title=record.title or None,
        owner=record.owner or None,
        published_at=show_instant(record.published_at) if record.published_at else None,
        fetched_at=show_instant(record.fetched_at),
        text_sha256=record.text_sha256,
        raw_sha256=record.raw_sha256,
        passages=[
            PassageForm(start=passage.start, end=passage.end, text=passage.text)
            for passage in passages
            if passage.capture == record.capture
        ],
    )
