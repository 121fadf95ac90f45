"""What an embedder is: a model that makes a vector of a text, texts of one meaning near each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol


class Embedder(Protocol):
    """Makes a vector of a text. Cheap to construct; what is heavy is loaded at the first text.

    `embed` gives one vector a text, in order: `dimensions` signed bytes, of length one where 127 is one
    (`unit` makes them so); empty for a text without words. It must be a function of the text alone: the
    same text gives the same bytes in whatever company, on however many threads, in every process. What
    does not fit the model's window is cut at its end. `name` and `version` stand in the key a vector is
    kept under: whatever changes a byte of any vector changes the version.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> list[bytes]: ...


def unit(values: Sequence[float]) -> bytes:
    """A direction as a vector of length one, a signed byte a dimension; empty where all are zero.

    Each number is rounded to the nearest of 127 steps, a half to the even one.
    """
    length = math.sqrt(math.fsum(value * value for value in values))
    if not length:
        return b""
    return bytes(round(127 * value / length) & 0xFF for value in values)
