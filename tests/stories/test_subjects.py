"""Two texts told alike of two things, and one release told again in other words."""

import pytest

from nutgraf.archive.model import Capture
from nutgraf.stories.subjects import conflict, retold, subject
from tests.stories.desk import HERON, HERON_RETOLD, capture, places, read

QUAKE = (
    "M{size} quake strikes {far} km {where} of {town} at a depth of {deep} km, no warning of waves"
)
RELEASE = (
    "Plover Robotics has raised $62 million to build machines that lay bricks. Keystone Growth led the "
    "round, and Mortar Fund took part. The money pays for a factory in Leeds and an office in Utrecht, "
    "Plover Robotics said on Tuesday. Its 31 machines have laid 9.4 million bricks so far."
)
RELEASE_RETOLD = (
    "Keystone Growth and Mortar Fund put $62 million into Plover Robotics, whose machines lay bricks. "
    "There will be a factory in Leeds, and an office opens in Utrecht. So far 31 machines have laid "
    "9.4 million bricks, says Plover Robotics."
)


def against(one: Capture, other: Capture) -> str:
    return conflict(subject(read(one)), subject(read(other)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (QUAKE.format(size="5.4", far=22, where="south", town="Port Isolde", deep=12),
         QUAKE.format(size="5.7", far=61, where="west", town="Port Isolde", deep=35)),
        ("Gannet 2 7B Instruct is out, tuned for chat, and works in the usual runners from today",
         "Gannet 2 70B Base is out, trained for chat, and works in the usual runners from today"),
        ("Harbinger hires Ingrid Sato of Oxmere as its new head of policy, she begins in April",
         "Harbinger hires Bruno Calder of Oxmere as its new head of policy, he begins in April"),
    ],
)  # fmt: skip
def test_look_alikes_conflict_whoever_tells_them(first: str, second: str) -> None:
    one = capture(first, owner="A")
    for owner in ("A", "B"):
        other = capture(second, owner=owner, hours=20)
        assert against(one, other) and against(other, one)
        assert places(one, other)[one.id].story != places(one, other)[other.id].story


def test_other_words_of_the_same_things_do_not_conflict() -> None:
    assert not against(capture(HERON, owner="A"), capture(HERON_RETOLD, owner="B", hours=3))
    assert not against(capture(HERON), capture(HERON_RETOLD, hours=3))


def test_one_edited_figure_is_no_conflict_of_two_owners() -> None:
    edited = HERON.replace("7 billion", "9 billion")
    assert not against(capture(HERON, owner="A"), capture(edited, owner="B", hours=1))


def test_the_next_notice_of_a_series_is_another_event() -> None:
    notice = (
        "Elevated errors in chat of Quillon. We look into it; {}. The next note is in half an hour."
    )
    first = capture(notice.format("a certificate ran out"), key="1")
    soon, later = (
        capture(notice.format("a disk is full"), key=str(hours), hours=hours) for hours in (1, 60)
    )
    assert not against(first, soon)
    assert "in the same words" in against(first, later)


def test_a_release_told_again_is_linked_and_stays_in_its_story() -> None:
    first = capture(RELEASE, owner="Plover Robotics")
    again = capture(RELEASE_RETOLD, owner="Seedling", hours=3)
    placed = places(first, again)[again.id]
    assert (placed.copy, placed.copy_of) == ("reworded", first.id)
    assert placed.story == places(first, again)[first.id].story
    assert "again in other words" in placed.reason


@pytest.mark.parametrize(
    ("owner", "text"),
    [
        ("Plover Robotics", RELEASE_RETOLD),
        ("Seedling", RELEASE_RETOLD.replace("$62 million", "$64 million")),
        ("Seedling", "Plover Robotics raised $62 million for its machines that lay bricks."),
        ("Seedling", HERON_RETOLD),
    ],
)
def test_what_is_no_release_told_again(owner: str, text: str) -> None:
    first = subject(read(capture(RELEASE, owner="Plover Robotics")))
    assert retold(subject(read(capture(text, owner=owner, hours=3))), first) == 0.0
