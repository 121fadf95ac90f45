"""A time that stands still."""

from __future__ import annotations

from datetime import datetime

from nutgraf.now import parse_instant


def at(text: str) -> datetime:
    """The instant of `2026-04-03T18:00:00Z`, or of a day at 18:00 UTC."""
    return parse_instant(text if "T" in text else f"{text}T18:00:00Z")
