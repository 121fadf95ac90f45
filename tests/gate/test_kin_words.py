"""The word lists beside the gate keep their form."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import nutgraf.gate

_ROOM = Path(nutgraf.gate.__file__).parent
_WORD = re.compile(r"[a-z0-9][a-z0-9'._-]*")
MOST_GROUPS = 3


def _lines(name: str) -> list[str]:
    lines = (_ROOM / name).read_text(encoding="ascii").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _groups() -> list[list[str]]:
    return [line.split() for line in _lines("kin.txt")]


def _sides() -> list[tuple[list[str], list[str]]]:
    pairs = [line.removeprefix("~ ").split(" | ") for line in _lines("opposites.txt")]
    return [(left.split(), right.split()) for left, right in pairs]


def test_a_group_holds_two_or_more_different_plain_words() -> None:
    for group in _groups():
        assert len(group) >= 2
        assert len(set(group)) == len(group), group
        assert all(_WORD.fullmatch(word) for word in group), group


def test_no_group_stands_twice_or_within_another() -> None:
    sets = [frozenset(group) for group in _groups()]
    assert len(set(sets)) == len(sets)
    assert [one for one in sets if any(one < other for other in sets)] == []


def test_no_word_stands_in_more_than_three_groups() -> None:
    counts = Counter(word for group in _groups() for word in group)
    assert {word for word, count in counts.items() if count > MOST_GROUPS} == set()


def test_the_two_sides_of_a_pair_share_no_word() -> None:
    for left, right in _sides():
        assert left
        assert right
        assert len(set(left + right)) == len(left + right), (left, right)
        assert all(_WORD.fullmatch(word) for word in left + right), (left, right)


def test_opposites_are_never_kin() -> None:
    kin = [frozenset(group) for group in _groups()]
    for left, right in _sides():
        for one in left:
            for other in right:
                assert not any({one, other} <= group for group in kin), (one, other)
