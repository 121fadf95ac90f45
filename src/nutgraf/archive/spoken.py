"""Words that were spoken, with their times, as running text."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.archive.model import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Words of one speaker, and from which second to which they were said, where that is known."""

    words: str
    speaker: str = ""
    seconds: tuple[float, float] | None = None


def without_repeats(spoken: list[Spoken]) -> tuple[list[Spoken], int]:
    """Lines without those of the same speaker that the cue before showed too."""
    kept: list[Spoken] = []
    before: frozenset[tuple[str, str]] = frozenset()
    now: set[tuple[str, str]] = set()
    last: tuple[float, float] | None = None
    repeated = 0
    for piece in spoken:
        if piece.seconds != last:
            before, now, last = frozenset(now), set(), piece.seconds
        line = (piece.speaker, piece.words)
        now.add(line)
        if line in before:
            repeated += 1
        else:
            kept.append(piece)
    return kept, repeated


def joined(spoken: list[Spoken]) -> tuple[str, tuple[Block, ...]]:
    """The words as running text with the time and speaker of each piece; a new speaker, a new line."""
    out: list[str] = []
    blocks: list[Block] = []
    at = 0
    for index, piece in enumerate(spoken):
        if index:
            out.append(" " if piece.speaker == spoken[index - 1].speaker else "\n")
            at += 1
        out.append(piece.words)
        blocks.append(
            Block(start=at, end=at + len(piece.words), seconds=piece.seconds, speaker=piece.speaker)
        )
        at += len(piece.words)
    return "".join(out), tuple(blocks)
