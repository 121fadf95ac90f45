"""Whose an address is, where it is one of an account: the people a capture cites."""

from __future__ import annotations

import re

_ACCOUNT = re.compile(
    r"(?:(?:x|twitter)\.com/(?P<x>[^/?]+)(?=/|$)"
    r"|bsky\.app/profile/(?P<bluesky>[^/?]+)"
    r"|(?P<home>(?:threads\.net|youtube\.com|tiktok\.com|medium\.com|mastodon\.[a-z]+)/@[^/?]+)"
    r"|(?P<linked>linkedin\.com/(?:in|company)/[^/?]+))",
    re.IGNORECASE,
)
# Pages of a site that are no account of anybody.
_NOBODY = frozenset({"i", "home", "search", "hashtag", "intent", "share", "explore"})


def account_of(address: str) -> str:
    """The account an address (as in `Features.links`, without scheme) belongs to, "" for none.

    `x.com/sama/status/1` and `twitter.com/sama` -> `@sama`; an account of another site keeps its
    site: `bsky.app/profile/a.example` -> `a.example`, `youtube.com/@b` -> `youtube.com/@b`.
    """
    found = _ACCOUNT.match(address)
    if not found:
        return ""
    name = (found["x"] or found["bluesky"] or found["home"] or found["linked"]).casefold()
    if found["x"]:
        return "" if name in _NOBODY else f"@{name}"
    return str(name)
