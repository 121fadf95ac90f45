"""robots.txt: what a host lets `nutgraf` ask for, and how patiently (RFC 9309).

protego reads the rules. It is given only the groups meant for us, picked here: what a file with ten
thousand agents and ten thousand rules would cost is then no more than what one agent's rules cost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from nutgraf.sources.looks.visits import HostState

if TYPE_CHECKING:
    from protego import Protego

TOKEN = "nutgraf"  # noqa: S105 - the product token of RFC 9309
LARGEST = 512 * 1024
FRESH = timedelta(hours=24)
UNDEFINED_FOR = timedelta(days=30)
LONGEST_DELAY = 3600.0
# Characters of patterns times characters of an address: about 50 ms at the very worst.
_MOST_WORK = 200_000_000
_LINE = re.compile(r"\r\n|\r|\n")
_AGENT = re.compile(r"user-?\s?agent\s*[:\s]\s*(\S*)", re.IGNORECASE)
_RULE = re.compile(r"(?:d\w*al\w*|allow|crawl[- ]delay)\b", re.IGNORECASE)
_PRODUCT = re.compile(r"[a-z_-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRules:
    """What one origin lets us do. `everything` when it is settled without rules; `delay_seconds`
    between two requests, 0 to 3600; `status` what robots.txt was answered with."""

    everything: bool | None
    status: int
    delay_seconds: float = 0.0
    _rules: Any = field(default=None, repr=False)
    _size: int = field(default=0, repr=False)

    def allows(self, address: str) -> bool:
        """Whether the address may be asked for.

        Rules so many and an address so long that matching would take a while say no: nobody writes
        such a file to be read.
        """
        if self.everything is not None:
            return self.everything
        if self._size * len(address) > _MOST_WORK:
            return False
        return bool(self._rules.can_fetch(address, TOKEN))


def robots_rules(state: HostState, now: datetime) -> RobotsRules:
    """The rules as last fetched: 2xx is read, 3xx and 4xx allow everything, all else nothing.

    What has not been reached for 30 days counts as not there (RFC 9309, section 2.3.1.4).
    """
    status = state.robots_status
    if 200 <= status < 300:
        return _read(state.robots, status)
    if 300 <= status < 500:
        return RobotsRules(everything=True, status=status)
    long_gone = state.robots_at is not None and now - state.robots_at >= UNDEFINED_FOR
    return RobotsRules(everything=long_gone, status=status)


def is_stale(state: HostState, now: datetime) -> bool:
    """Whether robots.txt is to be fetched: never was, a day old, or not reached when last tried."""
    if state.robots_at is None or not 200 <= state.robots_status < 500:
        return True
    return abs(now - state.robots_at) >= FRESH


def as_fetched(state: HostState, status: int, body: bytes, now: datetime) -> HostState:
    """The state after robots.txt was tried: `status` 0 when it was not reached.

    A file not reached leaves an earlier one in force; without one the time of the first failure
    stays, from which the 30 days count.
    """
    if 200 <= status < 500:
        kept = body[:LARGEST] if status < 300 else b""
        return replace(state, robots=kept, robots_status=status, robots_at=now)
    if state.robots_at is None:
        return replace(state, robots=b"", robots_status=status, robots_at=now)
    return state if 200 <= state.robots_status < 500 else replace(state, robots_status=status)


def _read(body: bytes, status: int) -> RobotsRules:
    ours = _ours(_text(body))
    if not ours:
        return RobotsRules(everything=True, status=status)
    rules = _protego("\n".join(("User-agent: *", *ours)))
    delay = rules.crawl_delay(TOKEN) or 0.0
    return RobotsRules(
        everything=None,
        status=status,
        delay_seconds=min(max(delay, 0.0), LONGEST_DELAY),
        _rules=rules,
        _size=sum(len(line) for line in ours),
    )


def _protego(text: str) -> Protego:
    from protego import Protego

    return Protego.parse(text)


def _text(body: bytes) -> str:
    """The first 512 KiB as text, without a line that was cut."""
    kept = body[:LARGEST]
    if len(body) >= LARGEST:
        kept = kept[: max(kept.rfind(b"\n"), kept.rfind(b"\r")) + 1]
    return kept.decode("utf-8", errors="replace").removeprefix("\ufeff")


def _ours(text: str) -> tuple[str, ...]:
    """The rule lines of the groups for our token, else of those for everybody (RFC 9309, 2.2.1)."""
    named: list[str] = []
    general: list[str] = []
    ours_named = False
    into: list[list[str]] = []
    in_rules = True
    for raw in _LINE.split(text):
        line = raw.partition("#")[0].strip()
        agent = _AGENT.match(line)
        if agent:
            if in_rules:
                into, in_rules = [], False
            kind = _kind(agent[1])
            ours_named = ours_named or kind == TOKEN
            for wanted, lines in ((TOKEN, named), ("*", general)):
                if kind == wanted and not any(lines is other for other in into):
                    into.append(lines)
        elif _RULE.match(line):
            in_rules = True
            for lines in into:
                lines.append(line)
    return tuple(named if ours_named else general)


def _kind(agent: str) -> str:
    """`nutgraf`, `*` or "" for everybody else; a version after the token does not count."""
    if agent == "*":
        return "*"
    product = _PRODUCT.match(agent)
    return TOKEN if product and product[0].lower() == TOKEN else ""
