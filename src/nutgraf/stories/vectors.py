"""How alike embeddings are, in whole numbers until the last step.

A vector is `Features.vector`: a signed byte a dimension, 127 is one, empty where there is none. A story
is the sum of its captures' vectors, whatever came or went before. Sums and products of whole numbers
below 2**53 are the same on every machine and in every order of adding; then come one square root and one
division, which IEEE 754 rounds in one way only. numpy makes it quicker and is not needed: what it gives
is the same, to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from operator import add, mul, sub
from typing import Any, Protocol

_FIRST_ROWS = 64


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
    return _cosine(dot(one, other), dot(one, one), dot(other, other))


class VectorSpace:
    """The sum of the vectors of each live story.

    All vectors have as many dimensions as the first; ValueError is raised otherwise.
    """

    def __init__(self) -> None:
        self._sums: _Sums | None = None
        self._dimensions = 0
        self._rows: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._names: list[str] = []
        self._free: list[int] = []
        self._asked: tuple[bytes, int] = (b"", 0)

    def add(self, story: str, vector: bytes) -> None:
        """One more capture of a story; nothing without a vector."""
        if vector:
            self._in_use(vector).change(self._row(story), vector, sign=1)
            self._counts[story] = self._counts.get(story, 0) + 1

    def remove(self, story: str, vector: bytes) -> None:
        """Forget a capture that was added; a story without any is gone."""
        if not vector:
            return
        row = self._rows[story]
        self._in_use(vector).change(row, vector, sign=-1)
        self._counts[story] -= 1
        if not self._counts[story]:
            self._names[row] = ""
            self._free.append(row)
            del self._counts[story], self._rows[story]

    def nearest(self, vector: bytes, *, most: int) -> tuple[str, ...]:
        """The stories nearest to a vector, `most` at most, the nearest first; of two as near, by name."""
        if not vector or not self._rows or most < 1:
            return ()
        near = self._in_use(vector).nearest(vector, most)
        return tuple(
            name for _, name in sorted((far, self._names[row]) for far, row in near)[:most]
        )

    def cosine(self, vector: bytes, story: str) -> float | None:
        """The cosine of a vector and a story's sum, None where either has no vector."""
        if not vector or story not in self._rows:
            return None
        sums, row = self._in_use(vector), self._rows[story]
        if self._asked[0] is not vector:
            self._asked = (vector, dot(vector, vector))
        return _cosine(sums.product(row, vector), sums.square(row), self._asked[1])

    def alike(self, one: str, other: str) -> float | None:
        """The cosine of two stories' sums, None where either has no vector."""
        if self._sums is None or one not in self._rows or other not in self._rows:
            return None
        first, second = self._rows[one], self._rows[other]
        product = self._sums.product_of_rows(first, second)
        return _cosine(product, self._sums.square(first), self._sums.square(second))

    def _in_use(self, vector: bytes) -> _Sums:
        if self._sums is None:
            self._dimensions = len(vector)
            self._sums = _Listed() if _numpy() is None else _Tabled(self._dimensions)
        if len(vector) != self._dimensions:
            raise ValueError(f"{len(vector)} dimensions where {self._dimensions} are expected")
        return self._sums

    def _row(self, story: str) -> int:
        row = self._rows.get(story)
        if row is None:
            row = self._free.pop() if self._free else len(self._names)
            if row == len(self._names):
                self._names.append("")
            self._rows[story], self._names[row] = row, story
        return row


def _cosine(product: float, square: float, other: float) -> float:
    if not square or not other:
        return 0.0
    return max(-1.0, min(1.0, product / math.sqrt(square * other)))


class _Sums(Protocol):
    """Rows of whole numbers, each the sum of some vectors; one that was never changed is all zero."""

    def change(self, row: int, vector: bytes, *, sign: int) -> None: ...

    def square(self, row: int) -> float: ...

    def product(self, row: int, vector: bytes) -> float: ...

    def product_of_rows(self, one: int, other: int) -> float: ...

    def nearest(self, vector: bytes, most: int) -> Sequence[tuple[float, int]]:
        """At least the `most` nearest rows that are not zero, with how far they are, and all as far as
        the last of them."""


class _Listed:
    """Sums in lists, where there is no numpy."""

    def __init__(self) -> None:
        self._sums: list[list[int]] = []

    def change(self, row: int, vector: bytes, *, sign: int) -> None:
        self._sums += [[0] * len(vector)] * (row + 1 - len(self._sums))
        values = memoryview(vector).cast("b")
        self._sums[row] = list(map(add if sign > 0 else sub, self._sums[row], values))

    def square(self, row: int) -> float:
        return self.product_of_rows(row, row)

    def product(self, row: int, vector: bytes) -> float:
        return float(sum(map(mul, self._sums[row], memoryview(vector).cast("b"))))

    def product_of_rows(self, one: int, other: int) -> float:
        return float(sum(map(mul, self._sums[one], self._sums[other])))

    def nearest(self, vector: bytes, most: int) -> Sequence[tuple[float, int]]:
        squares = [self.square(row) for row in range(len(self._sums))]
        return [
            (-self.product(row, vector) / math.sqrt(square), row)
            for row, square in enumerate(squares)
            if square
        ]


class _Tabled:
    """Sums in a table of numpy, their squares kept beside them."""

    def __init__(self, dimensions: int) -> None:
        self._numpy = _numpy()
        self._table = self._numpy.zeros((_FIRST_ROWS, dimensions))
        self._squares = self._numpy.zeros(_FIRST_ROWS)
        self._asked: tuple[bytes, Any] = (b"", None)

    def change(self, row: int, vector: bytes, *, sign: int) -> None:
        if row >= len(self._table):
            self._table = self._numpy.vstack([self._table, self._numpy.zeros_like(self._table)])
            self._squares = self._numpy.append(self._squares, self._numpy.zeros_like(self._squares))
        self._table[row] += sign * self._unpacked(vector)
        self._squares[row] = self._times(self._table[row], self._table[row])

    def square(self, row: int) -> float:
        return float(self._squares[row])

    def product(self, row: int, vector: bytes) -> float:
        return self._times(self._table[row], self._unpacked(vector))

    def product_of_rows(self, one: int, other: int) -> float:
        return self._times(self._table[one], self._table[other])

    def nearest(self, vector: bytes, most: int) -> Sequence[tuple[float, int]]:
        numpy = self._numpy
        # Not a matrix product: the threads that makes wait for each other where the machine is busy.
        products = numpy.einsum("ij,j->i", self._table, self._unpacked(vector))
        far = numpy.full(len(products), numpy.inf)
        numpy.divide(-products, numpy.sqrt(self._squares), out=far, where=self._squares > 0)
        last = numpy.partition(far, most - 1)[most - 1] if most < len(far) else numpy.inf
        (rows,) = numpy.nonzero((far <= last) & (far < numpy.inf))
        return list(zip(far[rows].tolist(), rows.tolist(), strict=True))

    def _unpacked(self, vector: bytes) -> Any:
        """A vector as numbers; the one asked of last is kept, since a capture asks of many stories."""
        if self._asked[0] is not vector:
            numpy = self._numpy
            self._asked = (vector, numpy.frombuffer(vector, numpy.int8).astype(numpy.float64))
        return self._asked[1]

    def _times(self, one: Any, other: Any) -> float:
        return float(self._numpy.einsum("i,i", one, other))


@cache
def _numpy() -> Any:
    """numpy where it is installed, else None; imported when the first vectors are compared."""
    return import_module("numpy") if find_spec("numpy") else None
