"""Names: every name of the sentence is borne by the cited words, variants kept apart.

A name is borne when its tokens stand there in a row (`Gemma 4` in `Gemma 4 31B`), or those of the
same entity under another alias. A model of a given version is not borne by its sibling: `GPT-5.3`
does not stand in `GPT-5.3 Codex`, `31B` not in `26B`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.entities import canonical, find, key_of
from nutgraf.gate.alignment import tokens
from nutgraf.gate.cited import Atom, Cited, atoms, runs_of
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.mentions import name_words, plain_words, runs
from nutgraf.gate.peoples import is_place_word, of_one_place
from nutgraf.gate.thesaurus import is_word
from nutgraf.reading.common import FUNCTION, GENERIC, VARIANTS, is_common
from nutgraf.reading.model import Name
from nutgraf.reading.wordlists import listed

_AMOUNT = re.compile(
    r"(?:[A-Z]{3}|[A-Z]{0,2}[$€£]) ?\d[\d.,]*\s?(?:k|m|mn|bn|tn|million|billion)?", re.IGNORECASE
)
# A word set off from its description: Navis, the federation; Ruiz, 19.
_APPOSED = re.compile(r", (?:(?:the|a|an) [a-z]|\d\d,)")
_FAMILY = re.compile(r"\s(?:brothers|sisters|siblings|family|couple|twins)\b")
_VERSION = re.compile(r"\d+(?:\.(?:\d+|x))+\Z")
_OPENS = re.compile(r"(?:^|[.!?:;“„\"«(\[—–|•\n]\s*|[.!?][”\"’]\s*)[“\"‘'(]*\Z")
_CLASSES = frozenset(
    listed(
        "ram dna rna co2 co tb gb mb kb pb kwh mwh gwh twh kw mw gw tw wh gbit mbit hp mph kph rpm dvd sms gps hiv id usb led wifi tv "
        "eur usd gbp chf jpy cad aud sek nok dkk pln inr cny a$ c$ us$"
    )
)
_SIZE = re.compile(r"(?:[ae]?\d+(?: \d+)?[bm])\b")
_FAMILY_GAP = frozenset({" ", "-", "\u00a0", "‑"})


def missing_names(
    text: str, found: Sequence[Name], cited: Sequence[Cited], *, known: Sequence[str] = ()
) -> Iterator[Finding]:
    """A finding per name of the sentence that the cited words do not bear.

    `known` are names that may stand without them: the speaker of an attribution, where the record
    of the capture names it. Beside the names reading finds, every other capitalised word is looked at.
    """
    excused = {key_of(name) for name in known}
    theirs = _words(cited)
    capital = runs(text, _capital_words(cited))
    row = tokens(text)
    for name in found:
        if name.key in excused or _is_plain(text, name, theirs):
            continue
        if not any(borne(name, one) for one in cited):
            yield _finding(name.start, name.end, name.text, _sibling(name, cited))
    for run in capital:
        start, end = row[run.start].start, row[run.end - 1].end
        if run.key in excused or any(one.start < end and start < one.end for one in found):
            continue
        for at in range(run.start, run.end):
            if not _word_stands(row[at].plain, theirs) and not _is_class(row[at].plain):
                words = text[row[at].start : row[at].end]
                yield _finding(row[at].start, row[at].end, words, None)
                break


def _finding(start: int, end: int, words: str, sibling: tuple[Place, str] | None) -> Finding:
    message = f"The name {words} does not stand in the cited words"
    message += f", which say {sibling[1]}." if sibling else "."
    place = sibling[0] if sibling else None
    return Finding(kind="name", start=start, end=end, words=words, message=message, place=place)


def _words(cited: Sequence[Cited]) -> frozenset[str]:
    return frozenset[str]().union(
        *(plain_words(text) for one in cited for text in (one.text, one.context))
    )


def _capital_words(cited: Sequence[Cited]) -> frozenset[str]:
    """The words the cited texts have in names where a capital says something."""
    return frozenset[str]().union(
        *(name_words(text) for one in cited for text in (one.text, one.context))
    )


def _is_plain(text: str, name: Name, theirs: frozenset[str]) -> bool:
    """Whether what reading took for a name is none: a word that opens a sentence, a unit, a class."""
    row = tokens(name.text)
    if all(_is_class(token.plain) or token.plain[0].isdigit() for token in row):
        return True
    if len({token.start for token in row}) > 1 or not _opens(text, name.start):
        return False
    word = row[0].plain
    if is_place_word(word) or _APPOSED.match(text, name.end):
        return False
    return (
        is_word(word)
        or is_word(word.removeprefix("un"))
        or word in FUNCTION
        or is_common(word)
        or name.text.casefold().endswith(("n't", "n’t"))
        or word.endswith(_MANY)
        or _word_stands(word, theirs)
    )


# How words for many people end: workmen, shareholders, jurors. No name of a firm or person does.
_MANY = ("men", "ors", "ers", "ists", "ees", "ians")


def _opens(text: str, start: int) -> bool:
    return _OPENS.search(text[:start]) is not None


def _is_class(word: str) -> bool:
    """Whether an abbreviation names a kind of thing, a unit or a currency rather than one thing."""
    return word in GENERIC or word in _CLASSES


def _word_stands(word: str, theirs: frozenset[str]) -> bool:
    """Whether a word stands there, in another number, or as the land or people of it."""
    if word in theirs or f"{word}s" in theirs or word.removesuffix("s") in theirs:
        return True
    if len(word) >= 5 and any(f"{word}{end}" in theirs for end in ("er", "ers", "an", "n", "ese")):
        return True
    return is_place_word(word) and any(of_one_place(word, other) for other in theirs)


def borne(name: Name, one: Cited) -> bool:
    """Whether a cited text bears a name."""
    if _stands(name.key, one) or _stands(canonical(name.key), one):
        return True
    if _alias_stands(name, one) or _size_apart(name.key, one):
        return True
    if _scattered(name, one) or _derived(name, one):
        return True
    return _numbered(name, one) or _initials(name, one) or _of_places(name, one) or _amount(name)


def _stands(key: str, one: Cited) -> bool:
    """Whether a key's tokens stand in a row, and not as the beginning of another variant."""
    needle = [atom.text for atom in atoms(key)]
    versioned = any(atom.isdigit() for atom in needle)
    for _, end in runs_of(needle, one.atoms):
        if not (versioned and _goes_on_as_variant(one, end)):
            return True
    return False


def _goes_on_as_variant(one: Cited, end: int) -> bool:
    """Whether the name goes on in the source with a word or number that makes it another thing."""
    if end >= len(one.atoms):
        return False
    last, after = one.atoms[end - 1], one.atoms[end]
    gap = one.text[last.end : after.start]
    if gap == "." and after.text.isdigit():
        return True
    return (
        gap in _FAMILY_GAP
        and after.closes
        and after.text in VARIANTS
        and _is_written_as_name(one, after)
    )


def _is_written_as_name(one: Cited, atom: Atom) -> bool:
    """A variant word counts when capitalised or hyphenated on: `GPT-5.3 Codex`, `gpt-5-mini`."""
    return one.text[atom.start].isupper() or one.text[atom.start - 1] in "-‑"


def _alias_stands(name: Name, one: Cited) -> bool:
    """Whether the same entity stands there under another alias, with the same rest of the name."""
    if name.kind == "other":
        return False
    same = canonical(name.key)
    return any(
        other.kind == name.kind and canonical(other.key) == same
        for stretch in one.stretches
        for other in stretch.parts.names
    )


def _size_apart(key: str, one: Cited) -> bool:
    """`Gemma 4 26B` of `Gemma 4 31B and 26B`: family and size each stand, apart."""
    size = _SIZE.search(key)
    if size is None or size.start() == 0:
        return False
    head, tail = key[: size.start()].strip(), key[size.start() :]
    return _stands(head, one) and _stands(tail, one)


def _derived(name: Name, one: Cited) -> bool:
    """A single unknown word that is an adjective or plural of a word there: Libyan, of Libya."""
    if name.kind != "other" or not name.key.isalpha() or len(name.key) < 5:
        return False
    root = name.key[: max(4, len(name.key) - 3)]
    return any(
        atom.text.startswith(root)
        and abs(len(atom.text) - len(name.key)) <= 3
        and one.text[atom.start].isupper()
        for atom in one.atoms
    )


def _scattered(name: Name, one: Cited) -> bool:
    """A capitalised phrase unknown to the registry, all of whose words stand in one sentence."""
    words = name.key.split()
    if len(words) < 2 or find(name.key) or any(char.isdigit() for char in name.key):
        return False
    if any(set(words) <= set(key_of(stretch.text).split()) for stretch in one.stretches):
        return True
    last = re.search(rf"(?i)(?<!\w){re.escape(words[-1])}(?!\w)", one.text)
    related = last is not None and _FAMILY.match(one.text, last.end()) is not None
    return related and set(words) <= set(key_of(one.text).split())


def _numbered(name: Name, one: Cited) -> bool:
    """`Rookery 6.0` of `version 6.0 of Rookery`: name and version each stand, the version as one."""
    found = _VERSION.search(name.text)
    if found is None or found.start() == 0:
        return False
    version = re.escape(found.group())
    stated = re.search(
        rf"(?i)\b(?:versions?|releases?|updates?|or|and|to|than|,|v\.?)\s?{version}(?![\w.]*\d)|(?<![\w.]){version}(?=,| (?:and|or)\b)",
        one.text,
    )
    return stated is not None and _stands(key_of(name.text[: found.start()]), one)


def _initials(name: Name, one: Cited) -> bool:
    """`CET` for Central European Time, or the other way round."""
    words = [word for word in name.key.split() if word not in FUNCTION]
    if len(words) > 2:
        short = "".join(word[0] for word in words)
        return any(atom.text == short and _is_upper(one, atom) for atom in one.atoms)
    if not 2 <= len(name.key) <= 6 or not name.text.isupper():
        return False
    found = ([word for word in run.words if word not in FUNCTION] for run in runs(one.text))
    return any("".join(word[0] for word in long) == name.key for long in found)


def _is_upper(one: Cited, atom: Atom) -> bool:
    return one.text[atom.start : atom.end].isupper()


def _of_places(name: Name, one: Cited) -> bool:
    """Each word stands there, or the land, people or number of it does: South African, A321neos."""
    theirs = plain_words(one.text)
    words = [token.plain for token in tokens(name.text)]
    if len(words) > 1 and any(word.isdigit() for word in words) and words[-1].isdigit():
        return False
    if all(word in theirs and not is_place_word(word) for word in words):
        return False
    return all(_word_stands(word, theirs) for word in words)


def _amount(name: Name) -> bool:
    """A currency and its figure, `CHF 86m`: figures have checks of their own."""
    return _AMOUNT.fullmatch(name.text) is not None


def _sibling(name: Name, cited: Sequence[Cited]) -> tuple[Place, str] | None:
    """A name of the cited words that shares the first word, else the first of the same kind."""
    first = name.key.split()[0]
    others = [(one, other) for one in cited for s in one.stretches for other in s.parts.names]
    for close in (True, False):
        for one, other in others:
            alike = other.key.split()[0] == first if close else other.kind == name.kind != "other"
            if alike:
                return Place(index=one.index, start=other.start, end=other.end), other.text
    return None
