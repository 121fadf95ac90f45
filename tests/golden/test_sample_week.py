"""The sample desk, whole: five editions that anyone can check, the same on every machine.

`NUTGRAF_GOLDEN=write python -m pytest tests/golden` writes the golden files anew; read the
difference before you commit it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at
from nutgraf.text import count_words

GOLDEN = Path(__file__).parent
DAYS = ("2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02", "2026-04-03")


def _files(folder: Path) -> dict[str, bytes]:
    editions = folder / "editions"
    return {
        str(path.relative_to(editions)): path.read_bytes()
        for path in sorted(editions.rglob("*"))
        if path.is_file()
    }


def _edition(week: Path, day: str) -> dict:
    return json.loads((week / "editions" / day / "edition.json").read_text(encoding="utf-8"))


def _sentences(edition: dict) -> list[dict]:
    found = list(edition["lede"])
    for section in edition["sections"]:
        found += section["why"]
        found += [s for story in section["stories"] for s in story["sentences"]]
    return found


@pytest.mark.parametrize("day", DAYS)
def test_the_edition_is_the_golden_one(week: Path, day: str) -> None:
    made = (week / "editions" / day / "edition.md").read_text(encoding="utf-8")
    golden = GOLDEN / f"{day}.md"
    if os.environ.get("NUTGRAF_GOLDEN") == "write":
        golden.write_text(made, encoding="utf-8")
    assert made == golden.read_text(encoding="utf-8")


def test_inline_and_pool_give_the_same_bytes(week: Path, week_inline: Path) -> None:
    assert _files(week) == _files(week_inline)
    assert len(_files(week)) == 5 * 4 + 1


def test_running_a_day_again_makes_the_same_bytes(week_inline: Path) -> None:
    before = _files(week_inline)
    with open_desk(week_inline) as desk:
        count = desk.store.captures.count()
        run_desk(desk, runner=Inline(), progress=Silent(), now=at("2026-04-03T20:00:00Z"))
        assert desk.store.captures.count() == count
    assert _files(week_inline) == before


@pytest.mark.parametrize("day", DAYS)
def test_every_sentence_leads_to_its_words(week: Path, tmp_path: Path, day: str) -> None:
    report = check_path(week / "editions" / day, None)
    assert (report.proved, report.failed) == ("source", ())
    assert report.sentences == len(_sentences(_edition(week, day))) > 0
    away = tmp_path / "away"
    away.mkdir()
    for path in (week / "editions" / day).iterdir():
        (away / path.name).write_bytes(path.read_bytes())
    alone = check_path(away, None)
    assert (alone.proved, alone.failed, alone.sentences) == ("evidence", (), report.sentences)


def test_an_edition_is_finite_and_the_longest_day_is_long(week: Path) -> None:
    words = {
        day: sum(count_words(s["text"]) for s in _sentences(_edition(week, day))) for day in DAYS
    }
    assert max(words.values()) <= 2000
    assert words["2026-04-02"] >= 900
    assert words["2026-03-30"] < 300
    assert words["2026-03-31"] < 600


def test_a_quiet_day_says_so(week: Path) -> None:
    roles = [s["role"] for s in _edition(week, "2026-03-30")["lede"]]
    assert "notice" in roles


def test_quick_takes_are_short_and_sections_capped(week: Path) -> None:
    for day in DAYS:
        for section in _edition(week, day)["sections"]:
            if section["name"] == "Quick takes":
                assert len(section["stories"]) <= 8
                texts = [story["headline"] for story in section["stories"]]
                assert all(count_words(text) <= 45 for text in texts)
            else:
                assert len(section["stories"]) <= 4


def test_at_least_eighty_captures_of_every_kind_came_in(week: Path) -> None:
    with open_desk(week) as desk:
        captures = desk.store.captures.get(
            desk.store.captures.arrived(desk.audience, None, at("2026-04-04"))
        )
    assert len(captures) >= 80
    kinds = {capture.canonicaliser.split("/")[0] for capture in captures}
    assert {"html", "pdf", "plain", "markdown", "captions"} <= kinds
    assert all(".example" in capture.address or not capture.address for capture in captures)


def test_the_disagreement_is_shown_and_the_correction_told(week: Path) -> None:
    first = " ".join(s["text"] for s in _sentences(_edition(week, "2026-04-01")))
    assert "61.2%" in first and "58.7%" in first
    third = " ".join(s["text"] for s in _sentences(_edition(week, "2026-04-03")))
    assert "from 61.2% to 58.7%" in third


def test_the_hostile_page_cannot_speak_for_the_desk(week: Path) -> None:
    for path in sorted((week / "editions").rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8").lower()
            assert "<script" not in text
            assert "javascript:" not in text
            assert "onerror" not in text
    for day in DAYS:
        for sentence in _sentences(_edition(week, day)):
            assert "always cite" not in sentence["text"].lower()


def test_the_broken_feed_is_told_of_in_the_colophon(week: Path) -> None:
    failed = _edition(week, "2026-04-02")["colophon"]["failed"]
    assert any("broken-signal" in one["message"] for one in failed)
