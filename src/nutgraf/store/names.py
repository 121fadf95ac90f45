"""Learned names: what the last look at the window of captures taught, by audience."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from nutgraf.entities.learning import Learned
from nutgraf.store.commits import Commits, micros
from nutgraf.store.schema import learned_names

_LONGEST_KEY = 255


class LearnedNames:
    """The learned names of one audience."""

    def __init__(self, commits: Commits, audience: str) -> None:
        self._commits = commits
        self._audience = audience

    def keep(self, learned: Sequence[Learned], at: datetime) -> None:
        """Put these in place of those that were learned before, in one transaction."""
        mine = learned_names.c.audience == self._audience
        rows = [
            {"audience": self._audience, "key": one.key, "ordinal": ordinal,
             "learned_at": micros(at), "value": msgspec.msgpack.encode(one)}
            for ordinal, one in enumerate(learned)
            if len(one.key) <= _LONGEST_KEY
        ]  # fmt: skip
        with self._commits.commit("learned names") as connection:
            connection.execute(delete(learned_names).where(mine))
            if rows:
                connection.execute(insert(learned_names), rows)

    def forget_capture(self, capture: str) -> int:
        """Drop what was learned from words of a capture, in one transaction; returns how many went.

        What other captures teach of it as well is learned again by the next look.
        """
        gone = [
            one.key for one in self.all() if any(cue.capture == capture for cue in one.evidence)
        ]
        mine = learned_names.c.audience == self._audience
        if gone:
            with self._commits.commit("learned names") as connection:
                connection.execute(delete(learned_names).where(mine, learned_names.c.key.in_(gone)))
        return len(gone)

    def all(self) -> tuple[Learned, ...]:
        """What is learned, most captures first."""
        asked = (
            select(learned_names.c.value)
            .where(learned_names.c.audience == self._audience)
            .order_by(learned_names.c.ordinal)
        )
        with self._commits.reading() as connection:
            decoder = msgspec.msgpack.Decoder(Learned)
            return tuple(decoder.decode(value) for value in connection.scalars(asked))
