"""Stories that are joined to one, and one that is parted in two, when the evidence comes."""

from nutgraf import stories
from nutgraf.archive.model import Capture
from nutgraf.stories import StoriesOptions
from nutgraf.stories.model import Membership
from tests.stories.desk import capture, read

OPTIONS = StoriesOptions(join_threshold=0.15)
WEIGHTS = "Heron weights are on the hub, licence and card beside the archive"
LAPTOP = "Vireo demo: a laptop that transcribes scanned ledgers, letters and parish books"
BOTH = (
    "Heron weights are on the hub, licence and card beside the archive; the Vireo demo on a laptop "
    "transcribes scanned ledgers, letters and parish books"
)


def made(*captures: Capture) -> list[Membership]:
    return list(stories.gather((), [read(one) for one in captures], OPTIONS))


def test_a_capture_alike_to_two_stories_joins_them_and_says_so() -> None:
    one = capture(WEIGHTS, owner="A")
    other = capture(LAPTOP, owner="B", hours=1)
    both = capture(BOTH, owner="C", hours=2)
    apart = made(one, other)
    assert apart[0].story != apart[1].story
    placed = made(one, other, both)
    assert [membership.by for membership in placed] == ["", "", "", both.id]
    moved = placed[-1]
    assert moved.capture == other.id
    assert moved.story == placed[0].story == stories.story_id(one.id)
    assert moved.reason.startswith(f"moved: {both.id[:12]} is alike to both stories")
    assert {membership.capture: membership.story for membership in placed}[both.id] == moved.story


def test_a_copy_moves_with_what_it_repeats() -> None:
    one = capture(WEIGHTS, owner="A")
    other, copy = (capture(LAPTOP, key=key, owner=key, hours=1) for key in "BD")
    both = capture(BOTH, owner="C", hours=2)
    placed = made(one, other, copy, both)
    last = {membership.capture: membership for membership in placed}
    assert len({membership.story for membership in last.values()}) == 1
    original = min((other, copy), key=lambda each: each.id)
    assert [each.copy_of for each in last.values() if each.copy] == [original.id]


def quake(town: str, size: str, deep: int, far: int) -> str:
    return f"Quake of {size} shakes {town}, {deep} km deep and {far} km off the coast, no waves expected"


def test_a_story_of_two_subjects_is_parted_by_the_capture_that_shows_it() -> None:
    roundup = capture(
        "Quake shakes Karvala, quake shakes Port Isolde: two in one night off the coast",
        owner="A",
    )
    first = capture(quake("Karvala", "5.4", 12, 22), owner="B", hours=1)
    second = capture(quake("Port Isolde", "6.1", 35, 61), owner="C", hours=2)
    options = StoriesOptions(join_threshold=0.1)
    arrivals = [read(one) for one in (roundup, first, second)]
    placed = stories.gather((), arrivals, options)
    last = {membership.capture: membership for membership in placed}
    assert last[first.id].story != last[second.id].story
    moved = [membership for membership in placed if membership.by]
    assert [membership.by for membership in moved] == [second.id]
    assert "shows two subjects: told alike" in moved[0].reason
    assert moved[0].story == stories.story_id(moved[0].capture)
