"""Beats: named topics followed across sections, which of them a text carries, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nutgraf.editions.likeness import Lexicon, TextTerms, covered, hits, lexicon_of, terms_of
from nutgraf.editions.options import BeatOptions, EditionOptions, known_beats, same_name
from nutgraf.editions.telling import main_name_of, tellers
from nutgraf.entities import Registry
from nutgraf.sources.model import Source

# An example is told where more than half of the weight of its words is there.
_TOLD = 0.5
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A beat that a text carries, and why, in words.

    `sources` are the names of the sources that carry it; `in_words` is True where the text itself
    speaks for it, by a name, a word or an example.
    """

    beat: str
    reason: str
    sources: tuple[str, ...] = ()
    in_words: bool = False


def beats_of(
    text: str,
    options: EditionOptions,
    *,
    names: Collection[str] = (),
    sources: Sequence[Source] = (),
    known: Registry | None = None,
) -> tuple[Carried, ...]:
    """The beats a story or a capture carries, in the order of the settings.

    `text` is its title and text, any length; `names` the keys of its names, main ones first;
    `sources` those that tell it, `known` the names the desk knows. A beat is carried by one of its names among the main ones, by a
    source that has it, by a word of it in the opening or twice, or by most words of an example.
    """
    there = known_beats(options)
    if not there:
        return ()
    defined = {beat.name: beat for beat in options.beats}
    terms = terms_of(text) if options.beats else terms_of("")
    found: list[Carried] = []
    for name in there:
        beat = next((b for other, b in defined.items() if same_name(other, name)), None)
        said = _said(beat, options, terms, names, known) if beat else []
        telling = tellers(beat.sources if beat else (), sources)
        telling += [
            one
            for one in sources
            if one not in telling and any(same_name(its, name) for its in one.beats)
        ]
        if telling:
            said.append(f"it is told by {', '.join(one.name for one in telling[:_SHOWN])}")
        if said:
            found.append(
                Carried(
                    beat=name,
                    reason="; and ".join(said),
                    sources=tuple(one.name for one in telling),
                    in_words=len(said) > bool(telling),
                )
            )
    return tuple(found)


def _said(
    beat: BeatOptions,
    options: EditionOptions,
    terms: TextTerms,
    names: Collection[str],
    known: Registry | None,
) -> list[str]:
    """What of the text itself speaks for a beat, in words."""
    said: list[str] = []
    if name := main_name_of(beat.names, names, known):
        said.append(f"it is about {name}")
    lexicon = _lexicon(options)
    if words := hits(_key(beat), lexicon, terms):
        said.append(f"it has the words {', '.join(words[:_SHOWN])}")
    if example := covered(_key(beat), lexicon, terms, share=_TOLD):
        said.append(f"its words are like the example {example!r}")
    return said


def _lexicon(options: EditionOptions) -> Lexicon:
    """Beats are weighed against each other and against the sections."""
    return lexicon_of(
        (
            *((one.name, one.words, one.examples) for one in options.sections),
            *((_key(one), one.words, one.examples) for one in options.beats),
        )
    )


def _key(beat: BeatOptions) -> str:
    """A beat's name among those of sections, of which one may have the same."""
    return f"beat {beat.name}"
