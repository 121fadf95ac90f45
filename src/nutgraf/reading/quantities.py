"""Quantities: figures with scaled value, unit and kind, as they stand in a text.

A figure is read in four steps: the number (digits, or words), its scale (`K`, `million`), its unit
(`%`, `percentage points`, `tokens per second`, `dollars a seat a month`, or the plural noun it
counts), and the words before it that bound it (`up to`, `about`). What a caller has masked - links,
dates, names such as `Gemma 4 31B` - is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from nutgraf.reading.bounds import bound_before
from nutgraf.reading.common import NO_NOUN
from nutgraf.reading.fractions import fractions
from nutgraf.reading.model import Quantity, QuantityKind
from nutgraf.reading.numerals import ONES, ORDINALS, SCALES, WORDS, in_words, plain
from nutgraf.reading.units import CURRENCIES, EXACT_UNITS, MONEY_WORDS, UNITS, singular
from nutgraf.reading.wordlists import listed

_SPACE = "[ \u00a0\u202f\u2009]"
_NUM = (
    rf"(?>\d{{1,3}}(?:,\d{{2,3}}){{0,12}},\d{{3}}(?!\d)(?:\.\d+)?"
    rf"|[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+(?![\d,])(?:\.\d+)?"
    # `235, 000`, as texts taken from PDF have it; not a list (`100, 200 and 300`).
    rf"|(?<!\d,{_SPACE})[1-9]\d{{0,2}}(?:,{_SPACE}\d{{3}})+(?!\d|,{_SPACE}?\d|\.\d|{_SPACE}?(?:and|or|to|&|%)(?!\w))"
    r"|\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2}(?!\w))?)(?!\.?\d)"
)
_SCALE = rf"(?:(?:[kKMmBbT]|bn|mn|tn|mm)(?![\w/])|{_SPACE}?-?(?i:hundred|thousand|million|billion|trillion|bn|mln|dozen)\b)"
_CURRENCY = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_DIGITS = re.compile(
    rf"(?P<cur>(?:{_CURRENCY}){_SPACE}?)?"
    rf"(?P<sign>(?<![\w)])[-−+](?=\d))?(?<![\w.^])(?<![A-Za-z][-‑])(?P<num>{_NUM})(?P<scale>{_SCALE})?"
    rf"(?:(?P<pct>{_SPACE}?%)?(?P<join>{_SPACE}?[-–—‑]{_SPACE}?|{_SPACE}to{_SPACE}|{_SPACE}and{_SPACE})"
    rf"(?P<highcur>(?:{_CURRENCY}){_SPACE}?)?(?P<high>{_NUM})(?P<highscale>{_SCALE})?(?![\w-]*\d))?"
    r"(?P<more>\+(?!\d))?",
)
_HASH = re.compile(
    rf"(?:(?<!\w)#|\b[Nn]o\.{_SPACE}?|\bnumber{_SPACE}|\brank(?:ed|s|ing)?{_SPACE}(?:at{_SPACE})?#?|"
    rf"\b(?P<top>[Tt]op)[- ])(?P<num>\d{{1,4}}|{'|'.join(list(ONES)[1:11])})(?![\w%.,]*\d|%|{_SPACE}?percent)\b"
)
_ORDINAL = re.compile(
    rf"(?<![\w-])(?P<word>{'|'.join(ORDINALS)}|\d{{1,3}}(?:,\d{{3}}){{0,3}}(?:st|nd|rd|th)|\d{{4}}(?:st|nd|rd|th))\b"
    r"(?!-(?:party|parties|class|hand|rate|order|person|degree|gen|generation|time|principles))",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"(?<![\w-])(?P<num>{WORDS})(?![\w])(?!-(?:{'|'.join(ORDINALS)})\b)", re.IGNORECASE
)
_OF = re.compile(r" of(?= )")
_MANY = re.compile(
    r"(?<![\w-])(?P<word>hundreds|thousands|millions|billions|trillions|dozens)\b", re.IGNORECASE
)
_MONEY_NEXT = re.compile(rf"{_SPACE}(?:{'|'.join(MONEY_WORDS)})\b", re.IGNORECASE)
_LATER = re.compile(r"(?: ?-)?[ \u00a0](?:before|earlier|ago|later|after|since|previously)\b")
_PERCENT = re.compile(rf"{_SPACE}?(?:%|percent|per cent)")
_OFTEN = re.compile(rf"{_SPACE}(?P<often>monthly|yearly|annually|weekly|daily|hourly)\b")
_OFTEN_IS = {
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
    "weekly": "week",
    "daily": "day",
    "hourly": "hour",
}
_UNIT_WORDS = "|".join(
    re.escape(word) for word in sorted(UNITS, key=len, reverse=True) if word not in {"x", "×"}
)
_UNIT = re.compile(
    rf"(?P<x>{_SPACE}?[x×](?![\w×])|{_SPACE}[x×](?=\s))"
    rf"|(?:{_SPACE}?|-)(?:(?P<exact>{'|'.join(sorted(EXACT_UNITS, key=len, reverse=True))})(?P<persec>/s|ps)?(?!\w)"
    rf"|(?P<word>{_UNIT_WORDS})(?![\w])(?!-(?:innings|half|hand|placed?|quarter|round|term|floor|class|tier)\b))",
    re.IGNORECASE,
)
_PER = re.compile(
    rf"{_SPACE}?(?:/|per\b|an?\b|each\b){_SPACE}?(?P<what>(?:(?:1{_SPACE}?)?(?:million|M){_SPACE})?[A-Za-z]+)",
    re.IGNORECASE,
)
_PER_WORDS = {
    "s": "second",
    "sec": "second",
    "second": "second",
    "minute": "minute",
    "min": "minute",
    "hour": "hour",
    "hr": "hour",
    "h": "hour",
    "day": "day",
    "week": "week",
    "month": "month",
    "mo": "month",
    "year": "year",
    "yr": "year",
    "quarter": "quarter",
    "seat": "seat",
    "user": "user",
    "token": "token",
    "tokens": "token",
    "million tokens": "million token",
    "1m tokens": "million token",
    "m tokens": "million token",
    "1 million tokens": "million token",
    "image": "image",
    "request": "request",
    "task": "task",
    "person": "person",
    "employee": "employee",
    "call": "call",
    "page": "page",
    "share": "share",
    "head": "head",
    "query": "query",
    "run": "run",
    "gpu": "gpu",
    "sample": "sample",
}
_NOUNS = re.compile(
    r"(?:-[a-z]+)?[ \u00a0]((?:[a-z][a-z'’-]*[a-z][ \u00a0]){0,2}?)([a-zA-Z-]*[a-rt-zA-Z]s|people|children)\b(?![-'’])"
)
_FUNCTION = frozenset(
    listed(
        "of in on at to for from by with and or but than as the a an that which who is are was were be "
        "if when while after before per via into over under about it he she they we you i not no all"
    )
)
_TIMES = re.compile(
    rf"{_SPACE}times?(?={_SPACE}(?:more|less|faster|slower|cheaper|smaller|larger|bigger|higher|lower|longer|"
    r"shorter|better|worse|as|the|its|that|what|fewer|greater|stronger|over|real)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A number as read, before its unit: where it ends, and whether money stood before it."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    currency: str = ""
    more: bool = False


def quantities(text: str, visible: str, base: int = 0) -> tuple[Quantity, ...]:
    """The quantities of a text, in order; `visible` is the text with what is masked blanked out.

    Offsets are shifted by `base`.
    """
    found: list[Quantity] = []
    taken = bytearray(len(text))
    for quantity in _candidates(text, visible, base):
        start, end = quantity.start - base, quantity.end - base
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\x01" * (end - start)
        found.append(quantity)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _candidates(text: str, visible: str, base: int) -> Iterator[Quantity]:
    has_digit = any(map(str.isdigit, visible))
    if has_digit or "op " in visible or "op-" in visible:
        yield from _ranks(text, visible, base)
    yield from fractions(text, visible, base)
    # Before the ordinals: `200 bits a second` holds no rank.
    if has_digit:
        for match in _DIGITS.finditer(visible):
            for figure in _from_digits(match):
                finished = _finished(text, visible, figure, base)
                if not visible[finished.end - base : finished.end - base + 1].isalnum():
                    yield finished
    for match in _WORDS.finditer(visible):
        worded = _from_words(match, visible)
        if worded:
            yield _finished(text, visible, worded, base)
    yield from _ordinals(text, visible, base)
    for match in _MANY.finditer(visible):
        value = SCALES[match["word"].casefold().removesuffix("s")]
        of = _OF.match(visible, match.end())
        unit = _counted(visible, of.end() if of else match.end())
        yield Quantity(
            start=base + match.start(),
            end=base + match.end(),
            literal=text[match.start() : match.end()],
            value=plain(value),
            unit=unit,
            kind="count",
            bound="many",
        )


def _ranks(text: str, visible: str, base: int) -> Iterator[Quantity]:
    for match in _HASH.finditer(visible):
        value = in_words(match["num"]) if match["num"].isalpha() else Decimal(match["num"])
        if value is None or (match.group().startswith("number") and value > 10):
            continue
        yield Quantity(
            start=base + match.start(),
            end=base + match.end(),
            literal=text[match.start() : match.end()],
            value=plain(value),
            unit="",
            kind="rank",
            bound="top" if match["top"] else "",
        )


def _ordinals(text: str, visible: str, base: int) -> Iterator[Quantity]:
    for match in _ORDINAL.finditer(visible):
        word = match["word"].casefold()
        before = visible[max(0, match.start() - 4) : match.start()].casefold()
        if (
            word == "second"
            and before.endswith(("per ", "a ", "/", "each "))
            and not before.endswith(" a ")
        ):
            continue
        if word == "first" and before.endswith("at "):
            continue
        value = ORDINALS.get(word) or int(word[:-2].replace(",", ""))
        yield Quantity(
            start=base + match.start(),
            end=base + match.end(),
            literal=text[match.start() : match.end()],
            value=str(value),
            unit="",
            kind="rank",
        )


def _from_words(match: re.Match[str], visible: str) -> _Figure | None:
    """A number in words; `one` alone counts only before a unit (`one hour`, not `one of them`)."""
    value = in_words(match["num"])
    if value is None:
        return None
    figure = _Figure(start=match.start(), end=match.end(), value=value)
    if match["num"].casefold() in {"one", "zero"}:
        unit = _UNIT.match(visible, match.end())
        if unit is None or not unit["word"] or visible[match.end()] not in " -\u00a0":
            return None
        if UNITS[unit["word"].casefold()][1] not in {
            "duration",
            "size",
            "money",
            "percent",
            "points",
        }:
            return None
    return figure


def _from_digits(match: re.Match[str]) -> Iterator[_Figure]:
    """One figure, or the two ends of what looked like a range and is none (`from 8 to 29`)."""
    value, unscaled = _scaled(match["num"], match["scale"]), match["scale"] in {"m", "mm"}
    if value is None:
        return
    after = match.end("scale")
    counted = _NOUNS.match(match.string, after) or _MONEY_NEXT.match(match.string, after)
    if unscaled and not match["cur"] and not counted:
        bare = _scaled(match["num"], None)
        if bare is not None:
            yield _Figure(start=match.start(), end=match.end("num"), value=bare)
        return
    if match["sign"] in {"-", "−"}:
        value = -value
    start = match.start()
    currency = (match["cur"] or "").strip()
    if match["high"] is None:
        yield _Figure(
            start=start, end=match.end(), value=value, currency=currency, more=bool(match["more"])
        )
        return
    yield from _two_figures(match, start, value, currency)


def _two_figures(
    match: re.Match[str], start: int, value: Decimal, currency: str
) -> Iterator[_Figure]:
    """A range, or two figures that stand as one does (`from 8 to 29`)."""
    high = _scaled(match["high"], match["highscale"])
    before = match.string[max(0, start - 9) : start].casefold()
    other = (match["highcur"] or "").strip()
    is_range = (
        high is not None
        and not (other and not currency)
        and not (match["pct"] and not _PERCENT.match(match.string, match.end()))
        and high > abs(value) * (1 if match["scale"] else 0)
        and ("and" not in match["join"] or before.endswith("between "))
        and not ("to" in match["join"] and before.endswith("from "))
    )
    if is_range and high is not None:
        if match["highscale"] and not match["scale"] and value < high:
            value = _scaled(match["num"], match["highscale"]) or value
        if value < high:
            yield _Figure(
                start=start,
                end=match.end(),
                value=value,
                high=high,
                currency=currency,
                more=bool(match["more"]),
            )
            return
    # `from 97 to 133 million` scales both.
    unscaled = _scaled(match["high"], None)
    lower = unscaled is not None and value < unscaled
    alone = match["pct"] or (other and not currency)
    if (
        lower
        and not alone
        and match["highscale"]
        and not match["scale"]
        and "and" not in match["join"]
    ):
        value = _scaled(match["num"], match["highscale"]) or value
    cut = match.end("scale") if match["scale"] else match.end("num")
    yield _Figure(start=start, end=cut, value=value, currency=currency)
    if high is not None:
        yield _Figure(
            start=match.start("highcur") if other else match.start("high"),
            end=match.end(),
            value=high,
            currency=other or currency,
            more=bool(match["more"]),
        )


def _scaled(number: str, scale: str | None) -> Decimal | None:
    try:
        value = Decimal(re.sub(r"[,\s\u00a0\u202f\u2009]", "", number))
    except InvalidOperation:
        return None
    if scale:
        word = scale.strip(" -\u00a0\u202f\u2009")
        value *= SCALES.get(word) or SCALES[word.casefold()]
    return value


def _finished(text: str, visible: str, figure: _Figure, base: int) -> Quantity:
    """The figure with its unit, the rate it is per, and its bound."""
    end, unit, kind = _unit_of(visible, figure)
    bound, _ = bound_before(visible, figure.start)
    more = figure.more or visible[end : end + 1] == "+"
    return Quantity(
        start=base + figure.start,
        end=base + end,
        literal=text[figure.start : end],
        value=plain(figure.value),
        unit=unit,
        kind=kind,
        high=None if figure.high is None else plain(figure.high),
        bound="at least" if more and not bound else bound,
    )


def _unit_of(visible: str, figure: _Figure) -> tuple[int, str, QuantityKind]:
    end = figure.end
    if figure.currency:
        per, end = _per(visible, end)
        return end, CURRENCIES[figure.currency] + per, "money"
    times = _TIMES.match(visible, end)
    if times:
        return times.end(), "x", "factor"
    found = _UNIT.match(visible, end)
    if found is None:
        counted = _counted(visible, end)
        known = UNITS.get(counted)
        if known is not None and known[1] == "duration" and counted != "second":
            return end, known[0], "duration"  # `eleven more days`
        return end, counted, "count" if counted else "number"
    if found["x"]:
        return found.end(), "x", "factor"
    unit, kind = _named_unit(found)
    if not unit:
        return end, "", "number"
    per, last = _per(visible, found.end()) if kind != "rate" else ("", found.end())
    if per and kind != "money":
        kind = "rate" if kind in {"count", "size", "number"} else kind
    return last, unit + per, kind


def _named_unit(found: re.Match[str]) -> tuple[str, QuantityKind]:
    if found["exact"]:
        exact = found["exact"]
        known = EXACT_UNITS.get(exact)
        if exact in {"C", "F"} and found.group()[0] != exact:
            return ("", "number")
        if known:
            return (known[0] + "/s", "rate") if found["persec"] else known
        return ("", "number")
    word = found["word"]
    if len(word) == 1 and word.isalpha() and (word != word.casefold() or found.group()[0] == "-"):
        return ("", "number")
    # `600 m` is metres, `600m` may be millions; `three US banks` counts no microseconds.
    if word == "US" or (word in {"m", "g"} and found.group() == word):
        return ("", "number")
    return UNITS.get(word.casefold(), ("", "number"))


def _per(visible: str, end: int) -> tuple[str, int]:
    """`/seat/month` and where it ends, for what a figure is per; "" when it is per nothing."""
    per = ""
    often = _OFTEN.match(visible, end)
    if often:
        return "/" + _OFTEN_IS[often["often"]], often.end()
    while len(per) < 40:
        match = _PER.match(visible, end)
        if match and _LATER.match(visible, match.end()):
            return per, end
        what = _PER_WORDS.get(match["what"].casefold()) if match else None
        if match is None or what is None:
            return per, end
        per += "/" + what
        end = match.end()
    return per, end


def _counted(visible: str, end: int) -> str:
    """The singular of the plural noun a number counts, "" when no such noun follows closely."""
    match = _NOUNS.match(visible, end)
    if match is None or match[2].casefold() in NO_NOUN:
        return ""
    if any(word in _FUNCTION for word in match[1].split()):
        return ""
    noun = match[2].casefold()
    return UNITS[noun][0] if noun in UNITS and UNITS[noun][1] == "count" else singular(noun)
