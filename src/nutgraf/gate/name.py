"""Names: every name of the sentence is borne by the cited words, variants kept apart.

A name is borne when its tokens stand there in a row (`Gemma 4` in `Gemma 4 31B`), or those of the
same entity under another alias. A model of a given version is not borne by its sibling: `GPT-5.3`
does not stand in `GPT-5.3 Codex`, `31B` not in `26B`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.entities import canonical, find, key_of
from nutgraf.gate.cited import Atom, Cited, atoms, runs_of
from nutgraf.gate.finding import Finding, Place
from nutgraf.reading.common import VARIANTS
from nutgraf.reading.model import Name

_SIZE = re.compile(r"(?:[ae]?\d+(?: \d+)?[bm])\b")
_FAMILY_GAP = frozenset({" ", "-", "\u00a0", "‑"})


def missing_names(
    found: Sequence[Name], cited: Sequence[Cited], *, known: Sequence[str] = ()
) -> Iterator[Finding]:
    """A finding per name the cited words do not bear.

    `known` are names that may stand without them: the speaker of an attribution, where the record
    of the capture names it.
    """
    excused = {key_of(name) for name in known}
    for name in found:
        if name.key in excused or any(borne(name, one) for one in cited):
            continue
        sibling = _sibling(name, cited)
        message = f"The name {name.text} does not stand in the cited words"
        message += f", which say {sibling[1]}." if sibling else "."
        yield Finding(
            kind="name",
            start=name.start,
            end=name.end,
            words=name.text,
            message=message,
            place=sibling[0] if sibling else None,
        )


def borne(name: Name, one: Cited) -> bool:
    """Whether a cited text bears a name."""
    if _stands(name.key, one) or _stands(canonical(name.key), one):
        return True
    if _alias_stands(name, one) or _size_apart(name.key, one):
        return True
    return _scattered(name, one) or _derived(name, one)


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
    return any(set(words) <= set(key_of(stretch.text).split()) for stretch in one.stretches)


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
