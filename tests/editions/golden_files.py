"""Golden files: what the small edition prints. Set NUTGRAF_WRITE_GOLDEN to write them anew."""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def same_as_golden(name: str, made: bytes) -> None:
    """Fail unless `made` is, byte for byte, the golden file of that name."""
    file = GOLDEN / name
    if os.environ.get("NUTGRAF_WRITE_GOLDEN"):
        file.write_bytes(made)
    assert made.decode("utf-8") == file.read_bytes().decode("utf-8")
