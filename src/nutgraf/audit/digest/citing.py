"""Which citation stands for which sentence of a block."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nutgraf.audit.digest.blocks import Block, Note
from nutgraf.audit.digest.model import Cite, Pairing

Range = tuple[int, int]
_EDGES = re.compile(r"[\s.,;:()\[\]\"'“”‘’*•–—|-]*")
_MOST_MARKS = 200
_NAMING = frozenset({"source", "sources", "via", "and", "see"})


def cites_of(
    block: Block, spans: Sequence[Range], notes: Mapping[str, Note]
) -> list[tuple[Cite, ...]]:
    """The citations of each sentence of a block: the links whose words are in it, the marks in it or
    directly behind it. A mark before any sentence belongs to the first."""
    found: list[list[Cite]] = [[] for _ in spans]
    for start, end, url in block.links:
        for at, (first, last) in enumerate(spans):
            if start < last and first < end:
                inside = (max(start, first) - first, min(end, last) - first)
                found[at].append(_cite(url, block.text[start:end], inside, "link"))
    for position, label, url in block.marks:
        at = max((n for n, (first, _) in enumerate(spans) if first < position), default=0)
        if at < len(spans) and len(found[at]) < _MOST_MARKS:
            first, last = spans[at]
            where = min(max(position - first, 0), last - first)
            found[at] += _of_mark(label, url, notes, where)
    return [tuple(dict.fromkeys(cites)) for cites in found]


def _of_mark(label: str, url: str, notes: Mapping[str, Note], where: int) -> list[Cite]:
    note = notes.get(label)
    if url:
        return [_cite(url, label, (where, where), "mark")]
    if note is None:
        return [_cite("", f"note {label}", (where, where), "mark")]
    if not note.urls:
        return [_cite("", note.words or f"note {label}", (where, where), "mark")]
    return [_cite(one, note.words, (where, where), "mark") for one in note.urls]


def _cite(url: str, label: str, where: Range, pairing: Pairing) -> Cite:
    return Cite(url=url, label=label[:300], start=where[0], end=where[1], pairing=pairing)


def shared(
    block: Block, spans: Sequence[Range], cites: Sequence[tuple[Cite, ...]]
) -> list[tuple[Cite, ...]]:
    """The same, where one citation stands for the whole block: alone at its end, or as its opening.

    A sentence that is nothing but its citation (`(Harbour Post)`) cites for those before it that have
    none, back to the last such sentence.
    """
    out = list(cites)
    bare = [is_citation_only(block, span, spans) for span in spans]
    for at, alone in enumerate(bare):
        if alone and cites[at]:
            back = at - 1
            while back >= 0 and not bare[back]:
                out[back] = out[back] or _as("paragraph", cites[at])
                back -= 1
    cited = [at for at, one in enumerate(cites) if one and not bare[at]]
    if len(cited) != 1 or len(spans) < 2 or any(bare):
        return out
    (only,) = cited
    if only == len(spans) - 1 and _at_the_end(block, spans[only]):
        return [one or _as("paragraph", cites[only]) for one in out]
    if only == 0 and _at_the_start(block):
        return [one or _as("opening", cites[0]) for one in out]
    return out


def is_citation_only(block: Block, span: Range, spans: Sequence[Range]) -> bool:
    """Whether a sentence only names a source: in brackets, behind `Source:` or `via`, or a few words of
    a link behind other sentences. A link that is all of its block is a headline, and tells something."""
    text = block.text[span[0] : span[1]]
    links = [(start, end) for start, end, _ in block.links if start < span[1] and span[0] < end]
    if not links:
        return False
    rest, at = [], span[0]
    for start, end in links:
        rest.append(block.text[at : max(at, start)])
        at = max(at, end)
    rest.append(block.text[at : max(at, span[1])])
    left = " ".join(_EDGES.sub(" ", one) for one in rest).split()
    if any(word.casefold() not in _NAMING for word in left):
        return False
    named = text.startswith(("(", "[")) or text.casefold().startswith(("source", "via "))
    return named or (span != spans[0] and len(text.split()) <= 4)


def _at_the_end(block: Block, span: Range) -> bool:
    ends = [end for _, end, _ in block.links] + [at for at, _, _ in block.marks]
    return bool(ends) and not _EDGES.sub("", block.text[max(ends) : span[1]])


def _at_the_start(block: Block) -> bool:
    starts = [start for start, _, _ in block.links]
    return bool(starts) and not _EDGES.sub("", block.text[: min(starts)])


def _as(pairing: Pairing, cites: Sequence[Cite]) -> tuple[Cite, ...]:
    return tuple(replace(cite, start=0, end=0, pairing=pairing) for cite in cites)


def under_heading(cites: Sequence[Cite]) -> tuple[Cite, ...]:
    """The citations of a heading as those of a sentence below it."""
    return _as("heading", cites)
