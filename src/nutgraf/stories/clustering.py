"""Gathering captures into stories: one pass in order of arrival, each placed once and for good.

A capture is compared with the stories that had a capture within the window, by vectors weighed by
rarity (term frequency times inverse document frequency, over the window): of its words, in which
names weigh more, of its links, and of its names, which tell look-alikes apart. Where it is put depends only on captures that came before it, so a pass can stop
anywhere and go on later, on another machine, with the same result.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nutgraf.ids import digest
from nutgraf.stories.duplicates import Originals
from nutgraf.stories.model import Features, Membership
from nutgraf.stories.options import StoriesOptions
from nutgraf.stories.space import Asked, Space, Vector, vector

VERSION = 1
_STRONG_TERMS = 32  # terms of a capture by which candidates are looked up
_CANDIDATES = 10  # stories measured exactly, for each kind of evidence
_NAMES = 24  # the most salient names of a capture; a roundup has more
_STRANGERS = 0.02  # names less alike than this are those of two events
_LINK_SHARE = 0.4  # how much of what is missing to certainty a shared rare link makes up
_LINKED = 0.5  # links this alike say more than names do


def gather(
    placed: Sequence[tuple[Features, Membership]],
    arrivals: Sequence[Features],
    options: StoriesOptions,
) -> tuple[Membership, ...]:
    """The places of new captures, in order of (fetched_at, published_at or fetched_at, id).

    `placed` holds earlier captures and where they were put; those older than `options.window_days`
    before the first arrival may be left out and change nothing. Placing some captures now and the
    rest later gives what placing all of them at once gives. A capture already placed is passed over.
    """
    live = Gathering(options)
    for old, membership in sorted(placed, key=lambda pair: order_of(pair[0])):
        live.keep(old, membership)
    known = {membership.capture for _, membership in placed}
    return live.take(one for one in arrivals if one.capture not in known)


def order_of(arrived: Features) -> tuple[datetime, datetime, str]:
    """The order of the pass."""
    return arrived.fetched_at, arrived.published_at or arrived.fetched_at, arrived.capture


def ordinal(arrived: Features) -> str:
    """The order of the pass as a text that sorts alike."""
    fetched, published, capture = order_of(arrived)
    return f"{_sortable(fetched)} {_sortable(published)} {capture}"


def story_id(first: str) -> str:
    """The id of the story a capture opens: 16 hex digits."""
    return digest("story", first)[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A capture in the window, as the spaces know it."""

    features: Features
    story: str
    clock: datetime
    words: Vector
    names: Vector
    links: Vector
    original: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """An arrival, ready to be compared in each space."""

    words: Asked
    names: Asked
    links: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """How near a story is, by words, names, links and time together."""

    story: str
    similarity: float


class Gathering:
    """A pass that is carried on: the stories of the window, and nothing of what is older.

    Taking captures day by day gives what `gather` gives for all of them at once. Memory follows the
    captures within the window, however many went before.
    """

    def __init__(self, options: StoriesOptions) -> None:
        self._options = options
        self._window = timedelta(days=options.window_days)
        self._entries: deque[_Entry] = deque()
        self._clock: datetime | None = None
        self._last: tuple[datetime, datetime, str] | None = None
        self._words, self._names, self._links = Space(), Space(), Space()
        self._originals = Originals(options.copy_threshold)
        self._times: dict[str, list[datetime]] = {}
        self._stories: dict[str, str] = {}

    @property
    def captures(self) -> int:
        """How many captures are within the window."""
        return len(self._stories)

    @property
    def stories(self) -> int:
        """How many stories have a capture within the window."""
        return len(self._times)

    def take(self, arrivals: Iterable[Features]) -> tuple[Membership, ...]:
        """The places of new captures, in order of arrival; one that is in the window is passed over.

        Raises ValueError for a capture that belongs before one already taken: its place would hang
        on captures that came after it.
        """
        out = []
        for arrived in sorted(arrivals, key=order_of):
            if arrived.capture in self._stories:
                continue
            if self._last is not None and order_of(arrived) < self._last:
                raise ValueError(f"{arrived.capture[:12]} belongs before a capture already taken")
            self._last = order_of(arrived)
            membership = self.place(arrived)
            self.keep(arrived, membership)
            out.append(membership)
        return tuple(out)

    def keep(self, arrived: Features, membership: Membership) -> None:
        """Take a placed capture in, after forgetting what is older than the window."""
        self._advance(arrived.fetched_at)
        words, names, links = _vectors(arrived)
        entry = _Entry(
            features=arrived, story=membership.story, clock=self._clock or arrived.fetched_at,
            words=words, names=names, links=links, original=membership.copy_of is None,
        )  # fmt: skip
        self._entries.append(entry)
        self._stories[arrived.capture] = entry.story
        self._times.setdefault(entry.story, []).append(_event_time(arrived))
        self._originals.add(arrived, membership.copy_of)
        if entry.original:
            for space, part in self._spaces(entry):
                space.add(entry.story, part)

    def place(self, arrived: Features) -> Membership:
        """Where a capture belongs, as things stand before it."""
        self._advance(arrived.fetched_at)
        if arrived.previous is not None and arrived.previous in self._stories:
            return _member(
                arrived, self._stories[arrived.previous], 1.0,
                f"a new text of {arrived.previous[:12]}",
            )  # fmt: skip
        if copy := self._originals.copied_by(arrived):
            return Membership(
                capture=arrived.capture, story=self._stories[copy.seen],
                copy_of=copy.original, copy=copy.how, similarity=copy.share,
                reason=_copy_reason(copy.original, copy.how, copy.share),
            )  # fmt: skip
        return self._joined_or_opened(arrived)

    def _joined_or_opened(self, arrived: Features) -> Membership:
        asked = self._asked(arrived)
        best = max(
            (self._match(story, arrived, asked) for story in self._candidates(asked)),
            key=lambda match: (match.similarity, match.story),
            default=None,
        )
        if best is None or best.similarity < self._options.join_threshold:
            near = f"the nearest is {best.similarity:.2f} alike" if best else "nothing is like it"
            return _member(arrived, story_id(arrived.capture), 0.0, f"opens a story: {near}")
        return _member(arrived, best.story, best.similarity, self._reason(best, asked))

    def _asked(self, arrived: Features) -> _Asked:
        words, names, links = _vectors(arrived)
        return _Asked(
            words=self._words.asked(words),
            names=self._names.asked(names),
            links=self._links.asked(links),
        )

    def _candidates(self, asked: _Asked) -> Iterable[str]:
        near = (
            self._words.nearest(asked.words, terms=_STRONG_TERMS, most=_CANDIDATES),
            self._names.nearest(asked.names, terms=_NAMES, most=_CANDIDATES),
            self._links.nearest(asked.links, terms=_STRONG_TERMS, most=_CANDIDATES),
        )
        return sorted(set().union(*near))

    def _match(self, story: str, arrived: Features, asked: _Asked) -> _Match:
        alike = self._words.cosine(asked.words, story)
        linked = self._links.told_apart(asked.links, story)
        if linked < _LINKED and self._strangers(arrived, asked.names, story):
            alike *= self._options.lookalike_factor
        alike += _LINK_SHARE * linked * (1 - alike)
        return _Match(story=story, similarity=round(alike * self._fading(story, arrived), 6))

    def _strangers(self, arrived: Features, names: Asked, story: str) -> bool:
        """Whether both have names and share none that says anything: look-alikes, not one event."""
        if not arrived.names or not self._names.has(story):
            return False
        return self._names.told_apart(names, story) < _STRANGERS

    def _fading(self, story: str, arrived: Features) -> float:
        times = self._times[story]
        moment = _event_time(arrived)
        gap = max(moment - max(times), min(times) - moment, timedelta())
        days = gap.total_seconds() / 86400.0
        return float(0.5 ** (days / self._options.half_life_days))

    def _reason(self, match: _Match, asked: _Asked) -> str:
        parts = []
        if shared := self._names.shared(asked.names, match.story)[:3]:
            parts.append(f"the same names ({', '.join(shared)})")
        if shared := self._links.shared(asked.links, match.story)[:1]:
            parts.append(f"the same link ({shared[0]})")
        if shared := self._words.shared(asked.words, match.story)[:4]:
            parts.append(f"words in common ({', '.join(shared)})")
        return f"{match.similarity:.2f} alike: {'; '.join(parts)}"

    def _advance(self, moment: datetime) -> None:
        """Move the clock on, never back, and forget what is older than the window."""
        self._clock = moment if self._clock is None else max(self._clock, moment)
        while self._entries and self._entries[0].clock < self._clock - self._window:
            self._forget(self._entries.popleft())

    def _forget(self, entry: _Entry) -> None:
        gone = entry.features
        del self._stories[gone.capture]
        self._originals.remove(gone)
        times = self._times[entry.story]
        times.remove(_event_time(gone))
        if not times:
            del self._times[entry.story]
        if entry.original:
            for space, part in self._spaces(entry):
                space.remove(entry.story, part)

    def _spaces(self, entry: _Entry) -> tuple[tuple[Space, Vector], ...]:
        return (
            (self._words, entry.words), (self._names, entry.names), (self._links, entry.links)
        )  # fmt: skip


def _vectors(arrived: Features) -> tuple[Vector, Vector, Vector]:
    """Words, names and links; a name weighs less the less salient it is."""
    names = ((key, (1 + rank) ** -0.5) for rank, key in enumerate(arrived.names[:_NAMES]))
    return vector(arrived.terms), vector(names), vector((link, 1.0) for link in arrived.links)


def _sortable(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rjust(26, "0")


def _event_time(arrived: Features) -> datetime:
    return arrived.published_at or arrived.fetched_at


def _member(arrived: Features, story: str, similarity: float, reason: str) -> Membership:
    return Membership(
        capture=arrived.capture, story=story, copy_of=None, copy="", similarity=similarity,
        reason=reason,
    )  # fmt: skip


def _copy_reason(original: str, how: str, share: float) -> str:
    if how == "exact":
        return f"the same text as {original[:12]}"
    return f"repeats {original[:12]}: {share:.0%} of its runs of five words"
