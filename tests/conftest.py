"""What every test may use; nothing here reaches a network or a clock."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that holds a threat row says so in its report."""
    for item in items:
        for mark in item.iter_markers("threat"):
            item.user_properties += [("threat", row) for row in mark.args]


SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("data absent: ../shared/data is not beside the repository")
    return SHARED
