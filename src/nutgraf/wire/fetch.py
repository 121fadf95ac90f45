"""The one safe fetch of a feed, page or PDF by its address."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from nutgraf.errors import Refused
from nutgraf.sources.looks.visits import Errand, Visit
from nutgraf.sources.model import RawObject
from nutgraf.wire.addresses import Allowed, allowed
from nutgraf.wire.inflate import (
    ENCODINGS,
    OFFERED,
    BombError,
    inflate,
    size_in_words,
)
from nutgraf.wire.journey import READ, REDIRECTS, Journey
from nutgraf.wire.options import FetchOptions
from nutgraf.wire.refusing import ALLOW, OPEN, RefusedError, in_words
from nutgraf.wire.resolver import Checked, ForbiddenError, LookUp, check, look_up_name
from nutgraf.wire.secrets import authorization, may_carry
from nutgraf.wire.transport import Answer, Connect, Connections, connect_to

__all__ = ["FetchOptions", "Fetcher"]

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/html;q=0.8, application/pdf;q=0.8, text/plain;q=0.7, */*;q=0.1"
)
_NOT_MODIFIED = 304
_PUBLIC = f"Use a public http or https address; {ALLOW}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Fetches by address. `look_up`, `connect` and `environ` (where secrets are) may be replaced, as
    tests do."""

    options: FetchOptions = field(default_factory=FetchOptions)
    look_up: LookUp = look_up_name
    connect: Connect = connect_to
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)

    def fetch(self, address: str, *, source: str = "") -> RawObject | Refused:
        """The bytes at an http or https address; its `name` and `address` are where it was found.

        One look without conditions or robots.txt, as when a person adds an address.
        """
        visit = self.visit(Errand(address=address, source=source), datetime.now(UTC))
        found = visit.raw or visit.refused
        assert found is not None, "a visit without conditions reads or refuses"
        return found

    def visit(self, errand: Errand, now: datetime) -> Visit:
        """One look at an address, now. Every hop of a redirect is checked like the first.

        robots.txt and the patience a host asks for are the matter of a `Round`. Nothing raises for
        what an address or its server does.
        """
        journey = self.journey(errand, now)
        with closing(self.connections()) as connections:
            while (visit := self.step(journey, connections)) is None:
                pass
        return visit

    def connections(self) -> Connections:
        """Connections to keep over several steps; the caller closes them."""
        return Connections(connect=self.connect)

    def journey(self, errand: Errand, now: datetime, *, cut: bool = False) -> Journey:
        """An errand that sets out."""
        return Journey(
            errand=errand, now=now, left=self.options.total_seconds, here=errand.address,
            most_redirects=self.options.most_redirects, cut=cut,
        )  # fmt: skip

    def step(
        self, journey: Journey, connections: Connections, look_up: LookUp | None = None
    ) -> Visit | None:
        """One request: the visit when the errand is done, None when it leads on to `journey.here`."""
        began = time.monotonic()
        try:
            return self._hop(journey, connections, look_up or self.look_up)
        except RefusedError as refused:
            return journey.refused(refused)
        finally:
            journey.left -= time.monotonic() - began

    def _hop(self, journey: Journey, connections: Connections, look_up: LookUp) -> Visit | None:
        ends = time.monotonic() + journey.left
        with in_words(ends, self.options.total_seconds, _PUBLIC):
            return self._get(journey, connections, look_up, ends)

    def _get(
        self, journey: Journey, connections: Connections, look_up: LookUp, ends: float
    ) -> Visit | None:
        options = self.options
        left = _left(ends)
        checked = check(
            journey.here, look_up=look_up, allow=_entries(options.allow),
            timeout=min(options.connect_seconds, left),
        )  # fmt: skip
        if journey.listed is None:
            journey.listed = checked.listed
        elif checked.listed and not journey.listed:
            # The list opens a network to what the operator follows there, not to any public server.
            raise ForbiddenError(
                "address-private", "The address leads to a network that is not public."
            )
        headers = self._headers(journey, checked)
        left = _left(ends)
        journey.asked = True
        with connections.ask(
            checked, headers, connect_timeout=options.connect_seconds,
            read_timeout=options.read_seconds, total=left,
        ) as answer:  # fmt: skip
            journey.heard(answer.status, answer.headers)
            if answer.status in REDIRECTS and answer.headers.get("location"):
                journey.leads_on(answer.headers["location"])
                return None
            if answer.status == _NOT_MODIFIED:
                return journey.unchanged()
            if answer.status not in READ:
                return journey.no_success()
            return journey.read(self._body(journey, answer), answer.headers)

    def _headers(self, journey: Journey, checked: Checked) -> dict[str, str]:
        headers = {
            "User-Agent": self.options.user_agent,
            "Accept": journey.errand.accept or _ACCEPT,
            "Accept-Encoding": OFFERED,
            **journey.conditional,
        }
        if journey.carries_secret(checked.target):
            if not may_carry(checked):
                raise RefusedError(
                    "secret-unprotected", "A secret is not sent over plain http.",
                    "Use the https address of the source.",
                )  # fmt: skip
            headers["Authorization"] = authorization(journey.errand, self.environ)
        return headers

    def _body(self, journey: Journey, answer: Answer) -> bytes:
        encoding = answer.headers.get("content-encoding", "").strip().lower()
        framing = answer.headers.get("transfer-encoding", "").strip().lower()
        if encoding not in ENCODINGS or framing not in {"", "identity", "chunked"}:
            raise RefusedError(
                "encoding", "The server packed its answer in a way that was not asked for.", OPEN
            )
        pdf = answer.headers.get("content-type", "").lower().startswith("application/pdf")
        cap = self.options.largest_pdf if pdf else self.options.largest
        cap = journey.errand.largest or cap
        length = answer.headers.get("content-length", "")
        if not journey.cut and length.isdecimal() and (len(length) > 15 or int(length) > cap):
            raise BombError(f"it is larger than {size_in_words(cap)}")
        return inflate(answer.pieces, encoding, cap, cut=journey.cut)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError("the total time is up")
    return left


@lru_cache(maxsize=8)
def _entries(allow: tuple[str, ...]) -> tuple[Allowed, ...]:
    return tuple(allowed(entry) for entry in allow)
