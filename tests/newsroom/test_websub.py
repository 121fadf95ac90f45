"""A feed that is pushed, with a scripted hub on loopback: from the offer to the captures."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from nutgraf.errors import Refused
from nutgraf.newsroom import websub as newsroom
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.runners.pool import Inline
from nutgraf.sources.model import Source
from nutgraf.sources.websub import Offer, Subscription, signature
from nutgraf.store.subscriptions import Subscriptions
from nutgraf.telemetry import Silent

NOW = datetime(2026, 4, 1, tzinfo=UTC)
TOPIC = "https://tally.example/feed"
FEED = (
    b"<rss version='2.0'><channel><title>Tally</title><link>https://tally.example/</link><item><guid>1</guid>"
    b"<title>Pushed</title><description>"
    + b"Pushed to the desk by its hub, with all of its words. " * 20
    + b"</description></item></channel></rss>"
)


class Hub:
    """Answers posts with a status and remembers the forms."""

    def __init__(self) -> None:
        self.status = 202
        self.forms: list[dict[str, list[str]]] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
                hub.forms.append(parse_qs(body.decode()))
                self.send_response(hub.status)
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, format: str, *args: object) -> None:
                return None

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        self.address = f"http://127.0.0.1:{self.port}/hub"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def hub(socket_enabled: None) -> Iterator[Hub]:
    made = Hub()
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path, hub: Hub) -> Iterator[Desk]:
    make_desk(tmp_path / "desk")
    (tmp_path / "desk" / "nutgraf.toml").write_text(
        f'[desk]\nname = "D"\nrunner = "inline"\n[fetch]\nallow = ["127.0.0.0/8:{hub.port}"]\n'
    )
    with open_desk(tmp_path / "desk") as opened:
        opened.store.follow([SOURCE])
        yield opened


SOURCE = Source(id="tally", name="Tally", kind="feed", address=TOPIC, owner="Tally")
HUBS = "https://desk.example/"


def offered(*hubs: str) -> Offer:
    return Offer(topic=TOPIC, hubs=hubs)


def subscribed(desk: Desk, hub: Hub) -> Subscription:
    found = newsroom.subscribe(desk, SOURCE, offered(hub.address), HUBS, now=NOW)
    assert isinstance(found, Subscription), found
    return found


def confirm(desk: Desk, one: Subscription, mode: str, at: datetime) -> newsroom.Reply:
    query = {
        "hub.mode": mode,
        "hub.topic": TOPIC,
        "hub.challenge": "say this",
        "hub.lease_seconds": "864000",
    }
    return newsroom.hub_asked(desk, one.id, query, now=at)


def test_from_the_offer_to_the_captures(desk: Desk, hub: Hub) -> None:
    one = subscribed(desk, hub)
    (form,) = hub.forms
    assert form["hub.mode"] == ["subscribe"] and form["hub.topic"] == [TOPIC]
    assert form["hub.callback"] == [f"https://desk.example/websub/{one.id}"]
    assert form["hub.secret"] == [one.secret] and len(one.secret) == 64 and len(one.id) == 32
    early = newsroom.hub_posted(
        desk, one.id, FEED, {"X-Hub-Signature": signature(one.secret, FEED)}, now=NOW
    )
    assert early.reply.status == 410 and early.raw is None

    reply = confirm(desk, one, "subscribe", NOW)
    assert (reply.status, reply.body, reply.said) == (200, "say this", None)
    assert subscribed(desk, hub).state == "active" and len(hub.forms) == 1  # not asked twice

    forged = newsroom.hub_posted(
        desk, one.id, FEED, {"X-Hub-Signature": signature("no", FEED)}, now=NOW
    )
    assert forged.reply.status == 200 and forged.raw is None
    assert forged.reply.said is not None and forged.reply.said.rule == "websub-signature"
    pushed = newsroom.hub_posted(
        desk, one.id, FEED, {"X-Hub-Signature": signature(one.secret, FEED, "sha512")}, now=NOW
    )
    assert pushed.reply.status == 200 and pushed.raw is not None
    assert desk.store.raw_names() == (pushed.raw.sha256,)
    for fresh in (1, 0):
        intake = newsroom.take_in_delivered(
            desk, [pushed, forged], runner=Inline(), progress=Silent(), now=NOW
        )
        assert (intake.items, intake.fresh) == (1, fresh)


def test_a_lease_is_renewed_before_it_ends_and_one_never_verified_is_asked_for_again(
    desk: Desk, hub: Hub
) -> None:
    one = subscribed(desk, hub)
    assert newsroom.renew(desk, HUBS, now=NOW + timedelta(hours=23)) == ()
    (again,) = newsroom.renew(desk, HUBS, now=NOW + timedelta(days=1))
    assert isinstance(again, Subscription) and len(hub.forms) == 2
    assert newsroom.renew(desk, HUBS, now=NOW + timedelta(days=1, hours=1)) == ()
    confirm(desk, one, "subscribe", NOW + timedelta(days=2))
    assert newsroom.renew(desk, HUBS, now=NOW + timedelta(days=9)) == ()
    assert len(newsroom.renew(desk, HUBS, now=NOW + timedelta(days=10))) == 1
    confirm(desk, one, "subscribe", NOW + timedelta(days=10))
    kept = Subscriptions(desk.store.commits).get(one.id)
    assert kept is not None and kept.until == NOW + timedelta(days=20) and len(hub.forms) == 3


def test_leaving(desk: Desk, hub: Hub) -> None:
    one = subscribed(desk, hub)
    confirm(desk, one, "subscribe", NOW)
    assert confirm(desk, one, "unsubscribe", NOW).status == 404  # nobody asked to
    (left,) = newsroom.unsubscribe(desk, "tally", HUBS, now=NOW)
    assert isinstance(left, Subscription) and hub.forms[-1]["hub.mode"] == ["unsubscribe"]
    assert confirm(desk, one, "subscribe", NOW).status == 404
    assert confirm(desk, one, "unsubscribe", NOW).body == "say this"
    late = newsroom.hub_posted(
        desk, one.id, FEED, {"X-Hub-Signature": signature(one.secret, FEED)}, now=NOW
    )
    assert late.reply.status == 410 and newsroom.unsubscribe(desk, "tally", HUBS, now=NOW) == ()


def test_a_hub_that_denies_is_not_asked_again(desk: Desk, hub: Hub) -> None:
    one = subscribed(desk, hub)
    reply = newsroom.hub_asked(desk, one.id, {"hub.mode": "denied", "hub.topic": TOPIC}, now=NOW)
    assert reply.status == 200 and reply.body == "" and reply.said is not None
    assert subscribed(desk, hub).state == "denied" and len(hub.forms) == 1


def test_hubs_that_do_not_take_it(desk: Desk, hub: Hub) -> None:
    hub.status = 500
    refused = newsroom.subscribe(desk, SOURCE, offered(hub.address), HUBS, now=NOW)
    assert isinstance(refused, Refused) and "500" in refused.happened
    inside = newsroom.subscribe(desk, SOURCE, offered("http://10.0.0.1/hub"), HUBS, now=NOW)
    assert isinstance(inside, Refused) and inside.rule == "address-private"
    assert Subscriptions(desk.store.commits).of_source("tally") == ()
    hub.status = 204
    second = newsroom.subscribe(
        desk, SOURCE, offered("http://10.0.0.1/hub", hub.address), HUBS, now=NOW
    )
    assert isinstance(second, Subscription) and second.hub == hub.address


def test_who_guesses_an_id_learns_nothing(desk: Desk, hub: Hub) -> None:
    query = {
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.challenge": "x",
        "hub.lease_seconds": "9",
    }
    reply = newsroom.hub_asked(desk, "nobody", query, now=NOW)
    assert (reply.status, reply.body) == (404, "")
    assert newsroom.hub_posted(desk, "nobody", FEED, {}, now=NOW).reply.status == 410
    one = subscribed(desk, hub)
    confirm(desk, one, "subscribe", NOW)
    big = b"x" * (desk.settings.fetch.largest + 1)
    assert newsroom.hub_posted(desk, one.id, big, {}, now=NOW).reply.status == 413
    assert desk.store.raw_names() == ()


def test_no_redirect_of_a_hub_is_followed(desk: Desk, hub: Hub) -> None:
    hub.status = 307
    refused = newsroom.subscribe(desk, SOURCE, offered(hub.address), HUBS, now=NOW)
    assert isinstance(refused, Refused) and refused.rule == "redirect-login"
    assert refused.source == "tally" and len(hub.forms) == 1
