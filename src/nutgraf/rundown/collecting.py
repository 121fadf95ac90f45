"""How often Python looks for cycles while a step runs.

The collector goes over every object that is alive, again and again; a step that keeps hundreds of
thousands of them and makes hardly a cycle spends a seventh of its time there (docs/measurements.md
tells what a run costs). Inside a step it looks a hundred times less often; what it was is put back.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (100_000, 50, 100)


@contextmanager
def few_collections() -> Iterator[None]:
    """Rare collections for as long as the block lasts (usable as a decorator too)."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
