"""The room on real captures: every one placed once, a split changes nothing, quality has a floor."""

import gzip
import json
from collections import Counter
from pathlib import Path

from nutgraf import stories
from nutgraf.stories import StoriesOptions
from nutgraf.stories.model import Features, Membership
from tests.stories.desk import capture, read


def stream(data: Path, most: int) -> list[Features]:
    with gzip.open(data / "ainews" / "captures-2026h1.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(most), strict=False)]
    days = sorted({row["edition_date"] for row in rows})
    return [
        read(
            capture(
                row["text"], key=row["id"], title=row["headline"] or "", owner=row["part"],
                hours=24 * days.index(row["edition_date"]), links=tuple(n["url"] for n in row["links"]),
            )
        )
        for row in rows
    ]  # fmt: skip


def test_a_week_of_a_real_stream_in_any_parts_is_placed_alike(shared_data: Path) -> None:
    arrivals = sorted(stream(shared_data, 900), key=stories.ordinal)
    whole = stories.gather((), arrivals, StoriesOptions())
    assert [one.capture for one in whole if not one.by] == [one.capture for one in arrivals]
    at = 0
    made: list[Membership] = []
    for step in (1, 37, 200, 411, 900):
        standing = {membership.capture: membership for membership in made}
        placed = [(one, standing[one.capture]) for one in arrivals[:at]]
        made += stories.gather(placed, arrivals[at : at + step], StoriesOptions())
        at += step
    assert tuple(made) == whole


def test_look_alike_events_of_ecb_plus_come_apart(shared_data: Path) -> None:
    """A floor under the F1 (B-cubed) of one order of the dev part; the benchmark has the numbers."""
    with gzip.open(shared_data / "clustering" / "ecbplus.jsonl.gz", "rt") as lines:
        rows = [row for row in map(json.loads, lines) if row["split"] == "dev"]
    rows.sort(key=lambda row: row["id"][::-1])
    made = [
        read(capture(row["text"], key=row["id"], owner=row["id"], hours=n / 60))
        for n, row in enumerate(rows)
    ]
    placed = stories.gather((), made, StoriesOptions(join_threshold=0.3))
    gold = {one.capture: row["story"] for one, row in zip(made, rows, strict=True)}
    both = Counter((one.story, gold[one.capture]) for one in placed)
    found, true = Counter(one.story for one in placed), Counter(gold.values())
    precision = sum(n * n / found[story] for (story, _), n in both.items()) / len(gold)
    recall = sum(n * n / true[event] for (_, event), n in both.items()) / len(gold)
    assert 2 * precision * recall / (precision + recall) > 0.8
