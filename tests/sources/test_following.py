"""Addresses, lists of sources, the feeds a page names, and ids of sources."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import sources
from nutgraf.sources.model import Received, Source
from nutgraf.sources.opml import Outline
from nutgraf.sources.registry import chosen
from nutgraf.sources.sites.discovery import Found


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://WWW.Example.com:443/A?b=1&utm_source=x&c=2#top", "https://www.example.com/A?b=1&c=2"),
        ("http://u:p@a.example:8080", "http://a.example:8080/"),
        ("https://a.example/?fbclid=1&gclid=2", "https://a.example/"),
        ("https://a.example/x?q=a+b&q=%C3%A9&utm_id=1", "https://a.example/x?q=a+b&q=%C3%A9"),
        ("https://a.example/x?q=a;b&empty=", "https://a.example/x?q=a;b&empty="),
        ("https://bücher.example/ä b", "https://xn--bcher-kva.example/%C3%A4b"),
        ("https://[2606:2800::1]/", "https://[2606:2800::1]/"), (" https://a.example/\n", "https://a.example/"),
        ("mailto:a@b.example", ""), ("javascript:alert(1)", ""), ("/relative", ""), ("", ""),
        ("https://", ""), ("https://a.example:99999/", ""), ("http://[::1", ""), ("ftp://a.example/", ""),
    ],
)  # fmt: skip
def test_canonical_addresses(url: str, expected: str) -> None:
    assert sources.canonical_address(url) == expected


@settings(deadline=None)
@given(st.text(max_size=80))
def test_a_canonical_address_is_its_own(text: str) -> None:
    for url in (text, "https://a.example/" + text, "http://" + text):
        once = sources.canonical_address(url)
        assert sources.canonical_address(once) == once
        assert not any(char.isspace() for char in once)


LIST = b"""<?xml version="1.0" encoding="iso-8859-1"?><opml version="2.0"><head><title>x</title></head><body>
<outline text="AI"><outline text="Labs"><outline type="rss" text="Caf\xe9 Lab" xmlUrl="https://lab.example/feed"
 htmlUrl="https://lab.example/"/></outline><outline title="Copy" xmlUrl="https://lab.example/feed"/></outline>
<outline text="Bad" type="rss" xmlUrl="javascript:alert(1)"/><outline text="None" type="rss"/>
<outline xmlurl="http://lower.example/rss"/><outline text="Just a folder"/></body></opml>"""


def test_an_opml_list() -> None:
    outlines, refused = sources.opml(LIST)
    assert outlines == (
        Outline(
            name="Café Lab",
            address="https://lab.example/feed",
            site="https://lab.example/",
            folders=("AI", "Labs"),
            categories=("AI",),  # the copy one folder up is the same source
        ),
        Outline(name="http://lower.example/rss", address="http://lower.example/rss"),
    )
    assert [row.rule for row in refused] == ["opml-outline", "opml-outline"]
    assert "Bad" in refused[0].happened and "None" in refused[1].happened


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        (b"", ["opml-broken"]), (b"words", ["opml-broken"]), (b"<html></html>", ["opml-broken"]),
        (b"<opml/>", ["opml-empty"]), (b"<opml>" + b"<outline>" * 5000, ["opml-depth"]),
        (b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><outline text="&x;"/></opml>', ["opml-empty"]),
        (b"<!DOCTYPE o [<!ENTITY a 'b", ["opml-broken"]),
        (b"<?xml version='1.0' encoding='utf-7'?><opml/>", ["opml-broken"]),
    ],
)  # fmt: skip
def test_lists_that_are_none(data: bytes, rules: list[str]) -> None:
    outlines, refused = sources.opml(data)
    assert outlines == () and [row.rule for row in refused] == rules


def test_a_cut_list_gives_what_it_holds() -> None:
    outlines, _ = sources.opml(LIST[: LIST.index(b'<outline text="Bad')])
    assert [outline.name for outline in outlines] == ["Café Lab"]


PAGE = b"""<html><head><base href="https://b.example/x/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate stylesheet" type="text/css" href="/a.css"><link rel="alternate" hreflang="de" href="/de">
<link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" title="All &amp; more" href="atom">
<link rel="alternate" type="application/json" href="/wp-json/x"><link rel="feed" href="javascript:x">
</head><body><a href="/rss.xml">RSS</a><a href="atom#x">again</a><a href="/feedback">no</a>
<a href="file:///etc/rss.xml">no</a></body></html>"""


def test_the_feeds_a_page_names() -> None:
    assert sources.discover(PAGE, "https://a.example/") == (
        Found(
            address="https://b.example/x/atom", title="All & more", flavour="atom", declared=True
        ),
        Found(address="https://b.example/rss.xml", title="RSS", flavour="", declared=False),
        Found(
            address="https://b.example/comments/feed",
            title="Comments",
            flavour="rss",
            declared=True,
        ),
    )
    assert sources.discover(b"", "https://a.example/") == ()
    assert sources.discover(b"<div>" * 10_000 + PAGE, "https://a.example/") == ()


def test_ids_of_sources_are_readable_and_their_own() -> None:
    taken: dict[str, str] = {}
    for name, address in (
        ("Import AI", "https://import.example/feed"), ("Import AI", "https://other.example/feed"),
        ("Import AI", "https://other.example/feed?x"), ("Import AI", "folder/a"), ("", "https://third.example/"),
        ("新闻", "https://news.example/"),
    ):  # fmt: skip
        source = sources.make_source(name, "feed", address, "", taken)
        assert source.id not in taken
        taken[source.id] = address
    assert list(taken)[:2] == ["import-ai", "import-ai-other-example"] and "third-example" in taken
    again = sources.make_source("Anything", "feed", "https://IMPORT.example/feed#x", "Me", taken)
    assert (again.id, again.owner) == ("import-ai", "Me")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://a.example/feed.xml", "page"), ("wire.jsonl", "import"), ("-", "import"), ("a/b.eml", "file"),
        ("mail", "folder"), ("./notes.d/", "folder"), ("imaps://me%40a.example@mail.example/News", "mailbox"), ("old/News.mbox", "mailbox"), ("mailto:a@b.example", None), ("", None), ("ftp://a/b", None),
    ],
)  # fmt: skip
def test_what_an_address_is(address: str, kind: str | None) -> None:
    assert sources.kind_of_address(address) == kind


def test_a_strangers_reader_is_asked_by_media_type_or_ending() -> None:
    from nutgraf.ids import sha256_hex
    from nutgraf.sources.model import RawObject

    source = Source(id="s", name="S", kind="folder", address="s", owner="S")
    raw = RawObject(name="book.EPUB", data=b"PK\x03\x04", sha256=sha256_hex(b"PK\x03\x04"))

    def epub(raw: object, source: object, options: object) -> object:
        yield Received(
            source="s", key="k", media_type="text/plain", body=b"x", raw="r", charset="utf-8"
        )

    readers = {".epub": epub}
    assert chosen(raw, readers) is epub  # type: ignore[arg-type]
    (item,) = sources.read(raw, source, readers=readers)  # type: ignore[arg-type]
    assert isinstance(item, Received) and item.metadata.owner == "S"
    assert dict(sources.strangers()) == {}
