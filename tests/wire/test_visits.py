"""What one visit asks with and what it brings home: validators, freshness, patience, moves."""

from __future__ import annotations

import pytest

from nutgraf.errors import Refused
from nutgraf.sources.looks.visits import Errand, Validators, Visit
from nutgraf.testing import Answer, Asked, ScriptedWeb, at
from nutgraf.wire import Fetcher, FetchOptions

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
NOW = at("2026-04-01")
FEED = b"<rss version='2.0'><channel><title>T</title></channel></rss>"
HOST = "feeds.example.org"


def visit(web: ScriptedWeb, path: str = "/feed", **errand: object) -> Visit:
    fetcher = Fetcher(options=FetchOptions(allow=web.allow), look_up=web.names)
    wanted = Errand(address=web.at(HOST, path), source="s", **errand)  # type: ignore[arg-type]
    found = fetcher.visit(wanted, NOW)
    assert found.address == wanted.address and found.at == NOW
    if found.outcome == "refused":
        assert found.refused is not None and found.refused.source == "s"
        assert found.refused.happened.endswith(".") and found.refused.next_step.endswith(".")
    return found


def headers(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return pairs


# Validators as servers really write them: weak, unquoted, with a suffix, not even dates.
VERBATIM = (
    ('"33a64df5"', "Wed, 21 Oct 2015 07:28:00 GMT"),
    ('W/"0815"', "Wed, 21 Oct 2015 07:28:00 +0000"),
    ('"abc-gzip"', "2015-10-21"),
    ("unquoted", ""),
    ("", "Mon, 01 Jan 0001 00:00:00 GMT"),
    ('"with, comma; and = signs"', "yesterday"),
    ('""', "0"),
    ('"caf\xe9"', ""),
)


@pytest.mark.parametrize(("etag", "modified"), VERBATIM)
def test_validators_come_back_word_for_word(etag: str, modified: str) -> None:
    web = ScriptedWeb({f"{HOST}/feed": Answer(body=FEED, etag=etag, last_modified=modified)})
    with web:
        first = visit(web)
        assert first.outcome == "read" and first.raw is not None and first.raw.data == FEED
        assert first.validators == Validators(etag=etag, last_modified=modified)
        second = visit(web, validators=first.validators)
    assert (second.outcome, second.status, second.raw) == ("unchanged", 304, None)
    assert second.validators == first.validators
    asked = web.log[1].headers
    assert asked.get("if-none-match", "") == etag
    assert asked.get("if-modified-since", "") == modified
    assert {"if-none-match", "if-modified-since"} & set(web.log[0].headers) == set()


def test_a_304_may_bring_new_validators_and_keeps_those_it_does_not_name() -> None:
    web = ScriptedWeb({f"{HOST}/feed": Answer(status=304, headers=(("ETag", '"2"'),))})
    with web:
        found = visit(web, validators=Validators(etag='"1"', last_modified="then"))
    assert found.outcome == "unchanged"
    assert found.validators == Validators(etag='"2"', last_modified="then")


def test_a_304_nobody_asked_for_is_an_error() -> None:
    web = ScriptedWeb({f"{HOST}/feed": Answer(status=304)})
    with web:
        found = visit(web)
    assert (found.outcome, found.status) == ("refused", 304)
    assert found.refused is not None and found.refused.rule == "http-status"


def test_validators_that_no_header_can_carry_are_not_kept_or_sent() -> None:
    web = ScriptedWeb(
        {f"{HOST}/feed": Answer(body=FEED, headers=(("ETag", '"' + "x" * 5000 + '"'),))}
    )
    with web:
        assert visit(web).validators == Validators()
        split = visit(web, validators=Validators(etag='"1"\r\nX-Injected: yes', last_modified="→"))
    assert split.outcome == "read"
    assert "x-injected" not in web.log[1].headers and "if-none-match" not in web.log[1].headers


@pytest.mark.parametrize(
    ("status", "said", "outcome", "retry"),
    [
        (429, "120", "later", 120), (429, "", "later", None), (503, "0", "later", 60),
        (503, "99999999", "later", 604_800), (503, "-1", "later", 60), (503, "soon", "later", None),
        (503, "Wed, 01 Apr 2026 19:00:00 GMT", "later", 3600), (500, "", "refused", None),
        (500, "300", "later", 300), (404, "", "refused", None), (410, "", "gone", None),
        (401, "", "refused", None), (300, "", "refused", None), (204, "", "refused", None),
        (206, "", "refused", None), (999, "", "refused", None), (305, "", "refused", None),
    ],
)  # fmt: skip
def test_answers_that_are_no_success(
    status: int, said: str, outcome: str, retry: int | None
) -> None:
    extra = headers(("Retry-After", said)) if said else ()
    web = ScriptedWeb({f"{HOST}/feed": Answer(status=status, headers=extra)})
    with web:
        found = visit(web)
    assert (found.outcome, found.status, found.retry_seconds) == (outcome, status, retry)
    assert found.asked and found.raw is None
    assert isinstance(found.refused, Refused) and str(status) in found.refused.happened


def test_freshness_is_what_the_last_answer_says() -> None:
    web = ScriptedWeb(
        {
            f"{HOST}/feed": Answer(status=302, headers=(("Location", "/b"), ("Cache-Control", "max-age=9"))),
            f"{HOST}/b": Answer(body=FEED, headers=(("Cache-Control", "max-age=600"), ("Age", "60"))),
        }
    )  # fmt: skip
    with web:
        found = visit(web)
    assert found.fresh_seconds == 540


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_moves_are_told_with_their_status(status: int) -> None:
    to = ("Location", "/new place#top")
    web = ScriptedWeb(
        {
            f"{HOST}/feed": Answer(status=301, headers=(("Location", "/b"),)),
            f"{HOST}/b": Answer(status=status, headers=(to,)),
            f"{HOST}/new%20place": Answer(body=FEED),
        }
    )
    with web:
        found = visit(web)
        moves = [(move.status, move.was, move.now) for move in found.moved]
        new = web.at(HOST, "/new%20place")
        assert moves == [
            (301, web.at(HOST, "/feed"), web.at(HOST, "/b")), (status, web.at(HOST, "/b"), new)
        ]  # fmt: skip
        assert found.raw is not None and found.raw.address == new
        assert found.permanent == (new if status in {301, 308} else web.at(HOST, "/b"))


def test_letters_beyond_ascii_in_addresses() -> None:
    def landed(asked: Asked) -> Answer:
        return Answer(body=FEED)

    location = ("Location", "/caf\xc3\xa9?q=\xc3\xbc")  # UTF-8, as servers send it
    web = ScriptedWeb(
        {
            f"{HOST}/feed": Answer(status=302, headers=(location,)),
            f"{HOST}/caf%C3%A9?q=%C3%BC": landed,
        }
    )
    with web:
        assert visit(web).outcome == "read"
        assert visit(web, "/café?q=ü").outcome == "read"


def test_the_request_is_honest_and_the_errand_may_say_what_it_accepts() -> None:
    web = ScriptedWeb({f"{HOST}/feed": Answer(body=FEED)})
    with web:
        visit(web, accept="application/json")
        visit(web)
    first, second = (asked.headers for asked in web.log)
    assert first["accept"] == "application/json" and "rss+xml" in second["accept"]
    assert first["accept-encoding"] == "gzip, deflate, zstd"
    assert first["user-agent"].startswith("nutgraf/")
    assert {"cookie", "authorization", "referer"} & set(first) == set()


def test_an_errand_says_how_large_its_body_may_be() -> None:
    web = ScriptedWeb({f"{HOST}/feed": Answer(body=b"x" * 2000)})
    with web:
        small = visit(web, largest=1000)
        assert small.refused is not None and small.refused.rule == "too-large"
        assert "1000 bytes" in small.refused.happened
        assert visit(web, largest=2000).outcome == "read"


def test_pdfs_may_be_larger_than_pages() -> None:
    body = b"%PDF" + b"\0" * (2 << 20)
    pdf = headers(("Content-Type", "application/pdf"))
    web = ScriptedWeb({f"{HOST}/feed": Answer(body=body, headers=pdf), "/page": Answer(body=body)})
    limits = FetchOptions(allow=web.allow, largest=1 << 20, largest_pdf=3 << 20)
    with web:
        fetcher = Fetcher(options=limits, look_up=web.names)
        assert not isinstance(fetcher.fetch(web.at(HOST, "/feed")), Refused)
        assert isinstance(fetcher.fetch(web.at(HOST, "/page")), Refused)


def test_a_hub_in_the_link_header_is_seen() -> None:
    link = '<https://hub.example/>; rel="hub", <https://news.example/feed>; rel="self"'
    web = ScriptedWeb({f"{HOST}/feed": Answer(body=FEED, headers=(("Link", link),))})
    with web:
        found = visit(web)
    assert found.raw is not None and found.raw.seen == (("link", link),)


def test_an_address_that_may_not_be_asked_is_not() -> None:
    web = ScriptedWeb({})
    with web:
        fetcher = Fetcher(options=FetchOptions(allow=web.allow), look_up=web.names)
        for address in ("http://10.0.0.1/", "ftp://news.example/", web.at("unknown.example")):
            found = fetcher.visit(Errand(address=address, source="s"), NOW)
            assert (found.outcome, found.status, found.asked) == ("refused", 0, False)
    assert web.log == ()
