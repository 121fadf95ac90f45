"""Forty ways to write a date, right and wrong, in three time zones: one order of the edition."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at

pytestmark = pytest.mark.threat("S7")


NOW = at("2026-04-03T11:30:00Z")
ZONES = ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago")
DATES = (
    "Fri, 03 Apr 2026 08:00:00 GMT", "Fri, 03 Apr 2026 08:00:00 +0000", "Fri, 03 Apr 2026 10:00:00 +0200",
    "Fri, 03 Apr 2026 03:00:00 EST", "Fri, 03 Apr 2026 04:00:00 EDT", "Fri, 03 Apr 2026 08:00:00 Z",
    "Fri, 3 Apr 2026 08:00 GMT", "3 Apr 2026 08:00:00 GMT", "Fri, 03 Apr 26 08:00:00 GMT",
    "Friday, 03-Apr-26 08:00:00 GMT", "Fri Apr  3 08:00:00 2026", "Fri, 03 Apr 2026 08:00:00",
    "2026-04-03T08:00:00Z", "2026-04-03T08:00:00.123456789Z", "2026-04-03T10:00:00+02:00",
    "2026-04-03T10:00:00+0200", "2026-04-03T08:00:00", "2026-04-03 08:00:00", "2026-04-03 08:00:00 UTC",
    "2026-04-03", "2026-04", "2026", "20260403", "20260403T080000Z", "2026-093", "2026-W14-5",
    "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z", "Fri, 01 Jan 1904 00:00:00 GMT",
    "0000-00-00T00:00:00Z", "0001-01-01T00:00:00Z", "Thu, 01 Jan 2099 00:00:00 GMT",
    "2099-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "Sat, 04 Apr 2026 08:00:00 GMT",
    "Sun, 29 Mar 2026 02:30:00 +0100", "Fri, 31 Feb 2026 08:00:00 GMT", "Fri, 03 Apr 2026 25:61:00 GMT",
    "vendredi 3 avril 2026", "",
)  # fmt: skip


def _feed() -> str:
    items = "".join(
        f"<item><guid>g{n:02}</guid><title>Maker{n:02} raises {n + 11} million dollars</title>"
        f"<pubDate>{date}</pubDate><description>Maker{n:02} Labs raised {n + 11} million dollars from "
        f"Investor{n:02} on Thursday. The round was led by Person{n:02} Marsh, the company said.</description>"
        "</item>"
        for n, date in enumerate(DATES)
    )
    return f'<rss version="2.0"><channel><title>Rounds</title>{items}</channel></rss>'


def _edition(folder: Path, zone: str) -> tuple[list[str], dict[str, tuple[object, ...]]]:
    """The words of its edition in order, and the dates and marks of each item."""
    make_desk(folder)
    (folder / "in").mkdir()
    (folder / "in" / "rounds.xml").write_text(_feed())
    (folder / "nutgraf.toml").write_text(
        f'[desk]\ntime_zone = "{zone}"\nrunner = "inline"\n[edition]\nmost_takes = 100\n'
    )
    (folder / "sources.toml").write_text(
        '[[source]]\nid = "in"\nname = "In"\nkind = "folder"\naddress = "in"\nowner = "Rounds"\n'
    )
    with open_desk(folder) as desk:
        ran = run_desk(desk, runner=Inline(), progress=Silent(), now=NOW)
        ids = desk.store.captures.arrived(EVERYONE, None, NOW)
        kept = desk.store.captures.get(ids)
    edition = json.loads((ran.path / "edition.json").read_bytes())
    found: list[str] = []
    _texts(edition, found)
    return found, {one.key: (one.published_at, one.fetched_at, one.marks) for one in kept}


def _texts(part: object, found: list[str]) -> None:
    """Every `text` of an edition that names a maker, in order."""
    if isinstance(part, dict):
        text = part.get("text")
        if isinstance(text, str) and "Maker" in text:
            found.append(text)
        for value in part.values():
            _texts(value, found)
    elif isinstance(part, list):
        for value in part:
            _texts(value, found)


@pytest.fixture(scope="module")
def editions(
    tmp_path_factory: pytest.TempPathFactory,
) -> list[tuple[list[str], dict[str, tuple[object, ...]]]]:
    folder = tmp_path_factory.mktemp("zones")
    return [_edition(folder / str(n), zone) for n, zone in enumerate(ZONES)]


@pytest.mark.threat("S7")
def test_the_order_is_the_same_in_every_zone(
    editions: list[tuple[list[str], dict[str, tuple[object, ...]]]],
    record_property: Callable[[str, object], None],
) -> None:
    record_property("number", f"{len(DATES)} dates in {len(ZONES)} zones: one order")
    assert len(DATES) == 40
    first = editions[0]
    assert len(set(first[0])) >= 20 and len(first[1]) == 40
    for other in editions[1:]:
        assert other == first


@pytest.mark.threat("S7")
def test_no_date_lies_ahead_and_what_was_not_believed_is_marked(
    editions: list[tuple[list[str], dict[str, tuple[object, ...]]]],
) -> None:
    for number, date in enumerate(DATES):
        published, fetched, marks = editions[0][1][f"g{number:02}"]
        assert fetched == NOW
        assert published is None or at("1990-01-01") <= published <= NOW  # type: ignore[operator]
        # Days of the year and of the week are no form of feeds; read as a month they lie ahead.
        ahead = "2099" in date or "04 Apr" in date or date in {"2026-093", "2026-W14-5"}
        assert bool(marks) == (bool(date) and (published is None or ahead)), (
            date,
            marks,
            published,
        )
    eights = {editions[0][1][f"g{n:02}"][0] for n in range(18)}
    assert eights == {at("2026-04-03T08:00:00Z")}
