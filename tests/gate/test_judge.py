"""The judge: roles, spans, quotes, views, computations, notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive import cite
from nutgraf.archive.model import Capture, Layout, capture_id
from nutgraf.archive.words import CaptureWords
from nutgraf.errors import UsageError
from nutgraf.gate import compute, fits, judge, render
from nutgraf.gate.model import Verdict, judged_digest
from nutgraf.gate.templates import LABELS
from nutgraf.ids import text_sha256
from nutgraf.reading import sentences
from nutgraf.reading.model import Computation, Input

TEXT = (
    "Arena ranked Kestrel 3 third yesterday. “The tide turns while you type,” said Tomasz Brandl, who runs it.\n"
    "No model passed all 1,240 tasks. Kestrel Labs says Kestrel 3 may open in June 2026."
)


def capture(
    text: str = TEXT, *, key: str = "1", owner: str = "Harbour Wire", author: str = "Mara Lind"
) -> Capture:
    return Capture(
        id=capture_id("wire", key, "plain/1", text), source="wire", key=key, canonicaliser="plain/1",
        text=text, text_sha256=text_sha256(text), layout=Layout(), raw="0" * 64, raw_range=None,
        address="https://wire.example/1", title="A title", author=author, owner=owner,
        published_at=datetime(2026, 4, 3, 9, tzinfo=UTC), fetched_at=datetime(2026, 4, 3, 9, 5, tzinfo=UTC),
        media_type="text/plain",
    )  # fmt: skip


def weigh(
    text: str,
    quote: str,
    *,
    role: str = "fact",
    speaker: str = "",
    label: str = "",
    of: Capture | None = None,
) -> Verdict:
    source = of or capture()
    start = source.text.index(quote)
    cites = (cite(source, start, start + len(quote)),)
    return judge(
        text=text,
        role=role,
        cites=cites,
        speaker=speaker,
        label=label,
        words=CaptureWords([source]),
    )


FIRST = "Arena ranked Kestrel 3 third yesterday."
THIRD = "No model passed all 1,240 tasks."


def test_a_verbatim_fact_is_supported_and_bound_to_its_sentence() -> None:
    source = capture()
    cites = (cite(source, 0, len(FIRST)),)
    verdict = judge(text=FIRST, role="fact", cites=cites, words=CaptureWords([source]))
    assert (verdict.outcome, verdict.score, verdict.reasons) == ("supported", 1.0, ())
    assert verdict.judged == judged_digest(FIRST, "fact", cites, None)
    assert verdict.judged != judged_digest(FIRST + " ", "fact", cites, None)


@pytest.mark.parametrize(
    "role", ["fact", "quote", "headline", "clock", "why", "impact", "", "aside"]
)
def test_what_stands_on_nothing_is_refused(role: str) -> None:
    verdict = judge(
        text="Arena ranked it.",
        role=role,
        cites=(),
        label="The desk's view",
        words=CaptureWords([]),
    )
    assert not verdict.prints
    assert [reason.kind for reason in verdict.reasons] == ["uncited"]


def test_a_view_without_a_label_is_refused() -> None:
    assert [r.kind for r in weigh("It matters.", FIRST, role="why").reasons] == ["uncited"]


@pytest.mark.parametrize("role", ["why", "impact", "fact"])
def test_a_label_that_says_something_is_refused(role: str) -> None:
    found = weigh(FIRST, FIRST, role=role, label="Arena confirms a breach of 12 million accounts")
    assert [one.kind for one in found.reasons] == ["uncited"]
    assert "cannot be printed under" in found.reasons[0].message


def test_a_verdict_is_bound_to_its_label() -> None:
    one, other = (weigh(FIRST, FIRST, role="why", label=label) for label in sorted(LABELS)[:2])
    assert one.prints and other.prints and one.judged != other.judged


def test_an_empty_sentence_is_not_judged() -> None:
    assert weigh("  ", FIRST).outcome == "not_judged"


def test_a_cite_that_is_not_at_hand_fails_on_its_span() -> None:
    source = capture()
    cites = (cite(source, 0, len(FIRST)),)
    verdict = judge(text=FIRST, role="fact", cites=cites, words=CaptureWords([]))
    assert [reason.kind for reason in verdict.reasons] == ["span"]


def test_a_cite_whose_text_changed_under_it_fails_on_its_span() -> None:
    source = capture()
    cites = (cite(source, 0, len(FIRST)),)
    for text in (TEXT.replace("third", "first"), TEXT + " More."):
        changed = replace(source, text=text, text_sha256=text_sha256(text))
        verdict = judge(text=FIRST, role="fact", cites=cites, words=CaptureWords([changed]))
        assert [reason.kind for reason in verdict.reasons] == ["span"]


def test_dates_count_from_the_capture_s_own_day() -> None:
    assert weigh("Arena ranked Kestrel 3 third on 2 April 2026.", FIRST).outcome == "supported"
    assert [
        r.kind for r in weigh("Arena ranked Kestrel 3 third on 3 April 2026.", FIRST).reasons
    ] == ["date"]


def test_a_span_cut_behind_a_denial_still_meets_it() -> None:
    verdict = weigh("A model passed all 1,240 tasks.", "model passed all 1,240 tasks.")
    assert [reason.kind for reason in verdict.reasons] == ["negation"]


QUOTE = "The tide turns while you type"


@pytest.mark.parametrize(
    ("text", "speaker", "kinds"),
    [
        (QUOTE, "Tomasz Brandl", []),
        (f"“{QUOTE},” Tomasz Brandl said.", "Tomasz Brandl", []),
        (QUOTE, "Brandl", []),
        (QUOTE, "Harbour Wire", []),
        (QUOTE, "Mara Lind", []),
        (QUOTE, "Ines Okafor", ["said-by"]),
        (QUOTE, "Arena", ["said-by"]),
        (QUOTE, "", ["said-by"]),
        ("The tide turned while you type", "Tomasz Brandl", ["quote"]),
        ("the tide turns while you type", "Tomasz Brandl", ["quote"]),
        ("The tide turns while you typ", "Tomasz Brandl", ["quote"]),
    ],
)
def test_a_quote_is_the_words_and_its_speaker_said_them(
    text: str, speaker: str, kinds: list[str]
) -> None:
    verdict = weigh(text, QUOTE, role="quote", speaker=speaker)
    assert [reason.kind for reason in verdict.reasons] == kinds
    assert verdict.prints == (not kinds)


def test_quotation_marks_in_a_fact_hold_the_words() -> None:
    sentence = "“The tide turns while you type,” said Tomasz Brandl"
    assert (
        weigh("Tomasz Brandl said “the tide turns while you sleep”.", sentence).reasons[0].kind
        == "quote"
    )
    assert (
        weigh("Tomasz Brandl said “the tide turns while you type”.", sentence).outcome
        == "supported"
    )


def test_an_attribution_may_name_the_owner_of_the_capture() -> None:
    assert (
        weigh("Harbour Wire reported that Arena ranked Kestrel 3 third.", FIRST).outcome
        == "supported"
    )
    wrong = weigh("Gulf Courier reported that Arena ranked Kestrel 3 third.", FIRST)
    assert "said-by" in {reason.kind for reason in wrong.reasons}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Kestrel 3 makes office work cheaper to hand over.", "view"),
        ("Heron 2 makes office work cheaper to hand over.", "unsupported"),
        ("One task in three may now be handed over, 62% of them today.", "unsupported"),
    ],
)
def test_a_view_adds_no_name_number_or_date(text: str, outcome: str) -> None:
    assert weigh(text, FIRST, role="impact", label="The desk's view").outcome == outcome


def test_a_computed_sentence_is_computed_again() -> None:
    one = capture()
    two = capture("Arena ranked Kestrel 3 third, again.", key="2", owner="Gulf Courier")
    words = CaptureWords([one, two])
    inputs = (
        Input(capture=one.id, start=0, end=len(FIRST)),
        Input(capture=two.id, start=0, end=10),
    )
    made = compute("spread/1", inputs, words)
    assert made is not None
    good = judge(
        text=made.result, role="why", computation=made, label="Why it matters", words=words
    )
    assert (good.outcome, good.score) == ("computed", 1.0)
    forged = replace(made, result=made.result + " And more.")
    unknown = Computation(method="guess", version=1, inputs=inputs, result=made.result)
    for text, computation, at_hand in (
        ("Another sentence.", made, words), (forged.result, forged, words),
        (made.result, unknown, words), (made.result, made, CaptureWords([])),
    ):  # fmt: skip
        bad = judge(
            text=text, role="why", computation=computation, label="Why it matters", words=at_hand
        )
        assert [reason.kind for reason in bad.reasons] == ["computation"]


def test_a_notice_is_what_its_template_says() -> None:
    text = render("released-by", {"name": "Mara Lind", "day": "3 April 2026"})
    words = CaptureWords([])
    assert (
        judge(text=text, role="notice", template="released-by", words=words).outcome == "template"
    )
    for wrong, template in (
        (text, "quiet-day"),
        (text + " Sales rose.", "released-by"),
        ("Sales rose.", "no-such"),
    ):
        assert not judge(text=wrong, role="notice", template=template, words=words).prints


@pytest.mark.parametrize(
    ("template", "slots"),
    [("quiet-day", {}), ("quiet-day", {"count": "many"}), ("released-by", {"name": "A. Sales rose: 5%", "day": "x"}),
     ("released-by", {"name": "a\nb", "day": "3 April 2026"}), ("nothing", {})],
)  # fmt: skip
def test_a_notice_takes_only_what_its_slots_take(template: str, slots: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        render(template, slots)


@given(st.integers(0, 10**8))
@settings(deadline=None)
def test_what_render_makes_fits(count: int) -> None:
    text = render("quiet-day", {"count": count})
    assert fits("quiet-day", text)
    assert not fits("quiet-day", text + " ")


WORDS = st.sampled_from(
    [
        "Kestrel 3 ",
        "no ",
        "may ",
        "61.2% ",
        "“so” ",
        "said ",
        "Arena ",
        "in June ",
        "not ",
        "fell. ",
        "rose ",
        "\n",
        "(a) ",
        "… ",
        "$5M ",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=20).map("".join))
@settings(deadline=None, max_examples=150)
def test_every_sentence_of_any_capture_is_supported_by_itself(text: str) -> None:
    source = capture(text)
    words = CaptureWords([source])
    for start, end in sentences(text):
        if any(char.isalnum() for char in text[start:end]):
            cites = (cite(source, start, end),)
            verdict = judge(text=text[start:end], role="fact", cites=cites, words=words)
            assert verdict.outcome == "supported"
            assert verdict == judge(text=text[start:end], role="fact", cites=cites, words=words)
