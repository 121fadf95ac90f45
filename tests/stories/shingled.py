"""The shingles of a text alone."""

from nutgraf.stories.features import shingles_of
from nutgraf.stories.terms import words


def shingles(text: str) -> tuple[int, ...]:
    """The shingles of a text without its title."""
    return shingles_of(words(text))
