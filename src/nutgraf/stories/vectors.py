"""How alike two embeddings are, in whole numbers until the last step.

A vector is `Features.vector`: a signed byte a dimension, 127 is one, empty where there is none. The
product of two is a sum of whole numbers, so it is the same on every machine and in every order of adding;
then comes one square root and one division, which IEEE 754 rounds in one way only. numpy makes many at
once quicker and is not needed: what it gives is the same, to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from operator import mul
from typing import Any

# As many dimensions as float32 adds up without rounding: 1,024 products of at most 2^14 are at most
# 2^24. Beyond, float64 does.
_EXACT_IN_SINGLE = 1024


def dot(one: bytes, other: bytes) -> int:
    """The product of two vectors; 0 where one is empty. Raises ValueError where lengths differ."""
    if not one or not other:
        return 0
    if len(one) != len(other):
        raise ValueError(f"vectors of {len(one)} and {len(other)} dimensions cannot be compared")
    return sum(map(mul, memoryview(one).cast("b"), memoryview(other).cast("b")))


def cosine(one: bytes, other: bytes) -> float:
    """The cosine of two vectors, -1 to 1, exactly 1.0 of a vector with itself; 0.0 where one is empty
    or all zero. Raises ValueError where lengths differ."""
    product = dot(one, other)
    return product / math.sqrt(dot(one, one) * dot(other, other)) if product else 0.0


def cosines(one: bytes, others: Sequence[bytes]) -> tuple[float, ...]:
    """The cosine of one vector with each of `others`, as `cosine` gives it."""
    table = VectorTable()
    for other in others:
        table.add(other)
    return table.cosines(one)


def centre(vectors: Sequence[bytes]) -> bytes:
    """The mean direction of vectors, of length one again, in whatever order they come; empty where no
    vector points anywhere. Raises ValueError where lengths differ."""
    filled = [memoryview(vector).cast("b") for vector in vectors if vector]
    sums = [sum(column) for column in zip(*filled, strict=True)]
    length = math.sqrt(sum(map(mul, sums, sums)))
    return bytes(round(127 * one / length) & 0xFF for one in sums) if length else b""


class VectorTable:
    """Vectors in the order they were added, to compare another one with all of them.

    All that are not empty have as many dimensions as the first; ValueError is raised otherwise.
    """

    def __init__(self) -> None:
        self._vectors: list[bytes] = []
        self._dimensions = 0
        self._rows: Any = None
        self._squares: Any = None

    def __len__(self) -> int:
        return len(self._vectors)

    def add(self, vector: bytes) -> int:
        """Put a vector at the end; returns its place."""
        self._vectors.append(b"")
        self.replace(len(self._vectors) - 1, vector)
        return len(self._vectors) - 1

    def replace(self, place: int, vector: bytes) -> None:
        """Put a vector in the place of another."""
        self._check(vector)
        self._vectors[place] = vector
        if self._dimensions and _numpy() is not None:
            self._write(place, vector)

    def cosines(self, one: bytes) -> tuple[float, ...]:
        """The cosine of a vector with each one here, in order, as `cosine` gives it."""
        self._check(one)
        if not one or not self._vectors:
            return (0.0,) * len(self._vectors)
        if self._rows is None:
            return tuple(cosine(one, other) for other in self._vectors)
        return self._all_at_once(one)

    def _check(self, vector: bytes) -> None:
        self._dimensions = self._dimensions or len(vector)
        if vector and len(vector) != self._dimensions:
            raise ValueError(f"{len(vector)} dimensions where {self._dimensions} are expected")

    def _write(self, place: int, vector: bytes) -> None:
        numpy = _numpy()
        if self._rows is None or len(self._rows) < len(self._vectors):
            self._grow(numpy)
        values = numpy.frombuffer(vector or bytes(self._dimensions), dtype=numpy.int8)
        self._rows[place] = values
        self._squares[place] = float(dot(vector, vector))

    def _grow(self, numpy: Any) -> None:
        """Room for twice as many; places that were never written are zero, as empty ones are."""
        exact = numpy.float32 if self._dimensions <= _EXACT_IN_SINGLE else numpy.float64
        room = max(16, 2 * len(self._vectors))
        rows = numpy.zeros((room, self._dimensions), dtype=exact)
        squares = numpy.zeros(room, dtype=numpy.float64)
        if self._rows is not None:
            rows[: len(self._rows)], squares[: len(self._squares)] = self._rows, self._squares
        self._rows, self._squares = rows, squares

    def _all_at_once(self, one: bytes) -> tuple[float, ...]:
        numpy = _numpy()
        count = len(self._vectors)
        values = numpy.frombuffer(one, dtype=numpy.int8).astype(self._rows.dtype)
        # Not a matrix product: the threads that makes wait for each other where the machine is busy.
        products = numpy.einsum("ij,j->i", self._rows[:count], values).astype(numpy.float64)
        lengths = numpy.sqrt(float(dot(one, one)) * self._squares[:count])
        made = numpy.divide(products, lengths, out=numpy.zeros(count), where=lengths > 0)
        return tuple(made.tolist())


@cache
def _numpy() -> Any:
    """numpy where it is installed, else None; imported when the first vectors are compared."""
    return import_module("numpy") if find_spec("numpy") else None
