"""Numbers: every figure of the sentence stands in the cited words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.gate.amounts import Match, compare
from nutgraf.gate.cited import Cited
from nutgraf.gate.finding import Finding, Place
from nutgraf.reading.model import Parts, Quantity

_SIZED = re.compile(r"\d+(?:\.\d+)?[BbKkMT]\b|\d{4,}\b")
_NEAR = 60


def numbers(text: str, parts: Parts, cited: Sequence[Cited]) -> Iterator[Finding]:
    """A finding per figure whose value the cited words do not give, or bound another way."""
    for said in parts.quantities:
        matches = list(matched(text, said, cited))
        kinds = {match for match, _, _ in matches}
        if "same" in kinds or "unit" in kinds or _stands_whole(text, said, cited):
            continue
        if "bound" in kinds:
            yield _bound(said, next(one for one in matches if one[0] == "bound"))
        else:
            yield _missing(said, matches)


def matched(
    text: str, said: Quantity, cited: Sequence[Cited]
) -> Iterator[tuple[Match, Cited, Quantity]]:
    """How a figure of the sentence compares with each figure of the cited words."""
    after = text[said.end : said.end + 40]
    for one in cited:
        for stretch in one.stretches:
            for quantity in stretch.parts.quantities:
                near = one.text[max(0, quantity.start - _NEAR) : quantity.end + _NEAR]
                yield compare(said, quantity, after=after, near=near), one, quantity


def _stands_whole(text: str, said: Quantity, cited: Sequence[Cited]) -> bool:
    """Whether a size such as 31B stands in the cited words inside a name (`Gemma 4 31B`)."""
    sized = _SIZED.match(said.literal)
    if sized is None or said.kind not in {"number", "count"}:
        return False
    whole = re.compile(rf"(?<![\w.]){re.escape(sized.group())}(?![\w])(?!\.\d)", re.IGNORECASE)
    return any(whole.search(one.text) for one in cited)


def _missing(said: Quantity, matches: Sequence[tuple[Match, Cited, Quantity]]) -> Finding:
    alike = [(one, other) for _, one, other in matches if other.kind == said.kind]
    nearest = alike[0] if alike else (matches[0][1], matches[0][2]) if matches else None
    message = f"{said.literal} does not stand in the cited words, which "
    message += f"say {nearest[1].literal}." if nearest else "give no figure."
    return Finding(
        kind="number",
        start=said.start,
        end=said.end,
        words=said.literal,
        message=message,
        place=_place(nearest[0], nearest[1]) if nearest else None,
    )


def _bound(said: Quantity, match: tuple[Match, Cited, Quantity]) -> Finding:
    _, one, other = match
    says = f"{other.bound} {other.literal}".strip()
    return Finding(
        kind="number",
        start=said.start,
        end=said.end,
        words=said.literal,
        place=_place(one, other),
        message=f"The sentence says {said.bound} {said.literal}; the cited words say {says}.",
    )


def _place(one: Cited, quantity: Quantity) -> Place:
    return Place(index=one.index, start=quantity.start, end=quantity.end)
