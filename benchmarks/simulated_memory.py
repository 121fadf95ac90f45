"""Sixty days of news with facts that come again: unchanged, with another figure, firmer, corrected.

Two hundred facts of fictional things, each told on two to four days by different owners in different
words, among look-alikes (another variant, another benchmark, percentage points, another measure) and
noise. Seeded: the same seed gives the same days.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2025, 12, 1, 8, tzinfo=UTC)  # the days go over the end of a year
DAYS = 60
FACTS = 200
NOISE_A_DAY = 8
SEED = 20260407

_THINGS = [
    "Heron",
    "Osprey",
    "Kestrel",
    "Linnet",
    "Plover",
    "Dunlin",
    "Avocet",
    "Curlew",
    "Siskin",
    "Merlin",
    "Pipit",
    "Wigeon",
    "Gadwall",
    "Teal",
    "Whimbrel",
    "Turnstone",
    "Sanderling",
    "Fulmar",
    "Gannet",
    "Petrel",
    "Guillemot",
    "Razorbill",
    "Shearwater",
    "Dipper",
    "Wagtail",
]
_FIRMS = [
    "Vireo",
    "Northwater",
    "Lumen",
    "Brack",
    "Tallis",
    "Corvane",
    "Meridian",
    "Hollin",
    "Pellam",
    "Quarrel",
    "Sondry",
    "Tindal",
    "Ulver",
    "Wexcombe",
    "Yarrow",
    "Ambry",
    "Bellhouse",
    "Carrick",
    "Dunmore",
    "Elmsworth",
    "Farrow",
    "Garside",
    "Hartwell",
    "Inverle",
    "Jessop",
]
_ENDS = (
    "",
    "son",
    "ton",
    "mere",
    "field",
    "gate",
    "holm",
    "stead",
    "well",
    "ridge",
    "brook",
    "wick",
)
_KINDS = ("Labs", "Systems", "Works", "Robotics", "Analytics", "Power")
_TESTS = (
    "TideBench", "ShoalBench", "HarbourEval", "QuayBench", "BeaconEval", "LockBench", "FerryEval",
    "KeelBench", "BallastEval", "MooringBench",
)  # fmt: skip
_CITIES = [
    "Elmsworth",
    "Kirkholm",
    "Dunsay",
    "Marlow",
    "Tarbert",
    "Ostrava",
    "Lindau",
    "Vaasa",
    "Bergen",
    "Ghent",
    "Turku",
    "Malmo",
]
_FORENAMES = [
    "Ines",
    "Paloma",
    "Tomas",
    "Ruth",
    "Karim",
    "Leila",
    "Hugo",
    "Mara",
    "Jonas",
    "Edda",
    "Nils",
    "Vera",
    "Anton",
    "Clara",
]
_SURNAMES = [
    "Okafor",
    "Reyes",
    "Lindqvist",
    "Adeyemi",
    "Novak",
    "Haddad",
    "Castell",
    "Brandt",
    "Moreau",
    "Silva",
    "Ekström",
    "Duarte",
]
OWNERS = (
    "Compute Gazette", "Harbour Wire", "Policy Signal", "Lamp Post", "Daily Quay", "The Signalman",
    "Tide Tables", "Northern Ledger",
)  # fmt: skip
_MORE = (
    "The work took {n} weeks in {city}, says the report of {person}.",
    "{person} of {city} had asked for it in the spring.",
    "A note by {person} describes how it was done in {city}.",
    "In {city} a group around {person} will look at it again.",
    "{person} calls the method plain enough to be repeated in {city}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something told again and again: wordings of a state, its states in order, how it recurs."""

    name: str
    kind: str
    wordings: tuple[str, ...]
    firmed: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    slots: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One capture: its key, its fact ("" for noise), its state, and its line."""

    key: str
    fact: str
    state: str
    line: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedDay:
    """A day's captures in the order they came, and when its edition is made."""

    now: datetime
    occurrences: tuple[Occurrence, ...]


_BENCH = (
    "{m} scored {v}% on {b}, {o} reported.",
    "{m} reaches {v}% on {b}.",
    "On {b}, {m} gets {v}%, according to {o}.",
    "{o} says {m} achieves {v}% on {b}.",
)
_FIGURES: tuple[tuple[str, tuple[str, ...], float, float, str], ...] = (
    ("bench", _BENCH, 31.0, 88.0, ".1f"),
    ("bench", _BENCH, 31.0, 88.0, ".1f"),
    ("revenue", ("{o} reported revenue of ${v} million.", "Revenue at {o} reached ${v} million.",
                 "{o} has revenue of ${v} million, it told investors."), 12, 900, ",.0f"),
    ("users", ("{m} has {v} million weekly users.", "{m} counts {v} million weekly users, {o} says.",
               "{o} puts the weekly users of {m} at {v} million users."), 2, 90, ",.0f"),
    ("staff", ("{o} employs {v} people.", "{o} now employs {v} people, it says.",
               "In all {o} employs {v} people."), 130, 9000, ",.0f"),
    ("price", ("The price of {m} is ${v} a month.", "{o} sets the price of {m} at ${v} a month.",
               "{m} costs ${v} a month, {o} says."), 4, 90, ",.0f"),
    ("capacity", ("The {city} plant of {o} has a capacity of {v} megawatts.",
                  "{o} gives the {city} plant a capacity of {v} megawatts."), 40, 900, ",.0f"),
)  # fmt: skip
_FIRM = (
    (("{o} plans to release {m} in the spring.", "{o} intends to release {m} soon."),
     ("{o} has released {m}.", "{o} released {m} today.")),
    (("{o} plans to open a laboratory in {city}.", "{o} is set to open a laboratory in {city}."),
     ("{o} opened a laboratory in {city}.", "{o} has opened its laboratory in {city}.")),
    (("{o} may acquire {p}.", "{o} could acquire {p}, people close to it say."),
     ("{o} has acquired {p}.", "{o} acquires {p}.")),
)  # fmt: skip
_EVENTS = (
    ("{person} joins {o} as chief scientist.", "{o} hired {person} as chief scientist."),
    ("{o} signed a contract with {p} for cooling.", "{o} and {p} signed a contract for cooling."),
    ("{o} published the weights of {m}.", "The weights of {m} were published by {o}."),
)


class Generator:
    """Makes facts and days from one seed."""

    def __init__(self, seed: int = SEED, *, facts: int = FACTS, days: int = DAYS) -> None:
        self._random = random.Random(seed)
        self._days = days
        self._used: set[str] = set()
        self.facts = self._facts(facts)

    def days(self, noise: int = NOISE_A_DAY) -> tuple[SimulatedDay, ...]:
        """Every day of the simulation."""
        by_day: defaultdict[int, list[Occurrence]] = defaultdict(list)
        for fact in self.facts:
            self._tell(fact, by_day)
        for day in range(self._days):
            by_day[day] += [self._noise(day, n) for n in range(noise)]
        found = []
        for day in range(self._days):
            self._random.shuffle(by_day[day])
            now = BEGIN + timedelta(days=day, hours=10)
            found.append(SimulatedDay(now=now, occurrences=tuple(by_day[day])))
        return tuple(found)

    def _facts(self, many: int) -> tuple[Fact, ...]:
        found: list[Fact] = []
        while len(found) < many:
            roll = self._random.random()
            if roll < 0.5:
                found += self._figure(len(found))
            elif roll < 0.65:
                before, after = self._random.choice(_FIRM)
                found.append(self._fact(len(found), "firmed", before, firmed=after))
            elif roll < 0.8:
                found.append(self._fact(len(found), "event", self._random.choice(_EVENTS)))
            else:
                kind = self._random.choice(("corrected", "owned-up"))
                values = self._values(31.0, 88.0, ".1f", 2)
                found.append(self._fact(len(found), kind, _BENCH, values=values))
        return tuple(found[:many])

    def _figure(self, at: int) -> list[Fact]:
        """A fact with a figure, and, for one in three, a look-alike of it."""
        name, wordings, low, high, shape = self._random.choice(_FIGURES)
        unchanged = self._random.random() < 0.3
        values = self._values(low, high, shape, 1 if unchanged else 4)
        one = self._fact(at, f"figure-{name}", wordings, values=values)
        if name != "bench" or self._random.random() < 0.5:
            return [one]
        m, b = one.slots["m"], one.slots["b"]
        other = next(test for test in _TESTS if test != b)
        slots, words = self._random.choice((
            ({"m": f"{m} Pro"}, _BENCH),
            ({"b": other}, _BENCH),
            ({}, ("The base model of {m} scores {v}% on {b}.", "The base model {m} gets {v}% on {b}.")),
            ({}, ("{m} gained {v} percentage points on {b}.", "On {b}, {m} gained {v} percentage points.")),
            ({}, ("{m} needs {v}% less memory on {b}.", "On {b}, {m} needs {v}% less memory.")),
        ))  # fmt: skip
        values = self._values(low, high, shape, 3)
        twin = Fact(name=f"f{at + 1}", kind="look-alike", wordings=words, values=values,
                    slots=one.slots | slots)  # fmt: skip
        return [one, twin]

    def _fact(
        self, at: int, kind: str, wordings: tuple[str, ...], *,
        firmed: tuple[str, ...] = (), values: tuple[str, ...] = (),
    ) -> Fact:  # fmt: skip
        return Fact(name=f"f{at}", kind=kind, wordings=wordings, firmed=firmed, values=values,
                    slots=self._slots())  # fmt: skip

    def _slots(self) -> dict[str, str]:
        pick = self._random.choice
        return {
            "m": self._new(lambda: f"{pick(_THINGS)} {self._random.randint(2, 99)}"),
            "o": self._new(lambda: f"{pick(_FIRMS)}{pick(_ENDS)} {pick(_KINDS)}"),
            "p": self._new(lambda: f"{pick(_FIRMS)}{pick(_ENDS)} {pick(_KINDS)}"),
            "b": pick(_TESTS), "city": pick(_CITIES),
            "person": self._new(lambda: f"{pick(_FORENAMES)} {pick(_SURNAMES)}"),
        }  # fmt: skip

    def _new(self, make: object) -> str:
        """A name no fact has yet, as long as there are any."""
        assert callable(make)
        name = str(make())
        for _ in range(40):
            if name not in self._used:
                break
            name = str(make())
        self._used.add(name)
        return name

    def _values(self, low: float, high: float, shape: str, many: int) -> tuple[str, ...]:
        found: list[str] = []
        while len(found) < many:
            value = format(self._random.uniform(low, high), shape)
            if value not in found:
                found.append(value)
        return tuple(found)

    def _tell(self, fact: Fact, by_day: defaultdict[int, list[Occurrence]]) -> None:
        day = self._random.randint(0, self._days - 4)
        times = (
            2 if fact.kind in {"firmed", "corrected", "owned-up"} else self._random.randint(2, 4)
        )
        owners = self._random.sample(OWNERS, times)
        for at in range(times):
            if day >= self._days:
                return
            owner = owners[0] if fact.kind in {"corrected", "owned-up"} else owners[at]
            key = f"{fact.name}-0" if fact.kind == "corrected" else f"{fact.name}-{at}"
            text, state = self._words(fact, at)
            moment = BEGIN + timedelta(days=day, minutes=self._random.randint(0, 500))
            by_day[day].append(self._occurrence(key, fact.name, state, text, owner, moment))
            day += self._random.choice((1, 2, 3, 5, 8, 13, 21, 34))

    def _words(self, fact: Fact, at: int) -> tuple[str, str]:
        slots = dict(fact.slots)
        if fact.kind == "owned-up" and at:
            text = f"Correction: {slots['m']} scored {fact.values[1]}% on {slots['b']}, not {fact.values[0]}%."
            return text, fact.values[1]
        if fact.kind == "firmed":
            words = fact.firmed if at else fact.wordings
            return self._random.choice(words).format(**slots), "fact" if at else "plan"
        if not fact.values:
            return fact.wordings[at % len(fact.wordings)].format(**slots), "told"
        value = fact.values[min(at, len(fact.values) - 1)]
        words = fact.wordings[0] if fact.kind == "corrected" else self._random.choice(fact.wordings)
        return words.format(v=value, **slots), value

    def _noise(self, day: int, number: int) -> Occurrence:
        slots = self._slots()
        wordings = self._random.choice(_FIGURES)
        value = self._values(wordings[2], wordings[3], wordings[4], 1)[0]
        text = self._random.choice(wordings[1]).format(v=value, **slots)
        moment = BEGIN + timedelta(days=day, minutes=self._random.randint(0, 500))
        owner = self._random.choice(OWNERS)
        return self._occurrence(f"noise-{day}-{number}", "", value, text, owner, moment)

    def _occurrence(
        self, key: str, fact: str, state: str, text: str, owner: str, moment: datetime
    ) -> Occurrence:
        pick = self._random.choice
        more = self._random.sample(_MORE, 2)
        rest = " ".join(
            one.format(n=self._random.randint(3, 30), city=pick(_CITIES),
                       person=f"{pick(_FORENAMES)} {pick(_SURNAMES)}")
            for one in more
        )  # fmt: skip
        line = {
            "source": owner, "owner": owner, "id": key, "title": text.rstrip("."),
            "url": f"https://{owner.lower().replace(' ', '')}.example/{key}",
            "published_at": moment.isoformat(), "text": f"{text} {rest}",
        }  # fmt: skip
        return Occurrence(key=f"{owner}/{key}", fact=fact, state=state,
                          line=json.dumps(line, ensure_ascii=False).encode() + b"\n")  # fmt: skip
