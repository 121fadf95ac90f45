"""The registry of readers, and that the room is cheap to import."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from nutgraf.archive import readers
from nutgraf.archive.canonical_text import Canonical
from nutgraf.archive.model import Layout
from nutgraf.sources.model import Received
from tests.archive.samples import item, read

HEAVY = ["lxml", "trafilatura", "liteparse", "pypdfium2", "markdown_it", "charset_normalizer"]


def shouting(received: Received) -> Canonical:
    """A stranger's reader."""
    text = received.body.decode().upper()
    return Canonical(text=text, layout=Layout(), canonicaliser="shout/1")


def test_a_strangers_reader_is_found_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("text/x-shout", f"{__name__}:shouting", readers.GROUP)
    monkeypatch.setattr(readers, "entry_points", lambda group: [point])
    readers._strangers.cache_clear()
    try:
        assert read("hey", "text/x-shout").text == "HEY"
        assert "text/x-shout" in readers.media_types()
    finally:
        readers._strangers.cache_clear()


def test_parameters_and_case_of_a_media_type_do_not_count() -> None:
    assert readers.reader("Text/HTML; charset=utf-8") is readers.reader("text/html")
    assert item("x").media_type == "text/html"


def test_importing_the_archive_loads_no_parser() -> None:
    code = f"import sys, nutgraf.archive; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
