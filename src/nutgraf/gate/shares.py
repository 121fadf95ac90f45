"""Parts of a whole as people tell them: one in five, 14 of 200, seven of every ten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nutgraf.reading.bounds import bound_before
from nutgraf.reading.model import Quantity
from nutgraf.reading.numerals import ONES, TENS, in_words, plain

_SPELLED = (
    rf"(?:{'|'.join(sorted([*ONES, *TENS], key=len, reverse=True))})(?:[ -](?:hundred|thousand))?"
    r"|a (?:hundred|thousand)|hundred|dozen"
)
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}}|{_SPELLED}"
_SHARE = re.compile(
    rf"(?<![\w.,-])(?P<part>{_NUMBER})(?P<what>(?: (?!in\b|of\b|out\b)[a-z’'-]+){{0,3}}?)"
    r"(?P<join> in every | in |-in-| out of(?: every| the| its)? | of every | of (?:the |its |their |all )?(?:same )?)"
    rf"(?P<whole>{_NUMBER})(?![\w]|[.,:]\d|%| ?percent)",
    re.IGNORECASE,
)
_STATED = frozenset({"in", "in every", "out of", "out of every", "of every"})


def shares(text: str, base: int = 0) -> Iterator[tuple[Quantity, bool]]:
    """The parts of a text as quantities of the unit `x`, with whether the words state a share.

    `one in five` states one; `14 of 200 tests` gives two figures whose share follows.
    """
    if " in " not in text and " of " not in text and "-in-" not in text:
        return
    at = 0
    while match := _SHARE.search(text, at):
        at = match.end("part")
        part, whole = _value(match["part"]), _value(match["whole"])
        if not part or not whole or part >= whole:
            continue
        join = (
            " ".join(match["join"].casefold().replace("-", " ").split())
            .removesuffix(" the")
            .removesuffix(" its")
        )
        if join == "in" and _is_year(match["whole"], whole):
            continue
        yield Quantity(
            start=base + match.start(),
            end=base + match.end(),
            literal=match.group(),
            value=plain(part / whole),
            unit="x",
            kind="factor",
            bound=bound_before(text, match.start())[0],
        ), join in _STATED  # fmt: skip


def _value(words: str) -> Decimal | None:
    if words[0].isdigit():
        return Decimal(words.replace(",", ""))
    return in_words(words)


def _is_year(words: str, value: Decimal) -> bool:
    return words.isdigit() and 1900 <= value <= 2100
