"""The evidence: every cited sentence with one on either side, merged where they overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from nutgraf.archive.model import Capture
from nutgraf.editions.model import Passage
from nutgraf.writing.model import Sentence

Range = tuple[int, int]


def passages(sentences: Iterable[Sentence], captures: Mapping[str, Capture]) -> tuple[Passage, ...]:
    """The passages around every span that sentences cite or compute with, by capture and place."""
    wanted: dict[str, set[Range]] = {}
    for capture, start, end in _spans(sentences):
        wanted.setdefault(capture, set()).add((start, end))
    found: list[Passage] = []
    for capture in sorted(wanted):
        text = captures[capture].text
        bounds = _sentences(text)
        around = [_around(start, end, bounds) for start, end in sorted(wanted[capture])]
        for start, end in _merged(around):
            found.append(Passage(capture=capture, start=start, end=end, text=text[start:end]))
    return tuple(found)


def _spans(sentences: Iterable[Sentence]) -> Iterable[tuple[str, int, int]]:
    for sentence in sentences:
        for cite in sentence.cites:
            yield cite.span.capture, cite.span.start, cite.span.end
        for given in sentence.computation.inputs if sentence.computation else ():
            if given.start is not None and given.end is not None:
                yield given.capture, given.start, given.end


def _sentences(text: str) -> Sequence[Range]:
    from nutgraf.reading import sentences

    return sentences(text)


def _around(start: int, end: int, bounds: Sequence[Range]) -> Range:
    """A span widened to its sentences and one on either side; the span itself is always in it."""
    touched = [at for at, one in enumerate(bounds) if one[0] < end and start < one[1]]
    if not touched:
        return start, end
    first = bounds[max(0, touched[0] - 1)]
    last = bounds[min(len(bounds) - 1, touched[-1] + 1)]
    return min(start, first[0]), max(end, last[1])


def _merged(ranges: Iterable[Range]) -> Iterable[Range]:
    """Ranges with those that overlap made one, in order."""
    held: Range | None = None
    for start, end in sorted(ranges):
        if held is None:
            held = (start, end)
        elif start < held[1]:
            held = (held[0], max(held[1], end))
        else:
            yield held
            held = (start, end)
    if held is not None:
        yield held
