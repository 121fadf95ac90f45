"""What the headers of an answer say about asking again: how long it stays fresh, how long to wait.

Freshness is that of a private cache (RFC 9111, sections 4.2 and 5.2), Retry-After that of RFC 9110,
section 10.2.3. What a header says is believed within bounds: nobody is asked again within a minute of
asking for patience, and no slip of a server's clock keeps a source away for more than a week.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SHORTEST_RETRY = 60
LONGEST_RETRY = 7 * 86_400
LONGEST_FRESH = 365 * 86_400
_MOST_DIGITS = 12


def retry_seconds(value: str, now: datetime) -> int | None:
    """Seconds to wait after `Retry-After: value`, between a minute and a week; None when it says nothing.

    `value` is a number of seconds or an HTTP date; a date that has passed, zero and less are a minute.
    """
    words = value.strip()
    number = _number(words)
    if number is None:
        date = http_date(words)
        number = None if date is None else (date - now).total_seconds()
    if number is None:
        return None
    return math.ceil(min(max(number, SHORTEST_RETRY), LONGEST_RETRY))


def _number(words: str) -> float | None:
    """A number of seconds, also one below zero or with a fraction, as some servers write."""
    plain = words.removeprefix("-").removeprefix("+")
    whole, _, part = plain.partition(".")
    if not (whole.isascii() and whole.isdigit() and (not part or part.isdecimal())):
        return None
    size = float(f"{whole}.{part[:3] or 0}") if len(whole) <= _MOST_DIGITS else math.inf
    return -size if words.startswith("-") else size


def http_date(text: str) -> datetime | None:
    """One of the three date forms of HTTP (RFC 9110, 5.6.7) as UTC; None for anything else."""
    words = text.strip()
    if not words or len(words) > 64:
        return None
    try:
        date = parsedate_to_datetime(words)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def fresh_seconds(headers: Mapping[str, str], now: datetime) -> int | None:
    """How long an answer with these headers (names in lower case) stays fresh; None when not said.

    `no-cache` and `no-store` say 0. `max-age` goes before `s-maxage`, which is meant for caches that
    many share and only stands in for it, and both before Expires; Age is taken off. What cannot be
    read counts as stale, as RFC 9111 has it; a year is the most.
    """
    said = _directives(headers.get("cache-control", ""))
    if "no-cache" in said or "no-store" in said:
        return 0
    life: float | None = None
    if "max-age" in said or "s-maxage" in said:
        life = _delta(said.get("max-age", said.get("s-maxage", "")))
    elif "expires" in headers:
        ends = http_date(headers["expires"])
        began = http_date(headers.get("date", "")) or now
        life = (ends - began).total_seconds() if ends else 0
    if life is None:
        return None
    age = _delta(headers.get("age", "").split(",")[0].strip())
    return math.floor(min(max(life - age, 0), LONGEST_FRESH))


def _delta(words: str) -> float:
    """Delta-seconds (RFC 9111, 1.2.2); 0 for what is none."""
    if not (words.isascii() and words.isdigit()):
        return 0
    return float(words) if len(words) <= _MOST_DIGITS else math.inf


def _directives(value: str) -> dict[str, str]:
    """Directives of Cache-Control by lower-case name; the first of each counts."""
    found: dict[str, str] = {}
    for part in value.split(","):
        name, _, said = part.partition("=")
        key = name.strip().lower()
        if key and key not in found:
            found[key] = said.strip().strip('"').strip()
    return found
