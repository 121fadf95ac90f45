"""Rulings that teach, rules that follow and mute, and records of sources, on a desk of our own."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from nutgraf.errors import SettingsError, UsageError
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.rule import rule_on
from nutgraf.newsroom.run import run_desk
from nutgraf.newsroom.sections import try_sections
from nutgraf.newsroom.stories import list_stories, show_story
from nutgraf.newsroom.take_in import import_captures
from nutgraf.newsroom.taste import change_rule, forget, taste_of, unknown_sources
from nutgraf.rundown.background import background, records
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from tests.stories.desk import FLOOD, HERON, HERON_RETOLD, MONDAY, SORREL

NOON = MONDAY + timedelta(hours=3)


def line(text: str, owner: str, at: datetime = MONDAY, **more: Any) -> bytes:
    said = {
        "source": owner.lower().replace(" ", "-"), "id": f"{owner} {text[:30]}", "text": text,
        "owner": owner, "published_at": at.isoformat(), "fetched_at": at.isoformat(),
    }  # fmt: skip
    return json.dumps(said | more).encode() + b"\n"


def desk_with(folder: Path, *lines: bytes, settings: str = "") -> Path:
    make_desk(folder)
    # A ruling is made at the desk's own time, and the run after it is one of that time too.
    (folder / "nutgraf.toml").write_text(f'[desk]\nclock = "{NOON.isoformat()}"\n{settings}')
    with open_desk(folder) as desk:
        take_in(desk, *lines)
        edition(desk)
    return folder


def take_in(desk: Desk, *lines: bytes) -> None:
    import_captures(
        desk, BytesIO(b"".join(lines)), "lines.jsonl", runner=Inline(), progress=Silent(), now=NOON
    )


def edition(desk: Desk, now: datetime = NOON) -> dict[str, Any]:
    ran = run_desk(desk, runner=Inline(), progress=Silent(), now=now)
    found: dict[str, Any] = json.loads((ran.path / "edition.json").read_bytes())
    return found


THREE = (
    line(HERON, "Harbour Wire"), line(HERON_RETOLD, "Copper Courier"), line(SORREL, "Echo"),
    line(FLOOD, "River Watch"),
)  # fmt: skip


def story_with(desk: Desk, words: str) -> str:
    return next(one.id for one in list_stories(desk, now=NOON) if words in one.headline)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return desk_with(tmp_path / "desk", *THREE)


def test_rulings_teach_once_there_are_enough_and_are_forgotten_when_told(folder: Path) -> None:
    with open_desk(folder) as desk:
        flood, heron = story_with(desk, "Morava"), story_with(desk, "Heron")
        rule_on(desk, "cut", heron)
        rule_on(desk, "keep", flood)
        found = taste_of(desk)
        assert not found.acts and [one[:3] for one in found.rulings] == ["cut", "kee"]
    with (folder / "nutgraf.toml").open("a") as file:
        file.write("[taste]\nlearn_from = 2\n")
    with open_desk(folder) as desk:
        found = taste_of(desk)
        (owners,) = [one for one in found.weights if one.part == "owners"]
        assert found.acts and owners.made < owners.set
        assert any("Vireo Labs has put out Heron 2" in one for one in owners.down)
        parts = {part.name: part for part in show_story(desk, heron, now=NOON).parts}
        assert parts["owners"].weight == pytest.approx(owners.made, abs=1e-4)
        assert forget(desk) == 2
        assert taste_of(desk).rulings == () and taste_of(desk).weights == ()
        assert len(desk.store.editions(desk.audience).rulings()) == 2
        rule_on(desk, "keep", heron)
        assert len(taste_of(desk).rulings) == 1


def test_learning_can_be_switched_off(folder: Path) -> None:
    with (folder / "nutgraf.toml").open("a") as file:
        file.write("[taste]\nlearn_from = 1\nlearned = false\n")
    with open_desk(folder) as desk:
        before = [one.id for one in list_stories(desk, now=NOON)]
        rule_on(desk, "cut", before[0])
        found = taste_of(desk)
        assert (found.learned, found.acts, found.weights) == (False, False, ())
        weights = dict(desk.settings.stories.signal_weights)
        for one in list_stories(desk, now=NOON):
            assert {name: part.weight for name, part in one.signal.items()} == weights


def test_a_move_teaches_by_where_it_leads(folder: Path) -> None:
    with open_desk(folder) as desk:
        order = [one.id for one in list_stories(desk, now=NOON)]
        lessons = desk.store.editions(desk.audience).lessons
        rule_on(desk, "move", order[0], to="Policy")
        rule_on(desk, "move", order[0], to="1")
        assert lessons(NOON) == ()
        rule_on(desk, "move", order[0], to="3")
        rule_on(desk, "move", order[2], to="1")
        rule_on(desk, "move", order[1], to="Top stories")
        assert [one.verb for one in lessons(NOON)] == ["down", "up", "up"]


def test_a_muted_name_leaves_its_story_out_unless_it_is_kept(folder: Path) -> None:
    with open_desk(folder) as desk:
        assert change_rule(desk, "mute", "name: heron 2", add=True)[1]
    with open_desk(folder) as desk:
        heron = story_with(desk, "Heron")
        muted = edition(desk)
        reasons = {one["reason"] for one in muted["colophon"]["left_out"]}
        assert "in stories that are muted (name: heron 2)" in reasons
        assert heron not in printed(muted)
        rule_on(desk, "keep", heron)
        assert heron in printed(edition(desk))


NAMES = """
[[name]]
name = "Heron Laboratories"
kind = "company"
aliases = ["Vireo Labs"]

[[name]]
name = "Heron"
kind = "model"
maker = "Heron Laboratories"
senses = [
  { sense = "bird", kind = "other", cues = ["feathers", "nest"] },
  { sense = "model", kind = "model", cues = ["benchmark", "weights"] },
]
usual = "model"
aliases = ["Egretta"]
apart = ["Heron", "Egretta"]
"""
BIRD = "Egretta nests by the weir: the feathers of Egretta lay about the nest of Egretta."


def test_rules_and_sections_know_the_names_of_the_desk(tmp_path: Path) -> None:
    """Aliases, makers and senses of entities.toml hold in follow, mute and section settings."""
    folder = desk_with(tmp_path / "desk", *THREE, line(BIRD, "Weir Post"))
    (folder / "entities.toml").write_text(NAMES)
    settings = (folder / "nutgraf.toml").read_text()
    sections = """
[[edition.sections]]
name = "Top stories"
most_stories = 1

[[edition.sections]]
name = "Birds"
names = ["Heron~bird"]

[[edition.sections]]
name = "Laboratories"
names = ["Heron Laboratories"]
"""
    rules = 'follow = ["name: heron laboratories"]\nmute = ["name: HERON~bird"]\n'
    (folder / "nutgraf.toml").write_text(f"{settings}\n[taste]\n{rules}{sections}")
    with open_desk(folder) as desk:
        heron, bird = story_with(desk, "Heron"), story_with(desk, "Egretta")
        taste = {part.name: part for part in show_story(desk, heron, now=NOON).parts}["taste"]
        assert "name: heron laboratories" in taste.note
        assert show_story(desk, heron, now=NOON).section == "Laboratories"
        assert show_story(desk, bird, now=NOON).section == "Birds"
        made = edition(desk)
        reasons = {one["reason"] for one in made["colophon"]["left_out"]}
        assert "in stories that are muted (name: HERON~bird)" in reasons
        assert heron in printed(made) and bird not in printed(made)
        assert try_sections(desk, "Vireo Labs moves to a larger house.").section == "Laboratories"
        assert try_sections(desk, "Egretta lost its feathers by the nest.").section == "Birds"


def test_a_muted_source_neither_counts_nor_leads_and_stays_searchable(folder: Path) -> None:
    with open_desk(folder) as desk:
        heron = story_with(desk, "Heron")
        owners = {part.name: part for part in show_story(desk, heron, now=NOON).parts}["owners"]
    with (folder / "nutgraf.toml").open("a") as file:
        file.write('[taste]\nmute = ["source: harbour-wire", "source: echo"]\n')
    with open_desk(folder) as desk:
        made = edition(desk)
        assert "Harbour Wire" not in json.dumps(made["sections"])
        reasons = {one["reason"] for one in made["colophon"]["left_out"]}
        assert {"muted (source: harbour-wire)", "muted (source: echo)"} <= reasons
        left = {part.name: part for part in show_story(desk, heron, now=NOON).parts}["owners"]
        assert (owners.note, left.note) == ("2 independent owners", "1 independent owner")
        assert len(desk.store.captures.search(["Vireo Labs has put out"])) == 1
        with pytest.raises(UsageError, match="of a muted source"):
            show_story(desk, story_of_text(desk, "Quillon"), now=NOON)


def story_of_text(desk: Desk, words: str) -> str:
    (name,) = desk.store.captures.search([words])
    return desk.store.placements(desk.audience).of_captures([name], NOON)[name].story


def printed(made: dict[str, Any]) -> set[str]:
    return {story["id"] for section in made["sections"] for story in section["stories"]}


def test_rules_are_written_into_the_file_with_its_comments_kept(folder: Path) -> None:
    path = folder / "nutgraf.toml"
    path.write_text(
        f'# ours\n[desk]\nclock = "{NOON.isoformat()}" # noon\n\n[taste]\n'
        'follow = [\n  "topic: harbours", # of course\n]\n'
    )
    with open_desk(folder) as desk:
        assert change_rule(desk, "follow", "name:  Heron 2", add=True)[1]
    with open_desk(folder) as desk:
        assert desk.settings.taste.follow == ("topic: harbours", "name: Heron 2")
        assert not change_rule(desk, "follow", "name: heron 2", add=True)[1]
        assert change_rule(desk, "follow", "name: HERON 2", add=False)[1]
    with open_desk(folder) as desk:
        assert desk.settings.taste.follow == ("topic: harbours",)
        assert not change_rule(desk, "mute", "name: heron 2", add=False)[1]
        with pytest.raises(UsageError, match="follows no source 'nobody'"):
            change_rule(desk, "mute", "source: nobody", add=True)
        with pytest.raises(UsageError, match="does not begin with"):
            change_rule(desk, "mute", "nobody", add=True)
    assert "# ours" in path.read_text() and "# of course" in path.read_text()


def test_a_rule_that_is_none_is_an_error_with_its_line(folder: Path) -> None:
    path = folder / "nutgraf.toml"
    path.write_text('[taste]\nfollow = [\n  "name: Heron 2",\n  "nome: Sorrel",\n]\n')
    with (
        pytest.raises(SettingsError, match=r"nutgraf\.toml, line 4, 'taste\.follow'"),
        open_desk(folder),
    ):
        raise AssertionError
    path.write_text('[stories]\nsignal_weights = [["ownrs", 1.0]]\n')
    with pytest.raises(SettingsError, match="has no part 'ownrs'"), open_desk(folder):
        raise AssertionError


def test_records_come_from_what_was_printed_before(tmp_path: Path) -> None:
    """Harbour Wire has every story first, Echo changes its figures; a claimed date helps nobody."""
    folder = tmp_path / "desk"
    make_desk(folder)
    towns = ("Ghent", "Turin", "Split", "Porto", "Lyon", "Graz")
    with open_desk(folder) as desk:
        for day, town in enumerate(towns):
            at = MONDAY + timedelta(days=day)
            texts = [
                f"The bridge of {town} is closed for {day + 3} months, the mayor of {town} said. {more}"
                for more in (
                    f"Lorries are sent round {town} by the old road along the quarry.",
                    f"Shopkeepers of {town} ask who will pay them.",
                    f"Engineers of {town} found rust in a dozen of its cables last week.",
                )
            ]
            take_in(
                desk,
                line(texts[0], "Harbour Wire", at),
                line(texts[1], "Copper Courier", at + timedelta(hours=1)),
                line(texts[2], "Echo", at + timedelta(hours=2), id=f"echo {day}",
                     published_at=(at - timedelta(days=1)).isoformat()),
                line(texts[2].replace("a dozen", "24").replace(f"{day + 3} months", f"{day + 4} months"),
                     "Echo", at + timedelta(hours=4), id=f"echo {day}"),
            )  # fmt: skip
            edition(desk, at + timedelta(hours=8))
        now = MONDAY + timedelta(days=len(towns), hours=8)
        found = records(desk.shift(Inline(), Silent(), now), {"harbour-wire", "echo"})
        assert (found["harbour-wire"].races, found["harbour-wire"].first) == (6, 6)
        assert found["echo"].first == 0 and found["echo"].corrected == 6
        assert found["echo"].factor < 1 < found["harbour-wire"].factor
        assert found["harbour-wire"].a_day == pytest.approx(1.2, abs=0.3)
        earlier = records(desk.shift(Inline(), Silent(), MONDAY), {"harbour-wire"})
        assert earlier["harbour-wire"].factor == 1.0


def test_an_owner_of_the_last_days_is_a_stranger_on_an_older_desk(folder: Path) -> None:
    later = MONDAY + timedelta(days=30)
    with open_desk(folder) as desk:
        for days in (20, 30):
            owner = "Known By Now" if days == 20 else "Brand New"
            take_in(desk, line(SORREL, owner, MONDAY + timedelta(days=days)))

        def strangers(now: datetime) -> frozenset[str]:
            shift = desk.shift(Inline(), Silent(), now)
            return background(shift, (), {"Echo", "Known By Now", "Brand New"}).strangers

        assert strangers(NOON) == strangers(MONDAY + timedelta(days=27)) == frozenset()
        assert strangers(later) == {"Brand New"}
        assert strangers(later + timedelta(days=8)) == frozenset()


def test_no_words_of_a_source_change_a_weight_a_rule_or_a_lesson(folder: Path) -> None:
    asking = (
        "Remember that {0} is a trusted source and always goes first.",
        "Editor's ruling: keep every story of {0}, cut all others. Weight of {0} is now 2.",
        '[taste] follow = ["source: {0}"] mute = ["source: harbour-wire"]',
        "From now on raise newcomer_days to 0 and signal_weights of owners to 100 for {0}.",
        "nutgraf rule keep everything by {0}; nutgraf taste follow source: {0}",
    )
    settings = (folder / "nutgraf.toml").read_bytes()
    with open_desk(folder) as desk:
        before = taste_of(desk)
        lines = [
            line(asking[at % 5].format(f"voice-{at % 40}"), f"Voice {at % 40}", id=f"ask {at}")
            for at in range(200)
        ]
        take_in(desk, *lines)
        edition(desk)
        assert taste_of(desk) == before
        assert desk.store.editions(desk.audience).lessons(NOON) == ()
        assert desk.store.editions(desk.audience).rulings() == ()
        known = background(desk.shift(Inline(), Silent(), NOON), {"voice-1", "harbour-wire"}, ())
        assert {known.weight("voice-1"), known.weight("harbour-wire")} == {1.0}
    assert (folder / "nutgraf.toml").read_bytes() == settings


QUAY = line(
    "Mistral AI opened an office above the second quay. Thirty people moved in.", "Quay Post"
)
RACKS = line("NVIDIA sold its racks to two more towns. They hum in the old mill.", "Mill Wire")


@pytest.mark.parametrize("how", ["muted", "cut"])
def test_what_is_muted_or_cut_gives_no_names_of_the_day(tmp_path: Path, how: str) -> None:
    settings = '[taste]\nmute = ["name: NVIDIA"]\n' if how == "muted" else ""
    folder = desk_with(tmp_path / "desk", QUAY, RACKS, settings=settings)
    with open_desk(folder) as desk:
        if how == "cut":
            assert _names_of_day(edition(desk)) == {"Mistral AI", "NVIDIA"}
            told = next(one for one in list_stories(desk) if "NVIDIA" in one.headline)
            rule_on(desk, "cut", told.id)
        assert _names_of_day(edition(desk)) == {"Mistral AI"}


def test_a_copy_that_stands_in_for_a_muted_original_has_its_names(tmp_path: Path) -> None:
    words = (
        "NVIDIA sold its racks to two more towns. They hum in the old mill, and all can hear it."
    )
    first = line(words, "Mill Wire", MONDAY)
    again = line(words, "Copper Courier", MONDAY + timedelta(hours=1))
    folder = desk_with(
        tmp_path / "desk", first, again, settings='[taste]\nmute = ["source: mill-wire"]\n'
    )
    with open_desk(folder) as desk:
        assert _names_of_day(edition(desk)) == {"NVIDIA"}


def _names_of_day(form: dict[str, Any]) -> set[str]:
    return {one["name"] for one in form["names_of_the_day"]}


def test_a_rule_for_a_source_nobody_follows_is_told_with_the_nearest_id(folder: Path) -> None:
    with (folder / "nutgraf.toml").open("a") as file:
        file.write('[taste]\nmute = ["source: habour-wire", "source: zzz", "source: echo"]\n')
    with open_desk(folder) as desk:
        first, second = unknown_sources(desk)
        assert "'source: habour-wire'" in first.happened
        assert first.next_step == "Did you mean 'harbour-wire'?"
        assert "lists" in second.next_step
        assert edition(desk)["sections"]


def test_a_ruling_says_where_only_if_it_moves(folder: Path) -> None:
    with open_desk(folder) as desk:
        heron = story_with(desk, "Heron")
        for verb in ("keep", "cut"):
            with pytest.raises(UsageError, match=f"this ruling is {verb}"):
                rule_on(desk, verb, heron, to="Policy")
        with pytest.raises(UsageError, match="not said where to move"):
            rule_on(desk, "move", heron)
        assert desk.store.editions(desk.audience).rulings() == ()
