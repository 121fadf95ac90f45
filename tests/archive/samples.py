"""Items and captures for the archive's tests."""

from __future__ import annotations

from datetime import UTC, datetime

from nutgraf import archive
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Received

NOW = datetime(2026, 4, 3, 18, tzinfo=UTC)


def item(body: bytes | str, media_type: str = "text/html", **more: object) -> Received:
    """One item of a source, as sources would hand it over."""
    data = body.encode() if isinstance(body, str) else body
    return Received(
        **{
            "source": "s",
            "key": "k",
            "address": "https://a.example/page",
            "media_type": media_type,
            "body": data,
            "raw": sha256_hex(data),
            **more,
        }
    )


def read(body: bytes | str, media_type: str = "text/html", **more: object) -> archive.Canonical:
    """The canonical text of an item that must have one."""
    made = archive.canonical(item(body, media_type, **more))
    assert isinstance(made, archive.Canonical), made
    return made


def refused(body: bytes | str, media_type: str = "text/html", **more: object) -> Refused:
    """The refusal of an item that must get one."""
    made = archive.canonical(item(body, media_type, **more))
    assert isinstance(made, Refused), made
    assert made.happened.endswith(".") and made.next_step.endswith(".")
    return made


def capture_of(text: str) -> Capture:
    """The capture of a plain text, kept character for character."""
    received = item(text.encode("utf-8"), "text/plain", charset="utf-8", raw_range=(0, len(text)))
    made = archive.canonical(received)
    assert isinstance(made, archive.Canonical), made
    return archive.capture(received, made, owner="o", fetched_at=NOW)
