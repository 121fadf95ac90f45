"""WebSub as pure steps, section by section of the Recommendation."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.errors import Refused
from nutgraf.sources import websub
from nutgraf.sources.feeds.offering import offered
from nutgraf.sources.model import RawObject
from nutgraf.sources.websub import Subscription, Verified

NOW = datetime(2026, 4, 1, tzinfo=UTC)
TOPIC = "https://tally.example/feed"
ASKED = websub.begun("tally", "https://hub.example/", TOPIC, id="i" * 32, secret="s" * 64, now=NOW)
ACTIVE = replace(ASKED, state="active", until=NOW + timedelta(days=10))


def asked(mode: str = "subscribe", **more: str) -> dict[str, str]:
    query = {
        "hub.mode": mode,
        "hub.topic": TOPIC,
        "hub.challenge": "c-1",
        "hub.lease_seconds": "864000",
    }
    return {name: value for name, value in {**query, **more}.items() if value}


def test_an_offer_is_found_in_the_feed_and_in_the_header() -> None:
    links = [("hub", "https://hub.example/"), ("self", TOPIC), ("hub", "https://hub.example/")]
    found = websub.offer(links, address="https://other.example/f")
    assert found == websub.Offer(topic=TOPIC, hubs=("https://hub.example/",))
    header = '<https://first.example/>; rel="hub", </feed2>; rel=self; type="application/rss+xml"'
    found = websub.offer(links, header, "https://tally.example/x")
    assert found is not None and found.topic == "https://tally.example/feed2"
    assert found.hubs == ("https://first.example/", "https://hub.example/")
    assert (
        websub.offer([("self", TOPIC)]) is None and websub.offer([], "nonsense, <", TOPIC) is None
    )
    both = websub.offer([], '<https://h.example/>; rel="alternate hub"', TOPIC)
    assert both == websub.Offer(topic=TOPIC, hubs=("https://h.example/",))


def test_a_comma_in_quotes_parts_no_links() -> None:
    header = (
        '<https://h.example/>; title="One, two; three"; rel="hub", </f>; rel=self; title="a, <b>"'
    )
    found = websub.offer([], header, "https://tally.example/x")
    assert found == websub.Offer(topic="https://tally.example/f", hubs=("https://h.example/",))


def test_the_request_is_the_form_of_section_5_1() -> None:
    form = dict(websub.request(ASKED, "subscribe", "https://d.example/websub/i", lease_seconds=60))
    assert form == {
        "hub.callback": "https://d.example/websub/i", "hub.mode": "subscribe", "hub.topic": TOPIC,
        "hub.lease_seconds": "60", "hub.secret": "s" * 64,
    }  # fmt: skip
    plain = replace(ASKED, hub="http://hub.example/")
    assert "hub.secret" not in dict(
        websub.request(plain, "subscribe", "https://d.example/", lease_seconds=60)
    )
    leave = dict(websub.request(ACTIVE, "unsubscribe", "https://d.example/", lease_seconds=60))
    assert leave.keys() == {"hub.callback", "hub.mode", "hub.topic"}


def test_the_hub_is_answered_when_it_asks_what_was_meant() -> None:
    answer = websub.answered(ASKED, asked(), NOW)
    assert isinstance(answer, Verified) and answer.challenge == "c-1"
    assert answer.subscription.state == "active"
    assert answer.subscription.until == NOW + timedelta(days=10)
    again = websub.answered(ACTIVE, asked(), NOW + timedelta(days=8))
    assert isinstance(again, Verified) and again.subscription.until == NOW + timedelta(days=18)
    left = websub.answered(replace(ACTIVE, state="leaving"), asked("unsubscribe"), NOW)
    assert isinstance(left, Verified) and left.subscription.state == "ended"
    long = websub.answered(ASKED, asked(**{"hub.lease_seconds": "99999999999"}), NOW)
    assert isinstance(long, Verified) and long.subscription.until == NOW + timedelta(days=90)


@pytest.mark.parametrize(
    ("subscription", "query"),
    [
        (None, asked()), (ASKED, asked(**{"hub.topic": "https://else.example/"})),
        (ASKED, asked(**{"hub.challenge": ""})), (ASKED, asked(**{"hub.challenge": "x" * 5000})),
        (ASKED, asked("unsubscribe")), (ACTIVE, asked("unsubscribe")), (ASKED, asked("publish")), (ASKED, {}),
        (ASKED, asked(**{"hub.lease_seconds": ""})), (ASKED, asked(**{"hub.lease_seconds": "-1"})),
        (ASKED, asked(**{"hub.lease_seconds": "٣"})), (ASKED, asked(**{"hub.lease_seconds": "0"})),
        (replace(ACTIVE, state="ended"), asked()), (replace(ACTIVE, state="denied"), asked()),
        (replace(ACTIVE, state="leaving"), asked()),
    ],
)  # fmt: skip
def test_what_was_not_meant_is_refused(
    subscription: Subscription | None, query: dict[str, str]
) -> None:
    answer = websub.answered(subscription, query, NOW)
    assert isinstance(answer, Refused) and answer.rule == "websub-not-asked"


def test_a_hub_may_deny() -> None:
    answer = websub.answered(
        ACTIVE, {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "no"}, NOW
    )
    assert isinstance(answer, Subscription) and answer.state == "denied" and answer.until is None


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signed_delivery_is_believed(method: str) -> None:
    body = b"<rss/>"
    header = f"{method}={hmac.new(b's' * 64, body, getattr(hashlib, method)).hexdigest()}"
    found = websub.delivered(ACTIVE, body, {"x-hub-signature": header, "content-type": "application/rss+xml",
                                          "link": '<x>; rel="self"'}, NOW)  # fmt: skip
    assert (
        isinstance(found, RawObject) and found.data == body and found.name == found.address == TOPIC
    )
    assert found.media_type == "application/rss+xml" and found.seen == (
        ("link", '<x>; rel="self"'),
    )
    assert header == websub.signature("s" * 64, body, method)


@pytest.mark.parametrize(
    ("subscription", "header", "body", "now", "rule"),
    [
        (ACTIVE, "", b"x", NOW, "websub-signature"),
        (ACTIVE, "sha256=" + "0" * 64, b"x", NOW, "websub-signature"),
        (ACTIVE, websub.signature("other", b"x"), b"x", NOW, "websub-signature"),
        (ACTIVE, websub.signature("s" * 64, b"x").upper(), b"x", NOW, "websub-signature"),
        (ACTIVE, "md5=" + "0" * 32, b"x", NOW, "websub-signature"),
        (ACTIVE, websub.signature("s" * 64, b"x").replace("sha256", "sha1"), b"x", NOW, "websub-signature"),
        (ACTIVE, websub.signature("s" * 64, b""), b"", NOW, "websub-empty"),
        (ACTIVE, websub.signature("s" * 64, b"x"), b"x", NOW + timedelta(days=11), "websub-late"),
        (ASKED, websub.signature("s" * 64, b"x"), b"x", NOW, "websub-not-asked"),
        (replace(ACTIVE, state="ended"), websub.signature("s" * 64, b"x"), b"x", NOW, "websub-not-asked"),
        (None, "", b"x", NOW, "websub-not-asked"),
    ],
)  # fmt: skip
def test_what_is_not_to_be_believed(
    subscription: Subscription | None, header: str, body: bytes, now: datetime, rule: str
) -> None:
    found = websub.delivered(subscription, body, {"x-hub-signature": header}, now)
    assert isinstance(found, Refused) and found.rule == rule


def test_a_hub_that_was_not_given_the_secret_need_not_sign() -> None:
    plain = replace(ACTIVE, hub="http://hub.example/")
    assert isinstance(websub.delivered(plain, b"<rss/>", {}, NOW), RawObject)


def test_renewal_is_due_before_the_lease_ends() -> None:
    assert websub.renewal_due(ACTIVE) == NOW + timedelta(days=8)
    assert websub.renewal_due(ASKED) == NOW + timedelta(days=1)
    for state in ("leaving", "ended", "denied"):
        assert websub.renewal_due(replace(ACTIVE, state=state)) is None


@given(st.binary(max_size=200), st.text(min_size=1, max_size=40), st.integers(0, 63))
def test_any_changed_digit_breaks_a_signature(body: bytes, secret: str, at: int) -> None:
    good = websub.signature(secret, body)
    assert websub.signed_by(secret, body, good)
    place = len("sha256=") + at
    other = "0" if good[place] != "0" else "1"
    assert not websub.signed_by(secret, body, good[:place] + other + good[place + 1 :])
    assert not websub.signed_by(secret, body + b"x", good)


@given(st.text(max_size=200))
def test_any_link_header_is_read(header: str) -> None:
    found = websub.offer([], header, TOPIC)
    assert found is None or all(hub.startswith(("http:", "https:")) for hub in found.hubs)


def raw(body: str, *, seen: tuple[tuple[str, str], ...] = ()) -> RawObject:
    return RawObject(name="f", data=body.encode(), sha256="0" * 64, address=TOPIC, seen=seen)


def test_feeds_offer_their_hubs() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="https://h.example/?a=1&amp;b=2"/>'
        "<link href='https://tally.example/own' rel='self'/>"
        '<entry><link rel="hub" href="https://entry.example/"/></entry></feed>'
    )
    assert offered(raw(atom)) == websub.Offer(
        topic="https://tally.example/own", hubs=("https://h.example/?a=1&b=2",)
    )
    rss = '<rss><channel><link>https://x.example/</link><atom:link rel="hub" href="/hub"/></channel></rss>'
    assert offered(raw(rss)) == websub.Offer(topic=TOPIC, hubs=("https://tally.example/hub",))
    said = {"version": "https://jsonfeed.org/version/1.1", "feed_url": "https://tally.example/j", "items": [],
            "hubs": [{"type": "rssCloud", "url": "https://no.example/"}, {"type": "WebSub", "url": "https://h.example/"}]}  # fmt: skip
    assert offered(raw(json.dumps(said))) == websub.Offer(
        topic="https://tally.example/j", hubs=("https://h.example/",)
    )
    header = (("link", '<https://h.example/>; rel="hub"'),)
    assert offered(raw("<rss/>", seen=header)) == websub.Offer(
        topic=TOPIC, hubs=("https://h.example/",)
    )
    assert offered(raw("<rss/>")) is None and offered(raw("{")) is None


def test_real_feeds_offer_their_hubs(shared_data: Path) -> None:
    found = {}
    for path in sorted((shared_data / "feeds" / "real").iterdir()):
        offer = offered(RawObject(name="f", data=path.read_bytes(), sha256="0" * 64, address=TOPIC))
        if offer is not None:
            found[path.name] = offer
    assert len(found) >= 15
    assert found["feedjira__CRE.xml"].hubs == (
        "http://pubsubhubbub.appspot.com/", "http://metaebene.superfeedr.com/",
    )  # fmt: skip
