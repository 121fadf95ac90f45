"""A desk of three captures, told by fictional publications."""

from __future__ import annotations

import json
from pathlib import Path

from nutgraf.newsroom.make_desk import make_desk

_LINES = (
    {
        "source": "Harbour Wire", "id": "hw-1", "url": "https://harbourwire.example/heron-2",
        "title": "Vireo Labs releases Heron 2", "owner": "Harbour Wire",
        "published_at": "2026-04-01T09:00:00Z", "fetched_at": "2026-04-01T09:05:00Z",
        "text": "Vireo Labs released Heron 2, an open model with 7 billion parameters, on 1 April "
        "2026. The model reads up to 64K tokens of context. Ines Okafor of Vireo Labs said: "
        '"We wanted a model that a school can run." The weights are licensed under Apache 2.0.',
    },
    {
        "source": "Compute Gazette", "id": "cg-1", "url": "https://computegazette.example/heron",
        "title": "Heron 2 scores 58.7% on TideBench", "owner": "Compute Gazette",
        "published_at": "2026-04-01T11:30:00Z", "fetched_at": "2026-04-01T11:40:00Z",
        "text": "Heron 2 from Vireo Labs scored 58.7% on TideBench, the Ostrava Institute reported. "
        "The test has 1,240 tasks. Vireo Labs released the 7 billion parameter model on 1 April "
        "2026 under Apache 2.0.",
    },
    {
        "source": "Policy Signal", "id": "ps-1", "url": "https://policysignal.example/vote",
        "title": "Meridian Assembly sets a date", "owner": "Policy Signal",
        "published_at": "2026-04-01T12:00:00Z", "fetched_at": "2026-04-01T12:10:00Z",
        "text": "The Meridian Assembly will vote on the Model Safety Bill on 17 April 2026. Its "
        "committee passed the bill by 14 votes to 9. Paloma Reyes, the rapporteur, said the text "
        "would not change before the vote.",
    },
)  # fmt: skip

SMALL_LINES = "".join(json.dumps(line) + "\n" for line in _LINES).encode()


def small_desk(folder: Path) -> Path:
    """Make a desk in `folder` that follows one file of three captures; returns the folder.

    Its editions are of 1 April 2026: run it with a time such as `at("2026-04-01")`.
    """
    make_desk(folder)
    (folder / "small.jsonl").write_bytes(SMALL_LINES)
    (folder / "nutgraf.toml").write_text('[desk]\nname = "A small desk"\nrunner = "inline"\n')
    (folder / "sources.toml").write_text(
        '[[source]]\nid = "small"\nname = "Small"\nkind = "file"\naddress = "small.jsonl"\n'
        'owner = "Small"\n'
    )
    return folder
