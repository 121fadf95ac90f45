"""Whether a feed gives an entry's whole text or only a blurb of the page it links to."""

from __future__ import annotations

import html
import re

from nutgraf.sources.address import host_of
from nutgraf.text import one_line

_TAG = re.compile(r"<(?:/?[A-Za-z!][^<>]*)>")
_SHORT = 60
_CUT_SHORT = 120
_LONG = 300
# Where the words that say it goes on elsewhere stand, if anywhere.
_TAIL = 400
_SIGN_OFF = re.compile(
    r"(?:the post|the article|this (?:post|article|story|entry)|source:)\b.{0,300}?"
    r"(?:appeared first on|first appeared on|originally appeared|was originally published)\b.{0,200}\Z",
    re.I,
)
_GOES_ON = re.compile(
    r"(?:\[\s*(?:…|\.{3,}+|&hellip;)\s*\]|…|(?<!\.)\.{3,}+|»|›|→|>>"
    r"|\(more(?:\s*(?:…|\.{3}))?\)|\[\s*(?:read\s+)?more\s*\]|\bread (?:more|on)"
    r"|\b(?:read|see|view) (?:this|the|our) (?:full|whole|entire|complete|rest|article|story|post)\b.{0,80}"
    r"|\bto read (?:this|the|more)\b.{0,80}|\bclick here(?: to (?:read|continue)\b.{0,60})?"
    r"|\bcontinue reading\b.{0,160}|\bkeep reading\b.{0,60}|\bfull (?:story|article|post)"
    r"|\bweiterlesen|\blire la suite|\bseguir leyendo|\bleggi tutto|\blees meer)\W*\Z",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?。！？:;)\]\"”’'»]\s*\Z")


def is_blurb(title: str, body: str, *, whole: bool) -> bool:
    """Whether the words of an entry only announce the page it links to.

    `body` is HTML or plain text; `whole` whether the feed gave it where the whole text belongs
    (content:encoded, Atom content, JSON Feed content_html) and not as a description. A blurb says
    that it goes on elsewhere, repeats the title, or is a description of a few words or one that stops
    inside a sentence. A short post without a title is what it is, and no blurb.
    """
    words = words_of(body)
    head = one_line(title)
    if not words or words.casefold().rstrip(".…") == head.casefold().rstrip(".…"):
        return True
    signed = _SIGN_OFF.search(words)
    plain = words[: signed.start()].rstrip() if signed else words
    count = len(plain.split())
    if count >= _LONG:
        return False
    if _GOES_ON.search(plain[-_TAIL:]):
        return bool(head) or count < _CUT_SHORT
    if whole or not head:
        return False
    if count < _SHORT:
        return True
    return count < _CUT_SHORT and not _SENTENCE_END.search(plain)


def words_of(body: str) -> str:
    """The words of HTML or plain text as one line."""
    return one_line(html.unescape(_TAG.sub(" ", body)))


def own_page(address: str, feed: tuple[str, ...]) -> bool:
    """Whether an entry's page belongs to the feed's own site: the same host, or one below the other.

    A link blog or an aggregator leads elsewhere, and the words there are somebody else's. `feed` are
    the addresses the feed and its site are known by.
    """
    host = host_of(address)
    return bool(host) and any(_related(host, other) for one in feed if (other := host_of(one)))


def _related(one: str, other: str) -> bool:
    if one == other:
        return True
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return "." in shorter and longer.endswith("." + shorter)
