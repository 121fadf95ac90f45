"""How a fetch fails, in words: the rule, what happened, what to do next."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPException

from nutgraf.wire.inflate import BombError, BrokenError
from nutgraf.wire.resolver import ForbiddenError
from nutgraf.wire.transport import HeadersError

LATER = "Look again later; nothing else of the run is touched."
OPEN = "Open it in a browser; if it moved, add its new address."
ALLOW = "the operator can allow a network in fetch.allow as CIDR:port, such as 192.168.1.0/24:8080."
_CUT = frozenset({"IncompleteRead", "ProtocolError", "RemoteDisconnected", "BadStatusLine"})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class RefusedError(Exception):
    """A fetch that ends here: rule, what happened, what to do."""

    def __init__(self, rule: str, happened: str, next_step: str) -> None:
        super().__init__(happened)
        self.rule = rule
        self.happened = happened
        self.next_step = next_step


@contextmanager
def in_words(ends: float, seconds: float, forbidden: str) -> Iterator[None]:
    """Turn what goes wrong with one request into a RefusedError that holds nothing of what was sent.

    `ends` is when (time.monotonic) its `seconds` are used up; `forbidden` what to do where the
    address must not be asked.
    """
    from urllib3.exceptions import HTTPError

    try:
        yield
    except ForbiddenError as refused:
        raise RefusedError(refused.rule, str(refused), forbidden) from None
    except (BombError, HeadersError) as bomb:
        raise RefusedError("too-large", f"The answer was not taken: {bomb}.", OPEN) from None
    except BrokenError as broken:
        raise RefusedError("cut", f"The answer was not taken: {broken}.", LATER) from None
    except (OSError, HTTPError, HTTPException, ValueError) as problem:
        late = time.monotonic() >= ends
        raise unreached(problem, seconds, late=late) from None


def unreached(problem: Exception, seconds: float, *, late: bool) -> RefusedError:
    """What an error of the network, of TLS or of HTTP means; `late` when `seconds` are used up."""
    said = str(problem).lower()
    if late or isinstance(problem, TimeoutError) or "timed out" in said:
        return RefusedError(
            "timeout", f"The server did not answer within {seconds:g} seconds.", LATER
        )
    name = type(problem).__name__
    if "certificate" in said:
        return RefusedError(
            "certificate", "The server's certificate is not valid for its name.", OPEN
        )
    if name == "gaierror" or "name is not known" in said:
        return RefusedError("name-unknown", "The host of the address is not known.", OPEN)
    if name in _CUT:
        return RefusedError("cut", "The server broke off before its answer was whole.", LATER)
    return RefusedError("unreachable", "The server could not be reached.", LATER)


def no_success(status: int) -> RefusedError:
    """A status that gives nothing to read."""
    return RefusedError(
        "http-status", f"The server answered {status}{_phrase(status)}.",
        LATER if status in _PASSING else OPEN,
    )  # fmt: skip


def _phrase(status: int) -> str:
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""
