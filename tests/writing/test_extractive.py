"""The extractive writer on small stories: every word cited, nothing said twice, limits kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive.words import CaptureWords
from nutgraf.gate import judge
from nutgraf.gate.computed import recompute
from nutgraf.text import count_words, one_line
from nutgraf.writing import Brief, Draft, Sentence, WritingOptions, alternates, lede, write
from nutgraf.writing.headline import safe_cut
from tests.briefs import MORNING, gemma_brief, gemma_captures, make_brief, make_capture, told_of

OPTIONS = WritingOptions()


def written(brief: Brief, form: str = "story", options: WritingOptions = OPTIONS) -> Draft:
    assert form in {"story", "take"}
    words = CaptureWords(brief.captures)
    return write(brief, form="story" if form == "story" else "take", words=words, options=options)


def by_role(draft: Draft, role: str) -> list[Sentence]:
    return [one for one in draft.sentences if one.role == role]


def check_promises(draft: Draft, brief: Brief, options: WritingOptions = OPTIONS) -> None:
    """What holds of every draft: verbatim and cited, within limits, no sentence twice."""
    texts = {capture.id: capture for capture in brief.captures}
    used: dict[str, int] = {}
    for one in draft.sentences:
        if one.role in {"headline", "fact", "quote"}:
            span = one.cites[0].span
            assert texts[span.capture].text[span.start : span.end] == one.cites[0].quote
            assert one_line(one.cites[0].quote) == one.text
            used[span.capture] = used.get(span.capture, 0) + 1
        else:
            assert one.role == "why"
            assert one.computation is not None
            assert recompute(one.computation, CaptureWords(brief.captures)) == one.text
    limits = dict(brief.limits)
    for capture, count in used.items():
        assert count <= limits.get(texts[capture].source, options.default_limit)
    said = [one.text for one in draft.sentences]
    assert len(set(said)) == len(said)
    assert len(by_role(draft, "headline")) <= 1


def test_a_story_in_its_sources_words() -> None:
    brief = gemma_brief()
    draft = written(brief)
    check_promises(draft, brief)
    assert draft.form == "story"
    assert by_role(draft, "headline")[0].text == (
        "Google DeepMind has released Gemma 4, a family of open models under Apache 2.0"
    )
    facts = [one.text for one in by_role(draft, "fact")]
    assert 2 <= len(facts) <= 4
    assert any("85.7% on GPQA Diamond" in fact for fact in facts)
    assert sum("256K" in fact for fact in facts) <= 1, "the same figure is the same thing twice"
    assert not any("Demonstration text" in fact or fact.startswith("They") for fact in facts)


def test_who_reported_it_first_is_computed() -> None:
    why = by_role(written(gemma_brief()), "why")
    assert why[0].text == (
        "Harbour Wire had it first in this desk's captures, on 2 April 2026 at 08:00 UTC; Benchmark"
        " Ledger and Open Weights Weekly followed within two hours."
    )
    assert why[0].label == "Why it matters"
    assert {cite.span.capture for cite in why[0].cites} == {one.id for one in gemma_captures()}


def test_a_quote_is_pulled_verbatim_with_its_speaker() -> None:
    (quote,) = by_role(written(gemma_brief()), "quote")
    assert quote.text == "A rank is not a reason"
    assert quote.speaker == "Tomasz Brandl"


def check_gate(draft: Draft, brief: Brief) -> None:
    """The gate prints every sentence that is taken verbatim or computed."""
    for one in draft.sentences:
        verdict = judge(
            text=one.text,
            role=one.role,
            cites=one.cites,
            computation=one.computation,
            speaker=one.speaker,
            label=one.label,
            template=one.template,
            words=CaptureWords(brief.captures),
        )
        assert verdict.prints, (one.text, verdict.reasons)


def test_every_sentence_passes_the_gate() -> None:
    brief = gemma_brief()
    check_gate(written(brief), brief)


def test_a_take_is_its_headline_alone() -> None:
    brief = gemma_brief()
    draft = written(brief, "take")
    assert [one.role for one in draft.sentences] == ["headline"]
    assert count_words(draft.sentences[0].text) <= 45
    assert draft.sentences[0].text.endswith(".")
    check_promises(draft, brief)


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_sentences_of_a_capture_than_its_source_allows(limit: int) -> None:
    captures = gemma_captures()
    brief = make_brief(captures, limits=[(captures[0].source, limit), (captures[1].source, 1)])
    check_promises(written(brief), brief)


def test_a_source_that_allows_nothing_is_not_quoted() -> None:
    captures = gemma_captures()
    brief = make_brief(captures, limits=[(one.source, 0) for one in captures])
    assert written(brief).sentences == ()
    assert written(brief, "take").sentences == ()


def test_what_was_told_is_not_told_again_and_the_new_leads() -> None:
    old = make_capture(
        "Harbour Wire",
        "Baltic Compute Cooperative plans to open its Kestrelholm data centre in June 2026. The first"
        " hall at Kestrelholm will have 40 MW, Baltic Compute Cooperative says.",
        at=MORNING - timedelta(days=3),
    )
    new = make_capture(
        "Compute Gazette",
        "Baltic Compute Cooperative has moved the opening of Kestrelholm to September 2026. The grid"
        " transformer for Kestrelholm failed its test, Baltic Compute Cooperative says.",
    )
    brief = make_brief([old, new], told=[told_of(old, old.text.split(". ")[0] + ".")])
    draft = written(brief)
    check_promises(draft, brief)
    assert by_role(draft, "headline")[0].cites[0].span.capture == new.id
    assert old.text.split(". ")[0] + "." not in [one.text for one in draft.sentences]


def test_a_day_that_has_passed_is_not_announced() -> None:
    old = make_capture(
        "The Tallyline",
        "Vireo Labs will release the open model Heron 2 on 1 April 2026. Vireo Labs built Heron 2 for"
        " firms with one modest server.",
        at=MORNING - timedelta(days=3),
    )
    new = make_capture(
        "Compute Gazette", "Vireo Labs has put out Heron 2. Firms may use Heron 2 without a fee."
    )
    draft = written(make_brief([old, new]))
    assert not any("will release" in one.text for one in draft.sentences)


def test_told_in_other_words_is_told_and_a_new_day_is_news() -> None:
    first = make_capture(
        "Compute Gazette",
        "Azure's share of OpenAI traffic rose from 8% to 29% in 10 weeks, according to LangChain.",
        at=MORNING - timedelta(days=1),
    )
    again = make_capture(
        "Evening Digest",
        "LangChain sees Azure's share of OpenAI traffic at 29%, up from 8% ten weeks earlier. LangChain"
        " will publish the traffic of OpenAI again in September.",
    )
    draft = written(make_brief([first, again], told=[told_of(first, first.text)]))
    assert not any("29%" in one.text for one in draft.sentences if one.role != "why")
    assert any("September" in one.text for one in draft.sentences)


def test_another_story_in_the_same_digest_stays_out() -> None:
    captures = [
        *gemma_captures(),
        make_capture(
            "Evening Digest",
            "Google DeepMind released the Gemma 4 family under Apache 2.0. Qwen3.6-Plus offers a"
            " context window of 1M tokens through the API. Sakana Marlin works for up to 8 hours.",
        ),
    ]
    draft = written(make_brief(captures))
    assert not any("Qwen" in one.text or "Marlin" in one.text for one in draft.sentences)


def test_a_story_with_one_sentence_comes_back_as_a_take() -> None:
    brief = make_brief(
        [make_capture("Harbour Wire", "Vireo Labs has released the open model Heron 2.")]
    )
    assert written(brief).form == "take"


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["They did it again. Click here to read more."],
        ["Ω ∑ ≈ \u202e\u200b 漢字"],
        ["A"],
        ['"""""""'],
    ],
)
def test_a_brief_without_a_usable_sentence_gives_a_draft_without_one(texts: list[str]) -> None:
    brief = make_brief([make_capture(f"Owner {at}", text) for at, text in enumerate(texts)])
    for form in ("story", "take"):
        assert written(brief, form).sentences == ()
    assert alternates(brief, form="story", options=OPTIONS) == ()


def test_other_headlines_are_offered_best_first() -> None:
    brief = gemma_brief()
    offered = alternates(brief, form="story", options=OPTIONS)
    assert offered[0] == by_role(written(brief), "headline")[0]
    assert len({one.text for one in offered}) > 2
    assert all(one.role == "headline" for one in offered)


def test_a_lede_tells_it_in_words_not_in_the_draft() -> None:
    brief = gemma_brief()
    draft = written(brief)
    told = {one.text.rstrip(".") for one in draft.sentences}
    found = lede(brief, draft, options=OPTIONS)
    assert found
    assert all(one.role == "fact" and one.text.rstrip(".") not in told for one in found)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("OpenAI has acquired TBPN, the maker of a weekday live show.", "OpenAI has acquired TBPN"),
        ("Cursor has put Cursor 3 live, calling it simpler.", "Cursor has put Cursor 3 live"),
        ("Vireo Labs released Heron 2; it is small.", "Vireo Labs released Heron 2"),
        ("Heron 2 leads TideBench today, which says little, Vireo Labs adds.", None),
        ("Heron 2, a small open model from Vireo Labs, is out.", None),
        ("The site that Vireo Labs runs, a former mill, opens today.", None),
        ("Heron 2 leads TideBench today, the Ostrava Institute says.", None),
        ("Heron 2 leads TideBench today, a test that it may not repeat.", None),
        ("Vireo Labs (a lab; it is small) released Heron 2 today.", None),
    ],
)
def test_a_headline_is_cut_only_where_it_stays_true(text: str, kept: str | None) -> None:
    assert text[: safe_cut(text, longest=18)] == (kept or text)


sentences = st.sampled_from(
    [
        sentence
        for capture in gemma_captures()
        for sentence in capture.text.replace("\n", " ").split(". ")
    ]
    + [
        "It is small",
        "Vireo Labs gives Heron 2 a size of 7B parameters",
        'Heron 2 is "small, then large," says Ines Okafor',
        "",
        "\u202eHeron 2\u200b is odd",
    ]
)
stories = st.lists(
    st.tuples(st.sampled_from(["A Paper", "B Paper", "C Paper"]), st.lists(sentences, max_size=7)),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, max_examples=60)
@given(stories, st.integers(0, 3))
def test_every_draft_keeps_the_promises(rows: list[tuple[str, list[str]]], limit: int) -> None:
    captures = [
        make_capture(owner, ". ".join(told) + ".", at=MORNING + timedelta(minutes=at), key=str(at))
        for at, (owner, told) in enumerate(rows)
    ]
    brief = make_brief(captures, limits=[("a-paper", limit)])
    draft = written(brief)
    check_promises(draft, brief)
    check_gate(draft, brief)
    assert draft == written(brief)
    assert len(by_role(draft, "fact")) <= OPTIONS.most_facts
