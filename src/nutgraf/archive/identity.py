"""Which item an arriving capture is: a new one, one seen before under another key, or a revision.

Keys come from guids, and some feeds make new guids at every look. So an item whose key is not known
is looked for by its words and by its address, in its own source only. `questions` names what to ask the
store for; `resolve` decides on the answers alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from nutgraf.archive.change import same_but_for_noise
from nutgraf.archive.model import Capture, Record, capture_id
from nutgraf.sources.same_page import same_page

Same = Literal["new", "seen", "noise", "revision"]
_WORD = re.compile(r"\w+")
_SHINGLE = 4
# Of two texts at one address with other titles: share of four-word runs in common to be one item.
_ALIKE = 0.5
_SEVERAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """What `resolve` needs to know, as (source, value) pairs: every kept capture of these keys, of
    these text digests, and of these addresses (as captures carry them)."""

    keys: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    addresses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What an arriving capture is.

    `same` is `new` (keep it), `revision` (keep it; its `previous` is set), `seen` (the words are
    kept already: mark `of` as seen again) or `noise` (only clocks and counters moved: mark `of`).
    `capture` carries the key of the item it belongs to, and the id that goes with that key; `of` is
    the id of the kept capture, "" for a new one; `why` says it in a few words.
    """

    capture: Capture
    same: Same
    of: str = ""
    why: str = ""


TextOf = Callable[[str], "str | None"]


def questions(arriving: Sequence[Capture]) -> Questions:
    """What to ask the store before `resolve`; each pair once, in order."""
    return Questions(
        keys=tuple(dict.fromkeys((one.source, one.key) for one in arriving)),
        texts=tuple(dict.fromkeys((one.source, one.text_sha256) for one in arriving)),
        addresses=tuple(
            dict.fromkeys((one.source, one.address) for one in arriving if one.address)
        ),
    )


def resolve(
    arriving: Sequence[Capture], known: Iterable[Record], text_of: TextOf
) -> tuple[Resolved, ...]:
    """What each arriving capture is, in order; one that is kept counts as known for the next.

    `known` is the store's answer to `questions` (more of the same sources does no harm) and
    `text_of` gives the text of a capture by its id, None when it is not at hand. The cost is linear
    in both but for the comparison of texts at one address.
    """
    items = _Items(known, arriving, text_of)
    return tuple(items.place(capture) for capture in arriving)


class _Items:
    """The items of the sources an arrival touches, found by key, words and address."""

    def __init__(self, known: Iterable[Record], arriving: Sequence[Capture], text_of: TextOf):
        self._text_of = text_of
        self._fresh: dict[str, str] = {}
        self._of_key: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self._of_text: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self._of_page: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for record in sorted(known, key=lambda one: (one.fetched_at, one.capture)):
            self._learn(record)
        # The items a source names at this look: none of them is another one's old self.
        self._present = {(one.source, one.key) for one in arriving}
        pages = {(one.source, one.key, _page(one.address)) for one in arriving}
        self._shared = Counter((source, page) for source, _, page in pages)

    def place(self, capture: Capture) -> Resolved:
        """What one capture is; learnt when it is to be kept."""
        own = self._of_key.get((capture.source, capture.key))
        found = self._against(capture, own[-1], "the same key") if own else self._elsewhere(capture)
        if found.same in {"new", "revision"}:
            self._fresh[found.capture.id] = found.capture.text
            self._learn(found.capture.record)
        return found

    def _learn(self, record: Record) -> None:
        self._of_key[record.source, record.key].append(record)
        self._of_text[record.source, record.text_sha256].append(record)
        page = _page(record.url)
        if page:
            self._of_page[record.source, page].append(record)

    def _elsewhere(self, capture: Capture) -> Resolved:
        """An item of an unknown key: by its words, then by its address."""
        for record in reversed(self._of_text.get((capture.source, capture.text_sha256), [])):
            page = _page(capture.address)
            alone = bool(page) and self._shared[capture.source, page] < _SEVERAL
            why = _same_words(capture, record, one_address=alone and page == _page(record.url))
            if why:
                return self._under(capture, record, why)
        there = self._at_page(capture)
        if there is not None:
            if one_title(capture.title) == one_title(there.title):
                return self._under(capture, there, "the same address and title under another key")
            before = self._text(there)
            if before is not None and likeness(before, capture.text) >= _ALIKE:
                return self._under(
                    capture, there, "the same address and most of the words under another key"
                )
        return Resolved(capture=capture, same="new", why="neither key, words nor address are known")

    def _at_page(self, capture: Capture) -> Record | None:
        """The newest capture of the one item at an address; None where it stands for several."""
        page = _page(capture.address)
        if not page or self._shared[capture.source, page] >= _SEVERAL:
            return None
        there = self._of_page.get((capture.source, page), [])
        keys = {record.key for record in there}
        if len(keys) != 1 or (capture.source, there[-1].key) in self._present:
            return None
        return self._of_key[capture.source, there[-1].key][-1]

    def _under(self, capture: Capture, record: Record, why: str) -> Resolved:
        """The capture as one of an item known by another key."""
        known = replace(
            capture,
            key=record.key,
            id=capture_id(capture.source, record.key, capture.canonicaliser, capture.text),
        )
        return self._against(known, self._of_key[record.source, record.key][-1], why)

    def _against(self, capture: Capture, latest: Record, why: str) -> Resolved:
        """A capture of a known item: its words as before, almost as before, or others."""
        own = self._of_key[capture.source, capture.key]
        kept = next((one for one in reversed(own) if one.capture == capture.id), None)
        if kept is not None:
            return Resolved(capture=capture, same="seen", of=kept.capture, why=why)
        before = None if latest.text_sha256 == capture.text_sha256 else self._text(latest)
        if (
            before is not None
            and one_title(capture.title) == one_title(latest.title)
            and same_but_for_noise(before, capture.text)
        ):
            return Resolved(
                capture=capture, same="noise", of=latest.capture,
                why=f"{why}; only clocks, counters or advertisements moved",
            )  # fmt: skip
        words = "read anew" if latest.text_sha256 == capture.text_sha256 else "other words"
        revised = capture if capture.previous else replace(capture, previous=latest.capture)
        return Resolved(capture=revised, same="revision", of=latest.capture, why=f"{why}, {words}")

    def _text(self, record: Record) -> str | None:
        fresh = self._fresh.get(record.capture)
        return self._text_of(record.capture) if fresh is None else fresh


def _page(address: str) -> str:
    """The name of an item's page; "" for none and for the front of a site, where many items stand."""
    name = same_page(address)
    parts = urlsplit(name)
    return "" if parts.path in {"", "/"} and not parts.query and not parts.fragment else name


def _same_words(capture: Capture, record: Record, *, one_address: bool) -> str:
    """Why two captures of the same text are one item, "" when they may be two.

    "No comment today." may be the text of two items, so the title must be the same too; then an
    address that stands for one item is enough, and else their times must not differ.
    """
    if one_title(capture.title) != one_title(record.title):
        return ""
    if one_address:
        return "the same words and address under another key"
    when, then = capture.published_at, record.published_at
    if when is not None and then is not None and when != then:
        return ""
    return "the same words and title under another key"


def one_title(title: str) -> str:
    """A title as it is compared: letters and digits, case aside."""
    return " ".join(_WORD.findall(title)).casefold()


def likeness(one: str, other: str) -> float:
    """The share of four-word runs two texts have in common (Jaccard, 0-1), 0 for short ones."""
    first, second = _shingles(one), _shingles(other)
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(
        tuple(words[at : at + _SHINGLE]) for at in range(max(0, len(words) - _SHINGLE + 1))
    )
