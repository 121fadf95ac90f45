"""A feed's text read in the way that saves most of it: as it is, mended, recovered, entry by entry.

Each way makes well-formed text that one parser reads, so an entry means the same whichever way saved
it. A way that reads more entries than begin in the text has invented some and does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from nutgraf.sources.depth import xml_depth
from nutgraf.sources.feeds.entries import has_words
from nutgraf.sources.feeds.markup import closed_literals, cut_short, entry_starts
from nutgraf.sources.feeds.parsing import Parsed, link_of, parse, text_of, title_of
from nutgraf.sources.feeds.recovering import entry_by_entry, whole

_LITERAL = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.S)
_STRAY = re.compile(
    r"<(?![A-Za-z_/!?])|&(?!#\d{1,8};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z_][\w.-]{0,63};)"
)
_MOST_STRAY = 1000
_DEEPEST = 512
_PARTS = ("title", "link", "id", "published_parsed", "updated_parsed")

Verdict = Literal["clean", "repaired", "partial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """The reading that was chosen. `verdict`: `clean` (nothing was amiss), `repaired` (damaged, but
    every entry that begins in the text was read), `partial` (some were not, or the feed stops before
    its end). `way` is how it was read, `damage` what was wrong, `there` how many entries begin in the
    text."""

    parsed: Parsed
    verdict: Verdict
    way: str = "as is"
    damage: str = ""
    there: int = 0


def salvaged(text: str, address: str) -> Salvaged | None:
    """The best reading of a feed's text, entities already disarmed; None when nothing can be read."""
    stray = sum(1 for _ in _STRAY.finditer(text[: 1 << 20]))
    first = parse(text, address) if stray < _MOST_STRAY else None
    cut = cut_short(text)
    if first is not None and not first.damage and (first.known or first.entries):
        return _hidden(text, address, first, cut) or _as_it_is(text, first, cut)
    return _best(text, address, first, cut)


def _as_it_is(text: str, first: Parsed, cut: str) -> Salvaged:
    verdict: Verdict = "partial" if cut else "clean"
    there = max(entry_starts(text), len(first.entries)) if cut else len(first.entries)
    return Salvaged(parsed=first, verdict=verdict, damage=cut, there=there)


def _hidden(text: str, address: str, first: Parsed, cut: str) -> Salvaged | None:
    """The reading of a feed that is well formed only because a CDATA section that was never closed
    hides the entries behind it. A post that shows the code of a feed is not mended to one."""
    closed = closed_literals(text)
    if closed == text or xml_depth(closed.encode("utf-8", "replace"), _DEEPEST) > _DEEPEST:
        return None
    parsed = parse(closed, address)
    if parsed is None or parsed.damage or len(parsed.entries) <= len(first.entries):
        return None
    return Salvaged(
        parsed=parsed, verdict="partial" if cut else "repaired", way="signs mended",
        damage=cut or "a CDATA section does not end", there=len(parsed.entries),
    )  # fmt: skip


def _best(text: str, address: str, first: Parsed | None, cut: str) -> Salvaged | None:
    mended = escaped(closed_literals(text))
    there = max(entry_starts(text), entry_starts(mended))
    best: tuple[tuple[int, int, bool], str, Parsed] | None = None
    ways = _ways(text, mended, address, first)
    for way, parsed, most in ways if there else islice(ways, 2):
        there = max(there, most)
        if parsed is None or (len(parsed.entries) > max(there, 1) and way != "as is"):
            continue
        score = _score(parsed)
        if best is None or score > best[0]:
            best = (score, way, parsed)
        if not parsed.damage and score[0] >= there and way != "as is":
            break
    if best is None:
        return None
    _, way, parsed = best
    if not parsed.entries and (parsed.damage or not parsed.known or way == "recovered by lxml"):
        return None
    damage = (first.damage if first else "") or cut or "it holds signs that are no markup"
    whole_feed = len(parsed.entries) >= there and not cut
    return Salvaged(
        parsed=parsed, verdict="repaired" if whole_feed else "partial", way=way, damage=damage,
        there=max(there, len(parsed.entries)),
    )  # fmt: skip


def _ways(
    text: str, mended: str, address: str, first: Parsed | None
) -> Iterator[tuple[str, Parsed | None, int]]:
    """The readings, dearer ones last, each made when it is asked for, and how many entries it found
    the places of."""
    yield "as is", first, 0
    # Closing what hid markup may bring to light what nests too deep for any parser.
    if xml_depth(mended.encode("utf-8", "replace"), _DEEPEST) > _DEEPEST:
        return
    if mended != text:
        yield "signs mended", parse(mended, address), 0
    made = entry_by_entry(text)
    if made is not None:
        ways = ", ".join(f"{count} {way}" for way, count in made.ways)
        yield f"entry by entry: {ways}", parse(made.text, address), made.entries
    recovered = whole(mended)
    if recovered is not None:
        yield "recovered by lxml", parse(recovered, address), 0


def _score(parsed: Parsed) -> tuple[int, int, bool]:
    """How many entries name themselves, each once; how much they say; whether they were read as
    they should be written, which is surer than a guess at what was meant."""
    names = {name for entry in parsed.entries if (name := _name(entry))}
    parts = 0
    for entry in parsed.entries:
        said = dict(entry)  # asked itself, the parser's own kind would answer with another date
        parts += sum(bool(said.get(part)) for part in _PARTS) + 2 * has_words(entry)
    return len(names), parts, not parsed.damage


def _name(entry: Mapping[str, Any]) -> str:
    link, title = link_of(entry, ""), title_of(entry)
    return text_of(entry.get("id")) or (f"{link} {title}" if link and title else title or link)


def escaped(text: str) -> str:
    """The text with stray `&` and `<` escaped, CDATA and comments left alone."""
    pieces = _LITERAL.split(text)
    for at in range(0, len(pieces), 2):
        pieces[at] = _STRAY.sub(lambda sign: "&lt;" if sign[0] == "<" else "&amp;", pieces[at])
    return "".join(pieces)
