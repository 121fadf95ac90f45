"""A feed on a scripted web: whole pages behind its blurbs, a transcript, its older pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.rundown.take_in import take_in
from nutgraf.runners.pool import Inline
from nutgraf.sources.model import Source
from nutgraf.telemetry import Silent
from nutgraf.testing.web import Answer, ScriptedWeb
from nutgraf.wire.fetch import Fetcher, FetchOptions
from nutgraf.wire.way_out import WayOut

NOW = datetime(2026, 4, 2, tzinfo=UTC)
HOST = "tally.example"
XML = (("Content-Type", "application/rss+xml"),)
LONG = "A sentence of some ten words stands here to fill it. " * 12


def rss(items: str, head: str = "") -> bytes:
    return (
        '<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0" '
        f'xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Tally</title>{head}{items}</channel></rss>'
    ).encode()


def item(number: int, words: str, link: str, more: str = "") -> str:
    return (
        f"<item><guid>t-{number}</guid><title>Title {number}</title><link>{link}</link>{more}"
        f"<description>{words}</description></item>"
    )


def page(words: str) -> Answer:
    return Answer(
        body=f"<html><head><title>P</title></head><body><article><p>{words}</p></article></body></html>".encode()
    )


def taken(desk: Desk, at: datetime) -> dict[str, str]:
    """A run, and every text the desk has by its item's key, the newest of each."""
    take_in(desk.shift(Inline(), Silent(), at), desk.store.followed())
    ids = desk.store.captures.arrived(EVERYONE, None, at)
    return {one.key: one.text for one in desk.store.captures.get(ids)}


@pytest.mark.usefixtures("socket_enabled")
def test_what_a_feed_points_to_is_looked_at(tmp_path: Path) -> None:
    web = ScriptedWeb({"/robots.txt": Answer(status=404)}, hosts=[HOST])
    make_desk(tmp_path / "desk")
    with web:
        _script(web)
        fetcher = Fetcher(options=FetchOptions(allow=web.allow), look_up=web.names)
        with open_desk(tmp_path / "desk", way_out=WayOut(fetcher=fetcher)) as desk:
            address = web.at(HOST, "/feed")
            desk.store.follow(
                [Source(id="tally", name="Tally", kind="feed", address=address, owner="Tally")]
            )
            taken(desk, NOW)
            texts = taken(desk, NOW + timedelta(hours=3))
    assert sorted(texts) == [f"t-{number}" for number in range(1, 7)]
    assert texts["t-1"].startswith("The first words, and then all the others.")
    assert texts["t-3"] == "Somewhere else …" and texts["t-5"] == "Gone by now …"
    assert "We ship it in May, as we said." in texts["t-4"]
    assert web.asked.count("/feed?page=2") == 1
    assert "/two" not in web.asked and "/six" not in web.asked and "/three" not in web.asked


def _script(web: ScriptedWeb) -> None:
    talk = f'<podcast:transcript url="{web.at(HOST, "/talk.vtt")}" type="text/vtt"/>'
    rows = (
        item(1, "The first words …", web.at(HOST, "/one"))
        + item(2, LONG, web.at(HOST, "/two"))
        + item(3, "Somewhere else …", web.at("elsewhere.example", "/three"))
        + item(4, "We talked.", web.at(HOST, "/four"), talk)
        + item(5, "Gone by now …", web.at(HOST, "/five"))
    )
    older = f'<atom:link rel="next" href="{web.at(HOST, "/feed?page=2")}"/>'
    web.says(f"{HOST}/feed", Answer(headers=XML, body=rss(rows, older)))
    six = item(6, LONG, web.at(HOST, "/six"))
    web.says(f"{HOST}/feed?page=2", Answer(headers=XML, body=rss(six)))
    web.says(f"{HOST}/one", page("The first words, and then all the others. " * 8))
    vtt = b"WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ada>We ship it in May, as we said.\n"
    web.says(f"{HOST}/talk.vtt", Answer(headers=(("Content-Type", "text/vtt"),), body=vtt))
