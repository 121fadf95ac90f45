"""Feeds: equality with feedparser on whole ones, what is saved of damaged ones, attacks, giants, blurbs.

Run as `python -m benchmarks.feeds`; `--mutations N` for fewer than 2,000 damaged feeds.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import feed_salvage, real_files, results
from benchmarks.data import ROOT, arguments, require
from benchmarks.feed_salvage import FEED, Trial
from nutgraf import sources
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.websub import Delivery, Reply, take_in_delivered
from nutgraf.runners.pool import Inline
from nutgraf.sources.feeds.following import BLURB
from nutgraf.sources.model import Lead, RawObject, Received
from nutgraf.telemetry import Silent
from nutgraf.testing.mutations import KINDS

_LABELS = ROOT / "benchmarks" / "blurb_labels.json"
_SLOW = 2.0
_GIANT = 100_000
_MIB = 1 << 20
_NOW = datetime(2026, 4, 2, tzinfo=UTC)


def main() -> None:
    results.commit()
    asked = arguments("Read whole, damaged, hostile and giant feeds.")
    asked.add_argument("--mutations", type=int, default=2000)
    asked.add_argument(
        "--giant", action="store_true", help="only read a giant feed, and print its cost"
    )
    given = asked.parse_args()
    if given.giant:
        sys.stdout.write(json.dumps(giant()) + "\n")
        return
    data = require(given.data, "feeds")
    warnings.simplefilter("ignore")
    figures = {
        "whole": equality(data),
        "damaged": salvage(feed_salvage.trials(data, given.mutations)),
        "attacks": attacks(),
        "giant": json.loads(_own("-m", "benchmarks.feeds", "--giant")),
        "churn": churn(1000),
        "blurbs": blurbs(data),
    }
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    results.keep("feeds", figures, command="python -m benchmarks.feeds")


def _own(*words: str) -> str:
    """What a process of its own prints, so that its memory is its own too."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def equality(data: Path) -> dict[str, Any]:
    """Every real feed against feedparser: entries, ids, dates and links; twice, to see keys stay."""
    files = 0
    count: Counter[str] = Counter()
    unlike: dict[str, str] = {}
    for name, body in real_files.feeds(data):
        files += 1
        items, refused = _read(name, body)
        if [one.key for one in _read(name, body)[0]] != [one.key for one in items]:
            count["unstable"] += 1
        entries = _parsed(body)
        if not entries:
            json_feed = body.lstrip()[:1] == b"{"
            count["json" if json_feed and items else "without_entries"] += 1
            count["json_items"] += len(items) if json_feed else 0
            if not items:
                unlike[name] = refused[0].rule if refused else "no entries"
            continue
        count["feeds"] += 1
        count["entries"] += len(entries)
        count["items"] += len(items)
        _compare(name, entries, items, refused, count, unlike)
    return {"files": files, **dict(sorted(count.items())), "unlike": unlike}


def _compare(
    name: str, entries: list[Any], items: list[Received], refused: list[Refused],
    count: Counter[str], unlike: dict[str, str],
) -> None:  # fmt: skip
    told = {row.rule: int(row.happened.split(" ")[0]) for row in refused if row.rule in {"entry-empty", "entry-copies"}}  # fmt: skip
    count["empty"] += told.get("entry-empty", 0)
    count["copies"] += told.get("entry-copies", 0)
    keys = {item.key for item in items}
    empty = [
        e for e in entries if not e.get("title") and not e.get("summary") and not e.get("content")
    ]
    ids = {e["id"].strip() for e in entries if e.get("id") and e not in empty}
    lost = [
        one for one in ids if one not in keys and not any(k.startswith(f"{one} ") for k in keys)
    ]
    if len(items) + sum(told.values()) != len(entries) or lost:
        unlike[name] = f"{len(items)} items of {len(entries)} entries, {len(lost)} ids lost"
        return
    count["equal"] += 1
    if len(items) != len(entries):
        return
    for entry, item in zip(entries, items, strict=True):
        said = next((dict(entry)[n] for n in ("published_parsed", "updated_parsed", "created_parsed") if dict(entry).get(n)), None)  # fmt: skip
        when = item.metadata.published_at
        count["dates_theirs"] += said is not None
        count["dates_ours"] += when is not None
        count["dates_unlike"] += bool(
            said and (when is None or tuple(said)[:6] != when.timetuple()[:6])
        )
        link = str(entry.get("link") or "")
        absolute = link.startswith(("http:", "https:"))
        count["links"] += absolute
        count["links_unlike"] += absolute and link != item.address


def _read(name: str, body: bytes) -> tuple[list[Received], list[Refused]]:
    raw = RawObject(name=name, data=body, sha256=sha256_hex(body))
    found = list(sources.read(raw, FEED))
    return (
        [one for one in found if isinstance(one, Received)],
        [one for one in found if isinstance(one, Refused)],
    )


def _parsed(body: bytes) -> list[Any]:
    import feedparser

    return list(
        feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False).entries
    )


def salvage(tried: Iterable[Trial]) -> dict[str, Any]:
    """Of the entries whose id, or link and title, still stand in the damaged bytes: how many we read,
    and feedparser alone on the same bytes; every one that was not read, with the feed and its damage."""
    kinds: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    json_feeds: Counter[str] = Counter()
    lost: list[str] = []
    slowest, slow, files = 0.0, 0, 0
    for one in tried:
        files += 1
        slowest, slow = max(slowest, one.seconds), slow + (one.seconds > _SLOW)
        into = json_feeds if one.file.endswith(".json") else kinds[one.kind]
        into.update(whole=one.whole, there=one.there, ours=one.ours, theirs=one.theirs)
        into["feeds"] += 1
        lost += [
            f"{one.file}, {one.kind} {one.seed} ({one.verdict or 'clean'}): {name[:120]}"
            for name in one.lost
        ]
    xml: Counter[str] = sum(kinds.values(), Counter())
    return {
        "feeds": files, "slowest_seconds": round(slowest, 2), "over_two_seconds": slow,
        "xml": _shares(xml), "json": _shares(json_feeds),
        "kinds": {kind: _shares(found) for kind, found in sorted(kinds.items())},
        "ours": _share(xml["ours"] + json_feeds["ours"], xml["there"] + json_feeds["there"]),
        "lost": lost,
    }  # fmt: skip


def _shares(found: Counter[str]) -> dict[str, Any]:
    return {
        **{name: found[name] for name in ("feeds", "whole", "there")},
        "ours": _share(found["ours"], found["there"]),
        "theirs": _share(found["theirs"], found["there"]),
    }


def _share(part: int, of: int) -> float:
    return round(part / of, 4) if of else 0.0


def attacks() -> dict[str, Any]:
    """The forty XML attacks, each in a process of its own."""
    rows = [json.loads(line) for line in _own("-m", "benchmarks.xml_attacks").splitlines()]
    return {
        "cases": len(rows),
        "died": sum("died" in row for row in rows),
        "files_or_sockets": sum(bool(row["opened"] or row["taken"]) for row in rows),
        "leaked": sum(row["leaked"] for row in rows),
        "read": sum(row["items"] == 1 for row in rows),
        "refused": sum(row["items"] == 0 for row in rows),
        "most_seconds": max(row["seconds"] for row in rows),
        "most_mib": max(row["mib"] for row in rows),
    }


def giant() -> dict[str, Any]:
    """A feed of 100,000 entries and nearly 15 MiB, the most a fetch takes, read in this process."""
    rows = "".join(
        f"<item><guid>g{at}</guid><title>Item {at}</title><link>https://a.example/{at}</link><pubDate>Wed, "
        f"{1 + at % 28:02d} Apr 2026 {at % 24:02d}:{at % 60:02d}:00 GMT</pubDate><comments/></item>"
        for at in range(_GIANT)
    )
    head = "<rss version='2.0'><channel><title>Big</title><link>https://a.example/</link>"
    body = f"{head}{rows}</channel></rss>".encode()
    del rows
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    items, refused = _read("giant", body)
    return {
        "entries": _GIANT, "mib": round(len(body) / _MIB, 1), "items": len(items),
        "seconds": round(time.perf_counter() - began, 1), "idle_mib": round(idle),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "said": refused[0].happened if refused else "",
    }  # fmt: skip


def churn(looks: int) -> dict[str, Any]:
    """A feed of twenty entries that have a new guid, a new date and new tracking at every look, taken
    in by a desk."""
    source = replace(FEED, full_text="never")
    words = " ".join(f"word{at}" for at in range(40))
    with tempfile.TemporaryDirectory(prefix="nutgraf-churn-") as name:
        make_desk(Path(name) / "desk")
        with open_desk(Path(name) / "desk") as desk:
            desk.store.follow([source])
            began = time.perf_counter()
            for number in range(looks):
                rows = "".join(
                    f"<item><guid>{number}-{at}</guid><title>Item {at}</title>"
                    f"<link>https://a.example/{at}?utm_id={number}</link>"
                    f"<pubDate>Wed, 01 Apr 2026 {number % 24:02d}:00:00 GMT</pubDate>"
                    f"<description>{words if at else 'Short.'} {at}</description></item>"
                    for at in range(20)
                )
                body = (
                    f"<rss version='2.0'><channel><title>C</title>{rows}</channel></rss>".encode()
                )
                raw = RawObject(
                    name="f",
                    data=body,
                    sha256=desk.store.keep_raw(body, _NOW),
                    address="https://a.example/f",
                )
                pushed = Delivery(reply=Reply(status=200), source=source.id, raw=raw)
                at = _NOW + timedelta(hours=number)
                take_in_delivered(desk, [pushed], runner=Inline(), progress=Silent(), now=at)
            kept = desk.store.captures.count()
            seconds = time.perf_counter() - began
    return {
        "looks": looks, "entries": 20, "captures": kept, "duplicates": kept - 20,
        "seconds": round(seconds, 1),
    }  # fmt: skip


def blurbs(data: Path) -> dict[str, Any]:
    """The judgement of blurbs against sixty entries of real feeds judged by a reader."""
    judged = {(file, key): label for file, key, label in json.loads(_LABELS.read_text())}
    counts: Counter[str] = Counter()
    for name, body in real_files.feeds(data):
        if not any(file == name for file, _ in judged):
            continue
        raw = RawObject(
            name=name, data=body, sha256=sha256_hex(body), address="https://unknown.invalid/f"
        )
        for one in sources.read(raw, FEED):
            if isinstance(one, Received | Lead):
                label = judged.get((name, sha256_hex(one.key.encode())[:12]))
                lead = isinstance(one, Lead) and one.why == BLURB
                counts[f"{label} {'led on' if lead else 'taken'}"] += label is not None
    led, right = counts["blurb led on"] + counts["whole led on"], counts["blurb led on"]
    return {
        "judged": len(judged), "unclear": sum(label == "unclear" for label in judged.values()),
        "led_on": led, "rightly": right, "precision": _share(right, led),
        "blurbs": right + counts["blurb taken"], "found": _share(right, right + counts["blurb taken"]),
    }  # fmt: skip


def section(figures: dict[str, Any]) -> str:
    """The section of the measurements page."""
    from benchmarks.page import table

    whole, damaged, hostile = figures["whole"], figures["damaged"], figures["attacks"]
    big, blurb = figures["giant"], figures["blurbs"]
    rows = [
        (kind, found["feeds"], found["there"], _percent(found["ours"]), _percent(found["theirs"]))
        for kind, found in damaged["kinds"].items()
    ]
    xml, json_feeds = damaged["xml"], damaged["json"]
    rows.append(
        (
            "all XML feeds",
            xml["feeds"],
            xml["there"],
            _percent(xml["ours"]),
            _percent(xml["theirs"]),
        )
    )
    rows.append(
        ("JSON Feeds", json_feeds["feeds"], json_feeds["there"], _percent(json_feeds["ours"]), "-")
    )
    odd = "; ".join(f"`{name}`: {said}" for name, said in whole["unlike"].items()) or "none"
    return (
        "## Feeds\n\n"
        f"{whole['files']} real files. Of the {whole['feeds']} in which feedparser finds entries, "
        f"{whole['equal']} give its entries and ids: {whole['entries']:,} entries became {whole['items']:,} "
        f"items, {whole['empty']} have neither text nor title and {whole['copies']} are exact copies, and "
        f"the report says so. {whole['json']} are JSON Feeds with {whole['json_items']} items. Dates unlike "
        f"feedparser's: {whole['dates_unlike']} of {whole['dates_theirs']:,}; links: "
        f"{whole['links_unlike']} of {whole['links']:,}; keys that changed at the second reading: "
        f"{whole.get('unstable', 0)}. The others: {odd}.\n\n"
        f"{damaged['feeds']:,} damaged ones, seeded. An entry counts while its id, or its link and title, "
        "still stand in the bytes; it is saved when it is read under them. The slowest took "
        f"{damaged['slowest_seconds']} s of CPU, {damaged['over_two_seconds']} took more than two.\n\n"
        + table(["damage", "feeds", "entries", "saved", "feedparser alone"], rows)
        + f"\n{hostile['cases']} XML attacks: {hostile['files_or_sockets']} opened a file or a socket, "
        f"{hostile['leaked']} got a file's words into an item; at most {hostile['most_seconds']} s of CPU and "
        f"{hostile['most_mib']} MiB above idle; {hostile['read']} feeds were read without their bombs, "
        f"{hostile['refused']} refused.\n\n"
        f"A feed of {big['entries']:,} entries, {big['mib']} MiB: {big['seconds']} s, {big['peak_mib']} MiB at "
        f"most ({big['idle_mib']} before). {big['said']} A feed with new guids at each of "
        f"{figures['churn']['looks']:,} looks: {figures['churn']['duplicates']} duplicates.\n\n"
        f"Blurbs, on {blurb['judged']} entries judged by a reader ({blurb['unclear']} could not be): of "
        f"{blurb['led_on']} whose page would be looked at, {blurb['rightly']} rightly "
        f"({_percent(blurb['precision'])}); of {blurb['blurbs']} blurbs {_percent(blurb['found'])} were found.\n"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


if __name__ == "__main__":
    main()
