"""The stories of the window: a capture joins one, opens one, joins two to one or parts one in two."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from nutgraf.ids import digest
from nutgraf.stories import bar as bars
from nutgraf.stories.commonness import says
from nutgraf.stories.duplicates import Originals
from nutgraf.stories.model import Features, Membership
from nutgraf.stories.options import StoriesOptions
from nutgraf.stories.space import Asked, Space, Vector, vector
from nutgraf.stories.subjects import (
    NOTHING,
    Subject,
    conflict,
    other_kind,
    retold,
    same_kind,
    sides,
    subject,
)
from nutgraf.stories.vectors import VectorSpace

_STRONG_TERMS = 32  # terms of a capture by which candidates are looked up
_CANDIDATES = 10  # stories measured exactly, for each kind of evidence
_NAMES = 24  # the most salient names of a capture; a roundup has more
_STRANGERS = 0.02  # names less alike than this are those of two events
_LINK_SHARE = 0.4  # how much of what is missing to certainty a shared rare link makes up
_LINKED = 0.5  # links this alike say more than names do
_CONFLICT = 0.0  # what a similarity is multiplied with where subjects conflict
_WITNESSES = 8  # members of a story, the latest, whose subjects are compared with an arrival's
_PARTED = 16  # captures with a text of their own; a story of more is parted by nobody
_FIRSTS = 16  # captures of a story, the first, that an arrival may tell again in other words
_TOLD_AGAIN = timedelta(days=2)  # within which a release is told again
_RUNNERS_UP = 2  # other stories an arrival may join to its own
_RUNNER_UP = 0.8  # of the threshold: from here on an arrival is alike to a second story
_JOINED = 2.0  # of the threshold: from here on two stories an arrival is alike to are one
_WORDS_SHARE = 0.3  # of words in the similarity where there are vectors, for the shortest text
_MOST_WORDS = 0.9  # and for a long one; the rest is the vectors'
_LONG = 250  # terms that make up the whole of the similarity


def order_of(arrived: Features) -> tuple[datetime, datetime, str]:
    """The order of the pass."""
    return arrived.fetched_at, arrived.published_at or arrived.fetched_at, arrived.capture


def story_id(first: str) -> str:
    """The id of the story a capture opens: 16 hex digits."""
    return digest("story", first)[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What of a capture is compared: vectors of its words, names and links, and its subject."""

    words: Vector
    names: Vector
    links: Vector
    subject: Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A capture in the window, as the spaces know it."""

    features: Features
    membership: Membership
    clock: datetime
    opens: str  # the story it would open
    parts: _Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """An arrival, ready to be compared in each space."""

    words: Asked
    names: Asked
    links: Asked
    parts: _Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """How near a story is, by words, names, links, vectors and time together."""

    story: str
    similarity: float
    bar: float  # from which similarity a capture joins
    stories_bar: float  # the same of two stories that a capture is alike to
    lowered: str  # why the bar is lower than the threshold, "" where it is not
    apart: str  # why not, "" where nothing speaks against it


_OWN = ("", "reworded")  # what a capture is called that has words of its own
# Any other repeats its original and is compared with nothing.
_NOTHING = _Parts(words=(), names=(), links=(), subject=NOTHING)


class Live:
    """The stories of the window."""

    def __init__(self, options: StoriesOptions) -> None:
        self._options = options
        self._window = timedelta(days=options.window_days)
        self._entries: deque[str] = deque()
        self._by_capture: dict[str, _Entry] = {}
        self._members: dict[str, dict[str, _Entry]] = {}
        self._clock: datetime | None = None
        self._words, self._names, self._links = Space(), Space(), Space()
        self._vectors = VectorSpace()
        self._originals = Originals(options.copy_threshold)
        self._times: dict[str, list[datetime]] = {}  # of each story, in order
        self._founders: dict[str, Features] = {}  # the captures stories began with
        self._texts: Counter[str] = (
            Counter()
        )  # how many captures of a story have words of their own

    @property
    def captures(self) -> int:
        """How many captures are within the window."""
        return len(self._by_capture)

    @property
    def stories(self) -> int:
        """How many stories have a capture within the window."""
        return len(self._members)

    def holds(self, capture: str) -> bool:
        """Whether a capture is within the window."""
        return capture in self._by_capture

    def take_in(self, arrived: Features) -> list[Membership]:
        """Place a capture and keep it: its membership, then those of captures it moved."""
        self._advance(arrived.fetched_at)
        if arrived.previous is not None and arrived.previous in self._by_capture:
            story = self._by_capture[arrived.previous].membership.story
            reason = f"a new text of {arrived.previous[:12]}"
            return [self._kept(arrived, _member(arrived, story, 1.0, reason))]
        if copy := self._originals.copied_by(arrived):
            story = self._by_capture[copy.seen].membership.story
            return [self._kept(arrived, Membership(
                capture=arrived.capture, story=story, copy_of=copy.original, copy=copy.how,
                similarity=copy.share, reason=_copy_reason(copy.original, copy.how, copy.share),
            ))]  # fmt: skip
        return self._joined_or_opened(arrived)

    def fill(self, placed: Sequence[tuple[Features, Membership]]) -> None:
        """Take placed captures in, in order of the pass, as keeping them one by one does.

        Nothing was taken in before. Quicker, since nobody asks before all are there.
        """
        clocked = []
        for old, membership in placed:
            clock = self._clock = max(self._clock or old.fetched_at, old.fetched_at)
            clocked.append((old, membership, clock))
        entries = [
            _entry(old, membership, clock, None)
            for old, membership, clock in clocked
            if self._clock is not None and clock >= self._clock - self._window
        ]
        for entry in entries:
            self._entries.append(entry.features.capture)
            self._remember(entry)
            self._originals.add(entry.features, _copied(entry.membership))
        own = [(entry.membership.story, entry) for entry in entries if _own(entry)]
        self._words.fill((story, entry.parts.words) for story, entry in own)
        self._names.fill((story, entry.parts.names) for story, entry in own)
        self._links.fill((story, entry.parts.links) for story, entry in own)
        for story, entry in own:
            self._vectors.add(story, entry.features.vector)

    def keep(self, arrived: Features, membership: Membership, parts: _Parts | None = None) -> None:
        """Take a placed capture in, after forgetting what is older than the window.

        `parts` are its own, where they were made before.
        """
        self._advance(arrived.fetched_at)
        self._entries.append(arrived.capture)
        self._put(_entry(arrived, membership, self._clock or arrived.fetched_at, parts))
        self._originals.add(arrived, _copied(membership))

    def _kept(
        self, arrived: Features, membership: Membership, parts: _Parts | None = None
    ) -> Membership:
        self.keep(arrived, membership, parts)
        return membership

    def _joined_or_opened(self, arrived: Features) -> list[Membership]:
        asked = self._asked(arrived)
        matches = sorted(
            (self._match(story, arrived, asked) for story in self._candidates(arrived, asked)),
            key=lambda match: (-match.similarity / match.bar, match.story),
        )
        best = matches[0] if matches else None
        if best is None or best.similarity < best.bar:
            near = f"the nearest is {best.similarity:.2f} alike" if best else "nothing is like it"
            if best and best.apart:
                near += f" ({best.apart})"
            opened = _member(arrived, story_id(arrived.capture), 0.0, f"opens a story: {near}")
            return [self._kept(arrived, opened, asked.parts)]
        joined = self._lineage(
            _member(arrived, best.story, best.similarity, self._reason(best, asked)), arrived, asked
        )
        self._kept(arrived, joined, asked.parts)
        moved = self._parted(arrived, best.story) or self._merged(
            arrived, best, matches[1 : 1 + _RUNNERS_UP]
        )
        own = self._by_capture[arrived.capture].membership
        return [own, *(one for one in moved if one.capture != arrived.capture)]

    def _merged(
        self, arrived: Features, best: _Match, others: Sequence[_Match]
    ) -> list[Membership]:
        """Join a second story to the one an arrival joined, where it is alike to both."""
        for other in others:
            if other.similarity < _RUNNER_UP * other.bar:
                break
            pair = self._older_first(best.story, other.story)
            if pair is None:
                continue
            alike = self._stories_alike(best.story, other.story)
            enough = alike >= _JOINED * best.stories_bar
            if enough and not self._stories_conflict(*pair):
                older, younger = pair
                reason = (
                    f"{arrived.capture[:12]} is alike to both stories"
                    f" ({best.similarity:.2f} and {other.similarity:.2f}), and they are {alike:.2f} alike"
                )  # fmt: skip
                return self._move(tuple(self._members[younger]), older, arrived, alike, reason)
        return []

    def _lineage(self, joined: Membership, arrived: Features, asked: _Asked) -> Membership:
        """The membership, with the text it tells again in other words where there is one."""
        firsts = islice((e for e in self._members[joined.story].values() if _own(e)), _FIRSTS)
        shares = [
            (retold(asked.parts.subject, first.parts.subject), first) for first in firsts
            if abs(event_time(arrived) - event_time(first.features)) <= _TOLD_AGAIN
        ]  # fmt: skip
        share, first = max(shares, key=lambda pair: pair[0], default=(0.0, None))
        if not share or first is None:
            return joined
        original = first.membership.copy_of or first.features.capture
        reason = (
            f"tells {original[:12]} again in other words ({share:.0%} of the words are the same)"
        )
        return replace(
            joined, copy_of=original, copy="reworded", reason=f"{reason}; {joined.reason}"
        )

    def _parted(self, arrived: Features, story: str) -> list[Membership]:
        """Part a story in two where an arrival shows that it holds two subjects.

        The part without the capture the story began with goes, and its copies with it.
        """
        if not 2 < self._texts[story] <= 1 + _PARTED:
            return []
        own = self._by_capture[arrived.capture]
        others = [
            entry for entry in self._members[story].values()
            if _own(entry) and entry is not own
        ]  # fmt: skip
        beside, against = sides(own.parts.subject, [entry.parts.subject for entry in others])
        if not beside:
            return []
        groups = [[others[at] for at in beside] + [own], [others[at] for at in against]]
        groups.sort(key=lambda group: order_of(group[0].features))
        going = {entry.features.capture for entry in groups[1]}
        captures = [
            capture for capture, entry in self._members[story].items()
            if capture in going or (not _own(entry) and entry.membership.copy_of in going)
        ]  # fmt: skip
        part = story_id(captures[0])
        if part in self._members:
            return []
        reason = f"{arrived.capture[:12]} shows two subjects: " + conflict(
            own.parts.subject, others[against[0]].parts.subject
        )
        return self._move(captures, part, arrived, 0.0, reason)

    def _move(
        self, captures: Sequence[str], story: str, by: Features, similarity: float, reason: str
    ) -> list[Membership]:
        moved = []
        for capture in captures:
            entry = self._by_capture[capture]
            self._take_out(entry)
            own = capture == by.capture
            membership = replace(
                entry.membership, story=story, by="" if own else by.capture,
                similarity=entry.membership.similarity if own else similarity,
                reason=f"{entry.membership.reason}; {reason}" if own else f"moved: {reason}",
            )  # fmt: skip
            self._put(replace(entry, membership=membership))
            moved.append(membership)
        # In order of arrival, as a pass that begins here would find them, and not of being moved.
        self._members[story] = dict(
            sorted(self._members[story].items(), key=lambda pair: order_of(pair[1].features))
        )
        return moved

    def _older_first(self, one: str, other: str) -> tuple[str, str] | None:
        """The older story and the younger, None where the younger began before the window.

        Only a story whose first capture is still in the window can be moved as a whole.
        """
        began = {story: self._founder(story) for story in (one, other)}
        if began[one] is None and began[other] is None:
            return None
        first = min((one, other), key=lambda story: (began[story] is not None, began[story], story))
        return first, other if first == one else one

    def _founder(self, story: str) -> tuple[datetime, datetime, str] | None:
        found = self._founders.get(story)
        return order_of(found) if found is not None else None

    def _stories_alike(self, one: str, other: str) -> float:
        words, vectors = self._words.alike(one, other), self._vectors.alike(one, other)
        if vectors is None:
            return round(words, 6)
        most = min(
            len(entry.parts.words) for story in (one, other) for entry in self._witnesses(story)
        )
        return round(_mixed(words, vectors, most), 6)

    def _bar(
        self, story: str, arrived: Features, asked: _Asked, vectors: float | None
    ) -> bars.Share:
        """From which similarity a capture joins, never 0, which everything has."""
        if vectors is not None:
            bar = max(1e-9, self._options.vector_threshold)
            return bars.Share(bar, bar)
        length = bars.of_length(len(arrived.terms))
        share = bars.Share(length, length)
        if bars.is_brief(len(arrived.terms)):
            share = bars.of_evidence(self._evidence(story, arrived, asked))
        bar = self._options.join_threshold
        return bars.Share(max(1e-9, bar * share.joins), max(1e-9, bar * share.stories), share.why)

    def _evidence(self, story: str, arrived: Features, asked: _Asked) -> bars.Evidence:
        words, own = self._words, asked.parts.subject
        told = [one.parts for one in self._witnesses(story)]
        held = [words.holding(t) for t in words.shared(asked.words, story) if says(t) == 1.0]
        rarest = min(held, default=0)
        # Only a word that no other story has makes the kind of event count.
        kinds = (same_kind(own, one.subject) for one in told if rarest == 1)
        return bars.Evidence(
            terms=len(arrived.terms),
            usual=sum(len(one.words) for one in told) / max(1, len(told)),
            texts=self._texts[story], rarest=rarest, stories=words.stories,
            kind=next((kind for kind in kinds if kind), ""),
        )  # fmt: skip

    def _asked(self, arrived: Features) -> _Asked:
        parts = _parts(arrived)
        return _Asked(
            words=self._words.asked(parts.words), names=self._names.asked(parts.names),
            links=self._links.asked(parts.links), parts=parts,
        )  # fmt: skip

    def _candidates(self, arrived: Features, asked: _Asked) -> Iterable[str]:
        near = (
            self._words.nearest(asked.words, terms=_STRONG_TERMS, most=_CANDIDATES),
            self._names.nearest(asked.names, terms=_NAMES, most=_CANDIDATES),
            self._links.nearest(asked.links, terms=_STRONG_TERMS, most=_CANDIDATES),
            self._vectors.nearest(arrived.vector, most=_CANDIDATES),
        )
        found = frozenset().union(*near)
        self._words.meet(asked.words, found)
        self._names.meet(asked.names, found)
        self._links.meet(asked.links, found)
        return sorted(found)

    def _match(self, story: str, arrived: Features, asked: _Asked) -> _Match:
        vectors = self._vectors.cosine(arrived.vector, story)
        words = self._words.cosine(asked.words, story)
        alike = _mixed(words, vectors, len(arrived.terms))
        bar = self._bar(story, arrived, asked, vectors)
        linked = self._links.told_apart(asked.links, story)
        named = self._names.told_apart(asked.names, story)
        apart = ""
        if linked < _LINKED:
            if arrived.names and self._names.has(story) and named < _STRANGERS:
                alike *= self._options.lookalike_factor
                apart = "the names are others"
            if alike >= _RUNNER_UP * bar.joins:
                apart = self._conflict(asked.parts.subject, story)
                alike *= _CONFLICT if apart else 1.0
        alike += _LINK_SHARE * linked * (1 - alike)
        similarity = round(alike * self._fading(story, arrived), 6)
        return _Match(
            story=story, similarity=similarity, bar=bar.joins, stories_bar=bar.stories,
            lowered=bar.why, apart=apart,
        )  # fmt: skip

    def _conflict(self, own: Subject, story: str) -> str:
        """Why the subject is another, in words: what one of the same owner says, else most others.

        The kind of event has to be another for every one of them: a long story has events of many.
        """
        found = [
            (conflict(own, one.parts.subject), one.parts.subject) for one in self._witnesses(story)
        ]
        against = [(reason, other) for reason, other in found if reason]
        for reason, other in against:
            if other.owner == own.owner:
                return reason
        if 2 * len(against) > len(found):
            return against[0][0]
        return _other_kind_of_all(own, [one.parts.subject for one in self._witnesses(story)])

    def _stories_conflict(self, one: str, other: str) -> bool:
        return any(
            conflict(mine.parts.subject, theirs.parts.subject)
            for mine in self._witnesses(one)
            for theirs in self._witnesses(other)
        )

    def _witnesses(self, story: str) -> Iterator[_Entry]:
        left = _WITNESSES
        for entry in reversed(self._members[story].values()):
            if _own(entry):
                yield entry
                left -= 1
            if not left:
                return

    def _fading(self, story: str, arrived: Features) -> float:
        times = self._times[story]
        moment = event_time(arrived)
        if moment > times[-1]:
            gap = moment - times[-1]
        elif moment < times[0]:
            gap = times[0] - moment
        else:
            return 1.0
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
        if match.lowered:
            parts.append(f"{match.bar:.2f} is enough ({match.lowered})")
        return f"{match.similarity:.2f} alike: {'; '.join(parts) or 'by their meaning alone'}"

    def _advance(self, moment: datetime) -> None:
        """Move the clock on, never back, and forget what is older than the window."""
        self._clock = moment if self._clock is None else max(self._clock, moment)
        while self._entries:
            oldest = self._by_capture[self._entries[0]]
            if oldest.clock >= self._clock - self._window:
                break
            self._entries.popleft()
            self._take_out(oldest)
            self._originals.remove(oldest.features)

    def _remember(self, entry: _Entry) -> None:
        """Know a capture as one of its story."""
        story = entry.membership.story
        self._by_capture[entry.features.capture] = entry
        self._members.setdefault(story, {})[entry.features.capture] = entry
        insort(self._times.setdefault(story, []), event_time(entry.features))
        if entry.opens == story:
            self._founders[story] = entry.features
        if _own(entry):
            self._texts[story] += 1

    def _put(self, entry: _Entry) -> None:
        """Count a capture in its story."""
        self._remember(entry)
        if _own(entry):
            story = entry.membership.story
            self._words.add(story, entry.parts.words)
            self._names.add(story, entry.parts.names)
            self._links.add(story, entry.parts.links)
            self._vectors.add(story, entry.features.vector)

    def _take_out(self, entry: _Entry) -> None:
        """Forget a capture that was counted in its story."""
        story = entry.membership.story
        del self._by_capture[entry.features.capture]
        del self._members[story][entry.features.capture]
        times = self._times[story]
        del times[bisect_left(times, event_time(entry.features))]
        if entry.opens == story:
            del self._founders[story]
        if not self._members[story]:
            del self._members[story], self._times[story]
        if _own(entry):
            self._texts[story] -= 1
            if not self._texts[story]:
                del self._texts[story]
            self._words.remove(story, entry.parts.words)
            self._names.remove(story, entry.parts.names)
            self._links.remove(story, entry.parts.links)
            self._vectors.remove(story, entry.features.vector)


def _entry(
    arrived: Features, membership: Membership, clock: datetime, parts: _Parts | None
) -> _Entry:
    if parts is None:
        parts = _parts(arrived) if membership.copy in _OWN else _NOTHING
    return _Entry(
        features=arrived, membership=membership, clock=clock, opens=story_id(arrived.capture),
        parts=parts,
    )  # fmt: skip


def _copied(membership: Membership) -> str | None:
    """The capture whose text a capture repeats; one told again in other words repeats nothing."""
    return None if membership.copy == "reworded" else membership.copy_of


def _mixed(words: float, vectors: float | None, terms: int) -> float:
    """One similarity of two, 0-1; of words alone where there are no vectors.

    The more terms a text has, the more its words say, and the less does a vector, which is of the
    beginning of it alone: two events of one kind are one to it.
    """
    if vectors is None:
        return words
    share = min(_MOST_WORDS, _WORDS_SHARE + terms / _LONG)
    return share * words + (1 - share) * max(0.0, vectors)


def _other_kind_of_all(own: Subject, others: Iterable[Subject]) -> str:
    """Why a text is of another kind of event than every other, as the first says it, else ""."""
    first = ""
    for other in others:
        kind = other_kind(own, other)
        if not kind:
            return ""
        first = first or kind
    return first


def _own(entry: _Entry) -> bool:
    """Whether a capture has words of its own, be it of another's release."""
    return entry.membership.copy in _OWN


def _parts(arrived: Features) -> _Parts:
    """A name weighs less the less salient it is."""
    names = ((key, (1 + rank) ** -0.5) for rank, key in enumerate(arrived.names[:_NAMES]))
    return _Parts(
        words=vector(arrived.terms), names=vector(names),
        links=vector((link, 1.0) for link in arrived.links), subject=subject(arrived),
    )  # fmt: skip


def event_time(arrived: Features) -> datetime:
    """When a capture says it is from: published, else fetched."""
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
