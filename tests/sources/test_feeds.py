"""RSS, Atom, RDF and JSON Feed from bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from nutgraf.sources.entities import disarm

if TYPE_CHECKING:
    from tests.sources.conftest import Read


def rss(items: str, doctype: str = "", head: str = "<title>The Tally</title>") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"{head}<link>https://tally.example/</link>{items}</channel></rss>"
    ).encode()


ITEM = (
    "<item><guid isPermaLink='false'>t-1</guid><link>/one?utm_source=rss</link><title>AT&amp;amp;T &lt;b&gt;bold&lt;/b&gt;</title>"
    "<pubDate>Wed, 01 Apr 2026 09:30:00 +0200</pubDate><author>a@b.example (Ada)</author>"
    "<description>Short.</description><content:encoded><![CDATA[<p>The <i>whole</i> words.</p>]]></content:encoded></item>"
)


def test_an_rss_entry(read: Read) -> None:
    (item,), refused = read(rss(ITEM), "a.xml", address="https://tally.example/feed.xml")
    assert refused == []
    assert item.key == "t-1" and item.address == "https://tally.example/one?utm_source=rss"
    assert (item.media_type, item.body) == ("text/html", b"<p>The <i>whole</i> words.</p>")
    assert item.metadata.title == "AT&T bold" and item.metadata.owner == "The Tally"
    assert item.metadata.published_at == datetime(2026, 4, 1, 7, 30, tzinfo=UTC)


def test_an_atom_entry_with_its_own_base_and_source(read: Read) -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/blog/" xml:lang="de">
    <title>Planet</title><entry><id>urn:x:1</id><link href="post"/><title type="text">1 &lt; 2</title>
    <source><title>Origin</title></source><updated>2026-04-02T00:00:00Z</updated>
    <summary type="text">Plain words &lt;here&gt;.</summary></entry></feed>"""
    (item,), refused = read(atom, "a.atom")
    assert refused == [] and item.key == "urn:x:1" and item.address == "https://a.example/blog/post"
    assert item.metadata.title == "1 < 2" and item.metadata.owner == "Origin"
    assert (item.media_type, item.body) == ("text/plain", b"Plain words <here>.")
    assert item.metadata.published_at == datetime(2026, 4, 2, tzinfo=UTC)


def test_an_rdf_feed_is_sniffed_without_a_name(read: Read) -> None:
    rdf = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://r.example/"><title>R</title>
    <link>https://r.example/</link></channel><item rdf:about="https://r.example/1">
    <title>One</title><link>https://r.example/1</link><description>Words.</description></item></rdf:RDF>"""
    (item,), _ = read(rdf, "thing")
    assert item.key == "https://r.example/1" and item.metadata.owner == "R"


def test_a_json_feed(read: Read) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "Ledger", "language": "en",
        "home_page_url": "https://ledger.example/",
        "items": [
            {"id": 7, "url": "/a", "title": "A", "content_html": "<p>x</p>", "authors": [{"name": "Ada"}],
             "date_published": "2026-04-01T10:00:00+02:00"},
            {"id": "b", "content_text": "half \ud800 pair"},
            {"url": "https://ledger.example/c?utm_medium=x", "summary": "S"},
            "no object",
        ],
    }  # fmt: skip
    items, refused = read(json.dumps(feed).encode(), "feed.json", kind="feed")
    assert [item.key for item in items] == ["7", "b", "https://ledger.example/c"]
    assert items[0].address == "https://ledger.example/a" and items[0].metadata.author == "Ada"
    assert items[0].metadata.published_at == datetime(2026, 4, 1, 8, tzinfo=UTC)
    assert items[1].body == "half \ufffd pair".encode()
    assert [row.rule for row in refused] == ["feed-partial"]
    escaped = json.dumps(feed).replace("/", "\\/").encode()
    assert len(read(escaped, "feed.json")[0]) == 3


def test_keys_hold_when_the_feed_moves_and_when_it_grows(read: Read) -> None:
    more = "<item><guid>t-2</guid><title>Two</title></item>"
    before, _ = read(rss(ITEM), "2026-04-01/a.xml", address="http://tally.example/feed")
    after, _ = read(rss(more + ITEM), "2026-04-02/a.xml", address="https://www.tally.example/f")
    assert [item.key for item in after] == ["t-2", *[item.key for item in before]]
    assert after[1].body == before[0].body


def test_one_guid_for_all_is_no_key(read: Read) -> None:
    row = "<item><guid>same</guid><link>https://t.example/{0}</link><title>T{0}</title></item>"
    first, _ = read(rss(row.format(1) + row.format(2)), "a.xml")
    second, _ = read(rss(row.format(3) + row.format(1) + row.format(2)), "a.xml")
    assert [item.key for item in second][1:] == [item.key for item in first]
    copies, _ = read(rss(row.format(1) * 3), "a.xml")
    assert len(copies) == 1


def test_numbers_as_guids_do_not_meet_in_a_folder(read: Read) -> None:
    row = "<item><guid isPermaLink='false'>12</guid><title>T</title></item>"
    one, _ = read(rss(row), "a.xml")
    other, _ = read(rss(row).replace(b"tally.example", b"else.example"), "b.xml")
    alone, _ = read(rss(row), "a.xml", kind="feed")
    assert one[0].key != other[0].key and alone[0].key == "12"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", None), ("Mon, 01 Jan 2199 00:00:00 GMT", None),
        ("yesterday", None), ("", None), ("Thu, 02 Apr 2026 08:00:00 EST", "2026-04-02T13:00:00+00:00"),
        ("2026-04-02T08:00:00.123456789Z", "2026-04-02T08:00:00+00:00"),
    ],
)  # fmt: skip
def test_dates(read: Read, written: str, expected: str | None) -> None:
    (item,), _ = read(rss(f"<item><title>T</title><pubDate>{written}</pubDate></item>"), "a.xml")
    published = item.metadata.published_at
    assert (published.isoformat() if published else None) == expected


def test_a_feed_without_entries_is_fine(read: Read) -> None:
    assert read(rss(""), "a.xml") == ([], [])
    assert read(b'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title></feed>', "a") == (
        [],
        [],
    )


def test_a_vague_title_is_no_owner(read: Read) -> None:
    (item,), _ = read(rss(ITEM, head="<title>Blog</title>"), "a.xml")
    assert item.metadata.owner == "tally.example"
    (item,), _ = read(rss(ITEM), "a.xml", kind="feed")
    assert item.metadata.owner == "Desk Owner"


@pytest.mark.parametrize(
    ("data", "items", "rules"),
    [
        (rss(ITEM)[:-25], 1, ["feed-partial"]),
        (rss(ITEM + ITEM.replace("t-1", "t-2"))[:-120], 2, ["feed-partial"]),
        (rss(ITEM.replace("&amp;amp;", "&")), 1, ["feed-repaired"]),
        (rss("<item><title>a < b & c</title></item>"), 1, ["feed-repaired"]),
        (b"\n\n  " + rss(ITEM), 1, []),
        (b"<!-- late --><?xml version='1.0'?>" + rss(ITEM)[38:], 1, []),
        (rss(ITEM.replace("Short", "Sh\x00or\x0ct")), 1, []),
        (b"<rss version='2.0'><channel", 0, ["feed-unreadable"]),
        (b"<rss></rss", 0, ["feed-unreadable"]),
        (rss("<item/>"), 0, ["entry-empty"]),
        (b"<rss><channel><item><title>x</title><description>" + b"<a>" * 5000, 0, ["feed-depth"]),
        (b"<?xml version='1.0' encoding='utf-7'?><rss/>", 0, ["charset-utf-7"]),
        (b'{"version":"https://jsonfeed.org/version/1","items":[', 0, ["feed-unreadable"]),
        (b'{"version":"https://jsonfeed.org/version/1","items":7}', 0, ["feed-unreadable"]),
        (b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 100000, 0, ["feed-unreadable"]),
    ],
)  # fmt: skip
def test_damaged_feeds(read: Read, data: bytes, items: int, rules: list[str]) -> None:
    received, refused = read(data, "a.xml")
    assert (len(received), [row.rule for row in refused]) == (items, rules)


def test_the_newest_entries_of_a_long_feed_are_taken(read: Read) -> None:
    rows = "".join(
        f"<item><guid>g{at}</guid><title>T{at}</title>"
        f"<pubDate>{datetime(2026, 1 + at // 600, 1 + at % 28, tzinfo=UTC):%a, %d %b %Y} 00:00:00 GMT</pubDate></item>"
        for at in range(1200)
    )
    items, (note,) = read(rss(rows), "a.xml")
    assert len(items) == 1000 and note.rule == "feed-too-long" and "200 older" in note.happened
    taken = {item.metadata.published_at for item in items if item.metadata.published_at}
    assert min(taken) > datetime(2026, 1, 1, tzinfo=UTC)


LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)
WORDS = "<item><guid>g</guid><title>T</title><description>before {} after</description></item>"


@pytest.mark.parametrize(
    ("doctype", "use"),
    [
        (LAUGHS, "&a11;"),
        (f'<!DOCTYPE rss [<!ENTITY q "{"A" * 50000}">]>', "&q;" * 2000),
        (f'<!DOCTYPE rss [<!ENTITY q "{"A" * 30}">]>', "&q;" * 100000),
        ('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        ("<!DOCTYPE rss [<!ENTITY x PUBLIC 'a' 'http://127.0.0.1/'>]>", "&x;"),
        ('<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>', ""),
        ("<!DOCTYPE rss [<!-- ]> --><!ENTITY y '&y;'>]>", "&y;"),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_entity_bombs_are_taken_out_and_the_rest_is_read(
    read: Read, doctype: str, use: str, charset: str
) -> None:
    text = (
        rss(WORDS.format(use), doctype)
        .decode()
        .replace('encoding="utf-8"', f'encoding="{charset}"')
    )
    (item,), (note,) = read(text.encode(charset), "a.xml")
    assert item.body.split() == [b"before", b"after"]
    assert note.rule == "feed-entities"


def test_harmless_entities_are_read(read: Read) -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY site "The Tally">]>'
    (item,), refused = read(rss(WORDS.format("&nbsp;&site;"), doctype), "a.xml")
    assert item.body.decode() == "before \xa0The Tally after" and refused == []
    (item,), refused = read(
        rss(WORDS.format("x"), '<!DOCTYPE rss SYSTEM "http://127.0.0.1/a">'), "a.xml"
    )
    assert item.body == b"before x after" and refused == []


def test_a_doctype_that_never_ends() -> None:
    assert disarm('<!DOCTYPE rss [ <!ENTITY a "b"> <rss/>') is None
