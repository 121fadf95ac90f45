"""What a story is about: names of one thing are one, shown in full, the most told first."""

from __future__ import annotations

from nutgraf import reading
from nutgraf.stories import Member
from nutgraf.stories.model import Membership
from nutgraf.stories.names import story_names
from tests.stories.desk import capture, read


def member(text: str, owner: str) -> Member:
    one = capture(text, owner=owner)
    placed = Membership(capture=one.id, story="s", copy_of=None, copy="", similarity=0.0, reason="")
    return Member(
        features=read(one), membership=placed, record=one.record,
        names=tuple(name for claim in reading.claims(one) for name in claim.parts.names), figures=0,
        engagement=(),
    )  # fmt: skip


STORY = (
    member("They measured Opus 4.6 on the harbour test.", "Ada"),
    member("Of all models Opus 4.6 was first.", "Alan"),
    member("The harbour test ranks Claude Opus 4.6 above Qwen3.6-Plus.", "Kurt"),
    member("It puts Qwen 3.6-Plus behind it.", "Grace"),
)


def test_names_of_one_thing_are_one_as_most_write_it() -> None:
    found = {one.name: (one.key, one.captures) for one in story_names(STORY)}
    assert found["Opus 4.6"] == ("opus 4 6", 3)
    assert sum(captures for _, captures in found.values()) == 5
    assert len(found) == 2


def test_the_name_of_most_captures_comes_first() -> None:
    assert story_names(STORY)[0].name == "Opus 4.6"
    assert story_names(()) == ()
