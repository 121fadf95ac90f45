"""A run over an account: from the address people paste to captures, then only what is new."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.archive.model import Capture
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.sources.model import Source
from nutgraf.telemetry import Silent
from nutgraf.testing import Answer, ScriptedWeb
from tests.sources.posts.test_mastodon import ANN, START, answer, status

JSON = (("Content-Type", "application/json; charset=utf-8"),)
LOOKUP = "/api/v1/accounts/lookup?acct=ann"
STATUSES = "/api/v1/accounts/7/statuses?limit=40&exclude_reblogs=true"
SAID = "<p>Vireo Labs released Heron 2 with 7 billion parameters on 1 April 2026, it said.</p>"


def served(value: object) -> Answer:
    return Answer(body=json.dumps(value).encode(), headers=JSON)


def ran(folder: Path, web: ScriptedWeb, hours: int) -> list[Capture]:
    """The captures of a desk after a run so many hours after the first post."""
    (folder / "nutgraf.toml").write_text(
        f'[desk]\nname = "A"\nrunner = "inline"\n[fetch]\nallow = ["127.0.0.0/8:{web.port}"]\n'
    )
    now = START + timedelta(hours=hours)
    with open_desk(folder) as desk:
        if not desk.store.followed():
            desk.store.follow([Source(
                id="ann", name="Ann", kind="posts", address=f"{web.address}/@ann", owner="Ann's Lab",
            )])  # fmt: skip
        made = run_desk(desk, runner=Inline(), progress=Silent(), now=now)
        assert made.sources_failed == ()
        return list(desk.store.captures.get(desk.store.captures.arrived(EVERYONE, None, now)))


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_an_account_is_followed_by_its_address(tmp_path: Path) -> None:
    make_desk(tmp_path)
    with ScriptedWeb({LOOKUP: served(ANN), STATUSES: served([status(0, SAID)])}) as web:
        (first,) = ran(tmp_path, web, 2)
        assert LOOKUP in web.asked and STATUSES in web.asked
        assert (first.owner, first.author) == ("Ann's Lab", "Ann :blob: (@ann@m.example)")
        assert first.text == SAID[3:-4] and first.published_at == START
        assert first.engagement == (("likes", 3), ("reposts", 2), ("replies", 1))

        more = answer(5, 0, "<p>Its licence is Apache 2.0.</p>")
        web.says(STATUSES, served([more, status(0, SAID, favourites_count=90)]))
        captures = ran(tmp_path, web, 30)
        grown = next(one for one in captures if one.id != first.id)
        assert len(captures) == 2 and grown.key == first.key and grown.previous == first.id
        assert grown.text == f"{first.text}\n\nIts licence is Apache 2.0."
        assert ("thread", "2 posts") in grown.marks and dict(grown.engagement)["likes"] == 90

        assert len(ran(tmp_path, web, 60)) == 2
