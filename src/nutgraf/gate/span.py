"""Spans: every citation leads, again, to exactly its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nutgraf.archive.citation import Citation
from nutgraf.archive.words import Words
from nutgraf.gate.finding import Finding


def spans(cites: Sequence[Citation], words: Words) -> Iterator[Finding]:
    """A finding per citation whose span is not at hand, is blank, or holds other words."""
    for cite in cites:
        there = words.between(cite.span.capture, cite.span.start, cite.span.end)
        record = words.record(cite.span.capture)
        where = f"{cite.span.capture[:12]}:{cite.span.start}-{cite.span.end}"
        if there is None or record is None:
            yield _span(cite, f"The span {where} does not lead to any words that are at hand.")
        elif there != cite.quote or not there.strip():
            yield _span(cite, f"The span {where} leads to {there[:60]!r}, not to the words cited.")
        elif record.text_sha256 != cite.text_sha256:
            yield _span(cite, f"The text of capture {cite.span.capture[:12]} is not the one cited.")


def _span(cite: Citation, message: str) -> Finding:
    return Finding(kind="span", start=0, end=0, words=cite.quote[:80], message=message)
