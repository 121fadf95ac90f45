"""Pages, Markdown, plain text, captions and PDFs: who they say they are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sources.conftest import Read

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Head line | The Bulletin</title>
<link rel="canonical" href="/2026/one?utm_source=x#top"><base href="https://b.example/x/">
<meta property="og:site_name" content="The Bulletin"><meta name="author" content="Ada B.">
<meta property="article:published_time" content="2026-04-02T08:00:00+02:00"></head>
<body><article><h1>Head line</h1><p>Words é.</p></article></body></html>"""


def test_a_page_says_who_it_is(read: Read) -> None:
    (item,), refused = read(
        PAGE.encode("cp1252"), "pages/one.html", media_type="text/html; charset=cp1252"
    )
    assert refused == [] and item.media_type == "text/html" and item.body == PAGE.encode()
    assert item.address == "https://b.example/2026/one?utm_source=x#top"
    assert item.key == "https://b.example/2026/one"
    said = item.metadata
    assert (said.title, said.author, said.owner, said.lang) == (
        "Head line",
        "Ada B.",
        "The Bulletin",
        "en",
    )
    assert said.published_at == datetime(2026, 4, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("canonical", "address", "key"),
    [
        ("https://b.example/other", "https://b.example/one", "https://b.example/other"),
        ("https://bank.example/", "https://b.example/one", "https://b.example/one"),
        ("https://b.example/", "https://b.example/one", "https://b.example/one"),
        ("javascript:alert(1)", "https://b.example/one", "https://b.example/one"),
        ("https://b.example/", "", "saved.html"),
        ("", "", "saved.html"),
    ],
)
def test_a_canonical_link_is_believed_on_its_own_host(
    read: Read, canonical: str, address: str, key: str
) -> None:
    page = (
        f'<html><head><link rel="canonical" href="{canonical}"></head><body><p>x</p></body></html>'
    )
    (item,), _ = read(page.encode(), "saved.html", address=address)
    assert item.key == key


def test_linked_data_and_marked_up_bylines(read: Read) -> None:
    page = b"""<html><head><script type="application/ld+json">{"@graph":[{"@type":"WebSite"},
    {"@type":["NewsArticle"],"headline":"LD title","author":[{"name":"A"},{"name":"B"}],
    "datePublished":"2026-04-01","publisher":{"name":"Pub"}}]}</script>
    <script type="application/ld+json">{broken</script></head><body><p>x</p></body></html>"""
    (item,), _ = read(page, "a.html")
    said = item.metadata
    assert (said.title, said.author, said.owner) == ("LD title", "A, B", "Pub")
    assert said.published_at == datetime(2026, 4, 1, 12, tzinfo=UTC)
    (item,), _ = read(page.replace(b'"LD title"', b'[null, "LD title", "Other"]'), "a.html")
    assert item.metadata.title == "LD title"
    page = b'<body><h1>H</h1><a rel="author">Cy</a><time datetime="2026-04-01T01:00Z">then</time></body>'
    (item,), _ = read(page, "b.html")
    assert (item.metadata.title, item.metadata.author) == ("H", "Cy")
    assert item.metadata.published_at == datetime(2026, 4, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"<html><body>" + b"<div>" * 10_000 + b"x", "html-depth"),
        (b"<html>" + b"<div title='</div>'>x" * 10_000, "html-depth"),
        (("<html>" + "<b>" * 600 + "x").encode("utf-16"), "html-depth"),
        (b'<html><meta charset="utf-7">x', "charset-utf-7"),
    ],
)
def test_pages_that_are_refused(read: Read, data: bytes, rule: str) -> None:
    received, (refused,) = read(data, "a.html")
    assert received == [] and refused.rule == rule


@pytest.mark.parametrize(
    "data", [b"<html>", b"<html><head></head></html>", b"<!doctype html>\x00", b"<p>"]
)
def test_pages_with_nothing_in_them_do_not_raise(read: Read, data: bytes) -> None:
    received, refused = read(data, "a.html")
    assert len(received) + len(refused) == 1


NOTE = """---
title: "A wiki: kept"
author: Desk Owner
date: 2026-04-02
url: https://notes.example/wiki
tags: [a, b]
---

# Another heading

Words with [a link](https://x.example).
"""


def test_a_note_with_front_matter(read: Read) -> None:
    (item,), refused = read(NOTE.encode(), "notes/wiki.md")
    assert refused == [] and item.media_type == "text/markdown"
    assert (
        NOTE.splitlines().index("# Another heading")
        == item.body.decode().splitlines().index("# Another heading")
        and item.key == "https://notes.example/wiki"
    )
    assert item.metadata.title == "A wiki: kept" and item.metadata.owner == "Desk Owner"
    assert item.metadata.published_at == datetime(2026, 4, 2, 12, tzinfo=UTC)
    (item,), _ = read(NOTE.replace("Desk Owner", "Somebody").encode(), "notes/wiki.md")
    assert item.metadata.owner == "notes.example"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Top [link](x)\n\nWords", "Top link"), ("Top\n===\n\nWords", "Top"), ("Words only", ""),
        ("---\nno end of it\n\n# Top", "Top"), ("---\n---\n# Top", "Top"),
    ],
)  # fmt: skip
def test_notes_without_front_matter(read: Read, text: str, title: str) -> None:
    (item,), _ = read(text.encode(), "a.md")
    assert item.metadata.title == title and item.key == "a.md"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("---\n\nThe first part is lost.\n\n---\n\nThe second.", "The first part is lost."),
        ("---\ntitle: One\nWords of prose here.\n---\nMore.", "Words of prose here."),
        ("---\nhttps://x.example\n---\nMore.", "https://x.example"),
    ],
)
def test_a_rule_above_prose_is_no_front_matter(read: Read, text: str, first: str) -> None:
    (item,), _ = read(text.encode(), "a.md")
    assert first in item.body.decode() and item.metadata.title == ""


def test_front_matter_of_many_lines_is_no_text(read: Read) -> None:
    text = (
        "---\n\ntitle: >\n  A long\n  one\n# a note\ntags:\n- a\n- b\nlist: [\n  a,\n]\n---\nWords."
    )
    (item,), _ = read(text.encode(), "a.md")
    assert item.body.decode().strip() == "Words."


def test_plain_text_is_kept_character_for_character(read: Read) -> None:
    text = "A short title\r\n\r\n  Words — and more…\n\tend \n"
    (item,), _ = read(text.encode(), "notes/a.txt")
    assert item.body.decode() == text and item.metadata.title == "A short title"
    assert (item.key, item.media_type, item.metadata.owner) == (
        "notes/a.txt",
        "text/plain",
        "Desk Owner",
    )
    (item,), _ = read(b"One line\nanother line\n", "b.txt")
    assert item.metadata.title == ""


def test_captions(read: Read) -> None:
    vtt = """WEBVTT

NOTE
title: Model Desk Radio 12
author: Mo
date: 2026-04-02
url: https://radio.example/12

00:00:01.000 --> 00:00:03.000
<v Mo>Words.

NOTE title: not this
"""
    (item,), _ = read(vtt.encode(), "talks/a.vtt")
    assert item.media_type == "text/vtt" and item.body.decode() == vtt
    assert item.metadata.title == "Model Desk Radio 12" and item.key == "https://radio.example/12"
    srt = "1\n00:00:01,000 --> 00:00:03,000\nWords.\n\n"
    (item,), _ = read(srt.encode("utf-8-sig"), "talks/a.srt")
    assert item.media_type == "application/x-subrip" and item.key == "talks/a.srt"
    assert read(b"WEBVTT\n\nnothing", "b.vtt")[1][0].rule == "captions-empty"


def test_a_pdf_passes_on_as_it_is(read: Read) -> None:
    data = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
    (item,), _ = read(data, "papers/a.pdf")
    assert item.body == data and item.media_type == "application/pdf" and item.key == "papers/a.pdf"
