"""Pages made by a tool are what the tool makes."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"


@pytest.mark.parametrize("tool", ["settings_page.py", "cli_page.py"])
def test_the_page_is_what_its_tool_makes(tool: str) -> None:
    made = runpy.run_path(str(TOOLS / tool))
    page: Path = made["PAGE"]
    assert page.read_text(encoding="utf-8") == made["page"](), f"run: python tools/{tool}"
