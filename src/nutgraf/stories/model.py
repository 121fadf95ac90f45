"""The nouns of stories: captures of one event, why they are together, and how strong it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from nutgraf.reading.model import Strength


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What clustering needs of one capture, made by a map step.

    `terms` are (term, weight) pairs of the lexical vector, sorted by term; `signature` the MinHash
    words; `shingles` the sorted hashes that verify a near-duplicate exactly; `names` the keys of
    names, the most salient first; `links` the addresses it has or points to, sorted; `previous` the
    capture whose text it revises. `vector` is the text's embedding of length one, a signed byte a
    dimension (127 is one), empty where no embedder is at hand. `events` are the kinds of event its
    title and lead tell of and `fields` the fields of life they are from, the strongest first.
    """

    capture: str
    source: str
    owner: str
    fetched_at: datetime
    published_at: datetime | None
    terms: tuple[tuple[str, float], ...]
    signature: tuple[int, ...]
    shingles: tuple[int, ...]
    names: tuple[str, ...]
    links: tuple[str, ...]
    text_sha256: str
    previous: str | None = None
    vector: bytes = b""
    events: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One capture's place: the story it joined or opened, what it copies, and the reason in words.

    `copy_of` names the earlier capture whose text it repeats (`copy` says how: word for word, nearly,
    or told again in other words). `by` is the capture whose arrival decided this place: "" for its
    own, another's where a split or a merge of stories moved it. A later decision replaces an earlier.
    """

    capture: str
    story: str
    copy_of: str | None
    copy: Literal["", "exact", "near", "reworded"]
    similarity: float
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalPart:
    """One named part of a rank: `value` 0-1, `weight` from settings, `note` says what was counted."""

    name: str
    value: float
    weight: float
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """How strong a story is, as named parts; `score` is their weighted sum."""

    parts: tuple[SignalPart, ...]

    @property
    def score(self) -> float:
        return round(sum(part.value * part.weight for part in self.parts), 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence an earlier edition printed of a story.

    `edition` is that edition's day, `name` its id, `sentence` the sentence's id in it. `subject` is
    what it speaks of, as `memory.subject_key` gives it, and `lead` the thing it names first ("" for
    nothing); `figures` its (value, unit) pairs and `strength` how strongly it said it; `made_by`
    names the reading these come from, "" where nothing was read yet; `told_at` is the instant that
    edition was made as of, None where it is not known.
    """

    edition: date
    story: str
    role: str
    text: str
    capture: str
    start: int
    end: int
    name: str = ""
    sentence: str = ""
    subject: str = ""
    lead: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    strength: Strength = "stated"
    made_by: str = ""
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryName:
    """A name the story is about, as most often written, and how many captures have it."""

    name: str
    key: str
    kind: str
    captures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameOfDay:
    """A name the day is about: as it is written, the captures that have it, and why it is so strong.

    `captures` are sorted, without copies; `signal` has the parts it was ranked by, each with the
    count it was made from in its note.
    """

    name: str
    key: str
    kind: str
    captures: tuple[str, ...]
    signal: Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Captures of one event, as of one moment, in order of arrival.

    `copies` maps a copying capture to the one it repeats; `first` is the capture that had it first
    (by publication time, else fetch time). `told` is what editions printed of it, `recalled` what
    they printed elsewhere, however long ago, of what its new captures speak of.
    """

    id: str
    captures: tuple[str, ...]
    copies: tuple[tuple[str, str], ...]
    names: tuple[StoryName, ...]
    first: str
    first_seen: datetime
    last_seen: datetime
    signal: Signal
    told: tuple[Told, ...] = ()
    recalled: tuple[Told, ...] = ()
