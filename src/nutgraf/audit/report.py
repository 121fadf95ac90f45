"""What a check found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from nutgraf.editions.rereading import Failed

__all__ = ["Failed", "Report"]

Proved = Literal["source", "evidence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of a check: against what, how many sentences were looked at, what failed.

    `proved` is `source` when the words were found in the captures themselves, `evidence` when only
    the agreement of an edition with its own evidence could be shown. `notes` are sentences on how
    the check was made; none of them is a failure.
    """

    proved: Proved
    sentences: int
    failed: tuple[Failed, ...]
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing failed."""
        return not self.failed

    def to_json(self, path: str) -> str:
        """The report on one line as `nutgraf check --json` prints it; `path` is what was checked."""
        return json.dumps(
            {
                "path": path,
                "proved": self.proved,
                "sentences": self.sentences,
                "failed": [
                    {"sentence": one.sentence, "kind": one.kind, "message": one.message}
                    for one in self.failed
                ],
            }
            | ({"notes": self.notes} if self.notes else {}),
            ensure_ascii=False,
        )
