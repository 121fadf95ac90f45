"""The verdict: sealed, bound to the sentence it was given for, and explaining itself."""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from typing import Literal

from nutgraf.archive.citation import Citation
from nutgraf.errors import PromiseError
from nutgraf.ids import digest
from nutgraf.reading.model import Computation

Kind = Literal[
    "number",
    "unit",
    "date",
    "name",
    "negation",
    "said-by",
    "strength",
    "did-by",
    "tail",
    "comparison",
    "span",
    "quote",
    "computation",
    "uncited",
    "object",
]
Outcome = Literal[
    "supported", "computed", "view", "template", "partly", "unsupported", "not_judged"
]
PRINTED: frozenset[str] = frozenset({"supported", "computed", "view", "template"})

_SEAL = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One failing part: `start`-`end` code points of the sentence, its words, and why."""

    kind: Kind
    start: int
    end: int
    words: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate said of one sentence. Made only by the gate.

    `judged` is the digest of exactly what was judged (see `judged_digest`): a verdict cannot be
    moved to another sentence. `score` is 0-1, at least .5 exactly when supported.
    """

    outcome: Outcome
    score: float
    reasons: tuple[Reason, ...]
    judged: str
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise PromiseError("A verdict was built by hand.", "Let gate.judge make it.")

    @property
    def prints(self) -> bool:
        """Whether an edition may print a sentence with this verdict."""
        return self.outcome in PRINTED


def judged_digest(
    text: str,
    role: str,
    cites: tuple[Citation, ...],
    computation: Computation | None,
    speaker: str = "",
    label: str = "",
) -> str:
    """What a verdict is bound to: the text, its role, speaker and label, every span and digest, the
    computation.
    """
    spans = [f"{cite.span}|{cite.text_sha256}|{cite.quote}" for cite in cites]
    computed = repr(computation) if computation else None
    return digest(text, role, speaker, label, computed, *spans)


def seal_verdict(
    outcome: Outcome, score: float, reasons: tuple[Reason, ...], judged: str
) -> Verdict:
    """For gate.judge alone (an import rule holds it there)."""
    return Verdict(outcome=outcome, score=score, reasons=reasons, judged=judged, seal=_SEAL)
