"""One actor with fifty feeds: however the copies are dressed up, a story moves one place at most.

The desks are ours; an attack is a way to make fifty captures of one text. Rank is the place among the
stories that were there before, and what the attack opens of its own must not lead.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from nutgraf import stories
from nutgraf.archive.model import Capture
from nutgraf.stories import Member
from nutgraf.stories.voices import voices
from tests.stories.desk import FLOOD, HERON, HERON_RETOLD, SORREL, capture, members, ranked

pytestmark = pytest.mark.threat("L4")

PUPPETS = 50
TOWNS = ("Ghent", "Turin", "Split", "Porto", "Lyon", "Graz", "Turku", "Gdansk")
SYNONYMS = {
    "small": "little", "open": "free", "whole": "entire", "reads": "scans", "runs": "works",
    "says": "states", "sell": "market", "make": "build", "anybody": "everyone", "lets": "allows",
    "showed": "presented", "walking": "striding", "carried": "bore", "wet": "slippery",
    "crowd": "throng", "wants": "plans", "winter": "December", "left": "burst", "banks": "bed",
    "night": "small hours", "brought": "carried", "people": "residents", "houses": "homes",
    "closed": "shut", "bridge": "crossing", "months": "whole months", "river": "stream",
}  # fmt: skip
OPENERS = ("Big news:", "Everybody is talking about it.", "Do not miss this.", "Just in.", "Wow.")


def wide_desk() -> list[Capture]:
    """Nine stories: one of two owners, the others of one, fetched over an afternoon."""
    captures = [capture(HERON), capture(SORREL, owner="Echo", hours=1), capture(FLOOD, hours=2)]
    captures.append(capture(HERON_RETOLD, owner="Copper Courier", hours=3))
    return [*captures, *_bridges(6)]


def crowded_desk() -> list[Capture]:
    """Four stories, two of them told by three owners in their own words."""
    third = (
        "Seven billion is small for a model these days, and Heron 2 is meant to be small: Vireo Labs "
        "wants offices to keep their scanned archives at home."
    )
    return [
        capture(HERON), capture(HERON_RETOLD, owner="Copper Courier", hours=1),
        capture(third, owner="Quay Notes", hours=2), capture(SORREL, owner="Echo", hours=1),
        capture(FLOOD, owner="River Watch", hours=2), *_bridges(1),
    ]  # fmt: skip


def flat_desk() -> list[Capture]:
    """Eight stories of one owner each that differ in next to nothing: the easiest to climb."""
    return _bridges(8)


def _bridges(many: int) -> list[Capture]:
    return [
        capture(
            f"The old bridge of {town} is closed for {at + 2} months, as rust was found in it. The "
            f"mayor of {town} asks drivers to take the ferry, which leaves each hour until then.",
            hours=at / 10, owner=f"{town} Post",
        )
        for at, town in enumerate(TOWNS[:many])
    ]  # fmt: skip


Words = Callable[[str, random.Random], str]


def exact(text: str, _: random.Random) -> str:
    return text


def near(text: str, chance: random.Random) -> str:
    return f"{chance.choice(OPENERS)} {text} Seen by {chance.randrange(1000)} of us."


def reordered(text: str, chance: random.Random) -> str:
    said = text.removesuffix(".").split(". ")
    chance.shuffle(said)
    return ". ".join(said) + "."


def reworded(text: str, chance: random.Random) -> str:
    """Every third word there is another word for is swapped, the sentences shuffled."""
    words = [
        SYNONYMS.get(word, word) if chance.random() < 0.4 else word for word in text.split(" ")
    ]
    return reordered(" ".join(words), chance)


DESKS = {"wide": wide_desk, "crowded": crowded_desk, "flat": flat_desk}
ATTACKS = {"exact": exact, "near": near, "reordered": reordered, "reworded": reworded}


def puppets(
    target: Capture, words: Words, *, owners: int, spread: float, dated: float
) -> list[Capture]:
    """Fifty captures of a text; `dated` is how many hours before its fetch each claims to be from."""
    chance = random.Random(4)
    made = []
    for at in range(PUPPETS):
        hours = 3.5 + at * spread
        made.append(
            capture(
                words(target.text, chance), key=f"puppet {at}", owner=f"Puppet {at % owners}", hours=hours,
                published=hours - dated, links=(f"https://crowd{at}.example/x",),
            )
        )  # fmt: skip
    return made


def cheering(given: Sequence[Member], count: int) -> list[Member]:
    """The puppets' members with counts that nobody can check."""
    return [
        replace(one, engagement=(("likes", count),)) if one.owner.startswith("Puppet") else one
        for one in given
    ]


def moved(desk: list[Capture], attack: list[Capture], target: Capture, count: int = 0) -> int:
    """How many places the target's story rose among the stories that were there."""
    before = ranked(members(*desk))
    after = ranked(cheering(members(*desk, *attack), count))
    old = {one: story.id for story in before for one in story.captures}
    now = {one: story.id for story in after for one in story.captures}
    held = [next(now[one] for one in story.captures) for story in before]
    order = [story.id for story in after if story.id in held]
    was = [story.id for story in before].index(old[target.id])
    return was - order.index(now[target.id])


@pytest.mark.parametrize("desk", DESKS)
@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("owners", [1, PUPPETS])
def test_fifty_puppets_move_no_story_by_more_than_a_place(
    desk: str, attack: str, owners: int
) -> None:
    there = DESKS[desk]()
    for target in there[:6]:
        crowd = puppets(target, ATTACKS[attack], owners=owners, spread=0.1, dated=0.0)
        assert abs(moved(there, crowd, target)) <= 1, target.text[:40]


@pytest.mark.parametrize("desk", DESKS)
@pytest.mark.parametrize("spread, dated, count", [(0.0, 0, 0), (0.16, 100, 0), (0.1, 3, 10**9)])
def test_nor_with_claimed_dates_and_claimed_applause(
    desk: str, spread: float, dated: float, count: int
) -> None:
    there = DESKS[desk]()
    for target in there[:6]:
        crowd = puppets(target, near, owners=PUPPETS, spread=spread, dated=dated)
        assert abs(moved(there, crowd, target, count)) <= 1, target.text[:40]


def test_fifty_texts_of_their_own_by_newcomers_count_as_one_voice() -> None:
    """Who writes fifty texts is one voice as long as nothing was known of any of them before."""
    verbs = ("sold", "shown", "tested", "praised", "copied", "rented", "painted", "mended")
    own = [
        capture(
            f"Heron 2 was {verbs[at % 8]} in {TOWNS[at // 8 % 8]} and {verbs[(at * 3 + 1) % 8]} near "
            f"{TOWNS[(at + 3) % 8]}, writes guest {at}, who asked Vireo Labs about number {at * 7}.",
            owner=f"Puppet {at}", hours=1 + at / 20,
        )
        for at in range(PUPPETS)
    ]  # fmt: skip
    given = [
        replace(one, membership=replace(one.membership, copy_of=None, copy="", story="one"))
        for one in members(capture(HERON), *own)
    ]
    strangers = frozenset(one.owner for one in own)
    alone = voices(given[:1], given[:1])
    open_house, guarded = voices(given, given), voices(given, given, strangers)
    assert len(open_house.members) > 10
    assert len(guarded.members) == len(alone.members) + 1
    assert len(guarded.texts) <= 2
    (story,) = ranked(given, background=stories.Background(strangers=strangers))
    part = next(one for one in story.signal.parts if one.name == "owners")
    assert part.value == 0.25 and "newcomers count as one" in part.note
