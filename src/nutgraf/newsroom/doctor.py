"""Whether a desk and what it stands on are sound."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from nutgraf import __version__, models
from nutgraf.errors import NutgrafError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.health import health_of
from nutgraf.store.database import driver

_FREE_ENOUGH = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing examined: its name, `ok` or `look`, and what was seen."""

    name: str
    state: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What the doctor saw; `faults` need mending."""

    lines: tuple[Line, ...]
    faults: tuple[str, ...]


def examine(desk: Desk) -> Examined:
    """Look over versions, disk, database, raw objects and sources."""
    faults = desk.store.faults()
    return Examined(lines=tuple(_lines(desk)), faults=faults)


def _lines(desk: Desk) -> Iterator[Line]:
    yield Line(
        name="nutgraf", state="ok", said=f"{__version__} on Python {platform.python_version()}"
    )
    module = driver()
    yield Line(name="sqlite", state="ok", said=f"{module.sqlite_version} by {module.__name__}")
    for package in ("feedparser", "trafilatura", "liteparse", "nupunkt", "rensa"):
        yield Line(name=package, state="ok", said=metadata.version(package))
    yield _embedder(desk.settings.embedding.embedder)
    free = shutil.disk_usage(desk.folder).free
    state = "ok" if free >= _FREE_ENOUGH else "look"
    yield Line(name="disk", state=state, said=f"{free / (1 << 30):.1f} GiB free")
    yield Line(name="captures", state="ok", said=f"{desk.store.captures.count()} kept")
    for one in health_of(desk):
        state = "ok" if one.health.sound else "look"
        yield Line(name=f"source {one.source.id}", state=state, said=one.health.said)


def _embedder(name: str) -> Line:
    """What the desk named, and whether it can run; where it named none, what it could name."""
    if name == "none":
        ready = [one for one in models.names() if not isinstance(_tried(one), NutgrafError)]
        said = f"none; could be {', '.join(ready)}" if ready else "none"
        return Line(name="embedder", state="ok", said=said)
    made = _tried(name)
    if isinstance(made, NutgrafError):
        return Line(name="embedder", state="look", said=f"{made.happened} {made.next_step}")
    return Line(name="embedder", state="ok", said=f"{made.name} {made.version}")


def _tried(name: str) -> models.Embedder | NutgrafError:
    try:
        return models.embedder(name)
    except NutgrafError as cannot:
        return cannot
