"""Numbers: every figure of the sentence stands in the cited words, or follows from theirs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nutgraf.gate.amounts import Match, compare, converted, decimal_of
from nutgraf.gate.cited import Cited
from nutgraf.gate.computing import Derived
from nutgraf.gate.content import content_words, stem
from nutgraf.gate.derived import derived
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.given import (
    Given,
    given,
    in_millions,
    joined_times,
    loose_figures,
    part_of_ordinal,
    unit_words,
    with_unit_of,
)
from nutgraf.gate.idle_figures import is_idle, is_of_magnitude, label_of
from nutgraf.gate.listed_things import counts_a_list, source_lists
from nutgraf.gate.shares import shares
from nutgraf.gate.spans_of_time import follows_from_dates
from nutgraf.gate.unit import wrong_unit
from nutgraf.reading.clock import clocks
from nutgraf.reading.days import days
from nutgraf.reading.model import Parts, Quantity

_SIZED = re.compile(r"\d+(?:\.\d+)?[BbKkMT]\b|\d{4,}\b")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TIMES_WHAT = re.compile(r" (?:as|the|that|what|its|their|his|her)\b", re.IGNORECASE)
_DOERS = re.compile(r"(?:er|or|ist|ian|ant|ent|ee|man|woman|kid|pupil|teen)$")
_ODD = re.compile(r"[²³¹⁰⁴-⁹¼-¾⅐-⅞]+|(?=\w*\d)(?=\w*[^\W\d])\w{25,}|[^\W\d_0-9]*[^\x00-\x7f\D]+")
_DOTTED = re.compile(r"([01]?\d|2[0-3])\.([0-5]\d)")
_AT = re.compile(r"\b(?:at|from|until|till|by|since|before|after|around) $")
_IN_THE = re.compile(r" (?:in the (?:morning|afternoon|evening)|at night|tonight|o['’]clock)\b")
_SCORE = re.compile(r"\d{1,3}[-–]\d{1,3}")
_SHARED = 2  # content words a count shares with the passage it is from, where the nouns differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The cited words of a sentence, with their figures read once."""

    cited: Sequence[Cited]
    figures: tuple[Given, ...]
    sizes: tuple[tuple[float, float], ...]


def sources_of(cited: Sequence[Cited]) -> Sources:
    """The cited words with their figures, and the size of each as told and in its base unit."""
    found = given(cited)
    return Sources(cited=cited, figures=found, sizes=tuple(_size(one.quantity) for one in found))


def _size(one: Quantity) -> tuple[float, float]:
    """How large a figure is, as told and in its base unit; not a number where that says nothing."""
    if one.high or one.bound == "many" or one.kind == "factor":
        return math.nan, math.nan
    value, low = decimal_of(one.value), converted(one)[1]
    return abs(float(value or math.nan)), abs(float(low or math.nan))


def _is_far(mine: tuple[float, float], theirs: tuple[float, float]) -> bool:
    """Whether two figures are so unlike in size that no words make them one: never where unsure."""
    return all(
        one > 1.5 * other or other > 1.5 * one for one, other in zip(mine, theirs, strict=True)
    )


def figures(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding per figure whose value the cited words do not give, or give with another unit or
    bound; kinds `number` and `unit`.
    """
    sources = sources_of(cited)
    own, done = set(parts.quantities), 0
    for said in figures_of(text, parts):
        if said.start < done:
            continue
        matches = matched(text, said, parts, sources)
        if matches is None:
            done = said.end
            continue
        if said in own:
            yield _finding(said, matches)
    yield from _loose(text, parts, cited)
    yield from _odd(text, cited)


def figures_of(text: str, parts: Parts) -> list[Quantity]:
    """The figures of a sentence in order, a share or a time in two units before what it is made of."""
    found = [
        *_ranges(text, parts),
        *(quantity for quantity, stated in shares(text) if stated),
        *joined_times(parts.quantities, text),
        *parts.quantities,
    ]
    return sorted(found, key=lambda one: (one.start, -one.end))


def _ranges(text: str, parts: Parts) -> Iterator[Quantity]:
    """`forty to sixty millimetres`: two figures that are one range."""
    for first, second in pairwise(parts.quantities):
        between = text[first.end : second.start].strip().casefold()
        if between not in {"to", "or", "and"} or first.high or second.high or first.kind == "rank":
            continue
        if first.unit not in {"", second.unit} or second.kind == "rank":
            continue
        yield replace(
            second, start=first.start, literal=text[first.start : second.end], value=first.value,
            high=second.value, bound="",
        )  # fmt: skip


def matched(
    text: str, said: Quantity, parts: Parts, sources: Sources
) -> list[tuple[Match, Given]] | None:
    """None where the cited words bear a figure, else how it compares with each of their figures."""
    if is_idle(said, text):
        return None
    matches: list[tuple[Match, Given]] = []
    match: Match
    for form in forms_of(said, text, parts):
        mine = _size(form)
        for one, theirs in zip(sources.figures, sources.sizes, strict=True):
            match = "other" if _is_far(mine, theirs) else held(text, form, one)
            if match == "same":
                return None
            if form is said and one.how == "stands":
                matches.append((match, one))
    if _other_unit(said, matches):
        return matches
    return None if follows(text, said, parts, sources) else matches


def _other_unit(said: Quantity, matches: Sequence[tuple[Match, Given]]) -> bool:
    """Whether the very value stands in the source with another unit: then nobody computed it."""
    plain = {"number", "count", "rank"}
    return said.kind not in plain and any(
        match == "unit" and one.quantity.kind not in plain for match, one in matches
    )


def forms_of(said: Quantity, text: str, parts: Parts) -> tuple[Quantity, ...]:
    """What a figure of the sentence may be read as: with a unit told beside it, as a part, as times."""
    others = [one for one in parts.quantities if one is not said]
    forms = [said, *with_unit_of(said, [*others, *unit_words(text)])]
    forms += [one for one in (part_of_ordinal(said, text), in_millions(said, text)) if one]
    if said.literal.casefold() in {"twice", "thrice"} and not _TIMES_WHAT.match(text[said.end :]):
        forms.append(replace(said, unit="time", kind="count"))
    return tuple(forms)


def held(text: str, said: Quantity, one: Given) -> Match:
    """How a figure of the sentence compares with one of the source, by words around both."""
    if is_of_magnitude(said, one.quantity, text):
        return "same"
    label = label_of(one.quantity.start, one.one.text)
    if label and label != label_of(said.start, text):
        return "other"
    match = compare(
        said, one.quantity, before=text[max(0, said.start - 40) : said.start],
        after=text[said.end : said.end + 40], near=one.near, sentence=text,
    )  # fmt: skip
    if (
        match == "unit"
        and {said.kind, one.quantity.kind} == {"count"}
        and (_named_elsewhere(said, one) or _one_passage(text, said, one))
    ):
        return "same"
    return match


def follows(text: str, said: Quantity, parts: Parts, sources: Sources) -> bool:
    """Whether a figure that does not stand in the source follows from it."""
    if _stands_whole(said, sources.cited) or _in_score(said, text, sources.cited):
        return True
    if _is_day_of_month(said, text, sources.cited) or _is_clock(said, text, sources.cited):
        return True
    if follows_from_dates(said, text, sources.cited):
        return True
    if any(
        derived(form, text, sources.figures, inherits=form.unit != said.unit)
        for form in forms_of(said, text, parts)
    ):
        return True
    return lists(text, said, parts, sources)


def lists(text: str, said: Quantity, parts: Parts, sources: Sources) -> bool:
    """Whether a figure counts what the sentence or its source lists."""
    return counts_a_list(said, text, parts.names, sources.figures) or source_lists(
        said, text, [one.text for one in sources.cited]
    )


def derivations(
    text: str, parts: Parts, cited: Sequence[Cited]
) -> tuple[tuple[Quantity, Derived], ...]:
    """The figures of a sentence that do not stand in the cited words but follow from theirs, each
    with the operation and the figures it was computed from.
    """
    figures = given(cited)
    found = []
    for said in figures_of(text, parts):
        forms = forms_of(said, text, parts)
        if any(held(text, form, one) == "same" for form in forms for one in figures):
            continue
        made = next((one for form in forms if (one := derived(form, text, figures))), None)
        if made:
            found.append((said, made))
    return tuple(found)


def _one_passage(text: str, said: Quantity, one: Given) -> bool:
    """Whether a count with another noun is of the passage the sentence tells of.

    `Eight members` for `eight lawmakers`: the words around both have to meet, not only the number;
    people may be told by what they do.
    """
    mine = {word.stem for word in content_words(text)}
    met = len(mine & {word.stem for word in content_words(one.near)})
    people = said.unit == "person" and _DOERS.search(one.quantity.unit) is not None
    return people or met >= _SHARED


def _named_elsewhere(said: Quantity, one: Given) -> bool:
    """Whether the source calls the things so elsewhere: `Two robots ... the machines`."""
    root = stem(said.unit)
    return any(word.stem == root for word in one.one.words)


def _stands_whole(said: Quantity, cited: Sequence[Cited]) -> bool:
    """Whether a size such as 31B stands in the cited words inside a name (`Gemma 4 31B`)."""
    sized = _SIZED.match(said.literal)
    if sized is None or said.kind not in {"number", "count"}:
        return False
    whole = re.compile(rf"(?<![\w.]){re.escape(sized.group())}(?![\w])(?!\.\d)", re.IGNORECASE)
    return any(whole.search(one.text) for one in cited)


def _in_score(said: Quantity, text: str, cited: Sequence[Cited]) -> bool:
    """Whether a figure is of a score that stands in the cited words as it is: `2-0`."""
    if said.kind != "number" or said.unit or said.high:
        return False
    for match in _SCORE.finditer(text, max(0, said.start - 4), said.end + 4):
        if match.start() <= said.start < match.end():
            score = re.compile(rf"(?<![\d.,-]){re.escape(match.group())}(?![\d-])")
            return any(score.search(one.text) for one in cited)
    return False


def _is_clock(said: Quantity, text: str, cited: Sequence[Cited]) -> bool:
    """`from 9.12 to 10.47`, `at eight`, `8 in the evening` for times the source writes with a colon."""
    time = _DOTTED.fullmatch(said.literal)
    value = decimal_of(said.value)
    if time:
        minute, turn = int(time[1]) * 60 + int(time[2]), 24 * 60
    elif value in range(1, 13) and said.kind == "number":
        placed = _AT.search(text[: said.start]) or _IN_THE.match(text[said.end :])
        if not placed or said.bound:
            return False
        minute, turn = int(value or 0) * 60, 12 * 60
    else:
        return False
    return any((clock.minute - minute) % turn == 0 for one in cited for clock in clocks(one.text))


def _is_day_of_month(said: Quantity, text: str, cited: Sequence[Cited]) -> bool:
    """`on the 22nd` for 22 June."""
    if said.kind != "rank" or not text[: said.start].endswith("the "):
        return False
    return any(
        str(day.first.day) == said.value and day.first == day.last and not day.relative
        for one in cited
        for stretch in one.stretches
        for day in stretch.parts.days
    )


def _odd(text: str, cited: Sequence[Cited]) -> Iterator[Finding]:
    """What holds digits and is no figure anyone reads - `1e9e9...`, `²³` - has to stand as it is."""
    for match in _ODD.finditer(text):
        words = match.group()
        if not any(words in one.text for one in cited):
            yield Finding(
                kind="number", start=match.start(), end=match.end(), words=words,
                message=f"{words[:40]} does not stand in the cited words.",
            )  # fmt: skip


def _loose(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """Digits no figure, day or time holds - a version, a score - that the cited words do not have."""
    taken = [(one.start, one.end) for one in parts.quantities]
    taken += list(days(text, None)[1])
    taken += [(one.start, one.end) for one in clocks(text)]
    known: set[str] | None = None
    for match in loose_figures(text, taken):
        if known is None:
            known = {token.replace(",", "") for one in cited for token in _DIGITS.findall(one.text)}
        if match.group().replace(",", "") not in known:
            yield Finding(
                kind="number", start=match.start(), end=match.end(), words=match.group(),
                message=f"{match.group()} does not stand in the cited words.",
            )  # fmt: skip


def _finding(said: Quantity, matches: Sequence[tuple[Match, Given]]) -> Finding:
    by_kind: dict[Match, Given] = {}
    for match, one in matches:
        by_kind.setdefault(match, one)
    if "unit" in by_kind:
        return wrong_unit(said, by_kind["unit"].quantity, place_of(by_kind["unit"]))
    if "bound" in by_kind:
        other = by_kind["bound"].quantity
        says = f"{other.bound} {other.literal}".strip()
        message = f"The sentence says {said.bound} {said.literal}; the cited words say {says}."
        return _number(said, message, place_of(by_kind["bound"]))
    alike = [one for _, one in matches if one.quantity.kind == said.kind]
    nearest = next(iter(alike or [one for _, one in matches]), None)
    message = f"{said.literal} does not stand in the cited words, which "
    message += f"say {nearest.quantity.literal}." if nearest else "give no figure."
    return _number(said, message, place_of(nearest) if nearest else None)


def _number(said: Quantity, message: str, place: Place | None) -> Finding:
    return Finding(
        kind="number", start=said.start, end=said.end, words=said.literal, message=message,
        place=place,
    )  # fmt: skip


def place_of(one: Given) -> Place:
    """Where a figure of the source stands."""
    return Place(index=one.one.index, start=one.quantity.start, end=one.quantity.end)
