"""How a followed source stands: when it was looked at, what came, when to look again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from nutgraf.sources.looks.stated import Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is remembered of a source between looks; all times aware UTC.

    `next_look` None: at once. `every_seconds` is the present distance between looks, `gap_seconds`
    the usual distance between looks that gave something new (0: not known yet). `last_good` is the
    last look that was read or unchanged, `last_new` the last that gave a new capture. `failures`
    and `empties` count looks in a row; `rule`, `happened` and `next_step` say what the last look
    failed by ("" after a good one), `status` its HTTP status, `failing_since` when the present row of
    failures began. `paused_until` is the server's own word on when it may be asked again. `looks`,
    `unchanged` and `refused` count over its whole life. `gone` after a 410, until the source is added
    anew. `address` is the one looked at, `reads` a digest of how its objects were read (its rules, its
    sender): where that was changed, it is asked unconditionally. `stated` is what the feed said of its own rhythm when it was last read, `moved_to` where it
    said for good that it moved, "" when it did not.
    """

    source: str
    next_look: datetime | None = None
    every_seconds: int = 0
    gap_seconds: int = 0
    last_look: datetime | None = None
    last_good: datetime | None = None
    last_new: datetime | None = None
    failures: int = 0
    empties: int = 0
    rule: str = ""
    happened: str = ""
    next_step: str = ""
    looks: int = 0
    unchanged: int = 0
    refused: int = 0
    gone: bool = False
    status: int = 0
    failing_since: datetime | None = None
    paused_until: datetime | None = None
    stated: Stated = field(default_factory=Stated)
    moved_to: str = ""
    address: str = ""
    reads: str = ""
