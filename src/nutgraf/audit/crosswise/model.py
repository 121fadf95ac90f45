"""What the rules across sentences and sources work on, and what they find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from nutgraf.archive.model import Capture
from nutgraf.audit.digest.model import WEAK, Cite, Digest, DigestSentence
from nutgraf.audit.sourcing.pages import Page, Pages
from nutgraf.audit.sourcing.stretches import SourceText, Stretch, tokens
from nutgraf.reading.model import Parts, Quantity
from nutgraf.reading.recognise import recognise

CrossKind = Literal[
    "points", "baseline", "variant-or-year", "outlier", "at-odds",
    "relative-date", "hearsay", "one-platform", "conflict", "uncited",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlace:
    """Words of a source: `start`-`end` code points of the capture's text."""

    capture: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One finding: `rule` names it more closely than `kind` (`uncited` has `dead-source` and
    `changed-source`); `start`-`end` are the words of sentence `sentence` (an id) it is about."""

    kind: CrossKind
    rule: str
    sentence: str
    start: int
    end: int
    message: str
    places: tuple[SourcePlace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """Where one citation leads: a source at hand and its capture as of the digest's day, or nowhere."""

    cite: Cite
    page: Page | None = None
    capture: Capture | None = None


@dataclass(frozen=True)
class Told:
    """A sentence of the digest with where its citations lead. Relative dates count from the digest's day."""

    sentence: DigestSentence
    led: tuple[Led, ...]
    digest: Digest = field(repr=False)

    @cached_property
    def parts(self) -> Parts:
        """What is recognised in it."""
        return recognise(self.sentence.text, today=self.digest.day)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its stems and figures."""
        return tokens(self.sentence.text)

    @cached_property
    def captures(self) -> tuple[Capture, ...]:
        """The captures it cites, each once, in order."""
        found = {led.capture.id: led.capture for led in self.led if led.capture is not None}
        return tuple(found.values())

    @property
    def text(self) -> str:
        """The sentence as a reader sees it."""
        return self.sentence.text

    @property
    def weak(self) -> bool:
        """Whether only a citation of its whole paragraph stands for it."""
        return all(led.cite.pairing in WEAK for led in self.led)


@dataclass(frozen=True)
class Material:
    """Everything a rule may look at: the sentences told, in order, all sources at hand, and why a look at
    an address gave none, by the name of its page."""

    digest: Digest
    told: tuple[Told, ...]
    pages: Pages
    failed: Mapping[str, str] = field(default_factory=dict)
    _around: dict[tuple[str, str], tuple[Stretch, ...]] = field(default_factory=dict)
    _blocks: dict[int, list[Told]] = field(default_factory=dict)

    def source(self, capture: Capture) -> SourceText:
        """A capture as stretches."""
        return self.pages.text(capture)

    def around(self, told: Told, capture: Capture) -> tuple[Stretch, ...]:
        """What of a capture is looked at for a sentence: a short one whole, of a long one the nearest."""
        key = (told.sentence.id, capture.id)
        if key not in self._around:
            self._around[key] = self.source(capture).around(told.words)
        return self._around[key]

    def block(self, number: int) -> tuple[Told, ...]:
        """The sentences of one paragraph or list item."""
        if not self._blocks:
            for one in self.told:
                self._blocks.setdefault(one.sentence.block, []).append(one)
        return tuple(self._blocks.get(number, ()))

    def nearest(self, told: Told) -> tuple[tuple[float, Stretch], ...]:
        """The nearest stretches of everything a sentence cites, nearest first."""
        found = [pair for one in told.captures for pair in self.source(one).near(told.words)]
        return tuple(sorted(found, key=lambda pair: (-pair[0], pair[1].capture.id, pair[1].at)))

    def facts(self) -> tuple[Told, ...]:
        """The sentences that lead to a source at hand."""
        return tuple(one for one in self.told if one.captures)


def crossing(
    kind: CrossKind,
    told: Told,
    span: tuple[int, int],
    message: str,
    *stretches: Stretch,
    rule: str = "",
) -> Crossing:
    """A finding about words of a sentence, with the words of sources it is seen by."""
    return Crossing(
        kind=kind,
        rule=rule or kind,
        sentence=told.sentence.id,
        start=span[0],
        end=span[1],
        message=message,
        places=tuple(
            SourcePlace(capture=one.capture.id, start=one.start, end=one.end) for one in stretches
        ),
    )


def whole(told: Told) -> tuple[int, int]:
    """All words of a sentence."""
    return 0, len(told.text)


def who(capture: Capture) -> str:
    """Whose words a capture has, as a reader knows it."""
    return capture.owner or capture.source or capture.title or capture.key


def span_of(figure: Quantity) -> tuple[int, int]:
    """Where a figure stands in the text it was recognised in."""
    return figure.start, figure.end
