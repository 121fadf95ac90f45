"""Fractions told in words: a third, two fifths, half an hour, a quarter point, twice, fivefold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nutgraf.reading.bounds import bound_before
from nutgraf.reading.model import Quantity
from nutgraf.reading.numerals import PARTS, SCALES, in_words, plain
from nutgraf.reading.units import UNITS

_AFTER_PART = (
    r"\s+(?:of|as|the|its|that|point|percentage|more|less|fewer|higher|lower|cheaper|dearer|faster|slower|"
    r"longer|shorter|larger|smaller|bigger)\b"
)
# What a part is of, where that is a unit: `a quarter point`, `three quarters of an hour`.
_PART_UNIT = re.compile(
    r"(?: of)? an? (?P<of>percent|percentage point|point|second|minute|hour|day|week|month|year|decade|century|mile|metre|degree|cent)\b"
    r"|[ -](?P<unit>percentage point|point)\b"
)
# `a quarter of a million`
_OF_SCALE = re.compile(
    r" of an? (?P<scale>hundred|thousand|million|billion|trillion)\b", re.IGNORECASE
)
_AND_HALF = re.compile(
    r"(?<![\w-])an? (?P<unit>second|minute|hour|day|week|month|year|decade|mile) and a half\b"
)
_PART = re.compile(
    r"(?<![\w-])(?:(?P<one>an?|one)[ -](?P<part>third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)"
    rf"(?:(?={_AFTER_PART})|(?<=by a third)|(?<=by a quarter)|(?<=by a fifth)|(?<=by a tenth))|(?!two quarters\b)(?P<some>two|three|four|five|six|seven|eight|nine)[ -](?P<parts>thirds|quarters|fifths|sixths|sevenths|eighths|ninths|tenths)"
    r"|(?P<half>half)(?:(?<=by half)|(?<=than half)|(?=\s+(?:of|as|the|its|that|a|an)\b))(?!\s+an?\s+(?:hundred|thousand|million|billion|trillion|dozen))"
    r"|(?P<twice>twice|thrice)|(?P<fold>two|three|four|five|six|seven|eight|nine|ten|hundred)[- ]?fold)\b",
    re.IGNORECASE,
)


def fractions(text: str, visible: str, base: int) -> Iterator[Quantity]:
    """The fractions and multiples of a text; `visible` is the text with what is masked blanked out.

    A part of a unit takes the unit (`half an hour`), any other is a factor of the unit `x`.
    """
    for match in _PART.finditer(visible):
        if match["part"]:
            value = Decimal(PARTS[match["part"].casefold()])
        elif match["parts"]:
            many = in_words(match["some"]) or Decimal(1)
            value = many * Decimal(PARTS[match["parts"].casefold().removesuffix("s")])
        elif match["half"]:
            value = Decimal("0.5")
        elif match["twice"]:
            value = Decimal(2 if match["twice"].casefold() == "twice" else 3)
        else:
            value = in_words(match["fold"]) or Decimal(100)
        of = None if match["twice"] or match["fold"] else _PART_UNIT.match(visible, match.end())
        scale = _OF_SCALE.match(visible, match.end())
        if scale and not of:
            value *= SCALES[scale["scale"].casefold()]
            yield Quantity(
                start=base + match.start(),
                end=base + scale.end(),
                literal=text[match.start() : scale.end()],
                value=plain(value),
                unit="",
                kind="number",
                bound=bound_before(visible, match.start())[0],
            )
            continue
        end = of.end() if of else match.end()
        unit, kind = UNITS[of["of"] or of["unit"]] if of else ("x", "factor")
        yield Quantity(
            start=base + match.start(),
            end=base + end,
            literal=text[match.start() : end],
            value=plain(value),
            unit=unit,
            kind=kind,
            bound=bound_before(visible, match.start())[0],
        )
    for match in _AND_HALF.finditer(visible):
        unit, kind = UNITS[match["unit"]]
        yield Quantity(
            start=base + match.start(),
            end=base + match.end(),
            literal=text[match.start() : match.end()],
            value="1.5",
            unit=unit,
            kind=kind,
            bound=bound_before(visible, match.start())[0],
        )
