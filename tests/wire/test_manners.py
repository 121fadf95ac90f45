"""Days of rounds in virtual time over hosts that ask for patience: nobody is asked sooner than it said.

The hosts are generated with a seed: some have a crawl delay, some answer 429 or 503 at times with a
Retry-After in seconds or as a date, all give validators.
"""

from __future__ import annotations

import random
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from nutgraf.sources.looks.visits import Errand, HostState, Validators
from nutgraf.testing import Answer, Asked, ScriptedWeb, VirtualTime, at
from nutgraf.wire import Fetcher, FetchOptions, Round

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.threat("F9")]
DELAYS = (0, 0, 0, 1, 2, 7, 10, 45, 600)


class Hosts:
    """Some hosts, when each said it may be asked again, and every request that came too soon."""

    def __init__(self, time: VirtualTime, hosts: int) -> None:
        self._time = time
        self.delay = {f"h{n}.example": DELAYS[n % len(DELAYS)] for n in range(hosts)}
        self.not_before: dict[str, float] = {}
        self.too_soon: list[str] = []
        self.patience = 0

    def robots(self, asked: Asked) -> Answer:
        self._note(asked)
        said = f"User-agent: *\nCrawl-delay: {self.delay[asked.host]}\nDisallow: /no\n"
        return Answer(body=said.encode())

    def feed(self, asked: Asked) -> Answer:
        self._note(asked)
        chance = random.Random(f"11 {asked.host} {asked.path} {asked.number}")
        if chance.random() < 0.06:
            self.patience += 1
            seconds = chance.choice((60, 90, 1800, 7200))
            self.not_before[asked.host] = asked.at + seconds
            date = format_datetime(self._time.now() + timedelta(seconds=seconds), usegmt=True)
            said = str(seconds) if chance.random() < 0.5 else date
            status = chance.choice((429, 503))
            return Answer(status=status, headers=(("Retry-After", said),))
        return Answer(body=asked.path.encode(), etag=f'"{asked.path}"', last_modified="whenever")

    def _note(self, asked: Asked) -> None:
        # A date has whole seconds only.
        if asked.at < self.not_before.get(asked.host, 0) - 1:
            self.too_soon.append(f"{asked.host}{asked.path} at {asked.at}")


@pytest.mark.parametrize(
    ("many", "feeds", "hours"),
    [(20, 60, 30), pytest.param(60, 200, 720, marks=[pytest.mark.slow, pytest.mark.timeout(1200)])],
    ids=["a day", "30 days"],
)
def test_nobody_is_asked_sooner_than_allowed(many: int, feeds: int, hours: int) -> None:
    time = VirtualTime(at("2026-04-01"))
    hosts = Hosts(time, many)
    answers = {f"{host}/robots.txt": hosts.robots for host in hosts.delay}
    answers |= {f"h{n % many}.example/f{n}": hosts.feed for n in range(feeds)}
    web = ScriptedWeb(answers, clock=time.clock)
    known: dict[str, Validators] = {}
    remembered: dict[str, HostState] = {}
    outcomes: dict[str, int] = {}
    with web:
        fetcher = Fetcher(options=FetchOptions(allow=web.allow), look_up=web.names)
        for hour in range(hours):
            time.move_to(at("2026-04-01") + timedelta(hours=hour))
            errands = [
                Errand(address=address, source="s", validators=known.get(address, Validators()))
                for address in (web.at(f"h{n % many}.example", f"/f{n}") for n in range(feeds))
            ]
            one = Round(
                fetcher, remembered, time.now(), threads=8, clock=time.clock, sleep=time.sleep
            )
            for errand, visit in one.visits(errands):
                outcomes[visit.outcome] = outcomes.get(visit.outcome, 0) + 1
                if visit.outcome in {"read", "unchanged"}:
                    known[errand.address] = visit.validators
            remembered |= {state.origin: state for state in one.hosts_after()}
    assert hosts.too_soon == [] and hosts.patience > 20
    assert web.overlapping() == []
    kept = gaps = 0
    for host, delay in hosts.delay.items():
        times = [
            a.at for a in web.log if a.host == host and (delay <= 10 or a.path != "/robots.txt")
        ]
        pairs = list(pairwise(times))
        kept += sum(after - before >= delay - 1e-6 for before, after in pairs)
        gaps += len(pairs)
    print(f"{len(web.log)} requests, {outcomes}, delay kept {kept} of {gaps} times")
    assert kept == gaps > 600
    asked = [a for a in web.log if a.path != "/robots.txt"]
    again = [a for a in asked if a.status in {200, 304} and a.number]
    conditional = [a for a in again if a.headers.get("if-none-match") == f'"{a.path}"']
    assert len(conditional) >= 0.9 * len(again)
    assert all(a.headers["if-modified-since"] == "whenever" for a in conditional)
    assert all(a.status == 304 for a in conditional)
    # Once a day, and again where patience was asked for.
    robots = [a for a in web.log if a.path == "/robots.txt"]
    assert len(robots) <= (1 + (hours + 23) // 24) * many + hosts.patience
    assert outcomes["unchanged"] > 10 * outcomes["read"]
