"""Which network a file of posts is from, by the names its own objects have."""

from __future__ import annotations

import re

from nutgraf.sources.model import Source
from nutgraf.sources.posts.asking import network_at
from nutgraf.sources.posts.car import is_car

_X = re.compile(rb"(?:\xef\xbb\xbf)?\s*window\.YTD\.[a-z_]{1,40}\.part\d{1,4}\s*=")
# Names that stand together in what a network sends and nowhere else. All of a row must be there.
_NAMES: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("reader-items", (rb'"items"\s*:\s*\[', rb'"(?:crawlTimeMsec|timestampUsec)"', rb'"origin"\s*:')),
    ("reader-items", (rb'"id"\s*:\s*"user/[^"]{1,60}/state/com\.google/reading-list"', rb'"items"\s*:')),
    ("bluesky", (rb'"uri"\s*:\s*"at://', rb'"record"\s*:', rb'"(?:feed|posts|thread)"\s*:')),
    ("mastodon", (rb'"in_reply_to_account_id"\s*:', rb'"reblogs_count"\s*:', rb'"content"\s*:')),
    ("mastodon", (rb'"acct"\s*:', rb'"statuses_count"\s*:', rb'"username"\s*:')),
    ("hacker-news", (rb'"objectID"\s*:', rb'"_tags"\s*:', rb'"author"\s*:')),
    ("hacker-news", (rb'"created_at_i"\s*:', rb'"children"\s*:', rb'"story_id"\s*:')),
    ("hacker-news", (rb'"by"\s*:', rb'"time"\s*:\s*\d', rb'"type"\s*:\s*"(?:story|comment|job|poll)"')),
    ("reddit", (rb'"kind"\s*:\s*"Listing"', rb'"children"\s*:')),
)  # fmt: skip
# An answer without any posts has few names to go by.
_EMPTY = (
    ("bluesky", re.compile(rb'\s*\{\s*"feed"\s*:\s*\[\s*\]')),
    ("hacker-news", re.compile(rb'\s*\{[^[\]]{0,2000}?"hits"\s*:\s*\[\s*\][^[\]]{0,200}"nbHits"')),
    (
        "mastodon",
        re.compile(rb'\s*\{\s*"ancestors"\s*:\s*\[\s*\]\s*,\s*"descendants"\s*:\s*\[\s*\]'),
    ),
)


def network_of(data: bytes, source: Source | None = None) -> str:
    """`mastodon`, `bluesky`, `hacker-news`, `reddit`, `x-archive`, `bluesky-archive` or
    `reader-items`; "" for anything else. JSON of a `posts` or `reader` source that has no names to go
    by (an account without posts) is what its source is."""
    if is_car(data):
        return "bluesky-archive"
    if _X.match(data):
        return "x-archive"
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"{", b"[")):
        return ""
    for network, names in _NAMES:
        if all(re.search(one, data) for one in names):
            return network
    found = next((network for network, empty in _EMPTY if empty.match(data)), "")
    if found or source is None or b"jsonfeed.org" in data:
        return found
    if source.kind == "reader":
        return "reader-items"
    return network_at(source.address) if source.kind == "posts" else ""
