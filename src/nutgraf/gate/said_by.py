"""Who said it: an attribution names somebody the cited words, or their record, name as speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.entities import canonical, key_of
from nutgraf.gate.cited import Cited, atoms, runs_of
from nutgraf.gate.content import content_words
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.scope import shared
from nutgraf.reading.model import Parts, Speech

_NEAR = 25  # characters between the parts of one speaker's description


def attributions(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding per speaker of the sentence who does not say it in the cited words."""
    for speech in parts.speech:
        if not speech.speaker or speech.quoted or _owns(text, speech):
            continue
        if names_speaker(speech.speaker, cited):
            continue
        other = _other_speaker(text, speech, cited)
        standing = any(_stands(speech.speaker, one.text) for one in cited)
        if standing and other is None:
            continue
        start = max(text.find(speech.speaker), 0)
        message = f"The cited words do not say that {speech.speaker} said it"
        message += f"; they name {other[1]}." if other else "."
        yield Finding(
            kind="said-by",
            start=start,
            end=start + len(speech.speaker),
            words=speech.speaker,
            message=message,
            place=other[0] if other else None,
        )


def _owns(text: str, speech: Speech) -> bool:
    """Whether the name only owns the speaker: `says Varland's governor`."""
    return re.search(rf"{re.escape(speech.speaker)}[’']s \w", text) is not None


def speaker_of_quote(speaker: str, cited: Sequence[Cited]) -> Finding | None:
    """The finding that a quote's speaker stands neither near its words nor in their record."""
    if names_speaker(speaker, cited):
        return None
    near = [one for one in cited if _stands(speaker, one.context)]
    if near and all(_is_speaker_or_alone(speaker, one) for one in near):
        return None
    return Finding(
        kind="said-by",
        start=0,
        end=0,
        words=speaker,
        message=f"Neither the cited words nor the record of their capture name {speaker} as speaker.",
    )


def names_speaker(speaker: str, cited: Sequence[Cited]) -> bool:
    """Whether some cited text, or its record's owner or author, names this speaker as one."""
    key = canonical(key_of(speaker))
    for one in cited:
        if one.record and key in _record_keys(one):
            return True
        for stretch in one.stretches:
            if any(
                _alike(key, canonical(key_of(other.speaker)))
                for other in stretch.parts.speech
                if other.speaker
            ):
                return True
    return False


def speakers_in(one: Cited) -> tuple[str, ...]:
    """The speakers a record names: those whose names may stand without the cited words."""
    if one.record is None:
        return ()
    return tuple(name for name in (one.record.owner, one.record.author) if name)


def _record_keys(one: Cited) -> set[str]:
    return {canonical(key_of(name)) for name in speakers_in(one)}


def _alike(one: str, other: str) -> bool:
    """The same key, or a surname of a full name."""
    if one == other:
        return True
    short, long = sorted((one.split(), other.split()), key=len)
    return bool(short) and long[-len(short) :] == short


def _stands(speaker: str, text: str) -> bool:
    needle = [atom.text for atom in atoms(key_of(speaker))]
    return any(True for _ in runs_of(needle, atoms(text)))


def _is_speaker_or_alone(speaker: str, one: Cited) -> bool:
    """Whether the words around a quotation name no other speaker than this one."""
    from nutgraf.reading.recognise import parts_at

    others = [
        said.speaker for said in parts_at(one.context, today=one.today).speech if said.speaker
    ]
    key = canonical(key_of(speaker))
    return not others or any(_alike(key, canonical(key_of(other))) for other in others)


def _beside(speaker: str, other: str, text: str) -> bool:
    """Whether two names stand together, as of one speaker: `said Helvetix founder Urs Meili`."""
    places = [match.span() for match in re.finditer(re.escape(other), text)]
    return any(_stands(speaker, text[max(0, start - _NEAR) : end + _NEAR]) for start, end in places)


def _other_speaker(text: str, speech: Speech, cited: Sequence[Cited]) -> tuple[Place, str] | None:
    """Somebody else to whom the cited words attribute what the sentence attributes."""
    said = content_words(text[speech.start : speech.end])
    for one in cited:
        for stretch in one.stretches:
            for other in stretch.parts.speech:
                if not other.speaker or _beside(speech.speaker, other.speaker, stretch.text):
                    continue
                words = content_words(one.text[other.start : other.end])
                if said and shared(said, words) * 2 >= len(said):
                    return Place(index=one.index, start=other.start, end=other.end), other.speaker
    return None
