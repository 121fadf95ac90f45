"""What another reader follows, followed by the desk itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.errors import UsageError
from nutgraf.newsroom.adopt import adopt
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.sources.model import Source
from nutgraf.testing.reader import ScriptedReader

SUBSCRIPTIONS = [
    {"id": "feed/1", "title": "One", "url": "https://one.example/f", "categories": [{"label": "AI"}]},
    {"id": "feed/2", "title": "Nowhere", "url": ""},
    {"id": "feed/3", "title": "Kept", "url": "http://kept.example/f", "categories": [{"label": "Else"}]},
]  # fmt: skip


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_its_feeds_are_followed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_desk(tmp_path)
    monkeypatch.setenv("READER_PASSWORD", "open sesame")
    with ScriptedReader([], SUBSCRIPTIONS) as server:
        with (tmp_path / "nutgraf.toml").open("a") as out:
            out.write(f'[fetch]\nallow = ["127.0.0.0/8:{server.port}"]\n')
        reader = Source(
            id="fresh", name="Fresh", kind="reader", address=server.address, owner="Me", user="ann",
            secret="READER_PASSWORD",
        )  # fmt: skip
        kept = Source(
            id="kept", name="Mine", kind="feed", address="https://kept.example/f", owner="K"
        )
        with open_desk(tmp_path) as desk:
            desk.store.follow([reader, kept])
            first = adopt(desk, "Fresh")
            assert [(s.name, s.address, s.tags) for s in first.new] == [
                ("One", "https://one.example/f", ("AI",))
            ]
            assert first.known == (kept,)
            assert [(r.rule, r.source) for r in first.refused] == [("opml-outline", "fresh")]
            followed = desk.store.followed()
            assert adopt(desk, "fresh").new == () and desk.store.followed() == followed
            with pytest.raises(UsageError, match="kept is no reader"):
                adopt(desk, "kept")
            monkeypatch.delenv("READER_PASSWORD")
            assert [r.rule for r in adopt(desk, "fresh").refused] == ["secret-missing"]
