"""What can be followed at an address: feeds, usual places, site maps, listings, the page."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import sources
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import RawObject, Source
from tests.sources.test_following import PAGE
from tests.sources.test_listings import NAV, SHAPES, listing
from tests.sources.test_site_maps import INDEX, url, urlset

FEED = b"<rss version='2.0'><channel><title>F</title><item><title>T</title></item></channel></rss>"


def raw(data: bytes, address: str = "https://a.example/") -> RawObject:
    return RawObject(name=address, data=data, sha256=sha256_hex(data), address=address)


def links(*rows: tuple[str, str]) -> bytes:
    made = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'
        for href, title in rows
    )
    return f"<html><head>{made}</head><body></body></html>".encode()


@pytest.mark.parametrize(
    ("here", "rows", "first"),
    [
        ("/2026/04/a-long-story/", [("/2026/04/a-long-story/feed/", "Site » A long story"), ("/comments/feed/", "Site » Comments"), ("/feed/", "Site » Feed")], "/feed/"),
        ("/blog/", [("/feed/", "Site"), ("/blog/feed/", "Blog")], "/feed/"),
        ("/", [("/tag/ai/feed", "AI"), ("/feed", "Site")], "/feed"),
        ("/", [("/author/jane/feed", "Jane"), ("/feed", "Site")], "/feed"),
        ("/", [("/rss/sports", "Sports"), ("/rss/all", "All news"), ("/rss/video", "Video")], "/rss/all"),
        ("/", [("/podcast.xml", "Podcast"), ("/weather.xml", "Weather"), ("/top.xml", "Top stories")], "/top.xml"),
        ("/", [("/a.xml", "Feed dos comentários"), ("/b.xml", "Feed")], "/b.xml"),
        ("/", [("/feeds/1/comments/default", "Blog - Atom"), ("/feeds/posts/default", "Blog - Atom")], "/feeds/posts/default"),
        ("/", [("/one.xml", "One"), ("/two.xml", "Two")], "/one.xml"),
    ],
)  # fmt: skip
def test_the_main_feed_comes_first(here: str, rows: list[tuple[str, str]], first: str) -> None:
    found = sources.discover(links(*rows), f"https://a.example{here}")
    assert found[0].address == f"https://a.example{first}" and len(found) == len(rows)


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("https://blog.example/", "https://blog.example/feed"), ("https://a.example/blog", "https://a.example/blog/feed"),
        ("https://a.example/2026/04/some-long-story", "https://a.example/feed"), ("https://a.example/x.html", "https://a.example/feed"),
        ("https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv", "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv"),
        ("https://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1"),
        ("https://old.reddit.com/r/LocalLLaMA/top", "https://www.reddit.com/r/LocalLLaMA/.rss"), ("https://www.reddit.com/", "https://www.reddit.com/.rss"),
        ("https://github.com/o/r", "https://github.com/o/r/releases.atom"), ("https://github.com/o/r/releases", "https://github.com/o/r/releases.atom"),
        ("https://github.com/o/r/tags", "https://github.com/o/r/tags.atom"), ("https://github.com/o/r/commits/main", "https://github.com/o/r/commits/main.atom"),
        ("https://arxiv.org/list/cs.CL/recent", "https://rss.arxiv.org/rss/cs.CL"), ("https://mastodon.example/@jane", "https://mastodon.example/@jane.rss"),
        ("https://medium.com/@jane", "https://medium.com/feed/@jane"), ("https://jane.medium.com/post", "https://jane.medium.com/feed"),
        ("https://jane.substack.com/p/a-post", "https://jane.substack.com/feed"), ("https://jane.blogspot.com/2026/04/x.html", "https://jane.blogspot.com/feeds/posts/default"),
        ("https://news.ycombinator.com/", "https://news.ycombinator.com/rss"), ("https://bsky.app/profile/jane.example/post/1", "https://bsky.app/profile/jane.example/rss"),
    ],
)  # fmt: skip
def test_the_usual_places(address: str, first: str) -> None:
    found = sources.guesses(address)
    assert found[0].address == first and len(found) <= 8
    assert len({guess.address for guess in found}) == len(found)
    assert all(guess.why and not guess.why.endswith(".") for guess in found)


@settings(deadline=None)
@given(st.text(max_size=50).map("https://a.example/".__add__) | st.text(max_size=50))
def test_guesses_stay_on_their_host(address: str) -> None:
    for guess in sources.guesses(address):
        parts = urlsplit(guess.address)
        assert parts.scheme in {"http", "https"} and parts.hostname == urlsplit(sources.canonical_address(address)).hostname  # fmt: skip


ROBOTS = b"""\xef\xbb\xbfUser-agent: *
Disallow: /x # Sitemap: https://no.example/
sitemap:https://a.example/one.xml
SITEMAP : /two.xml # the second
Sitemap: javascript:alert(1)
Sitemap: file:///etc/passwd
Sitemap:
Sitemap: https://a.example/one.xml
Sitemap: https://cdn.example/news-sitemap.xml"""


def test_the_maps_a_robots_file_names() -> None:
    assert sources.sitemaps_in(ROBOTS, "https://a.example/") == (
        "https://a.example/one.xml", "https://a.example/two.xml", "https://cdn.example/news-sitemap.xml"
    )  # fmt: skip
    many = b"".join(b"Sitemap: https://a.example/%d\n" % n for n in range(1000))
    assert len(sources.sitemaps_in(many)) == 20
    assert sources.sitemaps_in(b"\xff\xfe\x00") == ()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (FEED, "feed"), (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"), (INDEX.replace(b"site.example", b"a.example"), "site"),
        (gzip.compress(urlset(url("https://a.example/x")), mtime=0), "site"), (b"https://a.example/x\n", "site"), (b"Some words.", "page"),
        (b"%PDF-1.7", "page"), (b"\x89PNG", "page"), (b"", "page"),
    ],
)  # fmt: skip
def test_what_an_address_is_already(data: bytes, kind: str) -> None:
    (only,) = sources.candidates(raw(data), "https://a.example/")
    assert (only.kind, only.address, only.ready) == (kind, "https://a.example/", True)
    assert only.why.endswith(".")


def test_the_order_of_what_to_try() -> None:
    found = sources.candidates(raw(PAGE), "https://a.example/", ROBOTS)
    assert [one.kind for one in found] == ["feed"] * 3 + ["site"] * 3 + ["page"]
    assert (
        found[0].address == "https://b.example/x/atom"
        and found[3].address == "https://cdn.example/news-sitemap.xml"
    )
    item, before, after = SHAPES[0]
    page = listing(item, before=NAV + before, after=after)
    listed = sources.candidates(
        raw(page, "https://a.example/blog/"), "https://a.example/blog/", ROBOTS
    )
    kinds = [one.kind for one in listed]
    assert kinds == ["feed"] * 8 + ["site", "listing", "site", "site", "page"]
    assert (
        listed[9].ready
        and listed[9].rules is not None
        and listed[9].address == "https://a.example/blog/"
    )
    assert [one.ready for one in listed].index(True) == 9 and listed[-1].ready
    plain = sources.candidates(raw(b"<html><p>Words.</p></html>"), "https://a.example/")
    assert [one.address for one in plain if one.kind == "site"] == [
        "https://a.example/sitemap.xml", "https://a.example/sitemap_index.xml", "https://a.example/news-sitemap.xml"
    ]  # fmt: skip
    for one in (*found, *listed, *plain):
        assert one.why.endswith(".") and one.address.startswith("https://")


def test_a_candidate_is_confirmed_by_what_stands_there() -> None:
    page = raw(b"<html><p>Not found.</p></html>")
    feed, *_, last = sources.candidates(page, "https://a.example/")
    site = next(one for one in sources.candidates(page, "https://a.example/") if one.kind == "site")
    assert sources.confirmed(feed, raw(FEED)) and not sources.confirmed(feed, page)
    here, there = urlset(url("https://a.example/x")), urlset(url("https://b.example/x"))
    assert sources.confirmed(site, raw(here)) and not sources.confirmed(site, raw(there))
    assert not sources.confirmed(site, page) and not sources.confirmed(site, raw(b"", ""))
    assert sources.confirmed(last, page) and not sources.confirmed(last, raw(b""))
    item, before, after = SHAPES[0]
    listed = raw(listing(item, before=NAV + before, after=after))
    rules = next(
        one for one in sources.candidates(listed, "https://a.example/") if one.kind == "listing"
    )
    assert sources.confirmed(rules, listed) and not sources.confirmed(rules, page)


HOSTILE = b"""<html><head><base href="file:///etc/"><link rel="alternate" type="application/rss+xml" href="javascript:x">
<link rel="alternate" type="application/rss+xml" href="ftp://a.example/feed"><link rel="icon" href="http://169.254.169.254/">
<link rel="alternate" type="application/rss+xml" href="data:text/xml,x"><link rel="canonical" href="gopher://a.example/">
<meta property="og:url" content="file:///etc/passwd"></head><body><a href="vbscript:rss.xml">x</a><a href="//[/feed">y</a>
<a href="jar:https://a.example/feed">z</a></body></html>"""


def test_second_hand_addresses_are_only_ever_web_addresses() -> None:
    """F4: whatever a page names, what may be asked next is http or https, and nothing is asked here."""
    for robots in (ROBOTS, b"Sitemap: gopher://a.example/x\nSitemap: \\\\host\\share"):
        for one in sources.candidates(raw(HOSTILE), "https://a.example/", robots):
            assert (
                urlsplit(one.address).scheme in {"http", "https"} and urlsplit(one.address).hostname
            )
    source = Source(id="s", name="S", kind="page", address="https://a.example/", owner="S")
    for item in sources.read(raw(HOSTILE), source):
        assert getattr(item, "address", "https://a.example/").startswith("https://a.example/")
