"""A made stream of any length: real captures told again, in words and under names that drift.

Every event is one real capture of the AI news. Its first telling is that capture's own text; the
others are copies, copies with a word changed or a sentence left out, and retellings: some of its
sentences in another order, a third of the words exchanged, a sentence of another capture beside them.
A name, or a word that fewer than one capture in fifty has, is replaced by an invented one when its time
is up, 60 to 700 days after the last, each at its own moment, so the language of day 1,000 is another
than that of day 1. A day has as many captures as any other. The same seed gives the same stream.

`plan` says who tells what when and keeps only what is due; `Newsroom.told` makes one capture of it,
with its claims, whose names come along with the sentences they stood in: nothing is read anew.
"""

from __future__ import annotations

import heapq
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from benchmarks.data import replay_days
from nutgraf import reading
from nutgraf.archive.model import Capture, Layout, capture_id
from nutgraf.ids import text_sha256
from nutgraf.reading.model import Claim, Name, Parts
from nutgraf.sources.model import Link

START = datetime(2026, 1, 1, tzinfo=UTC)
SEED = 20260403
OWNERS = 400
COMMON = 0.02  # the share of captures from which a word that is no name stays as it is
LIFETIME = (60, 700)  # days a word lasts, the least and the most
ALONE = 0.45  # events told once
MOST = 40  # tellings of an event
LAG = 0.6  # days between the first telling and another, on average
SPAN = 5.0  # days after which nobody tells an event any more
EXCHANGED = 0.33  # words of a retelling that are exchanged

Form = Literal["first", "exact", "near", "retold"]
_WORD = re.compile(r"[^\W\d_]{3,}")
_SYLLABLES = tuple(
    a + b
    for a in [
        "b",
        "c",
        "d",
        "f",
        "g",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "t",
        "v",
        "w",
        "z",
        "ch",
        "st",
        "tr",
    ]
    for b in "aeiou"
)
_KEPT = frozenset(
    [
        "http",
        "https",
        "www",
        "com",
        "org",
        "net",
        "html",
        "status",
        "the",
        "and",
        "for",
        "with",
        "that",
        "this",
        "from",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Who tells which event when, in which form: enough to make a capture of.

    `at` is in days from the first; `opened` is the day of the event's first telling, whose words the
    others have.
    """

    event: int
    number: int
    at: float
    opened: int
    form: Form

    @property
    def moment(self) -> datetime:
        """When it is fetched, to the second."""
        return START + timedelta(seconds=int(self.at * 86400))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    text: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A real capture as what is told again: its title, its sentences with their names, its addresses."""

    title: str
    sentences: tuple[_Sentence, ...]
    links: tuple[str, ...]
    part: str


def plan(a_day: int, seed: int = SEED) -> Iterator[tuple[Telling, ...]]:
    """Day after day, without end: `a_day` tellings in order of time, evenly spread over the day.

    What is due is told; what room is left opens new events. Only tellings to come are remembered.
    """
    rng = random.Random(seed)
    due: list[tuple[float, int, int, int, Form]] = []
    event = day = 0
    while True:
        told = []
        for slot in range(a_day):
            at = day + slot / a_day
            if due and due[0][0] <= at:
                _, which, number, opened, form = heapq.heappop(due)
                told.append(Telling(event=which, number=number, at=at, opened=opened, form=form))
                continue
            told.append(Telling(event=event, number=0, at=at, opened=day, form="first"))
            for number in range(1, _tellings(rng)):
                lag = rng.expovariate(1 / LAG)
                if lag < SPAN:
                    heapq.heappush(due, (at + lag, event, number, day, _form(rng)))
            event += 1
        yield tuple(told)
        day += 1


def _tellings(rng: random.Random) -> int:
    """How often an event is told: most once or twice, a few many times."""
    return 1 if rng.random() < ALONE else min(MOST, 1 + int(rng.paretovariate(1.1)))


def _form(rng: random.Random) -> Form:
    return rng.choices(("exact", "near", "retold"), (0.1, 0.25, 0.65))[0]  # type: ignore[return-value]


class Drift:
    """The word that stands for a word on a day."""

    def __init__(self, drifting: frozenset[str]) -> None:
        self._drifting = drifting
        self._now: dict[str, tuple[int, str]] = {}
        self._terms: dict[str, tuple[int, int]] = {}

    def text(self, text: str, day: int) -> str:
        """A text in the words of a day."""
        return _WORD.sub(lambda found: self.word(found.group(), day), text)

    def word(self, word: str, day: int) -> str:
        """A word, or what has taken its place by that day, written as it was: Like, LIKE or like."""
        folded = word.casefold()
        if folded not in self._drifting:
            return word
        if folded not in self._terms:
            rng = random.Random(f"lifetime {folded}")
            lifetime = rng.randint(*LIFETIME)
            self._terms[folded] = lifetime, rng.randrange(lifetime)
        lifetime, phase = self._terms[folded]
        generation = (day + phase) // lifetime
        if generation == 0:
            return word
        known = self._now.get(folded)
        if known is None or known[0] != generation:
            known = self._now[folded] = generation, invented(folded, generation)
        form = known[1]
        if word.islower():
            return form
        return form.upper() if word.isupper() and len(word) > 1 else form.capitalize()


def invented(word: str, generation: int) -> str:
    """A word nobody knows, about as long as the one it stands for; always the same one."""
    rng = random.Random(f"{word} {generation}")
    syllables = max(1, round((len(word) - 1) / 2.1))
    return "".join(rng.choice(_SYLLABLES) for _ in range(syllables)) + rng.choice("nrslk")


class Newsroom:
    """The real captures, ready to be told again."""

    def __init__(self, originals: Sequence[Original], seed: int = SEED) -> None:
        self._originals = tuple(originals)
        self._order = list(range(len(self._originals)))
        random.Random(seed).shuffle(self._order)
        words, drifting = _vocabulary(self._originals)
        self._words = words
        self._drift = Drift(drifting)
        self._seed = seed

    def __len__(self) -> int:
        return len(self._originals)

    def told(self, telling: Telling) -> tuple[Capture, tuple[Claim, ...]]:
        """The capture of a telling and what a reader finds in it."""
        rng = random.Random(f"{self._seed} {telling.event} {telling.number}")
        # A real capture comes back only when all others had their turn, long after its window.
        first = self._originals[self._order[telling.event % len(self._order)]]
        day = telling.opened
        sentences = [self._drifted(one, day) for one in self._chosen(first, telling, rng)]
        owner = f"Owner {rng.randrange(OWNERS)}"
        titled = telling.form != "retold" or rng.random() < 0.5
        title = self._drift.text(first.title, day) if titled else ""
        links = self._links(first, telling, rng)
        return _capture(sentences, telling, owner=owner, title=title, links=links, part=first.part)

    def _chosen(self, original: Original, telling: Telling, rng: random.Random) -> list[_Sentence]:
        sentences = list(original.sentences)
        if telling.form == "near":
            if len(sentences) > 3:
                del sentences[rng.randrange(len(sentences))]
            at = rng.randrange(len(sentences))
            sentences[at] = self._exchanged(sentences[at], rng, 0.05)
        elif telling.form == "retold":
            rng.shuffle(sentences)
            kept = sentences[: max(1, round(len(sentences) * rng.uniform(0.5, 1.0)))]
            other = self._originals[rng.randrange(len(self._originals))].sentences
            beside = [rng.choice(other)] if len(kept) > 1 else []
            sentences = [self._exchanged(one, rng, EXCHANGED) for one in kept] + beside
        return sentences

    def _exchanged(self, sentence: _Sentence, rng: random.Random, share: float) -> _Sentence:
        """A sentence with a share of its words exchanged; names stay."""
        named = {word for name in sentence.names for word in _WORD.findall(name.text)}

        def exchange(found: re.Match[str]) -> str:
            word = found.group()
            if word in named or not word.islower() or rng.random() >= share:
                return word
            return rng.choice(self._words)

        return _Sentence(text=_WORD.sub(exchange, sentence.text), names=sentence.names)

    def _drifted(self, sentence: _Sentence, day: int) -> _Sentence:
        drift = self._drift
        names = tuple(
            Name(start=0, end=0, text=drift.text(name.text, day), key=drift.text(name.key, day),
                 kind=name.kind)
            for name in sentence.names
        )  # fmt: skip
        return _Sentence(text=drift.text(sentence.text, day), names=names)

    def _links(self, original: Original, telling: Telling, rng: random.Random) -> tuple[str, ...]:
        """The event's own addresses; a retelling points to one of them now and then."""
        own = tuple(f"{url.rstrip('/')}/{telling.event}" for url in original.links)
        if telling.form != "retold":
            return own
        return tuple(url for url in own if rng.random() < 0.25)


def _capture(
    sentences: Sequence[_Sentence], telling: Telling, *, owner: str, title: str,
    links: tuple[str, ...], part: str,
) -> tuple[Capture, tuple[Claim, ...]]:  # fmt: skip
    text = "\n".join(sentence.text for sentence in sentences)
    source, key = owner.lower().replace(" ", "-"), f"{telling.event}-{telling.number}"
    made = Capture(
        id=capture_id(source, key, "plain/1", text), source=source, key=key, canonicaliser="plain/1",
        text=text, text_sha256=text_sha256(text), layout=Layout(), raw="", raw_range=None, address="",
        title=title, author="", owner=owner, published_at=telling.moment, fetched_at=telling.moment,
        media_type="text/plain", links=tuple(Link(url=url) for url in links),
    )  # fmt: skip
    claims, at = [], 0
    for sentence in sentences:
        end = at + len(sentence.text)
        claims.append(
            Claim(
                capture=made.id, start=at, end=end, text=sentence.text,
                parts=Parts(names=sentence.names), said_by="", made_by=f"drifting {part}",
            )
        )  # fmt: skip
        at = end + 1
    return made, tuple(claims)


def originals(data: Path) -> Iterator[Original]:
    """Every capture of the real stream that has a sentence."""
    for day in replay_days(data):
        for record in day.records:
            found = original(
                record["text"], title=record["headline"] or "", part=record["part"],
                urls=[link["url"] for link in record["links"]],
            )  # fmt: skip
            if found.sentences:
                yield found


def original(text: str, *, title: str = "", part: str = "", urls: Sequence[str] = ()) -> Original:
    """A text, read once for its sentences and names."""
    capture = Capture(
        id="", source=part, key="", canonicaliser="plain/1", text=text, text_sha256="",
        layout=Layout(), raw="", raw_range=None, address="", title=title, author="", owner=part,
        published_at=START, fetched_at=START, media_type="text/plain",
    )  # fmt: skip
    sentences = tuple(
        _Sentence(text=claim.text.replace("\n", " "), names=claim.parts.names)
        for claim in reading.claims(capture)
    )
    links = tuple(url for url in urls if url.startswith("http"))
    return Original(title=title, sentences=sentences, links=links, part=part)


def _vocabulary(originals: Sequence[Original]) -> tuple[list[str], frozenset[str]]:
    """Words to exchange others for, as often as they occur, and the words that drift."""
    having: Counter[str] = Counter()
    named: set[str] = set()
    words: list[str] = []
    for told in originals:
        found = [word for one in told.sentences for word in _WORD.findall(one.text)]
        words += (word for word in found if word.islower())
        having.update({word.casefold() for word in found})
        named.update(
            word.casefold()
            for one in told.sentences
            for name in one.names
            for word in _WORD.findall(name.text)
        )
    rare = {word for word, count in having.items() if count < COMMON * len(originals)}
    return words, frozenset((rare | named) - _KEPT)
