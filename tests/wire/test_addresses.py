"""Address tricks are refused before anything is sent; public addresses are asked."""

from __future__ import annotations

import ipaddress
import json
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.errors import Refused
from nutgraf.sources.looks.visits import Errand
from nutgraf.testing import at
from nutgraf.wire import Fetcher, FetchOptions, Round
from nutgraf.wire.addresses import Address, allowed, is_public
from nutgraf.wire.resolver import ForbiddenError, check, take_apart

pytestmark = pytest.mark.threat("F1")


class Recorder:
    """A connect() that sends nothing and remembers whom it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Address, int]] = []

    def __call__(self, address: Address, port: int, timeout: float) -> socket.socket:
        self.asked.append((address, port))
        raise ConnectionRefusedError("nothing is sent in tests")


def scripted(names: dict[str, Any]) -> Any:
    """A name system that answers from a table; a list is answered call by call."""
    calls: dict[str, int] = {}

    def look_up(host: str, port: int, timeout: float) -> Sequence[str]:
        answer = names.get(host)
        if answer is None:
            raise socket.gaierror("not in the table")
        at = calls.get(host, 0)
        calls[host] = at + 1
        return [answer[min(at, len(answer) - 1)] if isinstance(answer, list) else answer]

    return look_up


def test_every_address_trick_is_refused_and_every_control_is_asked(
    shared_data: Path, record_property: Callable[[str, object], None]
) -> None:
    table = json.loads((shared_data / "adversarial" / "ssrf-addresses.json").read_text("utf-8"))
    refused = 0
    for row in table["refuse"]:
        recorder = Recorder()
        fetcher = Fetcher(look_up=scripted(table["dns"]), connect=recorder)
        for _ in range(3):
            assert isinstance(fetcher.fetch(row["url"]), Refused), row["label"]
        inside = [address for address, _ in recorder.asked if not is_public(address)]
        assert inside == [], row["label"]
        assert row["label"] == "rebind 2nd" or recorder.asked == [], row["label"]
        refused += 1
    assert refused == len(table["refuse"]) == 61
    record_property("number", f"{refused} of {len(table['refuse'])} refused, 0 connects inside")
    for row in table["allow"]:
        recorder = Recorder()
        Fetcher(look_up=scripted(table["dns"]), connect=recorder).fetch(row["url"])
        assert len(recorder.asked) == 1, row["label"]


def test_every_address_trick_is_refused_in_a_round_as_well(shared_data: Path) -> None:
    table = json.loads((shared_data / "adversarial" / "ssrf-addresses.json").read_text("utf-8"))
    recorder = Recorder()
    fetcher = Fetcher(look_up=scripted(table["dns"]), connect=recorder)
    errands = [Errand(address=row["url"], source=row["label"]) for row in table["refuse"]]
    found = list(Round(fetcher, {}, at("2026-04-01")).visits(errands))
    assert len(found) == 61 and {visit.outcome for _, visit in found} == {"refused"}
    assert [address for address, _ in recorder.asked if not is_public(address)] == []
    assert {e.source for e, visit in found if visit.asked} <= {"rebind 2nd"}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/", "http://[2002:a00:1::]/", "http://[2001:0:1::1]/",
        "http://[fe80::1%25eth0]/", "https://user@news.example/", "ftp://news.example/",
        "file:///etc/hosts", "data:text/html,x", "http://news.example\\@other.example/",
        "http://news.example:8080/", "http://news.example:99999/", "http:///x", "http://a b/", "",
        "http://①②⑦.0.0.1/", "http://168.63.129.16/", "http://" + "a" * 9000 + "/",
    ],
)  # fmt: skip
def test_tricks_without_the_shared_table(url: str) -> None:
    recorder = Recorder()
    fetcher = Fetcher(look_up=scripted({"news.example": "93.184.215.14"}), connect=recorder)
    assert isinstance(fetcher.fetch(url), Refused)
    assert recorder.asked == []


def test_a_name_with_one_private_answer_is_refused_whole() -> None:
    with pytest.raises(ForbiddenError) as refused:
        check("http://news.example/", look_up=lambda *_: ["93.184.215.14", "10.0.0.1"])
    assert refused.value.rule == "address-private"
    assert "10.0.0.1" not in str(refused.value)


@pytest.mark.threat("F2")
def test_flipping_names_never_reach_a_private_address(
    record_property: Callable[[str, object], None],
) -> None:
    recorder = Recorder()
    names = {"flip.example": ["93.184.215.14", "127.0.0.1"]}
    fetcher = Fetcher(look_up=scripted(names), connect=recorder)
    for _ in range(50):
        fetcher.fetch("http://flip.example/feed")
    private = [address for address, _ in recorder.asked if not is_public(address)]
    assert private == []
    record_property("number", f"50 runs, {len(private)} private connects")


@settings(deadline=None)
@given(st.ip_addresses())
def test_what_we_call_public_the_second_opinion_calls_public_or_refuses_too(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if is_public(address):
        assert address.is_global or address in ipaddress.ip_network("64:ff9b::/96")
    if address.is_private or address.is_loopback or address.is_link_local:
        assert not is_public(address)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_an_address_or_forbidden(text: str) -> None:
    for url in (text, "http://" + text, "https://news.example/" + text):
        try:
            target = take_apart(url)
        except ForbiddenError as forbidden:
            assert forbidden.rule.startswith("address-")
        else:
            assert target.host.isascii() and target.host == target.host.lower()


def test_the_operators_list_opens_one_network_and_port() -> None:
    recorder = Recorder()
    fetcher = Fetcher(options=FetchOptions(allow=("127.0.0.0/8:8080",)), connect=recorder)
    fetcher.fetch("http://127.0.0.1:8080/")
    assert [(str(address), port) for address, port in recorder.asked] == [("127.0.0.1", 8080)]
    for url in ("http://127.0.0.1/", "http://10.0.0.1:8080/", "http://93.184.215.14:8080/"):
        assert isinstance(fetcher.fetch(url), Refused)
    assert len(recorder.asked) == 1


@pytest.mark.parametrize("entry", ["", "10.0.0.0/8", "10.0.0.0/8:0", "x:80", "10.0.0.1/8:80"])
def test_bad_entries_of_the_operators_list(entry: str) -> None:
    with pytest.raises(ValueError):
        allowed(entry)
