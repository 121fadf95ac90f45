"""Hosts as a person sees them: look-alikes are seen for what they are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.sources.shown_address import shown_address, shown_host

pytestmark = pytest.mark.threat("P7")


@pytest.mark.parametrize("host", [
    "wire.example", "münchen.example", "žluťoučký.example", "новости.example", "ειδήσεις.example",
    "ニュース.example", "今日のnews.example", "뉴스.example", "חדשות.example", "أخبار.example", "ข่าว.example",
    "192.0.2.1", "2001:db8::1", "a-b.c_d.example", "新聞.example",
])  # fmt: skip
def test_an_honest_host_is_shown_in_its_letters(host: str) -> None:
    assert shown_host(host) == host


@pytest.mark.parametrize(("host", "shown"), [
    ("münchen.example", "münchen.example"),
    ("xn--mnchen-3ya.example", "münchen.example"),
    ("аррӏе.example", "xn--80ak6aa92e.example"),
    ("xn--80ak6aa92e.example", "xn--80ak6aa92e.example"),
    ("pаypal.example", "xn--pypal-4ve.example"),
    ("xn--pypal-4ve.example", "xn--pypal-4ve.example"),
    ("gооgle.example", "xn--ggle-55da.example"),
    ("раураӏ.example", "xn--80aa0cbo65f.example"),
    ("newsруссия.example", "xn--news-e5d1chaq7j.example"),
])  # fmt: skip
def test_a_look_alike_is_shown_in_ascii(host: str, shown: str) -> None:
    assert shown_host(host) == shown


@pytest.mark.parametrize(("address", "shown"), [
    ("https://pаypal.example/a?b=c", "https://xn--pypal-4ve.example/a?b=c"),
    ("https://new\u202es.example/\u200bx", "https://news.example/x"),
    ("https://НОВОСТИ.example/", "https://новости.example/"),
    ("papers/today", "papers/today"), ("https://[bad/", "https://[bad/"), ("", ""),
    ("mailto:a@b.example", "mailto:a@b.example"),
])  # fmt: skip
def test_addresses(address: str, shown: str) -> None:
    assert shown_address(address) == shown


LATIN = "abcdefghijklmnopqrstuvwxyz"
OTHERS = "абвгдежзийклмнопрстуфхцчшщыьэюяαβγδεζηθικλμνξοπρστυφχψω"


@given(
    st.text(LATIN, min_size=1, max_size=8), st.text(OTHERS, min_size=1, max_size=8), st.booleans()
)
def test_no_host_of_two_alphabets_is_shown_in_letters(one: str, other: str, swap: bool) -> None:
    label = other + one if swap else one + other
    assert shown_host(f"{label}.example").isascii()


@given(st.text(max_size=40))
def test_any_text_is_shown_without_what_hides(text: str) -> None:
    for shown in (shown_address(text), shown_address(f"https://{text}/")):
        assert not any(unicodedata.category(char) in {"Cf", "Cs"} for char in shown)


@given(st.text(OTHERS + LATIN + "-0123456789漢字かな", min_size=1, max_size=20))
def test_showing_twice_changes_nothing(label: str) -> None:
    once = shown_host(f"{label}.example")
    assert shown_host(once) == once
