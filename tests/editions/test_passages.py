"""Evidence passages: the cited sentence with one on either side, merged where they overlap."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive import cite
from nutgraf.archive.model import Capture
from nutgraf.editions.passages import passages
from nutgraf.reading.model import Computation, Input
from nutgraf.writing.model import Sentence
from tests.briefs import make_capture

TEXT = (
    "Alpha Lab opened in March. Beta Lab opened in April. Gamma Lab opened in May. Delta Lab opened in"
    " June. Epsilon Lab opened in July."
)
CAPTURE = make_capture("Harbour Wire", TEXT)


def fact(words: str, capture: Capture = CAPTURE) -> Sentence:
    start = capture.text.index(words)
    return Sentence(text=words, role="fact", cites=(cite(capture, start, start + len(words)),))


def shown(*sentences: Sentence, captures: tuple[Capture, ...] = (CAPTURE,)) -> list[str]:
    return [one.text for one in passages(sentences, {one.id: one for one in captures})]


def test_a_sentence_stands_between_its_neighbours() -> None:
    assert shown(fact("Gamma Lab opened in May.")) == [
        "Beta Lab opened in April. Gamma Lab opened in May. Delta Lab opened in June."
    ]


def test_the_first_and_the_last_have_one_neighbour() -> None:
    assert shown(fact("Alpha Lab opened in March.")) == [
        "Alpha Lab opened in March. Beta Lab opened in April."
    ]
    assert shown(fact("Epsilon Lab")) == ["Delta Lab opened in June. Epsilon Lab opened in July."]


def test_passages_that_overlap_are_one() -> None:
    assert shown(fact("Alpha Lab"), fact("Gamma Lab")) == [
        "Alpha Lab opened in March. Beta Lab opened in April. Gamma Lab opened in May. Delta Lab"
        " opened in June."
    ]
    assert len(shown(fact("Alpha Lab"), fact("Epsilon Lab"))) == 2


def test_spans_of_a_computation_are_evidence_too() -> None:
    start = TEXT.index("Gamma")
    computation = Computation(
        method="figures",
        version=1,
        inputs=(Input(capture=CAPTURE.id, start=start, end=start + 5), Input(capture=CAPTURE.id)),
        result="x.",
    )
    why = Sentence(text="x.", role="why", label="Why it matters", computation=computation)
    assert shown(why)[0].startswith("Beta Lab opened in April. Gamma")


def test_captures_come_in_order_of_id_and_only_when_cited() -> None:
    others = tuple(make_capture(f"Owner {at}", TEXT) for at in range(4))
    cited = [fact("Alpha Lab", one) for one in others[:3]]
    found = passages(cited, {one.id: one for one in others})
    assert [one.capture for one in found] == sorted(one.id for one in others[:3])
    assert passages([], {}) == ()


texts = st.text(alphabet=st.sampled_from('ab. \n\u202e漢.!?"A'), min_size=1, max_size=120).filter(
    lambda text: bool(text.strip())
)


@settings(deadline=None)
@given(texts, st.data())
def test_every_cited_word_is_in_exactly_one_passage(text: str, data: st.DataObject) -> None:
    capture = make_capture("Harbour Wire", text)
    sentences = []
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        if text[start:end].strip():
            sentences.append(
                Sentence(text="A fact.", role="fact", cites=(cite(capture, start, end),))
            )
    found = passages(sentences, {capture.id: capture})
    for one in found:
        assert text[one.start : one.end] == one.text
    for sentence in sentences:
        span = sentence.cites[0].span
        holding = [one for one in found if one.start <= span.start and span.end <= one.end]
        assert len(holding) == 1
    assert all(one.end <= other.start for one, other in pairwise(found))
