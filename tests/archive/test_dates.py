"""When we fetched is what we know; what a date claims is brought within it, and said so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nutgraf import archive, sources
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Lead, Metadata, RawObject, Source
from nutgraf.testing import at

pytestmark = pytest.mark.threat("S7")


FETCHED = at("2026-04-03T18:00:00Z")
SOURCE = Source(id="s", name="S", kind="feed", address="https://s.example/f", owner="S")
FEED = """<rss version="2.0"><channel><title>T</title><link>https://s.example/</link>
<item><title>One</title><guid>1</guid><description>Words of one item.</description>{}</item></channel></rss>"""
JSON = '{{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{{"id":"1","content_text":"Words.",{}}}]}}'
MAIL = "From: A <a@s.example>\nSubject: S\nMessage-ID: <1@s.example>\n{}\n\nWords of a letter.\n"
NOTE = "---\ntitle: N\n{}\n---\nWords of a note.\n"
PAGE = """<html><head><title>P</title><meta property="article:published_time" content="{}"></head>
<body><article><h1>P</h1><p>Words of a page, and enough of them that a paragraph is seen in it at once.</p>
</article></body></html>"""


def capture(text: str, name: str, media_type: str = "") -> Capture:
    raw = RawObject(
        name=name, data=text.encode(), sha256=sha256_hex(text.encode()), media_type=media_type
    )
    (found,) = [one for one in sources.read(raw, SOURCE) if not isinstance(one, Refused | Lead)]
    made = archive.canonical(found)
    assert not isinstance(made, Refused)
    return archive.capture(found, made, owner="S", fetched_at=FETCHED)


@pytest.mark.parametrize(
    ("written", "published", "mark"),
    [
        ("Fri, 03 Apr 2026 12:00:00 +0200", "2026-04-03T10:00:00Z", ""),
        ("Fri, 03 Apr 2026 18:10:00 GMT", "2026-04-03T18:00:00Z", ""),
        ("Sat, 04 Apr 2026 03:00:00 GMT", "2026-04-03T18:00:00Z", "2026-04-04T03:00:00Z lay ahead"),
        ("Thu, 01 Jan 2099 00:00:00 GMT", "2026-04-03T18:00:00Z", "2099-01-01T00:00:00Z lay ahead"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "", "'Thu, 01 Jan 1970 00:00:00 GMT' was not believed"),
        ("Fri, 01 Jan 1904 00:00:00 GMT", "", "1904 00:00:00 GMT' was not believed"),
        ("Mon, 00 Jan 0000 00:00:00 GMT", "", "0000 00:00:00 GMT' was not believed"),
        ("yesterday", "", "'yesterday' was not believed"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_date_of_a_feed(written: str, published: str, mark: str) -> None:
    made = capture(FEED.format(f"<pubDate>{written}</pubDate>"), "f.xml")
    assert made.published_at == (at(published) if published else None)
    assert [name for name, _ in made.marks] == (["time"] if mark else [])
    assert not mark or mark in made.marks[0][1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (JSON.format('"date_published":"1970-01-01T00:00:00Z"'), "f.json"),
        (MAIL.format("Date: Thu, 01 Jan 1970 00:00:00 +0000"), "m.eml"),
        (NOTE.format("date: 1970-01-01"), "n.md"),
        (PAGE.format("1970-01-01T00:00:00Z"), "p.html"),
    ],
)
def test_a_zeroed_clock_is_marked_in_every_kind(text: str, name: str) -> None:
    made = capture(text, name)
    assert made.published_at is None
    doubts = [words for name, words in made.marks if name == "time"]
    assert len(doubts) == 1 and "1970" in doubts[0]


def test_no_date_is_no_mark() -> None:
    for text, name in ((MAIL.format("X-A: b"), "m.eml"), (NOTE.format("lang: en"), "n.md")):
        assert "time" not in dict(capture(text, name).marks)


def test_a_date_that_was_not_believed_is_no_matter_where_another_was() -> None:
    text = FEED.format("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"
                       "<updated>2026-04-02T10:00:00Z</updated>")  # fmt: skip
    made = capture(text, "f.xml")
    assert made.published_at == at("2026-04-02T10:00:00Z") and made.marks == ()


def test_other_marks_stay_and_none_is_said_twice() -> None:
    raw = RawObject(name="n.md", data=b"Words.", sha256=sha256_hex(b"Words."))
    (found,) = [one for one in sources.read(raw, SOURCE) if not isinstance(one, Refused | Lead)]
    said = Metadata(marks=(("list", "l"), ("list", "l")), published_at=FETCHED + timedelta(days=1))
    made = archive.canonical(found)
    assert not isinstance(made, Refused)
    kept = archive.capture(replace(found, metadata=said), made, owner="S", fetched_at=FETCHED)
    assert kept.marks == (
        ("list", "l"),
        ("time", "2026-04-04T18:00:00Z lay ahead when it was fetched"),
    )
