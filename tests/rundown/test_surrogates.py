"""Half a surrogate pair from a JSON escape is U+FFFD in what is kept, and stops nothing."""

from __future__ import annotations

import json
from pathlib import Path

from nutgraf.access import EVERYONE
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.sources.address import canonical_address, join
from nutgraf.telemetry import Silent
from nutgraf.testing import at

NOW = at("2026-04-03T11:30:00Z")
HALF = "\ud800"
WORDS = "Maker Labs raised 12 million dollars from Investor House on Thursday, the company said."


def test_a_folder_with_half_a_pair_keeps_the_file_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    make_desk(folder)
    (folder / "in").mkdir()
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"Rounds {HALF}",
        "language": HALF,
        "home_page_url": "https://rounds.example/",
        "items": [
            {
                "id": f"a{HALF}",
                "url": f"https://rounds.example/{HALF}?q={HALF}",
                "title": f"Maker raises {HALF}",
                "content_text": f"{WORDS} {HALF}",
                "authors": [{"name": HALF}],
                "attachments": [{"url": f"/{HALF}.mp3", "mime_type": "audio/mpeg"}],
            }
        ],
    }
    (folder / "in" / "a.json").write_text(json.dumps(feed))
    (folder / "in" / "b.txt").write_text("Another maker opened a plant in the north on Friday.")
    (folder / "nutgraf.toml").write_text('[desk]\nrunner = "inline"\n')
    (folder / "sources.toml").write_text(
        '[[source]]\nid = "in"\nname = "In"\nkind = "folder"\naddress = "in"\nowner = "Rounds"\n'
    )
    with open_desk(folder) as desk:
        run_desk(desk, runner=Inline(), progress=Silent(), now=NOW)
        kept = desk.store.captures.get(desk.store.captures.arrived(EVERYONE, None, NOW))
    assert len(kept) == 2
    (one,) = (capture for capture in kept if "Maker Labs" in capture.text)
    assert one.lang == "\ufffd" and one.key.endswith("\ufffd")
    assert one.address == "https://rounds.example/%EF%BF%BD?q=%EF%BF%BD"
    assert HALF not in repr(one)


def test_an_address_holds_no_half_a_pair() -> None:
    assert canonical_address(f"https://a.example/{HALF}") == "https://a.example/%EF%BF%BD"
    assert join(f"https://a.example/{HALF}/", "b") == "https://a.example/\ufffd/b"
