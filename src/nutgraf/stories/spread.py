"""How a story spreads: who else its texts lead to, and how surprising it is that another came so soon."""

from __future__ import annotations

import math
from collections.abc import Sequence

from nutgraf.stories.member import Member

_SURPRISED = 4.0  # bits: a one in sixteen chance, and all that counts
_UNKNOWN = 1.0  # captures a day of a source nobody knows the rhythm of
_SOONEST = 1.0  # hours; nearer than that, looks tell no times apart
_MOST_CITED = 12  # others that one text may lead to, so that a list of addresses is no crowd
_POSTS = frozenset({"x.com", "twitter.com", "xcancel.com", "nitter.net", "bsky.app", "reddit.com"})


def surprise(hours: float, a_day: float | None) -> float:
    """How much it says that a source came after so many hours, 0-1.

    A source that has `a_day` captures (a Poisson process) would have had some capture by then with
    the chance 1 - exp(-a_day * hours / 24); the surprise is minus the logarithm of that, to base two,
    and four bits are all of it. A source with a hundred a day always has something to say.
    """
    rate = _UNKNOWN if a_day is None else a_day
    expected = rate * max(_SOONEST, hours) / 24
    chance = -math.expm1(-expected)
    return round(min(1.0, -math.log2(chance) / _SURPRISED), 6) if chance > 0 else 1.0


def cited(texts: Sequence[Member]) -> frozenset[str]:
    """Others that texts lead to: accounts of posts, else hosts; each once, and twelve a text at most."""
    return frozenset(one for text in texts for one in _places(text)[:_MOST_CITED])


def _places(text: Member) -> list[str]:
    own = place_of(text.record.url.partition("://")[2])
    return sorted({place_of(link) for link in text.features.links} - {own, ""})


def place_of(link: str) -> str:
    """Whose place an address without its scheme is: `x.com/ann/status/1` is `ann`'s, and
    `news.example/a` is `news.example`'s.
    """
    host, _, path = link.partition("/")
    host = host.casefold().removeprefix("www.").removeprefix("m.").removeprefix("old.")
    if host in _POSTS:
        steps = [step for step in path.split("/") if step not in {"r", "profile", "user", "u"}]
        return steps[0].casefold() if steps and steps[0] not in {"", "i"} else host
    return host
