"""The verdict on signatures: what holds, what does not, what cannot be known; no network."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.testing import signed, signing_key
from nutgraf.wire.dkim import Dkim, DkimOptions, Seen

KEY, OTHER, SHORT = signing_key(1), signing_key(2), signing_key(3, 768)
PLACE = "s1._domainkey.news.example"
MAIL = (
    b"From: Letters <a@news.example>\r\nTo: b@home.example\r\nSubject: Hi\r\nDate: Thu, 02 Apr 2026 10:00:00 +0000\r\n"
    b"Message-ID: <1@news.example>\r\n\r\nWords here.\r\n"
)
SIGNED = signed(MAIL, "news.example", KEY)


def verdict(mail: bytes, record: bytes = KEY.record) -> str:
    ((name, words),) = seen(mail, record)
    assert name == "dkim"
    return words


def seen(mail: bytes, record: bytes = KEY.record) -> Seen:
    zone = {PLACE: (record,)}
    return Dkim(look_up=lambda name, seconds: zone.get(name, ())).seen(mail)


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        (MAIL, "none"),
        (SIGNED, "pass news.example"),
        (SIGNED.replace(b"\r\n", b"\n"), "pass news.example"),
        (b"Received: by somebody\r\n" + SIGNED, "pass news.example"),
        (SIGNED.replace(b"Words", b"Other"), "fail news.example: the words were changed"),
        (SIGNED.replace(b": Hi", b": Ho"), "fail news.example: the headers or the words were changed, or somebody else signed"),
        (b"Subject: Buy now\r\n" + SIGNED, "fail news.example: the subject header stands more often than was signed"),
        (b"From: x@other.example\r\n" + SIGNED, "fail news.example: the from header stands more often than was signed"),
        (SIGNED.replace(b"s=s1", b"s=s2"), "unchecked: there is no key at s2._domainkey.news.example"),
        (SIGNED.replace(b"rsa-sha256", b"rsa-sha1"), "unchecked: news.example signs by a method that is not checked"),
        (SIGNED.replace(b"v=1;", b"v=1; l=3;"), "unchecked: news.example signed only the beginning of the words"),
        (SIGNED.replace(b" : subject", b""), "unchecked: news.example did not sign the subject header"),
        (SIGNED.replace(b"h=from : ", b"h="), "unchecked: news.example did not sign the from header"),
        (SIGNED.replace(b"v=1;", b"v=1; x=1000;"), "unchecked: the signature of news.example has expired"),
        (SIGNED.replace(b"d=news.example", b"d=example"), "unchecked: the signature cannot be read"),
        (SIGNED.replace(b"d=news.example", b"d=news.example/../x"), "unchecked: the signature cannot be read"),
        (SIGNED.replace(b"b=", b"b=" + b"A" * 4000), "unchecked: the signature cannot be read"),
        (b"no header\r\n" + SIGNED, "unchecked: its headers cannot be read"),
    ],
)  # fmt: skip
def test_verdicts(mail: bytes, words: str) -> None:
    assert verdict(mail) == words


ON_TOP = b"X-A: b\rFrom: letters@policy.example\rSubject: The bank has failed\r\rforged words\r\n"


@pytest.mark.parametrize(
    "mail",
    [
        ON_TOP + SIGNED,
        SIGNED.replace(b"\r\nTo:", b"\r\nFrom evil Thu Apr  2 10:00:00 2026\r\nTo:"),
        SIGNED.replace(b"\r\n", b"\n").replace(b"\nTo:", b"\nFrom : x@evil.example\nTo:"),
        b"X-Long: " + b"a" * 300_000 + b"\r\n" + SIGNED,
    ],
    ids=["a bare CR", "a From line", "a From line that is a header elsewhere", "a head of 300 KB"],
)
def test_headers_that_can_be_read_in_two_ways_are_not_checked(mail: bytes) -> None:
    assert verdict(mail) == "unchecked: its headers cannot be read"


def test_a_bare_cr_or_a_from_line_in_the_words_is_no_matter() -> None:
    for words in (b"a\rb\r\n", b"a\r\nFrom here on\r\n", b"a" + b" " * 20_000 + b"\r\n"):
        assert verdict(signed(MAIL + words, "news.example", KEY)) == "pass news.example"


def test_blanks_without_end_do_not_hold_the_check_up() -> None:
    mail = signed(MAIL, "news.example", KEY)
    began = time.monotonic()
    assert verdict(mail + b" " * 200_000 + b"x") == "unchecked: it holds too many blanks in a row"
    assert verdict(mail + b" \t" * 100_000 + b"x") == "unchecked: it holds too many blanks in a row"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "record",
    [b"v=DKIM1; p=", b"v=DKIM1; k=rsa; p=AAAA", b"p=", b"v=DKIM2; p=AAAA", b"\xff\xfe p=x", SHORT.record],
)  # fmt: skip
def test_a_withdrawn_short_or_broken_key_is_no_pass(record: bytes) -> None:
    assert verdict(SIGNED, record).startswith("unchecked: ")


def test_a_key_that_is_too_short_for_a_good_signature_is_no_pass() -> None:
    words = verdict(signed(MAIL, "news.example", SHORT), SHORT.record)
    assert words.startswith("unchecked: ")


def test_somebody_elses_signature_fails() -> None:
    assert verdict(signed(MAIL, "news.example", OTHER)).startswith("fail news.example")


def test_each_signature_has_its_row_and_look_ups_are_bounded() -> None:
    mail = MAIL
    for number in range(8):
        mail = signed(mail, f"d{number}.example", KEY)
    asked: list[str] = []

    def look_up(name: str, seconds: float) -> tuple[bytes, ...]:
        asked.append(name)
        return (KEY.record,)

    rows = Dkim(options=DkimOptions(most_look_ups=3), look_up=look_up).seen(mail)
    assert len(asked) == 3
    assert [words.split()[0] for _, words in rows] == ["pass"] * 3 + ["unchecked:"] * 2


def test_a_name_system_without_answers_is_no_verdict() -> None:
    def silent(name: str, seconds: float) -> tuple[bytes, ...]:
        assert seconds <= 5
        raise TimeoutError

    assert Dkim(look_up=silent).seen(SIGNED) == (
        ("dkim", "unchecked: the name system gave no answer"),
    )


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=60), st.integers(0, len(SIGNED)), st.integers(0, 40))
def test_no_damage_raises_and_no_changed_word_passes(noise: bytes, at: int, cut: int) -> None:
    damaged = SIGNED[:at] + noise + SIGNED[at + cut :]
    rows = seen(damaged)
    assert rows and all(name == "dkim" and len(words) < 400 for name, words in rows)
    body = damaged.partition(b"\r\n\r\n")[2]
    if any(words.startswith("pass") for _, words in rows):
        assert b"".join(body.split()) == b"Wordshere."
