"""Whatever bytes a server sends, a visit comes of it: never an exception, never more than may be held."""

from __future__ import annotations

import gzip
import socket

from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.sources.looks.visits import Errand, Validators
from nutgraf.testing import at
from nutgraf.wire import Fetcher, FetchOptions
from nutgraf.wire.addresses import Address

NOW = at("2026-04-01")
BODY = gzip.compress(b"<rss/>" * 50, mtime=0)
HEADS = (
    b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nETag: \"1\"\r\n\r\nwords, words",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nwords\r\n0\r\nX: y\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + BODY,
    b"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n",
    b"HTTP/1.1 301 Moved\r\nLocation: //[::1]:99999/\xff\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Slow\r\nRetry-After: 9999999999999999\r\n\r\n",
    b"HTTP/1.0 503 X\r\nRetry-After: Wed, 01 Apr 2026 12:00:00 GMT\r\nAge: -1\r\n\r\n",
    b"HTTP/1.1 410 Gone\r\nCache-Control: max-age=\xb2, no-cache=\"x\r\nContent-Length: -5\r\n\r\n",
)  # fmt: skip


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """A real answer with some bytes changed, taken out, doubled; or no answer at all."""
    data = bytearray(draw(st.sampled_from(HEADS)))
    for _ in range(draw(st.integers(0, 4))):
        at_byte = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(["change", "cut", "insert", "double", "end"])):
            case "change" if data:
                data[at_byte] = draw(st.integers(0, 255))
            case "cut":
                del data[at_byte : at_byte + draw(st.integers(1, 8))]
            case "insert":
                data[at_byte:at_byte] = draw(st.binary(max_size=8))
            case "double":
                data[at_byte:at_byte] = data[max(0, at_byte - 20) : at_byte]
            case _:
                del data[at_byte:]
    return bytes(data)


@settings(deadline=None, max_examples=400)
@given(st.one_of(answers(), st.binary(max_size=200)), st.booleans())
def test_any_bytes_become_a_visit(data: bytes, conditional: bool) -> None:
    ends: list[socket.socket] = []

    def connect(address: Address, port: int, timeout: float) -> socket.socket:
        ours, theirs = socket.socketpair()
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        ends.append(theirs)
        return ours

    fetcher = Fetcher(
        options=FetchOptions(largest=500, largest_pdf=500, total_seconds=5),
        look_up=lambda *_: ["93.184.215.14"], connect=connect,
    )  # fmt: skip
    validators = Validators(etag='"1"') if conditional else Validators()
    visit = fetcher.visit(
        Errand(address="http://a.example/", source="s", validators=validators), NOW
    )
    for end in ends:
        end.close()
    assert (visit.raw is not None) == (visit.outcome == "read")
    assert (visit.refused is None) == (visit.outcome in {"read", "unchanged"})
    if visit.raw is not None:
        assert visit.status in {200, 203} and len(visit.raw.data) <= 500
    assert visit.outcome != "unchanged" or conditional
    assert visit.retry_seconds is None or 60 <= visit.retry_seconds <= 604_800
    assert visit.refused is None or (visit.refused.happened and visit.refused.next_step)
