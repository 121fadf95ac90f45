"""A desk's folder: found from below, laid out once, its source list kept as a person wrote it."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from nutgraf.errors import DeskError, SettingsError
from nutgraf.sources.model import Source
from nutgraf.store.folder import find_desk, held, lay_out, read_sources, write_sources

FEED = Source(
    id="import-ai", name='Import "AI"', kind="feed", address="https://feed.example/x?a=1&b=2",
    owner="Import AI", weight=1.5, beats=("research",),
)  # fmt: skip


def test_a_desk_is_found_from_below(tmp_path: Path) -> None:
    assert lay_out(tmp_path / "desk", "[desk]\n") is True
    assert lay_out(tmp_path / "desk", "[other]\n") is False
    (tmp_path / "desk" / "a" / "b").mkdir(parents=True)
    assert find_desk(tmp_path / "desk" / "a" / "b") == tmp_path / "desk"
    with pytest.raises(DeskError, match="no desk"):
        find_desk(tmp_path)


def test_sources_come_back_and_comments_stay(tmp_path: Path) -> None:
    lay_out(tmp_path, "")
    write_sources(tmp_path, [FEED])
    path = tmp_path / "sources.toml"
    path.write_text(path.read_text().replace("[[source]]", "# my favourite\n[[source]]"))
    other = replace(FEED, id="other", name="漢字 Ω", weight=1.0, beats=(), quote_limit=2)
    write_sources(tmp_path, [FEED, other])
    assert read_sources(tmp_path) == (FEED, other)
    assert "# my favourite" in path.read_text()
    write_sources(tmp_path, [other])
    assert read_sources(tmp_path) == (other,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[source]]\nid='a'\nname='b'\nkind='feed'\naddress='c'\nowner='d'\nwieght=2", "wieght"),
        ("[[source]]\nid='a'\nname='b'\nkind='newspaper'\naddress='c'\nowner='d'", "newspaper"),
        ("[[source]]\nid='a'", "Source 1"),
        ("[[source]\nid=", "cannot be read"),
        (
            "[[source]]\nid='a'\nname='b'\nkind='feed'\naddress='c'\nowner='d'\n" * 2,
            "Two sources",
        ),
    ],
)
def test_a_source_list_that_is_wrong_is_said_so(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "sources.toml").write_text(text)
    with pytest.raises(SettingsError) as refused:
        read_sources(tmp_path)
    assert said in refused.value.happened
    assert refused.value.next_step


def _hold(folder: Path, taken: multiprocessing.Queue, stop: multiprocessing.Event) -> None:
    try:
        with held(folder):
            taken.put(True)
            stop.wait(30)
    except DeskError:
        taken.put(False)


def test_of_many_processes_one_holds_the_desk(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    taken, stop = context.Queue(), context.Event()
    racers = [context.Process(target=_hold, args=(tmp_path, taken, stop)) for _ in range(6)]
    for racer in racers:
        racer.start()
    answers = [taken.get(timeout=60) for _ in racers]
    stop.set()
    for racer in racers:
        racer.join()
    assert answers.count(True) == 1
    with held(tmp_path):
        pass
