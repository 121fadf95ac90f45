"""What an edition says of the past is short, however much was corrected or taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from nutgraf import reading
from nutgraf.editions.updating import CORRECTION, Fresh, Item, Old, Past, TakenBack, updates
from nutgraf.stories.memory import subject_key
from nutgraf.writing.model import Reference
from tests.briefs import make_capture, told_of


def of(past: Past) -> tuple[Item, ...]:
    return updates(past, day=lambda told: "1 day ago", most=5)


def gone(owner: str, day: int, sentence: int = 1) -> TakenBack:
    return TakenBack(
        owner=owner, edition=Reference(edition=f"2026-04-{day:02}", sentence=f"s{sentence}")
    )


def test_an_owner_withdraws_once_an_edition() -> None:
    twice = (gone("Lamp Post", 1, 1), gone("Lamp Post", 1, 4), gone("Lamp Post", 2))
    found = [one.text for (one,) in of(Past(taken_back=twice))]
    assert found == [
        "Withdrawn: what the edition of 2 April 2026 told from a text of Lamp Post stands no more.",
        "Withdrawn: what the edition of 1 April 2026 told from a text of Lamp Post stands no more.",
    ]


def test_the_newest_five_withdrawals_are_told() -> None:
    found = [
        one.refers for (one,) in of(Past(taken_back=tuple(gone("Post", n) for n in range(1, 10))))
    ]
    assert [one.edition[-2:] for one in found if one] == ["09", "08", "07", "06", "05"]


def revision(number: int) -> tuple[Fresh, Old]:
    """A paper that gives one figure for a model of its own, then another for the same."""
    text = f"Heron {number} scored 58.7% on TideBench, the Ostrava Institute reported."
    first = make_capture(f"Paper {number}", text)
    second = replace(
        make_capture(f"Paper {number}", text.replace("58.7", "57.8")),
        key=first.key, previous=first.id, fetched_at=first.fetched_at + timedelta(days=1),
    )  # fmt: skip
    told = replace(
        told_of(first, text, on=date(2026, 4, 1)), name="2026-04-01", sentence=f"s{number}"
    )
    (claim,) = reading.claims(second)
    return Fresh(claim=claim, capture=second), Old(told=told, capture=first)


def test_eight_corrections_at_most_and_the_others_are_no_updates() -> None:
    pairs = [revision(number) for number in range(2, 13)]
    past = Past(
        fresh=tuple(fresh for fresh, _ in pairs),
        about={subject_key(fresh.claim.parts): (old,) for fresh, old in pairs},
        revised={fresh.capture.id: (old,) for fresh, old in pairs},
    )
    found = of(past)
    assert [item[0].label for item in found] == [CORRECTION] * 8
    assert found[0][0].text.startswith("Paper 2 gave 58.7% for Heron 2 and TideBench")
