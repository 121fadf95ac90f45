"""Names made from content: sha256 digests and short readable ids."""

from __future__ import annotations

import hashlib
import re
import unicodedata


def sha256_hex(data: bytes) -> str:
    """The sha256 of `data` as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def text_sha256(text: str) -> str:
    """The sha256 of a text's UTF-8 bytes."""
    return sha256_hex(text.encode("utf-8"))


def digest(*parts: str | bytes | None) -> str:
    """One sha256 over several parts; each is length-prefixed, so no two lists collide by joining."""
    whole = hashlib.sha256()
    for part in parts:
        data = b"" if part is None else part.encode("utf-8") if isinstance(part, str) else part
        whole.update(b"-" if part is None else str(len(data)).encode("ascii"))
        whole.update(b":")
        whole.update(data)
    return whole.hexdigest()


def slug(name: str, *, longest: int = 40) -> str:
    """A short lower-case ASCII name for files and ids: `Import AI` -> `import-ai`.

    A name without a single ASCII letter or digit gets a digest of itself instead.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")
    return words or "x" + digest(name)[:10]
