"""What changed since it was told: figures are held against one another only where nothing parts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.archive.model import Capture
from nutgraf.archive.words import CaptureWords
from nutgraf.gate.changes import relation
from nutgraf.gate.computed import compute, recompute
from nutgraf.gate.points import point
from nutgraf.reading.model import Input
from tests.briefs import make_capture

OLD = datetime(2026, 3, 6, 9, tzinfo=UTC)
NEW = datetime(2026, 4, 7, 9, tzinfo=UTC)

# old | new | what is said of it: "" for no comparison at all
FIGURES = [
    ("Heron 2 scored 58.7% on TideBench.", "Heron 2 now reaches 61.2% on TideBench, Vireo Labs says.",
     "Heron 2 on TideBench was 58.7% on 6 March 2026; now 61.2%."),
    ("Northwater reported revenue of $28 million.", "Northwater's revenue reached $31 million, Ana Ruiz said.",
     "Northwater, revenue: was $28 million on 6 March 2026; now $31 million."),
    ("Kestrel Works employs 1,240 people.", "Kestrel Works now employs 1,300 people.",
     "Kestrel Works, staff: was 1,240 people on 6 March 2026; now 1,300 people."),
    # the same figure
    ("Heron 2 scored 58.7% on TideBench.", "Heron 2 reaches 58.7% on TideBench.", ""),
    # percentage points, a difference, a factor
    ("Heron 2 scored 58.7% on TideBench.", "Heron 2 gained 4.1 percentage points on TideBench.", ""),
    ("Northwater's revenue reached $28 million.", "Northwater's revenue grew by $3 million.", ""),
    ("Heron 2 uses 20% less memory on TideBench.", "Heron 2 uses 30% less memory on TideBench.", ""),
    # another variant, base or tuned, another benchmark, another version of it
    ("Heron 2 scored 58.7% on TideBench.", "Heron 2 Pro reaches 61.2% on TideBench.", ""),
    ("Heron 2 scored 58.7% on TideBench.", "The base model Heron 2 reaches 61.2% on TideBench.", ""),
    ("Heron 2 scored 58.7% on TideBench.", "Heron 2 scored 61.2% on ShoalBench.", ""),
    ("Claude Opus 4.6 scored 66.6% on Terminal-Bench 2.0.", "Claude Opus 4.6 scored 71.2% on Terminal-Bench.", ""),
    # another measure, period or bound
    ("Northwater reported revenue of $28 million.", "Northwater reported profit of $31 million.", ""),
    ("Osprey 4 has 12 million weekly users.", "Osprey 4 has 14 million monthly users.", ""),
    ("Osprey 4 has 12 million users.", "Osprey 4 has up to 14 million users.", ""),
    # as of another time, not sure, denied
    ("Northwater reported revenue of $28 million.", "Northwater had revenue of $31 million in 2019.", ""),
    ("Osprey 4 has 12 million users.", "Osprey 4 may have 14 million users.", ""),
    ("Osprey 4 has 12 million users.", "Osprey 4 does not have 14 million users.", ""),
    # two figures of the unit: which one it would be is not sure, but for a change from one to another
    (
        "Heron 2 scored 58.7% on TideBench.",
        "Heron 2 scored 60.1% and 61.2% on TideBench in two runs.",
        "",
    ),
    (
        "Heron 2 scored 58.7% on TideBench.",
        "Heron 2 went from 58.7% to 61.2% on TideBench.",
        "Heron 2 on TideBench was 58.7% on 6 March 2026; now 61.2%.",
    ),
    # what it was before
    ("Osprey 4 has 12 million users.", "Osprey 4 previously had 9 million users.", ""),
    # measured by somebody else
    ("The Tallyline reported 61.2% on TideBench for Heron 2.", "Heron 2 reaches 58.7% on TideBench.", ""),
    (
        "Heron 2 scored 61.2% on TideBench in a run by The Tallyline.",
        "Heron 2 scored 58.7% on TideBench in a run by the Ostrava Institute.",
        "",
    ),
    # put right by whoever measured it
    (
        "The Tallyline reported 61.2% on TideBench for Heron 2.",
        "The Tallyline changed its figure for Heron 2 on TideBench from 61.2% to 58.7%.",
        "",
    ),
    # a number that belongs to the name
    ("Teal 30 achieves 65.8% on LockBench.", "Teal 76 achieves 42.6% on LockBench.", ""),
]  # fmt: skip


def _capture(key: str, text: str, at: datetime, owner: str = "Compute Gazette") -> Capture:
    return make_capture(owner, text, key=key, at=at)


def _inputs(*captures: Capture) -> list[Input]:
    return [Input(capture=one.id, start=0, end=len(one.text)) for one in captures]


def _said(method: str, old: Capture, new: Capture) -> str:
    made = compute(method, _inputs(old, new), CaptureWords([old, new]))
    assert made is None or recompute(made, CaptureWords([old, new])) == made.result
    return made.result if made else ""


@pytest.mark.parametrize(("old", "new", "said"), FIGURES)
def test_a_figure_is_held_against_the_one_told_before(old: str, new: str, said: str) -> None:
    assert _said("was/1", _capture("a", old, OLD), _capture("b", new, NEW)) == said


def test_owners_are_named_where_they_differ() -> None:
    old = _capture("a", "Heron 2 scored 58.7% on TideBench.", OLD)
    new = _capture("b", "Heron 2 reaches 61.2% on TideBench.", NEW, "Harbour Wire")
    assert _said("was/1", old, new) == (
        "Heron 2 on TideBench was 58.7% on 6 March 2026 (Compute Gazette); now 61.2% (Harbour Wire)."
    )


def test_nothing_was_before_it_is() -> None:
    old = _capture("a", "Heron 2 scored 58.7% on TideBench.", NEW)
    new = _capture("b", "Heron 2 reaches 61.2% on TideBench.", OLD)
    assert _said("was/1", old, new) == ""
    same_day = _capture("c", "Heron 2 reaches 61.2% on TideBench.", NEW + timedelta(hours=3))
    assert _said("was/1", old, same_day) == ""


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [
        ("Vireo Labs plans to release Heron 3 in May.", "Vireo Labs has released Heron 3.", "planned"),
        ("Vireo Labs may acquire Kestrel Works.", "Vireo Labs has acquired Kestrel Works.", "possible"),
        ("Vireo Labs plans to release Heron 3 in May.", "Vireo Labs has cancelled Heron 3.", ""),
        ("Vireo Labs plans to release Heron 3 in May.", "Vireo Labs has not released Heron 3.", ""),
        ("Vireo Labs plans to release Heron 3.", "Vireo Labs has released Heron 3 Pro.", ""),
        ("Vireo Labs has released Heron 3.", "Vireo Labs plans to release Heron 3.", ""),
    ],
)  # fmt: skip
def test_what_was_planned_is_told_as_a_fact_only_where_sure(old: str, new: str, how: str) -> None:
    said = _said("firmed/1", _capture("a", old, OLD), _capture("b", new, NEW))
    assert (f"told as {how} on 6 March 2026" in said) if how else said == ""


def test_a_later_text_of_the_item_corrects_its_figure() -> None:
    old = _capture("a", "Heron 2 scored 58.7% on TideBench, Vireo Labs says.", OLD)
    new = _capture("a", "Heron 2 scored 57.8% on TideBench, Vireo Labs says.", NEW)
    assert _said("corrected/1", old, new) == (
        "Compute Gazette gave 58.7% for Heron 2 and TideBench on 6 March 2026; it now gives 57.8%."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Heron 2 scored 58.7% on TideBench, Vireo Labs said.",  # no other figure
        "A crane fell at the quay; 12% of its cargo was lost, the port says.",  # another sentence
        "Heron 2 scored 57.8 points on TideBench, Vireo Labs says.",  # another unit
    ],
)
def test_what_does_not_stand_in_its_place_corrects_nothing(text: str) -> None:
    old = _capture("a", "Heron 2 scored 58.7% on TideBench, Vireo Labs says.", OLD)
    assert _said("corrected/1", old, _capture("a", text, NEW)) == ""


def test_an_owner_corrects_itself_in_words_and_nobody_else() -> None:
    old = _capture("a", "Heron 2 scored 58.7% on TideBench.", OLD)
    text = "Correction: Heron 2 scored 57.8% on TideBench, not 58.7%."
    new = _capture("b", text, NEW)
    assert "gave 58.7%" in _said("corrected/1", old, new)
    other = _capture("b", text, NEW, "Harbour Wire")
    assert _said("corrected/1", old, other) == ""
    plain = _capture("b", "Heron 2 scored 57.8% on TideBench, others 58.7%.", NEW)
    assert _said("corrected/1", old, plain) == ""


def test_who_tells_of_another_that_owns_up_corrects_nothing_of_its_own() -> None:
    old = _capture("a", "The Tallyline reported 58.7% on TideBench for Heron 2.", OLD)
    new = _capture("b", "The Tallyline corrected 58.7% on TideBench for Heron 2 to 57.8%.", NEW)
    assert _said("corrected/1", old, new) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Northwater will open Dunsay in June.",
            "Northwater has moved the opening of Dunsay to September.",
        ),
        (
            "LangChain hypothesises that firms choose Azure for compliance.",
            "LangChain supposes that firms choose Azure for compliance.",
        ),
        (
            "The Meridian Assembly will vote on the Model Safety Bill on 3 March 2026.",
            "The Meridian Assembly votes on the Model Safety Bill on 17 June 2026.",
        ),
    ],
)
def test_what_is_moved_supposed_or_still_ahead_is_no_fact(old: str, new: str) -> None:
    assert _said("firmed/1", _capture("a", old, OLD), _capture("b", new, NEW)) == ""


def test_what_is_not_at_hand_gives_nothing() -> None:
    old = _capture("a", "Heron 2 scored 58.7% on TideBench.", OLD)
    new = _capture("b", "Heron 2 reaches 61.2% on TideBench.", NEW)
    for method in ("was/1", "firmed/1", "corrected/1"):
        assert compute(method, _inputs(old, new), CaptureWords([old])) is None
        assert compute(method, _inputs(old), CaptureWords([old])) is None
        bare = [replace(one, start=None, end=None) for one in _inputs(old, new)]
        assert compute(method, bare, CaptureWords([old, new])) is None


PIECES = st.lists(
    st.sampled_from(
        ["Heron 2", "Heron 2 0 1", "CUDA_VISIBLE_DEVICES 0 1 2", "Vireo Labs", "TideBench", "58.7%", "3 4 5",
         "scored", "plans to", "on", "$5 million", "in 2019", "says", "not", ",", ".", "Qwen3-14B", "up to"]
    ), min_size=1, max_size=12,
)  # fmt: skip


@given(PIECES, PIECES)
def test_any_two_sentences_can_be_held_against_each_other(one: list[str], two: list[str]) -> None:
    old, new = point(" ".join(one), OLD.date()), point(" ".join(two), NEW.date())
    how = relation(new, old)
    assert how in {"", "unchanged", "changed", "firmed", "related"}
    if how == "changed":
        assert new.subject == old.subject and new.measures == old.measures
    if new.subject:
        assert relation(new, new) in {"unchanged", "related", ""}


def test_the_same_told_in_other_words_is_unchanged() -> None:
    hired = point("Vireo Labs hired Ana Ruiz as chief scientist.", OLD.date())
    joins = point("Ana Ruiz joins Vireo Labs as chief scientist.", NEW.date())
    leaves = point("Ana Ruiz leaves Vireo Labs after a quarrel.", NEW.date())
    assert relation(joins, hired) == "unchanged"
    assert relation(leaves, hired) != "unchanged"


def test_a_correction_is_news_though_its_figures_were_told() -> None:
    told = point("Vireo Labs gives 61.2% for Heron 2 on TideBench, others 58.7%.", OLD.date())
    new = point(
        "Vireo Labs corrects its score of Heron 2 on TideBench from 61.2% to 58.7%.", NEW.date()
    )
    assert relation(new, told) == "related" and relation(new, new) == "unchanged"


def test_a_firm_alone_is_no_subject_to_be_the_same_by() -> None:
    old = point("OpenAI launched a product for developers.", OLD.date())
    new = point("OpenAI launched a set of tools for developers in India.", NEW.date())
    assert relation(new, old) == ""
    assert relation(point("The code is available on GitHub.", NEW.date()),
                    point("The models and the data are available on GitHub.", OLD.date())) == ""  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), FIGURES)
def test_a_relation_never_says_changed_where_the_gate_would_not(
    old: str, new: str, said: str
) -> None:
    how = relation(point(new, NEW.date()), point(old, OLD.date()))
    if said:
        assert how == "changed"
