"""Computed sentences: the same inputs give the same words, other inputs are noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive.model import Capture, Layout, capture_id
from nutgraf.archive.words import CaptureWords
from nutgraf.errors import UsageError
from nutgraf.gate.computed import METHODS, compute, recompute
from nutgraf.ids import sha256_hex, text_sha256
from nutgraf.reading.model import Computation, Input

DAY = datetime(2026, 4, 2, 8, 10, tzinfo=UTC)


def capture(
    owner: str,
    at: datetime | None = DAY,
    text: str = "Heron 2 is out.",
    fetched: datetime | None = None,
) -> Capture:
    """A capture of an owner; `at` None when nobody says when it was published."""
    key = f"{owner} {at} {text}"
    return Capture(
        id=capture_id(owner, key, "plain/1", text),
        source=owner.lower(),
        key=key,
        canonicaliser="plain/1",
        text=text,
        text_sha256=text_sha256(text),
        layout=Layout(),
        raw=sha256_hex(text.encode()),
        raw_range=None,
        address="",
        title="",
        author="",
        owner=owner,
        published_at=at,
        fetched_at=fetched or (at or DAY) + timedelta(minutes=5),
        media_type="text/plain",
    )


def spread(*captures: Capture) -> str:
    made = compute("spread/1", [Input(capture=one.id) for one in captures], CaptureWords(captures))
    assert made is not None
    return made.result


def later(**more: int) -> datetime:
    return DAY + timedelta(**more)


@pytest.mark.parametrize(
    ("captures", "expected"),
    [
        (
            [capture("Lab Bulletin")],
            "Only Lab Bulletin has it in this desk's captures so far, published on 2 April 2026 at"
            " 08:10 UTC.",
        ),
        (
            [capture("Lab Bulletin", None)],
            "Only Lab Bulletin has it in this desk's captures so far, first seen on 2 April 2026 at"
            " 08:15 UTC.",
        ),
        (
            [capture("Lab Bulletin"), capture("Lab Bulletin", later(hours=2))],
            "Only Lab Bulletin has it in this desk's captures so far, in two captures, the first"
            " published on 2 April 2026 at 08:10 UTC.",
        ),
        (
            [capture("Tallyline", later(minutes=17)), capture("Lab Bulletin")],
            "Lab Bulletin had it first in this desk's captures, on 2 April 2026 at 08:10 UTC;"
            " Tallyline followed within 17 minutes.",
        ),
        (
            [
                capture("A"),
                capture("B", later(hours=1, seconds=1)),
                capture("C", later(hours=4, minutes=1)),
            ],
            "A had it first in this desk's captures, on 2 April 2026 at 08:10 UTC; B and C followed"
            " within five hours.",
        ),
        (
            [capture(name, later(hours=at)) for at, name in enumerate("ABCDEF")],
            "Six publishers carried it within five hours in this desk's captures; A had it first, on"
            " 2 April 2026 at 08:10 UTC.",
        ),
        (
            [capture("A"), capture("B", later(days=4))],
            "A had it first in this desk's captures, on 2 April 2026 at 08:10 UTC; B followed within"
            " four days.",
        ),
    ],
)
def test_who_had_it_first_and_how_fast_it_spread(captures: list[Capture], expected: str) -> None:
    assert spread(*captures) == expected
    assert spread(*reversed(captures)) == expected


def test_a_publication_that_says_only_the_day_is_never_called_first() -> None:
    midnight = datetime(2026, 4, 2, tzinfo=UTC)
    told = spread(capture("Paper", midnight, fetched=later(hours=6)), capture("A"))
    assert told == "Two publishers carried it on 2 April 2026 in this desk's captures: A and Paper."
    assert "00:00" not in spread(capture("Paper", midnight))


def test_two_at_the_same_instant_are_told_together() -> None:
    told = spread(capture("A"), capture("B"))
    assert told == "Two publishers carried it on 2 April 2026 in this desk's captures: A and B."


def named(one: Capture, name: str) -> Input:
    start = one.text.index(name)
    return Input(capture=one.id, start=start, end=start + len(name))


def section(*stories: tuple[str, list[Capture]]) -> str | None:
    captures = [one for _, members in stories for one in members]
    inputs = [
        one
        for name, members in stories
        for one in (named(members[0], name), *(Input(capture=other.id) for other in members))
    ]
    made = compute("section-spread/1", inputs, CaptureWords(captures))
    return made.result if made else None


def test_the_widest_stories_of_a_section() -> None:
    heron = [capture(owner, text="Heron 2 is out.") for owner in ("A", "B", "C")]
    sorrel = [capture(owner, text="Sorrel works.") for owner in ("A", "D")]
    tide = [capture("E", text="TideBench opens.")]
    assert section(("TideBench", tide), ("Heron 2", heron), ("Sorrel", sorrel)) == (
        "Three publishers carried the Heron 2 story and two the Sorrel story; five publishers in all"
        " are behind these three stories."
    )
    assert section(("TideBench", tide), ("Sorrel", sorrel[:1])) == (
        "Each of these two stories rests on one publisher so far: A and E."
    )
    assert section(("Heron 2", heron)) is None


def test_two_stories_of_one_name_are_not_told_by_name() -> None:
    one = [capture(owner, text="Heron 2 is out.") for owner in ("A", "B")]
    other = [capture(owner, text="Heron 2 is in.") for owner in ("C", "D")]
    assert section(("Heron 2", one), ("Heron 2", other)) == (
        "Four publishers are behind these two stories; the widest was carried by two."
    )


def figures(*captures: Capture) -> str | None:
    inputs = [Input(capture=one.id, start=0, end=len(one.text)) for one in captures]
    made = compute("figures/1", inputs, CaptureWords(captures))
    return made.result if made else None


def test_figures_that_agree_and_that_differ() -> None:
    tallyline = capture("Tallyline", text="Heron 2 scored 61.2% on TideBench, a first run shows.")
    gazette = capture("Gazette", later(hours=1), text="TideBench gives Heron 2 a score of 58.7%.")
    ledger = capture("Ledger", later(hours=2), text="Heron 2 came to 58.7% on TideBench.")
    assert figures(gazette, ledger) == "Gazette and Ledger give the same figure, 58.7%."
    assert figures(tallyline, gazette) == (
        "In sentences that name Heron 2 and TideBench, Tallyline writes 61.2% and Gazette writes 58.7%."
    )


def test_an_owners_latest_figure_counts() -> None:
    first = capture("Tallyline", text="Heron 2 scored 61.2% on TideBench, a first run shows.")
    mended = capture(
        "Tallyline", later(hours=9), text="Heron 2 scored 58.7% on TideBench after all."
    )
    ledger = capture("Ledger", later(hours=2), text="Heron 2 came to 58.7% on TideBench.")
    assert figures(first, mended, ledger) == "Ledger and Tallyline give the same figure, 58.7%."


@pytest.mark.parametrize(
    "texts",
    [
        ("Heron 2 scored 61.2% on TideBench.", "Sorrel fails in 3.5% of trials at Kvisgaard."),
        ("Heron 2 scored 61.2% on TideBench.", "Heron 2 fell from 61.2% to 58.7% on TideBench."),
        ("Heron 2 scored 61.2% on TideBench.", "Heron 2 runs TideBench in 40 minutes."),
        ("Heron 2 scored 61.2% of its goal.", "Heron 2 takes 40% less memory."),
    ],
)
def test_figures_that_cannot_be_compared_are_not(texts: tuple[str, str]) -> None:
    assert figures(capture("A", text=texts[0]), capture("B", text=texts[1])) is None


def test_a_figure_is_shown_with_its_unit() -> None:
    one = capture("A", text="MAI-Transcribe-1 leads FLEURS in 25 languages.")
    other = capture("B", text="FLEURS has 25 languages, and MAI-Transcribe-1 leads it.")
    assert figures(one, other) == "A and B give the same figure, 25 languages."


def test_a_computation_computes_again_and_any_change_is_noticed() -> None:
    captures = [capture("A"), capture("B", later(hours=2))]
    made = compute("spread/1", [Input(capture=one.id) for one in captures], CaptureWords(captures))
    assert made is not None
    assert recompute(made, CaptureWords(captures)) == made.result
    for changed in (
        replace(captures[1], owner="C"),
        replace(captures[1], published_at=later(hours=3)),
    ):
        assert recompute(made, CaptureWords([captures[0], changed])) != made.result
    assert recompute(made, CaptureWords(captures[:1])) is None
    assert recompute(replace(made, method="rumour"), CaptureWords(captures)) is None
    assert recompute(replace(made, version=99), CaptureWords(captures)) is None


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize(
    "inputs",
    [
        (),
        (Input(capture="unknown"),),
        (Input(capture="unknown", start=0, end=3),),
        (Input(capture="unknown", start=5, end=3),),
    ],
)
def test_inputs_that_are_not_at_hand_give_nothing(method: str, inputs: tuple[Input, ...]) -> None:
    assert compute(method, inputs, CaptureWords(())) is None


def test_a_method_that_does_not_exist_is_named() -> None:
    with pytest.raises(UsageError, match="rumour"):
        compute("rumour/1", (), CaptureWords(()))


moments = st.datetimes(
    min_value=datetime(2026, 3, 30),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2026, 4, 6),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEFG"), st.one_of(st.none(), moments), moments),
        min_size=1,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_spread_says_the_same_in_any_order(
    rows: list[tuple[str, datetime, datetime]], rng: object
) -> None:
    captures = [capture(owner, at, fetched=fetched) for owner, at, fetched in rows]
    words = CaptureWords(captures)
    inputs = [Input(capture=one.id) for one in captures]
    shuffled = list(inputs)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = compute("spread/1", inputs, words), compute("spread/1", shuffled, words)
    assert isinstance(one, Computation)
    assert isinstance(other, Computation)
    assert one.result == other.result
    assert one.result.endswith(".")
    assert "None" not in one.result
    assert recompute(one, words) == one.result
