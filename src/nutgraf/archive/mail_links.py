"""The links of a mail: where they lead, where they stood, and not those that serve the sender."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nutgraf.archive.canonical_text import Canonical
from nutgraf.archive.plain import bare_links
from nutgraf.sources.model import Link
from nutgraf.sources.redirectors import unwrapped

# Words and addresses of links that are about the mail, not its news.
_SERVICE_WORDS = re.compile(
    r"\W*(?:(?:click )?(?:here )?to )?(?:un-?subscribe\b|opt[ -]?out\b|(?:update|manage|change|edit|email) (?:your |my |email )*"
    r"(?:preferences|subscriptions?|profile|settings|options)|view (?:this|it|the|in|online|web|email|on the web)\b.{0,40}"
    r"|(?:read|open|see) (?:this |it )?(?:email |newsletter |message )?(?:in|on) (?:your |the |a )?(?:web|browser|site|app)\b.{0,20}"
    r"|forward (?:to|this)\b.{0,30}|(?:add|whitelist) us\b.{0,40}|privacy (?:policy|statement|notice)|terms (?:of|and)\b.{0,20}"
    r"|why (?:did|am) i (?:get|receiving)\b.{0,20}|report (?:abuse|spam)|remove (?:me|yourself)\b.{0,30}|sign ?up\b.{0,20}|subscribe\b.{0,20})\W*\Z",
    re.I,
)
_SERVICE_ADDRESS = re.compile(
    r"[/?&=._-](?:unsub(?:scribe)?|opt-?out|list-unsubscribe|manage[-_]?(?:preferences|subscriptions?)|email[-_]?preferences"
    r"|subscription[-_]?preferences|remove[-_]?me|disable_email|forward-to-friend|forwardtoafriend)(?:[/?&=._-]|\Z)|/profile\?u=",
    re.I,
)
_NOTE = re.compile(r"(?m)^[ \t]*(?:\[(\d{1,3})\]|\((\d{1,3})\))[ \t:.-]*\s{0,3}(?=https?://)")


def mail_links(canonical: Canonical) -> tuple[Link, ...]:
    """The links of a mail's text: each where it stood, through whom it was counted taken out.

    A link that leads through a known redirector, or carries tracking parameters, names its target
    (`sources.redirectors`). Links to unsubscribe, to settings and to the same mail in a browser are
    left out. Where a text refers to its links by number, `[1]`, the reference is a link too, at its
    own place. A web address that stands written out in HTML without being a link counts as one.
    """
    written = bare_links(canonical.text, canonical.links)
    plain = canonical.canonicaliser.startswith("plain/")
    every = canonical.links if plain else (*canonical.links, *_apart(written, canonical.links))
    kept = [
        replace(link, url=leads)
        for link in every
        if not _SERVICE_WORDS.match(link.words)
        and not _SERVICE_ADDRESS.search(link.url)
        and (leads := unwrapped(link.url))
        and not _SERVICE_ADDRESS.search(leads)
    ]
    kept += _references(canonical.text, kept)
    return tuple(sorted(kept, key=lambda link: (link.at is None, link.at or 0)))


def _apart(written: tuple[Link, ...], known: tuple[Link, ...]) -> Iterator[Link]:
    """Addresses written out that no anchor covers."""
    covered = [(k.at, k.at + len(k.words)) for k in known if k.at is not None]
    for link in written:
        at = link.at or 0
        if not any(start <= at < end for start, end in covered):
            yield link


def _references(text: str, links: list[Link]) -> Iterator[Link]:
    """The places in the text that refer by number to an address in a list of addresses."""
    at = {link.at: link.url for link in links if link.at is not None}
    notes: dict[str, str] = {}
    listed = set()
    for found in _NOTE.finditer(text):
        url = at.get(found.end())
        if url:
            notes.setdefault(found[1] or found[2], url)
            listed.add(found.start() + found[0].find(found[1] or found[2]) - 1)
    if not notes:
        return
    for found in re.finditer(r"\[(\d{1,3})\]|\((\d{1,3})\)", text):
        url = notes.get(found[1] or found[2], "")
        if url and found.start() not in listed:
            yield Link(url=url, at=found.start(), words=found[0])
