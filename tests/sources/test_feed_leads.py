"""What a feed points to: whole pages behind blurbs, transcripts, older pages; and what it does not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nutgraf import archive, sources
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.feeds.blurb import is_blurb, own_page
from nutgraf.sources.model import ENCLOSURE, Lead, Link, RawObject, Received, Source

FEED = Source(
    id="tally", name="Tally", kind="feed", address="https://tally.example/feed", owner="Tally"
)
LONG = "A sentence with some ten words in it, to fill. " * 30


def found(
    data: bytes | str,
    source: Source = FEED,
    *,
    address: str = FEED.address,
    lead: Lead | None = None,
) -> list[Received | Lead | Refused]:
    body = data.encode() if isinstance(data, str) else data
    raw = RawObject(name=address, data=body, sha256=sha256_hex(body), address=address)
    return list(sources.read(raw, source, lead=lead))


def rss(items: str, head: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:fh="http://purl.org/syndication/history/1.0">'
        f"<channel><title>Tally</title><link>https://www.tally.example/</link>{head}{items}</channel></rss>"
    )


def item(words: str, link: str = "https://tally.example/a", more: str = "") -> str:
    return (
        f"<item><guid>g</guid><title>A title</title><link>{link}</link>{more}"
        f"<pubDate>Wed, 01 Apr 2026 09:00:00 GMT</pubDate><description>{words}</description></item>"
    )


def test_a_blurb_leads_to_its_page_and_stands_by() -> None:
    (lead,) = found(rss(item("The first words of it …")))
    assert isinstance(lead, Lead) and lead.fallback is not None
    assert (lead.kind, lead.key, lead.address) == ("item", "g", "https://tally.example/a")
    assert (
        lead.metadata.title == "A title"
        and lead.fallback.body == "The first words of it …".encode()
    )
    assert lead.changed_at == datetime(2026, 4, 1, 9, tzinfo=UTC) and "blurb" in lead.why
    page = (
        "<html><head><title>Other</title></head><body><article><p>"
        + LONG
        + "</p></article></body></html>"
    )
    (whole,) = found(page, address="https://tally.example/a", lead=lead)
    assert isinstance(whole, Received) and whole.key == "g" and LONG[:40].encode() in whole.body
    assert whole.metadata.title == "A title"
    assert whole.metadata.published_at == datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "link", "source", "address"),
    [
        (LONG, "https://tally.example/a", FEED, FEED.address),
        ("Short words.", "https://elsewhere.example/a", FEED, FEED.address),
        ("Short words …", "https://tally.example/a", replace(FEED, full_text="never"), FEED.address),
        ("Short words …", "https://tally.example/a", replace(FEED, kind="folder"), FEED.address),
        ("Short words …", "https://tally.example/a", FEED, ""),
    ],
)  # fmt: skip
def test_no_lead_where_none_is_wanted(words: str, link: str, source: Source, address: str) -> None:
    (one,) = found(rss(item(words, link)), source, address=address)
    assert isinstance(one, Received) and one.body.decode().strip() == words.strip()


def test_a_link_blog_keeps_its_own_words_or_the_title() -> None:
    comments = '&lt;a href="https://news.example/item?id=1"&gt;Comments&lt;/a&gt;'
    (one,) = found(rss(item(comments, "https://elsewhere.example/story")))
    assert isinstance(one, Received) and one.body == b"A title"


def test_an_entry_with_nothing_but_a_link_is_looked_up() -> None:
    (lead,) = found(rss("<item><guid>g</guid><link>https://tally.example/a</link></item>"))
    assert isinstance(lead, Lead) and lead.fallback is None


def test_a_page_several_entries_point_into_is_nobodys_own() -> None:
    rows = "".join(
        item("Words …", f"https://tally.example/changes{at}").replace(">g<", f">g{at}<")
        for at in ("#1", "#2", "?a=1&amp;utm_source=rss")
    )
    one, two, three = found(rss(rows))
    assert isinstance(one, Received) and isinstance(two, Received)
    assert isinstance(three, Lead) and three.address == "https://tally.example/changes?a=1"
    assert three.fallback is not None and three.fallback.address.endswith("utm_source=rss")
    for link in ("https://www.tally.example/", "https://tally.example"):
        assert isinstance(found(rss(item("Words …", link)))[0], Received)


WORDS = "word " * 80


@pytest.mark.parametrize(
    ("title", "body", "whole", "expected"),
    [
        ("T", "", False, True), ("A title", "A title", False, True), ("A title", "<p>A title.</p>", True, True),
        ("T", "Short.", False, True), ("", "Short, but all there is.", False, False),
        ("T", "Short, given as the whole.", True, False), ("T", LONG, False, False), ("T", LONG + "…", False, False),
        ("T", WORDS + "and then […]", True, True), ("T", WORDS + "and then [&#8230;]", False, True),
        ("T", WORDS + '<a href="x">Read more</a>', True, True), ("T", WORDS + "Continue reading T →", True, True),
        ("T", WORDS + "cut inside a", False, True), ("T", WORDS + "whole.", False, False),
        ("T", "Some words […] The post T appeared first on Tally.", True, True),
        ("T", WORDS + "whole. The post T appeared first on Tally.", True, False),
        ("T", "Weiterlesen", True, True), ("", "Off to lunch...", True, True),
    ],
)  # fmt: skip
def test_blurbs(title: str, body: str, whole: bool, expected: bool) -> None:
    assert is_blurb(title, body, whole=whole) is expected


@pytest.mark.parametrize(
    ("address", "feed", "expected"),
    [
        ("https://a.example/x", "https://a.example/f", True),
        ("https://www.a.example/x", "http://a.example/f", True),
        ("https://blog.a.example/x", "https://a.example/f", True),
        ("https://a.example/x", "https://feeds.a.example/f", True),
        ("https://b.github.example/x", "https://a.github.example/f", False),
        ("https://nota.example/x", "https://a.example/f", False),
        ("https://example/x", "https://a.example/f", False),
        ("", "https://a.example/f", False),
    ],
)
def test_whose_page_it_is(address: str, feed: str, expected: bool) -> None:
    assert own_page(address, (feed,)) is expected


AUDIO = '<enclosure url="/one.mp3" type="audio/mpeg" length="9"/>'
PODCAST = "https://podcastindex.org/namespace/1.0"


def transcript(kind: str, name: str) -> str:
    return f'<podcast:transcript url="https://cdn.example/{name}?a=1&amp;b=2" type="{kind}"/>'


@pytest.mark.parametrize(
    ("rows", "best"),
    [
        ([("text/html", "a.html"), ("application/srt", "a.srt"), ("text/vtt", "a.vtt")], "a.vtt"),
        ([("text/html", "a.html"), ("application/x-subrip", "a.srt")], "a.srt"),
        ([("text/html", "a.html"), ("text/plain", "a.txt")], "a.txt"),
        ([("", "a.srt"), ("image/png", "a.png")], "a.srt"),
    ],
)
def test_the_best_transcript_is_looked_at(rows: list[tuple[str, str]], best: str) -> None:
    more = AUDIO + "".join(transcript(*row) for row in rows)
    (lead,) = found(rss(item("What we talked about.", more=more)))
    assert isinstance(lead, Lead) and lead.fallback is not None and lead.kind == "item"
    assert lead.address == f"https://cdn.example/{best}?a=1&b=2" and "transcript" in lead.why
    assert lead.fallback.metadata.links == (
        Link(url="https://www.tally.example/one.mp3", words=ENCLOSURE),
    )


def test_a_transcript_becomes_the_item_with_the_title_of_the_episode() -> None:
    (lead,) = found(rss(item("Talk.", more=AUDIO + transcript("text/vtt", "a.vtt"))))
    assert isinstance(lead, Lead)
    vtt = "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ada>We ship it in May.\n"
    (one,) = found(vtt, address=lead.address, lead=lead)
    assert isinstance(one, Received) and one.media_type == "text/vtt" and one.key == "g"
    assert one.metadata.title == "A title" and one.address == "https://tally.example/a"


def test_a_transcript_in_json_becomes_the_item_too() -> None:
    (lead,) = found(rss(item("Talk.", more=AUDIO + transcript("application/json", "a.json"))))
    assert isinstance(lead, Lead)
    rows = [{"speaker": "Ada", "startTime": 0.5, "endTime": 1, "body": "We ship the items in May."}]
    said = json.dumps({"version": "1.0.0", "segments": rows, "items": []})
    (one,) = found(said, address=lead.address, lead=lead)
    assert isinstance(one, Received) and one.key == "g" and one.metadata.title == "A title"
    made = archive.canonical(one)
    assert isinstance(made, archive.Canonical) and "We ship the items in May." in made.text


def test_transcripts_of_two_entries_do_not_meet() -> None:
    first = item("One.", more=transcript("text/vtt", "1.vtt")).replace(">g<", ">g1<")
    third = item("Three.", more=transcript("text/vtt", "3.vtt")).replace(">g<", ">g3<")
    second = item("Two.", more=AUDIO).replace(">g<", ">g2<")
    one, two, three = found(rss(first + second + third))
    assert isinstance(one, Lead) and one.address.startswith("https://cdn.example/1.vtt")
    assert isinstance(two, Received)
    assert isinstance(three, Lead) and three.address.startswith("https://cdn.example/3.vtt")


def test_an_episode_without_transcript_has_its_recording_beside_the_links_of_its_text() -> None:
    (one,) = found(rss(item('See &lt;a href="https://b.example/"&gt;this&lt;/a&gt;.', more=AUDIO)))
    assert isinstance(one, Received)
    made = archive.canonical(one)
    assert isinstance(made, archive.Canonical)
    at = datetime(2026, 4, 2, tzinfo=UTC)
    links = archive.capture(one, made, owner="Tally", fetched_at=at).links
    assert [link.url for link in links] == [
        "https://b.example/",
        "https://www.tally.example/one.mp3",
    ]


def older(head: str, *, address: str = FEED.address) -> list[Lead]:
    return [one for one in found(rss(item(LONG), head), address=address) if isinstance(one, Lead)]


def test_older_pages_and_archives() -> None:
    (page,) = older('<atom:link rel="next" href="/feed?page=2"/>')
    assert (page.kind, page.address) == ("older", "https://tally.example/feed?page=2")
    (archived,) = older(
        '<atom:link rel="next" href="/feed?page=2"/><atom:link rel="prev-archive" href="/2026/03.xml"/>'
    )
    assert archived.address == "https://tally.example/2026/03.xml"
    for head in (
        '<atom:link rel="next" href="/feed"/>',
        '<atom:link rel="next" href="https://elsewhere.example/feed?page=2"/>',
        '<atom:link rel="next" href="/feed?page=2"/><fh:complete/>',
        '<atom:link rel="prev" href="/feed?page=2"/>',
        '<atom:link rel="next" href="javascript:1"/>',
    ):
        assert older(head) == [], head


def test_pages_are_bounded() -> None:
    page = older('<atom:link rel="next" href="/feed?page=2"/>')[0]
    depths = [page.depth]
    for at in range(3, 40):
        head = f'<atom:link rel="next" href="/feed?page={at}"/>'
        leads = [
            one for one in found(rss(item(LONG), head), address=page.address, lead=page)
            if isinstance(one, Lead)
        ]  # fmt: skip
        if not leads:
            break
        page = leads[0]
        depths.append(page.depth)
    assert depths == list(range(10))
    (blurb,) = found(rss(item("Words …")), address=page.address, lead=page)
    assert isinstance(blurb, Received)  # the way ends here: what is known of it is taken


def test_a_json_feed_has_the_same_leads() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "J", "home_page_url": "https://tally.example/",
        "next_url": "/feed.json?page=2",
        "items": [
            {"id": "1", "url": "/1", "title": "One", "summary": "A blurb.", "date_modified": "2026-04-02T00:00:00Z"},
            {"id": "2", "url": "/2", "title": "Two", "content_html": f"<p>{LONG}</p>"},
            {"id": "3", "url": "/3", "content_text": "A note without a title."},
            {"id": "4", "url": "/4", "title": "Talk", "summary": "Talk.",
             "attachments": [{"url": "/4.mp3", "mime_type": "audio/mpeg"}]},
            {"id": "5", "url": "https://elsewhere.example/", "title": "Link", "summary": "Look."},
        ],
    }  # fmt: skip
    one, two, three, four, five, page = found(
        json.dumps(feed), address="https://tally.example/feed.json"
    )
    assert isinstance(one, Lead) and one.address == "https://tally.example/1"
    assert one.changed_at == datetime(2026, 4, 2, tzinfo=UTC)
    assert all(isinstance(row, Received) for row in (two, three, four, five))
    assert (
        isinstance(four, Received) and four.metadata.links[0].url == "https://tally.example/4.mp3"
    )
    assert isinstance(page, Lead) and page.kind == "older"
    assert page.address == "https://tally.example/feed.json?page=2"
