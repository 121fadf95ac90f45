"""Every real feed, page, PDF and mail through the chain: what was read, what was refused, and why.

Run as `python -m benchmarks.real_inputs`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import desks, real_files, results
from benchmarks.data import arguments, require
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import open_desk
from nutgraf.rundown import work
from nutgraf.sources.model import RawObject, Source

NOW = datetime(2026, 11, 1, 18, tzinfo=UTC)
SOURCE = Source(id="real", name="Real", kind="folder", address="real", owner="Real")
# What the makers of the collection found the PDFs to be.
EXPECTED_PDFS = {"read": 30, "pdf-no-text": 5, "pdf-password": 2, "pdf-broken": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One file: how many items became captures, and the refusals of the others."""

    name: str
    captures: tuple[Capture, ...]
    refused: tuple[Refused, ...]

    @property
    def verdict(self) -> str:
        """`read`, or the first rule that refused the whole file."""
        return "read" if self.captures else self.refused[0].rule if self.refused else "no-entries"


def main() -> None:
    results.commit()
    data = require(
        arguments("Read every real file.").parse_args().data, "feeds", "html", "pdf", "email"
    )
    outcomes = {kind: read_all(data, kind) for kind in real_files.KINDS}
    figures = {
        "kinds": {kind: _kind(found) for kind, found in outcomes.items()},
        "feed_entries": entries(data, outcomes["feeds"]),
        "pdfs": pdfs(outcomes["PDFs"]),
        "run": whole_run(data),
    }
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    results.keep("real_inputs", figures, command="python -m benchmarks.real_inputs")


def read_all(data: Path, kind: str) -> tuple[Outcome, ...]:
    """Each file of a kind, received as a run receives it."""
    return tuple(received(name, body) for name, body in real_files.KINDS[kind](data))


def received(name: str, body: bytes) -> Outcome:
    """One file as captures and refusals."""
    raw = RawObject(name=name, data=body, sha256=sha256_hex(body))
    made = work.receive(work.Arrival(source=SOURCE, raw=raw, at=NOW))
    return Outcome(
        name=name,
        captures=tuple(one for one in made if isinstance(one, Capture)),
        refused=tuple(one for one in made if isinstance(one, Refused)),
    )


def _kind(found: tuple[Outcome, ...]) -> dict[str, Any]:
    whole = Counter(one.verdict for one in found if one.verdict != "read")
    items = Counter(r.rule for one in found if one.captures for r in one.refused)
    said: dict[str, str] = {}
    for one in found:
        for refused in one.refused:
            said.setdefault(refused.rule, refused.happened)
    return {
        "files": len(found),
        "read": sum(bool(one.captures) for one in found),
        "captures": sum(len(one.captures) for one in found),
        "dated": sum(c.published_at is not None for one in found for c in one.captures),
        "characters": sum(len(c.text) for one in found for c in one.captures),
        "files_refused": dict(sorted(whole.items())),
        "items_refused": dict(sorted(items.items())),
        "said": dict(sorted(said.items())),
    }


def entries(data: Path, found: tuple[Outcome, ...]) -> dict[str, Any]:
    """Entries that became captures against those the feeds have: as feedparser counts them, and in
    JSON feeds as listed there. An entry without words, or the same as another, gives no capture.
    """
    lines = (data / "feeds" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    counted = {Path(row["file"]).name: row["entries"] for row in map(json.loads, lines)}
    for name, body in real_files.feeds(data):
        counted[name] = counted[name] or _json_entries(body)
    ours = {one.name: len(one.captures) for one in found}
    differ = {name: [ours[name], n] for name, n in sorted(counted.items()) if ours[name] != n}
    return {
        "feeds": len(counted),
        "without_entries": sum(not count for count in counted.values()),
        "entries": sum(counted.values()),
        "captures": sum(ours.values()),
        "feeds_that_differ": differ,
    }


def _json_entries(body: bytes) -> int:
    try:
        return len(json.loads(body)["items"])
    except (ValueError, KeyError, TypeError):
        return 0


def pdfs(found: tuple[Outcome, ...]) -> dict[str, Any]:
    """The verdicts on the PDFs beside those expected."""
    ours = Counter(one.verdict for one in found)
    named = {name: ours.pop(name, 0) for name in EXPECTED_PDFS}
    return {"expected": EXPECTED_PDFS, "found": named | dict(sorted(ours.items()))}


def whole_run(data: Path) -> dict[str, Any]:
    """All of them as one folder of one desk: a run, its edition, and the check of it."""
    with tempfile.TemporaryDirectory(prefix="nutgraf-real-") as name:
        folder = Path(name) / "files"
        files = real_files.lay_out(data, folder)
        desk_folder = desks.new_desk(Path(name) / "desk", zone="UTC")
        desks.follow_folder(desk_folder, folder)
        began = time.perf_counter()
        with open_desk(desk_folder) as desk:
            ran = desks.edition_of(desk, NOW, "pool")
            captures = desk.store.captures.count()
        seconds = time.perf_counter() - began
        report = check_path(ran.path, desk_folder)
    return {
        "files": files, "captures": captures, "seconds": round(seconds, 1),
        "refused": len(ran.sources_failed), "sentences": ran.sentences,
        "check_failed": [f"{one.kind}: {one.message}" for one in report.failed][:10],
    }  # fmt: skip


if __name__ == "__main__":
    main()
