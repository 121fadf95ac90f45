"""Posts: the time in their ids against the times they were posted, and how fast exports are read.

`python -m benchmarks.posts [--data DIR]`. The exports are made here, by a seeded generator; beside our
reading stands what the bytes alone cost: the JSON parser of the standard library, and for repositories
libipld (compiled, no block held against its digest), where it is installed.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.data import arguments, require
from nutgraf import sources
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.sources.options import SourcesOptions
from nutgraf.sources.posts.times import x_time
from nutgraf.testing.repositories import car_of

POSTS = 20_000
LISTED = 1_000
ROUNDS = 3
START = datetime(2024, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 4, 3, 18, tzinfo=UTC)
SOURCE = Source(id="s", name="S", kind="folder", address="s", owner="S")
OPTIONS = SourcesOptions(newest_entries=1_000_000)
WORDS = [
    "heron",
    "model",
    "weights",
    "licence",
    "open",
    "tokens",
    "card",
    "release",
    "größe",
    "模型",
    "paper",
    "lab",
    "says",
    "today",
    "more",
]
_STATUS = re.compile(r"/status/(\d+)")
_TID = "234567abcdefghijklmnopqrstuvwxyz"
_DID = "did:plc:abcdefghijklmnopqrstuvwx"


def main() -> None:
    results.commit()
    data = require(
        arguments("Times in ids, and reading exports.").parse_args().data,
        "ainews", "facts-2026-04.jsonl",
    )  # fmt: skip
    figures = {
        "times": times(data),
        "reading": [x_archive(), mastodon_pages(), bluesky_archive()],
        "lists": lists(),
    }
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    results.keep("posts", figures, command="python -m benchmarks.posts")


def times(data: Path) -> dict[str, Any]:
    """Ids of posts on X against the exact times beside them, and the days of the facts."""
    off: list[float] = []
    ids: set[str] = set()
    with gzip.open(data / "ainews" / "captures-2026h1.jsonl.gz") as lines:
        for line in lines:
            for link in json.loads(line)["links"]:
                if "status_id" in link:
                    ids.add(str(link["status_id"]))
                    made = x_time(str(link["status_id"]))
                    posted = datetime.fromisoformat(link["posted_at"])
                    off.append(abs((made - posted).total_seconds()) if made else float("inf"))
    facts = (data / "facts-2026-04.jsonl").read_text(encoding="utf-8").splitlines()
    linked = [_STATUS.findall(" ".join(json.loads(line)["links"])) for line in facts]
    days = sorted({made.date() for some in linked for id_ in some if (made := x_time(id_))})
    return {
        "links": len(off),
        "ids": len(ids),
        "equal_to_the_millisecond": sum(seconds == 0 for seconds in off),
        "largest_difference_seconds": max(off),
        "facts": len(facts),
        "facts_with_an_id": sum(bool(some) for some in linked),
        "fact_ids": sum(len(some) for some in linked),
        "first_day": days[0].isoformat(),
        "last_day": days[-1].isoformat(),
    }


def _read(name: str, data: bytes) -> tuple[int, int, int]:
    """Items, refusals that are no notes, and characters of one file."""
    raw = RawObject(name=name, data=data, sha256=sha256_hex(data))
    found = list(sources.read(raw, SOURCE, options=OPTIONS))
    items = [one for one in found if isinstance(one, Received)]
    refused = [r for r in found if isinstance(r, Refused) and r.rule not in sources.NOTES]
    return len(items), len(refused), sum(len(item.body) for item in items)


def _row(
    what: str, data: bytes, posts: int, peer: str, peer_reads: Callable[[], object] | None,
    read: Callable[[], tuple[int, int, int]],
) -> dict[str, Any]:  # fmt: skip
    """Median CPU seconds of ours and the peer's, turn by turn in one run."""
    ours: list[float] = []
    theirs: list[float] = []
    items = refused = 0
    for _ in range(ROUNDS):
        began = time.process_time()
        items, refused, _ = read()
        ours.append(time.process_time() - began)
        if peer_reads is not None:
            began = time.process_time()
            peer_reads()
            theirs.append(time.process_time() - began)
    seconds = statistics.median(ours)
    return {
        "what": what,
        "mib": round(len(data) / 2**20, 1),
        "posts": posts,
        "items": items,
        "refused": refused,
        "posts_a_second": round(posts / seconds),
        "peer": peer if theirs else f"{peer} (absent)",
        "times_the_peer": round(seconds / statistics.median(theirs), 1) if theirs else None,
    }


def _text(rng: random.Random) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(8, 45)))


def _moments(rng: random.Random) -> list[tuple[datetime, bool]]:
    """Times of posts, and whether each goes on with the one before: one in four does."""
    moment, made = START, []
    for at in range(POSTS):
        goes_on = at > 0 and rng.random() < 0.25
        moment += timedelta(seconds=rng.randint(20, 600) if goes_on else rng.randint(4000, 9000))
        made.append((moment, goes_on))
    return made


def _snowflake(moment: datetime, epoch: int, bits: int) -> str:
    return str((int(moment.timestamp() * 1000) - epoch) << bits)


def x_archive() -> dict[str, Any]:
    """`tweets.js` of an account with links and threads."""
    rng = random.Random(7)
    rows, last = [], ""
    for moment, goes_on in _moments(rng):
        id_ = _snowflake(moment, 1_288_834_974_657, 22)
        short = f"https://t.co/{id_[-10:]}"
        rows.append({"tweet": {
            "id_str": id_, "id": id_, "full_text": f"{_text(rng)} &amp; {short}", "lang": "en",
            "created_at": moment.strftime("%a %b %d %H:%M:%S +0000 %Y"), "favorite_count": str(rng.randint(0, 900)),
            "retweet_count": "2", "entities": {"urls": [{"url": short, "expanded_url": f"https://a.example/{id_}"}]},
            **({"in_reply_to_status_id_str": last} if goes_on else {}),
        }})  # fmt: skip
        last = id_
    body = json.dumps(rows, indent=2).encode()
    data = b"window.YTD.tweets.part0 = " + body
    return _row("X archive", data, POSTS, "json.loads", lambda: json.loads(body), lambda: _read("tweets.js", data))  # fmt: skip


def mastodon_pages() -> dict[str, Any]:
    """Pages of 40 statuses, each a file of its own."""
    rng = random.Random(8)
    account = {"id": "7", "acct": "ann", "username": "ann", "display_name": "Ann", "url": "https://m.example/@ann"}  # fmt: skip
    rows: list[dict[str, Any]] = []
    for moment, goes_on in _moments(rng):
        id_ = _snowflake(moment, 0, 16)
        link = f'<a href="https://a.example/{id_}"><span class="invisible">https://</span>a.example/{id_}</a>'
        rows.append({
            "id": id_, "created_at": moment.isoformat(), "uri": f"https://m.example/s/{id_}", "url": f"https://m.example/@ann/{id_}",
            "content": f"<p>{_text(rng)}<br>{link}</p>", "account": account, "reblogs_count": 1, "favourites_count": 2,
            "in_reply_to_id": rows[-1]["id"] if goes_on else None, "in_reply_to_account_id": "7" if goes_on else None,
            "visibility": "public",
        })  # fmt: skip
    pages = [json.dumps(rows[at : at + 40][::-1]).encode() for at in range(0, POSTS, 40)]

    def read() -> tuple[int, int, int]:
        found = [_read("page.json", page) for page in pages]
        return sum(f[0] for f in found), sum(f[1] for f in found), sum(f[2] for f in found)

    return _row(
        "Mastodon pages of 40", b"".join(pages), POSTS, "json.loads",
        lambda: [json.loads(page) for page in pages], read,
    )  # fmt: skip


def bluesky_archive() -> dict[str, Any]:
    """A repository with as many likes as posts."""
    rng = random.Random(9)
    held: dict[str, Any] = {}
    above = ""
    for moment, goes_on in _moments(rng):
        micros = (int(moment.timestamp() * 1_000_000)) << 10
        key = "".join(_TID[micros >> shift & 31] for shift in range(60, -1, -5))
        path = f"app.bsky.feed.post/{key}"
        held[path] = {
            "$type": "app.bsky.feed.post", "text": _text(rng), "createdAt": moment.isoformat(), "langs": ["en"],
            **({"reply": {"parent": {"uri": above}, "root": {"uri": above}}} if goes_on else {}),
        }  # fmt: skip
        held[f"app.bsky.feed.like/{key}"] = {"subject": {"uri": above}, "createdAt": moment.isoformat()}  # fmt: skip
        above = f"at://{_DID}/{path}"
    data = car_of(_DID, held)
    try:
        from libipld import decode_car
    except ImportError:
        peer: Callable[[], object] | None = None
    else:

        def peer() -> object:
            return decode_car(data)

    return _row("Bluesky repository", data, POSTS, "libipld.decode_car", peer, lambda: _read("repo.car", data))  # fmt: skip


def lists() -> dict[str, Any]:
    """A list of a thousand sources out and in again, and how many of them are the same."""
    rng = random.Random(10)
    folders = ["AI", "AI/Labs", "Chips", "Policy/EU", "a, b & <c>"]
    kept = tuple(
        Source(
            id=f"source-{at}", name=f"Source {at}", kind=rng.choice(["feed", "site", "posts"]),
            address=f"https://h{at}.example/feed?x={at}&y=1", owner=f"Owner {at}", weight=rng.choice([1.0, 0.5, 2.0]),
            tags=tuple(rng.sample(folders, rng.randint(0, 3))), site=f"https://h{at}.example/",
        )
        for at in range(LISTED)
    )  # fmt: skip
    began = time.process_time()
    data = sources.opml_of(kept, "A desk", NOW)
    outlines, refused = sources.opml(data)
    taken: dict[str, str] = {}
    again = set()
    for outline in outlines:
        made = sources.source_of(outline, "", taken)
        taken[made.id] = made.address
        again.add(made)
    return {
        "sources": len(kept),
        "the_same": len(again & set(kept)),
        "refused": len(refused),
        "seconds": round(time.process_time() - began, 2),
        "kib": round(len(data) / 1024),
    }


def section(figures: dict[str, Any]) -> str:
    """The part of the measurements page about posts and lists."""
    from benchmarks.page import table

    said, kept = figures["times"], figures["lists"]
    rows = [
        (
            row["what"], row["mib"], row["posts"], row["items"], row["posts_a_second"],
            f"{row['times_the_peer']} x {row['peer']}" if row["times_the_peer"] else row["peer"],
        )
        for row in figures["reading"]
    ]  # fmt: skip
    return (
        "## Posts\n\n"
        "The time in a post's id against the time it was posted, as the replay stream gives it for each "
        f"cited post: equal to the millisecond for {said['equal_to_the_millisecond']:,} of {said['links']:,} "
        f"links to {said['ids']:,} posts. {said['facts_with_an_id']} of {said['facts']} facts of April link to posts ({said['fact_ids']} "
        f"ids): their days go from {said['first_day']} to {said['last_day']}.\n\n"
        "Exports made by a seeded generator, one post in four going on with the one before; so there are "
        "fewer items than posts. What the bytes alone cost stands beside it, measured in turn.\n\n"
        + table(("Export", "MiB", "Posts", "Items", "Posts a CPU second", "Time"), rows)
        + f"\nA list of {kept['sources']:,} sources out as OPML and in again: {kept['the_same']:,} are the "
        f"same in every part, {kept['seconds']} s of CPU.\n"
    )


if __name__ == "__main__":
    main()
