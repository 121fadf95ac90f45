"""The edition: the one object every rendering is made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from nutgraf.archive.model import Record, Span
from nutgraf.errors import PromiseError
from nutgraf.stories.model import NameOfDay, Signal, StoryName
from nutgraf.writing.model import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedStory:
    """A story of an edition: one sentence of role headline is among `sentences`, in print order."""

    id: str
    form: Literal["story", "take"]
    theme: str
    captures: tuple[str, ...]
    signal: Signal
    names: tuple[StoryName, ...]
    sentences: tuple[Sentence, ...]

    @property
    def headline(self) -> Sentence:
        return next(s for s in self.sentences if s.role == "headline")

    def __post_init__(self) -> None:
        if sum(1 for s in self.sentences if s.role == "headline") != 1:
            raise PromiseError(
                f"Story {self.id[:12]} does not have exactly one headline.", "Leave it out."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A named part of an edition with its own why-it-matters."""

    name: str
    why: tuple[Sentence, ...]
    stories: tuple[PrintedStory, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a capture printed as evidence: a cited sentence with one on either side."""

    capture: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanLink:
    """The address at which a reader lands on the words of a span: a page and a text fragment."""

    span: Span
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A capture that is not in the edition, and why."""

    capture: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source, file or line that could not be used in this run."""

    source: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A sentence the gate did not let through."""

    text: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Colophon:
    """About this edition. `read` counts captures considered; `versions` are (name, version)."""

    read: int
    left_out: tuple[LeftOut, ...] = ()
    failed: tuple[Failure, ...] = ()
    refused: tuple[Refusal, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One day's edition. Raises PromiseError when any sentence's verdict does not let it print.

    `records` hold every capture named in a story, a cite or a computation, sorted by id; `passages`
    the evidence; `links` the cited spans that have a text-fragment link, sorted by span. `revision`
    counts from 1; `released_by` is "" for a draft. `names_of_the_day` are what all captures read for
    it are about, by kind, the strongest first.
    """

    id: str
    date: date
    now: datetime
    desk: str
    revision: int
    released_by: str
    title: str
    lede: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    records: tuple[Record, ...]
    passages: tuple[Passage, ...]
    colophon: Colophon
    links: tuple[SpanLink, ...] = ()
    names_of_the_day: tuple[NameOfDay, ...] = ()

    def __post_init__(self) -> None:
        known = {record.capture for record in self.records}
        for sentence in self.sentences():
            if not sentence.prints:
                raise PromiseError(
                    f"An edition was given a sentence its verdict refuses: {sentence.text[:60]!r}.",
                    "Leave it out and list it in the colophon.",
                )
            if missing := {cite.span.capture for cite in sentence.cites} - known:
                raise PromiseError(
                    f"An edition cites captures it has no record of: {sorted(missing)}.",
                    "Give compose every capture its drafts cite.",
                )

    def stories(self) -> Iterator[PrintedStory]:
        """Every story, in print order."""
        for section in self.sections:
            yield from section.stories

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in print order."""
        yield from self.lede
        for section in self.sections:
            yield from section.why
            for story in section.stories:
                yield from story.sentences
