"""The computed "why it matters": how a story spread, and what its figures agree on."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.archive.citation import Citation, cite
from nutgraf.archive.model import Capture
from nutgraf.archive.words import Words
from nutgraf.gate import computed
from nutgraf.gate import figures as compared
from nutgraf.reading.model import Input
from nutgraf.writing.choosing import Candidate
from nutgraf.writing.core import core_of
from nutgraf.writing.model import Brief, Sentence

LABEL = "Why it matters"
FIGURES_LABEL = "Figures compared"
_NOTES = 4
_MOST_READ = 120


def why(
    brief: Brief, ranked: Sequence[Candidate], words: Words, *, paragraph: int
) -> tuple[Sentence, ...]:
    """The computed sentences of a story: who had it first and who followed, then its figures.

    Of a story told before, its headline is of what came since; so is what is said of its spread.
    """
    old = core_of(brief).old
    since = [one for one in brief.captures if one.id not in old]
    method = "spread-since/1" if old and since else "spread/1"
    spread = (since if old else []) or brief.captures
    told = (
        (LABEL, method, [Input(capture=one.id) for one in spread], _firsts(spread, ranked)),
        (FIGURES_LABEL, "figures/1", *_compared(ranked, words)),
    )
    found: list[Sentence] = []
    for label, method, inputs, cites in told:
        result = computed.compute(method, inputs, words) if inputs else None
        if result is not None:
            found.append(
                Sentence(
                    text=result.result,
                    role="why",
                    computation=result,
                    cites=tuple(cites),
                    label=label,
                    paragraph=paragraph,
                )
            )
    return tuple(found)


def _firsts(captures: Sequence[Capture], ranked: Sequence[Candidate]) -> list[Citation]:
    """Where each owner tells it: the best sentence of the owner's captures, in order of arrival."""
    best: dict[str, Candidate] = {}
    counted = {capture.id for capture in captures}
    for one in ranked:
        if one.capture.id in counted:
            best.setdefault(one.capture.owner, one)
    owners = list(dict.fromkeys(capture.owner for capture in captures))
    known = [best[owner] for owner in owners if owner in best]
    return [cite(one.capture, one.claim.start, one.claim.end) for one in known[:_NOTES]]


def _compared(ranked: Sequence[Candidate], words: Words) -> tuple[list[Input], list[Citation]]:
    """The sentences of several owners that give one figure of the same unit about the same names.

    Tried from the best sentence down; sentences that differ are worth more than those that agree.
    """
    read = [(one, compared.readable(one.shown, one.capture.record)) for one in ranked[:_MOST_READ]]
    agreed: list[Candidate] = []
    for lead, told in read:
        for unit in dict.fromkeys(figure.unit for figure in told.figures):
            group = _group(lead, told, unit, read)
            if len({one.capture.owner for one in group}) < 2:
                continue
            result = compared.figures(_inputs(group), words)
            if result and compared.differ(result):
                return _inputs(group), _cites(group)
            agreed = agreed or (group if result else [])
    return _inputs(agreed), _cites(agreed)


def _inputs(group: Sequence[Candidate]) -> list[Input]:
    return [
        Input(capture=one.claim.capture, start=one.claim.start, end=one.claim.end) for one in group
    ]


def _cites(group: Sequence[Candidate]) -> list[Citation]:
    return [cite(one.capture, one.claim.start, one.claim.end) for one in group]


def _group(
    lead: Candidate,
    told: compared.Told,
    unit: str,
    read: Sequence[tuple[Candidate, compared.Told]],
) -> list[Candidate]:
    """The best sentence of each owner that gives one figure of a unit about two shared names."""
    mine = [figure for figure in told.figures if figure.unit == unit]
    if len(mine) != 1:
        return []
    names = {key for key, _ in told.names}
    group: dict[str, Candidate] = {lead.capture.owner: lead}
    for one, other in read:
        if other.owner in group or one.capture.owner in group:
            continue
        shared = names & {key for key, _ in other.names}
        given = [figure for figure in other.figures if figure.unit == unit]
        if len(shared) >= 2 and len(given) == 1 and compared.comparable(mine[0], given[0]):
            names = shared
            group[one.capture.owner] = one
    return list(group.values())
