"""The day a digest gives itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from nutgraf.audit.digest.blocks import Block
from nutgraf.reading.days import days

_AT_THE_TOP = 12
_LONGEST_LINE = 200
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)")


def day_of_digest(said: str, blocks: Sequence[Block], name: str) -> date | None:
    """The day of a digest: as its head or front matter says, else the first whole date in a short line
    at its top without a link, else in its file name; None where there is none."""
    heads = [block for block in blocks[:_AT_THE_TOP] if len(block.text) <= _LONGEST_LINE]
    plain = [block.text for block in heads if not block.links and not block.marks]
    stamp = _IN_NAME.match(said.strip())
    for text in ("-".join(stamp.groups()) if stamp else said, *plain):
        found = _whole(text)
        if found is not None:
            return found
    named = _IN_NAME.search(name)
    return _whole("-".join(named.groups())) if named else None


def is_dated(text: str, day: date | None) -> bool:
    """Whether a text names this day with its year."""
    return day is not None and _whole(text) == day


def _whole(text: str) -> date | None:
    """The first day named with its year."""
    for one in days(text[:_LONGEST_LINE], None)[0]:
        if not one.relative and one.first == one.last and str(one.first.year) in one.literal:
            return one.first
    return None
