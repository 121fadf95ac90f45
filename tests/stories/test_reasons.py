"""Why two captures are together, in words and numbers."""

from dataclasses import replace

from nutgraf import stories
from nutgraf.archive.model import Capture
from nutgraf.stories import Link, StoriesOptions
from tests.stories.desk import FLOOD, HERON, HERON_RETOLD, capture, read

PAGE = "https://vireo.example/heron-2"


def link(one: Capture, other: Capture, *, vectors: tuple[bytes, bytes] = (b"", b"")) -> Link:
    made = [
        replace(read(each), vector=vector)
        for each, vector in zip((one, other), vectors, strict=True)
    ]
    placed = stories.gather((), made, StoriesOptions())
    of = [[m for m in placed if m.capture == each.capture] for each in made]
    return stories.why_together(made[0], made[1], *of)


def test_what_two_reports_share_is_told() -> None:
    found = link(
        capture(HERON, links=(PAGE,)), capture(HERON_RETOLD, owner="B", hours=3, links=(PAGE,))
    )
    assert found.together and found.stories[0] == found.stories[1]
    assert found.hours == 3.0 and 0 < found.similarity < 1 and found.meaning is None
    assert {"vireo labs", "heron 2"} <= set(found.names)
    assert found.lines[0] == "the same link: vireo.example/heron-2"
    assert "opens a story" in found.chain[0] and "alike" in found.chain[1]


def test_a_copy_says_what_it_repeats() -> None:
    one, other = capture(HERON), capture(HERON, key="again", owner="B", hours=1)
    found = link(one, other)
    assert found.lines[0] == f"{other.id[:12]} has the same text as {one.id[:12]}"
    assert found.similarity == 1.0


def test_two_copies_of_one_text_say_so() -> None:
    one, other, third = (capture(HERON, key=key, owner=key, hours=ord(key)) for key in "ABC")
    made = [read(each) for each in (one, other, third)]
    placed = stories.gather((), made, StoriesOptions())
    found = stories.why_together(made[1], made[2], placed[1:2], placed[2:3])
    assert found.lines[0] == f"both repeat {one.id[:12]}"


def test_what_keeps_two_apart_comes_first() -> None:
    found = link(capture(HERON), capture(FLOOD, owner="B", hours=1))
    assert not found.together
    assert found.lines[0] == "against it: no name in common"
    text = "Quake of {} shakes {}, {} km deep and {} km off the coast, no waves expected"
    quakes = (
        capture(text.format("5.4", "Karvala", 12, 22), owner="A"),
        capture(text.format("6.1", "Port Isolde", 35, 61), owner="B", hours=5),
    )
    assert link(*quakes).lines[0].startswith("against it: told alike, of ")


def test_the_embeddings_have_a_number_of_their_own() -> None:
    east, north = bytes([127, 0]), bytes([0, 127])
    one, other = capture(HERON), capture(HERON_RETOLD, owner="B")
    assert link(one, other, vectors=(east, east)).meaning == 1.0
    assert link(one, other, vectors=(east, north)).meaning == 0.0


def test_captures_that_share_no_word_come_together_by_their_meaning() -> None:
    one = replace(read(capture("storm floods harbour")), vector=bytes([127, 0]))
    other = replace(read(capture("Wasser stand hoch", owner="B", hours=1)), vector=bytes([127, 0]))
    placed = stories.gather((), (one, other), StoriesOptions(vector_threshold=0.3))
    assert placed[0].story == placed[1].story
    assert "by their meaning alone" in placed[1].reason
