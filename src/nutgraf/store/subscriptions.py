"""What was asked of the hubs of feeds that are pushed to us (W3C WebSub)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.sqlite import insert

from nutgraf.sources.websub import State, Subscription, renewal_due
from nutgraf.store.commits import Commits, micros, moment
from nutgraf.store.schema import subscriptions


class Subscriptions:
    """Every subscription of a desk, ended ones included, by the id in its callback."""

    def __init__(self, commits: Commits) -> None:
        self._commits = commits

    def keep(self, subscription: Subscription) -> None:
        """Keep a subscription as it stands now."""
        row = {
            "id": subscription.id, "source": subscription.source, "hub": subscription.hub,
            "topic": subscription.topic, "secret": subscription.secret, "state": subscription.state,
            "asked_at": micros(subscription.asked_at), "until": micros(subscription.until),
        }  # fmt: skip
        statement = insert(subscriptions).values(row)
        changed = {name: statement.excluded[name] for name in row if name != "id"}
        with self._commits.commit("subscriptions") as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))

    def forget(self, id: str) -> None:
        """Forget a subscription: what its hub still sends is not believed any more."""
        with self._commits.commit("subscriptions") as connection:
            connection.execute(delete(subscriptions).where(subscriptions.c.id == id))

    def get(self, id: str) -> Subscription | None:
        """The subscription with this id."""
        with self._commits.reading() as connection:
            row = connection.execute(
                select(subscriptions).where(subscriptions.c.id == id)
            ).one_or_none()
        return None if row is None else _subscription(row)

    def of_source(self, source: str) -> tuple[Subscription, ...]:
        """The subscriptions of one source, newest first."""
        return tuple(
            sorted(self._all(source), key=lambda one: (one.asked_at, one.id), reverse=True)
        )

    def due(self, now: datetime) -> tuple[Subscription, ...]:
        """Those to be asked for again at an instant, longest due first."""
        waiting = [(when, one) for one in self._all() if (when := renewal_due(one)) is not None]
        return tuple(
            one for when, one in sorted(waiting, key=lambda row: (row[0], row[1].id)) if when <= now
        )

    def _all(self, source: str | None = None) -> list[Subscription]:
        asked = select(subscriptions)
        if source is not None:
            asked = asked.where(subscriptions.c.source == source)
        with self._commits.reading() as connection:
            return [_subscription(row) for row in connection.execute(asked)]


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id, source=row.source, hub=row.hub, topic=row.topic, secret=row.secret,
        state=cast(State, row.state), asked_at=moment(row.asked_at), until=moment(row.until),
    )  # fmt: skip
