"""How a fetch fails, in words: the rule, what happened, what to do next."""

from __future__ import annotations

from http import HTTPStatus

LATER = "Look again later; nothing else of the run is touched."
OPEN = "Open it in a browser; if it moved, add its new address."
_CUT = frozenset({"IncompleteRead", "ProtocolError", "RemoteDisconnected", "BadStatusLine"})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class RefusedError(Exception):
    """A fetch that ends here: rule, what happened, what to do."""

    def __init__(self, rule: str, happened: str, next_step: str) -> None:
        super().__init__(happened)
        self.rule = rule
        self.happened = happened
        self.next_step = next_step


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
