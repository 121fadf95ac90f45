"""The work of each map step: pure functions a worker can be sent, one item in, one value out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from nutgraf import archive, models, reading, sources, stories, writing
from nutgraf.archive.decoding import Decoder
from nutgraf.archive.model import Capture
from nutgraf.archive.words import CaptureWords
from nutgraf.errors import Refused
from nutgraf.reading.model import Claim
from nutgraf.runners import child
from nutgraf.runners.pool import Budget
from nutgraf.sources.model import Lead, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.registry import Reader
from nutgraf.sources.sound import sound_type
from nutgraf.store.journal import pack
from nutgraf.stories.model import Features
from nutgraf.writing.model import Brief, Draft
from nutgraf.writing.options import WritingOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A raw object that was kept, whose it is, when the run looked, how it is to be read, and the
    lead that led to it."""

    source: Source
    raw: RawObject
    at: datetime
    options: SourcesOptions = DEFAULTS
    lead: Lead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item received from a stream of lines, and what it falls back on."""

    received: Received
    owner: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read in one capture: its claims, and its features for clustering."""

    claims: tuple[Claim, ...]
    features: Features


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text to be embedded, and the name of the embedder."""

    text: str
    embedder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A story to be written, in a form, with the options it is written by."""

    brief: Brief
    form: Literal["story", "take"]
    options: WritingOptions


def receive(arrival: Arrival) -> tuple[Capture | Lead | Refused, ...]:
    """Every item of a raw object as a capture, or why not, and the leads in it; nothing raises for
    what bytes say."""
    made: list[Capture | Lead | Refused] = []
    try:
        readers = _strangers_readers()
        for found in sources.read(
            arrival.raw, arrival.source, options=arrival.options, readers=readers, lead=arrival.lead
        ):
            if isinstance(found, Refused | Lead):
                made.append(found)
            else:
                made.append(_capture(found, found.metadata.owner, arrival.at))
    except Exception as problem:  # a parser's own fault with strange bytes is that item's, not ours
        made.append(_broke(arrival, problem))
    return _at_least_what_was_known(made, arrival)


def _at_least_what_was_known(
    made: Sequence[Capture | Lead | Refused], arrival: Arrival
) -> tuple[Capture | Lead | Refused, ...]:
    """What a lead's page gave, or the item as it was known before where the page says less.

    A wall in front of an article has fewer words than the blurb that led to it.
    """
    known = arrival.lead.fallback if arrival.lead is not None else None
    if known is None:
        return tuple(made)
    before = _capture(known, known.metadata.owner, arrival.at)
    if isinstance(before, Refused):
        return tuple(made)
    got = [one for one in made if isinstance(one, Capture)]
    if got and len(got[0].text) >= len(before.text):
        return tuple(made)
    return (before, *(one for one in made if isinstance(one, Refused)))


def without_leads(
    made: Iterable[Capture | Lead | Refused], arrival: Arrival
) -> Iterator[Capture | Refused]:
    """What was made where no lead is looked at: each as far as it is known without looking."""
    for one in made:
        if not isinstance(one, Lead):
            yield one
        elif one.fallback is not None:
            yield _capture(one.fallback, one.fallback.metadata.owner, arrival.at)


@cache
def _strangers_readers() -> Mapping[str, Reader]:
    """Readers that other packages bring; asked for once in a worker."""
    return sources.strangers()


def _broke(arrival: Arrival, problem: Exception) -> Refused:
    said = f"{type(problem).__name__}: {problem}".strip(": ")[:200]
    return Refused(
        where=arrival.raw.name, rule="reader-failed", source=arrival.source.id,
        raw=arrival.raw.sha256, happened=f"Its reader stopped on it ({said}).",
        next_step="Its bytes are kept in objects/; report them if they are fit to share.",
    )  # fmt: skip


def receive_in_vain(arrival: Arrival) -> tuple[Capture | Lead | Refused, ...]:
    """What is said of an object whose reader had to be stopped, or took its process along."""
    stopped = Refused(
        where=arrival.raw.name, rule="reader-stopped", source=arrival.source.id,
        raw=arrival.raw.sha256,
        happened=f"Its reader was stopped: it took more than {seconds(arrival):g} seconds, or crashed.",
        next_step="Its bytes are kept in objects/; report them if they are fit to share.",
    )  # fmt: skip
    return _at_least_what_was_known([stopped], arrival)


def heavy(arrival: Arrival) -> bool:
    """Whether an object is large enough to keep a reader busy for long, were it made to."""
    return len(arrival.raw.data) >= 64 << 10


def seconds(arrival: Arrival) -> float:
    """How long an object may be read, in seconds: two minutes, where the longest honest one takes a
    few seconds; a recording as long as its own limits let it be heard."""
    if not sound_type(arrival.raw):
        return 120.0
    minutes = arrival.options.most_audio_minutes
    return 300.0 + 4 * 60.0 * minutes


RECEIVE_BUDGET = Budget(seconds=seconds, lost=receive_in_vain, heavy=heavy)


def receive_item(item: Item) -> Capture | Refused:
    """One item as a capture, or why not."""
    return _capture(item.received, item.owner, item.at)


def _capture(received: Received, owner: str, at: datetime) -> Capture | Refused:
    made = archive.canonical(received, decode=in_a_child)
    if isinstance(made, Refused):
        return made
    return archive.capture(
        received, made, owner=owner, fetched_at=received.metadata.fetched_at or at
    )


def in_a_child(decoder: Decoder, data: bytes) -> bytes | child.ChildFailure:
    """What a decoder makes of strangers' bytes, in a child process with its limits."""
    kept = child.kept(
        decoder.target,
        memory=decoder.memory,
        cpu_seconds=decoder.cpu_seconds,
        wall_seconds=decoder.wall_seconds,
    )
    return kept.run(data)


def read(capture: Capture) -> Reading:
    """The claims of a capture and its features."""
    claims = reading.claims(capture)
    return Reading(claims=claims, features=stories.features(capture, claims))


def read_packed(capture: Capture) -> bytes:
    """A reading as the journal keeps it."""
    return pack(read(capture))


def embed_packed(passage: Passage) -> bytes:
    """A text's vector as the journal keeps it; a worker loads the model at its first one."""
    (vector,) = _embedder(passage.embedder).embed([passage.text])
    return pack(vector)


@cache
def _embedder(name: str) -> models.Embedder:
    return models.embedder(name)


def write(assignment: Assignment) -> Draft:
    """A story as a draft."""
    return writing.write(
        assignment.brief,
        form=assignment.form,
        words=CaptureWords(assignment.brief.captures),
        options=assignment.options,
    )
