"""The small edition of the editions' tests, as this version makes it, and its files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nutgraf import __version__
from nutgraf.archive.words import CaptureWords
from nutgraf.editions.model import Edition
from nutgraf.editions.renderings import render
from nutgraf.editions.version import VERSION
from tests.editions import conftest as BY_HAND  # noqa: N812


@pytest.fixture(scope="session")
def edition() -> Edition:
    made: Edition = BY_HAND.small_edition()
    ours = (("nutgraf", __version__), *made.colophon.versions[1:], ("editions", VERSION))
    top, products, takes = made.sections
    (sorrel,) = products.stories
    products = replace(products, stories=(replace(sorrel, theme="Sorrel"),))
    return replace(
        made,
        sections=(top, products, takes),
        colophon=replace(made.colophon, versions=ours),
    )


@pytest.fixture(scope="session")
def words() -> CaptureWords:
    held: CaptureWords = BY_HAND.WORDS
    return held


@pytest.fixture(scope="session")
def files(edition: Edition) -> dict[str, bytes]:
    return render(edition)
