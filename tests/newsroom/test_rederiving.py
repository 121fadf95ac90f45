"""Raw objects give the words of captures again, word for word; words nobody sent are found."""

from __future__ import annotations

from pathlib import Path

from nutgraf.archive.model import capture_id
from nutgraf.ids import text_sha256
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.rederiving import word_faults
from nutgraf.rundown import take_in
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at

NOW = at("2026-04-03T20:00:00Z")


def test_every_capture_of_the_sample_desk_comes_again_from_its_bytes(tmp_path: Path) -> None:
    make_desk(tmp_path, with_sample=True)
    with open_desk(tmp_path) as desk:
        take_in(desk.shift(Inline(), Silent(), NOW), desk.store.followed())
        ids = desk.store.captures.arrived(desk.audience, None, NOW)
        assert len(ids) >= 80
        assert word_faults(desk, ids) == ()
        (mine,) = [c for c in desk.store.captures.get(ids) if c.key == "hw-0402-04"]
        text = mine.text.replace("a", "o", 1)
        forged = capture_id(mine.source, mine.key, mine.canonicaliser, text)
        with desk.store.commits.commit("forged") as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            connection.exec_driver_sql(
                "UPDATE captures SET id = ?, text = ?, text_sha256 = ? WHERE id = ?",
                (forged, text, text_sha256(text), mine.id),
            )
        assert word_faults(desk, [forged, ids[0]]) == (
            f"The words of capture {forged[:12]} are not those its raw object gives.",
        )
