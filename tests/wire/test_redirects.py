"""Twelve ways by which an answer tries to lead a desk inside its own network."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest

from nutgraf.errors import Refused
from nutgraf.sources.looks.visits import Errand
from nutgraf.testing import Answer, Asked, ScriptedNames, ScriptedWeb, at
from nutgraf.wire import Fetcher, FetchOptions, Round
from nutgraf.wire.addresses import Address, is_public
from nutgraf.wire.transport import connect_to

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.threat("F3")]
NOW = at("2026-04-01")
METADATA = "http://169.254.169.254/latest/meta-data/"
PAGE = b'<meta http-equiv="refresh" content="0;url=http://169.254.169.254/">'


def to(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers=(("Location", location),))


CHAINS: dict[str, dict[str, Answer]] = {
    "301": {"/": to(METADATA, 301)},
    "302": {"/": to(METADATA, 302)},
    "303": {"/": to("http://127.0.0.1:80/", 303)},
    "307": {"/": to("http://10.0.0.1/", 307)},
    "308": {"/": to("http://[::ffff:169.254.169.254]/", 308)},
    "by a name": {"/": to("http://inside.example/")},
    "after two hops": {"/": to("/1", 301), "/1": to("http://other.example/2"), "/2": to(METADATA)},
    "another scheme": {"/": to("gopher://127.0.0.1:6379/_FLUSHALL")},
    "to a file": {"/": to("file:///etc/passwd")},
    "to data": {"/": to("data:text/html,<p>x")},
    "Refresh header": {"/": Answer(body=b"x", headers=(("Refresh", f"0; url={METADATA}"),))},
    "meta refresh": {"/": Answer(body=PAGE)},
}


@pytest.mark.parametrize("by", ["fetcher", "round"])
@pytest.mark.parametrize("name", sorted(CHAINS))
def test_no_chain_leads_inside(name: str, by: str) -> None:
    assert len(CHAINS) == 12
    asked: list[Address] = []
    web = ScriptedWeb({**CHAINS[name], "/robots.txt": Answer(status=404)})

    def connect(address: Address, port: int, timeout: float) -> socket.socket:
        asked.append(address)
        if not is_public(address):
            raise ConnectionRefusedError("nothing is sent in tests")
        return connect_to(ip_address("127.0.0.1"), web.port, timeout)

    names = ScriptedNames(
        table={"news.example": "93.184.215.14", "other.example": "93.184.215.15",
               "inside.example": "192.168.0.1"}
    )  # fmt: skip
    fetcher = Fetcher(look_up=names, connect=connect)
    errand = Errand(address="http://news.example/", source="s")
    with web:
        if by == "fetcher":
            visit = fetcher.visit(errand, NOW)
        else:
            [(_, visit)] = Round(fetcher, {}, NOW).visits([errand])
    assert asked and all(is_public(address) for address in asked)
    if name in {"Refresh header", "meta refresh"}:  # bytes like any other; nobody follows them
        assert visit.outcome == "read" and visit.moved == ()
    else:
        assert visit.outcome == "refused" and visit.refused is not None
        assert visit.refused.rule.startswith("address-")
        assert "169.254" not in visit.refused.happened


@pytest.mark.threat("F5")
@pytest.mark.parametrize("length", [1, 2, 100])
def test_circles_and_a_chain_of_a_hundred_end_within_five_hops(length: int) -> None:
    def on(asked: Asked) -> Answer:
        return to(f"/{(int(asked.path[1:]) + 1) % length}")

    web = ScriptedWeb({f"/{n}": on for n in range(length)} | {"/robots.txt": Answer(status=404)})
    with web:
        fetcher = Fetcher(options=FetchOptions(allow=web.allow))
        visit = fetcher.visit(Errand(address=web.address + "/0", source="s"), NOW)
    assert visit.refused is not None
    assert visit.refused.rule == ("redirect-limit" if length > 6 else "redirect-loop")
    assert len(web.log) == min(length, 6)  # the first, and at most five hops more


def test_a_public_address_does_not_lead_into_a_listed_network() -> None:
    """The operator's list is for what is followed there, not for whoever redirects to it."""
    web = ScriptedWeb({"/inside": Answer(body=b"the wiki")})
    with web:
        place = f"http://127.0.0.1:{web.port}/inside"
        public: list[socket.socket] = []

        def connect(address: Address, port: int, timeout: float) -> socket.socket:
            if str(address) == "127.0.0.1":
                return connect_to(address, port, timeout)
            ours, theirs = socket.socketpair()
            theirs.sendall(
                f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode()
            )
            public.append(theirs)
            return ours

        fetcher = Fetcher(
            options=FetchOptions(allow=web.allow), connect=connect,
            look_up=lambda host, port, timeout: ("93.184.215.14",),
        )  # fmt: skip
        found = fetcher.fetch("http://public.example/")
        assert isinstance(found, Refused) and found.rule == "address-private"
        assert len(public) == 1 and web.log == ()
        public[0].close()
        assert not isinstance(fetcher.fetch(place), Refused)
