"""A desk that names an embedder has a vector of every capture, made once; one that names none has none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nutgraf import models, rundown
from nutgraf.errors import UsageError
from nutgraf.models import minilm, registry
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.doctor import examine
from nutgraf.newsroom.rebuild import rebuild
from nutgraf.newsroom.run import run_desk
from nutgraf.rundown import work
from nutgraf.rundown.embed import passage
from nutgraf.rundown.read import features_of
from nutgraf.runners.pool import Inline, Pool, Runner
from nutgraf.stories.model import Features
from nutgraf.telemetry import Lines, Silent
from nutgraf.testing import ScriptedEmbedder, at, offered, small_desk

NOW = at("2026-04-01T20:00:00Z")
ONCE = 20


class Other(ScriptedEmbedder):
    """Another model of the same family."""

    name = "other"
    dimensions = 24


@pytest.fixture(autouse=True)
def _scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    points = {
        "scripted": "nutgraf.testing.embedder:ScriptedEmbedder",
        "other": "tests.rundown.test_embed:Other",
    }
    monkeypatch.syspath_prepend(offered(tmp_path / "offered", "nutgraf.models", points))
    registry._strangers.cache_clear()
    yield
    registry._strangers.cache_clear()


def desk_with(folder: Path, embedder: str, count: int = ONCE) -> Path:
    """A desk of `count` captures a minute apart."""
    small_desk(folder)
    lines = [
        {
            "source": "Harbour Wire", "id": f"n-{n}", "owner": "Harbour Wire",
            "title": f"Pier {n} opens" if n % 2 else "",
            "url": f"https://harbourwire.example/{n}",
            "published_at": f"2026-04-01T09:{n:02}:00Z", "fetched_at": f"2026-04-01T10:{n:02}:00Z",
            "text": f"Pier {n} of the Ostrava harbour opened on 1 April 2026. It can take {n + 3} "
            "vessels at once, the harbour office said.",
        }
        for n in range(count)
    ]  # fmt: skip
    (folder / "small.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    name(folder, embedder)
    return folder


def name(folder: Path, embedder: str) -> None:
    (folder / "nutgraf.toml").write_text(f'[embedding]\nembedder = "{embedder}"\n')


def run(folder: Path, runner: Runner) -> bytes:
    """The edition a run makes, as JSON."""
    with open_desk(folder) as desk:
        made = run_desk(desk, runner=runner, progress=Silent(), now=NOW)
        return (made.path / "edition.json").read_bytes()


def features(desk: Desk) -> list[Features]:
    shift = desk.shift(Inline(), Silent(), NOW)
    return features_of(shift, desk.store.captures.arrived(desk.audience, None, NOW))


def test_every_capture_has_the_vector_of_its_title_and_text(tmp_path: Path) -> None:
    folder = desk_with(tmp_path / "desk", "scripted")
    run(folder, Inline())
    with open_desk(folder) as desk:
        found = features(desk)
        whole = {one.id: one for one in desk.store.captures.get([one.capture for one in found])}
    assert len(found) == ONCE
    for one in found:
        assert one.vector == ScriptedEmbedder().embed([passage(whole[one.capture])])[0]
    titled = [one for one in whole.values() if one.title]
    assert titled and passage(titled[0]).startswith(f"{titled[0].title}\n")


def test_without_an_embedder_there_is_no_vector(tmp_path: Path) -> None:
    folder = desk_with(tmp_path / "desk", "none")
    made = run(folder, Inline())
    with open_desk(folder) as desk:
        assert {one.vector for one in features(desk)} == {b""}
    assert not any("embedder" in key for key in json.loads(made)["colophon"]["versions"])


def test_inline_and_pool_give_the_same_vectors_and_the_same_bytes(tmp_path: Path) -> None:
    made, kept = [], []
    for runner in (Inline(), Pool(2, chunk=4)):
        folder = desk_with(tmp_path / type(runner).__name__, "scripted")
        made.append(run(folder, runner))
        with open_desk(folder) as desk:
            kept.append([(one.capture, one.vector) for one in features(desk)])
    assert made[0] == made[1]
    assert kept[0] == kept[1] and all(vector for _, vector in kept[0])


def test_what_is_embedded_is_not_embedded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk_with(tmp_path / "desk", "scripted", 5)
    run(folder, Inline())
    with open_desk(folder) as desk:
        shift = desk.shift(Inline(), Silent(), NOW)
        every = desk.store.captures.arrived(desk.audience, None, NOW)
        assert rundown.embed(shift, every) == 0
        monkeypatch.setattr(ScriptedEmbedder, "version", "2")
        assert rundown.embed(shift, every) == 5


def test_a_desk_that_changes_its_embedder_has_vectors_of_one_kind(tmp_path: Path) -> None:
    folder = desk_with(tmp_path / "desk", "scripted", 6)
    run(folder, Inline())
    name(folder, "other")
    with open_desk(folder) as desk:
        assert {len(one.vector) for one in features(desk)} == {Other.dimensions}


def test_a_rebuilt_desk_has_the_same_vectors(tmp_path: Path) -> None:
    folder = desk_with(tmp_path / "desk", "scripted", 6)
    run(folder, Inline())
    rebuild(folder, tmp_path / "again", runner=Inline(), progress=Silent())
    with open_desk(folder) as before, open_desk(tmp_path / "again") as after:
        assert [one.vector for one in features(after)] == [one.vector for one in features(before)]


def test_an_edition_says_which_model_made_its_vectors(tmp_path: Path) -> None:
    made = run(desk_with(tmp_path / "desk", "scripted", 5), Inline())
    assert json.loads(made)["colophon"]["versions"]["embedder scripted"] == "1"


def test_progress_counts_what_is_embedded(tmp_path: Path) -> None:
    folder = desk_with(tmp_path / "desk", "scripted", 7)
    with open_desk(folder) as desk, (tmp_path / "said").open("w+") as said:
        ticks = iter(range(10_000))
        run_desk(desk, runner=Inline(), progress=Lines(said, lambda: float(next(ticks))), now=NOW)
        said.seek(0)
        assert any(line.startswith("embedding captures: 7 of 7, ") for line in said)


def test_an_embedder_that_is_not_installed_stops_a_run_before_it_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = desk_with(tmp_path / "desk", "minilm", 3)
    monkeypatch.setattr(minilm, "find_spec", lambda package: None)
    with open_desk(folder) as desk:
        with pytest.raises(UsageError, match="needs the embed extra"):
            run_desk(desk, runner=Inline(), progress=Silent(), now=NOW)
        assert desk.store.captures.count() == 0
        (line,) = [one for one in examine(desk).lines if one.name == "embedder"]
    assert (line.state, "nutgraf[embed]" in line.said) == ("look", True)


def test_the_doctor_says_which_embedder_a_desk_has(tmp_path: Path) -> None:
    said = {}
    for embedder in ("none", "scripted"):
        with open_desk(desk_with(tmp_path / embedder, embedder, 1)) as desk:
            (line,) = [one for one in examine(desk).lines if one.name == "embedder"]
            said[embedder] = (line.state, line.said)
    assert said["scripted"] == ("ok", "scripted 1")
    assert said["none"][0] == "ok" and "scripted" in said["none"][1]


@pytest.mark.skipif(
    any(minilm.find_spec(package) is None for package in minilm.EXTRA),
    reason="the embed extra is not installed",
)
def test_the_model_of_the_extra_gives_the_same_bytes_on_both_runners(tmp_path: Path) -> None:
    made = []
    for runner in (Inline(), Pool(2, chunk=4)):
        folder = desk_with(tmp_path / type(runner).__name__, "minilm")
        made.append(run(folder, runner))
        with open_desk(folder) as desk:
            assert {len(one.vector) for one in features(desk)} == {
                models.embedder("minilm").dimensions
            }
    assert made[0] == made[1]
    work._embedder.cache_clear()
