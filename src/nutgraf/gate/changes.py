"""What changed since it was told: an old sentence held against a new one, by their words alone.

    was/1        a level that is another one now: "Heron 2 on TideBench was 58.7% on 1 April 2026; now 61.2%."
    firmed/1     a plan, forecast or possibility that is now told as a fact
    corrected/1  a figure its own source has taken back

`gate.tallies` has `counted/1`, of counts that go on.

Inputs of each are two spans, the old one first. A wrong comparison is worse than none: where
anything might tell the two apart there is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from difflib import SequenceMatcher
from typing import Literal

from nutgraf.archive.model import Record
from nutgraf.archive.words import Words
from nutgraf.entities import canonical, key_of
from nutgraf.gate.points import Point, of_its_day, point, shown_figure
from nutgraf.gate.spread import listing, owner_of
from nutgraf.now import show_day
from nutgraf.reading import recognise
from nutgraf.reading.model import Input, Quantity, Strength
from nutgraf.stories.memory import with_numbers

Relation = Literal["", "unchanged", "changed", "firmed", "related"]

_RANK: dict[Strength, int] = {"possible": 0, "opinion": 1, "forecast": 2, "planned": 2, "stated": 3}
_EARLIER: dict[Strength, str] = {
    "planned": "planned", "forecast": "expected", "possible": "possible",
}  # fmt: skip
_OWNS_UP = re.compile(
    r"\b(?:correct(?:s|ed|ion|ing)|was wrong|were wrong|erroneous(?:ly)?|misstated|misreported|in error|retract\w*"
    r"|mistaken(?:ly)?|should have (?:said|been|read)|earlier version"
    r"|(?:earlier|previously|initially|wrongly) (?:reported|given|stated|put) (?:as|at|to be|that))\b",
    re.IGNORECASE,
)
# What was planned and is moved, put off or called off is no fact yet.
_NOT_YET = re.compile(
    r"\b(?:mov(?:e|es|ed|ing)|delay\w*|postpon\w*|put off|push(?:es|ed)? back|instead of|reschedul\w*|slip(?:s|ped)?"
    r"|call(?:s|ed)? off|cancel\w*|later than|earlier than|if|whether|vot(?:es|ing)|hopes?)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:we|our|ours|us|i|my|this (?:newsletter|digest|paper|desk|publication|page|post|blog|letter))\b",
    re.IGNORECASE,
)
# A figure that was put right is no level that changed.
_PUT_RIGHT = re.compile(
    r"\b(?:correct|revis|restat|amend)\w*|\b(?:chang|adjust|updat)\w* (?:its|their|the|his|her) (?:\w+ )?(?:figure|score|result|number|value)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d[\d.,]*")
_SAME_SENTENCE = 0.8
_ALIKE = 0.5
_WORDS = 3
_NEARLY_ALL = 0.8
# Three digits that say something: 67.87, 1,240; not 100 or 2026.
_DISTINCT = re.compile(r"\d+\.\d*[1-9]\d|\d{2,}\.\d*[1-9]|[1-9]\d*[1-9]\d{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence at its span: its record, the day it was out, and its point."""

    record: Record
    day: date
    point: Point


def was(inputs: Sequence[Input], words: Words) -> str | None:
    """`was/1`: the one level both sentences give of one subject and measure, where it changed."""
    pair = pair_of(inputs, words)
    if pair is None:
        return None
    old, new = pair
    levels = same_level(new.point, old.point)
    if levels is None or levels[0].value == levels[1].value or old.day >= new.day:
        return None
    if not (of_its_day(old.point, old.day) and of_its_day(new.point, new.day)):
        return None
    if _by_others(old.point, new.point) or _without_its_sayer(old, new):
        return None
    if _PUT_RIGHT.search(new.point.text):
        return None
    before, now = shown_figure(old.point.text, levels[1]), shown_figure(new.point.text, levels[0])
    mine, theirs = owner_of(old.record), owner_of(new.record)
    by = ("", "") if mine == theirs else (f" ({mine})", f" ({theirs})")
    return f"{_about(new.point)} {before} on {show_day(old.day)}{by[0]}; now {now}{by[1]}."


def firmed(inputs: Sequence[Input], words: Words) -> str | None:
    """`firmed/1`: what was planned, expected or possible and is told as a fact now."""
    pair = pair_of(inputs, words)
    if pair is None:
        return None
    old, new = pair
    if old.day >= new.day or not is_firmed(new.point, old.point):
        return None
    if any(one.last > new.day for one in new.point.days):
        return None
    how = _EARLIER[old.point.strength]
    return (
        f"{listing(new.point.shown)}: told as {how} on {show_day(old.day)} ({owner_of(old.record)}), "
        f"as a fact on {show_day(new.day)} ({owner_of(new.record)})."
    )


def corrected(inputs: Sequence[Input], words: Words) -> str | None:
    """`corrected/1`: another figure in the same place of a later text of the item, or in words of
    the same owner that own up to it."""
    pair = pair_of(inputs, words)
    if pair is None:
        return None
    old, new = pair
    if old.record.fetched_at >= new.record.fetched_at:
        return None
    if owner_of(old.record) != owner_of(new.record) or old.record.source != new.record.source:
        return None
    found = (replaced(old.point, new.point) if old.record.key == new.record.key else None) or (
        _owned_up(old.point, new.point) if _own_words(new) else None
    )
    if found is None:
        return None
    before, now = shown_figure(old.point.text, found[0]), shown_figure(new.point.text, found[1])
    of = listing(old.point.shown + old.point.shown_benchmarks)
    about = f" for {of}" if of else ""
    return (
        f"{owner_of(old.record)} gave {before}{about} on {show_day(old.day)}; it now gives {now}."
    )


def relation(new: Point, old: Point) -> Relation:
    """How a sentence stands to one told before, "" where they are not surely about the same.

    Words that own up to an error are news, though every figure in them was told.
    """
    if _OWNS_UP.search(new.text) and not _OWNS_UP.search(old.text):
        return "related" if new.subject and new.subject == old.subject else ""
    if new.polarity != old.polarity:
        return ""
    if not new.subject or new.subject != old.subject:
        return _of_one_lead(new, old)
    if new.benchmarks != old.benchmarks or new.qualifiers ^ old.qualifiers:
        return ""
    levels = same_level(new, old)
    if levels is not None:
        return "unchanged" if levels[0].value == levels[1].value else "changed"
    if is_firmed(new, old):
        return "firmed"
    if _adds_nothing(new, old):
        return "unchanged"
    if _differ(new, old):
        return ""
    shared = len(new.stems & old.stems)
    smaller = min(len(new.stems), len(old.stems))
    return "related" if _telling(new) and shared >= 2 and shared >= _ALIKE * smaller else ""


def _differ(new: Point, old: Point) -> bool:
    """Whether both give figures of one unit and none in common: of two things, as far as is sure."""
    units = {unit for _, unit in new.values} & {unit for _, unit in old.values}
    return bool(units) and not new.values & old.values


def _of_one_lead(new: Point, old: Point) -> Relation:
    """How sentences stand that name the same thing first, beside other things.

    Much the same words make them related; a figure nobody gives by chance, with no other beside it
    and no other day, makes the new one a repetition.
    """
    if not new.lead or new.lead != old.lead:
        return ""
    shared = len(new.stems & old.stems)
    telling = any(_DISTINCT.search(value) for value, _ in new.values & old.values)
    if telling and shared >= 2 and new.values <= old.values and not new.days:
        return "unchanged"
    smaller = min(len(new.stems), len(old.stems))
    alike = shared >= _WORDS and shared >= _ALIKE * smaller and new.benchmarks == old.benchmarks
    alike = alike and not _differ(new, old)
    return "related" if alike or (telling and shared >= 1) else ""


def same_level(new: Point, old: Point) -> tuple[Quantity, Quantity] | None:
    """The one level of a unit and measure that both give (new, old), None where it is unsure."""
    if not new.subject or new.subject != old.subject or not new.measures:
        return None
    if new.measures != old.measures or new.qualifiers != old.qualifiers:
        return None
    if {new.polarity, old.polarity} != {"affirmed"} or {new.strength, old.strength} != {"stated"}:
        return None
    for unit in dict.fromkeys(one.unit for one in new.figures):
        mine = [one for one in new.figures if one.unit == unit]
        theirs = [one for one in old.figures if one.unit == unit]
        if len(mine) == len(theirs) == 1 and mine[0].bound == theirs[0].bound:
            return mine[0], theirs[0]
    return None


def is_firmed(new: Point, old: Point) -> bool:
    """Whether a sentence states what an earlier one planned, expected or held possible."""
    if old.strength not in _EARLIER or new.strength != "stated" or not new.subject:
        return False
    if new.subject != old.subject or {new.polarity, old.polarity} != {"affirmed"}:
        return False
    if new.values != old.values or new.qualifiers != old.qualifiers:
        return False
    if _NOT_YET.search(new.text) or _by_others(new, old):
        return False
    said = new.stems & old.stems
    return bool(said) and len(said) >= _ALIKE * min(len(new.stems), len(old.stems))


def _adds_nothing(new: Point, old: Point) -> bool:
    """Whether an earlier sentence told all of it: no other figure, day or certainty, much the same
    words."""
    if not new.values <= old.values or _RANK[new.strength] > _RANK[old.strength]:
        return False
    known = {(one.first, one.last) for one in old.days}
    if not all(one.relative or (one.first, one.last) in known for one in new.days):
        return False
    shared = len(new.stems & old.stems)
    if new.values and new.values == old.values and shared >= 1:
        return True
    sizes = sorted((len(new.stems), len(old.stems)))
    if not _telling(new):
        return shared >= max(2, _NEARLY_ALL * sizes[1])
    return shared >= max(1 if len(new.subject) > 1 else 2, _ALIKE * sizes[0])


def _telling(one: Point) -> bool:
    """Whether a subject says what it is about: one name without a number (a town, a firm, a platform)
    stands in the news of many things."""
    return len(one.subject) > 1 or any(char.isdigit() for char in one.subject[0])


def owns_up(text: str) -> bool:
    """Whether words say that something told before was wrong."""
    return _OWNS_UP.search(text) is not None


def pair_of(inputs: Sequence[Input], words: Words) -> tuple[Told, Told] | None:
    """The old and the new sentence of two inputs; None where either is not at hand."""
    found = [_told(one, words) for one in inputs]
    if len(found) != 2 or found[0] is None or found[1] is None:
        return None
    return found[0], found[1]


def _told(one: Input, words: Words) -> Told | None:
    record = words.record(one.capture)
    if record is None or one.start is None or one.end is None:
        return None
    text = words.between(one.capture, one.start, one.end)
    if not text or not text.strip():
        return None
    day = (record.published_at or record.fetched_at).astimezone(UTC).date()
    return Told(record=record, day=day, point=point(text, day))


def _about(new: Point) -> str:
    """What the level is of: `Heron 2 on TideBench was`, `Northwater, revenue: was`."""
    of = listing(new.shown)
    if new.benchmarks:
        return f"{of} on {listing(new.shown_benchmarks)} was"
    return f"{of}, {listing(sorted(new.measures))}: was"


def replaced(old: Point, new: Point) -> tuple[Quantity, Quantity] | None:
    """The one figure of a sentence that another stands for in its later text; all else is the same."""
    before, now = (_FIGURE.sub("0", one.text.casefold()) for one in (old, new))
    if SequenceMatcher(None, before, now, autojunk=False).ratio() < _SAME_SENTENCE:
        return None
    gone = [one for one in _quantities(old) if (one.value, one.unit) not in new.values]
    came = [one for one in _quantities(new) if (one.value, one.unit) not in old.values]
    if len(gone) == len(came) == 1 and gone[0].unit == came[0].unit:
        return gone[0], came[0]
    return None


def _owned_up(old: Point, new: Point) -> tuple[Quantity, Quantity] | None:
    """The figure of an earlier sentence that a later one names beside the right one, as wrong."""
    if not _OWNS_UP.search(new.text) or not new.subject or new.subject != old.subject:
        return None
    if new.benchmarks and new.benchmarks != old.benchmarks:
        return None
    for one in _quantities(old):
        mine = [other for other in _quantities(new) if other.unit == one.unit]
        other = [figure for figure in mine if figure.value != one.value]
        if len(mine) == 2 and len(other) == 1:
            return one, other[0]
    return None


def _own_words(new: Told) -> bool:
    """Whether it is the publication itself that owns up, and not somebody it tells of."""
    owner = key_of(owner_of(new.record))
    if owner in key_of(new.point.text) or _OURS.search(new.point.text):
        return True
    return not _beside(new.point)


def _by_others(one: Point, other: Point) -> bool:
    """Whether both name somebody beside their subject and nobody in common: measured or said by
    another, a figure is another figure."""
    mine, theirs = _beside(one), _beside(other)
    return bool(mine and theirs) and not mine & theirs


def _without_its_sayer(old: Told, new: Told) -> bool:
    """Whether the old figure is somebody's, and the new one is not told by or with them."""
    sayers = {key_of(one.speaker) for one in recognise(old.point.text).speech}
    there = f" {key_of(owner_of(new.record))} {key_of(new.point.text)} "
    return bool(sayers) and not any(f" {one} " in there for one in sayers)


def _beside(one: Point) -> frozenset[str]:
    read = recognise(one.text)
    named = {canonical(name.key) for name in read.names} | {key_of(s.speaker) for s in read.speech}
    return frozenset(named) - set(one.subject) - one.benchmarks


def _quantities(one: Point) -> tuple[Quantity, ...]:
    return with_numbers(recognise(one.text)).quantities
