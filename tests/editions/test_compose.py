"""Composing: caps, the limit of words, fallbacks, the colophon; nothing prints unjudged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from nutgraf.archive import cite
from nutgraf.archive.model import Capture
from nutgraf.archive.words import CaptureWords
from nutgraf.editions import Edition, EditionOptions, Plan, Ruling, compose, edition_id, plan
from nutgraf.editions.evidence import EvidenceWords
from nutgraf.editions.judging import judged
from nutgraf.editions.model import Failure, LeftOut
from nutgraf.editions.page import page_of
from nutgraf.editions.trimming import words_of
from nutgraf.gate.computed import recompute
from nutgraf.text import count_words
from nutgraf.writing import Brief, Draft, Sentence, WritingOptions, write
from tests.briefs import MORNING, gemma_captures, make_brief, make_capture

DAY = date(2026, 4, 2)
NOW = datetime(2026, 4, 2, 18, tzinfo=UTC)
WRITING = WritingOptions()
PLACES = (
    "Aldmoor",
    "Brackwater",
    "Cindermere",
    "Dunholt",
    "Eskvale",
    "Fernwick",
    "Garrowby",
    "Holmsea",
)
THINGS = (
    "orchard robot",
    "tide gauge",
    "paper archive",
    "night ferry",
    "weather mast",
    "glass kiln",
)


def small_story(at: int, owners: int = 2) -> tuple[Capture, ...]:
    """Captures of one event of a town nobody else writes about."""
    place, thing = PLACES[at % len(PLACES)] + f" {at}", THINGS[at % len(THINGS)]
    texts = (
        f"{place} Council bought a {thing} for ${at + 3} million in March. The {thing} of {place}"
        f" Council works {at + 11} hours a day, the maker Lund {at} says.",
        f"A {thing} now runs for {place} Council, and it cost {at + 41}% of the budget. Lund {at} built"
        f" the machine for {place} Council in a year.",
    )
    return tuple(
        make_capture(f"Paper {one}", texts[one], at=MORNING + timedelta(minutes=7 * at + one))
        for one in range(owners)
    )


class World:
    """Stories planned, written and judged, ready to compose; strongest first as given."""

    def __init__(
        self,
        *stories: Sequence[Capture],
        options: EditionOptions | None = None,
        rulings: Sequence[Ruling] = (),
    ) -> None:
        self.options = options or EditionOptions()
        self.captures = [one for captures in stories for one in captures]
        briefs = [make_brief(captures) for captures in stories]
        self.stories = [brief.story for brief in briefs]
        texts = {b.story.id: " ".join(c.text for c in b.captures) for b in briefs}
        self.plan = plan(self.stories, texts, options=self.options, rulings=rulings)
        planned = {one.story for one in self.plan.planned}
        self.briefs = [brief for brief in briefs if brief.story.id in planned]
        forms = {one.story: one.form for one in self.plan.planned}
        self.drafts = [self._draft(brief, forms[brief.story.id]) for brief in self.briefs]

    def _draft(self, brief: Brief, form: str) -> Draft:
        words = CaptureWords(brief.captures)
        draft = write(
            brief, form="take" if form == "take" else "story", words=words, options=WRITING
        )
        return replace(draft, sentences=tuple(judged(one, words) for one in draft.sentences))

    def edition(self, **more: object) -> Edition:
        told: dict[str, object] = {
            "day": DAY,
            "now": NOW,
            "desk": "Sample desk",
            "plan": self.plan,
            "stories": self.stories,
            "briefs": self.briefs,
            "drafts": self.drafts,
            "records": [one.record for one in self.captures],
            "considered": [one.id for one in self.captures],
            "options": self.options,
        }
        return compose(**(told | more))  # type: ignore[arg-type]


def test_an_edition_from_captures_to_colophon() -> None:
    world = World(gemma_captures(), *(small_story(at) for at in range(6)))
    edition = world.edition(
        versions=[("gate", "1")], failed=[Failure(source="Wire", message="gone")]
    )
    assert edition.id == "2026-04-02"
    assert edition.title.startswith("Google DeepMind has released Gemma 4")
    assert edition.sections[0].name == "Top stories"
    assert len(list(edition.stories())) == 7
    assert edition.lede
    assert all(one.role == "fact" for one in edition.lede)
    assert edition.colophon.read == len(world.captures)
    assert edition.colophon.left_out == ()
    assert edition.colophon.refused == ()
    assert edition.colophon.failed[0].source == "Wire"
    assert {one.capture for one in edition.records} == {one.id for one in world.captures}
    assert [one.capture for one in edition.records] == sorted(
        one.capture for one in edition.records
    )
    assert world.edition(versions=[("gate", "1")], failed=edition.colophon.failed) == edition


def test_every_printed_sentence_is_judged_and_in_evidence() -> None:
    edition = World(gemma_captures(), *(small_story(at) for at in range(5))).edition()
    for sentence in edition.sentences():
        assert sentence.prints
        for one in sentence.cites:
            assert any(
                passage.capture == one.span.capture
                and passage.start <= one.span.start
                and one.span.end <= passage.end
                for passage in edition.passages
            )


def test_whats_computed_computes_again_from_the_evidence_alone() -> None:
    edition = World(gemma_captures(), *(small_story(at) for at in range(5))).edition()
    words = EvidenceWords(edition.records, edition.passages)
    whys = [one for one in edition.sentences() if one.computation is not None]
    assert {one.computation.method for one in whys if one.computation} >= {"spread", "figures"}
    for one in whys:
        assert one.computation is not None
        assert recompute(one.computation, words) == one.text


def test_no_sentence_is_printed_twice() -> None:
    edition = World(gemma_captures(), *(small_story(at) for at in range(8))).edition()
    told = [one.text.rstrip(".") for one in edition.sentences() if one.role != "why"]
    assert len(set(told)) == len(told)


def test_a_section_says_what_spread_widest_and_it_computes_again() -> None:
    world = World(gemma_captures(), *(small_story(at) for at in range(3)))
    (why,) = world.edition().sections[0].why
    assert why.text.startswith("Three publishers carried the Gemma 4 story, two the ")
    assert why.label == "Why it matters"
    assert why.computation is not None
    assert recompute(why.computation, CaptureWords(world.captures)) == why.text


def test_two_stories_that_say_the_same_are_told_once() -> None:
    twin = [
        make_capture(f"{one.owner} Again", one.text, at=MORNING + timedelta(hours=3))
        for one in gemma_captures()
    ]
    world = World(gemma_captures(), twin, *(small_story(at) for at in range(3)))
    edition = world.edition()
    assert len(list(edition.stories())) == 4
    left = {one.capture: one.reason for one in edition.colophon.left_out}
    assert set(left) == {one.id for one in twin}
    assert set(left.values()) == {"in stories that say what another of the edition says"}


@pytest.mark.parametrize("most", [200, 400, 600])
def test_the_edition_is_finite(most: int) -> None:
    options = EditionOptions(most_words=most)
    edition = World(
        gemma_captures(), *(small_story(at) for at in range(20)), options=options
    ).edition()
    assert words_of(edition.sentences()) <= most
    assert next(edition.stories()).headline.text.startswith("Google DeepMind has released Gemma 4")
    reasons = {one.reason for one in edition.colophon.left_out}
    assert "in stories that made the edition too long" in reasons


def test_takes_and_sections_are_capped_and_every_capture_is_accounted_for() -> None:
    world = World(*(small_story(at) for at in range(40)))
    edition = world.edition()
    sizes = {section.name: len(section.stories) for section in edition.sections}
    assert sizes["Quick takes"] <= 8
    assert all(size <= 4 for name, size in sizes.items() if name != "Quick takes")
    assert all(section.stories for section in edition.sections)
    printed = {capture for story in edition.stories() for capture in story.captures}
    left = {one.capture for one in edition.colophon.left_out}
    assert printed | left == {one.id for one in world.captures}
    assert not printed & left


def test_what_a_person_kept_outlasts_the_limit() -> None:
    stories = [small_story(at) for at in range(20)]
    kept = make_brief(stories[19]).story.id
    rulings = [Ruling(story=kept, verb="keep")]
    options = EditionOptions(most_words=400)
    edition = World(*stories, options=options, rulings=rulings).edition()
    assert kept in {story.id for story in edition.stories()}


def test_captures_that_were_no_candidates_keep_their_reason() -> None:
    world = World(*(small_story(at) for at in range(5)))
    stale = make_capture("Paper 9", "Aldmoor Council sold its ferry in 2019 for a coin.")
    loose = make_capture("Paper 9", "Eskvale Council kept its ferry for a coin.")
    edition = world.edition(
        considered=[*(one.id for one in world.captures), stale.id, loose.id],
        left_out=[LeftOut(capture=stale.id, reason="published more than 7 days before")],
    )
    left = {one.capture: one.reason for one in edition.colophon.left_out}
    assert left[stale.id] == "published more than 7 days before"
    assert left[loose.id] == "in no story"
    assert edition.colophon.read == len(world.captures) + 2


def refused_draft(world: World, at: int, role: str) -> None:
    """Put a word into a sentence that its source does not have, judged as such."""
    draft = world.drafts[at]
    words = CaptureWords(world.captures)
    sentences = [
        judged(replace(one, text="Zanzibar Corp lost 77% of it.", verdict=None), words)
        if one.role == role and one.cites
        else one
        for one in draft.sentences
    ]
    world.drafts[at] = replace(draft, sentences=tuple(sentences))


def test_a_refused_headline_falls_to_the_next_one() -> None:
    world = World(gemma_captures(), *(small_story(at) for at in range(4)))
    refused_draft(world, 0, "headline")
    edition = world.edition()
    headline = next(edition.stories()).headline.text
    assert "Gemma 4" in headline
    assert "Zanzibar" not in headline
    (refusal,) = edition.colophon.refused
    assert refusal.text == "Zanzibar Corp lost 77% of it."
    assert refusal.kind in {"number", "name", "tail"}
    assert refusal.message


def left_with_its_headline(*, leads: bool) -> World:
    world = World(gemma_captures(), *(small_story(at) for at in range(4)))
    refused_draft(world, 0, "fact")
    draft = world.drafts[0]
    world.drafts[0] = replace(
        draft, sentences=tuple(one for one in draft.sentences if one.role != "quote")
    )
    first = world.plan.planned[0]
    planned = (replace(first, leads=leads), *world.plan.planned[1:])
    world.plan = replace(world.plan, planned=planned)
    return world


def test_what_leads_the_day_leads_it_with_its_headline_alone() -> None:
    edition = left_with_its_headline(leads=True).edition()
    first = edition.sections[0].stories[0]
    assert "Gemma 4" in first.headline.text
    assert {one.role for one in first.sentences} == {"headline", "why"}


def test_a_story_left_with_its_headline_is_a_quick_take() -> None:
    edition = left_with_its_headline(leads=False).edition()
    assert [s.name for s in edition.sections if s.stories[0].form == "take"] == ["Quick takes"]
    assert "Gemma 4" in edition.sections[-1].stories[0].headline.text
    assert len(edition.sections[-1].stories[0].sentences) == 1
    assert edition.colophon.refused


def test_a_draft_without_sentences_is_left_out() -> None:
    world = World(*(small_story(at) for at in range(5)))
    world.drafts[2] = replace(world.drafts[2], sentences=())
    edition = world.edition()
    left = {one.capture: one.reason for one in edition.colophon.left_out}
    assert set(left) == {one.id for one in small_story(2)}
    assert set(left.values()) == {"in stories without a sentence that can stand alone"}


@pytest.mark.parametrize(
    ("stories", "read", "notice"),
    [
        (0, 0, "A quiet day: nothing new arrived."),
        (0, 1, "A quiet day: one capture was read, and it made no story."),
        (0, 5, "A quiet day: 5 captures were read, and none made a story."),
        (2, 4, "A quiet day: 4 captures were read, and few made a story."),
    ],
)
def test_a_quiet_day_says_so(stories: int, read: int, notice: str) -> None:
    world = World(*(small_story(at) for at in range(stories)))
    others = [make_capture("Paper 9", f"Nothing {at}.") for at in range(read - 2 * stories)]
    edition = world.edition(considered=[one.id for one in [*world.captures, *others]])
    assert [one.text for one in edition.lede] == [notice]
    assert edition.lede[0].role == "notice"
    assert len(list(edition.stories())) == stories
    assert edition.sections == () if stories == 0 else len(edition.sections) == 1
    assert edition.title == "A quiet day" if stories == 0 else "Council" in edition.title


def test_a_quiet_day_without_anything_is_still_an_edition() -> None:
    empty = Plan(planned=(), left_out=())
    edition = World().edition(plan=empty, revision=2, released_by="Ida")
    assert edition.id == "2026-04-02-r2"
    assert edition.released_by == "Ida"
    assert edition.records == ()
    assert edition.passages == ()


def test_stories_of_one_name_stand_together_under_it() -> None:
    options = EditionOptions(sections=EditionOptions().sections[1:], most_per_name=3, quiet_below=0)
    same = [
        [make_capture(f"Paper {at}", f"Aldmoor Council {what} with a bill and a vote in the parliament.")
         for at in range(2)]
        for what in ("opened the big bridge", "closed its old mill", "paid the ferry twice")
    ]  # fmt: skip
    other = [make_capture("Paper 7", "Dunholt Court put off a vote on its bill for the regulator.")]
    edition = World(same[0], other, same[1], same[2], options=options).edition()
    for section in edition.sections:
        themes = [story.theme for story in section.stories]
        assert themes == sorted(themes, key=lambda theme: themes.index(theme))
    plain = World(same[0], other, same[1], options=replace(options, themes=False)).edition()
    assert {story.theme for story in plain.stories()} == {""}


def test_the_title_is_made_of_headlines_word_for_word() -> None:
    world = World(gemma_captures(), *(small_story(at) for at in range(6)))
    edition = world.edition()
    assert count_words(edition.title) <= 30
    headlines = [story.headline.text for story in edition.stories()]
    for part in edition.title.split("; "):
        assert any(part in headline for headline in headlines)


def test_an_unjudged_sentence_never_prints() -> None:
    world = World(gemma_captures(), *(small_story(at) for at in range(4)))
    capture = world.captures[0]
    loose = Sentence(text=capture.text[:80], role="fact", cites=(cite(capture, 0, 80),))
    draft = world.drafts[0]
    world.drafts[0] = replace(draft, sentences=(*draft.sentences, loose))
    edition = world.edition()
    assert loose.text not in {one.text for one in edition.sentences()}
    assert loose.text in {one.text for one in edition.colophon.refused}


def test_ids_of_editions() -> None:
    assert edition_id(DAY, 1) == "2026-04-02"
    assert edition_id(DAY, 3) == "2026-04-02-r3"


def test_who_told_a_story_is_who_its_computed_line_counts_and_copies_come_after() -> None:
    world = World(gemma_captures(), *(small_story(at) for at in range(4)))
    copy = make_capture("Echo", world.captures[0].text, at=MORNING + timedelta(hours=2))
    first = world.briefs[0]
    story = replace(
        first.story,
        captures=(*first.story.captures, copy.id),
        copies=((copy.id, world.captures[0].id),),
    )
    edition = world.edition(
        stories=[story, *world.stories[1:]],
        briefs=[replace(first, story=story), *world.briefs[1:]],
        records=[one.record for one in (*world.captures, copy)],
        considered=[one.id for one in (*world.captures, copy)],
    )
    page = page_of(edition)
    assert page.sources[story.id] == (
        "Harbour Wire, Benchmark Ledger, Open Weights Weekly; repeated, or told before, by Echo"
    )
    (other,) = {page.sources[one.id] for one in edition.stories() if one.id != story.id}
    assert other == "Paper 0, Paper 1"
