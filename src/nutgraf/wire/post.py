"""One request with a form, or with headers of its own, under the same checks as a fetch.

No redirect is followed: what goes with such a request (a password, a token) goes to the address that was
checked and to no other.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from nutgraf.errors import Refused
from nutgraf.sources.address import without_user
from nutgraf.wire.addresses import allowed
from nutgraf.wire.inflate import ENCODINGS, OFFERED, BrokenError, inflate
from nutgraf.wire.refusing import ALLOW, RefusedError, in_words
from nutgraf.wire.resolver import ForbiddenError, check
from nutgraf.wire.secrets import may_carry
from nutgraf.wire.transport import Answer, ask

if TYPE_CHECKING:
    from nutgraf.wire.fetch import Fetcher

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PUBLIC = f"Use a public https address; {ALLOW}"


def post_form(
    fetcher: Fetcher,
    address: str,
    form: Mapping[str, str] | Sequence[tuple[str, str]],
    *,
    headers: Mapping[str, str] = {},
    secret: bool = False,
) -> tuple[int, bytes] | Refused:
    """POST a form (application/x-www-form-urlencoded, UTF-8): the status and the body of the answer.

    The form is names with values, or pairs where a name comes more than once; one that holds a
    `secret` goes over TLS, or to a network the operator allowed. Any status but a redirect is given
    back as it is. Neither the form nor the headers stand in what is refused. Nothing raises for what
    an address or its server does.
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
    ends = time.monotonic() + fetcher.options.total_seconds
    try:
        with in_words(ends, fetcher.options.total_seconds, _PUBLIC):
            return _asked(fetcher, address, method, body, headers, ends, secret)
    except RefusedError as refused:
        return Refused(
            where=without_user(address)[:500], rule=refused.rule, happened=refused.happened,
            next_step=refused.next_step,
        )  # fmt: skip


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
    checked = check(
        address, look_up=fetcher.look_up, allow=tuple(allowed(entry) for entry in options.allow),
        timeout=options.connect_seconds,
    )  # fmt: skip
    if secret and not may_carry(checked):
        raise ForbiddenError("secret-unprotected", "A secret is not sent over plain http.")
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError("the total time is up")
    sent = {"User-Agent": options.user_agent, "Accept-Encoding": OFFERED, **headers}
    with ask(
        checked, sent, connect=fetcher.connect, connect_timeout=options.connect_seconds,
        read_timeout=options.read_seconds, total=left, method=method, body=body,
    ) as answer:  # fmt: skip
        if answer.status in _REDIRECTS:
            raise RefusedError(
                "redirect-login", "The address leads on to another, where nothing is sent.",
                "Add the address it leads to itself, if you trust it.",
            )  # fmt: skip
        return answer.status, _body(answer, options.largest)


def _body(answer: Answer, largest: int) -> bytes:
    encoding = answer.headers.get("content-encoding", "").strip().lower()
    if encoding not in ENCODINGS:
        raise BrokenError("it is packed in a way that was not asked for")
    return inflate(answer.pieces, encoding, largest)
