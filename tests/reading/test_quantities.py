"""Quantities: value, unit and kind of figures as newsrooms write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.reading import recognise

# text, (literal, value, high, unit, kind, bound)
FIGURES = [
    ("scored 61.2% there", ("61.2%", "61.2", None, "%", "percent", "")),
    ("scored 61.2 percent", ("61.2 percent", "61.2", None, "%", "percent", "")),
    ("lists 418, 000 boats", ("418, 000", "418000", None, "boat", "count", "")),
    ("in EUR 3.4bn of bonds", ("EUR 3.4bn", "3400000000", None, "EUR", "money", "")),
    ("pays 96m kroner", ("96m kroner", "96000000", None, "krone", "money", "")),
    ("a pit 45 m deep", ("45 m", "45", None, "m", "size", "")),
    ("after 190mm of rain", ("190mm", "190", None, "mm", "size", "")),
    ("at 39.4C by noon", ("39.4C", "39.4", None, "°C", "size", "")),
    ("at 2.8 TB a second", ("2.8 TB a second", "2.8", None, "TB/second", "rate", "")),
    ("cut by a quarter point", ("a quarter point", "0.25", None, "point", "points", "")),
    ("grew a tenth of a percent", ("a tenth of a percent", "0.1", None, "%", "percent", "")),
    ("banned for half a year", ("half a year", "0.5", None, "year", "duration", "")),
    ("took an hour and a half", ("an hour and a half", "1.5", None, "hour", "duration", "")),
    ("is two and a half times as dear", ("two and a half times", "2.5", None, "x", "factor", "")),
    ("sold a quarter of a million", ("a quarter of a million", "250000", None, "", "number", "")),
    ("Twelve members left", ("Twelve", "12", None, "member", "count", "")),
    ("its 1,000th shop", ("1,000th", "1000", None, "", "rank", "")),
    ("C$31m a year before", ("C$31m", "31000000", None, "CAD", "money", "")),
    ("pays €180 monthly", ("€180 monthly", "180", None, "EUR/month", "money", "")),
    ("for eleven more days", ("eleven", "11", None, "day", "duration", "")),
    ("up 3.4 percentage points", ("3.4 percentage points", "3.4", None, "pp", "points", "")),
    ("up 2 pp", ("2 pp", "2", None, "pp", "points", "")),
    ("cut by 40 basis points", ("40 basis points", "40", None, "bp", "points", "")),
    ("costs $1.27M", ("$1.27M", "1270000", None, "USD", "money", "")),
    ("raised €40 million", ("€40 million", "40000000", None, "EUR", "money", "")),
    ("paid 400M dollars", ("400M dollars", "400000000", None, "USD", "money", "")),
    ("costs $24 a seat a month", ("$24 a seat a month", "24", None, "USD/seat/month", "money", "")),
    ("at $0.50 per million tokens", ("$0.50 per million tokens", "0.5", None, "USD/million token", "money", "")),
    ("is 3x faster", ("3x", "3", None, "x", "factor", "")),
    ("has 11× lower cost", ("11×", "11", None, "x", "factor", "")),
    ("at a tenth of the scale", ("a tenth", "0.1", None, "x", "factor", "")),
    ("twice as large", ("twice", "2", None, "x", "factor", "")),
    ("three times faster", ("three times", "3", None, "x", "factor", "")),
    ("grew tenfold", ("tenfold", "10", None, "x", "factor", "")),
    ("takes 256K tokens", ("256K tokens", "256000", None, "token", "count", "")),
    ("a 1M-token window", ("1M-token", "1000000", None, "token", "count", "")),
    ("with 31B parameters", ("31B parameters", "31000000000", None, "parameter", "count", "")),
    ("every 9.8 months", ("9.8 months", "9.8", None, "month", "duration", "")),
    ("a 15-second clip", ("15-second", "15", None, "second", "duration", "")),
    ("a three-year-old machine", ("three-year", "3", None, "year", "duration", "")),
    ("with one hour of data", ("one hour", "1", None, "hour", "duration", "")),
    ("is #3 there", ("#3", "3", None, "", "rank", "")),
    ("ranked eighth overall", ("eighth", "8", None, "", "rank", "")),
    ("a top-3 family", ("top-3", "3", None, "", "rank", "top")),
    ("came 5th overall", ("5th", "5", None, "", "rank", "")),
    ("at 300 tokens per second", ("300 tokens per second", "300", None, "token/second", "rate", "")),
    ("at 40 tok/s", ("40 tok/s", "40", None, "token/second", "rate", "")),
    ("fits 18.9 GB", ("18.9 GB", "18.9", None, "GB", "size", "")),
    ("takes 10-12 days", ("10-12 days", "10", "12", "day", "duration", "")),
    ("between 5 and 7 users", ("5 and 7", "5", "7", "user", "count", "")),
    ("about 10–12%", ("10–12%", "10", "12", "%", "percent", "about")),
    ("a plan for ten thousand people", ("ten thousand", "10000", None, "person", "count", "")),
    ("sold 1,240 copies", ("1,240", "1240", None, "copy", "count", "")),
    ("met 235 000 people", ("235 000 people", "235000", None, "person", "count", "")),
    ("up to 8 hours", ("8 hours", "8", None, "hour", "duration", "at most")),
    ("roughly $400M", ("$400M", "400000000", None, "USD", "money", "about")),
    ("more than 6.7 billion agent runs", ("6.7 billion", "6700000000", None, "run", "count", "more than")),
    ("with at least 10 people", ("10 people", "10", None, "person", "count", "at least")),
    ("over 40%+", ("40%", "40", None, "%", "percent", "more than")),
    ("hundreds of turns", ("hundreds", "100", None, "turn", "count", "many")),
    ("scored 83.9 on it", ("83.9", "83.9", None, "", "number", "")),
    ("lost −5% of it", ("−5%", "-5", None, "%", "percent", "")),
    ("with 10 professional security practitioners", ("10", "10", None, "practitioner", "count", "")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FIGURES, ids=[text for text, _ in FIGURES])
def test_a_figure_is_read(text: str, expected: tuple[str, str, str | None, str, str, str]) -> None:
    found = recognise(text).quantities
    assert len(found) == 1
    one = found[0]
    literal, value, high, unit, kind, bound = expected
    assert (one.value, one.high, one.unit, one.kind, one.bound) == (value, high, unit, kind, bound)
    assert text[one.start : one.end] == one.literal
    assert one.literal.startswith(literal)


@pytest.mark.parametrize(
    "text",
    [
        "Gemma 4 31B beats GPT-5.3 Codex", "Qwen3.6-Plus came out", "works on iOS 26.4", "one of them left",
        "runs on an H100", "see https://a.example/2026/04/5.html", "version v0.4.0 is out", "since 2019 only",
        "a 4D scene", "on 3 April 2026", "Claude Opus 4.6 led",
    ],
)  # fmt: skip
def test_what_is_no_figure_is_not_read_as_one(text: str) -> None:
    assert recognise(text).quantities == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Costs grew from 97 to 133 million euros.", ["97000000", "133000000"]),
        ("Sales rose 12% to $312m.", ["12", "312000000"]),
        ("They make sizes 100, 200 and 300.", ["100", "200", "300"]),
        ("It served three US banks.", ["3"]),
    ],
)
def test_figures_beside_each_other_stay_apart(text: str, values: list[str]) -> None:
    assert [one.value for one in recognise(text).quantities] == values


def test_from_to_is_a_change_and_no_range() -> None:
    found = recognise("rose from 8% to 29% in 10 weeks").quantities
    assert [(one.value, one.high, one.unit) for one in found] == [
        ("8", None, "%"), ("29", None, "%"), ("10", None, "week"),
    ]  # fmt: skip


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999"), places=2),
    st.sampled_from(
        [("K", 10**3), ("M", 10**6), ("B", 10**9), (" million", 10**6), (" billion", 10**9)]
    ),
)
@settings(deadline=None)
def test_scales_are_exact(number: Decimal, scale: tuple[str, int]) -> None:
    found = recognise(f"raised ${number}{scale[0]} there").quantities
    assert [Decimal(one.value) for one in found] == [number * scale[1]]


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=300)
def test_any_text_gives_literals_that_stand_in_it(text: str) -> None:
    for one in recognise(text).quantities:
        assert text[one.start : one.end] == one.literal
        assert Decimal(one.value).is_finite()
