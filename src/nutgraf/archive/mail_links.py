"""The links of a mail: where they lead, where they stood, and not those that serve the sender."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from nutgraf.archive.canonical_text import Canonical
from nutgraf.archive.plain import bare_links
from nutgraf.sources.mail.redirectors import unwrapped
from nutgraf.sources.model import Link

# Words and addresses of links that are about the mail, not its news.
_SERVICE_WORDS = re.compile(
    r"\W*(?:(?:click )?(?:here )?to )?(?:un-?subscribe\b(?: (?:here|now|from .{1,40}))?|opt[ -]?out\b"
    r"|(?:update|manage|change|edit) (?:your |my |e-?mail )*(?:preferences|subscriptions?|profile|settings|options)"
    r"|view (?:this |it |the )?(?:e-?mail |newsletter |message |issue )?(?:in|on) (?:your |the |a )?(?:web|browser)\b.{0,20}|view online"
    r"|(?:read|open|see) (?:this |it )?(?:e-?mail |newsletter |message )?(?:in|on) (?:your |the |a )?(?:web|browser|app)\b.{0,20}"
    r"|forward (?:to a friend|this (?:e-?mail|newsletter))|report (?:abuse|spam))\W*\Z",
    re.I,
)
# These are about the mail only where no sentence stands around them.
_SERVICE_ALONE = re.compile(
    r"\W*(?:privacy (?:policy|statement|notice)|terms (?:of|and) (?:use|service|conditions)|subscribe(?: (?:here|now))?|sign ?up(?: here)?"
    r"|advertise(?: with us)?|contact us|(?:add|whitelist) us\b.{0,40}|why (?:did|am) i (?:get|receiv)\w*\b.{0,20})\W*\Z",
    re.I,
)
_ALONE_WORDS = 12
_SERVICE_ADDRESS = re.compile(
    r"[/?&=._-](?:unsub(?:scribe)?|opt-?out|list-unsubscribe|manage[-_]?(?:preferences|subscriptions?)|email[-_]?preferences"
    r"|subscription[-_]?preferences|remove[-_]?me|disable_email|forward-to-friend|forwardtoafriend)(?:[/?&=._-]|\Z)|/profile\?u=",
    re.I,
)
_REFERENCE = re.compile(r"\[\d{1,3}\]|\(\d{1,3}\)")
_NOTE = re.compile(rf"(?m)^[ \t]*({_REFERENCE.pattern})[ \t:.-]*\s{{0,3}}(?=https?://)")


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
        if not _serves(link, canonical.text)
        and not _SERVICE_ADDRESS.search(link.url)
        and (leads := unwrapped(link.url))
        and not _SERVICE_ADDRESS.search(leads)
    ]
    kept += _references(canonical.text, kept)
    return tuple(sorted(kept, key=lambda link: (link.at is None, link.at or 0)))


def _serves(link: Link, text: str) -> bool:
    """Whether the words of a link say that it is about the mail."""
    if _SERVICE_WORDS.match(link.words):
        return True
    if not _SERVICE_ALONE.match(link.words):
        return False
    at = link.at or 0
    end = text.find("\n", at)
    line = text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
    return link.at is None or len(line.split()) <= _ALONE_WORDS


def _apart(written: tuple[Link, ...], known: tuple[Link, ...]) -> Iterator[Link]:
    """Addresses written out that no anchor covers."""
    covered = sorted((k.at, k.at + len(k.words)) for k in known if k.at is not None)
    for link in written:
        at = link.at or 0
        near = bisect_right(covered, (at, 1 << 60)) - 1
        if near < 0 or at >= covered[near][1]:
            yield link


def _references(text: str, links: list[Link]) -> Iterator[Link]:
    """The places in the text that refer by number to an address in a list of addresses, in the same
    brackets as the list."""
    at = {link.at: link.url for link in links if link.at is not None}
    notes: dict[str, str] = {}
    listed = set()
    for found in _NOTE.finditer(text):
        if url := at.get(found.end()):
            notes.setdefault(found[1], url)
            listed.add(found.start(1))
    for found in _REFERENCE.finditer(text) if notes else ():
        if found[0] in notes and found.start() not in listed:
            yield Link(url=notes[found[0]], at=found.start(), words=found[0])
