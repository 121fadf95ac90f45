"""A released edition is the draft under a name: the same sentences, evidence and links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nutgraf.errors import UsageError
from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.release import release_edition
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.store.folder import held
from nutgraf.telemetry import Silent
from nutgraf.testing import at, small_desk


def links_of(folder: Path) -> dict[tuple[str, int, int], str | None]:
    """The link of every span an edition cites."""
    form: Any = json.loads((folder / "edition.json").read_bytes())
    told = [*form["lede"], *(one for section in form["sections"] for one in section["why"])]
    stories = [story for section in form["sections"] for story in section["stories"]]
    told += [one for story in stories for one in story["sentences"]]
    cites = [cite for sentence in told for cite in sentence["cites"]]
    return {(cite["capture"], cite["start"], cite["end"]): cite["link"] for cite in cites}


def test_a_draft_is_read_once_the_desk_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_desk(tmp_path)
    with open_desk(tmp_path) as desk:
        run_desk(desk, runner=Inline(), progress=Silent(), now=at("2026-04-01T18:00:00Z"))

        @contextmanager
        def held_late(folder: Path) -> Iterator[None]:
            """Held, but only after somebody else released the draft."""
            kept = desk.store.editions(desk.audience)
            kept.keep(replace(kept.all()[0], released_by="Grace Hopper"), ())
            with held(folder):
                yield

        monkeypatch.setattr("nutgraf.newsroom.release.held", held_late)
        with pytest.raises(UsageError, match="released by Grace Hopper already"):
            release_edition(desk, "2026-04-01", "Ada Byron")
        assert desk.store.editions(desk.audience).all()[0].released_by == "Grace Hopper"


def test_links_to_the_words_survive_a_release(tmp_path: Path) -> None:
    small_desk(tmp_path)
    with open_desk(tmp_path) as desk:
        made = run_desk(desk, runner=Inline(), progress=Silent(), now=at("2026-04-01T18:00:00Z"))
        drafted = links_of(made.path)
        evidence = (made.path / "evidence.jsonl").read_bytes()
        release_edition(desk, "2026-04-01", "Ada Byron")
    assert len(drafted) >= 4
    assert all(link and "#:~:text=" in link for link in drafted.values())
    assert links_of(made.path) == drafted
    assert (made.path / "evidence.jsonl").read_bytes() == evidence
    page = (made.path / "edition.md").read_text(encoding="utf-8")
    assert all(f"]({link})" in page for link in drafted.values())
    assert check_path(made.path, None).failed == ()
