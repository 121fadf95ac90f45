"""Keys and DKIM signatures for tests: made from a seed, worth nothing outside them."""

from __future__ import annotations

import base64
import random
from dataclasses import dataclass

_SMALL = (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """An RSA key of a domain: `pem` signs (PKCS #1), `record` is its TXT record."""

    pem: bytes
    record: bytes


def signing_key(seed: int, bits: int = 1024) -> SigningKey:
    """The RSA key of a seed; the same one every time."""
    chance = random.Random(seed)  # noqa: S311 - a key for tests, which must be the same each time
    exponent = 65537
    while True:
        p, q = _prime(chance, bits // 2), _prime(chance, bits - bits // 2)
        totient = (p - 1) * (q - 1)
        if p != q and totient % exponent and (p * q).bit_length() == bits:
            break
    secret = pow(exponent, -1, totient)
    numbers = (
        0, p * q, exponent, secret, p, q, secret % (p - 1), secret % (q - 1), pow(q, -1, p),
    )  # fmt: skip
    private = base64.b64encode(_sequence(*numbers))
    public = base64.b64encode(_sequence(p * q, exponent))
    return SigningKey(
        pem=b"-----BEGIN KEY-----\n" + private + b"\n-----END KEY-----\n",
        record=b"v=DKIM1; k=rsa; p=" + public,
    )


def signed(mail: bytes, domain: str, key: SigningKey, *, selector: str = "s1") -> bytes:
    """The mail with a DKIM signature of the domain above it (relaxed, rsa-sha256)."""
    import dkim  # type: ignore[import-untyped]  # dkimpy ships no types

    crlf = b"\r\n".join(mail.replace(b"\r\n", b"\n").split(b"\n"))
    names = {
        line.partition(b":")[0].lower() for line in crlf.partition(b"\r\n\r\n")[0].split(b"\r\n")
    }
    wanted = [
        name for name in (b"from", b"to", b"subject", b"date", b"message-id") if name in names
    ]
    header: bytes = dkim.sign(
        crlf, selector.encode(), domain.encode(), key.pem,
        canonicalize=(b"relaxed", b"relaxed"), include_headers=wanted,
    )  # fmt: skip
    return header + crlf


def _prime(chance: random.Random, bits: int) -> int:
    while True:
        number = chance.getrandbits(bits) | (3 << (bits - 2)) | 1
        if all(number % small for small in _SMALL) and _likely(number, chance):
            return number


def _likely(number: int, chance: random.Random) -> bool:
    """Miller-Rabin, twenty rounds."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(20):
        power = pow(chance.randrange(2, number - 1), odd, number)
        if power in {1, number - 1}:
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def _sequence(*numbers: int) -> bytes:
    """A DER sequence of integers."""
    body = b"".join(_tagged(2, n.to_bytes(n.bit_length() // 8 + 1, "big")) for n in numbers)
    return _tagged(0x30, body)


def _tagged(tag: int, body: bytes) -> bytes:
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body
