"""The nouns of reading: what a sentence says, as parts that can be compared.

All offsets are code points into the text that was read: for a `Claim`, the capture's canonical
text; for `recognise(text)`, that text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

QuantityKind = Literal[
    "number", "percent", "points", "money", "factor", "duration", "size", "rank", "rate", "count"
]
Polarity = Literal["affirmed", "negated"]
Strength = Literal["stated", "possible", "planned", "forecast", "opinion"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as it stands in the text; `key` is the form two mentions of one thing share."""

    start: int
    end: int
    text: str
    key: str
    kind: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure: `value` (and `high` of a range) are plain decimals as text, scaled (`5M` is
    5000000); `unit` is the singular unit (`%`, `pp`, `USD`, `token`, `month`, ""), `literal` the
    words. `approximate` is set by words such as about, up to, over; `bound` names which.
    """

    start: int
    end: int
    literal: str
    value: str
    unit: str
    kind: QuantityKind
    high: str | None = None
    bound: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date or period named in the text, resolved to calendar days (first and last included)."""

    start: int
    end: int
    literal: str
    first: date
    last: date
    relative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Who said it: `speaker` as named in the text; `quoted` for words in quotation marks."""

    start: int
    end: int
    speaker: str
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What was recognised in a stretch of text."""

    names: tuple[Name, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    days: tuple[Day, ...] = ()
    speech: tuple[Speech, ...] = ()
    polarity: Polarity = "affirmed"
    strength: Strength = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One checkable statement: a sentence of a capture and what was recognised in it.

    `said_by` is the speaker the text names for it, "" when the publication says it itself; `links`
    the addresses that stand in its words, in order, else those directly beside it, nearest first.
    """

    capture: str
    start: int
    end: int
    text: str
    parts: Parts
    said_by: str
    made_by: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What a computation was made from: a capture, and a span of it where words matter."""

    capture: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Computation:
    """A result that can be computed again from its inputs: method name, version, inputs, result."""

    method: str
    version: int
    inputs: tuple[Input, ...]
    result: str
