"""Thirty inputs that make parsers slow: deep, unclosed, quadratic or endless, each made from nothing.

Every input is one of hostile HTML, Markdown or XML, some 0.1 to 3 MB, the same bytes at every call.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

_MANY = 100_000


def _repeat(piece: str, many: int, before: str = "", after: str = "") -> str:
    return before + piece * many + after


def _nested(start: str, end: str, many: int, inside: str = "x") -> str:
    return start * many + inside + end * many


def _attributes() -> str:
    return "<p " + " ".join(f"a{n}=1" for n in range(_MANY)) + ">Words.</p>"


def _classes() -> str:
    hidden = ",".join(f".c{n}" for n in range(20_000)) + "{display:none}"
    names = " ".join(f"c{n}" for n in range(20_000))
    return f"<style>{hidden}</style>" + f"<p class='{names}'>Words.</p>" * 10


def _style_braces() -> str:
    return "<style>" + "@media x{" * 40_000 + "</style><p>Words.</p>"


def _tables() -> str:
    return _nested("<table><tr><td>", "</td></tr></table>", 160)


def _cells() -> str:
    return "<table>" + "<tr>" + "<td>1" * 20_000 + "</table>"


def _lists() -> str:
    return "".join("<ul><li>" + "x" * (n % 9) for n in range(500)) + "</li></ul>" * 500


def _entities() -> str:
    return "<p>" + "&amp;" * 200_000 + "&#x26;" * 100_000 + "&nosuch;" * 50_000 + "</p>"


def _comments() -> str:
    return "<!-- -- " * 50_000 + "-->" + "<p>Words of it.</p>"


def _headings() -> str:
    return "".join(f"<h{n % 6 + 1}>Title {n}" for n in range(30_000))


def _references() -> str:
    return "".join(f"[a{n}]: /x\n" for n in range(15_000)) + "".join(
        f"[a{n}] " for n in range(15_000)
    )


def _emphasis() -> str:
    return "a**b" * 15_000 + "c* " * 15_000


def _ticks() -> str:
    return "".join("e" + "`" * n for n in range(1, 500))


def _pipes() -> str:
    return "|" + "a|" * 600 + "\n|" + "-|" * 600 + "\n" + ("|" + "b|" * 600 + "\n") * 60


def _scripts() -> str:
    return "<script><!-- <script>" * 30_000 + "</script>" + "<p>Words.</p>"


def _unquoted() -> str:
    return "<a href='" * 30_000 + "x"


def _linked_data() -> str:
    return "<script type='application/ld+json'>" + "[" * 200_000 + "</script><p>Words.</p>"


INPUTS: dict[str, Callable[[], str]] = {
    "100,000 nested div": partial(_nested, "<div>", "</div>", _MANY),
    "500 nested div": partial(_nested, "<div>", "</div>", 500),
    "100,000 unclosed b": partial(_repeat, "<b>", _MANY),
    "510 unclosed font, 20,000 p": lambda: "<font color=x>" * 510 + "<p>Words. " * 20_000,
    "100,000 unclosed p": partial(_repeat, "<p>Words", _MANY),
    "100,000 unclosed a": partial(_repeat, "<a href=/x>y", _MANY),
    "160 nested tables": _tables,
    "20,000 cells of a row": _cells,
    "500 nested lists": _lists,
    "510 nested blockquotes": partial(_nested, "<blockquote>", "</blockquote>", 510),
    "100,000 attributes": _attributes,
    "20,000 hiding classes": _classes,
    "40,000 open @media": _style_braces,
    "350,000 entities": _entities,
    "50,000 dashes in a comment": _comments,
    "a title of 2 MB": lambda: "<title>" + "T " * 1_000_000 + "</title><p>Words.</p>",
    "30,000 headings": _headings,
    "30,000 half scripts": _scripts,
    "30,000 open quotes": _unquoted,
    "200,000 brackets of JSON-LD": _linked_data,
    "one word of 2 MB": lambda: "<p>" + "x" * 2_000_000 + "</p>",
    "300,000 less-than signs": partial(_repeat, "<", 300_000),
    "16,000 opening brackets": partial(_repeat, "[", 16_000),
    "15,000 link references": _references,
    "30,000 marks of emphasis": _emphasis,
    "runs of back-ticks": _ticks,
    "50,000 quote marks": partial(_repeat, "> ", 50_000, after="x"),
    "15,000 nested bullets": lambda: "".join(" " * (n % 400) + "* x\n" for n in range(15_000)),
    "a table of 36,000 cells": _pipes,
    "40,000 image openings": partial(_repeat, "![](", 40_000),
}


def page(body: str) -> bytes:
    """An input as a whole HTML page."""
    return f"<!doctype html><html><head></head><body>{body}</body></html>".encode()


def feed_entry(body: str) -> bytes:
    """An input as the content of an entry of a feed, escaped as feeds escape it."""
    escaped = body.replace("&", "&amp;").replace("<", "&lt;")
    return (
        "<rss version='2.0'><channel><title>F</title><item><title>T</title>"
        f"<description>{escaped}</description></item></channel></rss>"
    ).encode()


def feed(body: str) -> bytes:
    """An input as the markup of a feed itself."""
    return f"<rss version='2.0'><channel><title>F</title><item><title>T</title>{body}</item></channel></rss>".encode()


def mail(body: str) -> bytes:
    """An input as the HTML part of a letter."""
    head = "From: a@b.example\r\nTo: c@d.example\r\nSubject: S\r\nDate: Fri, 03 Apr 2026 10:00:00 +0000\r\n"
    return (
        f"{head}MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}".encode()
    )


def sitemap(body: str) -> bytes:
    """An input inside a site map."""
    return (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
        f"<url><loc>https://a.example/x</loc></url>{body}</urlset>"
    ).encode()


def outlines(body: str) -> bytes:
    """An input inside an OPML file."""
    return f"<opml version='2.0'><body><outline text='x' xmlUrl='https://a.example/f'/>{body}</body></opml>".encode()


def plain(body: str) -> bytes:
    """An input as it is: Markdown, or text."""
    return body.encode()
