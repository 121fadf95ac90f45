"""interim"""

from __future__ import annotations

from nutgraf.errors import Refused
from nutgraf.sources.model import Source


def first_address(source: Source) -> str | Refused:
    return source.address
