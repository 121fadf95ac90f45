"""The embedders by name: ours, and a stranger's by the entry points `nutgraf.models`.

An entry point is named as the embedder is and leads to what makes one, called without arguments
(`nutgraf.models.Embedder`). The names here are not given away.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from nutgraf.errors import NutgrafError, UsageError
from nutgraf.models.embedding import Embedder

GROUP = "nutgraf.models"
_OURS: Mapping[str, str] = {"minilm": "nutgraf.models.minilm:MiniLM"}


def names() -> tuple[str, ...]:
    """The embedders that can be named here, whether or not they are fit to run, sorted."""
    return tuple(sorted({*_OURS, *_strangers()}))


def embedder(name: str) -> Embedder:
    """The embedder of a name, not loaded yet.

    Raises UsageError for a name nobody has, or when what it needs is not installed; NutgrafError when a
    stranger's cannot be made.
    """
    if name in _OURS:
        module, _, made = _OURS[name].partition(":")
        return cast(Embedder, getattr(import_module(module), made)())
    point = _strangers().get(name)
    if point is None:
        raise UsageError(
            f"There is no embedder {name!r}.", f"Known here: none, {', '.join(names())}."
        )
    return _made(name, point)


def source_of(name: str) -> str:
    """Where an embedder comes from: `nutgraf`, or the package that brings it; "" for one nobody has."""
    if name in _OURS:
        return "nutgraf"
    point = _strangers().get(name)
    return "" if point is None else point.dist.name if point.dist else point.value


@cache
def _strangers() -> Mapping[str, EntryPoint]:
    """By name; of two with one name, the first by where it leads. A process asks once."""
    found = sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value), reverse=True)
    return {one.name: one for one in found if one.name != "none"}


def _made(name: str, point: EntryPoint) -> Embedder:
    try:
        return cast(Embedder, point.load()())
    except Exception as problem:
        raise NutgrafError(
            f"The embedder {name!r} of {source_of(name)} cannot be made "
            f"({type(problem).__name__}: {problem}).",
            "Mend or update that package, or name another embedder in nutgraf.toml.",
        ) from problem
