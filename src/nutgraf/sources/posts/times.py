"""The time in a post's id, which is harder to set back than the time a post says of itself.

Mastodon: milliseconds since 1970 above 16 bits (`lib/mastodon/snowflake.rb`, in use since 2017); servers
that speak its API with other ids: ULID, 48 bits of milliseconds in Crockford's base 32 (the ULID
specification). X: milliseconds since 2010-11-04 above 22 bits ("Announcing Snowflake", 2010). Bluesky:
a TID, 53 bits of microseconds above 10 bits in a base 32 whose digits sort (atproto.com/specs/tid).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from nutgraf.sources.times import doubted, sane
from nutgraf.text import one_line

APART = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_X_EPOCH = 1_288_834_974_657
# Before the first snowflakes ids only counted, and would be read as times near the epoch.
_X_FIRST = datetime(2010, 11, 4, 12, tzinfo=UTC)
_MASTODON_FIRST = datetime(2017, 1, 1, tzinfo=UTC)
_BLUESKY_FIRST = datetime(2022, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"[0-9]{1,20}\Z")
_TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}\Z")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}\Z")
_TID_DIGITS = {char: at for at, char in enumerate("234567abcdefghijklmnopqrstuvwxyz")}
_ULID_DIGITS = {char: at for at, char in enumerate("0123456789ABCDEFGHJKMNPQRSTVWXYZ")}


def x_time(post_id: str) -> datetime | None:
    """The time in the id of a post on X, to the millisecond; None for ids without one."""
    if not _NUMBER.match(post_id):
        return None
    return _from(_X_FIRST, milliseconds=(int(post_id) >> 22) + _X_EPOCH)


def mastodon_time(post_id: str) -> datetime | None:
    """The time in the id of a Mastodon status (or a ULID), to the millisecond; None without one."""
    if _NUMBER.match(post_id):
        return _from(_MASTODON_FIRST, milliseconds=int(post_id) >> 16)
    if _ULID.match(post_id):
        return _from(_MASTODON_FIRST, milliseconds=_number(post_id[:10], _ULID_DIGITS))
    return None


def bluesky_time(record_key: str) -> datetime | None:
    """The time in the record key of a Bluesky post, to the microsecond; None for other keys."""
    if not _TID.match(record_key):
        return None
    return _from(_BLUESKY_FIRST, microseconds=_number(record_key, _TID_DIGITS) >> 10)


def _number(text: str, digits: dict[str, int]) -> int:
    number = 0
    for char in text:
        number = number << 5 | digits[char]
    return number


def _from(first: datetime, *, milliseconds: int = 0, microseconds: int = 0) -> datetime | None:
    try:
        moment = _EPOCH + timedelta(milliseconds=milliseconds, microseconds=microseconds)
    except OverflowError:
        return None
    return sane(moment) if moment >= first else None


def settled(
    written: str, said: datetime | None, made: datetime | None
) -> tuple[datetime | None, tuple[tuple[str, str], ...]]:
    """The time that counts, and a mark where the post says another.

    The time said counts when there is no other, or the id's is within an hour of it; else the id's.
    """
    if made is None:
        return said, doubted(written, said)
    if said is not None and abs(said - made) <= APART:
        return said, ()
    if said is None and not written:
        return made, ()
    claim = one_line(written)[:40] if written else said.isoformat() if said else ""
    return made, (("time", f"says {claim}, its id was made {made.isoformat(timespec='seconds')}"),)
