"""feed.xml: Atom that a reader reads (RFC 4287)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from nutgraf.editions.feed import Card, feed
from tests.editions.golden_files import same_as_golden

ATOM = "{http://www.w3.org/2005/Atom}"
CARDS = tuple(
    Card(
        id=f"2026-04-0{day}",
        title=f"Day {day} & <more>",
        date=date(2026, 4, day),
        now=datetime(2026, 4, day, 18, tzinfo=UTC),
        summary="" if day == 2 else f"What led on day {day}.",
        href=f"2026-04-0{day}/edition.html",
    )
    for day in (1, 2, 3)
)


def test_the_feed_is_the_golden_one() -> None:
    same_as_golden("feed.xml", feed(CARDS, desk="Sample desk"))


def test_a_reader_reads_it_latest_first() -> None:
    read = feedparser.parse(feed(CARDS, desk="Sample desk"))
    assert not read.bozo and read.version == "atom10"
    assert read.feed.title == "Sample desk"
    assert [one.link for one in read.entries] == [one.href for one in reversed(CARDS)]
    assert read.entries[0].title == "Day 3 & <more>"
    assert read.feed.updated == "2026-04-03T18:00:00Z"


def test_what_rfc_4287_asks_for_is_there_once() -> None:
    tree = etree.fromstring(feed(CARDS, desk="Sample desk"))
    for name in ("id", "title", "updated", "author"):
        assert len(tree.findall(ATOM + name)) == 1
    entries = tree.findall(ATOM + "entry")
    assert len(entries) == 3
    for entry in entries:
        for name in ("id", "title", "updated", "summary"):
            assert len(entry.findall(ATOM + name)) == 1
    ids = [one.text for one in tree.iter(ATOM + "id")]
    assert len(set(ids)) == 4 and all(one.startswith("urn:uuid:") for one in ids)


def test_order_of_cards_does_not_matter_and_ids_do_not_move() -> None:
    assert feed(reversed(CARDS), desk="A") == feed(CARDS, desk="A")
    moved = [replace(one, href="elsewhere/" + one.href) for one in CARDS]
    before, after = (
        [one.text for one in etree.fromstring(feed(cards, desk="A")).iter(ATOM + "id")]
        for cards in (CARDS, moved)
    )
    assert before == after
    other = [one.text for one in etree.fromstring(feed(CARDS, desk="B")).iter(ATOM + "id")]
    assert not set(before) & set(other)


def test_a_desk_without_editions_has_an_empty_feed() -> None:
    tree = etree.fromstring(feed((), desk="New desk"))
    assert tree.findtext(ATOM + "updated") == "1970-01-01T00:00:00Z"
    assert not tree.findall(ATOM + "entry")


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_words_make_well_formed_xml(title: str, desk: str) -> None:
    card = replace(CARDS[0], title=title, summary=title, href=title)
    tree = etree.fromstring(feed([card], desk=desk))
    assert len(tree.findall(ATOM + "entry")) == 1
