"""Folding a name: the one form in which names are compared."""

from __future__ import annotations

import re
from functools import lru_cache

_APART = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """The form two mentions of one name share: case-folded, all but letters and digits one space.

    `Qwen3.6-Plus` -> `qwen3 6 plus`; variants stay apart.
    """
    return _APART.sub(" ", name.casefold()).strip()
