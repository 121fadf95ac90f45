"""Which section a story belongs to, by evidence that can be told in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from nutgraf.editions.beats import Carried, beats_of
from nutgraf.editions.likeness import (
    Alike,
    Lexicon,
    TextTerms,
    by_examples,
    by_words,
    lexicon_of,
    terms_of,
)
from nutgraf.editions.options import EditionOptions, SectionOptions, same_name
from nutgraf.editions.telling import main_kind_of, main_name_of, tellers
from nutgraf.entities import Registry
from nutgraf.sources.model import Source

EvidenceKind = Literal["names", "kinds", "sources", "words", "examples", "beats"]

# What the words of a story are worth is what a section has of them all, below 1; the rest is
# measured against that: a named source outweighs most texts, a beat settles an open question.
_NAMED = 0.6
_TAKEN = 0.8
_BEAT = 0.3
_KIND = 0.1
# Evidence of a single word is no whole certainty: so much is always left to other evidence.
_DOUBT = 4.0
_EXAMPLES = 1.5
_NEAR = 0.02
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that speaks for a section: what it is worth, and in words what it is."""

    kind: EvidenceKind
    score: float
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A section and what speaks for it, the strongest first; `score` is the sum."""

    section: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def score(self) -> float:
        return round(sum(one.score for one in self.evidence), 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A section and why, in words; `fits` is False where nothing spoke for any section.

    `runner_up` is the section that came next, "" where nothing spoke for another.
    """

    section: str
    reason: str
    fits: bool = True
    runner_up: str = ""

    @property
    def explained(self) -> str:
        """The reason, with the section that came next."""
        return self.reason + (f" (next best: {self.runner_up})" if self.runner_up else "")


def assign(
    text: str,
    options: EditionOptions,
    *,
    names: Collection[str] = (),
    sources: Sequence[Source] = (),
    known: Registry | None = None,
) -> Assigned:
    """The section for which most speaks.

    `text` is what a story says, its title first; `names` the keys of its names, main ones first;
    `sources` those that tell it, `known` the names the desk knows, those of the package when left out.
    Sections that come within a hair of the best are a tie, taken by
    the first in the settings. Where nothing speaks for any, the section for other stories.
    """
    weighed = weigh(text, options, names=names, sources=sources, known=known)
    if not weighed:
        reason = "no section's words fit it"
        return Assigned(section=_other(options), reason=reason, fits=False)
    tied = [one for one in weighed if weighed[0].score - one.score <= _NEAR]
    order = [section.name for section in options.sections]
    best = min(tied, key=lambda one: order.index(one.section))
    next_best = next((one.section for one in weighed if one is not best), "")
    reason = "; and ".join(one.said for one in best.evidence[:_SHOWN])
    return Assigned(section=best.section, reason=reason, runner_up=next_best)


def weigh(
    text: str,
    options: EditionOptions,
    *,
    names: Collection[str] = (),
    sources: Sequence[Source] = (),
    known: Registry | None = None,
) -> tuple[Weighed, ...]:
    """Every section something speaks for, the strongest first; arguments as of `assign`."""
    terms = terms_of(text)
    sections = [section for section in options.sections if section.has_evidence]
    lexicon = lexicon_of(tuple((one.name, one.words, one.examples) for one in sections))
    carried = beats_of(text, options, names=names, sources=sources, known=known)
    alike = {one.name: _alike(one.name, lexicon, terms) for one in sections}
    whole = _DOUBT + sum(words.score + example.score for words, example in alike.values())
    found = [
        Weighed(
            section=one.name,
            evidence=tuple(
                sorted(
                    (
                        *_by_names(one, names, known),
                        *_by_kind(one, names, known),
                        *_by_sources(one, sources),
                        *_by_text(one.name, alike[one.name], whole),
                        *_by_beats(one, carried, sources),
                    ),
                    key=lambda evidence: -evidence.score,
                )
            ),
        )
        for one in sections
    ]
    return tuple(sorted((one for one in found if one.evidence), key=lambda one: -one.score))


def top(options: EditionOptions) -> SectionOptions | None:
    """The section that takes the strongest stories: the first without evidence, if there is one.

    A section that `other` names is for the stories nothing fits, not for the strongest.
    """
    open_ = [section for section in options.sections if not section.has_evidence]
    return next((one for one in open_ if not same_name(one.name, options.other)), None)


def named(name: str, sections: Sequence[SectionOptions]) -> SectionOptions | None:
    """The section of a name, however it is spelled in case."""
    return next((one for one in sections if same_name(one.name, name)), None)


def _alike(name: str, lexicon: Lexicon, terms: TextTerms) -> tuple[Alike, Alike]:
    example = by_examples(name, lexicon, terms)
    weighed = Alike(score=example.score * _EXAMPLES, example=example.example, found=example.found)
    return by_words(name, lexicon, terms), weighed


def _by_text(name: str, alike: tuple[Alike, Alike], whole: float) -> list[Evidence]:
    words, example = alike
    found: list[Evidence] = []
    if words.score:
        said = f"it is told in words of {name}: {', '.join(words.found[:_SHOWN])}"
        found.append(Evidence(kind="words", score=words.score / whole, said=said))
    if example.score:
        has = "its words are like" if len(example.found) > 1 else "it has a word of"
        said = f"{has} the example {example.example!r}: {', '.join(example.found[:_SHOWN])}"
        found.append(Evidence(kind="examples", score=example.score / whole, said=said))
    return found


def _by_names(
    section: SectionOptions, names: Collection[str], known: Registry | None
) -> list[Evidence]:
    name = main_name_of(section.names, names, known)
    return [Evidence(kind="names", score=_NAMED, said=f"it is about {name}")] if name else []


def _by_kind(
    section: SectionOptions, names: Collection[str], known: Registry | None
) -> list[Evidence]:
    kind = main_kind_of(names, known) if section.kinds else ""
    if kind not in section.kinds:
        return []
    return [Evidence(kind="kinds", score=_KIND, said=f"its first name is a {kind}")]


def _by_sources(section: SectionOptions, sources: Sequence[Source]) -> list[Evidence]:
    """That sources of the section tell it, by their share of all that do."""
    telling = tellers(section.sources, sources)
    if not telling:
        return []
    said = f"it is told by {', '.join(one.name for one in telling[:_SHOWN])}"
    return [Evidence(kind="sources", score=_TAKEN * len(telling) / len(sources), said=said)]


def _by_beats(
    section: SectionOptions, carried: Sequence[Carried], sources: Sequence[Source]
) -> list[Evidence]:
    """The strongest beat the story carries: whole by what it says, else by the share of sources."""
    found: list[Evidence] = []
    for one in carried:
        if any(same_name(one.beat, taken) for taken in section.beats):
            share = 1.0 if one.in_words else len(one.sources) / len(sources)
            of = f" of {', '.join(one.sources[:_SHOWN])}" if one.sources else f": {one.reason}"
            found.append(
                Evidence(kind="beats", score=_BEAT * share, said=f"the beat {one.beat}{of}")
            )
    return sorted(found, key=lambda one: -one.score)[:1]


def _other(options: EditionOptions) -> str:
    section = named(options.other, options.sections) or options.sections[-1]
    return section.name
