"""Canonical text: what every span of an item counts in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nutgraf.archive.model import Layout
from nutgraf.errors import Refused
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.model import Link, Metadata, Received


@dataclass(frozen=True, slots=True, kw_only=True)
class Canonical:
    """An item as text, before it is a capture.

    `text` never holds a NUL or a lone surrogate; `layout` maps it back to where it stood;
    `canonicaliser` is the name and version of the reader (`html/2`). `found` is what the item's
    own bytes say of it, `links` the addresses it points to, `dropped` what was left out of the text
    as (what, count): hidden elements by reason, and blocks outside the main text.
    """

    text: str
    layout: Layout
    canonicaliser: str
    found: Metadata = field(default_factory=Metadata)
    links: tuple[Link, ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()


_NO_SCALAR = re.compile("[\\x00\ud800-\udfff]")


def name_of(received: Received) -> str:
    """How a person knows the item: its address, else its key."""
    return received.address or received.key


def refused(received: Received, rule: str, happened: str, next_step: str) -> Refused:
    """The refusal of an item, with the bytes it can be tried again from."""
    return Refused(
        where=name_of(received),
        rule=rule,
        happened=happened,
        next_step=next_step,
        source=received.source,
        raw=received.raw,
    )


def empty(received: Received) -> Refused:
    """The refusal of an item without any words."""
    return refused(
        received,
        "empty",
        f"{name_of(received)} has no words.",
        f"Open {name_of(received)} yourself; if there is text in it, look at its source again.",
    )


def text_of(received: Received) -> str | Refused:
    """The body as text, by the charset rules of sources; never a NUL or a lone surrogate in it."""
    said = f"{received.media_type}; charset={received.charset}" if received.charset else ""
    decoded = decode(received.body, media_type=said)
    if isinstance(decoded, Undecodable):
        return refused(received, decoded.rule, decoded.happened, decoded.next_step)
    return scalar(decoded.text)


def scalar(text: str) -> str:
    """The text with every NUL and lone surrogate as U+FFFD, so that offsets stay what they were."""
    return _NO_SCALAR.sub("\ufffd", text)
