"""A feed that gives everything a new guid at every look gives each item once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.websub import Delivery, Reply, take_in_delivered
from nutgraf.runners.pool import Inline
from nutgraf.sources.model import RawObject, Source
from nutgraf.telemetry import Silent

pytestmark = pytest.mark.threat("F8")


NOW = datetime(2026, 4, 2, tzinfo=UTC)
WORDS = " ".join(f"word{at}" for at in range(40))


@pytest.mark.threat("F8")
def test_forty_looks_at_a_churning_feed_give_its_items_once(tmp_path: Path) -> None:
    source = Source(
        id="churn",
        name="C",
        kind="feed",
        address="https://a.example/f",
        owner="C",
        full_text="never",
    )
    make_desk(tmp_path / "desk")
    with open_desk(tmp_path / "desk") as desk:
        desk.store.follow([source])
        fresh = []
        for number in range(40):
            rows = "".join(
                f"<item><guid>{number}-{at}</guid><title>Item {at}</title>"
                f"<link>https://a.example/{at}?utm_id={number}</link>"
                f"<pubDate>Wed, 01 Apr 2026 {number % 24:02d}:00:00 GMT</pubDate>"
                f"<description>{WORDS if at else 'Short.'} {at}</description></item>"
                for at in range(5)
            )
            body = f"<rss version='2.0'><channel><title>C</title>{rows}</channel></rss>".encode()
            raw = RawObject(
                name="f", data=body, sha256=desk.store.keep_raw(body, NOW), address=source.address
            )
            pushed = Delivery(reply=Reply(status=200), source="churn", raw=raw)
            intake = take_in_delivered(
                desk,
                [pushed],
                runner=Inline(),
                progress=Silent(),
                now=NOW + timedelta(hours=number),
            )
            fresh.append(intake.fresh)
        assert fresh == [5] + [0] * 39 and desk.store.captures.count() == 5
