"""The small edition of the editions' tests, and its files."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from nutgraf.archive.words import CaptureWords
from nutgraf.editions.model import Edition
from nutgraf.editions.renderings import render


def _made_by_hand() -> ModuleType:
    place = Path(__file__).parents[1] / "editions" / "conftest.py"
    spec = spec_from_file_location("edition_made_by_hand", place)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BY_HAND = _made_by_hand()


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
