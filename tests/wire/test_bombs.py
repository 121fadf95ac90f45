"""Bodies that unpack to more than a machine holds: twelve of them, and what they cost."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import pytest
import zstandard

from nutgraf.testing import Answer, ScriptedWeb
from nutgraf.wire.inflate import BombError, BrokenError, inflate

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.threat("F7")]
_PIECES, _PIECE = 64, b"\0" * (1 << 20)
# The bounds of the threat row; the time with slack for a machine that does other things.
MOST_MIB = 100
SECONDS = 2.0
SLACK = 4

# Fetches each address in turn; prints for each what came of it, its seconds, and the peak so far.
CHILD = """
import json, sys, time
import urllib3.connection, ssrfguard, zstandard
from nutgraf.errors import Refused
from nutgraf.wire import Fetcher, FetchOptions

def peak():  # getrusage would count what the parent held before this program began
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

allow, *addresses = sys.argv[1:]
fetcher = Fetcher(options=FetchOptions(allow=(allow,)))
fetcher.fetch(addresses[0])
idle, rows = peak(), []
for address in addresses[1:]:
    began = time.perf_counter()
    found = fetcher.fetch(address)
    rule = found.rule if isinstance(found, Refused) else "read"
    rows.append([address, rule, time.perf_counter() - began, peak() - idle])
print(json.dumps(rows))
"""


def packed(pack: Callable[[bytes], bytes], end: Callable[[], bytes]) -> bytes:
    return b"".join([*(pack(_PIECE) for _ in range(_PIECES)), end()])


@cache
def zeros(wbits: int) -> bytes:
    stream = zlib.compressobj(6, wbits=wbits)
    return packed(stream.compress, stream.flush)


@cache
def zstd() -> bytes:
    stream = zstandard.ZstdCompressor().compressobj()
    return packed(stream.compress, stream.flush)


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            with made.open(name, "w") as entry:
                for _ in range(16):
                    entry.write(_PIECE)
    return out.getvalue()


def answer(body: bytes, *encodings: str, status: int = 200, **more: str) -> Answer:
    pairs = tuple(("Content-Encoding", encoding) for encoding in encodings)
    return Answer(body=body, status=status, headers=(*pairs, *more.items()))


def bombs() -> dict[str, tuple[Answer, str]]:
    """Each bomb with the rule that refuses it; archives are bytes like others until they are read."""
    gz = zeros(31)
    chain = gz
    for _ in range(9):
        chain = gzip.compress(chain)
    return {
        "/gzip": (answer(gz, "gzip"), "too-large"),
        "/x-gzip": (answer(gz, "x-gzip"), "too-large"),
        "/deflate": (answer(zeros(15), "deflate"), "too-large"),
        "/bare-deflate": (answer(zeros(-15), "deflate"), "too-large"),
        "/br": (answer(b"\x0b\x00\x80" * 1000, "br"), "encoding"),
        "/zstd": (answer(zstd(), "zstd"), "too-large"),
        "/gzip-of-gzip": (answer(gzip.compress(gz), "gzip, gzip"), "encoding"),
        "/ten-layers": (answer(chain, *["gzip"] * 10), "encoding"),
        "/on-a-redirect": (answer(gz, "gzip", status=302, Location="/idle"), "read"),
        "/zip": (answer(archive("a.txt", "b.txt")), "read"),
        "/docx": (answer(archive("[Content_Types].xml", "word/document.xml")), "read"),
        "/epub": (answer(archive("mimetype", "OEBPS/chapter.xhtml")), "read"),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_twelve_bombs_within_their_memory_and_time(
    record_property: Callable[[str, object], None],
) -> None:
    made = bombs()
    assert len(made) == 12
    web = ScriptedWeb({"/idle": Answer(body=b"idle"), **{path: a for path, (a, _) in made.items()}})
    with web:
        addresses = [web.address + path for path in ("/idle", *made)]
        done = subprocess.run(
            [sys.executable, "-c", CHILD, *web.allow, *addresses],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    rows = json.loads(done.stdout)
    print(done.stdout)
    assert len(rows) == 12
    for (path, (_, rule)), (address, found, seconds, _) in zip(made.items(), rows, strict=True):
        assert address.endswith(path) and found == rule, (path, found)
        assert seconds < SECONDS * SLACK, path
    most, slowest = max(row[3] for row in rows), max(row[2] for row in rows)
    assert 0 < most <= MOST_MIB
    record_property(
        "number", f"{len(rows)} bombs, at most {most:.0f} MiB above idle and {slowest:.2f} s each"
    )


def in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@pytest.mark.parametrize("size", [1, 7, 128, 129, 65536])
def test_zstd_bodies_come_whole_however_they_are_cut(size: int) -> None:
    body = b"words of a feed, " * 3000
    one = zstandard.compress(body)
    assert inflate(in_pieces(one, size), "zstd", 1 << 20) == body
    assert inflate(in_pieces(one + one, size), "zstd", 1 << 20) == body + body
    assert inflate(in_pieces(one, size), "zstd", 1000, cut=True) == body[:1000]
    with pytest.raises(BrokenError):
        inflate(in_pieces(one[:-1], size), "zstd", 1 << 20)
    with pytest.raises(BrokenError):
        inflate(in_pieces(b"no zstd at all", size), "zstd", 1 << 20)


def test_a_zstd_window_larger_than_the_web_allows_is_refused() -> None:
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    data = stream.compress(b"x" * 100) + stream.flush()
    with pytest.raises(BrokenError):
        inflate(iter([data]), "zstd", 1 << 20)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd"])
def test_more_than_200_to_1_is_refused_after_the_first_mebibyte(encoding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstandard.compress}[encoding]
    small = pack(b"\0" * (1 << 20))
    assert len(inflate(iter([small]), encoding, 15 << 20)) == 1 << 20
    with pytest.raises(BombError, match="200 times"):
        inflate(in_pieces(pack(b"\0" * (9 << 20)), 512), encoding, 15 << 20)
