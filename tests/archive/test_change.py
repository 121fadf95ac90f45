"""A watched page: clocks and counters are no change, figures of the news are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import archive
from nutgraf.archive.change import same_but_for_noise, settled
from tests.archive.samples import item

SAME = (
    ("Posted 3 minutes ago\nHello world.", "Posted an hour ago\nHello world."),
    ("vor 3 Minuten\nHallo.", "vor 2 Stunden\nHallo."),
    ("il y a 5 minutes\nBonjour.", "il y a 3 heures\nBonjour."),
    ("hace 5 minutos\nHola.", "hace 3 horas\nHola."),
    ("Hello.\nTuesday, April 3, 2026", "Hello.\nWednesday, 4 April 2026"),
    ("1,024 views\nHi.", "2,048 views\nHi."),
    ("By A. Doe · 5 min read · 1.2k views\nHi.", "By A. Doe · 5 min read · 1.9k views\nHi."),
    ("12 Comments | 3 shares\nHi.", "Hi."),
    ("Hi.\nAdvertisement\nMore.", "Hi.\nMore."),
    ("Last updated: 10:32 UTC, 3 April 2026\nHi.", "Last updated: 11:32 UTC, 4 April 2026\nHi."),
    ("Stand: 3. April 2026, 10:00 Uhr\nHallo.", "Stand: 4. April 2026, 9:30 Uhr\nHallo."),
    ("13 users online\nHi.", "Hi."), ("Hi ,  there.", "hi, there"), ("", "Advertisement"),
)  # fmt: skip
CHANGED = (
    ("5 people died.", "7 people died."), ("It costs $5.", "It costs €5."), ("Up 1.5%", "Up 15%"),
    ("Minus -3 degrees", "Minus 3 degrees"), ("Dead since May 3.", "Dead since May 4."),
    ("The index fell 300 points.", "The index fell 500 points."), ("She sold 10 shares.", "She sold 20 shares."),
    ("It has 300 million subscribers.", "It has 400 million subscribers."), ("Hi.", "Hi. More."),
    ("One.\nTwo.", "Two.\nOne."), ("The bank opens on 3 May.", "The bank opens on 4 May."), ("Yes.", "No."),
    ("p<0.05", "p>0.05"), ("A ≥ 5", "A ≤ 5"), ("±5", "5"), ("₹5", "¥5"), ("1/2 of staff", "1 2 of staff"),
    ("He left 3 days ago with a longer sentence around it", "He left 30 years ago with a longer sentence around it"),
    ("Deadline for comments\n1 May 2026", "Deadline for comments\n15 May 2026"),
    ("Rates: 5%", "Rates: 5"), ("", "Words."),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new"), SAME)
def test_clocks_counters_and_advertisements_are_no_change(old: str, new: str) -> None:
    assert same_but_for_noise(old, new) and same_but_for_noise(new, old)


@pytest.mark.parametrize(("old", "new"), CHANGED)
def test_all_else_is(old: str, new: str) -> None:
    assert not same_but_for_noise(old, new) and not same_but_for_noise(new, old)


@settings(deadline=None)
@given(st.text(), st.text())
def test_a_text_is_always_itself(text: str, other: str) -> None:
    assert same_but_for_noise(text, text)
    assert same_but_for_noise(text, other) == same_but_for_noise(other, text)
    assert all(settled(text))


PAGE = """<html><head><title>Status</title></head><body><nav><a href="/">Home</a></nav><main><article>
<h1>Model status</h1><p>Updated {ago}</p><p>{views} views</p>
<p>The service ran without a fault for {days} days and answered every request of its customers.</p>
<p>{words}</p><div>Advertisement</div></article></main><footer>{today}</footer></body></html>"""
AT_FIRST = {
    "ago": "3 minutes ago", "views": "1,024", "days": "12", "today": "Friday, 3 April 2026",
    "words": "A second region opens in the autumn, the company said, once its power is sure.",
}  # fmt: skip


def text_of(**changes: str) -> str:
    made = archive.canonical(item(PAGE.format(**(AT_FIRST | changes)).encode(), "text/html"))
    assert isinstance(made, archive.Canonical)
    return made.text


@pytest.mark.parametrize(
    ("changes", "noise"),
    [
        ({"ago": "2 hours ago"}, True), ({"views": "9,999"}, True), ({"today": "Saturday, 4 April 2026"}, True),
        ({"ago": "an hour ago", "views": "2", "today": "Sunday, 5 April 2026"}, True), ({"days": "13"}, False),
        ({"words": "A second region opens in the spring, the company said, once its power is sure."}, False),
    ],
)  # fmt: skip
def test_a_page_looked_at_twice(changes: dict[str, str], noise: bool) -> None:
    assert same_but_for_noise(text_of(), text_of(**changes)) is noise
