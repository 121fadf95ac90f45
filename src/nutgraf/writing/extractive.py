"""The extractive writer: a story in the words of its captures, and one sentence computed.

It judges nothing; the gate does. Everything cited is taken verbatim, everything computed can be
computed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from nutgraf.archive.citation import cite
from nutgraf.archive.words import Words
from nutgraf.writing.choosing import Candidate, candidates, repeats, room_of, take
from nutgraf.writing.headline import Stretch, headline_sentence, headlines
from nutgraf.writing.model import Brief, Draft, Sentence
from nutgraf.writing.options import WritingOptions
from nutgraf.writing.quotes import pull_quotes
from nutgraf.writing.standing import vague
from nutgraf.writing.why import why

Form = Literal["story", "take"]


def write(brief: Brief, *, form: Form, words: Words, options: WritingOptions) -> Draft:
    """A draft of one story, its sentences not yet judged.

    A story has a headline, a pull quote where there is one, two to four facts in one or two
    paragraphs and its computed why; a take is its headline alone. A story without a second sentence
    to tell comes back as a take; one without a single sentence that can stand alone has none.
    """
    ranked = candidates(brief, options)
    if form == "story":
        sentences = _story(brief, ranked, words, options)
        if sentences:
            return _draft(brief, "story", sentences)
    best = headlines(ranked, brief, options, whole=True)
    return _draft(brief, "take", (headline_sentence(best[0]),) if best else ())


def alternates(brief: Brief, *, form: Form, options: WritingOptions) -> tuple[Sentence, ...]:
    """Every headline a story could have, best first, not yet judged; the first is the one written."""
    ranked = candidates(brief, options)
    found = headlines(ranked, brief, options, whole=form == "take")
    return tuple(headline_sentence(one) for one in found)


def lede(brief: Brief, draft: Draft, *, options: WritingOptions) -> tuple[Sentence, ...]:
    """Sentences that tell a story once more in other words than its draft, best first.

    Facts for an edition's opening: not the words of the draft, of another owner where there is one,
    and within what may still be taken of each capture. Not yet judged.
    """
    ranked = candidates(brief, options)
    used = {
        (cite.span.capture, cite.span.start)
        for s in draft.sentences
        for cite in s.cites
        if s.role != "why"
    }
    room = room_of(brief, options)
    for capture, _ in used:
        room[capture] = room.get(capture, 0) - 1
    owners = {one.capture.owner for one in ranked if (one.claim.capture, one.claim.start) in used}
    found = [
        one
        for one in headlines(ranked, brief, options, whole=True)
        if (one.candidate.claim.capture, one.candidate.claim.start) not in used
        and room.get(one.candidate.claim.capture, 0) > 0
        and one.score >= options.weakest_lede
        and not vague(one.candidate.claim)
    ]
    found.sort(key=lambda one: -(one.score + 0.3 * (one.candidate.capture.owner not in owners)))
    return tuple(_fact(one.candidate, 0) for one in found)


def _story(
    brief: Brief, ranked: tuple[Candidate, ...], words: Words, options: WritingOptions
) -> tuple[Sentence, ...]:
    """Headline, quote, facts and why; nothing where there is no headline or no fact to it."""
    room = room_of(brief, options)
    heads = headlines(ranked, brief, options, whole=False)
    if not heads:
        return ()
    head = heads[0]
    room[head.candidate.claim.capture] -= 1
    quotes = pull_quotes(brief, options, room=room)[: options.most_quotes]
    for quote in quotes:
        room[quote.cites[0].span.capture] -= 1
    chosen = _facts(ranked, head, quotes, room, options)
    if not chosen:
        return ()
    facts = _paragraphs(chosen, brief)
    last = facts[-1].paragraph + 1
    return (headline_sentence(head), *quotes, *facts, *why(brief, ranked, words, paragraph=last))


def _facts(
    ranked: Sequence[Candidate],
    head: Stretch,
    quotes: Sequence[Sentence],
    room: dict[str, int],
    options: WritingOptions,
) -> list[Candidate]:
    told = [head.candidate]
    quoted = [quote.cites[0].span for quote in quotes]
    open_ = [
        one
        for one in ranked
        if not any(
            span.capture == one.claim.capture
            and one.claim.start < span.end
            and span.start < one.claim.end
            for span in quoted
        )
        and not repeats(one, head.candidate, options)
    ]
    while len(told) <= options.most_facts:
        best = take(open_, told, room=room, options=options)
        if best is None:
            break
        told.append(best)
        room[best.claim.capture] -= 1
    return told[1:]


def _paragraphs(chosen: Sequence[Candidate], brief: Brief) -> tuple[Sentence, ...]:
    """What happened and who says so first, evidence and limits after; each in order of telling."""
    by_arrival = {capture.id: at for at, capture in enumerate(brief.captures)}
    happened = [one for one in chosen if not one.evidence]
    evidence = [one for one in chosen if one.evidence]
    if len(chosen) < 3 or not happened or not evidence:
        happened, evidence = list(chosen), []
    best = {id(one): at for at, one in enumerate(chosen)}
    firsts: dict[str, int] = {}
    for one in chosen:
        firsts.setdefault(one.claim.capture, best[id(one)])

    def told(one: Candidate) -> tuple[int, int, int]:
        return firsts[one.claim.capture], by_arrival[one.claim.capture], one.claim.start

    first = [_fact(one, 0) for one in sorted(happened, key=told)]
    second = [_fact(one, 1) for one in sorted(evidence, key=told)]
    return (*first, *second)


def _fact(one: Candidate, paragraph: int) -> Sentence:
    return Sentence(
        text=one.shown,
        role="fact",
        paragraph=paragraph,
        cites=(cite(one.capture, one.claim.start, one.claim.end),),
    )


def _draft(brief: Brief, form: Form, sentences: tuple[Sentence, ...]) -> Draft:
    return Draft(
        story=brief.story.id, section=brief.section, form=form, theme="", sentences=sentences
    )
