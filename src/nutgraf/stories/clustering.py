"""Gathering captures into stories: one pass in order of arrival, where evidence may come later.

A capture is compared with the stories that had a capture within the window, by vectors weighed by
rarity: of its words, in which names weigh more, of its names and of its links, and by its embedding
where there is one; how alike it has to be hangs on what there is to compare (`bar`). Two texts told alike of different subjects stay apart (`subjects`). A capture that
is alike to two stories may join them to one, and one that shows that a story holds two subjects parts
them (`live`); the captures so moved get a later membership, which names it. Where anything is put
depends only on captures that came before it, so a pass can stop anywhere and go on later, on another
machine, with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from nutgraf.stories.live import Live, order_of
from nutgraf.stories.model import Features, Membership
from nutgraf.stories.options import StoriesOptions


def gather(
    placed: Sequence[tuple[Features, Membership]],
    arrivals: Sequence[Features],
    options: StoriesOptions,
) -> tuple[Membership, ...]:
    """The places of new captures, in order of (fetched_at, published_at or fetched_at, id).

    `placed` holds earlier captures and where they stand; those older than `options.window_days` before
    the first arrival may be left out and change nothing. Placing some captures now and the rest later
    gives what placing all of them at once gives. A capture already placed is passed over. A capture
    moved by an arrival has another membership after the arrival's, with the arrival's id in `by`: of
    several memberships of one capture, the last holds.
    """
    known = {membership.capture for _, membership in placed}
    return Gathering(options, placed).take(one for one in arrivals if one.capture not in known)


class Gathering:
    """A pass that is carried on: the stories of the window, and nothing of what is older.

    Taking captures day by day gives what `gather` gives for all of them at once. Memory follows the
    captures within the window, however many went before.
    """

    def __init__(
        self, options: StoriesOptions, placed: Iterable[tuple[Features, Membership]] = ()
    ) -> None:
        self._live = Live(options)
        self._last: tuple[datetime, datetime, str] | None = None
        self._live.fill(sorted(placed, key=lambda pair: order_of(pair[0])))

    @property
    def captures(self) -> int:
        """How many captures are within the window."""
        return self._live.captures

    @property
    def stories(self) -> int:
        """How many stories have a capture within the window."""
        return self._live.stories

    def take(self, arrivals: Iterable[Features]) -> tuple[Membership, ...]:
        """The memberships new captures give, in order of arrival; one in the window is passed over.

        Raises ValueError for a capture that belongs before one already taken: its place would hang
        on captures that came after it.
        """
        out: list[Membership] = []
        for arrived in sorted(arrivals, key=order_of):
            if self._live.holds(arrived.capture):
                continue
            if self._last is not None and order_of(arrived) < self._last:
                raise ValueError(f"{arrived.capture[:12]} belongs before a capture already taken")
            self._last = order_of(arrived)
            out += self._live.take_in(arrived)
        return tuple(out)


def ordinal(arrived: Features) -> str:
    """The order of the pass as a text that sorts alike."""
    fetched, published, capture = order_of(arrived)
    return f"{_sortable(fetched)} {_sortable(published)} {capture}"


def _sortable(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rjust(26, "0")
