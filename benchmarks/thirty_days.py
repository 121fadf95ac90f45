"""A desk left alone for thirty days on a scripted web: what it asked, what it kept, what it says of it.

Two hundred feeds of a simulated month (simulated_feeds.py) and a dozen planted faults, on host names that
lead to loopback; the desk is started from an OPML list and looks once an hour of a virtual time. Counted
from the web's own log, apart from our rules. Run as `python -m benchmarks.thirty_days`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from benchmarks import results
from benchmarks.data import arguments
from benchmarks.simulated_feeds import BEGIN, DAYS, HOUR, WEEK, Feed, feeds
from nutgraf.newsroom import follow
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.health import health_of
from nutgraf.newsroom.look import look_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import Answer, Asked, ScriptedNames, ScriptedWeb, VirtualTime
from nutgraf.wire import Fetcher, FetchOptions, WayOut

COUNT = 200
SEED = 20260301
PER_HOST = 4
CRAWL_DELAY = 5
XML = ("Content-Type", "application/rss+xml; charset=utf-8")
_SHOWN = 20
_WORDS = [
    "harbour",
    "quay",
    "council",
    "lighthouse",
    "ferry",
    "model",
    "benchmark",
    "release",
    "institute",
    "report",
    "figures",
    "survey",
    "canal",
    "engine",
    "storm",
    "bridge",
    "market",
    "vessel",
    "pilot",
    "archive",
    "signal",
    "station",
    "crane",
    "tide",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A fault that is planted: the feed's name, from when, how its server answers, and the state its
    source must be in after the month."""

    name: str
    begin: datetime
    answer: Callable[[Asked, datetime], Answer | None]
    state: str


def day(number: float) -> datetime:
    return BEGIN + timedelta(days=number)


def document(name: str, moments: Sequence[datetime], head: str = "", guid: str = "") -> bytes:
    """An RSS feed of items that appeared at these instants, the newest first."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}-{moment.timestamp():.0f}{guid}</guid>"
        f"<title>{_title(name, moment)}</title><pubDate>{format_datetime(moment)}</pubDate>"
        f"<description>{_text(name, moment)}</description></item>"
        for moment in sorted(moments, reverse=True)
    )
    return (
        f"<rss version='2.0'><channel><title>{name}</title><link>https://{name}.example/</link>"
        f"{head}{items}</channel></rss>"
    ).encode()


def _title(name: str, moment: datetime) -> str:
    return f"{_words(name, moment, 6)} at {moment:%H.%M}"


def _text(name: str, moment: datetime) -> str:
    return f"{_words(name, moment, 90)}, says {name} of {moment:%d %B, %H.%M.%S}."


def _words(name: str, moment: datetime, count: int) -> str:
    seed = sum(map(ord, name)) + int(moment.timestamp())
    picked = [_WORDS[(seed * (7 + n) + n * n * 31) % len(_WORDS)] for n in range(count)]
    return " ".join(picked).capitalize()


def served(feed: Feed) -> Callable[[Asked], Answer]:
    """How the server of a simulated feed answers, by the virtual time of each request."""

    def says(asked: Asked) -> Answer:
        at = BEGIN + timedelta(seconds=asked.at)
        if feed.gone_at is not None and at >= feed.gone_at:
            return Answer(status=410)
        spell = next((one for one in feed.spells if one.begin <= at < one.end), None)
        if spell is not None and spell.status == 0:
            return Answer(whole=b"")
        if spell is not None:
            wait = spell.retry_seconds
            headers = (("Retry-After", str(wait)),) if wait is not None else ()
            return Answer(status=spell.status, headers=headers)
        if feed.moved_at is not None and at >= feed.moved_at and not asked.path.startswith("/new/"):
            place = f"http://{asked.headers['host']}/new{asked.path}"
            return Answer(status=301, headers=(("Location", place),))
        there = [moment for moment in feed.published if moment <= at]
        age = (("Cache-Control", f"max-age={feed.max_age}"),) if feed.max_age is not None else ()
        return Answer(
            body=document(feed.name, there[-_SHOWN:], _stated(feed)), headers=(XML, *age),
            etag=f'"{len(there)}"' if feed.validators else "",
        )  # fmt: skip

    return says


def _stated(feed: Feed) -> str:
    stated = feed.stated
    ttl = f"<ttl>{stated.seconds // 60}</ttl>" if stated.seconds is not None else ""
    hours = "".join(f"<hour>{hour}</hour>" for hour in stated.skip_hours)
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    days = "".join(f"<day>{names[number]}</day>" for number in stated.skip_days)
    return (
        ttl
        + (f"<skipHours>{hours}</skipHours>" if hours else "")
        + (f"<skipDays>{days}</skipDays>" if days else "")
    )


def planted() -> tuple[Planted, ...]:
    """A dozen faults, each from a day of its own on."""

    def status(code: int, **headers: str) -> Callable[[Asked, datetime], Answer]:
        sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return lambda asked, at: Answer(status=code, headers=sent)

    def moved(asked: Asked, at: datetime) -> Answer | None:
        if asked.path.startswith("/new/"):
            return None
        place = f"http://{asked.headers['host']}/new{asked.path}"
        return Answer(status=308, headers=(("Location", place),))

    def fixed(answer: Answer) -> Callable[[Asked, datetime], Answer]:
        return lambda asked, at: answer

    def stopped(asked: Asked, at: datetime) -> Answer:
        return _steady("fault-silent", day(8))

    def renamed(asked: Asked, at: datetime) -> Answer:
        moments = _daily(at)
        return Answer(
            body=document("fault-churn", moments, guid=f"-{asked.number}"), headers=(XML,),
            etag=f'"{asked.number}"',
        )  # fmt: skip

    return (
        Planted(name="fault-gone", begin=day(10), answer=status(410), state="gone"),
        Planted(name="fault-moved", begin=day(5), answer=moved, state="good"),
        Planted(name="fault-unreached", begin=day(12), answer=fixed(Answer(whole=b"")), state="failing"),
        Planted(name="fault-missing", begin=day(20), answer=status(404), state="failing"),
        Planted(name="fault-error", begin=day(21), answer=status(500), state="failing"),
        Planted(
            name="fault-paused", begin=day(27), answer=status(503, Retry_After=str(6 * 86400)),
            state="paused",
        ),
        Planted(
            name="fault-empty", begin=day(15),
            answer=fixed(Answer(body=document("fault-empty", ()), headers=(XML,))), state="empty",
        ),
        Planted(name="fault-silent", begin=day(8), answer=stopped, state="silent"),
        Planted(
            name="fault-garbage", begin=day(18),
            answer=fixed(Answer(body=b"\x00\x01\x02" * 500, headers=(XML,))), state="failing",
        ),
        Planted(
            name="fault-loop", begin=day(14),
            answer=lambda asked, at: Answer(status=302, headers=(("Location", asked.path),)),
            state="failing",
        ),
        Planted(
            name="fault-inside", begin=day(16),
            answer=status(302, Location="http://169.254.169.254/latest/meta-data/"), state="failing",
        ),
        Planted(name="fault-robots", begin=day(9), answer=lambda asked, at: None, state="failing"),
        Planted(name="fault-churn", begin=day(0), answer=renamed, state="good"),
    )  # fmt: skip


def _daily(at: datetime) -> list[datetime]:
    first = BEGIN - timedelta(days=10)
    count = int((at - first) / timedelta(hours=12)) + 1
    return [first + timedelta(hours=12 * n) for n in range(count)][-_SHOWN:]


def _steady(name: str, at: datetime) -> Answer:
    moments = _daily(at)
    return Answer(
        body=document(name, moments), headers=(XML,), etag=f'"{moments[-1].timestamp():.0f}"'
    )


def faulty(fault: Planted) -> Callable[[Asked], Answer]:
    """A feed with an item every twelve hours, until its fault begins."""

    def says(asked: Asked) -> Answer:
        at = BEGIN + timedelta(seconds=asked.at)
        planted_answer = fault.answer(asked, at) if at >= fault.begin else None
        return planted_answer or _steady(fault.name, at)

    return says


def robots(asked: Asked) -> Answer:
    """Every third host has a crawl delay; the host of one fault shuts its door on its day."""
    body = b""
    number = "".join(char for char in asked.host if char.isdigit())
    if number and int(number) % 3 == 0:
        body = f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\nDisallow: /private/\n".encode()
    if asked.host == "fault-robots.example" and asked.at >= (day(9) - BEGIN).total_seconds():
        body = b"User-agent: *\nDisallow: /\n"
    return Answer(body=body, headers=(("Content-Type", "text/plain"),))


class Month:
    """The web, the time and the desk of a run."""

    def __init__(self, folder: Path, count: int) -> None:
        self.feeds = {f"{feed.name}": feed for feed in feeds(count, SEED)}
        self.faults = planted()
        self.time = VirtualTime(BEGIN)
        self.web = ScriptedWeb({"/robots.txt": robots}, clock=self.time.clock)
        self.folder = folder
        self.places: dict[str, str] = {}
        for number, (name, feed) in enumerate(self.feeds.items()):
            self._script(f"h{number // PER_HOST}.example", name, served(feed))
        for fault in self.faults:
            self._script(f"{fault.name}.example", fault.name, faulty(fault))

    def _script(self, host: str, name: str, says: Callable[[Asked], Answer]) -> None:
        self.places[name] = host
        self.web.says(f"{host}/{name}", says)
        self.web.says(f"{host}/new/{name}", says)

    def opml(self) -> bytes:
        """The list the desk is started from: the feeds in folders of ten."""
        names = list(self.places)
        rows = "".join(
            f"<outline text='Folder {at // 10}'>"
            + "".join(
                f"<outline type='rss' text={quoteattr(name)} "
                f"xmlUrl={quoteattr(self.web.at(self.places[name], '/' + name))}/>"
                for name in names[at : at + 10]
            )
            + "</outline>"
            for at in range(0, len(names), 10)
        )
        return f"<opml version='2.0'><head><title>{escape('Feeds')}</title></head><body>{rows}</body></opml>".encode()

    def way_out(self) -> WayOut:
        names = ScriptedNames(set(self.places.values()))
        fetcher = Fetcher(options=FetchOptions(allow=self.web.allow), look_up=names)
        return WayOut(fetcher=fetcher, clock=self.time.clock, sleep=self.time.sleep)


def run(folder: Path, *, days: float = DAYS, count: int = COUNT) -> dict[str, Any]:
    """The figures of a month (or of so many days) with so many feeds beside the planted faults."""
    month = Month(folder, count)
    began = time.process_time()
    with month.web:
        make_desk(folder / "desk")
        (folder / "list.opml").write_bytes(month.opml())
        with open_desk(folder / "desk") as desk:
            added = follow.add(desk, str(folder / "list.opml"))
        looks = _left_alone(month, day(days))
        with open_desk(folder / "desk") as desk:
            told = _health(desk, month, day(days))
            captures = desk.store.captures.count()
            doubles = _doubles(desk)
    return {
        "days": days,
        "feeds": len(added.new),
        "hosts": len(set(month.places.values())),
        "looks": looks,
        "captures": captures,
        "captures_twice": doubles,
        "cpu_seconds": round(time.process_time() - began, 1),
        **_asked(month),
        **told,
    }


def _left_alone(month: Month, end: datetime) -> int:
    looks, moment = 0, BEGIN
    while moment < end:
        month.time.move_to(moment)
        with open_desk(month.folder / "desk", way_out=month.way_out()) as desk:
            look_desk(desk, runner=Inline(), progress=Silent(), now=month.time.now())
        looks += 1
        moment = max(moment + timedelta(hours=1), month.time.now())
    return looks


def _doubles(desk: Desk) -> int:
    """Captures whose words their source gave under another key too."""
    ids = desk.store.captures.arrived(desk.audience, None, day(1000))
    texts = Counter(
        (one.source, one.text_sha256) for one in desk.store.captures.get(ids, layout=False)
    )
    return sum(count - 1 for count in texts.values())


def _asked(month: Month) -> dict[str, Any]:
    """What the web's log says, counted without our rules."""
    by_feed: defaultdict[str, list[Asked]] = defaultdict(list)
    for asked in month.web.log:
        if asked.path != "/robots.txt":
            by_feed[asked.path.removeprefix("/new").strip("/")].append(asked)
    early = [words for name, some in by_feed.items() for words in _early(month, name, some)]
    same, not_modified = 0, 0
    for name, some in by_feed.items():
        for unchanged, status in _unchanged(month.feeds.get(name), some):
            same += unchanged
            not_modified += unchanged and status == 304
    return {
        "requests": len(month.web.log),
        "robots": sum(asked.path == "/robots.txt" for asked in month.web.log),
        "early": early[:20],
        "overlapping": len(month.web.overlapping()),
        "crawl_delay_broken": _hurried(month),
        "unchanged": same,
        "answered_304": not_modified,
    }


def _early(month: Month, name: str, some: list[Asked]) -> Iterator[str]:
    """Requests sooner than the answer before them allowed; a redirect and its end are one look."""
    feed = month.feeds.get(name)
    starts = [one for one in some if one.status not in {301, 302, 308}]
    good = False
    for last, this in pairwise(starts):
        good = good or last.status == 200
        waited = this.at - last.at
        # A redirect's end, or a request sent again at once because its kept connection was closed.
        answer = month_answer(month, name, last)
        if waited < 1 or (answer.whole is not None and waited < 60):
            continue
        bound = HOUR
        headers = dict(answer.headers)
        retry = headers.get("Retry-After")
        if retry is not None:
            bound = max(bound, min(max(60, int(retry)), WEEK))
        conditional = bool(answer.etag) or this.headers.get("if-none-match")
        if last.status == 200 and not conditional:
            bound = max(bound, 24 * HOUR)
        fresh = headers.get("Cache-Control", "")
        if last.status in {200, 304} and fresh:
            bound = max(bound, min(int(fresh.partition("=")[2]), WEEK))
        if feed is not None and good and feed.stated.seconds is not None:
            bound = max(bound, min(feed.stated.seconds, WEEK))
        if waited < bound:
            yield f"{name} at {this.at:.0f} s after {waited:.0f} s, {bound} allowed"
        if last.status == 410:
            yield f"{name} at {this.at:.0f} s though it is gone"


def month_answer(month: Month, name: str, asked: Asked) -> Answer:
    """What the script says to a request, asked again for its headers."""
    feed = month.feeds.get(name)
    if feed is not None:
        return served(feed)(asked)
    fault = next(one for one in month.faults if one.name == name)
    return faulty(fault)(asked)


def _unchanged(feed: Feed | None, some: list[Asked]) -> Iterator[tuple[bool, int]]:
    """For each look after a good one: whether the feed was as it was then, and what was answered.

    Only of feeds whose server gives validators; without them there is no 304 to be had.
    """
    if feed is None or not feed.validators:
        return
    read_at: float | None = None
    for one in some:
        if one.status not in {200, 304}:
            continue
        if read_at is not None:
            before, now = BEGIN + timedelta(seconds=read_at), BEGIN + timedelta(seconds=one.at)
            fresh = any(before < moment <= now for moment in feed.published)
            yield not fresh, one.status
        read_at = one.at


def _hurried(month: Month) -> int:
    """Requests to a host with a crawl delay that came sooner after the one before."""
    broken = 0
    by_host: defaultdict[str, list[float]] = defaultdict(list)
    for asked in month.web.log:
        by_host[asked.host].append(asked.at)
    for host, times in by_host.items():
        number = "".join(char for char in host if char.isdigit())
        if number and int(number) % 3 == 0:
            # The first request reads robots.txt; from then on its delay is known.
            broken += sum(b - a < CRAWL_DELAY - 0.001 for a, b in pairwise(sorted(times)[1:]))
    return broken


def _health(desk: Desk, month: Month, at: datetime) -> dict[str, Any]:
    """What the health page says, against what was planted."""
    stands = {one.source.name: one for one in health_of(desk, now=at)}
    expected = {fault.name: fault.state for fault in month.faults if fault.begin <= at}
    told = {
        name: {"expected": state, "said": stands[name].health.state,
               "words": stands[name].health.said}
        for name, state in expected.items()
    }  # fmt: skip
    others = Counter(one.health.state for name, one in stands.items() if name not in expected)
    return {
        "faults": told,
        "faults_told_right": sum(one["expected"] == one["said"] for one in told.values()),
        "others": dict(sorted(others.items())),
        "moved": sum(1 for one in stands.values() if one.moves),
    }


def main() -> None:
    results.commit()
    parser = arguments("A desk left alone on a scripted web.")
    parser.add_argument("--days", type=float, default=DAYS, metavar="N")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nutgraf-month-") as name:
        figures = run(Path(name), days=asked.days)
    sys.stdout.write(section(figures))
    results.keep("thirty_days", figures, command="python -m benchmarks.thirty_days")


def section(figures: dict[str, Any]) -> str:
    """The section of the measurements page."""
    from benchmarks.page import table

    share = figures["answered_304"] / max(1, figures["unchanged"])
    rows = [
        (name, one["expected"], one["said"], one["words"])
        for name, one in figures["faults"].items()
    ]
    others = ", ".join(f"{count} {state}" for state, count in figures["others"].items())
    return (
        "## A desk left alone for thirty days\n\n"
        f"{figures['feeds']} feeds on {figures['hosts']} host names of a scripted web on loopback, from "
        f"one OPML list; {figures['looks']:,} looks in {figures['days']:g} virtual days, "
        f"{figures['requests']:,} requests ({figures['robots']:,} of them for robots.txt), "
        f"{figures['captures']:,} captures, {figures['captures_twice']} of them twice; "
        f"{figures['cpu_seconds']} seconds of CPU, the web's own among them. Counted from the web's log: "
        f"{len(figures['early'])} requests earlier than allowed, {figures['overlapping']} at a host that "
        f"was still answering another, {figures['crawl_delay_broken']} within a crawl delay; "
        f"{figures['answered_304']:,} of {figures['unchanged']:,} looks at what had not changed were "
        f"answered 304 ({share:.1%}). {figures['moved']} sources moved and were followed.\n\n"
        f"Planted faults and what the health page says of each at the end ({others} of the others):\n\n"
        + table(("fault", "must be", "is", "in words"), rows)
    )


if __name__ == "__main__":
    main()
