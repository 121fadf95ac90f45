"""The words a sentence stands on, read once for all checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from nutgraf.archive.model import Record
from nutgraf.gate.content import Word, content_words
from nutgraf.reading.model import Parts
from nutgraf.reading.recognise import parts_at
from nutgraf.reading.sentences import sentences

_TOKEN = re.compile(r"[^\W_]+")
_ATOM = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of only letters or only digits; `opens`/`closes` its token where it stands at its edge."""

    text: str
    start: int
    end: int
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A sentence of a source, with what was recognised in it; offsets count in the source's text."""

    start: int
    end: int
    text: str
    parts: Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One cited text. `context` is the whole sentence around it where that is at hand, else itself; `surroundings` are the sentences of the context.

    `today` is the day its relative dates count from; `record` what is known of its capture.
    """

    index: int
    text: str
    context: str
    today: date | None
    record: Record | None
    stretches: tuple[Stretch, ...]
    surroundings: tuple[str, ...]
    atoms: tuple[Atom, ...]
    words: tuple[Word, ...]


def read_cited(
    index: int, text: str, *, today: date | None, record: Record | None = None, context: str = ""
) -> Cited:
    """A cited text read into stretches, atoms and content words."""
    spans = sentences(text)
    stretches = tuple(
        Stretch(
            start=start,
            end=end,
            text=text[start:end],
            parts=parts_at(text[start:end], today=today, base=start),
        )
        for start, end in spans
    )
    return Cited(
        index=index,
        text=text,
        context=context or text,
        today=today,
        record=record,
        stretches=stretches,
        surroundings=_surroundings(context or text),
        atoms=atoms(text),
        words=content_words(text),
    )


def _surroundings(context: str) -> tuple[str, ...]:
    return tuple(context[start:end] for start, end in sentences(context))


def atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of a text in order: `Qwen3.6-Plus` is qwen, 3, 6, plus."""
    found: list[Atom] = []
    for token in _TOKEN.finditer(text):
        pieces = list(_ATOM.finditer(token.group().casefold()))
        if sum(len(piece.group()) for piece in pieces) != len(token.group()):
            pieces = []
        if not pieces:
            found.append(Atom(token.group().casefold(), token.start(), token.end(), True, True))
        for at, piece in enumerate(pieces):
            found.append(
                Atom(
                    piece.group(),
                    token.start() + piece.start(),
                    token.start() + piece.end(),
                    at == 0,
                    at == len(pieces) - 1,
                )
            )
    return tuple(found)


def runs_of(needle: Sequence[str], hay: Sequence[Atom]) -> Iterable[tuple[int, int]]:
    """Where a sequence of atom texts stands in a text, whole tokens at both edges, as atom ranges."""
    if not needle:
        return
    size = len(needle)
    for at in range(len(hay) - size + 1):
        if hay[at].text != needle[0] or not hay[at].opens or not hay[at + size - 1].closes:
            continue
        if all(hay[at + step].text == needle[step] for step in range(1, size)):
            yield at, at + size
