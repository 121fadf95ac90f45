"""robots.txt as RFC 9309 has it, and files written to be expensive."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.sources.address import origin_of
from nutgraf.sources.looks.robots import (
    LARGEST,
    RobotsRules,
    as_fetched,
    is_stale,
    robots_rules,
)
from nutgraf.sources.looks.visits import HostState

NOW = datetime(2026, 4, 1, tzinfo=UTC)
SITE = "https://news.example"
# The threat row's 50 ms of this thread's time, with slack for a slower machine.
CHECK_SECONDS = 0.25


def state(body: bytes = b"", status: int = 200, at: datetime | None = NOW) -> HostState:
    return HostState(origin=SITE, robots=body, robots_status=status, robots_at=at)


def rules(text: str | bytes, status: int = 200) -> RobotsRules:
    return robots_rules(state(text.encode() if isinstance(text, str) else text, status), NOW)


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: *\nDisallow: /x\nAllow: /x/y", "/x/y/z", True),
        ("User-agent: *\nAllow: /x\nDisallow: /x", "/x", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: nutgraf\nDisallow: /\n\nUser-agent: *\nAllow: /", "/x", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: NutGraf/2.0\nDisallow: /y", "/x", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: nutgraf\n", "/x", True),
        ("User-agent: nut\nDisallow: /", "/x", True),
        ("User-agent: nutgraf-old\nDisallow: /", "/x", True),
        ("User-agent: other\nUser-agent: nutgraf\nDisallow: /x", "/x", False),
        ("User-agent: nutgraf\nDisallow: /a\n\nUser-agent: nutgraf\nDisallow: /b", "/b", False),
        ("user-agent : *\ndisallow : /x # why", "/x", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("User-agent: *\rDisallow: /x", "/x", False),
        ("User-agent: *\nSitemap: https://news.example/s.xml\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("<html><body>not found</body></html>", "/x", True),
        ("Disallow: /", "/x", True),
    ],
)
def test_who_may_ask_for_what(text: str, path: str, allowed: bool) -> None:
    assert rules(text).allows(SITE + path) is allowed


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("5", 5), ("0.5", 0.5), ("-1", 0), ("0", 0), ("nan", 0), ("inf", 0), ("soon", 0), ("1e9", 3600)],
)  # fmt: skip
def test_crawl_delay_within_reason(said: str, seconds: float) -> None:
    assert rules(f"User-agent: *\nCrawl-delay: {said}\nDisallow: /x").delay_seconds == seconds


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(301, True), (401, True), (403, True), (404, True), (410, True), (500, False), (503, False),
     (0, False)],
)  # fmt: skip
def test_robots_that_is_not_there_and_robots_that_was_not_reached(
    status: int, allowed: bool
) -> None:
    assert rules("User-agent: *\nDisallow: /", status).allows(SITE + "/x") is allowed


def test_a_day_old_is_stale_and_a_failure_is_tried_again() -> None:
    assert is_stale(state(at=None), NOW)
    assert not is_stale(state(), NOW + timedelta(hours=23, minutes=59))
    assert is_stale(state(), NOW + timedelta(hours=24))
    assert not is_stale(state(), NOW - timedelta(minutes=5))  # a clock that was set back a little
    assert is_stale(state(), NOW - timedelta(hours=24))
    assert not is_stale(state(status=404), NOW)
    assert is_stale(state(status=503), NOW) and is_stale(state(status=0), NOW)


def test_what_is_not_reached_for_thirty_days_is_not_there() -> None:
    failing = as_fetched(HostState(origin=SITE), 503, b"", NOW)
    for day in range(1, 31):
        failing = as_fetched(failing, 0 if day % 2 else 500, b"", NOW + timedelta(days=day))
        allowed = robots_rules(failing, NOW + timedelta(days=day)).allows(SITE + "/x")
        assert allowed is (day >= 30)


def test_a_file_once_read_holds_while_it_cannot_be_reached() -> None:
    read = as_fetched(HostState(origin=SITE), 200, b"User-agent: *\nDisallow: /x", NOW)
    later = NOW + timedelta(days=2)
    failing = as_fetched(read, 503, b"", later)
    assert failing == read and is_stale(failing, later)
    found = robots_rules(failing, later)
    assert found.allows(SITE + "/y") and not found.allows(SITE + "/x")
    assert robots_rules(as_fetched(failing, 404, b"x", later), later).everything is True


def test_five_hundred_kibibytes_are_parsed() -> None:
    filler = b"# " + b"x" * 98 + b"\n"
    body = b"User-agent: *\n" + filler * (505 * 1024 // len(filler)) + b"Disallow: /last\n"
    assert 500 * 1024 < len(body) < LARGEST
    assert not rules(body).allows(SITE + "/last")
    longer = body + filler * 2000 + b"Disallow: /beyond\n"
    kept = as_fetched(HostState(origin=SITE), 200, longer, NOW)
    assert len(kept.robots) == LARGEST
    assert robots_rules(kept, NOW).allows(SITE + "/beyond")
    cut = b"User-agent: *\nDisallow: /private" + b" " * LARGEST
    assert robots_rules(state(cut), NOW).allows(SITE + "/p")


def wild(count: int) -> bytes:
    return b"User-agent: *\n" + b"".join(b"Disallow: /*a%05d*b$\n" % n for n in range(count))


# Generated to the sizes the threat row names; the published pattern is one of many wildcards in a row.
EXPENSIVE = {
    "20,000 wildcard rules": (wild(20_000), "/" + "a/b" * 30),
    "wildcards in a row": (b"User-agent: *\nDisallow: /" + b"a*" * 5000 + b"$\n", "/" + "a" * 8000),
    "many of those": (
        b"User-agent: *\n" + (b"Disallow: /" + b"*a" * 200 + b"$b\n") * 1200, "/" + "a" * 370,
    ),
    "needles": (
        b"User-agent: *\n" + (b"Disallow: /*" + b"a" * 20 + b"b" + b"a" * 20 + b"\n") * 9400,
        "/" + "a" * 8000,
    ),
    "agents times rules": (
        b"".join(b"user-agent:a%d\n" % n for n in range(15_000))
        + b"".join(b"disallow:/%d\n" % n for n in range(15_000)), "/x",
    ),
    "everybody again and again": (
        b"user-agent:*\n" * 15_000 + b"".join(b"disallow:/%d\n" % n for n in range(15_000)), "/x",
    ),
    "one line": (b"User-agent: *\nDisallow: /" + b"*" * 500_000, "/x"),
    "dollars": (b"User-agent: *\n" + b"Disallow: /$x$\n" * 30_000, "/x"),
    "newlines": (b"\n" * 520_000, "/x"),
}  # fmt: skip


@pytest.mark.threat("F10")
@pytest.mark.parametrize("name", sorted(EXPENSIVE))
def test_a_hostile_file_cannot_stall(name: str) -> None:
    body, path = EXPENSIVE[name]
    assert len(body) <= 530 * 1024
    began = time.thread_time()
    found = rules(body)
    parsed = time.thread_time()
    found.allows(SITE + path)
    assert time.thread_time() - parsed < CHECK_SECONDS
    assert parsed - began < 5


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_file_is_read(body: bytes, path: str) -> None:
    found = rules(b"User-agent: *\n" + body)
    assert found.allows(SITE + "/" + path) in {True, False}
    assert 0 <= found.delay_seconds <= 3600


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("HTTPS://News.Example/x?y", "https://news.example"),
        ("https://news.example:443/x", "https://news.example"),
        ("http://news.example:80", "http://news.example"),
        ("http://news.example:8080/x", "http://news.example:8080"),
        ("http://[2001:db8::1]:80/x", "http://[2001:db8::1]"),
    ],
)
def test_origins(address: str, origin: str) -> None:
    assert origin_of(address) == origin
