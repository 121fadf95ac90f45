"""Secrets go to the origin they belong to and nowhere else, and are told to nobody."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping

import pytest

from nutgraf.sources.looks.visits import Errand, Visit
from nutgraf.testing import Answer, Asked, ScriptedNames, ScriptedWeb, at
from nutgraf.wire import Fetcher, FetchOptions
from nutgraf.wire.resolver import Checked, take_apart
from nutgraf.wire.secrets import may_carry

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.threat("F11")]
NOW = at("2026-04-01")
SECRET = "s3cr3t-t0ken-of-the-desk"
NAME = "NEWS_TOKEN"
HOST = "paid.example.org"


def sent(
    web: ScriptedWeb, *others: ScriptedWeb, environ: Mapping[str, str] | None = None,
    path: str = "/feed", host: str = HOST, user: str = "",
) -> Visit:  # fmt: skip
    names = ScriptedNames([*web.hosts, *(host for other in others for host in other.hosts), host])
    allow = (*web.allow, *(entry for other in others for entry in other.allow))
    fetcher = Fetcher(
        options=FetchOptions(allow=allow, read_seconds=0.2), look_up=names,
        environ={NAME: SECRET} if environ is None else environ,
    )  # fmt: skip
    errand = Errand(address=web.at(host, path), source="s", secret=NAME, user=user)
    found = fetcher.visit(errand, NOW)
    assert SECRET not in repr(found) and SECRET not in repr(fetcher)
    return found


def test_a_token_and_a_password() -> None:
    web = ScriptedWeb({f"{HOST}/feed": Answer(body=b"paid")})
    with web:
        assert sent(web).outcome == "read"
        assert sent(web, user="reader").outcome == "read"
    basic = base64.b64encode(f"reader:{SECRET}".encode()).decode()
    assert [asked.headers["authorization"] for asked in web.log] == [
        f"Bearer {SECRET}", f"Basic {basic}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "rule"),
    [(None, "missing"), ("", "missing"), (" \n", "missing"), ("a\nb", "unusable"), ("a\x00b", "unusable"),
     ("töken", "unusable")],
)  # fmt: skip
def test_a_secret_that_is_not_there_is_named_and_not_shown(value: str | None, rule: str) -> None:
    web = ScriptedWeb({f"{HOST}/feed": Answer(body=b"paid")})
    with web:
        found = sent(web, environ={} if value is None else {NAME: value})
    assert found.refused is not None and found.refused.rule == f"secret-{rule}"
    assert NAME in found.refused.happened
    assert not found.asked and web.log == ()
    assert not (value or "").strip() or value not in repr(found)


def test_what_is_no_name_of_a_variable_is_not_repeated() -> None:
    fetcher = Fetcher(look_up=lambda *_: ["93.184.215.14"], environ={})
    found = fetcher.visit(Errand(address="https://a.example/", source="s", secret=SECRET), NOW)
    assert found.refused is not None and found.refused.rule == "secret-name"
    assert SECRET not in repr(found)


def test_no_secret_over_plain_http_to_a_public_address() -> None:
    fetcher = Fetcher(look_up=lambda *_: ["93.184.215.14"], environ={NAME: SECRET})
    found = fetcher.visit(Errand(address="http://a.example/", source="s", secret=NAME), NOW)
    assert found.refused is not None and found.refused.rule == "secret-unprotected"
    assert not found.asked
    for url, listed, may in (
        ("https://a.example/", False, True), ("http://a.example/", True, True),
        ("http://a.example/", False, False),
    ):  # fmt: skip
        assert may_carry(Checked(target=take_apart(url), addresses=(), listed=listed)) is may


# Where a redirect leads, the origin of the secret being http://paid.example.org:PORT; PORT2 is another
# server's. Every one of them changes scheme, host or port.
CHANGES = (
    "http://other.example.org:PORT/x", "http://www.paid.example.org:PORT/x",
    "http://example.org:PORT/x", "http://paid.example.com:PORT/x", "http://paid.example.org:PORT2/x",
    "http://PAID.example.ORG:PORT2/x", "http://other.example.org:PORT2/x", "//other.example.org:PORT/x",
    "http://127.0.0.1:PORT/x", "http://127.0.0.1:PORT2/x", "http://paid-example.org:PORT/x",
    "http://paid.example.org.evil.example:PORT/x", "https://paid.example.org:PORT/x",
    "http://xpaid.example.org:PORT/x", "http://paid.example.org/x", "https://paid.example.org/x",
)  # fmt: skip


def test_sixteen_changes_of_origin_and_no_header_leaks(
    caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    caplog.set_level(logging.DEBUG)
    assert len(CHANGES) == 16
    hosts = ("other.example.org", "www.paid.example.org", "example.org", "paid.example.com",
             "paid-example.org", "paid.example.org.evil.example", "xpaid.example.org", HOST)  # fmt: skip
    there = {"/x": Answer(body=b"caught")}
    first, second = ScriptedWeb(there, hosts=hosts), ScriptedWeb(there, hosts=hosts)
    leaked, landed = [], 0
    with first, second:
        for change in CHANGES:
            to = change.replace("PORT2", str(second.port)).replace("PORT", str(first.port))
            for status in (301, 302, 303, 307, 308):
                first.says(f"{HOST}/feed", Answer(status=status, headers=(("Location", to),)))
                sent(first, second)
    for asked in (*first.log, *second.log):
        if asked.path == "/x":
            landed += 1
            leaked += [asked] if SECRET in repr(asked.headers) else []
            leaked += [asked] if "authorization" in asked.headers else []
    assert leaked == []
    record_property("number", f"{len(CHANGES)} changes of origin, {len(leaked)} headers leaked")
    assert landed >= 12 * 5  # https and the usual ports lead to nobody here
    assert all("authorization" in asked.headers for asked in first.log if asked.path == "/feed")
    assert SECRET not in caplog.text


def test_a_secret_stays_behind_for_good_and_goes_along_within_its_origin() -> None:
    def back(asked: Asked) -> Answer:
        to = f"http://{HOST}:{web.port}/end"
        return Answer(status=302, headers=(("Location", to),))

    web = ScriptedWeb({"other.example.org/x": back, f"{HOST}/end": Answer(body=b"end")})
    with web:
        away = web.at("other.example.org", "/x")
        web.says(f"{HOST}/feed", Answer(status=302, headers=(("Location", away),)))
        web.says(f"{HOST}/same", Answer(status=302, headers=(("Location", "/end"),)))
        assert sent(web).outcome == "read"
        assert sent(web, path="/same").outcome == "read"
    carried = [(asked.path, "authorization" in asked.headers) for asked in web.log]
    assert carried == [
        ("/feed", True), ("/x", False), ("/end", False), ("/same", True), ("/end", True),
    ]  # fmt: skip


def test_an_answer_that_repeats_the_request_is_not_told() -> None:
    web = ScriptedWeb({f"{HOST}/feed": Answer(status=401, headers=(("X-You-Sent", SECRET),))})
    with web:
        assert sent(web).outcome == "refused"
