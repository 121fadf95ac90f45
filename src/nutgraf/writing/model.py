"""The nouns of writing: sentences that cannot be uncited, briefs and drafts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nutgraf.archive.citation import Citation
from nutgraf.archive.model import Capture
from nutgraf.errors import PromiseError
from nutgraf.gate.model import Verdict, judged_digest
from nutgraf.gate.templates import LOOKING_BACK
from nutgraf.reading.model import Claim, Computation
from nutgraf.stories.model import Story

Role = Literal["fact", "quote", "headline", "why", "impact", "clock", "notice"]
CITED: frozenset[str] = frozenset({"fact", "quote", "headline"})
VIEWS: frozenset[str] = frozenset({"why", "impact"})
_EDITION = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-r[1-9]\d{0,3})?", re.ASCII)
_SENTENCE = re.compile(r"s[1-9]\d{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A sentence of an earlier edition: that edition's id and the sentence's id in it.

    Raises PromiseError for ids that are none: they stand in links.
    """

    edition: str
    sentence: str

    def __post_init__(self) -> None:
        if not _EDITION.fullmatch(self.edition) or not _SENTENCE.fullmatch(self.sentence):
            raise PromiseError(
                f"{self.edition[:40]!r}, {self.sentence[:40]!r} is no sentence of an edition.",
                "Look back on an edition this desk made.",
            )
        try:
            date.fromisoformat(self.edition[:10])
        except ValueError as problem:
            raise PromiseError(
                f"{self.edition[:40]!r} names no day.", "Look back on an edition this desk made."
            ) from problem

    @property
    def day(self) -> date:
        """The day of the edition."""
        return date.fromisoformat(self.edition[:10])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an edition, with what it stands on.

    A fact, quote or headline has at least one citation; a why or impact has citations or a
    computation and a label; a notice comes from a template and has neither. Anything else raises
    PromiseError. `paragraph` counts from 0 within the story; `refers` is what a notice looks back
    on; `verdict` is None until judged.
    """

    text: str
    role: Role
    cites: tuple[Citation, ...] = ()
    computation: Computation | None = None
    label: str = ""
    speaker: str = ""
    paragraph: int = 0
    template: str = ""
    verdict: Verdict | None = None
    refers: Reference | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise PromiseError("A sentence without words was built.", "Leave it out.")
        if self.role in CITED and not self.cites:
            raise PromiseError(
                f"A {self.role} without a citation was built: {self.text[:60]!r}.",
                "Cite the words it came from, or leave it out.",
            )
        if self.role in VIEWS and not (self.label and (self.cites or self.computation)):
            raise PromiseError(
                f"A {self.role} without a label, or on nothing, was built: {self.text[:60]!r}.",
                "Label it and give it citations or a computation.",
            )
        if self.role == "notice" and not self.template:
            raise PromiseError("A notice that is no template was built.", "Use editions.notices.")
        if (self.refers is not None) is not (self.template in LOOKING_BACK):
            raise PromiseError(
                f"A look back on no edition, or by no notice, was built: {self.text[:60]!r}.",
                "Use editions.look_backs.",
            )
        if self.role == "quote" and not self.speaker:
            raise PromiseError("A quote without a speaker was built.", "Name who said it.")
        if self.verdict is not None and self.verdict.judged != self.judged:
            raise PromiseError(
                "A verdict stands on a sentence it was not given for.", "Let the gate judge again."
            )

    @property
    def judged(self) -> str:
        """The digest a verdict of this sentence is bound to."""
        return judged_digest(
            self.text, self.role, self.cites, self.computation, self.speaker, self.label
        )

    @property
    def prints(self) -> bool:
        """Whether an edition may print it."""
        return self.verdict is not None and self.verdict.prints


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a writer gets of one story: the story, its captures (copies left out), their claims.

    `limits` maps a source id to the most sentences taken from one capture of it.
    """

    story: Story
    section: str
    captures: tuple[Capture, ...]
    claims: tuple[Claim, ...]
    limits: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A story as written: its sentences, the headline among them."""

    story: str
    section: str
    form: Literal["story", "take"]
    theme: str
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> int:
        return sum(len(sentence.text.split()) for sentence in self.sentences)
