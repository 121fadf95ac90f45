"""What one look at a web address gave, as far as deciding the next one needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from nutgraf.errors import Refused
from nutgraf.sources.model import RawObject

Outcome = Literal["read", "unchanged", "gone", "later", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask again with (RFC 9110, sections 8.8.2 and 8.8.3), verbatim."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One address to be asked, and how.

    `source` is who it is asked for; `validators` make the request conditional; `secret` names the
    environment variable whose value goes with the request (as a bearer token, or as the password of
    `user`), to the origin of `address` and to no other; `accept` replaces the usual Accept header;
    `robots` False passes over robots.txt. `largest` is the most bytes of its body, 0 for the usual.
    """

    address: str
    source: str
    validators: Validators = Validators()
    secret: str = ""
    user: str = ""
    accept: str = ""
    robots: bool = True
    largest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What is remembered of a host between runs; `origin` is scheme, host and port.

    `robots` the bytes of its robots.txt as fetched at `robots_at` with `robots_status` (0: not
    reached); `not_before` when it may be asked again at the earliest (Retry-After, crawl delay).
    """

    origin: str
    robots: bytes = b""
    robots_status: int = 0
    robots_at: datetime | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A redirect that was followed: status (301, 302, 303, 307, 308), from and to."""

    status: int
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One look at an address, done.

    `outcome`: `read` (raw is there), `unchanged` (304), `gone` (410), `later` (the server, or its
    robots.txt, asks for patience: 429, 503, Retry-After, a crawl delay longer than this run waits),
    `refused` (all else; refused says why). `status` is the last HTTP status, 0 without one;
    `address` the one asked; `moved` the redirects followed, in order; `validators` what the answer
    carried; `fresh_seconds` how long the answer says it stays fresh (Cache-Control, Expires), and
    `retry_seconds` its Retry-After, both None when not said; `asked` whether the address itself was
    asked at all (a rule of robots.txt or an address check may forbid it).
    """

    address: str
    at: datetime
    outcome: Outcome
    status: int = 0
    raw: RawObject | None = None
    refused: Refused | None = None
    moved: tuple[Move, ...] = ()
    validators: Validators = Validators()
    fresh_seconds: int | None = None
    retry_seconds: int | None = None
    asked: bool = True

    @property
    def permanent(self) -> str:
        """Where the address has moved for good: the end of the leading 301s and 308s, "" if none."""
        place = ""
        for move in self.moved:
            if move.status not in {301, 308}:
                break
            place = move.now
        return place
