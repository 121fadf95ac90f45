"""Months of a real news stream, replayed day by day: an edition a day, every one of them checked.

Run as `python -m benchmarks.replay`; `--days N` takes the first N days, `--keep DIR` keeps the desk.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import agreement, desks, first_story, results
from benchmarks.agreement import KINDS, Scores
from benchmarks.data import Day, arguments, replay_days, require
from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.run import Ran
from nutgraf.newsroom.take_in import Imported
from nutgraf.rundown.read import readings
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent

# What a reader of the newsletter would set: its own leading article weighs double.
WEIGHTS = {"lead": 2.0}
# The accounts it cites were chosen by its editors, and a third of them are new on any day.
TRUSTING = "[stories]\nnewcomer_days = 0\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One day as it went: what came, what was printed, what failed, and how far editors agree."""

    slug: str
    captures: int
    lines_refused: tuple[str, ...]
    seconds: float
    edition: dict[str, Any]
    failed: tuple[str, ...]
    scores: dict[str, Scores]
    named: frozenset[str]


def main() -> None:
    results.commit()
    parser = arguments("Replay the real news stream day by day.")
    parser.add_argument("--days", type=int, default=None, metavar="N", help="the first N days only")
    parser.add_argument("--runner", choices=("inline", "pool"), default="inline")
    parser.add_argument(
        "--even", action="store_true", help="every part of the stream weighs the same"
    )
    parser.add_argument(
        "--wary", action="store_true", help="newcomers count as one, as they do by default"
    )
    parser.add_argument("--keep", type=Path, default=None, metavar="DIR", help="keep the desk here")
    asked = parser.parse_args()
    days = replay_days(require(asked.data, "ainews"))[: asked.days]
    with ExitStack() as stack:
        made = tempfile.TemporaryDirectory(prefix="nutgraf-replay-")
        scratch = Path(stack.enter_context(made))
        weights = {} if asked.even else WEIGHTS
        settings = "" if asked.wary else TRUSTING
        folder = desks.new_desk(asked.keep or scratch / "desk", weights=weights, settings=settings)
        replayed = tuple(replay(folder, days, asked.runner))
        figures = summary(replayed) | {"same_bytes": same_bytes(scratch, days[len(days) // 2])}
    show(figures)
    command = "python -m benchmarks.replay"
    if asked.days is None and not (asked.even or asked.wary):
        results.keep("replay", figures, command=command)


def replay(folder: Path, days: tuple[Day, ...], runner: str) -> list[Replayed]:
    """Every day in turn, in one desk."""
    gone = []
    for day in days:
        began = time.perf_counter()
        with open_desk(folder) as desk:
            took = desks.take_in(desk, day, runner)
            ran = desks.edition_of(desk, day.cut_off, runner)
            seconds = time.perf_counter() - began
            gone.append(_day(desk, day, ran, took, seconds))
        say(f"{day.slug}: {took.captures} captures, {ran.sentences} sentences, {seconds:.1f} s, "
            f"{len(gone[-1].failed)} failed: {ran.title[:90]}")  # fmt: skip
    return gone


def _day(desk: Desk, day: Day, ran: Ran, took: Imported, seconds: float) -> Replayed:
    report = check_path(ran.path, desk.folder)
    edition = json.loads((ran.path / "edition.json").read_bytes())
    return Replayed(
        slug=day.slug,
        captures=took.captures,
        lines_refused=tuple(f"{one.where}: {one.happened}" for one in took.refused),
        seconds=seconds,
        edition=edition,
        failed=tuple(f"{one.kind}: {one.message}" for one in report.failed),
        scores=_scores(desk, day, edition),
        named=first_story.named(day.title, (*day.companies, *day.models)),
    )


def _scores(desk: Desk, day: Day, edition: dict[str, Any]) -> dict[str, Scores]:
    """By kind, where the day's editors listed any name of it."""
    shift = desk.shift(Inline(), Silent(), day.cut_off)
    places = desk.store.placements(desk.audience)
    mine = [m.capture for m in places.between(None, day.cut_off)][-len(day.records) :]
    read = readings(shift, mine)
    names = [name for one in mine for claim in read[one].claims for name in claim.parts.names]
    texts = [f"{record['headline'] or ''} | {record['text']}" for record in day.records]
    return {
        kind: Scores(
            ours=agreement.score(agreement.printed_names(edition, kind), listed),
            floor=agreement.score(agreement.most_mentioned(names, kind), listed),
            ceiling=agreement.ceiling(texts, listed),
        )
        for kind, listed in zip(KINDS, (day.companies, day.models), strict=True)
        if listed
    }


def summary(replayed: tuple[Replayed, ...]) -> dict[str, Any]:
    """The figures of a replay."""
    editions = [one.edition for one in replayed]
    sentences = [_sentences(edition) for edition in editions]
    counts = [len(some) for some in sentences]
    spent = [one.seconds for one in replayed]
    return {
        "days": len(replayed),
        "captures": sum(one.captures for one in replayed),
        "refused_lines": [said for one in replayed for said in one.lines_refused],
        "seconds": round(sum(spent), 1),
        "captures_per_second": round(sum(one.captures for one in replayed) / sum(spent), 1),
        "sentences": _spread(counts) | {"all": sum(counts)},
        "words": _spread([sum(len(s["text"].split()) for s in some) for some in sentences]),
        "stories": _spread([_stories(edition, "story") for edition in editions]),
        "takes": _spread([_stories(edition, "take") for edition in editions]),
        "roles": dict(sorted(Counter(s["role"] for some in sentences for s in some).items())),
        "quiet": sum(any(s["role"] == "notice" for s in some) for some in sentences),
        "check": {
            "editions": len(replayed),
            "hold": sum(not one.failed for one in replayed),
            "failed": sorted(f"{one.slug} {said}" for one in replayed for said in one.failed)[:20],
        },
        "refused": _refused(editions),
        "first_story": first_story.summary([(one.edition, one.named) for one in replayed]),
        "agreement": {kind: _agreed(replayed, kind) for kind in KINDS},
        # Weights were chosen on the first half of the days.
        "agreement_second_half": {
            kind: _agreed(replayed[len(replayed) // 2 :], kind) for kind in KINDS
        },
    }


def _sentences(edition: dict[str, Any]) -> list[dict[str, Any]]:
    found = list(edition["lede"])
    for section in edition["sections"]:
        found += section["why"]
        found += [s for story in section["stories"] for s in story["sentences"]]
    return found


def _stories(edition: dict[str, Any], form: str) -> int:
    return sum(
        story["form"] == form for section in edition["sections"] for story in section["stories"]
    )


def _spread(counts: list[int]) -> dict[str, float]:
    return {"median": statistics.median(counts), "min": min(counts), "max": max(counts)}


def _refused(editions: list[dict[str, Any]]) -> dict[str, Any]:
    refused = [one for edition in editions for one in edition["colophon"]["refused"]]
    kinds = Counter(one["kind"] for one in refused)
    return {"sentences": len(refused), "by_kind": dict(sorted(kinds.items()))}


def _agreed(replayed: tuple[Replayed, ...], kind: str) -> dict[str, float]:
    scores = [one.scores[kind] for one in replayed if kind in one.scores]
    means = {
        part: round(statistics.mean(getattr(one, part) for one in scores), 3)
        for part in ("ours", "floor", "ceiling")
    }
    room = means["ceiling"] - means["floor"]
    share = round((means["ours"] - means["floor"]) / room, 3) if room else 0.0
    return {"days": len(scores), **means, "of_the_gap": share}


def same_bytes(scratch: Path, day: Day) -> dict[str, Any]:
    """One day in two fresh desks, in this process and in a pool: whether every file is the same."""
    inline = desks.one_day(scratch / "inline", day, "inline")
    pool = desks.one_day(scratch / "pool", day, "pool")
    differ = sorted(
        name for name in inline.keys() | pool.keys() if inline.get(name) != pool.get(name)
    )
    return {"day": day.slug, "files": len(inline), "differ": differ}


def show(figures: dict[str, Any]) -> None:
    """Print the figures."""
    say(json.dumps(figures, indent=1, ensure_ascii=False))


def say(text: str) -> None:
    """A line on standard output, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
