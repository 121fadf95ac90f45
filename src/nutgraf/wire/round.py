"""A round: many errands, many hosts at once, each host asked for one thing at a time and as it likes.

An errand goes hop by hop. Each hop waits for the turn of its host name (all ports together), and is
asked only when the robots.txt of its origin, fetched once a day, allows it. So a redirect meets the
rules, the pause and the crawl delay of the host it leads to like an errand that began there. Nobody
holds one host's turn while waiting for another's.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nutgraf.sources.address import origin_of
from nutgraf.sources.looks.freshness import LONGEST_RETRY, SHORTEST_RETRY
from nutgraf.sources.looks.robots import RobotsRules, robots_rules
from nutgraf.sources.looks.visits import Errand, HostState, Visit
from nutgraf.wire.fetch import Fetcher
from nutgraf.wire.finished import Finished
from nutgraf.wire.journey import PATIENCE, Journey
from nutgraf.wire.refusing import RefusedError
from nutgraf.wire.resolver import ForbiddenError, LookUp, take_apart
from nutgraf.wire.robots_txt import TOO_MANY, Origin, forbidden
from nutgraf.wire.transport import Connections, prepare
from nutgraf.wire.turns import HostQueue, Turns

_WAITING_BYTES = 32 << 20
_JOIN_SECONDS = 5.0


@dataclass(slots=True, eq=False)
class _Going:
    """An errand under way, or the robots.txt of `origin` (then without an errand)."""

    journey: Journey
    errand: Errand | None = None
    origin: Origin[_Going] | None = None


class Round:
    """One round over errands, for one use. `hosts` is what is remembered of hosts, by origin.

    `threads` how many hosts are asked at once (as the fetcher's options say, when None). `clock` and
    `sleep` may be a virtual time; without `sleep` waits are real and end early when the round is
    closed. At most 32 MiB of finished bodies wait to be taken, beside those under way.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        hosts: Mapping[str, HostState],
        now: datetime,
        *,
        threads: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        options = fetcher.options
        self._fetcher = fetcher
        self._now = now
        self._clock = clock
        self._began = clock()
        self._threads = threads or options.threads
        self._turns: Turns[_Going] = Turns(
            clock=clock, sleep=sleep, longest=options.longest_wait, altogether=options.host_seconds
        )
        self._finished: Finished[tuple[Errand, Visit]] = Finished(_WAITING_BYTES)
        self._origins: dict[str, Origin[_Going]] = {
            origin: Origin(state=state) for origin, state in hosts.items()
        }
        self._touched: set[str] = set()
        self._connections: dict[str, Connections] = {}
        self._names = _Names(fetcher.look_up)
        self._lock = threading.Lock()
        for origin, state in hosts.items():
            self._recall(origin, state)

    def visits(self, errands: Iterable[Errand]) -> Generator[tuple[Errand, Visit], None, None]:
        """Every errand with its visit, as they end. Closing it early ends what is under way."""
        setting_out = self._longest_first(tuple(errands))
        count = max(1, min(self._threads, len({host for _, host in setting_out})))
        workers = [
            threading.Thread(target=self._work, daemon=True, name=f"round-{number}")
            for number in range(count)
        ]
        _prepare()
        try:
            for errand, _ in setting_out:
                self._set_out(errand)
            for worker in workers:
                worker.start()
            for _ in setting_out:
                yield self._finished.get()
        finally:
            self._end(workers)

    def hosts_after(self) -> tuple[HostState, ...]:
        """What is to be remembered of the hosts that were asked, in order of their origins: robots.txt
        as fetched, and when each may be asked again. Hosts not asked stay as they were."""
        now, clock = self._moment(), self._clock()
        out = []
        for origin in sorted(self._origins):
            host = self._turns.host(_host_of(origin))
            if origin not in self._touched and host.name not in self._connections:
                continue
            until = max(host.paused_until, host.delayed_until)
            not_before = now + timedelta(seconds=until - clock) if until > clock else None
            out.append(replace(self._origins[origin].state, not_before=not_before))
        return tuple(out)

    def _recall(self, origin: str, state: HostState) -> None:
        """Keep to what the host asked for in earlier rounds; longer than any host may ask for was the
        slip of a clock."""
        host = self._turns.host(_host_of(origin))
        if state.not_before is not None:
            wait = (state.not_before - self._now).total_seconds()
            if 0 < wait <= LONGEST_RETRY:
                host.paused_until = max(host.paused_until, self._began + wait)

    def _longest_first(self, errands: Sequence[Errand]) -> list[tuple[Errand, str]]:
        """The errands with their host names; those of hosts with the most of them first."""
        named = [(errand, _host_of(errand.address)) for errand in errands]
        many: dict[str, int] = {}
        for _, name in named:
            many[name] = many.get(name, 0) + 1
        return sorted(named, key=lambda pair: -many[pair[1]])

    def _moment(self) -> datetime:
        return self._now + timedelta(seconds=self._clock() - self._began)

    def _set_out(self, errand: Errand) -> None:
        self._go_on(_Going(self._fetcher.journey(errand, self._now), errand))

    def _go_on(self, going: _Going, *, begun: bool = False, first: bool = False) -> None:
        """Let it wait for the host of its next hop, or end where there is none to ask."""
        try:
            target = take_apart(going.journey.here)
        except ForbiddenError as problem:
            refused = RefusedError(
                problem.rule, str(problem), "Use a public http or https address."
            )
            self._ended(going, going.journey.refused(refused))
            return
        self._put_off(self._turns.put(target.host, going, begun=begun, first=first))

    def _put_off(self, put_off: Iterable[tuple[_Going, float]]) -> None:
        for going, seconds in put_off:
            whole = math.ceil(seconds)
            why = RefusedError(
                "patience", f"The host asks to be left alone for {whole} seconds more.",
                "Nothing to do: a later run asks again.",
            )  # fmt: skip
            going.journey.now = self._moment()
            self._ended(going, going.journey.later(why, whole))

    def _work(self) -> None:
        try:
            while (taken := self._turns.take()) is not None:
                host, going = taken
                self._hop(host, going)()
                if not (host.begun or host.fresh) or host.delayed_until > self._clock():
                    self._connections_of(host.name).close()
                self._put_off(self._turns.give_back(host))
        except BaseException as problem:
            self._finished.fail(problem)
            self._turns.stop()
            if not isinstance(problem, Exception):
                raise

    def _hop(self, host: HostQueue[_Going], going: _Going) -> Callable[[], None]:
        """Ask once, the host's turn held; the function returned does what comes of it."""
        journey = going.journey
        target = take_apart(journey.here)
        rules = None
        if going.origin is None and going.errand is not None and self._minds(going.errand):
            origin = self._origin(journey.here)
            rules = origin.recall(self._moment())
            if rules is None:
                return self._ask_robots(origin, going)
            refused = forbidden(origin, rules, target, journey.here)
            if refused is not None:
                return lambda: self._ended(going, journey.refused(refused))
        journey.now, here = self._moment(), journey.here
        visit = self._fetcher.step(journey, self._connections_of(host.name), self._names)
        self._touched.add(self._origin(here).state.origin)
        delay = rules.delay_seconds if rules else 0.0
        host.delayed_until = max(host.delayed_until, self._clock() + delay)
        if journey.status in PATIENCE:
            self._pause(host, journey)
        if visit is None:
            return lambda: self._go_on(going, begun=True)
        return lambda: self._ended(going, visit)

    def _minds(self, errand: Errand) -> bool:
        return self._fetcher.options.robots and errand.robots

    def _pause(self, host: HostQueue[_Going], journey: Journey) -> None:
        """429 and 503 are meant for the host: Retry-After, or a minute where a 429 says nothing."""
        seconds = journey.retry
        if seconds is None and journey.status == TOO_MANY:
            seconds = SHORTEST_RETRY
        if seconds is not None:
            host.paused_until = max(host.paused_until, self._clock() + seconds)

    def _origin(self, address: str) -> Origin[_Going]:
        name = origin_of(address)
        with self._lock:
            return self._origins.setdefault(name, Origin(state=HostState(origin=name)))

    def _ask_robots(self, origin: Origin[_Going], going: _Going) -> Callable[[], None]:
        """Let it wait for robots.txt, which is asked for unless it already is."""
        with self._lock:
            if origin.rules is None:
                origin.waiting.append(going)
                if origin.asking:
                    return lambda: None
                origin.asking = True
            else:
                return lambda: self._go_on(going, begun=bool(going.journey.moved))
        asking = _Going(
            self._fetcher.journey(origin.errand(), self._moment(), cut=True), origin=origin
        )
        return lambda: self._go_on(asking, begun=True)

    def _ended(self, going: _Going, visit: Visit) -> None:
        if going.origin is not None:
            self._robots_known(going.origin, visit)
        elif going.errand is not None:
            self._finished.put((going.errand, visit), len(visit.raw.data) if visit.raw else 0)

    def _robots_known(self, origin: Origin[_Going], visit: Visit) -> None:
        """Settle the rules of an origin for this round, and let go on what waited for them."""
        now = self._moment()
        put_off = visit.outcome == "later" and visit.retry_seconds is not None
        rules = None
        if not put_off:
            origin.learn(visit, now)
            rules = robots_rules(origin.state, now)
            self._wait_after_robots(origin, rules)
        with self._lock:
            self._touched.add(origin.state.origin)
            waiting, origin.waiting, origin.asking = origin.waiting, [], False
            origin.rules = rules
        if put_off:
            self._put_off((going, float(visit.retry_seconds or 0)) for going in waiting)
            return
        for going in reversed(waiting):  # they came first and go on first
            self._go_on(going, begun=bool(going.journey.moved), first=True)

    def _wait_after_robots(self, origin: Origin[_Going], rules: RobotsRules) -> None:
        """robots.txt is a request like others, but a delay it asks for is waited out in this round:
        else a host with a long one would be asked for nothing but its robots.txt."""
        host = self._turns.host(_host_of(origin.state.origin))
        wait = min(rules.delay_seconds, self._fetcher.options.longest_wait)
        host.delayed_until = max(host.delayed_until, self._clock() + wait)

    def _connections_of(self, name: str) -> Connections:
        with self._lock:
            if name not in self._connections:
                self._connections[name] = self._fetcher.connections()
            return self._connections[name]

    def _end(self, workers: Sequence[threading.Thread]) -> None:
        self._turns.stop()
        self._finished.close()
        with self._lock:
            connections = tuple(self._connections.values())
        for one in connections:
            one.shut()
        ends = time.monotonic() + _JOIN_SECONDS
        for worker in workers:
            if worker.ident is not None:
                worker.join(max(0.0, ends - time.monotonic()))
        for one in connections:
            one.close()


def _prepare() -> None:
    """Import in one thread what several are about to use."""
    import protego  # noqa: F401
    import ssrfguard  # noqa: F401

    prepare()


class _Names:
    """The name system, each name asked for once a round; what it failed with is remembered too."""

    def __init__(self, look_up: LookUp) -> None:
        self._look_up = look_up
        self._known: dict[str, Sequence[str] | OSError] = {}

    def __call__(self, host: str, port: int, timeout: float) -> Sequence[str]:
        """The addresses of a name. Raises OSError."""
        if host not in self._known:  # one thread at a time has the turn of a host
            try:
                self._known[host] = tuple(self._look_up(host, port, timeout))
            except OSError as problem:
                self._known[host] = problem
        found = self._known[host]
        if isinstance(found, OSError):
            raise found
        return found


def _host_of(address: str) -> str:
    """The host name of an address or origin, as turns are taken; "" for one that cannot be read."""
    try:
        return take_apart(address).host
    except ForbiddenError:
        return ""
