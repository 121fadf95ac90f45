"""How a story spread: who had it first, who followed, how fast; from owners and times alone.

A time is the published one, else the fetched one. A published time of exactly midnight or noon UTC
says only the day (many papers and pages give no hour; our readers put a bare day at its noon), so it
is placed where the capture was fetched, if that
was the same day, and never printed as an hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from nutgraf.archive.model import Record
from nutgraf.archive.words import Words
from nutgraf.now import show_day
from nutgraf.reading.model import Input
from nutgraf.text import one_line

_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_NAMED = 3
_NO_HOUR = frozenset({time(), time(12)})


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Seen:
    """When an owner had it: `exact` when the hour is known, `published` when the owner said so."""

    at: datetime
    owner: str
    exact: bool
    published: bool


def spread(inputs: Sequence[Input], words: Words) -> str | None:
    """`spread/1`: who had a story first among the input captures, who followed, how fast."""
    records = _records(inputs, words)
    if not records:
        return None
    seen = _by_owner(records)
    if len(seen) == 1:
        return _alone(seen[0], len({record.capture for record in records}))
    first, others = seen[0], seen[1:]
    if any(_undecided(first, other) for other in others):
        return _together(seen)
    verb = "had it" if first.published else "was seen with it"
    if len(seen) > _NAMED + 1:
        return (
            f"{_big(len(seen))} publishers carried it {_within(first, others)} in this desk's "
            f"captures; {first.owner} {verb} first, {_on(first)}."
        )
    return (
        f"{first.owner} {verb} first in this desk's captures, {_on(first)}; "
        f"{listing([one.owner for one in others])} followed {_within(first, others)}."
    )


def spread_since(inputs: Sequence[Input], words: Words) -> str | None:
    """`spread-since/1`: who carried a story that was told before, among the captures since then.

    The inputs are those captures; what had come before is not among them, so nobody is said to have
    had the story first, or alone.
    """
    records = _records(inputs, words)
    if not records:
        return None
    seen = _by_owner(records)
    first, others = seen[0], seen[1:]
    many = len(seen) > _NAMED + 1
    who = f"{number(len(seen))} publishers" if many else listing([one.owner for one in seen])
    when = _within(first, others) if others else _on(first)
    return f"New in this desk's captures since it was last told here: {who}, {when}."


def section_spread(inputs: Sequence[Input], words: Words) -> str | None:
    """`section-spread/1`: which stories of a section spread widest.

    An input with a span opens a story and its words name it; the inputs without one that follow
    are that story's other captures.
    """
    stories = _grouped(inputs, words)
    if not stories or len(stories) < 2:
        return None
    everyone = sorted({owner for _, owners in stories for owner in owners})
    widest = sorted(stories, key=lambda story: -len(story[1]))
    these = f"these {number(len(stories))} stories"
    if len(widest[0][1]) == 1:
        return _all_alone(these, everyone)
    if len({name for name, _ in stories}) < len(stories):
        return f"{_big(len(everyone))} publishers are behind {these}; the widest was carried by {number(len(widest[0][1]))}."
    told = [story for story in widest if len(story[1]) > 1][:_NAMED]
    parts = [f"{number(len(told[0][1]))} publishers carried the {told[0][0]} story"]
    parts += [f"{number(len(owners))} the {name} story" for name, owners in told[1:]]
    total = f"{number(len(everyone))} publishers in all are behind {these}"
    return f"{_capital(listing(parts))}; {total}."


def number(count: int) -> str:
    """A count as prose has it: words to twelve, digits beyond."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else str(count)


def listing(items: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


def owner_of(record: Record) -> str:
    """The owner as printed on one line."""
    return one_line(record.owner) or one_line(record.source)


def _records(inputs: Sequence[Input], words: Words) -> list[Record] | None:
    found = [words.record(one.capture) for one in inputs]
    return None if None in found else [record for record in found if record]


def _by_owner(records: Sequence[Record]) -> list[_Seen]:
    """Each owner's first, earliest first."""
    first: dict[str, _Seen] = {}
    for one in sorted(map(_seen, records)):
        first.setdefault(one.owner, one)
    return sorted(first.values())


def _seen(record: Record) -> _Seen:
    owner = owner_of(record)
    if record.published_at is None:
        return _Seen(at=record.fetched_at, owner=owner, exact=True, published=False)
    at = record.published_at.astimezone(UTC)
    if at.time() not in _NO_HOUR:
        return _Seen(at=at, owner=owner, exact=True, published=True)
    fetched = record.fetched_at.astimezone(UTC)
    evening = datetime.combine(at.date(), time(23, 59, 59), tzinfo=UTC)
    placed = fetched if fetched.date() == at.date() else evening
    return _Seen(at=placed, owner=owner, exact=False, published=True)


def _undecided(first: _Seen, other: _Seen) -> bool:
    """Whether nobody can say which of the two was first."""
    if first.at == other.at:
        return True
    return not (first.exact and other.exact) and first.at.date() == other.at.date()


def _together(seen: Sequence[_Seen]) -> str:
    first, last = seen[0].at.date(), seen[-1].at.date()
    when = (
        f"on {show_day(first)}" if first == last else f"from {show_day(first)} to {show_day(last)}"
    )
    named = f": {listing([one.owner for one in seen])}" if len(seen) <= _NAMED + 1 else ""
    return f"{_big(len(seen))} publishers carried it {when} in this desk's captures{named}."


def _on(one: _Seen) -> str:
    at = one.at.astimezone(UTC)
    hour = f" at {at:%H:%M} UTC" if one.exact else ""
    return f"on {show_day(at.date())}{hour}"


def _alone(one: _Seen, captures: int) -> str:
    verb = "published" if one.published else "first seen"
    if captures > 1:
        times = f"in {number(captures)} captures, the first {verb} {_on(one)}"
    else:
        times = f"{verb} {_on(one)}"
    return f"Only {one.owner} has it in this desk's captures so far, {times}."


def _all_alone(these: str, owners: Sequence[str]) -> str:
    if len(owners) == 1:
        return f"All of {these} come from one publisher, {owners[0]}."
    named = listing(owners) if len(owners) <= _NAMED else f"{number(len(owners))} publishers in all"
    return f"Each of {these} rests on one publisher so far: {named}."


def _within(first: _Seen, others: Sequence[_Seen]) -> str:
    last = others[-1]
    if not (first.exact and last.exact):
        days = (last.at.date() - first.at.date()).days
        return "the same day" if days == 0 else f"within {_count(days + 1, 'day')}"
    took = last.at - first.at
    minutes = _ceiling(took, timedelta(minutes=1))
    if minutes <= 60:
        return f"within {_count(minutes, 'minute')}"
    if took <= timedelta(hours=36):
        return f"within {_count(_ceiling(took, timedelta(hours=1)), 'hour')}"
    return f"within {_count(_ceiling(took, timedelta(days=1)), 'day')}"


def _ceiling(took: timedelta, unit: timedelta) -> int:
    return max(1, -(-took // unit))


def _count(many: int, unit: str) -> str:
    return f"{number(many)} {unit}{'' if many == 1 else 's'}"


def _grouped(inputs: Sequence[Input], words: Words) -> list[tuple[str, frozenset[str]]] | None:
    stories: list[tuple[str, set[str]]] = []
    for one in inputs:
        record = words.record(one.capture)
        if record is None or (not stories and one.start is None):
            return None
        if one.start is not None and one.end is not None:
            name = words.between(one.capture, one.start, one.end)
            if not name:
                return None
            stories.append((one_line(name), set()))
        stories[-1][1].add(owner_of(record))
    return [(name, frozenset(owners)) for name, owners in stories]


def _big(count: int) -> str:
    return _capital(number(count))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
