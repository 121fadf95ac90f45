"""From a web address to the network addresses that may be connected to, looked up once.

Two opinions are asked about the address and about every answer of the name system: our table and
ssrfguard. Both must say yes, and one bad answer refuses the whole name.
"""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from nutgraf.wire.addresses import Address, Allowed, is_public

if TYPE_CHECKING:
    from ssrfguard import Policy

LookUp = Callable[[str, int, float], Sequence[str]]
_PORTS = {"http": 80, "https": 443}
_LONGEST = 8192
_UNSEEN = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*\Z")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")


class ForbiddenError(Exception):
    """An address we do not ask: the rule's name and a sentence that shows no resolved address."""

    def __init__(self, rule: str, happened: str) -> None:
        super().__init__(happened)
        self.rule = rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A web address taken apart: ASCII host (a name or an address), port, path with query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def literal(self) -> Address | None:
        """The host as a network address, None when it is a name."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A target and the addresses, all checked, that may be connected to for it.

    `listed` when every one of them is on the operator's list of networks.
    """

    target: Target
    addresses: tuple[Address, ...]
    listed: bool = False


@lru_cache(maxsize=1024)
def take_apart(url: str) -> Target:
    """The parts of a web address. Raises ForbiddenError for all but plain http and https ones."""
    if len(url) > _LONGEST or _UNSEEN.search(url):
        raise ForbiddenError(
            "address-form", "The address is too long or holds characters no address has."
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ForbiddenError("address-form", "The address cannot be read.") from None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise ForbiddenError("address-scheme", "Only http and https addresses are looked at.")
    if "@" in parts.netloc:
        raise ForbiddenError(
            "address-userinfo", "The address carries a user name, which hides its host."
        )
    path = _ascii(parts.path) or "/"
    return Target(
        scheme=scheme,
        host=_host(parts.hostname or ""),
        port=_PORTS[scheme] if port is None else port,
        path=f"{path}?{_ascii(parts.query)}" if parts.query else path,
    )


def same_origin(one: Target, other: Target) -> bool:
    """Scheme, host and port alike (RFC 6454)."""
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)


def _ascii(words: str) -> str:
    """What a request line can carry: letters beyond ASCII as UTF-8 in percent (RFC 3987, 3.1)."""
    if words.isascii():
        return words
    return quote(words.encode("utf-8", "replace"), safe="/%:@!$&'()*+,;=?~-._[]|")


def _host(written: str) -> str:
    host = unicodedata.normalize("NFKC", written).lower().rstrip(".")
    try:
        return str(ipaddress.IPv6Address(host)) if ":" in host and "%" not in host else _name(host)
    except ValueError:
        raise ForbiddenError("address-form", "The host of the address cannot be read.") from None


def _name(host: str) -> str:
    ascii_host = host if host.isascii() else host.encode("idna").decode("ascii").lower()
    if not _HOST.match(ascii_host) or len(ascii_host) > 253:
        raise ValueError("no host name")
    if _NUMBER.match(ascii_host.rpartition(".")[2]):
        ipaddress.IPv4Address(ascii_host)  # four decimal numbers, or it is a trick
    return ascii_host


def check(
    url: str, *, look_up: LookUp, allow: Sequence[Allowed] = (), timeout: float = 10.0
) -> Checked:
    """The target of a web address and where to connect; `timeout` seconds for the name system.

    Raises ForbiddenError for what must not be asked and OSError for a name that is not known.
    """
    target = take_apart(url)
    listed = any(entry.port == target.port for entry in allow)
    if target.port not in _PORTS.values() and not listed:
        raise ForbiddenError("address-port", "Only the ports 80 and 443 are asked.")
    literal = target.literal
    answers = [str(literal)] if literal else look_up(target.host, target.port, timeout)
    addresses = tuple(dict.fromkeys(ipaddress.ip_address(answer) for answer in answers))
    if not addresses:
        raise OSError("the name is not known")
    permitted = [
        any(entry.admits(address, target.port) for entry in allow) for address in addresses
    ]
    if not all(permitted):
        _both_agree(
            url, target, [a for a, yes in zip(addresses, permitted, strict=True) if not yes]
        )
    return Checked(target=target, addresses=addresses, listed=all(permitted))


def _both_agree(url: str, target: Target, addresses: Sequence[Address]) -> None:
    from ssrfguard import SSRFGuardError

    policy = _policy()
    inside = ForbiddenError("address-private", "The address leads to a network that is not public.")
    if not all(is_public(address) for address in addresses):
        raise inside
    if target.port not in _PORTS.values():
        raise ForbiddenError("address-port", "Only the ports 80 and 443 are asked.")
    try:
        policy.check_url(url)
        for address in addresses:
            policy.check_address(address)
    except (SSRFGuardError, ValueError):
        raise inside from None


@cache
def _policy() -> Policy:
    from ssrfguard import Policy

    return Policy()


def look_up_name(host: str, port: int, timeout: float) -> tuple[str, ...]:
    """The addresses the system knows for a name, within `timeout` seconds. Raises OSError.

    The system's look-up takes no deadline of its own, so it runs in a thread that is left behind.
    """
    answers: queue.SimpleQueue[tuple[str, ...] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(tuple(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as problem:
            answers.put(problem if isinstance(problem, OSError) else OSError("the name is no name"))

    threading.Thread(target=ask, daemon=True, name="look-up").start()
    try:
        answer = answers.get(timeout=max(timeout, 0.001))
    except queue.Empty:
        raise TimeoutError("the name system did not answer in time") from None
    if isinstance(answer, OSError):
        raise answer
    return answer
