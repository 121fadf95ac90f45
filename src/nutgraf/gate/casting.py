"""Names in another's place: each name of a sentence is tried against all names of its source.

The place of a name is masked, so to say, and every name of the source is weighed for it (a log-linear
choice among candidates, as McFadden 1974; features in fitting.py, weights learned from faithful
paraphrases by `tools/fitting_weights.py`). Where another fits clearly better than the one that
stands there, or two names fit clearly better the other way round, the sentence says something of
one that its source says of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations

from nutgraf.gate.cast import Member, Text, laid_out, member_of, members
from nutgraf.gate.cited import Cited
from nutgraf.gate.clash import clashes
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.fitting import cues_of, features, held
from nutgraf.gate.mentions import Run, name_words
from nutgraf.gate.model import Kind

# Log odds by which another has to fit better: where one faithful open paraphrase in fifty is passed over.
CLEARLY = 2.3
TURNED = 2.3
_SOONER = 0.7
_OF_KIND = frozenset({"place", "by", "aux", "described"})
_LONGEST = (120, 900)  # tokens of a sentence and of a source beyond which nothing is weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A name of the sentence with who it is in the source and how well each of the cast fits there.

    `fits` leaves out, `alone` lets in, whether somebody stands elsewhere in the sentence too.
    """

    run: Run
    who: int
    fits: tuple[float, ...]
    alone: tuple[float, ...]


def misplaced(text: str, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding per name that stands where the cited words have another; nothing where any cited
    text bears it there."""
    found: dict[int, list[Finding | None]] = {}
    for one in cited:
        for start, finding in _of_one(text, one):
            found.setdefault(start, []).append(finding)
    for _, findings in sorted(found.items()):
        first = findings[0]
        if first is not None and all(findings):
            yield first


def seats(mine: Text, theirs: Text, cast: Sequence[Member]) -> tuple[Seat, ...]:
    """Every name of a sentence that is one of a source's cast, with how well each of them fits."""
    holds = held(mine, theirs)
    found = []
    for run in mine.names:
        who = member_of(run, cast)
        if who is None:
            continue
        others = [other for other in mine.names if other is not run]
        rows = [features(mine, run, theirs, one, holds, others) for one in cast]
        found.append(
            Seat(
                run=run, who=who, fits=tuple(_weighed(row) for row in rows),
                alone=tuple(_weighed(row, twice=False) for row in rows),
            )
        )  # fmt: skip
    return tuple(found)


def read_pair(text: str, source: str) -> tuple[Text, Text, tuple[Member, ...]]:
    """A sentence and a source laid out with the source's cast."""
    cast = members(source)
    named = name_words(source)
    known = named.union(*(one.words for one in cast))
    return laid_out(text, known), laid_out(source, named), cast


def _of_one(text: str, one: Cited) -> Iterator[tuple[int, Finding | None]]:
    """(token of the name, what is wrong with it) for each name of a sentence that a source names."""
    mine, theirs, cast = read_pair(text, one.text)
    if len(mine.row) > _LONGEST[0] or len(theirs.row) > _LONGEST[1]:
        return
    faults: dict[int, Finding] = {}
    for run, why in clashes(mine, theirs, cast):
        who = member_of(run, cast)
        if who is not None:
            message = f"{_words(mine, run)} {why}."
            faults[run.start] = _finding(
                mine, run, one, theirs, cast[who], _kind(mine, run), message
            )
    taken = seats(mine, theirs, cast) if len(cast) > 1 else ()
    for seat in taken:
        better = _better(seat, mine)
        if better is not None and seat.run.start not in faults:
            other = cast[better]
            message = f"The cited words say this of {other.shown}, not of {cast[seat.who].shown}."
            kind = _kind(mine, seat.run)
            faults[seat.run.start] = _finding(mine, seat.run, one, theirs, other, kind, message)
    for seat, other_seat in combinations(taken, 2):
        if not faults and _turned(seat, other_seat):
            message = f"The cited words have {cast[seat.who].shown} and {cast[other_seat.who].shown} the other way round."
            kind = (
                "said-by"
                if "said-by" in {_kind(mine, s.run) for s in (seat, other_seat)}
                else "did-by"
            )
            faults[seat.run.start] = _finding(
                mine, seat.run, one, theirs, cast[other_seat.who], kind, message
            )
    for seat in taken:
        yield seat.run.start, faults.pop(seat.run.start, None)
    yield from faults.items()


def _better(seat: Seat, mine: Text) -> int | None:
    """Who fits clearly better than the one that stands there."""
    best = max((at for at in range(len(seat.fits)) if at != seat.who), key=lambda at: seat.fits[at])
    clearer = seat.fits[best] - seat.fits[seat.who] + sooner(mine, seat.run)
    return best if clearer > CLEARLY else None


def sooner(mine: Text, run: Run) -> float:
    """By how much less another has to fit better, where a neighbour says what kind of name stands there:
    `in`, `by`, `has`, `the mayor`."""
    return _SOONER if cues_of(mine, run) & _OF_KIND else 0.0


def _turned(one: Seat, other: Seat) -> bool:
    """Whether two names fit clearly better in one another's place."""
    if one.who == other.who:
        return False
    turned = one.alone[other.who] + other.alone[one.who]
    return turned - one.alone[one.who] - other.alone[other.who] > TURNED


def _kind(mine: Text, run: Run) -> Kind:
    return "said-by" if cues_of(mine, run) & {"says", "said"} else "name"


def _finding(
    mine: Text, run: Run, one: Cited, theirs: Text, other: Member, kind: Kind, message: str
) -> Finding:
    there = other.named[0]
    start, end = mine.row[run.start].start, mine.row[run.end - 1].end
    place = Place(
        index=one.index, start=theirs.row[there.start].start, end=theirs.row[there.end - 1].end
    )
    return Finding(
        kind=kind, start=start, end=end, words=mine.text[start:end], message=message, place=place
    )


def _words(mine: Text, run: Run) -> str:
    return mine.text[mine.row[run.start].start : mine.row[run.end - 1].end]


def _weighed(row: Mapping[str, float], *, twice: bool = True) -> float:
    weights = _weights()
    return sum(
        value * weights.get(name, 0.0)
        for name, value in row.items()
        if twice or not name.startswith("twice")
    )


@cache
def _weights() -> Mapping[str, float]:
    lines = (resources.files("nutgraf.gate") / "fitting_weights.txt").read_text("utf-8")
    pairs = (line.rsplit(" ", 1) for line in lines.splitlines() if line and line[0] != "#")
    return {name: float(weight) for name, weight in pairs}
