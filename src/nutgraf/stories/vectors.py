"""Embeddings of live stories: sums of signed bytes, which are exact whatever came or went before.

Where no embedder is installed, captures have no vector and nothing here is imported or counted. Sums
are whole numbers below 2**53 and kept as such in doubles, so that products are exact in any order.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_FIRST_ROWS = 64


class VectorSpace:
    """The sum of the vectors of each live story."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._free: list[int] = []
        self._names: list[str] = []
        self._table: np.ndarray[Any, np.dtype[np.float64]] | None = None
        self._asked: tuple[bytes, Any, float] = (b"", None, 0.0)

    def add(self, story: str, vector: bytes) -> None:
        """One more capture of a story; nothing without a vector."""
        if vector:
            row = self._row(story, len(vector))
            self._counts[story] = self._counts.get(story, 0) + 1
            assert self._table is not None
            self._table[row] += _unpacked(vector)

    def remove(self, story: str, vector: bytes) -> None:
        """Forget a capture that was added."""
        if not vector:
            return
        assert self._table is not None
        row = self._rows[story]
        self._table[row] -= _unpacked(vector)
        self._counts[story] -= 1
        if not self._counts[story]:
            self._table[row] = 0.0
            self._names[row] = ""
            self._free.append(row)
            del self._counts[story], self._rows[story]

    def nearest(self, vector: bytes, *, most: int) -> tuple[str, ...]:
        """The stories nearest to a vector, `most` at most."""
        if not vector or self._table is None or not self._rows:
            return ()
        import numpy as np

        rows = sorted(self._rows.values())
        dots = self._table @ _unpacked(vector)
        squares = np.einsum("ij,ij->i", self._table, self._table)
        near = [(-dots[row] / math.sqrt(squares[row]), self._names[row]) for row in rows
                if squares[row] > 0]  # fmt: skip
        return tuple(story for _, story in sorted(near)[:most])

    def cosine(self, vector: bytes, story: str) -> float | None:
        """The cosine of a vector and a story's sum, None where either has no vector."""
        if not vector or story not in self._rows or self._table is None:
            return None
        if self._asked[0] is not vector:
            unpacked = _unpacked(vector)
            self._asked = (vector, unpacked, float(unpacked @ unpacked))
        return _cosine(self._table[self._rows[story]], self._asked[1], self._asked[2])

    def alike(self, one: str, other: str) -> float | None:
        """The cosine of two stories' sums, None where either has no vector."""
        if one not in self._rows or other not in self._rows or self._table is None:
            return None
        second = self._table[self._rows[other]]
        return _cosine(self._table[self._rows[one]], second, float(second @ second))

    def _row(self, story: str, width: int) -> int:
        import numpy as np

        if story in self._rows:
            return self._rows[story]
        if self._table is None:
            self._table = np.zeros((_FIRST_ROWS, width))
            self._names = [""] * _FIRST_ROWS
            self._free = list(range(_FIRST_ROWS))[::-1]
        if not self._free:
            have = len(self._names)
            self._table = np.vstack([self._table, np.zeros_like(self._table)])
            self._names += [""] * have
            self._free = list(range(have, 2 * have))[::-1]
        row = self._free.pop()
        self._rows[story] = row
        self._names[row] = story
        return row


def _unpacked(vector: bytes) -> Any:
    import numpy as np

    return np.frombuffer(vector, dtype=np.int8).astype(np.float64)


def _cosine(row: Any, unpacked: Any, square: float) -> float:
    theirs = float(row @ row)
    if not theirs or not square:
        return 0.0
    return max(-1.0, min(1.0, float(row @ unpacked) / math.sqrt(theirs * square)))
