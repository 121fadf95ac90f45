"""Site maps: their pages as leads, newest first, and what is left out said."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from nutgraf import sources
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.inflate import gunzipped
from nutgraf.sources.model import Kind, Lead, RawObject, Received, Source
from nutgraf.sources.options import SourcesOptions
from nutgraf.sources.refusing import NOTES

HOME = "https://www.site.example/sitemap.xml"
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def look(data: bytes, *, kind: Kind = "site", name: str = "sitemap.xml", media_type: str = "", lead: Lead | None = None, options: SourcesOptions | None = None) -> tuple[list[Lead], list[Refused]]:  # fmt: skip
    source = Source(id="site", name="Site", kind=kind, address=HOME, owner="Site")
    raw = RawObject(name=name, data=data, sha256=sha256_hex(data), media_type=media_type, address=HOME)  # fmt: skip
    found = list(sources.read(raw, source, options=options or SourcesOptions(), lead=lead))
    refused = [one for one in found if isinstance(one, Refused)]
    for one in refused:
        assert one.source == "site" and one.raw == raw.sha256
        assert one.happened.endswith(".") and one.next_step.endswith(".")
    leads = [one for one in found if isinstance(one, Lead)]
    assert not any(isinstance(one, Received) for one in found)
    for one in leads:
        assert one.address.startswith(("http://", "https://")) and one.raw == raw.sha256
    return leads, refused


def url(loc: str, inner: str = "") -> str:
    return f"<url><loc>{loc}</loc>{inner}</url>"


def urlset(*urls: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACES}>{"".join(urls)}</urlset>'.encode()
    )


def test_the_pages_of_a_map_newest_first() -> None:
    leads, refused = look(
        urlset(
            url("https://www.site.example/a", "<lastmod>2026-04-01</lastmod>"),
            url("https://www.site.example/b?x=1&amp;y=2", "<lastmod>2026-04-03T10:00:00+02:00</lastmod><priority>1</priority>"),
            url(" https://www.site.example/undated "),
            url("https://www.site.example/c", "<news:news><news:publication><news:name>Site</news:name><news:language>de</news:language></news:publication><news:publication_date>2026-04-02T08:00:00Z</news:publication_date><news:title>Fähre &amp; Hafen</news:title></news:news><image:image><image:loc>https://elsewhere.example/i.jpg</image:loc><image:title>No</image:title></image:image>"),
            url("https://www.site.example/a#again"),
        )
    )  # fmt: skip
    assert refused == []
    assert [lead.key for lead in leads] == [
        "https://www.site.example/b?x=1&y=2", "https://www.site.example/c",
        "https://www.site.example/a", "https://www.site.example/undated",
    ]  # fmt: skip
    news = leads[1].metadata
    assert (news.title, news.lang) == ("Fähre & Hafen", "de")
    assert news.published_at == datetime(2026, 4, 2, 8, tzinfo=UTC) and leads[1].changed_at is None
    assert leads[0].changed_at == datetime(2026, 4, 3, 8, tzinfo=UTC)
    assert {lead.kind for lead in leads} == {"item"}


def test_what_is_no_article_or_elsewhere_is_counted() -> None:
    places = (
        "/",
        "/tag/ai",
        "/category/x/y/",
        "/author/jane",
        "/i.jpg",
        "/page/2",
        "/about-us",
        "/good",
    )
    leads, notes = look(
        urlset(
            *(url(f"https://site.example{place}") for place in places),
            *(url(bad) for bad in ("https://evil.example/x", "javascript:alert(1)", "file:///etc/passwd", "ftp://site.example/x", "//[", "http://127.0.0.1/x")),
        )
    )  # fmt: skip
    assert [lead.address for lead in leads] == ["https://site.example/good"]
    assert [note.rule for note in notes] == ["sitemap-elsewhere", "sitemap-not-articles"]
    assert "6 of 14" in notes[0].happened and "7 of 14" in notes[1].happened
    assert {note.rule for note in notes} <= NOTES


def test_only_the_newest_are_taken_and_the_rest_said() -> None:
    pages = [url(f"https://site.example/{n}", f"<lastmod>2026-03-{n % 28 + 1:02}</lastmod>") for n in range(60)]  # fmt: skip
    leads, (note,) = look(urlset(*pages), options=SourcesOptions(newest_entries=10))
    assert len(leads) == 10 and leads[0].changed_at == datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert note.rule == "sitemap-too-long" and "60 pages; 50 older" in note.happened


INDEX = f"""<sitemapindex {SPACES}><sitemap><loc>https://site.example/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
<sitemap><loc>https://site.example/new.xml.gz</loc><lastmod>2026-01-01</lastmod></sitemap>
<sitemap><loc>https://site.example/news-sitemap.xml</loc></sitemap>
<sitemap><loc>https://cdn.example/other.xml</loc></sitemap></sitemapindex>""".encode()


def test_an_index_leads_to_its_maps_those_of_news_first() -> None:
    leads, notes = look(INDEX)
    assert [(lead.address.rpartition("/")[2], lead.kind) for lead in leads] == [
        ("news-sitemap.xml", "more"), ("new.xml.gz", "more"), ("old.xml", "more")
    ]  # fmt: skip
    assert [note.rule for note in notes] == ["sitemap-elsewhere"]
    few, rest = look(INDEX, options=SourcesOptions(most_sitemaps=1))
    assert (
        len(few) == 1 and rest[-1].rule == "sitemap-too-long" and "3 maps; 2" in rest[-1].happened
    )
    deeper, _ = look(INDEX, lead=few[0])
    assert {lead.depth for lead in deeper} == {1}


@pytest.mark.parametrize(
    "data", [urlset(url("https://site.example/a")), b"https://site.example/a\n"]
)
def test_packed_maps_are_unpacked(data: bytes) -> None:
    leads, refused = look(
        gzip.compress(data, mtime=0), name="sitemap.xml.gz", media_type="application/x-gzip"
    )
    assert [lead.key for lead in leads] == ["https://site.example/a"] and refused == []
    cut, _ = look(gzip.compress(data, mtime=0)[:-6])
    assert [lead.key for lead in cut] == ["https://site.example/a"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (gzip.compress(b" " * 60_000_000, mtime=0), "200 times"), (b"\x1f\x8b\x08garbage", "damaged"),
        (gzip.compress(b"", mtime=0), "nothing"), (gzip.compress(gzip.compress(b"x" * 100, mtime=0), mtime=0), ""),
    ],
)  # fmt: skip
def test_bombs_and_broken_packages_are_refused(data: bytes, why: str) -> None:
    leads, refused = look(data)
    assert leads == [] and len(refused) == 1
    assert why in refused[0].happened if why else refused[0].rule in {"sitemap-empty", "decode"}


def test_unpacking_stops_at_fifty_mebibytes() -> None:
    member = gzip.compress(b"".join(n.to_bytes(3, "big") for n in range(100_000)), 1, mtime=0)
    assert len(gunzipped(member)) == 300_000 and gunzipped(member * 3) == gunzipped(member) * 3  # type: ignore[operator]
    assert gunzipped(member * 180) == "it would grow beyond 50 MiB"


def test_text_feeds_and_robots_serve_as_maps() -> None:
    lines, _ = look(
        b"\xef\xbb\xbfhttps://site.example/a\r\nhttps://site.example/b\r\nnot one\r\n",
        name="sitemap.txt",
    )
    assert [lead.key for lead in lines] == ["https://site.example/a", "https://site.example/b"]
    maps, _ = look(
        b"User-agent: *\nSITEMAP : https://site.example/m.xml\nDisallow: /x\n", name="robots.txt"
    )
    assert [(lead.address, lead.kind) for lead in maps] == [("https://site.example/m.xml", "more")]
    feed = b"""<rss version="2.0"><channel><title>Site</title><item><title>T</title><link>https://site.example/a</link>
    <pubDate>Fri, 03 Apr 2026 10:00:00 GMT</pubDate><description>Blurb</description></item></channel></rss>"""
    (lead,), _ = look(feed, media_type="application/rss+xml")
    assert lead.metadata.title == "T" and lead.metadata.published_at == datetime(
        2026, 4, 3, 10, tzinfo=UTC
    )
    assert lead.fallback is not None and lead.fallback.body == b"Blurb"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"<!doctype html><html><body>Not found</body></html>", "sitemap-page"), (urlset(), "sitemap-empty"),
        (b"<urlset>" + b"<a>" * 5000, "sitemap-depth"), (b"<urlset>" + b"<a/>" * 1_600_000, "sitemap-unreadable"),
        (b"<!DOCTYPE urlset [<!ENTITY a 'b", "xml-unknown"), (b"<!DOCTYPE urlset [<!ENTITY a 'b'><urlset>", "sitemap-unreadable"), (b"nothing here", "sitemap-empty"), (b"", "empty"),
    ],
)  # fmt: skip
def test_what_is_no_map_is_refused(data: bytes, rule: str) -> None:
    leads, refused = look(data)
    assert leads == [] and [one.rule for one in refused] == [rule]


def test_entities_and_damage_do_not_reach_further() -> None:
    bomb = b"""<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaaaaaaaaaaaa">]>"""
    leads, _ = look(bomb + urlset(url("https://site.example/&x;a"), url("https://site.example/b")).partition(b"?>")[2])  # fmt: skip
    assert [lead.key for lead in leads] == ["https://site.example/a", "https://site.example/b"]
    whole = urlset(url("https://site.example/a"), url("https://site.example/b"))
    cut, _ = look(whole[: whole.index(b"/b</loc>")])
    assert "https://site.example/a" in [lead.key for lead in cut]


def test_a_map_in_a_folder_says_how_to_follow_it() -> None:
    leads, (refused,) = look(urlset(url("https://site.example/a")), kind="folder")
    assert (
        leads == []
        and refused.rule == "sitemap"
        and "nutgraf sources add ADDRESS" in refused.next_step
    )


def test_a_page_of_the_map_is_read_as_the_item() -> None:
    (lead,), _ = look(
        urlset(
            url(
                "https://www.site.example/a",
                "<news:news><news:title>Map title</news:title></news:news>",
            )
        )
    )
    source = Source(id="site", name="Site", kind="site", address=HOME, owner="Site")
    page = b"<html><title>Page title</title><body><p>Words.</p></body></html>"
    raw = RawObject(name=lead.address, data=page, sha256=sha256_hex(page), address=lead.address)
    (item,) = sources.read(raw, source, lead=lead)
    assert isinstance(item, Received) and (item.key, item.metadata.title) == (lead.key, "Map title")
    inner = urlset(url("https://www.site.example/b"))
    nested = RawObject(
        name=lead.address, data=inner, sha256=sha256_hex(inner), address=lead.address
    )
    (refused,) = sources.read(nested, source, lead=lead)
    assert isinstance(refused, Refused) and refused.rule == "sitemap"
