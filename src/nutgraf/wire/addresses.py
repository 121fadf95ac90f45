"""Which network addresses a desk may ask: public unicast, and nothing that leads inside.

Our own table, after the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its
updates). IPv6 is permitted only where global unicast is handed out (2000::/3). An address that
wraps an IPv4 address is judged by what it wraps, and refused where the wrapping itself is obsolete.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

Address = IPv4Address | IPv6Address

_FORBIDDEN_4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade translation
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's host agent, on a public address
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays, withdrawn
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
_FORBIDDEN_6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(address: Address) -> bool:
    """Whether our table lets a desk connect to the address."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _FORBIDDEN_4)
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    return address in _UNICAST_6 and not any(address in network for network in _FORBIDDEN_6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """One entry of the operator's list: a network and a port that may be asked though not public."""

    network: ipaddress.IPv4Network | ipaddress.IPv6Network
    port: int

    def admits(self, address: Address, port: int) -> bool:
        """Whether this entry permits the address and port."""
        return (
            port == self.port
            and address.version == self.network.version
            and address in self.network
        )


def allowed(entry: str) -> Allowed:
    """Read `CIDR:port`, such as `192.168.1.0/24:8080` or `[fd00::]/8:443`.

    Raises ValueError, with a sentence, on anything else.
    """
    network, _, port = entry.strip().rpartition(":")
    try:
        number = int(port)
        read = ipaddress.ip_network(network.replace("[", "").replace("]", ""))
    except ValueError as problem:
        raise ValueError(
            f"{entry!r} is no network and port such as 192.168.1.0/24:8080"
        ) from problem
    if not 0 < number < 65536:
        raise ValueError(f"{entry!r} names no port between 1 and 65535")
    return Allowed(network=read, port=number)
