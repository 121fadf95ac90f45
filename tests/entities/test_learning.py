"""Unknown names learned from what several owners say of them, with words that can be quoted."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from nutgraf import reading
from nutgraf.entities.learning import Cue, Learned, learn
from tests.stories.desk import capture

TEXTS = (
    ("Quay Post", "On Monday Kestrelholm raised $40 million for a warehouse."),
    ("Harbour Wire", "The money went to Kestrelholm, a young robotics startup from Bergen."),
    ("Ada", "I joined Kestrelholm last week and it is loud there."),
    ("Ada", "They will show Auk-7B next month."),
    ("Quay Post", "We ran the Auk-7B model on two boards."),
    ("Harbour Wire", "Nobody at the docks has seen the Auk-7B weights yet."),
)


def cues_of(texts: tuple[tuple[str, str], ...]) -> list[Cue]:
    return [
        cue
        for owner, text in texts
        for cue in reading.cues(reading.claims(capture(text, owner=owner)), owner)
    ]


def kinds(found: tuple[Learned, ...]) -> dict[str, str]:
    return {one.name: one.kind for one in found}


def test_three_captures_of_two_owners_teach_a_name() -> None:
    assert kinds(learn(cues_of(TEXTS))) == {"Kestrelholm": "company", "Auk-7B": "model"}


def test_the_evidence_stands_in_the_captures() -> None:
    texts = {(one := capture(text, owner=owner)).id: one.text for owner, text in TEXTS}
    for learned in learn(cues_of(TEXTS)):
        assert len({cue.owner for cue in learned.evidence}) >= 2
        for cue in learned.evidence:
            assert texts[cue.capture][cue.start : cue.end] == cue.words
            assert cue.written in cue.words


def test_one_owner_alone_teaches_nothing() -> None:
    assert learn(cues_of(tuple(("Ada", text) for _, text in TEXTS))) == ()


def test_a_text_that_is_passed_on_counts_once() -> None:
    same = tuple((f"Copy {n}", TEXTS[0][1]) for n in range(9))
    assert learn(cues_of(same)) == ()


def test_cues_that_disagree_teach_nothing() -> None:
    against = (
        ("Quay Post", "The Kestrelholm benchmark is hard."),
        ("Ada", "Nobody passes the Kestrelholm leaderboard."),
        ("Harbour Wire", "We looked at the Kestrelholm evals again."),
    )
    assert "Kestrelholm" not in kinds(learn(cues_of(TEXTS + against)))


def test_a_forgotten_name_is_not_learned() -> None:
    assert kinds(learn(cues_of(TEXTS), forgotten=["kestrelholm"])) == {"Auk-7B": "model"}


def test_a_known_name_gives_no_cue() -> None:
    text = (("Ada", "OpenAI, a company, raised $3 million and I joined OpenAI."),)
    assert cues_of(text) == []


@given(st.integers(min_value=0, max_value=10_000))
def test_the_order_of_cues_changes_nothing(seed: int) -> None:
    cues = cues_of(TEXTS)
    shuffled = list(cues)
    random.Random(seed).shuffle(shuffled)
    assert learn(shuffled) == learn(cues)
