"""The small edition of the editions' tests, and its files."""

from __future__ import annotations

import pytest

from nutgraf.archive.words import CaptureWords
from nutgraf.editions.model import Edition
from nutgraf.editions.renderings import render
from tests.editions import conftest as BY_HAND  # noqa: N812


@pytest.fixture(scope="session")
def edition() -> Edition:
    made: Edition = BY_HAND.small_edition()
    return made


@pytest.fixture(scope="session")
def words() -> CaptureWords:
    held: CaptureWords = BY_HAND.WORDS
    return held


@pytest.fixture(scope="session")
def files(edition: Edition) -> dict[str, bytes]:
    return render(edition)
