"""What the ranks of a day are made of: the sample desk's last day, part by part, as a picture.

Run as `python -m benchmarks.signal_parts`; it writes docs/pictures/signal.svg.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.data import ROOT
from benchmarks.stacked import Row, stacked
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.newsroom.stories import ListedStory, list_stories
from nutgraf.runners.pool import Inline
from nutgraf.stories.options import SIGNAL_PARTS
from nutgraf.telemetry import Silent
from nutgraf.testing import at

PICTURE = ROOT / "docs" / "pictures" / "signal.svg"
FIRST, LAST = at("2026-03-30T20:00:00Z"), at("2026-04-03T20:00:00Z")
_MOST = 14
_LABEL = 38


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="nutgraf-signal-") as name:
        found = ranked(Path(name) / "desk")
    PICTURE.write_text(picture(found), encoding="utf-8")
    sys.stdout.write(f"wrote {PICTURE.relative_to(ROOT)}\n")


def ranked(folder: Path) -> tuple[ListedStory, ...]:
    """The stories of the sample desk's last day, after an edition on each day before it."""
    make_desk(folder, with_sample=True)
    with open_desk(folder) as desk:
        day = FIRST
        while day <= LAST:
            run_desk(desk, runner=Inline(), progress=Silent(), now=day)
            day += timedelta(days=1)
        return list_stories(desk, now=LAST, since=LAST - timedelta(days=1))


def picture(found: tuple[ListedStory, ...]) -> str:
    """The strongest stories, each as what its parts add to its rank."""
    rows = [
        Row(
            label=_short(one.headline),
            parts=tuple(one.signal[part].value * one.signal[part].weight for part in SIGNAL_PARTS),
            words=f"{one.score:.2f}",
        )
        for one in found[:_MOST]
    ]
    return stacked("What ranks the stories of 3 April 2026", SIGNAL_PARTS, rows)


def _short(headline: str) -> str:
    return headline if len(headline) <= _LABEL else headline[: _LABEL - 1].rstrip() + "…"


if __name__ == "__main__":
    main()
