"""TXT records over a name server on loopback: what is there, what is not, and who never answers."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from nutgraf.testing import signed, signing_key
from nutgraf.wire.dkim import Dkim
from nutgraf.wire.txt import LookUpTxt, look_up_txt

KEY = signing_key(1, 2048)
LETTER = b"From: a@news.example\r\nSubject: Hi\r\n\r\nWords.\r\n"


def answered(query: bytes) -> bytes:
    """The answer to a query, b"" for none."""
    import dns.flags
    import dns.message
    import dns.rcode
    import dns.rrset

    asked = dns.message.from_wire(query)
    name = asked.question[0].name
    answer = dns.message.make_response(asked)
    answer.flags |= dns.flags.RA
    plain = name.to_text(omit_final_dot=True)
    if plain == "silent.example":
        return b""
    if plain == "broken.example":
        return b"\x00" * 40
    if plain == "refused.example":
        answer.set_rcode(dns.rcode.REFUSED)
    elif plain == "s1._domainkey.news.example":
        record = KEY.record.decode()
        pieces = " ".join(f'"{record[at : at + 200]}"' for at in range(0, len(record), 200))
        answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", pieces, '"other"'))
    elif plain == "long.example":
        whole = " ".join(f'"{"x" * 250}"' for _ in range(10))
        answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", whole, '"short"'))
    elif plain != "empty.example":
        answer.set_rcode(dns.rcode.NXDOMAIN)
    return answer.to_wire()


@pytest.fixture
def look_up(socket_enabled: None) -> Iterator[LookUpTxt]:
    serving = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    serving.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            query, asker = serving.recvfrom(4096)
            if query == b"end":
                return
            if answer := answered(query):
                serving.sendto(answer, asker)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield partial(look_up_txt, servers=("127.0.0.1",), port=serving.getsockname()[1])
    serving.sendto(b"end", serving.getsockname())
    thread.join(5)
    serving.close()


def test_records_are_joined_and_long_ones_left_out(look_up: LookUpTxt) -> None:
    assert set(look_up("s1._domainkey.news.example", 5)) == {KEY.record, b"other"}
    assert look_up("long.example", 5) == (b"short",)
    assert look_up("unknown.example", 5) == () and look_up("empty.example", 5) == ()


@pytest.mark.parametrize("name", ["silent.example", "broken.example", "refused.example", "x" * 70 + ".example", "a..b"])  # fmt: skip
def test_no_answer_is_an_error_in_time(look_up: LookUpTxt, name: str) -> None:
    began = time.monotonic()
    with pytest.raises(OSError, match="name system"):
        look_up(name, 0.5)
    assert time.monotonic() - began < 5


def test_a_signature_is_checked_by_the_key_in_the_name_system(look_up: LookUpTxt) -> None:
    mail = signed(LETTER, "news.example", KEY)
    assert Dkim(look_up=look_up).seen(mail) == (("dkim", "pass news.example"),)
    mail = signed(LETTER, "unknown.example", KEY)
    assert Dkim(look_up=look_up).seen(mail) == (
        ("dkim", "unchecked: there is no key at s1._domainkey.unknown.example"),
    )
