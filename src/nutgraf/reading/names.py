"""Names: capitalised and mixed-case words, with versions, sizes and variants kept whole.

A name is a chain of name-like words one space apart. A word is name-like when it is capitalised in
mid-sentence, has capitals inside (`vLLM`), joins letters and digits (`H100`), is a handle, or is
known to the registry. Numbers go on a chain (`Gemma 4 31B`, `iOS 26.4`) unless a unit follows. The
first word of a sentence is a name only when nothing speaks for a common word. In a title-cased line
capitals say nothing, so only strong words count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.entities import Registry, key_of, shipped
from nutgraf.reading.common import (
    COMMON,
    FUNCTION,
    GENERIC,
    HEADS_OF,
    NO_NOUN,
    SIZED,
    TITLES,
    VARIANTS,
    is_common,
)
from nutgraf.reading.model import Name

_TOKEN = re.compile(
    r"I/O|(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z])|@?[^\W_](?:\w|[.\-‐‑'’&](?=[^\W_]))*\+*", re.UNICODE
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*(?:[A-Za-z]{1,2})?(?:-[A-Z0-9][\w.]*)*")
_GLUE = frozenset({" ", "-", "\u00a0", "\u2011"})
_UNIT_AFTER = re.compile(
    r"\s?(?:%|[x×](?!\w)|percent|per cent|percentage|points?\b|pp\b|times\b|million|billion|trillion|thousand|hundred|"
    r"tokens?\b|parameters?\b|params\b|seconds?\b|minutes?\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|"
    r"(?:[KMGTP]i?B|ms|[kMG]W|fps|tok/s)\b|users?\b|people\b|dollars?\b|employees\b|languages\b|tasks\b|countries\b|stars\b|"
    r"(?:to|-|–|of|out of|and)\s?\d)",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"[.!?:;\"“”‘'’()\[\]{}«»•·—–*|/>…-]")
_BREAK = re.compile(r"[:(—]")
_POSSESSIVE = ("'s", "’s")
_SIZE = re.compile(r"(?:[A-Z]?\d+(?:\.\d+)?[BbMm](?:-A\d+(?:\.\d+)?B)?|A\d+B|E\d+B)\Z")
_VERSION = re.compile(r"v\d+(?:\.\d+)*[a-z]?\Z")
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, where it stands, and what its shape says of it."""

    text: str
    start: int
    end: int
    shape: str  # strong, title, number, small
    initial: bool


def names(
    text: str,
    visible: str,
    base: int = 0,
    lowered: frozenset[str] = frozenset(),
    registry: Registry | None = None,
) -> tuple[Name, ...]:
    """The names of one sentence, in order.

    `visible` is the text with links and dates blanked out; `lowered` holds words the surrounding
    text writes in lower case, which are then no names where they open a sentence. Offsets are
    shifted by `base`. `registry` holds the known names, those of the package when left out.
    """
    known = registry or shipped()
    words = _words(visible, known)
    titles = _titled(visible, words)
    found: list[Name] = []
    at = 0
    while at < len(words):
        chain = _chain(visible, words, at, titles[at], lowered, known)
        if not chain:
            at += 1
            continue
        at += len(chain)
        for start, end in _split(visible, chain, known):
            found.append(_name(text, start, end, base, known))
    return tuple(name for name in found if name.key and not _is_no_name(name, known))


def _words(visible: str, known: Registry) -> list[_Word]:
    words: list[_Word] = []
    last = 0
    for match in _TOKEN.finditer(visible):
        start, text = match.start(), match.group()
        end = match.end()
        if text.endswith(_POSSESSIVE):
            text, end = text[:-2], end - 2
        between = visible[last:start]
        initial = not words or (between != " " and _INITIAL.search(between) is not None)
        words.append(_Word(text, start, end, _shape(text, known), initial))
        last = match.end()
    return words


def _shape(text: str, known: Registry) -> str:
    if text.isalpha() and text.islower():
        return "strong" if text in known.coined else "small"
    first = text[0]
    if first == "@":
        return "strong"
    if first.isdigit():
        return "number" if _NUMBER.fullmatch(text.rstrip("+")) else "small"
    inside = text[1:]
    if first.isupper():
        if any(char.isupper() or char.isdigit() for char in inside):
            return "strong"
        return "title"
    if any(char.isupper() for char in inside) and not _is_small_compound(text, known):
        return "strong"
    if _VERSION.match(text) or ("_" in text and known.is_alias(key_of(text))):
        return "strong"
    if any(char.isdigit() or char == "." for char in inside):
        found = known.find(key_of(text))
        return "strong" if found and found.kind in {"model", "product", "company"} else "small"
    return "small"


def _is_small_compound(text: str, known: Registry) -> bool:
    """`non-GPU`, `pre-AI`: a small prefix before a capital is no mixed-case name."""
    head, _, tail = text.partition("-")
    return (
        bool(tail)
        and head.islower()
        and head.isalpha()
        and len(head) > 1
        and known.find(key_of(text)) is None
    )


def _titled(visible: str, words: Sequence[_Word]) -> list[bool]:
    """For each word, whether it stands in a title-cased stretch (a heading, or a lead-in and colon)."""
    flags: list[bool] = []
    first = 0
    for index in range(1, len(words) + 1):
        last = index == len(words)
        gap = "" if last else visible[words[index - 1].end : words[index].start]
        if last or (gap != " " and _BREAK.search(gap)):
            flags.extend([_is_titled(words[first:index], leads=":" in gap)] * (index - first))
            first = index
    return flags


def _is_titled(words: Sequence[_Word], *, leads: bool) -> bool:
    """Whether hardly a longer word but small joining ones is in lower case."""
    longer = [
        word
        for word in words
        if len(word.text) > 3 and word.shape in {"title", "small"} and word.text not in FUNCTION
    ]
    small = sum(word.shape == "small" for word in longer)
    shouted = sum(word.shape == "title" and word.text.casefold() in COMMON for word in words)
    if leads:
        return len(longer) >= 3 and not small
    return len(longer) >= 4 and small <= 0.1 * len(longer) and shouted >= 2


def _chain(
    visible: str,
    words: list[_Word],
    at: int,
    titled: bool,
    lowered: frozenset[str],
    known: Registry,
) -> list[_Word]:
    """The longest name-like chain that begins at word `at`, empty when none does."""
    first = words[at]
    if not _opens(words, at, titled, lowered, known):
        return []
    chain = [first]
    while len(chain) < _LONGEST:
        index = at + len(chain)
        if index >= len(words):
            break
        word, before = words[index], chain[-1]
        gap = visible[before.end : word.start]
        if gap not in _GLUE or _has_small_tail(before.text, known):
            break
        if (word.shape == "number" and _goes_on(visible, words, index, chain, known)) or (
            word.shape in {"strong", "title"} and _continues(word, titled, known)
        ):
            chain.append(word)
        elif _bridges(visible, words, index, chain):
            chain.extend(words[index : index + 2])
        elif word.text in VARIANTS and _takes_variant(visible, chain, word, known):
            chain.append(word)
        else:
            break
    return chain


def _opens(
    words: list[_Word], at: int, titled: bool, lowered: frozenset[str], known: Registry
) -> bool:
    word = words[at]
    if word.shape in {"small", "number"}:
        return False
    plain = word.text.casefold()
    if word.shape == "strong":
        return not (word.text.isupper() and plain in COMMON and plain not in GENERIC)
    if len(word.text) == 1 and (word.text in "AI" or word.initial):
        return False
    if not (word.initial or titled):
        return (
            plain not in COMMON
            or known.is_alias(key_of(word.text)) is not None
            or _leads_name(words, at)
        )
    if is_common(word.text):
        return _known_two(words, at, known)
    if known.is_alias(key_of(word.text)):
        return True
    return not titled and plain not in lowered


def _leads_name(words: list[_Word], at: int) -> bool:
    """Whether a capitalised common word in mid-sentence begins a name: New York, White House."""
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        words[at].text.casefold() not in FUNCTION
        and after is not None
        and after.shape == "title"
        and after.start - words[at].end == 1
        and after.text.casefold() not in TITLES
    )


def _known_two(words: list[_Word], at: int, known: Registry) -> bool:
    """Whether a common word opens a known name of two words (`Code Arena`)."""
    if at + 1 >= len(words):
        return False
    found = known.find(key_of(f"{words[at].text} {words[at + 1].text}"))
    return found is not None and words[at + 1].shape != "small" and " " in found.key


def _has_small_tail(text: str, known: Registry) -> bool:
    """Whether a compound closes on a common small word: `OpenAI-compatible`."""
    tail = text.rpartition("-")[2]
    return (
        tail != text
        and tail.islower()
        and tail.isalpha()
        and tail not in VARIANTS
        and not known.is_alias(key_of(text))
    )


def _continues(word: _Word, titled: bool, known: Registry) -> bool:
    if word.text.casefold() in TITLES:
        return False
    if word.shape == "strong":
        return not word.text.startswith("@")
    plain = word.text.casefold()
    if titled:
        return plain in VARIANTS or known.is_alias(key_of(word.text)) is not None
    return plain not in {"the", "a", "an", "is", "and", "or", "in", "on", "for", "to", "with", "i"}


def _goes_on(
    visible: str, words: list[_Word], at: int, chain: list[_Word], known: Registry
) -> bool:
    """Whether a number belongs to the name before it: a version or size, not a figure."""
    word = words[at]
    if _UNIT_AFTER.match(visible, word.end) or (
        visible[word.end : word.end + 1] in {"%", "×", ","}
        and (visible[word.end + 1 : word.end + 2].isdigit())
    ):
        return False
    if _SIZE.match(word.text) or "." in word.text or "-" in word.text:
        return True
    if known.find(key_of(chain[0].text)) or known.find(
        key_of(" ".join(part.text for part in chain))
    ):
        return len(word.text) <= 4
    after = words[at + 1].text if at + 1 < len(words) else ""
    counts = len(word.text) > 1 and after.endswith("s") and after.islower() and after not in NO_NOUN
    return len(word.text) <= 3 and not counts


def _takes_variant(visible: str, chain: list[_Word], word: _Word, known: Registry) -> bool:
    """Whether a small word is a variant of what stands before it: `Gemma 4 mini`, `GPT-5.4 mini`."""
    before = chain[-1]
    if before.shape == "number":
        return True
    if before.shape != "strong" or not before.text[-1].isdigit() or word.text not in SIZED:
        return False
    found = known.find(key_of(visible[chain[0].start : before.end]))
    return found is not None and found.kind == "model"


def _bridges(visible: str, words: list[_Word], at: int, chain: list[_Word]) -> bool:
    """`of` or `for` inside a name: Department of Defense."""
    if words[at].text not in {"of", "for"} or at + 1 >= len(words):
        return False
    after = words[at + 1]
    return (
        after.shape in {"title", "strong"}
        and visible[words[at].end : after.start] == " "
        and any(word.text.casefold() in HEADS_OF for word in chain)
    )


def _split(visible: str, chain: list[_Word], known: Registry) -> list[tuple[int, int]]:
    """The names a chain holds: offices dropped, a company parted from its model, tails cut."""
    while len(chain) > 1 and (chain[0].text.casefold().rstrip(".") in TITLES):
        chain = chain[1:]
    while (
        len(chain) > 1
        and chain[0].initial
        and chain[0].shape == "title"
        and (chain[0].text.casefold() in COMMON and not _known_two(chain, 0, known))
    ):
        chain = chain[1:]
    spans: list[tuple[int, int]] = []
    for size in range(1, len(chain)):
        head = known.is_alias(key_of(visible[chain[0].start : chain[size - 1].end]))
        rest = visible[chain[size].start : chain[-1].end]
        if (
            head
            and head.kind in {"company", "product"}
            and not known.is_alias(key_of(visible[chain[0].start : chain[size].end]))
        ):
            tail = known.find(key_of(rest))
            if tail and tail.kind in {"model", "product", "benchmark"}:
                spans.append((chain[0].start, chain[size - 1].end))
                return [
                    *spans,
                    (chain[size].start, _cut(visible, chain[size].start, chain[-1].end, known)),
                ]
    return [(chain[0].start, _cut(visible, chain[0].start, chain[-1].end, known))]


def _cut(visible: str, start: int, end: int, known: Registry) -> int:
    """Where a name ends: small hyphenated tails (`OpenAI-compatible`) and a number's plus go."""
    while True:
        hyphen = max(visible.rfind("-", start, end), visible.rfind("‑", start, end))
        tail = visible[hyphen + 1 : end]
        if hyphen <= start or not tail.islower() or not tail.isalpha() or tail in VARIANTS:
            break
        if known.is_alias(key_of(visible[start:end])):
            break
        end = hyphen
    if visible[end - 1] == "+" and end - 2 >= start and visible[end - 2].isdigit():
        end = len(visible[:end].rstrip("+"))
    return end


def _name(text: str, start: int, end: int, base: int, known: Registry) -> Name:
    words = text[start:end]
    key = key_of(words)
    return Name(
        start=base + start,
        end=base + end,
        text=words,
        key=key,
        kind=known.kind_of(key),
    )


def _is_no_name(name: Name, known: Registry) -> bool:
    """Bare abbreviations for classes of things, months of a chain gone wrong, single letters."""
    plain = name.text.casefold()
    if name.kind != "other" or known.is_alias(name.key):
        return False
    return (
        plain in GENERIC
        or plain in TITLES
        or (len(name.key) == 1 and name.text not in {"X"})
        or (all(word in GENERIC or word in COMMON for word in plain.split()))
    )
