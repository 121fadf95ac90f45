"""`nutgraf taste`: what is followed, muted and learned, and how each is changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nutgraf.cli.taste import print_taste
from nutgraf.newsroom.taste import LearnedWeight, Taste
from nutgraf.stories.learning import Offset
from nutgraf.testing import small_desk

NOW = "2026-04-01T18:00:00Z"


@pytest.fixture
def desk(tmp_path: Path, nutgraf) -> Path:
    folder = small_desk(tmp_path / "desk")
    path = folder / "nutgraf.toml"
    path.write_text(f'{path.read_text()}\n[desk]\nclock = "{NOW}"\n' if "[desk]" not in path.read_text()
                    else path.read_text().replace("[desk]", f'[desk]\nclock = "{NOW}"'))  # fmt: skip
    assert nutgraf("run", "--desk", folder).code == 0
    return folder


def test_rules_are_made_shown_and_taken_out(desk: Path, nutgraf) -> None:
    shown = nutgraf("taste", "--desk", desk)
    assert shown.out == "follows: nothing\nmutes: nothing\nlearned nothing yet: 0 rulings of 5\n"
    assert (
        "the desk follows name: Vireo Labs"
        in nutgraf("taste", "follow", "name: Vireo Labs", "--desk", desk).out
    )
    assert (
        "it is there already" in nutgraf("taste", "follow", "name: vireo labs", "--desk", desk).out
    )
    assert nutgraf("taste", "mute", "topic: harbour", "--desk", desk).code == 0
    said = json.loads(nutgraf("taste", "--json", "--desk", desk).out)
    assert (said["follow"], said["mute"]) == (["name: Vireo Labs"], ["topic: harbour"])
    assert "no longer mutes" in nutgraf("taste", "unmute", "topic: harbour", "--desk", desk).out
    assert nutgraf("taste", "unfollow", "name: Vireo Labs", "--desk", desk).code == 0
    assert json.loads(nutgraf("taste", "--json", "--desk", desk).out)["follow"] == []


def test_a_rule_that_is_none_says_what_to_write(desk: Path, nutgraf) -> None:
    answer = nutgraf("taste", "mute", "Vireo Labs", "--desk", desk)
    assert answer.code == 2
    assert answer.err.startswith("nutgraf: 'Vireo Labs' does not begin with name:")
    assert 'try: Write "name: Qwen"' in answer.err


def test_what_rulings_taught_is_shown_with_them_and_forgotten(desk: Path, nutgraf) -> None:
    with (desk / "nutgraf.toml").open("a") as file:
        file.write("\n[taste]\nlearn_from = 1\n")
    first = json.loads(nutgraf("stories", "--json", "--desk", desk).out)[0]["id"]
    assert nutgraf("rule", "cut", first, "--desk", desk).code == 0
    shown = nutgraf("taste", "--desk", desk).out
    assert "learned from 1 ruling:" in shown and "nutgraf taste --full" in shown
    assert " set, " in shown and " made of it" in shown
    # A terminal has 24 lines; the rulings come when they are asked for.
    assert "cut, 1 April 2026: " not in shown and len(shown.splitlines()) < 24
    full = nutgraf("taste", "--full", "--desk", desk).out
    assert "learned from 1 ruling:" in full and "cut, 1 April 2026: " in full
    assert "--full" not in full
    gone = nutgraf("taste", "reset", "--desk", desk)
    assert gone.out == "forgot what 1 ruling taught; the rulings themselves hold\n"
    assert "learned nothing yet: 0 rulings of 1" in nutgraf("taste", "--desk", desk).out


def test_a_run_warns_of_a_rule_for_an_unknown_source_and_goes_on(desk: Path, nutgraf) -> None:
    with (desk / "nutgraf.toml").open("a") as file:
        file.write('\n[taste]\nmute = ["source: nobody at all"]\n')
    answer = nutgraf("run", "--desk", desk)
    assert answer.code == 0
    assert "the desk follows no source of this id" in answer.err


@pytest.mark.parametrize("full", [False, True])
def test_much_that_was_learned_fits_a_terminal(full: bool, capsys) -> None:
    ruled = tuple(f"cut, {n} April 2026: A story with a headline of its own" for n in range(1, 31))
    taste = Taste(
        follow=("name: Qwen",), mute=(), unknown=(), learned=True, acts=True, needed=5, rulings=ruled,
        weights=tuple(
            LearnedWeight(part=f"part{n}", set=1.0, made=1 + n / 50, up=ruled[:9], down=ruled[9:])
            for n in range(10)
        ),
        offsets=tuple(
            Offset(kind="name", what=f"name{n}", value=n / 100, lessons=ruled[:4])
            for n in range(20)
        ),
    )  # fmt: skip
    print_taste(taste, full=full)
    lines = capsys.readouterr().out.splitlines()
    assert (len(lines) < 24) is not full
    assert (ruled[0] in "\n".join(lines)) is full
    if not full:
        assert [line.split(":")[0].strip() for line in lines[3:5]] == ["part9", "part8"]
        assert "and 18 things that moved less, and the rulings: nutgraf taste --full" in lines[-2]
