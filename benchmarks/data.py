"""The real data beside the repository: where it is, and the replay stream in it."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
USUAL_PLACE = "../shared/data"
# The stream is a newsletter of San Francisco: there a day's last post is still of that day.
ZONE = "America/Los_Angeles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the replay stream: its records, the cut-off, and what its editors listed."""

    slug: str
    cut_off: datetime
    records: tuple[dict[str, Any], ...]
    companies: tuple[str, ...]
    models: tuple[str, ...]
    title: str = ""


def arguments(about: str) -> argparse.ArgumentParser:
    """A parser with `--data`."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--data", type=Path, default=ROOT / USUAL_PLACE, metavar="DIR")
    return parser


def require(data: Path, *parts: str) -> Path:
    """The data folder; ends the program with exit code 0 and a sentence where a part is absent."""
    for part in parts or ("README.md",):
        if not (data / part).exists():
            sys.stdout.write(
                f"skipped: the real data is not at {USUAL_PLACE} ({part} is missing); "
                "name its folder with --data DIR\n"
            )
            raise SystemExit(0)
    return data.resolve()


def replay_days(data: Path) -> tuple[Day, ...]:
    """The days of `ainews/`, oldest first."""
    records: dict[str, list[dict[str, Any]]] = {}
    for record in _lines(data / "ainews" / "captures-2026h1.jsonl.gz"):
        records.setdefault(record["slug"], []).append(record)
    return tuple(
        Day(
            slug=edition["slug"],
            cut_off=_cut_off(records[edition["slug"]]),
            records=tuple(records[edition["slug"]]),
            companies=tuple(edition["companies"]),
            models=tuple(edition["models"]),
            title=edition["title"],
        )
        for edition in _lines(data / "ainews" / "editions-2026h1.jsonl.gz")
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _cut_off(records: list[dict[str, Any]]) -> datetime:
    """The latest time of a cited post, to the second after it: then the day was written."""
    posted = [
        datetime.fromisoformat(link["posted_at"]).astimezone(UTC)
        for record in records
        for link in record["links"]
        if link.get("posted_at")
    ]
    return datetime.fromtimestamp(int(max(posted).timestamp()) + 1, UTC)


def capture_line(record: dict[str, Any], at: datetime) -> bytes:
    """A record as a captures-in line: its source is the part of the newsletter it stood in, its
    owner the first handle or host it cites, its time the day's cut-off.
    """
    line: dict[str, Any] = {
        "source": record["part"],
        "id": record["id"],
        "text": record["text"],
        "owner": _owner(record["links"]) or record["part"],
        "published_at": at.isoformat(),
        "fetched_at": at.isoformat(),
        "links": [{"url": link["url"], "at": link["at"]} for link in record["links"]],
    }
    if record["headline"]:
        line["title"] = record["headline"]
    if record.get("activity"):
        line["engagement"] = {"activity": record["activity"]}
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _owner(links: list[dict[str, Any]]) -> str:
    for link in links:
        owner = link.get("handle") or (urlsplit(link["url"]).hostname or "").removeprefix("www.")
        if owner:
            return str(owner)
    return ""


def day_lines(day: Day) -> bytes:
    """A day as a file of captures-in lines."""
    return b"".join(capture_line(record, day.cut_off) for record in day.records)
