"""A round over a scripted web: manners towards hosts, and what it costs to be wrong about one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import timedelta

import pytest

from nutgraf.sources.looks.visits import Errand, HostState, Validators, Visit
from nutgraf.testing import Answer, Asked, ScriptedNames, ScriptedWeb, VirtualTime, at
from nutgraf.testing.web import Scripted
from nutgraf.wire import Fetcher, FetchOptions, Round

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
NOW = at("2026-04-01")
FEED = b"<rss version='2.0'><channel><title>T</title></channel></rss>"
ALL = Answer(status=404)


def moved(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers=(("Location", to),))


class Desk:
    """Rounds over a scripted web in virtual time, one after another, hosts remembered."""

    def __init__(self, web: ScriptedWeb, time: VirtualTime, **limits: object) -> None:
        self.web = web
        self.time = time
        options = FetchOptions(allow=web.allow, **limits)  # type: ignore[arg-type]
        self.fetcher = Fetcher(options=options, look_up=web.names, environ={"T": "token"})
        self.hosts: dict[str, HostState] = {}

    def errand(self, place: str, **said: object) -> Errand:
        host, _, path = place.partition("/")
        return Errand(address=self.web.at(host, "/" + path), source="s", **said)  # type: ignore[arg-type]

    def looks(self, *places: str | Errand, threads: int = 8) -> dict[str, Visit]:
        """One round; the visits by host and path."""
        errands = [self.errand(p) if isinstance(p, str) else p for p in places]
        one = Round(
            self.fetcher, self.hosts, self.time.now(), threads=threads,
            clock=self.time.clock, sleep=self.time.sleep,
        )  # fmt: skip
        found = {self._place(errand): visit for errand, visit in one.visits(errands)}
        assert len(found) == len({errand.address for errand in errands})
        self.hosts |= {state.origin: state for state in one.hosts_after()}
        return found

    def _place(self, errand: Errand) -> str:
        return errand.address.removeprefix("http://").replace(f":{self.web.port}", "")

    def paths(self) -> list[str]:
        return [asked.host + asked.path for asked in self.web.log]


@pytest.fixture
def desk() -> Iterable[Callable[..., Desk]]:
    opened: list[ScriptedWeb] = []

    def make(answers: Mapping[str, Scripted], **limits: object) -> Desk:
        time = VirtualTime(NOW)
        web = ScriptedWeb(answers, clock=time.clock)
        opened.append(web.__enter__())
        return Desk(web, time, **limits)

    yield make
    for web in opened:
        web.__exit__(None, None, None)


Make = Callable[..., Desk]


def test_every_errand_comes_back_once(desk: Make) -> None:
    places = [f"h{n % 7}.example/f{n}" for n in range(60)]
    made = desk({place: Answer(body=place.encode()) for place in places})
    found = made.looks(*places)
    assert set(found) == set(places)
    assert all(visit.raw and visit.raw.data == place.encode() for place, visit in found.items())
    assert made.web.names.calls.count("h0.example") == 1  # looked up once a round
    assert len({asked.connection for asked in made.web.log}) == 7  # and one connection a host
    assert made.looks() == {}


def test_never_two_at_once_to_a_host_name_whatever_its_ports_and_redirects() -> None:
    lock, now_at, most = threading.Lock(), {}, {}  # type: ignore[var-annotated]
    pausing = threading.Event()

    def counted(then: Answer) -> Scripted:
        def answer(asked: Asked) -> Answer:
            with lock:
                now_at[asked.host] = now_at.get(asked.host, 0) + 1
                most[asked.host] = max(most.get(asked.host, 0), now_at[asked.host])
            pausing.wait(0.002)
            with lock:
                now_at[asked.host] -= 1
            return then

        return answer

    one, two = (ScriptedWeb({"/": counted(Answer(body=FEED))}) for _ in range(2))
    hosts = [f"h{n}.example" for n in range(12)]
    with one, two:
        for web in (one, two):
            for host in hosts:
                web.says(f"{host}/to", counted(moved(two.at("meeting.example", "/x"))))
                web.says(f"{host}/robots.txt", counted(ALL))
            web.says("/x", counted(Answer(body=FEED)))
        fetcher = Fetcher(
            options=FetchOptions(allow=one.allow + two.allow),
            look_up=ScriptedNames([*hosts, "meeting.example"]),
        )
        errands = [
            Errand(address=web.at(host, f"{path}?{n}" if path == "/x" else path), source="s")
            for host in hosts for web in (one, two) for n, path in enumerate(("/to", "/to", "/to"))
        ]  # fmt: skip
        got = list(Round(fetcher, {}, NOW, threads=24).visits(errands))
    assert len(got) == 72 and {visit.outcome for _, visit in got} == {"read"}
    assert set(most) == {*hosts, "meeting.example"} and set(most.values()) == {1}
    assert one.overlapping() == [] and two.overlapping() == []


def test_hosts_are_asked_side_by_side(desk: Make) -> None:
    together = threading.Barrier(6, timeout=20)

    def met(asked: Asked) -> Answer:
        together.wait()
        return Answer(body=FEED)

    made = desk({**{f"h{n}.example/": met for n in range(6)}, "/robots.txt": ALL})
    found = made.looks(*(f"h{n}.example/" for n in range(6)), threads=6)
    assert {visit.outcome for visit in found.values()} == {"read"}


def test_a_short_crawl_delay_is_waited_out_every_time(desk: Make) -> None:
    robots = Answer(body=b"User-agent: *\nCrawl-delay: 5\nDisallow: /no")
    made = desk(
        {"a.example/robots.txt": robots, "a.example/0": moved("/z"), "/robots.txt": ALL,
         **{f"/{x}": Answer(body=FEED) for x in (*range(8), "z")}}
    )  # fmt: skip
    found = made.looks(*(f"a.example/{n}" for n in range(6)), *(f"b.example/{n}" for n in range(3)))
    assert "a.example/robots.txt" in made.paths() and len(made.paths()) == 8
    assert {visit.outcome for visit in found.values()} == {"read", "refused"}  # b is not known
    assert made.web.nearest("a.example") >= 5
    assert made.time.slept >= 35
    state = made.hosts[f"http://a.example:{made.web.port}"]
    assert state.not_before is not None and state.not_before > made.time.now()
    again = made.looks("a.example/7")
    assert again["a.example/7"].outcome == "read"
    assert made.web.nearest("a.example") >= 5


def test_a_long_crawl_delay_puts_the_others_off(desk: Make) -> None:
    robots = Answer(body=b"User-agent: nutgraf\nCrawl-delay: 60\nDisallow:")
    made = desk({"a.example/robots.txt": robots, **{f"/{n}": Answer(body=FEED) for n in range(3)}})
    found = made.looks("a.example/0", "a.example/1", "a.example/2")
    outcomes = sorted(visit.outcome for visit in found.values())
    assert outcomes == ["later", "later", "read"]
    for visit in found.values():
        if visit.outcome == "later":
            assert not visit.asked and visit.retry_seconds == 60 and visit.status == 0
            assert visit.refused is not None and visit.refused.rule == "patience"
    asked = len(made.web.log)
    soon = made.looks("a.example/1")
    assert soon["a.example/1"].outcome == "later" and len(made.web.log) == asked
    made.time.sleep(60)
    assert made.looks("a.example/1")["a.example/1"].outcome == "read"
    pages = [one.at for one in made.web.log if one.path != "/robots.txt"]
    assert len(pages) == 2 and pages[1] - pages[0] >= 60


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_for_the_whole_host_and_is_remembered(desk: Make, status: int) -> None:
    busy = Answer(status=status, headers=(("Retry-After", "120"),))
    made = desk({"a.example/0": busy, "/robots.txt": ALL,
                 **{f"/{n}": Answer(body=FEED) for n in range(4)}})  # fmt: skip
    found = made.looks(*(f"a.example/{n}" for n in range(4)), threads=1)
    assert found["a.example/0"].status == status and found["a.example/0"].asked
    assert [found[f"a.example/{n}"].asked for n in (1, 2, 3)] == [False] * 3
    assert {visit.outcome for visit in found.values()} == {"later"}
    assert {visit.retry_seconds for visit in found.values()} == {120}
    state = made.hosts[f"http://a.example:{made.web.port}"]
    assert state.not_before == NOW + timedelta(seconds=120)
    made.time.sleep(100)
    asked = len(made.web.log)
    early = made.looks("a.example/1")["a.example/1"]
    assert (early.outcome, early.retry_seconds, early.asked) == ("later", 20, False)
    assert len(made.web.log) == asked
    made.time.sleep(12)  # what is left now is short enough to be waited out
    assert made.looks("a.example/1")["a.example/1"].outcome == "read"
    assert made.web.log[-1].at >= 120


def test_a_pause_longer_than_any_host_may_ask_for_is_the_slip_of_a_clock(desk: Make) -> None:
    made = desk({"a.example/0": Answer(body=FEED), "/robots.txt": ALL})
    origin = f"http://a.example:{made.web.port}"
    made.hosts[origin] = HostState(origin=origin, not_before=NOW + timedelta(days=8))
    assert made.looks("a.example/0")["a.example/0"].outcome == "read"
    assert made.hosts[origin].not_before is None


def test_a_429_without_a_word_is_a_minute_for_the_host(desk: Make) -> None:
    made = desk({"a.example/0": Answer(status=429), "/robots.txt": ALL, "/1": Answer(body=FEED)})
    found = made.looks("a.example/0", "a.example/1", threads=1)
    assert found["a.example/1"].retry_seconds == 60 and not found["a.example/1"].asked


def test_a_redirect_to_a_host_that_asks_for_patience_is_put_off(desk: Make) -> None:
    made = desk({"/robots.txt": ALL, "b.example/x": Answer(body=FEED)})
    made.web.says("a.example/x", moved(made.web.at("b.example", "/x"), 301))
    made.web.names = ScriptedNames(["a.example", "b.example"])
    made.fetcher = Fetcher(options=made.fetcher.options, look_up=made.web.names)
    other = f"http://b.example:{made.web.port}"
    made.hosts[other] = HostState(origin=other, not_before=NOW + timedelta(hours=1))
    found = made.looks("a.example/x")["a.example/x"]
    assert (found.outcome, found.asked, found.retry_seconds) == ("later", True, 3600)
    assert found.permanent == other + "/x"
    assert {asked.host for asked in made.web.log} == {"a.example"}


def test_robots_is_asked_once_a_day_and_kept_to(desk: Make) -> None:
    rules = Answer(body=b"User-agent: *\nDisallow: /private")
    made = desk({"a.example/robots.txt": rules, "/private/x": Answer(body=b"no"),
                 **{f"/{n}": Answer(body=FEED) for n in range(5)}})  # fmt: skip
    places = [*(f"a.example/{n}" for n in range(5)), "a.example/private/x"]
    for hour in range(30):
        found = made.looks(*places)
        private = found.pop("a.example/private/x")
        assert (private.outcome, private.asked) == ("refused", False)
        assert private.refused is not None and private.refused.rule == "robots"
        assert {visit.outcome for visit in found.values()} == {"read"}
        assert made.paths().count("a.example/robots.txt") == (1 if hour < 24 else 2)
        made.time.move_to(NOW + timedelta(hours=hour + 1))
    assert "a.example/private/x" not in made.paths()
    assert made.looks(made.errand("a.example/private/x", robots=False)).popitem()[1].raw is not None


@pytest.mark.parametrize(
    ("robots", "outcome", "rule"),
    [
        (Answer(status=404), "read", ""), (Answer(status=403), "read", ""),
        (Answer(status=500), "refused", "robots-unreached"),
        (Answer(status=503), "refused", "robots-unreached"),
        (Answer(whole=b"no http"), "refused", "cut"),
        (Answer(body=b"x", headers=(("Content-Encoding", "br"),)), "refused", "encoding"),
        (Answer(status=503, headers=(("Retry-After", "900"),)), "later", "patience"),
        (Answer(status=429), "later", "patience"),
        (moved("/robots.txt"), "read", ""),
        (moved("/rules"), "refused", "robots"),
        (Answer(body=b"<html>a page</html>"), "read", ""),
        (Answer(body=b"#" * 700_000 + b"\nUser-agent: *\nDisallow: /"), "read", ""),
        (Answer(body=b"User-agent: *\nDisallow: /\n" + b"#" * 700_000), "refused", "robots"),
    ],
)  # fmt: skip
def test_what_robots_is_answered_with(desk: Make, robots: Answer, outcome: str, rule: str) -> None:
    rules = Answer(body=b"User-agent: *\nDisallow: /feed")
    made = desk({"a.example/robots.txt": robots, "/feed": Answer(body=FEED), "/rules": rules})
    found = made.looks("a.example/feed")["a.example/feed"]
    assert found.outcome == outcome and found.asked is (outcome == "read")
    assert (found.refused.rule if found.refused else "") == rule
    assert ("a.example/feed" in made.paths()) is (outcome == "read")


def test_a_host_that_is_not_known_says_so_and_not_robots(desk: Make) -> None:
    made = desk({})
    found = made.looks("nowhere.example/a", "nowhere.example/b")
    assert {v.refused.rule for v in found.values() if v.refused} == {"name-unknown"}
    assert made.web.names.calls == ["nowhere.example"]
    inside = Errand(address="http://10.0.0.1/feed", source="s")
    broken = Errand(address="nonsense", source="s")
    both = made.looks(inside, broken)
    assert sorted(v.refused.rule for v in both.values() if v.refused) == [
        "address-private", "address-scheme",
    ]  # fmt: skip
    assert made.web.log == ()


def test_a_redirect_meets_the_rules_of_where_it_leads(desk: Make) -> None:
    closed = Answer(body=b"User-agent: *\nDisallow: /")
    made = desk({"b.example/robots.txt": closed, "/robots.txt": ALL, "b.example/x": Answer(body=FEED),
                 "a.example/y": moved("/z"), "a.example/z": Answer(body=FEED)})  # fmt: skip
    made.web.says("a.example/x", moved(made.web.at("b.example", "/x")))
    found = made.looks("a.example/x", "a.example/y")
    assert found["a.example/y"].outcome == "read"
    assert found["a.example/x"].refused is not None
    assert found["a.example/x"].refused.rule == "robots" and found["a.example/x"].asked
    assert "b.example/x" not in made.paths()


def test_no_robots_where_the_operator_says_so(desk: Make) -> None:
    made = desk({"a.example/robots.txt": Answer(body=b"User-agent: *\nDisallow: /"),
                 "/feed": Answer(body=FEED)}, robots=False)  # fmt: skip
    assert made.looks("a.example/feed")["a.example/feed"].outcome == "read"
    assert made.paths() == ["a.example/feed"]
    assert [state.robots_at for state in made.hosts.values()] == [None]


def test_errands_carry_their_validators_and_secrets_but_robots_does_not(desk: Make) -> None:
    made = desk({"a.example/feed": Answer(body=FEED, etag='"1"'), "/robots.txt": ALL})
    errand = made.errand("a.example/feed", validators=Validators(etag='"1"'), secret="T")
    assert made.looks(errand)["a.example/feed"].outcome == "unchanged"
    robots, feed = made.web.log
    assert "authorization" not in robots.headers and "if-none-match" not in robots.headers
    assert feed.headers["authorization"] == "Bearer token"


def _rounds() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("round-")]


@pytest.mark.parametrize("how", ["close", "raise"])
def test_leaving_early_ends_the_threads_and_what_is_under_way(desk: Make, how: str) -> None:
    held = threading.Event()

    def slow(asked: Asked) -> Answer:
        held.wait(30)
        return Answer(body=FEED)

    made = desk({**{f"h{n}.example/": slow for n in range(5)}, "quick.example/": Answer(body=FEED),
                 "/robots.txt": ALL})  # fmt: skip
    errands = [
        made.errand(f"{host}/") for host in ("quick.example", *(f"h{n}.example" for n in range(5)))
    ]
    visits = Round(made.fetcher, {}, NOW, threads=6).visits(errands)
    with closing(visits):  # type: ignore[type-var]
        errand, _ = next(visits)
        assert "quick" in errand.address and _rounds()
        if how == "raise":
            with pytest.raises(ZeroDivisionError):
                _ = 1 / 0
    assert _rounds() == []
    held.set()


def test_a_surprise_in_a_thread_comes_out_of_the_round(desk: Make) -> None:
    def broken(host: str, port: int, timeout: float) -> list[str]:
        raise KeyError("a bug")

    made = desk({})
    fetcher = Fetcher(options=made.fetcher.options, look_up=broken)
    with pytest.raises(KeyError):
        list(Round(fetcher, {}, NOW).visits([made.errand("a.example/")]))
    assert _rounds() == []


@pytest.mark.threat("F6")
def test_slow_servers_end_at_their_deadline_and_hold_up_nobody(desk: Make) -> None:
    drip = Answer(pieces=(b"a",) * 1000, pause=0.05)
    slow = {f"slow{n}.example/": drip for n in range(6)}
    fast = {f"h{n}.example/": Answer(body=FEED) for n in range(60)}
    made = desk({**slow, **fast, "/robots.txt": ALL}, total_seconds=2.0)
    errands = [made.errand(place) for place in (*slow, *fast)]
    visits = list(Round(made.fetcher, {}, NOW, threads=16).visits(errands))
    last = visits[-6:]  # the others did not wait for them
    assert all("slow" in errand.address for errand, _ in last)
    assert {visit.refused.rule for _, visit in last if visit.refused} == {"timeout"}
    assert {visit.outcome for _, visit in visits[:-6]} == {"read"}


@pytest.mark.slow
def test_six_servers_of_a_byte_a_second_end_within_31_seconds(desk: Make) -> None:
    import time

    def body(asked: Asked) -> Answer:
        return Answer(pieces=(b"a",) * 60, pause=1.0)

    slow = {f"slow{n}.example/": body for n in range(6)}
    fast = {f"h{n}.example/": Answer(body=FEED) for n in range(200)}
    made = desk({**slow, **fast, "/robots.txt": ALL})
    began, took = time.monotonic(), {}
    errands = [made.errand(place) for place in (*slow, *fast)]
    for errand, visit in Round(made.fetcher, {}, NOW).visits(errands):
        took[errand.address] = (visit.outcome, time.monotonic() - began)
    ended = [took[made.errand(place).address] for place in slow]
    assert all(outcome == "refused" and seconds <= 31.5 for outcome, seconds in ended)
    others = [took[made.errand(place).address] for place in fast]
    assert {outcome for outcome, _ in others} == {"read"} and max(s for _, s in others) < 15
