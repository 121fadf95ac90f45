"""Feeds damaged in the ways feeds are damaged, the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_TAG = re.compile(rb"</?[A-Za-z][^<>]{0,200}>")
_END = re.compile(rb"</[A-Za-z][^<>]{0,100}>")
_ENTITY = re.compile(rb"&[#\w]{1,10};")
_DECLARATION = re.compile(rb"<\?xml[^>]*\?>")
_CDATA = re.compile(rb"<!\[CDATA\[|\]\]>")
_CONTROLS = bytes([0, 1, 2, 7, 8, 11, 12, 14, 27, 31])
_INVALID = (
    b"\xff",
    b"\xfe\xff",
    b"\xc3",
    b"\xe2\x82",
    b"\xf0\x9f\x98",
    b"\x80\x80",
    b"\xed\xa0\x80",
)
_ENCODINGS = (
    b"utf-16",
    b"us-ascii",
    b"iso-8859-1",
    b"windows-1251",
    b"shift_jis",
    b"no-such-charset",
)


def mutated(data: bytes, seed: int, kind: str) -> bytes:
    """`data` damaged once in the way `kind` names (one of `KINDS`), at places the seed chooses."""
    return KINDS[kind](data, random.Random(f"{seed} {kind}"))  # noqa: S311 (no secret is made)


def _flips(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, 20)):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _deletions(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(max(len(data), 1))
        data = data[:at] + data[at + rng.randint(1, 60) :]
    return data


def _truncation(data: bytes, rng: random.Random) -> bytes:
    return data[: int(len(data) * rng.uniform(0.3, 0.99))]


def _duplicated_chunk(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    chunk = data[start : start + rng.randint(10, 3000)]
    at = rng.choice((start + len(chunk), rng.randrange(len(data))))
    return data[:at] + chunk + data[at:]


def _broken_entities(data: bytes, rng: random.Random) -> bytes:
    found = list(_ENTITY.finditer(data))
    for one in sorted(
        rng.sample(found, min(len(found), rng.randint(1, 12))), key=lambda m: -m.start()
    ):
        words = rng.choice((b"&", one[0][:-1], b"&" + one[0], b"&nosuch;", b"&#;", b"&#xZZ;"))
        data = data[: one.start()] + words + data[one.end() :]
    if not found:
        at = rng.randrange(len(data))
        data = data[:at] + rng.choice((b" & ", b"&nosuch;", b"&#;")) + data[at:]
    return data


def _wrong_declaration(data: bytes, rng: random.Random) -> bytes:
    found = _DECLARATION.search(data[:1024])
    rest = data[: found.start()] + data[found.end() :] if found else data
    label = rng.choice(_ENCODINGS)
    return rng.choice(
        (
            b'<?xml version="1.0" encoding="' + label + b'"?>' + rest,
            b"\n\n<!-- cached -->" + data,
            b'<?xml version="1.0"?>' + data,
            b'<?xml version="3.7" encoding=utf-8 ?' + rest,
            b"Warning: cannot modify header\n" + data,
            b"?xml version='1.0'?>" + rest,
        )
    )


def _controls(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 30)):
        at = rng.randrange(len(data))
        data = data[:at] + bytes([rng.choice(_CONTROLS)]) + data[at:]
    return data


def _swapped_tags(data: bytes, rng: random.Random) -> bytes:
    found = list(_TAG.finditer(data))
    for _ in range(rng.randint(1, 3)):
        if len(found) < 4:
            break
        at = rng.randrange(len(found) - 1)
        one, two = found[at], found[at + 1]
        data = (
            data[: one.start()]
            + two[0]
            + data[one.end() : two.start()]
            + one[0]
            + data[two.end() :]
        )
        found = list(_TAG.finditer(data))
    return data


def _invalid_utf8(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 15)):
        at = rng.randrange(len(data))
        data = data[:at] + rng.choice(_INVALID) + data[at:]
    return data


def _missing_ends(data: bytes, rng: random.Random) -> bytes:
    found = list(_END.finditer(data))
    for one in sorted(
        rng.sample(found, min(len(found), rng.randint(1, 8))), key=lambda m: -m.start()
    ):
        data = data[: one.start()] + data[one.end() :]
    return data


def _broken_cdata(data: bytes, rng: random.Random) -> bytes:
    found = list(_CDATA.finditer(data))
    if not found:
        return _missing_ends(data, rng)
    one = rng.choice(found)
    return data[: one.start()] + data[one.end() :]


def _stray_signs(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data))
        data = data[:at] + rng.choice((b"<", b"&", b"]]>", b"<<", b'"', b"</")) + data[at:]
    return data


KINDS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "byte flips": _flips, "deletions": _deletions, "truncation": _truncation,
    "duplicated chunk": _duplicated_chunk, "broken entities": _broken_entities,
    "wrong declaration": _wrong_declaration, "control characters": _controls,
    "swapped tags": _swapped_tags, "invalid UTF-8": _invalid_utf8, "missing end tags": _missing_ends,
    "broken CDATA": _broken_cdata, "stray signs": _stray_signs,
}  # fmt: skip
