"""What came over the web is made again without asking anybody: pages behind blurbs, and blurbs alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.archive.model import Capture
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.rebuild import rebuild
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import Answer, ScriptedWeb, at
from tests.newsroom.test_looking import LONG, XML, Scene, feed, item

pytestmark = pytest.mark.usefixtures("socket_enabled")

BLURB = "The harbour office opened the second quay …"
HOUR = timedelta(hours=1)


def _captures(folder: Path) -> tuple[Capture, ...]:
    with open_desk(folder) as desk:
        return desk.store.captures.get(
            desk.store.captures.arrived(EVERYONE, None, at("2030-01-01"))
        )


def _page(words: str) -> Answer:
    return Answer(body=f"<article><h1>Quay</h1><p>{words}</p></article>".encode())


def test_leads_and_what_stood_in_for_them_come_back(tmp_path: Path) -> None:
    folder, target = tmp_path / "desk", tmp_path / "again"
    with ScriptedWeb({}) as web:
        scene = Scene(folder, web)
        places = [web.at("harbour.example", f"/{number}") for number in (1, 2)]
        items = [item(number, f"{BLURB} {number}", place) for number, place in enumerate(places, 1)]
        web.says("/feed", Answer(body=feed(*items), headers=XML, etag='"1"'))
        web.says("/1", _page(LONG))
        web.says("/2", Answer(status=500))
        scene.follow(address=web.at("harbour.example", "/feed"))
        scene.look()
        web.says("/2", _page(LONG.replace("second", "third")))
        scene.look(2 * HOUR)
        web.says("/feed", Answer(body=feed(*items, item(3, LONG)), headers=XML, etag='"2"'))
        scene.look(3 * HOUR)
        true = _captures(folder)
        asked = len(web.log)
        for file in folder.glob("nutgraf.db*"):
            file.unlink()
        made = rebuild(folder, target, runner=Inline(), progress=Silent())
        assert len(web.log) == asked
    assert made.faults == () and len(true) == 4
    assert sum(one.previous is not None for one in true) == 1
    assert _captures(target) == true
    with open_desk(target) as desk:
        assert desk.store.leads.waiting(["harbour"], at("2030-01-01"), 100) == ()
