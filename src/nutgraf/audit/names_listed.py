"""Whether the names of the day are those of their captures: each is read and counted again.

A list is held to its own rules (kinds, order, parts and weights), and with an archive every capture a
name gives must be there, have arrived by then and have the name. What its own captures settle is
counted again; what the rest of the day adds can only be held to no less than these give. That no
name was left out cannot be shown from the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from nutgraf import reading
from nutgraf.archive.model import Capture
from nutgraf.archive.words import Words
from nutgraf.audit.report import Failed
from nutgraf.editions.form import EditionForm, NameOfDayForm
from nutgraf.entities import Registry, shipped
from nutgraf.now import parse_instant
from nutgraf.stories import VERSION as STORIES
from nutgraf.stories import Member, counted_again, features
from nutgraf.stories.model import Membership, NameOfDay
from nutgraf.stories.names_of_day import KINDS_OF_DAY, MOST_OF_KIND, WEIGHTS

_OURS = (("reading", str(reading.VERSION)), ("stories", str(STORIES)))
_SETTLED = frozenset({"owners", "opening", "exact"})  # by a name's own captures alone
_AT_MOST = frozenset({"voices", "gathered", "itself"})  # less where strangers cite
# Less where strangers cite, and more by what the rest of the day adds: nothing can be said of it.
_OPEN = frozenset({"reach"})
_NEAR = 1e-6  # values are printed with six digits


def check_names(form: EditionForm, words: Words | None, registry: Registry) -> Iterator[Failed]:
    """What is wrong with the names of the day an edition lists; `words` are the archive's, None
    without one, `registry` holds the names its desk knows.

    Another version may read and count otherwise; of an edition of one nothing is said.
    """
    if any(form.colophon.versions.get(name) != ours for name, ours in _OURS):
        return
    try:
        moment = parse_instant(form.now)
    except ValueError:
        yield Failed(sentence=None, kind="object", message="Its time is no instant.")
        return
    wrong = [f"{_named(one)} {said}" for one in form.names_of_the_day for said in _parts(one)]
    wrong += _order(form.names_of_the_day)
    if words is not None and not wrong:
        read = _Read(words, (registry, shipped()), moment)
        wrong += [
            f"{_named(one)} {said}" for one in form.names_of_the_day for said in read.faults(one)
        ]
    for message in wrong:
        yield Failed(sentence=None, kind="object", message=message)


def _named(one: NameOfDayForm) -> str:
    return f"The name of the day {one.name[:60]!r}"


def _parts(one: NameOfDayForm) -> Iterator[str]:
    """What is wrong with a name by itself."""
    if one.kind not in KINDS_OF_DAY:
        yield f"is of the kind {one.kind[:30]!r}, which is none of the day."
        return
    parts = [(name, part.weight) for name, part in one.signal.items()]
    if parts != list(WEIGHTS[one.kind]):
        yield "is not ranked by the parts and weights of its kind."
    if not all(0.0 <= part.value <= 1.0 for part in one.signal.values()):
        yield "has a part that is not between 0 and 1."
    if not one.captures or one.captures != sorted(set(one.captures)):
        yield "does not give its captures once each, in order."


def _order(listed: Sequence[NameOfDayForm]) -> Iterator[str]:
    """What is wrong between the names of a list."""
    kinds = [one.kind for one in listed]
    if kinds != sorted(kinds) or len({(one.kind, one.name) for one in listed}) < len(listed):
        yield "The names of the day are not listed once each, companies before models."
    if any(kinds.count(kind) > MOST_OF_KIND for kind in KINDS_OF_DAY):
        yield f"More than {MOST_OF_KIND} names of the day are of one kind."
    for before, after in pairwise(listed):
        if before.kind == after.kind and _score(before) < _score(after) - _NEAR:
            yield f"{_named(after)} is stronger than the one listed before it."


def _score(one: NameOfDayForm) -> float:
    return sum(part.value * part.weight for part in one.signal.values())


class _Read:
    """Captures read again, each once, with the names a desk knows and with those of the package."""

    def __init__(self, words: Words, known: Sequence[Registry], now: datetime) -> None:
        self._words = words
        self._known = tuple(dict.fromkeys(known))
        self._now = now
        self._members: dict[tuple[str, int], Member] = {}

    def faults(self, one: NameOfDayForm) -> Iterator[str]:
        """What its captures say against a name."""
        found = [self._words.capture(name) for name in one.captures]
        captures = [capture for capture in found if capture is not None]
        if len(captures) < len(found):
            yield "gives captures the archive has not."
            return
        if any(capture.fetched_at > self._now for capture in captures):
            yield "gives a capture that came after the edition."
        again = [
            counted
            for at in range(len(self._known))
            if (counted := self._counted(captures, at, one)) is not None
        ]
        if not again:
            yield "is not a name that each of its captures has, written as most of them write it."
        elif not any(_agree(one, counted) for counted in again):
            yield "is not as strong as its captures make it."

    def _counted(
        self, captures: Sequence[Capture], at: int, one: NameOfDayForm
    ) -> NameOfDay | None:
        members = [self._member(capture, at) for capture in captures]
        return counted_again(members, self._known[at], one.kind, one.name)

    def _member(self, capture: Capture, at: int) -> Member:
        key = (capture.id, at)
        if key not in self._members:
            self._members[key] = _member(capture, self._known[at])
        return self._members[key]


def _member(capture: Capture, registry: Registry) -> Member:
    claims = reading.claims(capture, registry)
    alone = Membership(
        capture=capture.id, story="", copy_of=None, copy="", similarity=0.0, reason=""
    )
    return Member(
        features=features(capture, claims), membership=alone, record=capture.record,
        names=tuple(name for claim in claims for name in claim.parts.names), figures=0,
        engagement=(),
    )  # fmt: skip


def _agree(one: NameOfDayForm, counted: NameOfDay) -> bool:
    """Whether printed parts can be those of a day that has these captures of the name."""
    for part in counted.signal.parts:
        if part.name in _OPEN:
            continue
        printed = one.signal[part.name].value
        less, more = printed < part.value - _NEAR, printed > part.value + _NEAR
        if (less and part.name not in _AT_MOST) or (more and part.name in _SETTLED | _AT_MOST):
            return False
    return True
