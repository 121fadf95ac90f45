"""A sentence as a point that can be held against another: of what, measured how, how much, how sure.

Two figures are compared only where nothing tells them apart: the subject, the measure (a benchmark,
or a measured noun such as revenue), the unit, the bound (`up to`), and every word that says which
figure it is (base or tuned, quarterly or yearly, gross or net). A difference is no level: `grew by
5%`, `5% faster`, percentage points and factors are not compared at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from nutgraf.entities import canonical
from nutgraf.gate.content import content_words
from nutgraf.reading import recognise
from nutgraf.reading.model import Day, Parts, Polarity, Quantity, Strength
from nutgraf.reading.wordlists import listed
from nutgraf.stories.memory import is_measure, lead_of, subject_of, with_numbers
from nutgraf.text import one_line

_LEVELS = frozenset({"percent", "money", "count", "duration", "size", "rate"})
_MEASURED = frozenset(
    listed(
        "revenue sales turnover profit loss valuation price cost fee wage salary share stake budget debt deficit "
        "surplus income spending user subscriber customer member visitor download employee staff headcount worker "
        "accuracy score rate latency throughput speed capacity parameter token context window memory storage length "
        "height depth width area population emission temperature turnout unemployment inflation death casualty "
        "backlog traffic consumption output power weight size star membership attendance vacancy occupancy yield "
        "margin workforce employ fleet reserve pass uptime"
    )
)
# One measure in two words.
_SAME = {
    "cost": "price", "employee": "staff", "headcount": "staff", "employ": "staff", "sales": "revenue",
    "turnover": "revenue", "workforce": "staff",
}  # fmt: skip
_QUALIFIERS = frozenset(
    listed(
        "base tuned fine-tuned finetuned instruct chat preview beta final distilled quantized quantised thinking "
        "reasoning tools tool zero-shot few-shot pass verified hard lite mini average mean median peak top best worst "
        "self-reported internal independent private public gross net operating annual annually yearly quarterly "
        "monthly weekly daily hourly quarter half year month week day first second third fourth input output cached "
        "consumer business enterprise domestic global total combined adjusted expected target minimum maximum "
        "subset full without with-tools single multi input-tokens output-tokens prompt completion"
    )
)
_CHANGING = re.compile(
    r"\b(?:gain\w*|add(?:s|ed|ing)?|los(?:e|es|t|ing)|cut(?:s|ting)?|lay(?:s|ing)?|laid|hir(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|"
    r"invest\w*|buy(?:s|ing)?|bought|spend(?:s|ing)?|spent|order\w*|pa(?:ys|id)|gr(?:ow|ows|ew|own)|ris(?:e|es|en|ing)|rose|"
    r"fall\w*|fell|increas\w+|decreas\w+|dropp?\w*|declin\w+|shr[aiu]nk\w*|sav(?:e|es|ed|ing)|fund\w*|fin(?:e|ed|es))\b",
    re.IGNORECASE,
)
# What was so before says nothing of what is so now.
_BEFORE = re.compile(
    r"\b(?:previous(?:ly)?|earlier|former(?:ly)?|original(?:ly)?|initial(?:ly)?|once|used to|had been"
    r"|compared (?:to|with)|versus|vs)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\bto (?:a |an )?(?:record |about )?\Z", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|another|additional|extra|further|from)(?: [\w-]+)?\s\Z", re.IGNORECASE)
_THAN = re.compile(
    r"\W?(?:[a-z]+ )?(?:times )?(?:more|less|fewer|faster|slower|cheaper|smaller|larger|bigger|higher|lower|better|worse"
    r"|longer|shorter|growth|increase|decrease|rise|drop|decline|improvement|cut|discount|of)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What a sentence tells. `subject`, `measures` (benchmarks and measured nouns), `qualifiers`
    and `stems` (its other content words) are comparable keys; `shown` and `shown_measure` are the
    subject and the benchmarks as written, in text order; `figures` are levels only.
    """

    text: str = field(repr=False)
    subject: tuple[str, ...]
    lead: str
    shown: tuple[str, ...]
    benchmarks: frozenset[str]
    shown_benchmarks: tuple[str, ...]
    measures: frozenset[str]
    qualifiers: frozenset[str]
    stems: frozenset[str]
    figures: tuple[Quantity, ...]
    values: frozenset[tuple[str, str]]
    days: tuple[Day, ...]
    polarity: Polarity
    strength: Strength


@lru_cache(maxsize=8192)
def point(text: str, today: date) -> Point:
    """The point of a sentence written on a day; relative dates count from it."""
    read = recognise(text, today=today)
    parts, subject = with_numbers(read), subject_of(read)
    measuring = {canonical(one.key): one_line(one.text) for one in parts.names if is_measure(one)}
    of = {canonical(one.key): one_line(one.text) for one in reversed(parts.names)}
    taken = [(one.start, one.end) for one in parts.names]
    taken += [(one.start, one.end) for one in parts.quantities]
    taken += [(one.start, one.end) for one in parts.days]
    words = [
        word
        for word in content_words(text)
        if not any(start <= word.start < end for start, end in taken)
    ]
    units = {word for one in parts.quantities for word in _WORD.findall(one.unit.lower())}
    plain = {_singular(word) for word in _WORD.findall(_unnamed(text, parts).casefold())}
    order = {canonical(one.key): at for at, one in enumerate(parts.names)}
    return Point(
        text=text,
        subject=subject,
        lead=lead_of(read),
        shown=tuple(of[key] for key in sorted(subject, key=lambda key: order[key])),
        benchmarks=frozenset(measuring),
        shown_benchmarks=tuple(measuring.values()),
        measures=frozenset(measuring)
        | frozenset(_SAME.get(word, word) for word in (plain | units) & _MEASURED),
        qualifiers=frozenset(_qualifiers(text, taken)),
        stems=frozenset(f"kin {w.kin}" if w.kin >= 0 else w.stem for w in words),
        figures=tuple(one for one in parts.quantities if _is_level(one, text)),
        values=frozenset((one.value, one.unit) for one in parts.quantities),
        days=tuple(parts.days),
        polarity=parts.polarity,
        strength=parts.strength,
    )


def _unnamed(text: str, parts: Parts) -> str:
    """The text with its names blanked out."""
    for one in parts.names:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def of_its_day(point_: Point, day: date) -> bool:
    """Whether no other time is named than about the day it was written."""
    near = timedelta(days=1)
    return all(day - near <= one.first and one.last <= day + near for one in point_.days)


def shown_figure(text: str, figure: Quantity) -> str:
    """The figure as its sentence has it, with the word of its unit where that stands after it."""
    if figure.unit.lower() not in figure.literal.lower() and figure.unit.isalpha():
        after = re.match(rf"\W(?:[\w-]+ )?{re.escape(figure.unit)}\w*", text[figure.end :])
        if after:
            return one_line(text[figure.start : figure.end + after.end()])
    return one_line(figure.literal)


def _qualifiers(text: str, taken: list[tuple[int, int]]) -> list[str]:
    """Words that say which figure of a measure it is, outside of names and figures."""
    return [
        _singular(found[0])
        for found in _WORD.finditer(text.casefold())
        if _singular(found[0]) in _QUALIFIERS
        and not any(start <= found.start() < end for start, end in taken)
    ]


def _is_level(figure: Quantity, text: str) -> bool:
    """Whether a figure says how much there is, and not by how much something changed."""
    if figure.kind not in _LEVELS or figure.high is not None or not figure.unit:
        return False
    before, after = text[: figure.start], text[figure.end :]
    if _BY.search(before) or _THAN.match(after) or _BEFORE.search(text):
        return False
    return _CHANGING.search(text) is None or _TO.search(before) is not None


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
