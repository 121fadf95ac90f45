"""feed.xml: the editions of a desk as an Atom feed (RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from nutgraf.now import show_day, show_instant
from nutgraf.text import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An edition as the feed shows it. `href` is relative to the feed (`2026-04-03/edition.html`),
    `now` an aware UTC instant; `summary` is plain text, "" for none.
    """

    id: str
    title: str
    date: date
    now: datetime
    summary: str
    href: str


def feed(cards: Iterable[Card], *, desk: str) -> bytes:
    """An Atom 1.0 feed of a desk's editions, latest first; the same cards give the same bytes.

    Ids are name-based UUIDs (RFC 9562, version 5) of the desk's name and the edition's id, so they
    stay the same wherever the folder is put. Without cards the feed is empty, dated 1970.
    """
    latest_first = sorted(cards, key=lambda card: (card.now, card.id), reverse=True)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"  <id>{_urn(desk)}</id>",
        f"  <title>{_text(desk)}</title>",
        f"  <updated>{_updated(latest_first)}</updated>",
        '  <link rel="self" type="application/atom+xml" href="feed.xml"/>',
        f"  <author><name>{_text(desk)}</name></author>",
        *(line for card in latest_first for line in _entry(card, desk)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _entry(card: Card, desk: str) -> Iterable[str]:
    moment = show_instant(card.now)
    yield "  <entry>"
    yield f"    <id>{_urn(desk, card.id)}</id>"
    yield f"    <title>{_text(card.title)}</title>"
    yield f"    <published>{moment}</published>"
    yield f"    <updated>{moment}</updated>"
    yield f'    <link rel="alternate" type="text/html" href={quoteattr(_clean(card.href))}/>'
    yield f'    <summary type="text">{_text(card.summary or show_day(card.date))}</summary>'
    yield "  </entry>"


def _updated(latest_first: Sequence[Card]) -> str:
    return show_instant(latest_first[0].now) if latest_first else "1970-01-01T00:00:00Z"


def _urn(*names: str) -> str:
    """A stable id; names are length-prefixed, so that no two lists collide by joining."""
    joined = "".join(f"{len(name)}:{name}" for name in ("nutgraf", *names))
    return uuid.uuid5(uuid.NAMESPACE_OID, joined).urn


def _text(text: str) -> str:
    return escape(_clean(text))


def _clean(text: str) -> str:
    """One line without what XML 1.0 cannot hold (2.2 Characters)."""
    return "".join(char for char in one_line(text) if char not in "\ufffe\uffff")
