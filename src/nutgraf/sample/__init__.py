"""The sample desk: the AI news of 30 March - 3 April 2026, told by fictional publications.

Its facts, figures and links are public; every sentence is ours. It is the demo, the tutorial and
the golden test.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

_SETTINGS = "nutgraf.toml"


def files() -> Iterator[tuple[str, bytes]]:
    """Every file of the sample desk but its settings: (path within the desk, bytes), sorted."""
    for relative, file in sorted(_walk(resources.files(__name__) / "desk", "")):
        if relative != _SETTINGS:
            yield relative, file.read_bytes()


def settings() -> str:
    """The sample desk's nutgraf.toml."""
    return (resources.files(__name__) / "desk" / _SETTINGS).read_text(encoding="utf-8")


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry
