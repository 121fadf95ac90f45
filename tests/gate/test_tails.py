"""Clauses no source bears, and clauses told in other words."""

from __future__ import annotations

import pytest

from nutgraf.gate import judge_pair
from nutgraf.gate.bearing import told
from nutgraf.gate.pairs import read_pair

FERRY = (
    "The ferry Astrid ran aground off Holmsund on Sunday with 212 passengers on board. All of them were taken "
    "ashore by lifeboats within two hours, the coast guard said. The captain blamed a broken rudder. The company "
    "expects to buy a replacement vessel by May."
)
INVENTED = [
    "The ferry Astrid ran aground off Holmsund on Sunday, prompting angry shareholders to demand refunds.",
    "All passengers were taken ashore by lifeboats, while musicians played cheerful ballads.",
    "The captain blamed a broken rudder, which mechanics had warned of since spring.",
]
REWORDED = [
    "The captain said a broken rudder was the cause.",
    "The company hopes to acquire another ship by May.",
    "A broken rudder was to blame, according to the captain.",
    "Lifeboats took all the passengers ashore in two hours.",
]


@pytest.mark.parametrize("sentence", INVENTED)
def test_a_clause_no_source_bears_is_found(sentence: str) -> None:
    kinds = {reason.kind for reason in judge_pair(sentence, [FERRY]).reasons}
    assert "tail" in kinds


@pytest.mark.parametrize("sentence", REWORDED)
def test_a_clause_in_other_words_is_no_tail(sentence: str) -> None:
    kinds = {reason.kind for reason in judge_pair(sentence, [FERRY]).reasons}
    assert "tail" not in kinds


def test_a_finding_names_the_words_that_nothing_says() -> None:
    reasons = [one for one in judge_pair(INVENTED[0], [FERRY]).reasons if one.kind == "tail"]
    assert reasons
    assert "shareholders" in reasons[0].words
    start, end = reasons[0].sentence
    assert INVENTED[0][start:end] == reasons[0].words


def test_words_are_borne_by_kin_phrases_and_forms() -> None:
    sentence = "The company moved its head office to a vessel."
    parts, cited = read_pair(
        sentence, ["The firm, moving on, has headquarters aboard three ships."]
    )
    how = {word.text: word.how for word in told(sentence, parts, cited)}
    assert how["company"] == "kin"
    assert how["moved"] == "same"
    assert how["office"] == "kin"
    assert how["vessel"] in {"kin", "sense", "wider"}


def test_the_score_is_half_or_more_exactly_when_supported() -> None:
    for sentence in (*INVENTED, *REWORDED, FERRY, "Snow fell on the hills."):
        verdict = judge_pair(sentence, [FERRY])
        assert (verdict.score >= 0.5) == (verdict.verdict == "supported")
        assert 0 <= verdict.score <= 1


def test_evidence_that_stands_together_scores_above_words_strewn_over_a_page() -> None:
    claim = "The captain blamed a broken rudder for the grounding of the ferry."
    strewn = "The captain ate. The rain fell. A broken chair stood there. It snowed. The rudder shone. A ferry left. Nobody was blamed."
    assert judge_pair(claim, [FERRY]).score > judge_pair(claim, [strewn]).score


@pytest.mark.parametrize("sentence", ["", "  ", "…", "،،،", "--- !"])
def test_what_has_no_word_is_not_judged(sentence: str) -> None:
    assert judge_pair(sentence, [FERRY]).verdict == "not_judged"


@pytest.mark.parametrize("sentence", ["日本語の文です。", "Bananas!", "Musicians played."])
def test_a_sentence_none_of_whose_words_is_borne_does_not_pass(sentence: str) -> None:
    assert judge_pair(sentence, [FERRY]).verdict != "supported"
