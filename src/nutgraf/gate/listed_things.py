"""Counts of things the words list rather than count: `two sites, Bilbao and Reykjavík`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nutgraf.gate.amounts import decimal_of
from nutgraf.gate.given import Given
from nutgraf.reading.model import Name, Quantity

_FEW = range(2, 13)
_ITEMS = re.compile(r"\s*(?:,|;)\s*(?:and |or |but |then )?|\s+(?:and|or|as well as|plus|but)\s+")
_LAST = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)
_THE = re.compile(
    r"\b(?:the|these|those|both|its|their|his|her|our|all)\s+(?:other |remaining )?$", re.I
)
_STOP = re.compile(r"[.!?:](?=\s|$)| – | — |\(|\)")
_LONG = 44  # characters of one thing in a list


def counts_a_list(
    said: Quantity, text: str, names: Sequence[Name], figures: Sequence[Given]
) -> bool:
    """Whether a small whole number counts what the sentence or its source lists.

    It does where the sentence itself lists so many things behind it, or names so many; where the
    source lists so many names or sizes of a thing the sentence counts (`31B and 7B sizes`); and where `the two`,
    `both` and the like count what the source gives no other number of.
    """
    value = decimal_of(said.value)
    if said.kind not in {"number", "count"} or said.bound or said.high or value not in _FEW:
        return False
    many = int(value or 0)
    rest = text[said.end :]
    if rest.startswith("-"):
        return False
    if any(len(items) == many for items in _lists(rest)):
        return True
    after = {name.key for name in names if name.start >= said.end}
    if many == len(after) and re.search(r"[:,]", rest):
        return True
    return many == 2 and _THE.search(text[: said.start]) is not None and not _counted(said, figures)


def source_lists(said: Quantity, text: str, sources: Sequence[str]) -> bool:
    """Whether a source lists as many of what the sentence counts, before or behind the noun."""
    value = decimal_of(said.value)
    noun = re.match(r"\s*(?:[\w-]+\s)??(?P<noun>[a-z]{3,})", text[said.end :])
    if value not in _FEW or said.bound or noun is None:
        return False
    many, stem = int(value or 0), noun["noun"][:-1]
    item = r"[A-Z0-9][\w’'.%-]*(?: [\w’'.%-]+){0,2}?"
    chain = rf"{item}(?:, {item}){{{many - 2}}},? (?:and|or) {item}"
    pattern = re.compile(rf"(?<![\w,])(?<!, ){chain} {re.escape(stem)}")
    behind = re.compile(rf"{re.escape(stem)}\w*[:,] {chain}(?=[.,;]|$)")
    return any(pattern.search(one) or behind.search(one) for one in sources)


def _lists(rest: str) -> list[list[str]]:
    """The things listed behind a count: after its colon, or after the next comma."""
    found = []
    for mark in (":", ","):
        head, _, tail = rest.partition(mark)
        if not tail or len(head) > 48:
            continue
        for piece in (_STOP.split(tail, maxsplit=1)[0], tail.split(",")[0]):
            items = [item for item in _ITEMS.split(piece.strip(" .,;!?")) if item.strip()]
            ends = mark == ":" or _LAST.search(piece) is not None
            if ends and len(items) > 1 and all(len(item) <= _LONG for item in items):
                found.append(items)
    return found


def _counted(said: Quantity, figures: Sequence[Given]) -> bool:
    """Whether the source counts the same things itself."""
    return any(
        one.quantity.unit and one.quantity.unit == said.unit and one.how == "stands"
        for one in figures
    )
