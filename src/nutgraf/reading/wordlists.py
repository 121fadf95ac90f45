"""Word lists written as running text, so that a table of words reads like one."""

from __future__ import annotations


def listed(words: str) -> tuple[str, ...]:
    """The words of a white-space separated list."""
    return tuple(words.split())
