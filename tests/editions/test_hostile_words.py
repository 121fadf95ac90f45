"""628 payloads, wherever a source can put words: shown, and nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from nutgraf.archive.words import CaptureWords
from nutgraf.editions.edition_json import edition_json
from nutgraf.editions.evidence import evidence
from nutgraf.editions.feed import Card, feed
from nutgraf.editions.html import html
from nutgraf.editions.markdown import markdown
from nutgraf.editions.model import Edition
from nutgraf.editions.rereading import read_edition
from tests.editions.harmless import count_tags, faults_of_markdown, faults_of_page, read_again
from tests.editions.hostile import hostile

pytestmark = pytest.mark.threat("P6")


ATOM = "{http://www.w3.org/2005/Atom}"
OF_FEED = {
    "feed",
    "id",
    "title",
    "updated",
    "link",
    "author",
    "name",
    "entry",
    "published",
    "summary",
}
PARTS = 6
A_TIME = 20


@pytest.fixture(scope="module")
def payloads(shared_data: Path) -> list[str]:
    """Every payload of both lists, each once, in order."""
    folder = shared_data / "adversarial"
    plain = json.loads((folder / "xss-payloads-628.json").read_text("utf-8"))
    expected = json.loads((folder / "dompurify-expect.json").read_text("utf-8"))
    assert len(plain) == 628
    both = [*plain, *(one["payload"] for one in expected)]
    return list(dict.fromkeys(one if isinstance(one, str) else json.dumps(one) for one in both))


def feed_of(edition: Edition) -> bytes:
    words = " ".join(sentence.text for sentence in edition.lede)
    card = Card(
        id=edition.id, title=edition.title, date=date(2026, 4, 2),
        now=datetime(2026, 4, 2, 18, tzinfo=UTC), summary=words, href="2026-04-02/edition.html",
    )  # fmt: skip
    return feed([card], desk=edition.desk)


def faults_of_feed(data: bytes) -> list[str]:
    """Foreign elements and attributes of a feed, which must be XML without a mistake."""
    found = []
    for one in etree.fromstring(data).iter():
        if not isinstance(one.tag, str) or one.tag.removeprefix(ATOM) not in OF_FEED:
            found.append(str(one.tag))
        elif one.tag == f"{ATOM}link" and one.get("href") not in {
            "feed.xml",
            "2026-04-02/edition.html",
        }:
            found.append(str(one.get("href")))
        found += [name for name in one.attrib if name.startswith("on")]
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_a_source_says_can_act(
    payloads: list[str], part: int, record_property: Callable[[str, object], None]
) -> None:
    mine = payloads[part::PARTS]
    printed = 0
    for at in range(0, len(mine), A_TIME):
        some = mine[at : at + A_TIME]
        made = hostile(some, pages=at == 0)
        edition = made.edition
        printed += made.printed["fact"]
        page = html(edition).decode("utf-8")
        assert faults_of_page(page) == []
        bars = sum(
            1 + len(story.signal.parts) for story in edition.stories() if story.form == "story"
        )
        assert (count_tags(page, "style"), count_tags(page, "svg")) == (1, bars)
        assert faults_of_markdown(markdown(edition).decode("utf-8")) == []
        assert faults_of_feed(feed_of(edition)) == []
    assert printed >= 3 * len(mine), "the words of the payloads are printed as sentences"
    if part == 0:
        record_property("number", f"{len(payloads)} payloads in {PARTS} parts, 0 can act")


def test_their_words_are_kept_as_they_are(payloads: list[str]) -> None:
    """In edition.json and the evidence every word is there, and the edition can be read back."""
    made = hostile(payloads[::40])
    form = json.loads(edition_json(made.edition))
    lines = evidence(made.edition).decode("utf-8").splitlines()
    held = {line["capture"]: line["passages"] for line in map(json.loads, lines)}
    for story in form["sections"][0]["stories"]:
        for cite in (cite for sentence in story["sentences"] for cite in sentence["cites"]):
            text = made.captures[cite["capture"]].text
            assert cite["quote"] == text[cite["start"] : cite["end"]]
            assert any(cite["quote"] in passage["text"] for passage in held[cite["capture"]])
    words = CaptureWords(made.captures.values())
    again = read_edition(edition_json(made.edition), words, made.edition.passages)
    assert isinstance(again, Edition)
    assert html(again) == html(made.edition) and markdown(again) == markdown(made.edition)


def test_what_acts_is_recognised(payloads: list[str]) -> None:
    """The measure itself: of the payloads unescaped, both readers find most to be able to act."""
    acting = [one for one in payloads if faults_of_page(f"<div>{one}</div>")]
    assert len(acting) > 0.85 * len(payloads)
    read = [one for one in payloads if faults_of_page(read_again(one))]
    assert len(read) > 0.5 * len(payloads)
    shown = [one for one in payloads if faults_of_markdown(one)]
    assert len(shown) > 0.85 * len(payloads)
    assert faults_of_markdown("[x](javascript:alert(1))\n\n[y](data:text/html,z)") == []
    assert faults_of_markdown("[x](obsidian://open?vault=y)") != []
