"""What a day of a large desk costs: 300 sources, 9,000 captures, a look every hour and one edition.

The texts are those of the real stream, served as feeds by a scripted web on loopback whose own CPU is
counted too. Run as `python -m benchmarks.one_day`.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks import results
from benchmarks.data import arguments, replay_days, require
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.look import look_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Pool
from nutgraf.sources.model import Source
from nutgraf.telemetry import Silent
from nutgraf.testing import Answer, Asked, ScriptedNames, ScriptedWeb, VirtualTime, at
from nutgraf.wire import Fetcher, FetchOptions, WayOut

BEGIN = at("2026-06-01T00:00:00Z")
SOURCES = 300
CAPTURES = 9000
_SHOWN = 30
_HEADERS = (("Content-Type", "application/rss+xml; charset=utf-8"),)


def main() -> None:
    results.commit()
    data = require(arguments("The CPU of a day.").parse_args().data, "ainews")
    records = [record for day in replay_days(data) for record in day.records][:CAPTURES]
    with tempfile.TemporaryDirectory(prefix="nutgraf-day-") as name:
        figures = a_day(Path(name), records)
    sys.stdout.write(section(figures))
    results.keep("one_day", figures, command="python -m benchmarks.one_day")


def a_day(folder: Path, records: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The figures of one virtual day over these records, dealt out to the sources in turn."""
    clock = VirtualTime(BEGIN)
    web = ScriptedWeb({}, clock=clock.clock)
    hosts = {f"s{number}.example" for number in range(SOURCES)}
    make_desk(folder)
    with web:
        for number in range(SOURCES):
            web.says(f"s{number}.example/feed", _served(number, records[number::SOURCES]))
        names = ScriptedNames(hosts)
        fetcher = Fetcher(options=FetchOptions(allow=web.allow), look_up=names)
        out = WayOut(fetcher=fetcher, clock=clock.clock, sleep=clock.sleep)
        followed = [
            Source(id=f"s{n}", name=f"Source {n}", kind="feed", owner=f"Source {n}",
                   address=web.at(f"s{n}.example", "/feed"))
            for n in range(SOURCES)
        ]  # fmt: skip
        with open_desk(folder) as desk:
            desk.store.follow(followed)
        began, wall = _cpu(), time.monotonic()
        for hour in range(24):
            clock.move_to(BEGIN + timedelta(hours=hour + 1))
            with open_desk(folder, way_out=out) as desk:
                look_desk(desk, runner=Pool(), progress=Silent(), now=clock.now())
        looked = _cpu()
        clock.move_to(BEGIN + timedelta(hours=25))
        with open_desk(folder, way_out=out) as desk:
            run_desk(desk, runner=Pool(), progress=Silent(), now=clock.now())
            captures = desk.store.captures.count()
    return {
        "sources": SOURCES,
        "captures": captures,
        "requests": len(web.log),
        "looking_cpu_seconds": round(looked - began, 1),
        "edition_cpu_seconds": round(_cpu() - looked, 1),
        "cpu_minutes": round((_cpu() - began) / 60, 2),
        "wall_minutes": round((time.monotonic() - wall) / 60, 2),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _served(number: int, mine: Sequence[dict[str, Any]]) -> Callable[[Asked], Answer]:
    """A feed that grows through the day, an item every so often, the newest thirty shown."""
    gap = timedelta(days=1) / max(1, len(mine))
    items = [
        f"<item><guid isPermaLink='false'>{number}-{at_}</guid>"
        f"<title>{escape(str(record.get('headline') or record['text'][:80]))}</title>"
        f"<pubDate>{format_datetime(BEGIN + at_ * gap)}</pubDate>"
        f"<description>{escape(escape(record['text']))}</description></item>"
        for at_, record in enumerate(mine)
    ]

    def says(asked: Asked) -> Answer:
        there = min(len(items), int(timedelta(seconds=asked.at) / gap) + 1)
        body = "".join(items[max(0, there - _SHOWN) : there])
        whole = f"<rss version='2.0'><channel><title>Source {number}</title>{body}</channel></rss>"
        return Answer(body=whole.encode(), headers=_HEADERS, etag=f'"{there}"')

    return says


def _cpu() -> float:
    return sum(
        sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def section(figures: dict[str, Any]) -> str:
    """The section of the measurements page."""
    return (
        "## What a day of a large desk costs\n\n"
        f"{figures['sources']} feeds, a look an hour through one virtual day and one edition at its end: "
        f"{figures['captures']:,} captures from {figures['requests']:,} requests in "
        f"{figures['cpu_minutes']} minutes of CPU ({figures['looking_cpu_seconds']} seconds looking, the "
        f"scripted web's own work among them, {figures['edition_cpu_seconds']} seconds for the edition), "
        f"{figures['wall_minutes']} minutes of time; the largest process held "
        f"{figures['peak_mib']:,} MiB.\n"
    )


if __name__ == "__main__":
    main()
