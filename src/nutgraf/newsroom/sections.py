"""The sections and beats of a desk: what each takes, and where some words would go."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nutgraf.editions.beats import beats_of
from nutgraf.editions.options import known_beats, plain_name
from nutgraf.editions.sections import assign, top, weigh
from nutgraf.editions.telling import unnamed
from nutgraf.entities import Registry, key_of, registry_with, sensed
from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.stories import CarriedBeat
from nutgraf.reading.model import Name
from nutgraf.reading.recognise import parts_at
from nutgraf.sources.model import Source
from nutgraf.store.beats import refuse_unknown_beats


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTopic:
    """A section or a beat and what it takes; `takes` is one sentence on a section that has none.

    `missing` are the sources it names that the desk does not follow.
    """

    name: str
    takes: str = ""
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    most_stories: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTopics:
    """Every section in print order, and every beat."""

    sections: tuple[ListedTopic, ...]
    beats: tuple[ListedTopic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedSection:
    """A section with what speaks for it, the strongest first."""

    section: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Where a text would go, why, what came next, and the beats it carries."""

    section: str
    reason: str
    next_best: str
    weighed: tuple[WeighedSection, ...]
    beats: tuple[CarriedBeat, ...]


def list_sections(desk: Desk) -> ListedTopics:
    """The sections and beats of a desk; raises SettingsError where a source has an unknown beat."""
    options, followed = desk.settings.edition, desk.store.followed()
    refuse_unknown_beats(desk.folder, followed, known_beats(options))
    leading = top(options)
    sections = tuple(
        ListedTopic(
            name=one.name, takes=_takes(one.name, options.other, one == leading, one.has_evidence),
            words=one.words, names=one.names, kinds=one.kinds, beats=one.beats, sources=one.sources,
            examples=one.examples, missing=_missing(one.sources, followed),
            most_stories=one.most_stories,
        )
        for one in options.sections
    )  # fmt: skip
    defined = {plain_name(beat.name): beat for beat in options.beats}
    beats: list[ListedTopic] = []
    for name in known_beats(options):
        beat = defined.get(plain_name(name))
        told = [s.name for s in followed if plain_name(name) in {plain_name(b) for b in s.beats}]
        named_here = beat.sources if beat else ()
        beats.append(
            ListedTopic(
                name=name, words=beat.words if beat else (), names=beat.names if beat else (),
                examples=beat.examples if beat else (), missing=_missing(named_here, followed),
                sources=tuple(dict.fromkeys((*named_here, *told))),
            )
        )  # fmt: skip
    return ListedTopics(sections=sections, beats=tuple(beats))


def try_sections(desk: Desk, text: str, *, source: str = "") -> Tried:
    """Where a text would go if a source (an id or a name, "" for none) told it; raises UsageError."""
    if not text.strip():
        raise UsageError("No words were given.", 'nutgraf sections try "some words"')
    options = desk.settings.edition
    followed = desk.store.followed()
    refuse_unknown_beats(desk.folder, followed, known_beats(options))
    telling = [
        one for one in followed if plain_name(source) in {plain_name(one.id), plain_name(one.name)}
    ]
    if source and not telling:
        raise UsageError(f"This desk follows no source {source!r}.", "nutgraf sources lists them.")
    known = registry_with(desk.names)
    names = _names_in(text, known)
    keys = tuple(dict.fromkeys(name.key for name in names))
    told = unnamed(text, [(name.text, name.kind) for name in names])
    placed = assign(told, options, names=keys, sources=telling, known=known)
    return Tried(
        section=placed.section,
        reason=placed.reason,
        next_best=placed.runner_up,
        weighed=tuple(
            WeighedSection(
                section=one.section, score=round(one.score, 3),
                evidence=tuple(evidence.said for evidence in one.evidence),
            )
            for one in weigh(told, options, names=keys, sources=telling, known=known)
        ),
        beats=tuple(
            CarriedBeat(beat=one.beat, reason=one.reason)
            for one in beats_of(text, options, names=keys, sources=telling, known=known)
        ),
    )  # fmt: skip


def _names_in(text: str, known: Registry) -> tuple[Name, ...]:
    """The names of a text, those of several things by the sense its words speak for."""
    names = parts_at(text, registry=known).names
    found = []
    for name in names:
        entity = known.find(name.key) if name.key in known.ambiguous else None
        if entity is not None:
            key, kind = sensed(entity, name.key, key_of(text), "")
            name = replace(name, key=key, kind=kind)
        found.append(name)
    return tuple(found)


def _takes(name: str, other: str, leads: bool, evidence: bool) -> str:
    if leads:
        return "the strongest stories of the day, whatever they are about"
    alone = "" if evidence else "only "
    return (
        f"{alone}what nothing of another section fits"
        if plain_name(name) == plain_name(other)
        else ""
    )


def _missing(sources: tuple[str, ...], followed: tuple[Source, ...]) -> tuple[str, ...]:
    known = {plain_name(one.id) for one in followed} | {plain_name(one.name) for one in followed}
    return tuple(one for one in sources if plain_name(one) not in known)
