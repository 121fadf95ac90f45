"""One errand on its way: which address is asked next, and what the answer to it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin

from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.address import without_user
from nutgraf.sources.looks.freshness import fresh_seconds, retry_seconds
from nutgraf.sources.looks.visits import Errand, Move, Outcome, Validators, Visit
from nutgraf.sources.model import RawObject
from nutgraf.wire.refusing import LATER, OPEN, RefusedError, no_success
from nutgraf.wire.resolver import ForbiddenError, Target, same_origin, take_apart

REDIRECTS = frozenset({301, 302, 303, 307, 308})
READ = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})
PATIENCE = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_LONGEST_VALIDATOR = 4096
_SENDABLE = re.compile(r"[\t\x20-\x7e\x80-\xff]*\Z")
_LONGEST_LINK = 2000


@dataclass(slots=True, kw_only=True)
class Journey:
    """An errand under way, hop by hop; `here` is the address to be asked next.

    `left` is what is left of the total time, in seconds; `asked` whether anything was asked yet.
    With `cut` a body that is too long is cut instead of refused (robots.txt).
    """

    errand: Errand
    now: datetime
    left: float
    here: str
    most_redirects: int
    cut: bool = False
    asked: bool = False
    status: int = 0
    answered: Validators = field(default_factory=Validators)
    fresh: int | None = None
    retry: int | None = None
    moved: list[Move] = field(default_factory=list)
    # Whether the first address led into a network that the operator listed; None before it was asked.
    listed: bool | None = None
    # Once away from the origin of its address, a secret stays behind for good.
    _trusted: bool = True

    @property
    def conditional(self) -> dict[str, str]:
        """The conditional headers of the request, word for word as they were given."""
        was = self.errand.validators
        pairs = {"If-None-Match": was.etag, "If-Modified-Since": was.last_modified}
        return {name: value for name, value in pairs.items() if value and _sendable(value)}

    def carries_secret(self, target: Target) -> bool:
        """Whether the errand's secret goes with the request to this target."""
        return bool(self.errand.secret) and self._trusted and same_origin(target, self._origin())

    def _origin(self) -> Target:
        return take_apart(self.errand.address)

    def heard(self, status: int, headers: Mapping[str, str]) -> None:
        """Take down what the head of an answer says."""
        self.status = status
        self.fresh = self.retry = None
        self.answered = Validators()
        if status in READ or status == HTTPStatus.NOT_MODIFIED:
            self.answered = Validators(
                etag=_kept(headers.get("etag", "")),
                last_modified=_kept(headers.get("last-modified", "")),
            )
            self.fresh = fresh_seconds(headers, self.now)
        elif status >= 400:
            self.retry = retry_seconds(headers.get("retry-after", ""), self.now)

    def leads_on(self, location: str) -> None:
        """Go on to where a redirect leads. Raises RefusedError for a circle, a chain, a downgrade."""
        found = urldefrag(urljoin(self.here, _spelled(location)))[0]
        if len(self.moved) >= self.most_redirects:
            raise RefusedError(
                "redirect-limit", f"The address leads on more than {self.most_redirects} times.", OPEN
            )  # fmt: skip
        if found in {self.here, self.errand.address, *(move.was for move in self.moved)}:
            raise RefusedError("redirect-loop", "The address leads in a circle.", OPEN)
        if self.here.lower().startswith("https:") and not found.lower().startswith("https:"):
            raise RefusedError(
                "redirect-scheme", "The address leads from https to something unprotected.",
                "Add the address it leads to itself, if you trust it.",
            )  # fmt: skip
        self.moved.append(Move(status=self.status, was=self.here, now=found))
        self.here = found
        try:
            self._trusted = self._trusted and same_origin(take_apart(found), self._origin())
        except ForbiddenError:
            self._trusted = False  # and it is refused before it is asked

    def unchanged(self) -> Visit:
        """A 304: what it says of the validators, and those we had where it says nothing."""
        if not self.conditional:
            raise RefusedError(
                "http-status", "The server says that nothing changed, though it was not asked that.",
                LATER,
            )  # fmt: skip
        was = self.errand.validators
        self.answered = Validators(
            etag=self.answered.etag or was.etag,
            last_modified=self.answered.last_modified or was.last_modified,
        )
        return self._ended("unchanged")

    def read(self, data: bytes, headers: Mapping[str, str]) -> Visit:
        """A body, whole."""
        link = headers.get("link", "")
        raw = RawObject(
            name=self.here,
            data=data,
            sha256=sha256_hex(data),
            media_type=headers.get("content-type", "")[:200],
            address=self.here,
            seen=(("link", link),) if "hub" in link and len(link) <= _LONGEST_LINK else (),
        )
        return self._ended("read", raw=raw)

    def no_success(self) -> Visit:
        """An answer with nothing to read in it."""
        if self.status == HTTPStatus.GONE:
            return self._ended(
                "gone",
                RefusedError(
                    "http-status", "The server answered 410: the address is gone for good.",
                    "Remove the source, or add the address it moved to.",
                ),
            )  # fmt: skip
        later = self.status in PATIENCE or self.retry is not None
        return self._ended("later" if later else "refused", no_success(self.status))

    def refused(self, why: RefusedError) -> Visit:
        """The errand ends here, and why."""
        return self._ended("refused", why)

    def later(self, why: RefusedError, seconds: int) -> Visit:
        """The errand is put off: nothing was asked at this hop, `seconds` until it may be."""
        self.retry = seconds
        return self._ended("later", why)

    def _ended(
        self, outcome: Outcome, why: RefusedError | None = None, raw: RawObject | None = None
    ) -> Visit:
        refused = None
        if why is not None:
            refused = Refused(
                where=without_user(self.errand.address)[:500],
                rule=why.rule,
                happened=why.happened,
                next_step=why.next_step,
                source=self.errand.source,
            )
        return Visit(
            address=self.errand.address,
            at=self.now,
            outcome=outcome,
            status=self.status,
            raw=raw,
            refused=refused,
            moved=tuple(self.moved),
            validators=self.answered,
            fresh_seconds=self.fresh,
            retry_seconds=self.retry,
            asked=self.asked,
        )


def _kept(value: str) -> str:
    """A validator as it came, less the space around it; "" for one that could not be sent back."""
    plain = value.strip(" \t")
    return plain if _sendable(plain) else ""


def _sendable(value: str) -> bool:
    return len(value) <= _LONGEST_VALIDATOR and bool(_SENDABLE.match(value))


def _spelled(location: str) -> str:
    """A Location as an address: bytes beyond ASCII are UTF-8, spaces inside it are %20."""
    plain = location.strip(" \t")
    with suppress(UnicodeError):
        plain = plain.encode("latin-1").decode("utf-8")
    return plain.replace(" ", "%20")
