"""The links of a claim: those in its words, else those that stand directly beside it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nutgraf.archive.model import Capture
from nutgraf.sources.model import Link

Range = tuple[int, int]
_MOST = 8
_MOST_BESIDE = 50
_PARAGRAPH = re.compile(r"[^\n]+")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_NUMBERED = re.compile(r"\s*[\[(]\d{1,3}[\])]")
_BARE = re.compile(r"https?://\S+")
# What a link says that only leads on, in a block of its own below the words it belongs to.
_ONWARD = re.compile(
    r"\W*(?:(?:read|see|learn|find out|full|the|view|more|watch|listen|get|continue|go|to|here|link|links|source|sources|via|paper"
    r"|article|story|post|thread|tweet|code|demo|blog|reading|details|original|now|it|this|website|site|click|open|on|x|github"
    r"|arxiv|announcement)\b\W*){1,5}\Z",
    re.I,
)
# The part of an element path that is one item of a list or one cell of a layout table.
_ITEM = re.compile(r".*/(?:li|dd|dt|td|th|article|blockquote)(?:\[\d+\])?(?=/|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A paragraph of the text, its links, and the list item or cell it stands in ("" for none)."""

    start: int
    end: int
    item: str
    links: tuple[Link, ...]
    free: tuple[Link, ...]  # those no claim holds
    alone: bool  # nothing but links stands in it
    onward: bool  # and they only lead on

    @property
    def title(self) -> bool:
        """Whether it is a title that is a link: nothing but links, with words to tell what of."""
        return self.alone and not self.onward and sum(len(k.words.split()) for k in self.links) >= 3


class LinksBeside:
    """The links of a capture, asked for by the place of a sentence."""

    def __init__(
        self, capture: Capture, spans: Sequence[Range], states: Callable[[str], bool]
    ) -> None:
        """`spans` are the sentences of the capture in order, `states` whether one is a claim."""
        self._text = capture.text
        placed = sorted(
            (
                (*_stands(link, self._text, spans), link)
                for link in capture.links
                if link.at is not None
            ),
            key=lambda one: one[:2],
        )
        self._places = [start for start, _, _ in placed]
        self._ends = [end for _, end, _ in placed]
        self._links = [link for _, _, link in placed]
        self._starts = frozenset(start for start, _ in spans)
        self._claimed = [(s, e) for s, e in spans if self._links and states(self._text[s:e])]
        self._blocks = self._paragraphs(capture) if self._links else []
        self._firsts = [block.start for block in self._blocks]

    def of(self, start: int, end: int) -> tuple[str, ...]:
        """The addresses of the links of the sentence at `start`-`end`, at most 8.

        Those that stand in it, or whose words reach into it, in text order. Where none does, those of its own paragraph that no
        other claim holds, nearest first. Where there is none of these either, those of the paragraph
        next to it, if that holds nothing but links: the one below, where they only lead on ("Read
        more", a bare address), else the one above, where it is a title in the same list item or cell.
        """
        inside = self._within(start, end)
        found = inside or self._beside(start, end)
        return tuple(dict.fromkeys(link.url for link in found))[:_MOST]

    def _within(self, start: int, end: int) -> list[Link]:
        """Links whose place is in the range, or whose words reach into it; those at its very end too,
        unless the next sentence begins there."""
        first = bisect_left(self._places, start)
        if first and self._ends[first - 1] > start:
            first -= 1
        last = (
            bisect_left(self._places, end)
            if end in self._starts
            else bisect_right(self._places, end)
        )
        return self._links[first:last]

    def _beside(self, start: int, end: int) -> list[Link]:
        if not self._blocks:
            return []
        index = max(bisect_right(self._firsts, start) - 1, 0)
        block = self._blocks[index]
        if block.free or block.alone:
            return sorted(block.free, key=lambda link: _distance(link.at or 0, start, end))
        before = self._blocks[index - 1] if index else None
        after = self._blocks[index + 1] if index + 1 < len(self._blocks) else None
        if after is not None and after.alone and after.onward and self._last_of(block, end):
            return list(after.links)
        if before is not None and before.title and before.item == block.item:
            return list(before.links)
        return []

    def _held(self, at: int) -> bool:
        """Whether another claim holds the place."""
        index = bisect_right(self._claimed, (at, 1 << 60)) - 1
        return index >= 0 and (
            at < self._claimed[index][1]
            or (at == self._claimed[index][1] and at not in self._starts)
        )

    def _last_of(self, block: _Block, end: int) -> bool:
        """Every sentence of a short paragraph, only the last one of a long one."""
        return block.end - block.start < 600 or not self._text[end : block.end].strip()

    def _paragraphs(self, capture: Capture) -> list[_Block]:
        paths = [(block.start, block.path) for block in capture.layout.blocks if block.path]
        starts = [start for start, _ in paths]
        out = []
        for found in _PARAGRAPH.finditer(self._text):
            if not found[0].strip():
                continue
            near = bisect_right(starts, found.start()) - 1
            item = _ITEM.match(paths[near][1]) if near >= 0 else None
            out.append(self._block(found.start(), found.end(), item[0] if item else ""))
        return out

    def _block(self, start: int, end: int, item: str) -> _Block:
        first = bisect_left(self._places, start)
        last = bisect_left(self._places, end)
        out, at = [], start
        for index in range(first, last):
            # what is left of the paragraph without the words of its links
            out.append(self._text[at : max(self._places[index], at)])
            at = max(min(self._ends[index], end), at)
        rest = "".join([*out, self._text[at:end]])
        links = tuple(self._links[first:last])
        free = tuple(
            self._links[index]
            for index in range(first, last)
            if not self._held(self._places[index])
        )[:_MOST_BESIDE]
        words = _BARE.sub("", rest)
        labelled = bool(_ONWARD.match(words))
        # An entry of a numbered list of addresses belongs to the words that name its number.
        alone = bool(links) and not _NUMBERED.match(rest) and (labelled or not _WORDS.search(words))
        onward = alone and all(
            bool(_BARE.match(link.words) or _ONWARD.match(link.words)) for link in links
        )
        return _Block(
            start=start, end=end, item=item, links=links, free=free, alone=alone, onward=onward
        )


def _stands(link: Link, text: str, spans: Sequence[Range]) -> Range:
    """Where a link stands and its words end, if they do stand there.

    A number behind the end of a sentence ("It rose. [7]") stands in that sentence, at its last mark.
    """
    at, size = link.at or 0, len(link.words)
    if _NUMBERED.fullmatch(link.words):
        before = bisect_left(spans, (at, at)) - 1
        end = spans[before][1] if before >= 0 else at + 1
        if end <= at and not text[end:at].strip(" ") and end > spans[before][0]:
            return end - 1, end - 1
    words = text[at : at + size]
    return at, at + size if words.split() == link.words.split() else at


def _distance(at: int, start: int, end: int) -> int:
    return start - at if at < start else max(at - end, 0)
