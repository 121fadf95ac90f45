"""The one safe fetch of a feed, page or PDF by its address."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from urllib.parse import urljoin

from nutgraf import __version__
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import RawObject
from nutgraf.wire.addresses import allowed
from nutgraf.wire.inflate import ENCODINGS, BombError, BrokenError, inflate
from nutgraf.wire.resolver import ForbiddenError, LookUp, check, look_up_name
from nutgraf.wire.transport import Answer, Connect, HeadersError, ask, connect_to

_MIB = 1024 * 1024
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/html;q=0.8, application/pdf;q=0.8, text/plain;q=0.7, */*;q=0.1"
)
_LATER = "Look again later; nothing else of the run is touched."
_OPEN = "Open it in a browser; if it moved, add its new address."


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """Limits of a fetch: seconds, bytes, hops. `contact` is how a publisher reaches the operator
    (an address or a mail address, sent in the user agent); `allow` the operator's `CIDR:port`
    entries that may be asked though they are not public."""

    total_seconds: float = 30.0
    connect_seconds: float = 10.0
    read_seconds: float = 15.0
    largest: int = 15 * _MIB
    largest_pdf: int = 50 * _MIB
    most_redirects: int = 5
    contact: str = ""
    allow: tuple[str, ...] = ()

    @property
    def user_agent(self) -> str:
        """Who asks, honestly, and how to reach them."""
        contact = "".join(char for char in self.contact if " " <= char <= "~" and char not in "()")
        return f"nutgraf/{__version__} (news desk; {contact or 'run by one reader'})"


class _RefusedError(Exception):
    """A fetch that ends here: rule, what happened, what to do."""

    def __init__(self, rule: str, happened: str, next_step: str) -> None:
        super().__init__(happened)
        self.row = (rule, happened, next_step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Fetches by address. `look_up` and `connect` may be replaced, as tests do."""

    options: FetchOptions = field(default_factory=FetchOptions)
    look_up: LookUp = look_up_name
    connect: Connect = connect_to

    def fetch(self, address: str, *, source: str = "") -> RawObject | Refused:
        """The bytes at an http or https address; its `name` and `address` are where it was found.

        Every hop of a redirect is checked like the first. Nothing raises for what an address or
        its server does: each ends as a Refused.
        """
        try:
            return self._follow(address)
        except _RefusedError as refused:
            rule, happened, next_step = refused.row
        return Refused(
            where=address[:500], rule=rule, happened=happened, next_step=next_step, source=source
        )

    def _follow(self, address: str) -> RawObject:
        ends = time.monotonic() + self.options.total_seconds
        here, seen = address, {address}
        for _ in range(self.options.most_redirects + 1):
            found = self._hop(here, ends)
            if isinstance(found, RawObject):
                return found
            if found in seen:
                raise _RefusedError("redirect-loop", "The address leads in a circle.", _OPEN)
            if here.lower().startswith("https:") and not found.lower().startswith("https:"):
                raise _RefusedError(
                    "redirect-scheme", "The address leads from https to something unprotected.",
                    "Add the address it leads to itself, if you trust it.",
                )  # fmt: skip
            seen.add(found)
            here = found
        raise _RefusedError(
            "redirect-limit",
            f"The address leads on more than {self.options.most_redirects} times.",
            _OPEN,
        )

    def _hop(self, address: str, ends: float) -> RawObject | str:
        """The raw object, or the address it leads on to."""
        from urllib3.exceptions import HTTPError

        try:
            return self._get(address, ends)
        except ForbiddenError as forbidden:
            raise _RefusedError(
                forbidden.rule, str(forbidden),
                "Use a public http or https address; the operator can allow a network in fetch.allow.",
            ) from None  # fmt: skip
        except (BombError, HeadersError) as bomb:
            raise _RefusedError("too-large", f"The answer was not taken: {bomb}.", _OPEN) from None
        except BrokenError as broken:
            raise _RefusedError("cut", f"The answer was not taken: {broken}.", _LATER) from None
        except (OSError, HTTPError, HTTPException, ValueError) as problem:
            raise self._unreached(problem, ends) from None

    def _unreached(self, problem: Exception, ends: float) -> _RefusedError:
        seconds = self.options.total_seconds
        late = isinstance(problem, TimeoutError) or "timed out" in str(problem)
        if late or time.monotonic() >= ends:
            return _RefusedError(
                "timeout", f"The server did not answer within {seconds:g} seconds.", _LATER
            )
        name = type(problem).__name__
        if "certificate" in str(problem).lower():
            return _RefusedError(
                "certificate", "The server's certificate is not valid for its name.", _OPEN
            )
        if name == "gaierror" or "name is not known" in str(problem):
            return _RefusedError("name-unknown", "The host of the address is not known.", _OPEN)
        if name in {"IncompleteRead", "ProtocolError", "RemoteDisconnected", "BadStatusLine"}:
            return _RefusedError("cut", "The server broke off before its answer was whole.", _LATER)
        return _RefusedError("unreachable", "The server could not be reached.", _LATER)

    def _get(self, address: str, ends: float) -> RawObject | str:
        options = self.options
        left = ends - time.monotonic()
        allow = tuple(allowed(entry) for entry in options.allow)
        checked = check(
            address, look_up=self.look_up, allow=allow, timeout=min(options.connect_seconds, left)
        )
        left = ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the total time is up")
        headers = {
            "User-Agent": options.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        }
        with ask(
            checked, headers, connect=self.connect, connect_timeout=options.connect_seconds,
            read_timeout=min(options.read_seconds, left), total=left,
        ) as answer:  # fmt: skip
            return self._taken(address, answer, ends)

    def _taken(self, address: str, answer: Answer, ends: float) -> RawObject | str:
        if answer.status in {301, 302, 303, 307, 308} and answer.headers.get("location"):
            return urljoin(address, answer.headers["location"].strip())
        if answer.status != HTTPStatus.OK:
            reason = _phrase(answer.status)
            raise _RefusedError(
                "http-status", f"The server answered {answer.status}{reason}.",
                _LATER if answer.status in {408, 429, 500, 502, 503, 504} else _OPEN,
            )  # fmt: skip
        encoding = answer.headers.get("content-encoding", "").strip().lower()
        if encoding not in ENCODINGS:
            raise _RefusedError(
                "encoding", "The server packed its answer in a way that was not asked for.", _OPEN
            )
        media_type = answer.headers.get("content-type", "")
        pdf = media_type.lower().startswith("application/pdf")
        cap = self.options.largest_pdf if pdf else self.options.largest
        length = answer.headers.get("content-length", "")
        if length.isdecimal() and len(length) < 20 and int(length) > cap:
            raise BombError(f"it is larger than {cap // _MIB} MiB")
        data = inflate(_timed(answer.pieces, ends), encoding, cap)
        if time.monotonic() >= ends and not data:
            raise TimeoutError("the total time is up")
        return RawObject(
            name=address,
            data=data,
            sha256=sha256_hex(data),
            media_type=media_type[:200],
            address=address,
        )


def _timed(pieces: Iterator[bytes], ends: float) -> Iterator[bytes]:
    """The pieces while there is time: a body shut off by the watchdog is cut, not whole."""
    for piece in pieces:
        if time.monotonic() >= ends:
            raise TimeoutError("the total time is up")
        yield piece
    if time.monotonic() >= ends:
        raise TimeoutError("the total time is up")


def _phrase(status: int) -> str:
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""
