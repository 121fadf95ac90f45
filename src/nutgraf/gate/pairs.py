"""Judging any sentence against any texts: what `nutgraf check --pairs` answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nutgraf.gate.checks import faithful, is_extract, score
from nutgraf.gate.cited import Cited, read_cited
from nutgraf.gate.finding import Finding
from nutgraf.gate.judge import outcome_of
from nutgraf.gate.model import Kind
from nutgraf.gate.tail import coverage
from nutgraf.reading.days import days
from nutgraf.reading.model import Parts
from nutgraf.reading.recognise import recognise

# Texts without a date of their own: relative dates of both sides count from one day, the first
# full date the texts name, else this one.
_ANY_DAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReason:
    """One failing part: offsets are code points of the sentence and of the source `index` names."""

    kind: Kind
    sentence: tuple[int, int]
    source: tuple[int, int, int] | None
    words: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PairVerdict:
    """What the gate says of a sentence and the texts it is said to stand on.

    `score` is 0-1, at least .5 exactly when supported, 0 when not judged.
    """

    verdict: Literal["supported", "partly", "unsupported", "not_judged"]
    score: float
    reasons: tuple[PairReason, ...]


def judge_pair(sentence: str, sources: Sequence[str]) -> PairVerdict:
    """Whether texts support a sentence, by the gate's checks; reasons carry places in both.

    A sentence without a letter or digit, or no source with words, is `not_judged`. Raises nothing.
    """
    if not any(mark.isalnum() for mark in sentence) or not any(
        source.strip() for source in sources
    ):
        return PairVerdict(verdict="not_judged", score=0.0, reasons=())
    parts, cited = read_pair(sentence, sources)
    if is_extract(sentence, cited):
        return PairVerdict(verdict="supported", score=1.0, reasons=())
    findings = list(faithful(sentence, parts, cited))
    value = score(sentence, parts, cited, findings)
    if not findings:
        return PairVerdict(verdict="supported", score=value, reasons=())
    verdict: Literal["partly", "unsupported"] = (
        "partly"
        if outcome_of(findings, coverage(sentence, parts, cited)) == "partly"
        else "unsupported"
    )
    return PairVerdict(
        verdict=verdict, score=value, reasons=tuple(_reason(one, cited) for one in findings)
    )


def read_pair(sentence: str, sources: Sequence[str]) -> tuple[Parts, tuple[Cited, ...]]:
    """A sentence and its sources read for the checks, relative dates counted from one day."""
    today = _reference(sources)
    cited = tuple(read_cited(index, text, today=today) for index, text in enumerate(sources))
    return recognise(sentence, today=today), cited


def _reason(finding: Finding, cited: Sequence[Cited]) -> PairReason:
    place = finding.place
    return PairReason(
        kind="tail" if finding.kind in {"quote", "span"} else finding.kind,
        sentence=(finding.start, finding.end),
        source=(place.index, place.start, place.end) if place else None,
        words=finding.words,
        message=finding.message,
    )


def _reference(sources: Sequence[str]) -> date:
    for source in sources:
        for day in days(source[:20_000], None)[0]:
            if not day.relative and day.first == day.last:
                return day.first
    return _ANY_DAY
