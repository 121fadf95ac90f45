"""The settings of fetching; `settings` reads them from TOML."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf import __version__

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """Limits of a fetch and manners of a round: seconds, bytes, hops.

    `contact` is how a publisher reaches the operator (an address or a mail address, sent in the user
    agent); `allow` the operator's `CIDR:port` entries that may be asked though they are not public.
    `threads` is how many hosts are asked at once (one request a host always); `longest_wait` the
    most seconds a round waits before one request for a host that asks for patience, `host_seconds`
    the most it waits for one host altogether; what would take longer is put off to a later round.
    `robots` False: no robots.txt is asked for, which only an operator with the publishers' leave
    should say.
    """

    total_seconds: float = 30.0
    connect_seconds: float = 10.0
    read_seconds: float = 15.0
    largest: int = 15 * MIB
    largest_pdf: int = 50 * MIB
    most_redirects: int = 5
    contact: str = ""
    allow: tuple[str, ...] = ()
    threads: int = 32
    longest_wait: float = 10.0
    host_seconds: float = 300.0
    robots: bool = True

    @property
    def user_agent(self) -> str:
        """Who asks, honestly, and how to reach them."""
        contact = "".join(char for char in self.contact if " " <= char <= "~" and char not in "()")
        return f"nutgraf/{__version__} (news desk; {contact or 'run by one reader'})"
