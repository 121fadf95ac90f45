"""From judged drafts to stories that print: what the gate refused falls out, headlines fall back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nutgraf.archive.words import Words
from nutgraf.editions.judging import judged, refusal
from nutgraf.editions.model import PrintedStory, Refusal
from nutgraf.editions.planning import TOLD, LeftStory, Planned
from nutgraf.text import fold
from nutgraf.writing import WritingOptions, alternates
from nutgraf.writing.choosing import printed_before
from nutgraf.writing.model import Brief, Draft, Sentence
from nutgraf.writing.terms import overlap, terms

UNTOLD = "in stories without a sentence that can stand alone"
REFUSED = "in stories whose sentences the gate refused"
REPEATED = "in stories that say what another of the edition says"
_TRIES = 6
_SAME = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Printable:
    """A story that may be printed, with its plan and what it was made from."""

    planned: Planned
    brief: Brief
    story: PrintedStory

    @property
    def section(self) -> str:
        return self.planned.section


@dataclass(frozen=True, slots=True, kw_only=True)
class Printables:
    """The stories that may be printed, in plan order; what fell out, and why."""

    stories: tuple[Printable, ...]
    left_out: tuple[LeftStory, ...]
    refused: tuple[Refusal, ...]


def printables(
    planned: Sequence[Planned],
    briefs: Mapping[str, Brief],
    drafts: Mapping[str, Draft],
    words: Words,
    options: WritingOptions,
) -> Printables:
    """Every planned story with a judged draft, as it may be printed."""
    stories: list[Printable] = []
    left: list[LeftStory] = []
    refused: list[Refusal] = []
    # What a person kept is told first: of two stories that say the same, the other one goes.
    for one in sorted(planned, key=lambda one: not one.kept):
        draft, brief = drafts.get(one.story), briefs.get(one.story)
        if draft is None or brief is None or not draft.sentences:
            told = brief is not None and bool(brief.story.told or brief.story.recalled)
            left.append(LeftStory(story=one.story, reason=TOLD if told else UNTOLD))
            continue
        refused += [refusal(sentence) for sentence in draft.sentences if not sentence.prints]
        sentences = _with_headline(draft, brief, words, options)
        if any(
            one.role == "headline" and printed_before(one.text, brief.story) for one in sentences
        ):
            left.append(LeftStory(story=one.story, reason=TOLD))
            continue
        sentences = tuple(each for each in sentences if not _again(each, brief))
        sentences = _without_repeats(sentences, stories)
        if not any(sentence.role == "headline" for sentence in sentences):
            reason = REPEATED if draft.sentences[0].prints else REFUSED
            left.append(LeftStory(story=one.story, reason=reason))
            continue
        stories.append(Printable(planned=one, brief=brief, story=_printed(one, brief, sentences)))
    place = {one.story: at for at, one in enumerate(planned)}
    stories.sort(key=lambda one: place[one.story.id])
    return Printables(stories=tuple(stories), left_out=tuple(left), refused=tuple(refused))


def _again(sentence: Sentence, brief: Brief) -> bool:
    """Whether it states just what an edition told before."""
    return sentence.role in {"fact", "quote"} and printed_before(sentence.text, brief.story)


def as_take(one: Printable, words: Words, options: WritingOptions) -> Printable | None:
    """A story told in one whole sentence, None where the gate lets none through."""
    for other in alternates(one.brief, form="take", options=options)[:_TRIES]:
        headline = judged(other, words)
        if headline.prints:
            return replace(one, story=replace(one.story, form="take", sentences=(headline,)))
    return None


def _with_headline(
    draft: Draft, brief: Brief, words: Words, options: WritingOptions
) -> tuple[Sentence, ...]:
    """What prints of a draft, under its own headline or the next one the gate lets through."""
    kept = tuple(sentence for sentence in draft.sentences if sentence.prints)
    if any(sentence.role == "headline" for sentence in kept):
        return kept
    for other in alternates(brief, form=draft.form, options=options)[:_TRIES]:
        headline = judged(other, words)
        if headline.prints:
            span = headline.cites[0].span
            body = [
                one
                for one in kept
                if one.role != "fact"
                or one.cites[0].span.start != span.start
                or one.cites[0].span.capture != span.capture
            ]
            return (headline, *body)
    return ()


def _without_repeats(
    sentences: tuple[Sentence, ...], told: Sequence[Printable]
) -> tuple[Sentence, ...]:
    """A story less what an earlier story of the edition says; nothing when its headline is that."""
    said = [one for other in told for one in other.story.sentences if one.role != "why"]
    texts = {fold(one.text).text.rstrip(".") for one in said}
    heads = [terms(one.text) for one in said]
    headline = next((one for one in sentences if one.role == "headline"), None)
    if headline is None:
        return ()
    mine = terms(headline.text)
    if fold(headline.text).text.rstrip(".") in texts or any(
        len(other) > 3 and overlap(mine, other) >= _SAME for other in heads
    ):
        return ()
    return tuple(
        one
        for one in sentences
        if one.role == "why" or fold(one.text).text.rstrip(".") not in texts
    )


def _printed(planned: Planned, brief: Brief, sentences: tuple[Sentence, ...]) -> PrintedStory:
    """A story of what is left of it: with no fact under its headline it is a quick take, but what
    leads the day leads it, however short its sources are."""
    story = brief.story
    form: Literal["story", "take"] = "story"
    bare = not any(one.role in {"fact", "quote"} for one in sentences)
    if bare and not (planned.leads and any(one.role == "why" for one in sentences)):
        form, sentences = "take", tuple(one for one in sentences if one.role == "headline")
    return PrintedStory(
        id=story.id,
        form=form,
        theme="",
        captures=story.captures,
        signal=story.signal,
        names=story.names,
        sentences=renumbered(sentences),
    )


def renumbered(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Paragraphs counted without gaps."""
    used = sorted({one.paragraph for one in sentences})
    return tuple(replace(one, paragraph=used.index(one.paragraph)) for one in sentences)
