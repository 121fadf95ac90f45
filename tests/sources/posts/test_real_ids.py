"""Ids of real posts against the times they were posted."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date, datetime
from pathlib import Path

from nutgraf.sources.posts.times import x_time


def test_every_id_of_the_replay_stream_gives_the_time_of_its_post(shared_data: Path) -> None:
    ids: dict[str, datetime] = {}
    with gzip.open(shared_data / "ainews" / "captures-2026h1.jsonl.gz") as lines:
        for line in lines:
            for link in json.loads(line)["links"]:
                if "status_id" in link:
                    ids[str(link["status_id"])] = datetime.fromisoformat(link["posted_at"])
    assert len(ids) > 5000
    assert {id_: x_time(id_) for id_ in ids} == ids


def test_the_facts_of_april_were_posted_by_then(shared_data: Path) -> None:
    lines = (shared_data / "facts-2026-04.jsonl").read_text(encoding="utf-8").splitlines()
    found = [re.findall(r"/status/(\d+)", " ".join(json.loads(line)["links"])) for line in lines]
    assert sum(not ids for ids in found) == 1  # one fact has no link
    for made in (x_time(id_) for ids in found for id_ in ids):
        assert made is not None and date(2026, 3, 31) <= made.date() <= date(2026, 4, 3)
