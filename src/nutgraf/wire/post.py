"""One request with a form, or with headers of its own, under the same checks as a fetch.

No redirect is followed: what goes with such a request (a password, a token) goes to the address that was
checked and to no other.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from nutgraf.errors import Refused
from nutgraf.wire.addresses import Allowed, allowed
from nutgraf.wire.inflate import ENCODINGS, BombError, BrokenError, inflate
from nutgraf.wire.resolver import Checked, ForbiddenError, check
from nutgraf.wire.transport import Answer, HeadersError, ask

if TYPE_CHECKING:
    from nutgraf.wire.fetch import Fetcher

_LATER = "Look again later; nothing else of the run is touched."
_OPEN = "Check the address of the source."
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def post_form(
    fetcher: Fetcher,
    address: str,
    form: Mapping[str, str] | Sequence[tuple[str, str]],
    *,
    headers: Mapping[str, str] = {},
    secret: bool = False,
) -> tuple[int, bytes] | Refused:
    """POST a form (application/x-www-form-urlencoded, UTF-8): the status and the body of the answer.

    The form is names with values, or pairs where a name comes more than once.

    A form that holds a `secret` goes over TLS, or to a network the operator allowed. Any status but a redirect is given back as it is. Neither the form nor the headers stand in what is
    refused. Nothing raises for what an address or its server does.
    """
    body = urlencode(form).encode("ascii")
    return _exchange(fetcher, address, "POST", body, {**_FORM, **headers}, secret=secret)


def get_with(
    fetcher: Fetcher, address: str, headers: Mapping[str, str]
) -> tuple[int, bytes] | Refused:
    """GET with headers that hold a secret (an authorization); else as `post_form`."""
    return _exchange(fetcher, address, "GET", None, headers, secret=True)


def _exchange(
    fetcher: Fetcher,
    address: str,
    method: str,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    secret: bool,
) -> tuple[int, bytes] | Refused:
    from urllib3.exceptions import HTTPError

    ends = time.monotonic() + fetcher.options.total_seconds
    try:
        status, data = _asked(fetcher, address, method, body, headers, ends, secret)
    except ForbiddenError as forbidden:
        return _refused(
            address, forbidden.rule, str(forbidden),
            "Use a public https address; the operator can allow a network in fetch.allow.",
        )  # fmt: skip
    except (BombError, HeadersError) as bomb:
        return _refused(address, "too-large", f"The answer was not taken: {bomb}.", _OPEN)
    except BrokenError as broken:
        return _refused(address, "cut", f"The answer was not taken: {broken}.", _LATER)
    except (OSError, HTTPError, HTTPException, ValueError) as problem:
        return _unreached(address, problem, ends, fetcher.options.total_seconds)
    if status in _REDIRECTS:
        return _refused(
            address, "redirect-login", "The address leads on to another, where nothing is sent.",
            "Add the address it leads to itself, if you trust it.",
        )  # fmt: skip
    return status, data


def _asked(
    fetcher: Fetcher,
    address: str,
    method: str,
    body: bytes | None,
    headers: Mapping[str, str],
    ends: float,
    secret: bool,
) -> tuple[int, bytes]:
    options = fetcher.options
    allow = tuple(allowed(entry) for entry in options.allow)
    checked = check(address, look_up=fetcher.look_up, allow=allow, timeout=options.connect_seconds)
    if secret and not _may_carry(checked, allow):
        raise ForbiddenError("secret-unprotected", "A secret is not sent over plain http.")
    left = _left(ends)
    sent = {"User-Agent": options.user_agent, "Accept-Encoding": "gzip, deflate", **headers}
    with ask(
        checked, sent, connect=fetcher.connect, connect_timeout=options.connect_seconds,
        read_timeout=min(options.read_seconds, left), total=left, method=method, body=body,
    ) as answer:  # fmt: skip
        if answer.status in _REDIRECTS:
            return answer.status, b""
        data = _body(answer, options.largest)
        _left(ends)  # a body the watchdog shut off is cut, not whole
        return answer.status, data


def _may_carry(checked: Checked, allow: tuple[Allowed, ...]) -> bool:
    """Whether a secret may go there: over TLS, or to a port of a network the operator allowed."""
    port = checked.target.port
    return checked.target.scheme == "https" or all(
        any(entry.admits(place, port) for entry in allow) for place in checked.addresses
    )


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError("the total time is up")
    return left


def _body(answer: Answer, largest: int) -> bytes:
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    if encoding not in ENCODINGS:
        raise BrokenError("it is packed in a way that was not asked for")
    return inflate(answer.pieces, encoding, largest)


def _unreached(address: str, problem: Exception, ends: float, seconds: float) -> Refused:
    """What an error of the network means, without its own words: they may hold what was sent."""
    if isinstance(problem, TimeoutError) or "timed out" in str(problem) or time.monotonic() >= ends:
        happened = f"The server did not answer within {seconds:g} seconds."
        return _refused(address, "timeout", happened, _LATER)
    if "certificate" in str(problem).lower():
        happened = "The server's certificate is not valid for its name."
        return _refused(address, "certificate", happened, _OPEN)
    return _refused(address, "unreachable", "The server could not be reached.", _LATER)


def _refused(address: str, rule: str, happened: str, next_step: str) -> Refused:
    return Refused(where=address[:500], rule=rule, happened=happened, next_step=next_step)
