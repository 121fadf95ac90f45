"""The kind of event two texts tell of, and what follows from it."""

import pytest

from nutgraf.archive.model import Capture
from nutgraf.stories.event_kinds import fields_apart, kinds_and_fields, kinds_apart
from nutgraf.stories.subjects import other_kind, same_kind, subject
from nutgraf.stories.terms import runs
from tests.stories.desk import capture, places, read
from tests.stories.test_reasons import link

HIRE = "Wexcombe Labs hires Otto Lindqvist as its new head of security"
LAUNCH = "Wexcombe Labs launches Plover, an assistant for gardeners"
ABROAD = "Wexcombe Labs appoints Otto Lindqvist, once of the navy"


def kinds(text: str, *, title: str = "") -> tuple[str, ...]:
    return kinds_and_fields(runs(title), runs(text))[0]


def apart(one: Capture, other: Capture) -> str:
    return other_kind(subject(read(one)), subject(read(other)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (HIRE, "move"),
        (LAUNCH, "launch"),
        ("Wexcombe Labs fined 3 million over children's data, regulator says", "penalty"),
        ("A quake shook Lower Marl before dawn", "quake"),
        ("Wexcombe Labs steps down from nothing: its founder steps down", "move"),
        ("Wexcombe Labs lance un assistant pour jardiniers", "launch"),
        ("Gericht gibt Wexcombe Labs recht", "court"),
        ("Huelga en la fábrica de Wexcombe", "strike"),
    ],
)
def test_the_kind_is_known_by_its_words(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_a_word_late_in_a_long_text_is_not_enough_and_a_title_is() -> None:
    late = "Otto Lindqvist walked the long way home along the canal that evening and thought of a prize."
    assert kinds(late) == ()
    assert kinds(late, title="A prize for Otto Lindqvist") == ("award",)


def test_a_pair_of_words_hides_the_words_in_it() -> None:
    assert "show" in kinds("An exhibition")
    assert kinds("An exhibition game") == ("match",)


def test_kinds_that_one_event_has_both_of_do_not_tell_apart() -> None:
    assert kinds_apart(("move",), ("launch",))
    assert not kinds_apart(("launch",), ("price",))
    assert not kinds_apart(("move", "price"), ("launch",))
    assert not kinds_apart((), ("launch",)) and not kinds_apart(("launch",), ())
    assert kinds_apart(("launch",), ("move",)) and fields_apart(("sky",), ("software",))


def test_two_events_of_one_firm_are_two_stories_and_the_reason_is_told() -> None:
    one, other = capture(HIRE, owner="A"), capture(LAUNCH, owner="B", hours=1)
    told = apart(one, other)
    assert "one tells of a change of people, the other of a launch" in told
    assert apart(other, one)
    placed = places(one, other)
    assert placed[one.id].story != placed[other.id].story
    assert "against it: names alone in common" in link(one, other).lines[0]


def test_a_name_of_two_things_is_told_by_its_field() -> None:
    sky = capture(
        "Vesper is the brightest of the constellation tonight, even a small telescope shows it"
    )
    code = capture(
        "Vesper runs in any browser now, its developers say: one token, no app", owner="B"
    )
    assert "the sky" in apart(sky, code) and "software" in apart(sky, code)


def test_words_in_common_beside_the_names_are_stronger_than_kinds() -> None:
    tail = ", Lindqvist says: wheelbarrows, trowels, compost and seedlings were on his mind"
    assert not apart(capture(HIRE + tail, owner="A"), capture(LAUNCH + tail, owner="B"))


def test_the_same_name_and_kind_are_a_reason() -> None:
    one, again = capture(HIRE, owner="A"), capture(ABROAD, owner="B", hours=1)
    assert same_kind(subject(read(one)), subject(read(again))) == "a change of people"
    assert "both tell of a change of people" in link(one, again).lines


def test_the_same_kind_without_a_name_says_nothing() -> None:
    other = capture("Dunmore Foods appoints a chief executive", owner="B")
    assert same_kind(subject(read(capture(HIRE))), subject(read(other))) == ""
