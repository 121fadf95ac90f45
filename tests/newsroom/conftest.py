"""What the tests of the newsroom share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nutgraf.testing import ScriptedWeb
from tests.newsroom.scene import Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with ScriptedWeb({}) as web:
        yield Scene(tmp_path / "desk", web)
