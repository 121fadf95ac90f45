"""Memory across editions: sixty simulated days, a year of editions, and a real stream's re-mentions.

Look-backs and repeats are counted in edition.json alone, against the truth of the generator
(simulated_memory.py). Run as `python -m benchmarks.memory`; `--part sixty|year|stream` runs one part.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks import desks, results
from benchmarks.data import Day, arguments, capture_line, replay_days, require
from benchmarks.simulated_memory import BEGIN, SEED, Generator, SimulatedDay
from nutgraf.gate.changes import relation
from nutgraf.gate.points import point
from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.take_in import import_captures
from nutgraf.now import day_of, show_day
from nutgraf.reading.model import Claim
from nutgraf.rundown.read import readings
from nutgraf.rundown.remember import Memory, recall
from nutgraf.runners.pool import Inline
from nutgraf.stories.memory import all_keys
from nutgraf.stories.model import Told
from nutgraf.telemetry import Silent
from nutgraf.writing.terms import says_again

EDITIONS = 7
# What is compared was chosen on the first seed; these were run once it was.
OTHER_SEEDS = (11, 12, 13)
OFTEN = 10
_STATING = frozenset({"headline", "fact", "quote"})
_WORD = re.compile(r"[^\W_]+")
_WAS = re.compile(r"was (?P<old>\S+)")
_SAME_WORDS = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A sentence as printed: the facts and captures it stands on, and what it looks back on."""

    edition: str
    sentence: dict[str, Any]
    story: str
    facts: frozenset[str]
    keys: tuple[str, ...]
    main: bool
    marked: bool


@dataclass(slots=True, kw_only=True)
class Tally:
    """What is counted over the days."""

    look_backs: int = 0
    right: int = 0
    wrong_dates: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    expected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    stating: int = 0
    repeats: list[str] = field(default_factory=list)
    near_repeats: list[str] = field(default_factory=list)
    updates: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


def sixty_days(
    folder: Path, *, days: int = 60, facts: int = 200, seed: int = SEED
) -> dict[str, Any]:
    """The figures of the simulated days."""
    generator = Generator(seed, facts=facts, days=days)
    simulated = generator.days()
    truth = {one.key: (one.fact, one.state) for day in simulated for one in day.occurrences}
    kinds = {fact.name: fact.kind for fact in generator.facts}
    desk = desks.new_desk(folder, zone="UTC")
    score = Score(truth, kinds)
    for day in simulated:
        score.edition(_run(desk, day), day)
    return score.figures() | {
        "days": len(simulated), "facts": len(kinds), "captures": len(truth),
        "facts_by_kind": dict(sorted(Counter(kinds.values()).items())),
    }  # fmt: skip


def shares(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures that are goals."""
    names = ("look_backs", "precision", "wrong_dates", "recall", "news_of_told_facts",
             "unmarked_repeats_share", "check_failed", "wrong")  # fmt: skip
    return {name: figures[name] for name in names}


def _run(
    folder: Path, day: SimulatedDay, *, check: bool = True
) -> tuple[dict[str, Any], tuple[str, ...]]:
    with open_desk(folder) as desk:
        lines = b"".join(one.line for one in day.occurrences)
        import_captures(desk, BytesIO(lines), "day.jsonl", runner=Inline(), progress=Silent(),
                        now=day.now)  # fmt: skip
        ran = desks.edition_of(desk, day.now, "inline")
    edition = json.loads((ran.path / "edition.json").read_bytes())
    failed = check_path(ran.path, folder).failed if check else ()
    return edition, tuple(f"{ran.edition} {one.message}" for one in failed)


class Score:
    """Holds every edition against the truth, in order of days."""

    def __init__(self, truth: dict[str, tuple[str, str]], kinds: dict[str, str]) -> None:
        self._truth = truth
        self._kinds = kinds
        self._sentences: dict[tuple[str, str], Printed] = {}
        self._told: defaultdict[str, list[tuple[str, str]]] = defaultdict(
            list
        )  # fact: (day, state)
        self._lately: list[list[Printed]] = []
        self._states: dict[str, str] = {}
        self.tally = Tally()

    def edition(self, made: tuple[dict[str, Any], tuple[str, ...]], day: SimulatedDay) -> None:
        edition, failed = made
        self.tally.failed += failed
        for one in day.occurrences:
            self._states[one.key] = one.state
        printed = list(self._printed(edition))
        looked = self._look_backs(edition, printed)
        self._recall(edition, day, looked)
        self._repeats(printed)
        for one in printed:
            self._sentences[edition["id"], one.sentence["id"]] = one
            if one.main or one.sentence["label"] in {"Update", "Correction"}:
                for fact in one.facts:
                    self._told[fact].append((edition["date"], self._state(one)))
        self._lately = [*self._lately, [o for o in printed if o.sentence["role"] in _STATING]]

    def _state(self, one: Printed) -> str:
        return self._states.get(one.keys[-1], "")

    def _printed(self, edition: dict[str, Any]) -> Iterator[Printed]:
        """Every sentence that stands on a capture, in print order."""
        keys = {
            name: f"{record['owner']}/{record['key']}"
            for name, record in edition["captures"].items()
        }
        groups = [("", edition["lede"])]
        for section in edition["sections"]:
            groups.append(("", section["why"]))
            groups += [(story["id"], story["sentences"]) for story in section["stories"]]
        for story, sentences in groups:
            marked = any(one["refers"] for one in sentences)
            for one in sentences:
                of = tuple(keys[cite["capture"]] for cite in one["cites"])
                found = frozenset(self._truth[key][0] for key in of) - {""}
                main = one["role"] in _STATING and any(cite["start"] == 0 for cite in one["cites"])
                yield Printed(
                    edition=edition["date"], sentence=one, story=story, facts=found, keys=of,
                    main=main, marked=marked,
                )  # fmt: skip

    def _look_backs(self, edition: dict[str, Any], printed: list[Printed]) -> set[str]:
        """The facts that the edition looks back on rightly."""
        found: set[str] = set()
        for at, one in enumerate(printed):
            refers = one.sentence["refers"]
            if refers is None:
                continue
            if one.story:
                about = [other for other in printed if other.story == one.story and other.main]
            else:
                about = [printed[at - 1]]
            mine = frozenset[str]().union(*(other.facts for other in about))
            self.tally.look_backs += 1
            where = f"{edition['id']} {[other.sentence['text'] for other in about][:2]}"
            day = refers["edition"][:10]
            if (
                not any(day == told for fact in mine for told, _ in self._told[fact])
                or show_day(date.fromisoformat(day)) not in one.sentence["text"]
            ):
                self.tally.wrong_dates.append(where)
            old = self._sentences.get((refers["edition"], refers["sentence"]))
            one_fact = one.story or len(mine) == 1
            if old is not None and old.facts & mine and one_fact and self._old_value(about[0]):
                self.tally.right += 1
                found |= old.facts & mine
            else:
                said = old.sentence["text"] if old is not None else "nothing"
                self.tally.wrong.append(f"{where} looks back on {said!r}")
            if not one.story:
                self.tally.updates[str(about[0].sentence["label"])] += 1
        return found

    def _old_value(self, one: Printed) -> bool:
        """Whether an update gives the earlier figure as it was, and on its day."""
        found = _WAS.search(one.sentence["text"])
        if one.sentence["label"] != "Update" or found is None:
            return True
        return self._states[one.keys[0]] in one.sentence["text"]

    def _recall(self, edition: dict[str, Any], day: SimulatedDay, looked: set[str]) -> None:
        """News of facts that earlier editions told in another state."""
        for one in day.occurrences:
            told = self._told.get(one.fact, [])
            if not one.fact or not told or told[-1][1] == one.state:
                continue
            kind = self._kinds[one.fact]
            self.tally.expected[kind] += 1
            if one.fact in looked:
                self.tally.found[kind] += 1
            else:
                self.tally.missed.append(
                    f"{edition['id']} {one.fact} {kind}: {_text(one.line)[:110]}"
                )

    def _repeats(self, printed: list[Printed]) -> None:
        """Unmarked sentences that say what one of the last editions said."""
        before = [other for some in self._lately[-EDITIONS:] for other in some]
        states = {(fact, self._state(o)) for o in before if o.main for fact in o.facts}
        words = [(_words(o.sentence["text"]), o) for o in before]
        for one in printed:
            if one.sentence["role"] not in _STATING:
                continue
            self.tally.stating += 1
            if one.marked:
                continue
            if one.main and any((fact, self._state(one)) in states for fact in one.facts):
                self.tally.repeats.append(f"{one.edition} {one.sentence['text']}")
            mine = _words(one.sentence["text"])
            if any(len(mine & other) >= _SAME_WORDS * len(mine | other) and mine - other <= set()
                   for other, _ in words):  # fmt: skip
                self.tally.near_repeats.append(f"{one.edition} {one.sentence['text']}")

    def figures(self) -> dict[str, Any]:
        tally = self.tally
        expected, found = sum(tally.expected.values()), sum(tally.found.values())
        repeats = set(tally.repeats) | set(tally.near_repeats)
        return {
            "look_backs": tally.look_backs,
            "precision": round(tally.right / max(1, tally.look_backs), 4),
            "wrong_dates": len(tally.wrong_dates),
            "recall": round(found / max(1, expected), 4),
            "news_of_told_facts": expected,
            "recall_by_kind": {
                kind: [tally.found[kind], tally.expected[kind]] for kind in sorted(tally.expected)
            },
            "items": dict(sorted(tally.updates.items())),
            "sentences": tally.stating,
            "unmarked_repeats": len(repeats),
            "unmarked_repeats_share": round(len(repeats) / max(1, tally.stating), 4),
            "check_failed": tally.failed[:10],
            "wrong": tally.wrong[:10],
            "missed": tally.missed[:20],
            "repeated": sorted(repeats)[:10],
        }


def _text(line: bytes) -> str:
    return str(json.loads(line)["text"])


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def year(folder: Path, *, days: int = 365) -> dict[str, Any]:
    """What memory costs an edition as a year of them goes by, in one desk.

    Every edition is made through the newsroom, a dozen are checked. Held against the index are, each
    time, the same claims: those of the first day.
    """
    simulated = Generator(facts=3 * days // 2, days=days).days(noise=2)
    desk = desks.new_desk(folder, zone="UTC")
    rows = []
    claims: dict[str, tuple[Claim, ...]] = {}
    for number, day in enumerate(simulated, 1):
        spent = time.process_time()
        measured = number % (days // 12 or 1) == 0
        _, failed = _run(desk, day, check=measured)
        seconds = time.process_time() - spent
        with open_desk(desk) as opened:
            if number == 1:
                claims = _claims(opened, day)
            if measured:
                rows.append({"editions": number, "told": _told_rows(opened), "failed": len(failed),
                             "edition_cpu_s": round(seconds, 2),
                             **_memory_cost(opened, claims)})  # fmt: skip
                say(json.dumps(rows[-1]))
    return {"editions": len(simulated), "captures": sum(len(day.occurrences) for day in simulated),
            "rows": rows}  # fmt: skip


def _claims(desk: Desk, day: SimulatedDay) -> dict[str, tuple[Claim, ...]]:
    ids = desk.store.captures.arrived(desk.audience, None, day.now)
    read = readings(desk.shift(Inline(), Silent(), day.now), ids)
    return {name: read[name].claims for name in ids}


def _told_rows(desk: Desk) -> int:
    return len(desk.store.editions(desk.audience).told_lately(date.max, 1_000_000))


def _memory_cost(desk: Desk, claims: dict[str, tuple[Claim, ...]]) -> dict[str, Any]:
    """Milliseconds of CPU that looking these claims up takes: the median of twenty-one runs."""
    shift = desk.shift(Inline(), Silent(), BEGIN)
    spent = []
    for _ in range(21):
        began = time.process_time()
        recall(shift, claims, date.max)
        spent.append(1000 * (time.process_time() - began))
    keys = all_keys(claim for some in claims.values() for claim in some)
    return {"keys": len(keys), "memory_cpu_ms": round(statistics.median(spent), 2)}


def stream(folder: Path, days: Sequence[Day]) -> dict[str, Any]:
    """Re-mentions on the real stream: captures that cite what one of an earlier day cited.

    The links are kept from the desk. Asked is whether a sentence an edition told before is found for
    a capture (predicted), and whether the two cite a post or page in common (right).
    """
    desk = desks.new_desk(folder)
    cites = _cites(days)
    for day in days:
        with open_desk(desk) as opened:
            lines = b"".join(_without_links(one, day) for one in day.records)
            import_captures(opened, BytesIO(lines), f"{day.slug}.jsonl", runner=Inline(),
                            progress=Silent(), now=day.cut_off)  # fmt: skip
            ran = desks.edition_of(opened, day.cut_off, "inline")
        say(f"{day.slug}: {ran.sentences} sentences")
    with open_desk(desk) as opened:
        return _re_mentions(opened, days, cites)


def _re_mentions(desk: Desk, days: Sequence[Day], cites: dict[str, set[str]]) -> dict[str, Any]:
    kept = desk.store.editions(desk.audience)
    every = desk.store.captures.arrived(desk.audience, None, days[-1].cut_off)
    key_of = {one.id: one.key for one in desk.store.captures.get(every, layout=False)}
    id_of = {key: name for name, key in key_of.items()}
    told_at: dict[str, date] = {}
    for one in kept.told_lately(date.max, 1_000_000):
        told_at.setdefault(key_of[one.capture], one.edition)
    seen: defaultdict[str, set[str]] = defaultdict(set)  # link: keys of captures of earlier days
    counts: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    right_by: Counter[str] = Counter()
    for day in days:
        shift = desk.shift(Inline(), Silent(), day.cut_off)
        today = day_of(day.cut_off, desk.settings.desk.time_zone)
        ids = [id_of[one["id"]] for one in day.records if one["id"] in id_of]
        read = readings(shift, ids)
        memory = recall(shift, {name: read[name].claims for name in ids}, today)
        for name in ids:
            mine = cites[key_of[name]]
            others = {key for link in mine for key in seen[link]}
            told = {key for key in others if told_at.get(key, today) < today}
            counts["re_mentions"] += bool(others)
            counts["of_told"] += bool(told)
            found = _recalled(read[name].claims, memory, today)
            counts["predicted"] += bool(found)
            hit = {how for one, how in found if key_of[one.capture] in others}
            counts["right"] += bool(hit)
            counts["found_of_told"] += bool(told and hit)
            for how in {how for _, how in found}:
                relations[how] += 1
                right_by[how] += how in hit
        for one in day.records:
            for link in cites[one["id"]]:
                seen[link].add(one["id"])
    return dict(counts) | {
        "days": len(days), "captures": len(key_of),
        "precision": round(counts["right"] / max(1, counts["predicted"]), 3),
        "recall_of_told": round(counts["found_of_told"] / max(1, counts["of_told"]), 3),
        "recall_of_all": round(counts["right"] / max(1, counts["re_mentions"]), 3),
        "by_relation": {how: [right_by[how], relations[how]] for how in sorted(relations)},
    }  # fmt: skip


def _recalled(claims: Sequence[Claim], memory: Memory, today: date) -> list[tuple[Told, str]]:
    """Told sentences that a capture's claims are surely about, and how."""
    found: list[tuple[Told, str]] = []
    for claim in claims:
        mine = point(claim.text, today)
        told = {one for key in sorted(all_keys([claim])) for one in memory.about.get(key, ())}
        for one in sorted(told, key=lambda each: (each.edition, each.name, each.sentence)):
            if how := relation(mine, point(one.text, one.edition)):
                found.append((one, how))
        found += [(one, "same words") for one in memory.lately if says_again(claim.text, one.text)]
    return found


def _cites(days: Sequence[Day]) -> dict[str, set[str]]:
    """What each record cites, without what is cited day after day: the newsletter's own links."""
    cited = {one["id"]: _cited(one) for day in days for one in day.records}
    on = Counter(
        link for day in days for link in {link for one in day.records for link in cited[one["id"]]}
    )
    return {name: {one for one in links if on[one] <= OFTEN} for name, links in cited.items()}


def _cited(record: dict[str, Any]) -> set[str]:
    return {str(link.get("key") or link["url"]) for link in record["links"]}


def _without_links(record: dict[str, Any], day: Day) -> bytes:
    line = json.loads(capture_line(record, day.cut_off))
    return json.dumps(line | {"links": []}, ensure_ascii=False).encode() + b"\n"


def tables(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures as the measurements page takes them."""
    runs = [{"seed": SEED, **shares(figures["sixty_days"])}, *figures["other_seeds"]]
    cost = figures["year"]["rows"]
    kinds = figures["sixty_days"]["recall_by_kind"]
    found = figures["stream"]
    return {
        "title": "Memory across editions",
        "about": "Sixty simulated days with 200 recurring facts among look-alikes and noise "
        "(`benchmarks/simulated_memory.py`), counted in `edition.json` against the generator's truth. "
        f"Rules were chosen on seed {SEED}; the others were run once they were. News is a fact that an "
        "edition told in another state; a repeat is a statement of the last seven editions without a mark.",
        "tables": [
            {
                "columns": ("seed", "look-backs", "right", "wrong dates", "news", "recall",
                            "unmarked repeats", "checks failed"),
                "rows": [
                    (str(one["seed"]), one["look_backs"], f"{one['precision']:.2%}", one["wrong_dates"],
                     one["news_of_told_facts"], f"{one['recall']:.1%}",
                     f"{one['unmarked_repeats_share']:.2%}", len(one["check_failed"]))
                    for one in runs
                ],
            },
            {
                "about": f"News found on seed {SEED}, by what happens to the fact:",
                "columns": ("kind", "found", "news"),
                "rows": [(kind, *counts) for kind, counts in kinds.items()],
            },
            {
                "about": "A year of editions in one desk: rows told, and what one day's look into memory "
                "takes (CPU, the same claims each time):",
                "columns": ("editions", "sentences told", "keys", "ms of CPU", "edition, s of CPU"),
                "rows": [
                    (one["editions"], one["told"], one["keys"], one["memory_cpu_ms"],
                     one["edition_cpu_s"])
                    for one in cost
                ],
            },
            {
                "about": f"Re-mentions on the real stream, links hidden ({found['days']} days, "
                f"{found['captures']:,} captures; links cited on more than {OFTEN} days left out). Right is a "
                "capture for which a told sentence is found that cites a post or page in common:",
                "columns": ("re-mentions", "of what was told", "found", "precision", "recall of told",
                            "recall of all"),
                "rows": [(found["re_mentions"], found["of_told"], found["predicted"],
                          found["precision"], found["recall_of_told"], found["recall_of_all"])],
            },
        ],
    }  # fmt: skip


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    results.commit()
    parser = arguments("Memory across editions.")
    parser.add_argument("--part", choices=("sixty", "year", "stream"), default=None)
    parser.add_argument("--days", type=int, default=None, metavar="N")
    asked = parser.parse_args()
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="nutgraf-memory-") as name:
        if asked.part in {None, "sixty"}:
            figures["sixty_days"] = sixty_days(Path(name) / "sixty", days=asked.days or 60)
            say(json.dumps(figures["sixty_days"], indent=1, ensure_ascii=False))
            figures["other_seeds"] = [
                {"seed": seed, **shares(sixty_days(Path(name) / f"seed-{seed}", seed=seed))}
                for seed in (OTHER_SEEDS if asked.days is None else ())
            ]
            say(json.dumps(figures["other_seeds"]))
        if asked.part in {None, "year"}:
            figures["year"] = year(Path(name) / "year", days=asked.days or 365)
            say(json.dumps(figures["year"]))
        if asked.part in {None, "stream"}:
            days = replay_days(require(asked.data, "ainews"))[: asked.days]
            figures["stream"] = stream(Path(name) / "stream", days)
            say(json.dumps(figures["stream"], indent=1))
    if asked.part is None and asked.days is None:
        kept = figures | tables(figures)
        results.keep("memory", kept, command="python -m benchmarks.memory")


if __name__ == "__main__":
    main()
