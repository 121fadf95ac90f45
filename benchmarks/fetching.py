"""A thousand feeds of two hundred hosts: a round beside asking one by one, and what a fetch costs.

Run as `python -m benchmarks.fetching`. The web is scripted, on loopback, in a process of its own; every
answer takes 50 ms. The peers ask one by one in the same run: our own fetcher, and urllib3's pool of
connections without any of our checks.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import json
import pstats
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import urllib3

from benchmarks import results
from nutgraf.sources.looks.robots import robots_rules
from nutgraf.sources.looks.visits import Errand, HostState, Visit
from nutgraf.testing import Answer, Served, overlapping, web_in_process
from nutgraf.testing.web import Scripted
from nutgraf.wire import Fetcher, FetchOptions, Round

NOW = datetime(2026, 11, 1, 18, tzinfo=UTC)
HOSTS, FEEDS, LATENCY = 200, 1000, 0.05
ONE_BY_ONE = 200
ROUNDS = 4


def answers() -> Mapping[str, Scripted]:
    """Two hundred hosts of five feeds each, and a robots.txt that lets everybody in."""
    return _web(LATENCY)


def quick_answers() -> Mapping[str, Scripted]:
    """The same without latency, for the profile."""
    return _web(0.0)


def _web(latency: float) -> dict[str, Scripted]:
    body = gzip.compress(_feed())
    headers = (
        ("Content-Type", "application/rss+xml"), ("Content-Encoding", "gzip"),
        ("Cache-Control", "max-age=600"),
    )  # fmt: skip
    robots = Answer(body=b"User-agent: *\nDisallow: /admin\n", latency=latency)
    made: dict[str, Scripted] = {}
    for number in range(FEEDS):
        made[_place(number)] = Answer(
            body=body, headers=headers, etag=f'"{number}"', latency=latency
        )
        made[f"{_host(number)}/robots.txt"] = robots
    return made


def _feed() -> bytes:
    """A feed of forty entries, 60 kB and no two alike."""
    entries = (
        f"<item><guid>{n}</guid><title>Item {n} of {n * 7919 % 1009}</title><description>"
        + " ".join(f"w{(n * 31 + at) * 2654435761 % 99991}" for at in range(200))
        + "</description></item>"
        for n in range(40)
    )
    return ("<rss version='2.0'><channel>" + "".join(entries) + "</channel></rss>").encode()


def _host(number: int) -> str:
    return f"feeds{number % HOSTS}.example.org"


def _place(number: int) -> str:
    return f"{_host(number)}/feed/{number}"


def main() -> None:
    results.commit()
    argparse.ArgumentParser(description="Fetch a thousand feeds.").parse_args()
    with web_in_process(answers) as web:
        figures = measure(web)
    with web_in_process(quick_answers) as web:
        figures["share_of_cpu"] = shares(web)
    figures["hostile_robots"] = hostile_robots()
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    results.keep("fetching", figures, command="python -m benchmarks.fetching")


def measure(web: Served) -> dict[str, Any]:
    """Rates, cost and memory."""
    errands = _errands(web)
    fetcher = Fetcher(options=FetchOptions(allow=web.allow), look_up=web.names)
    warm = Round(fetcher, {}, NOW)  # imports, and memory as it will be
    known = {errand.address: visit.validators for errand, visit in warm.visits(errands)}
    before = _peak_mib()
    cold = [_round(fetcher, errands, {}) for _ in range(ROUNDS - 1)]
    hosts = {state.origin: state for state in warm.hosts_after()}
    again = [replace(errand, validators=known[errand.address]) for errand in errands]
    unchanged = _round(fetcher, again, hosts)
    peak = _peak_mib()
    log = web.log()
    best = min(cold, key=lambda one: one["seconds"])
    one = _rate(_one_by_one(fetcher, errands[:ONE_BY_ONE]))
    pool = _rate(_pooled(web, errands[:ONE_BY_ONE]))
    return {
        "feeds": FEEDS, "hosts": HOSTS, "latency_ms": LATENCY * 1000, "threads": 32,
        "requests": len(log),
        "round": best, "rounds_seconds": [one["seconds"] for one in cold], "unchanged": unchanged,
        "one_by_one_per_second": one, "urllib3_one_by_one_per_second": pool,
        "times_one_by_one": round(FEEDS / best["seconds"] / one, 1),
        "times_urllib3": round(FEEDS / best["seconds"] / pool, 1),
        "two_at_once_to_a_host": len(overlapping(log)),
        "peak_mib": round(peak, 1), "peak_growth_mib": round(peak - before, 1),
    }  # fmt: skip


def _errands(web: Served) -> list[Errand]:
    places = (_place(number).partition("/") for number in range(FEEDS))
    return [Errand(address=web.at(host, "/" + path), source="s") for host, _, path in places]


def _round(
    fetcher: Fetcher, errands: list[Errand], hosts: Mapping[str, HostState]
) -> dict[str, Any]:
    cpu, began = time.process_time(), time.perf_counter()
    outcomes: dict[str, int] = {}
    for _, visit in Round(fetcher, hosts, NOW).visits(errands):
        outcomes[visit.outcome] = outcomes.get(visit.outcome, 0) + 1
    seconds = time.perf_counter() - began
    return {
        "seconds": round(seconds, 2), "outcomes": outcomes,
        "cpu_ms_a_feed": round((time.process_time() - cpu) / len(errands) * 1000, 2),
    }  # fmt: skip


def _rate(asked: Iterator[None]) -> float:
    began = time.perf_counter()
    count = sum(1 for _ in asked)
    return round(count / (time.perf_counter() - began), 2)


def _one_by_one(fetcher: Fetcher, errands: list[Errand]) -> Iterator[None]:
    for errand in errands:
        assert fetcher.visit(errand, NOW).outcome == "read"
        yield


def _pooled(web: Served, errands: list[Errand]) -> Iterator[None]:
    """urllib3 as it comes; names cannot be scripted for it, so it is led by the Host header."""
    pool = urllib3.PoolManager(retries=False)
    for errand in errands:
        place = errand.address.removeprefix("http://")
        host, _, path = place.partition("/")
        found = pool.request("GET", f"http://127.0.0.1:{web.port}/{path}", headers={"Host": host})
        assert found.status == 200 and found.data
        yield


def _peak_mib() -> float:
    """The most memory this process ever held at once."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


# Part of the work -> what its code is called; the first that fits counts.
_PARTS = {
    "address checks": ("wire/resolver", "wire/addresses", "ssrfguard", "ipaddress", "urllib/parse"),
    "HTTP (urllib3, http.client)": ("urllib3", "http/client", "email/", "encodings", "io.py", "socket.py"),
    "system calls": ("socket.socket", "socket' objects", "_socket", "select", "poll"),
    "unpacking and digest": ("zlib", "wire/inflate", "sha256", "bytearray"),
    "turns and waiting": ("wire/turns", "wire/round", "wire/finished", "threading", "lock"),
    "robots.txt": ("protego", "sources/robots"),
    "fetching, ours": ("nutgraf",),
}  # fmt: skip
_BUILT_IN = "built-in functions, called by any part"


def shares(web: Served) -> dict[str, float]:
    """CPU time of one thread over a round, by part (cProfile's own time, so only shares mean much)."""
    fetcher = Fetcher(options=FetchOptions(allow=web.allow), look_up=web.names)
    list(Round(fetcher, {}, NOW, threads=1).visits(_errands(web)[:HOSTS]))
    profile = cProfile.Profile(time.process_time)
    visits = Round(fetcher, {}, NOW, threads=1).visits(_errands(web)[: 2 * HOSTS])
    found: list[Visit] = []
    thread_run = threading.Thread.run

    def profiled(thread: threading.Thread) -> None:
        profile.runcall(thread_run, thread) if thread.name == "round-0" else thread_run(thread)

    threading.Thread.run = profiled  # type: ignore[method-assign]
    try:
        found.extend(visit for _, visit in visits)
    finally:
        threading.Thread.run = thread_run  # type: ignore[method-assign]
    assert len(found) == 2 * HOSTS
    spent: dict[str, float] = dict.fromkeys([*_PARTS, _BUILT_IN], 0.0)
    stats: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for (file, _, name), (_, _, own, _, _) in stats.items():
        spent[_part(f"{file} {name}")] += own
    whole = sum(spent.values())
    return {part: round(own / whole, 3) for part, own in spent.items()}


def _part(place: str) -> str:
    fits: Callable[[str], bool] = lambda part: any(word in place for word in _PARTS[part])  # noqa: E731
    return next((part for part in _PARTS if fits(part)), _BUILT_IN)


def hostile_robots() -> dict[str, float]:
    """A robots.txt of 20,000 wildcard rules: milliseconds of CPU to read it, and to check one address."""
    body = b"User-agent: *\n" + b"".join(b"Disallow: /*a%05d*/b$\n" % n for n in range(20_000))
    state = HostState(origin="https://a.example", robots=body, robots_status=200, robots_at=NOW)
    began = time.process_time()
    rules = robots_rules(state, NOW)
    read = time.process_time()
    rules.allows("https://a.example/" + "a/b" * 30)
    checked = time.process_time()
    return {
        "kib": round(len(body) / 1024), "read_ms": round((read - began) * 1000, 1),
        "check_ms": round((checked - read) * 1000, 1),
    }  # fmt: skip


def section(figures: dict[str, Any]) -> str:
    """The figures as a section of the measurements page."""
    whole, same = figures["round"], figures["unchanged"]
    lines = [
        "## Fetching",
        "",
        f"{figures['feeds']:,} feeds of {figures['hosts']} host names on a scripted web that takes "
        f"{figures['latency_ms']:.0f} ms for every answer, one request a host at a time.",
        "",
        "| | feeds a second | times one by one |",
        "|---|---|---|",
        f"| a round, {figures['threads']} threads, robots.txt of every host first | "
        f"{figures['feeds'] / whole['seconds']:.0f} | {figures['times_one_by_one']} |",
        f"| one by one, the same fetcher | {figures['one_by_one_per_second']:.1f} | 1 |",
        f"| one by one, urllib3 without our checks | {figures['urllib3_one_by_one_per_second']:.1f} "
        f"| {figures['urllib3_one_by_one_per_second'] / figures['one_by_one_per_second']:.1f} |",
        "",
        f"A round takes {whole['seconds']} s and {whole['cpu_ms_a_feed']} ms of CPU a feed; the next one, "
        f"all answered 304, {same['seconds']} s and {same['cpu_ms_a_feed']} ms. Requests to a host that "
        f"overlapped: {figures['two_at_once_to_a_host']}. The most memory grew by "
        f"{figures['peak_growth_mib']} MiB over {ROUNDS} further rounds, to {figures['peak_mib']} MiB.",
        "",
        f"A robots.txt of {figures['hostile_robots']['kib']} KiB with 20,000 wildcard rules is read in "
        f"{figures['hostile_robots']['read_ms']} ms of CPU, and an address checked against it in "
        f"{figures['hostile_robots']['check_ms']} ms.",
        "",
        "| part of the work | share of CPU |",
        "|---|---|",
        *(f"| {part} | {share:.0%} |" for part, share in figures["share_of_cpu"].items()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
