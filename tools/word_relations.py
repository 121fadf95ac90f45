"""Make `src/nutgraf/gate/word_relations.txt.zst` from a WordNet 3.x dictionary folder.

Run as `python tools/word_relations.py FOLDER`, FOLDER holding data.noun, index.sense and so on. WordNet
is Princeton University's (its licence stands in NOTICE). What is kept: single words somebody tagged in
running text, or that share one of a tagged word's first senses; of each its first senses by part of
speech; of each sense the senses above it; derivations and opposites word to word.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import zstandard

TARGET = Path(__file__).parents[1] / "src" / "nutgraf" / "gate" / "word_relations.txt.zst"
_PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_SENSES = {"n": 4, "v": 6, "a": 4, "r": 3}
_WORD = re.compile(r"[a-z]{2,}(?:[-_][a-z]+)?")
_ABOVE, _ALIKE, _DERIVED, _OPPOSITE, _PERTAINS = "@", "&", "+", "!", "\\"


@dataclass(slots=True)
class Sense:
    """A set of words with one meaning: the words, and pointers (kind, sense, own word, other word)."""

    words: list[str]
    pointers: list[tuple[str, str, int, int]] = field(default_factory=list)


def main() -> None:
    folder = Path(sys.argv[1])
    senses = _senses(folder)
    kept = _kept(folder, senses)
    lines = sorted(_lines(senses, kept))
    text = "\n".join(lines) + "\n"
    TARGET.write_bytes(zstandard.ZstdCompressor(level=19).compress(text.encode()))
    sys.stdout.write(
        f"{len(kept)} words, {len(lines)} lines, {len(text):,} characters, {TARGET.stat().st_size:,} bytes\n"
    )


def _senses(folder: Path) -> dict[str, Sense]:
    """Every sense by part of speech and place."""
    found: dict[str, Sense] = {}
    for name, part in _PARTS.items():
        for line in (folder / f"data.{name}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            head = line.split("|")[0].split()
            count = int(head[3], 16)
            words = [re.sub(r"\(.*\)", "", head[4 + 2 * at]).lower() for at in range(count)]
            sense = found[part + head[0]] = Sense(words)
            rest = head[5 + 2 * count :]
            for at in range(0, 4 * int(head[4 + 2 * count]), 4):
                kind, place, of, ends = rest[at : at + 4]
                of = "a" if of == "s" else of
                sense.pointers.append((kind, of + place, int(ends[:2], 16), int(ends[2:], 16)))
    return found


def _kept(folder: Path, senses: dict[str, Sense]) -> dict[str, list[str]]:
    """The words that are kept, each with its first senses."""
    ordered: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    tagged: Counter[str] = Counter()
    for line in (folder / "index.sense").read_text("latin-1").splitlines():
        key, place, number, count = line.split()
        word, rest = key.split("%")
        part = "nvara"[int(rest[0]) - 1]
        if _WORD.fullmatch(word):
            ordered[word, part].append((int(number), part + place))
            tagged[word] += int(count)
    kept: dict[str, list[str]] = defaultdict(list)
    for (word, part), places in sorted(ordered.items()):
        first = [place for _, place in sorted(places)[: _SENSES[part]]]
        near = any(tagged[other] > 0 for place in first[:2] for other in senses[place].words)
        if tagged[word] > 0 or near:
            kept[word] += first
    return kept


def _lines(senses: dict[str, Sense], kept: dict[str, list[str]]) -> list[str]:
    numbers = {place: at for at, place in enumerate(sorted(_with_above(senses, kept)))}
    lines = []
    for word, places in kept.items():
        lines.append(f"{word} " + " ".join(f"{place[0]}{numbers[place]:x}" for place in places))
    for place, number in numbers.items():
        above = sorted(
            f"{numbers[other]:x}" for kind, other, _, _ in senses[place].pointers
            if kind[0] in {_ABOVE, _ALIKE} and other in numbers
        )  # fmt: skip
        if above:
            lines.append(f">{number:x} " + " ".join(above))
    return lines + sorted(_pairs(senses, kept))


def _with_above(senses: dict[str, Sense], kept: dict[str, list[str]]) -> set[str]:
    """The senses of the kept words and all above them, whether a kept word has them or not."""
    found: set[str] = set()
    edge = {place for places in kept.values() for place in places}
    while edge:
        found |= edge
        edge = {
            other for place in edge for kind, other, _, _ in senses[place].pointers
            if kind[0] == _ABOVE and other in senses
        } - found  # fmt: skip
    return found


def _pairs(senses: dict[str, Sense], kept: dict[str, list[str]]) -> set[str]:
    """Derivations (`+`) and opposites (`!`) of single words."""
    pairs = set()
    for sense in senses.values():
        for kind, other, own, theirs in sense.pointers:
            if kind not in {_DERIVED, _OPPOSITE, _PERTAINS} or not own or other not in senses:
                continue
            one, two = sense.words[own - 1], senses[other].words[theirs - 1]
            if one in kept and two in kept and one != two:
                pairs.add(f"{'!' if kind == _OPPOSITE else '+'}{min(one, two)} {max(one, two)}")
    return pairs


if __name__ == "__main__":
    main()
