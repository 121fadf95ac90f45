"""Names: borne in any form, in their own place, and claims with whoever makes them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.gate.casting import misplaced
from nutgraf.gate.cited import Cited, read_cited
from nutgraf.gate.claimed import claims_told
from nutgraf.gate.mentions import runs
from nutgraf.gate.name import missing_names
from nutgraf.gate.peoples import of_one_place
from nutgraf.reading.recognise import recognise

FERRY = (
    "Ferry company Brightsound ordered six electric boats from the Finnish yard Aalto Marine on Monday for CHF 86 million. "
    "Chief executive Ilse Karden said the boats would halve its fuel bill. They will run between Port Wenna and Saltholm from 2028. "
    "Harbour master Tomas Reyne of Saltholm warned that the quay was too short. Version 3.2 of its booking app, Quayside, is due in May."
)
TRIAL = (
    "Prosecutors allege that former mayor Greta Holm moved 40,000 pounds of school money into her own account over three years. "
    "Holm denies it. “Nobody ever asked me for a receipt,” she told the court in Marrow. "
    "Auditor Pim Vos called the books “a drawer full of string”. The parents' council said the school roof had leaked since 2019."
)

# sentences the cited words bear, by their names
BORNE = [
    ("Workmen, jurors and shareholders know Brightsound.", FERRY),
    ("Fourteen or six, the boats are electric.", FERRY),
    ("Don't expect the boats before 2028.", FERRY),
    ("Brightsound buys in Finland for CHF 86m.", FERRY),
    ("Quayside 3.2 is due in May.", FERRY),
    ("The Finns build six boats, of 12 GW and 4 TB.", FERRY),
]
# sentence, the words that are not there
FOREIGN = [
    ("Brightsound ordered six boats from Norway.", "Norway"),
    ("Swedish yard Aalto Marine builds six boats.", "Swedish"),
    ("Tomas Lindqvist warned that the quay was too short.", "Tomas Lindqvist"),
    ("Quayside 3.4 is due in May.", "Quayside 3.4"),
]
# a name in another's place
MISPLACED = [
    ("Karden, who runs Saltholm's harbour, has the boats built north of Ilse Karden.", FERRY),
    ("The boats will run between Port Wenna and Tomas Reyne from 2028.", FERRY),
    ("Brightsound, who runs the company, said the boats would halve its fuel bill.", FERRY),
    ("Aalto Marine ordered six electric boats from Brightsound.", FERRY),
]
WELL_PLACED = [
    ("Six electric boats were ordered by Brightsound from Aalto Marine.", FERRY),
    ("The Saltholm quay is too short, Reyne warns.", FERRY),
    ("Ilse Karden, who runs Brightsound, expects fuel to cost half as much.", FERRY),
    ("From 2028 they will sail from Port Wenna to Saltholm.", FERRY),
]
TOLD_WRONGLY = [
    ("Former mayor Greta Holm moved 40,000 pounds of school money into her own account.", TRIAL),
    ("Greta Holm called the books “a drawer full of string”.", TRIAL),
    ("Prosecutors said the school roof had leaked since 2019.", TRIAL),
]
TOLD_RIGHTLY = [
    ("Greta Holm is accused of moving 40,000 pounds of school money into her own account.", TRIAL),
    ("Pim Vos called the books “a drawer full of string”.", TRIAL),
    ("The parents' council said the school roof had leaked since 2019.", TRIAL),
    ("The school roof has leaked since 2019.", TRIAL),
]


def _cited(source: str) -> tuple[Cited, ...]:
    return (read_cited(0, source, today=None),)


@pytest.mark.parametrize(("sentence", "source"), BORNE)
def test_a_name_is_borne_in_another_form(sentence: str, source: str) -> None:
    found = missing_names(sentence, recognise(sentence).names, _cited(source))
    assert [one.words for one in found] == []


@pytest.mark.parametrize(("sentence", "words"), FOREIGN)
def test_a_name_from_elsewhere_is_found(sentence: str, words: str) -> None:
    found = missing_names(sentence, recognise(sentence).names, _cited(FERRY))
    assert words in {one.words for one in found}


@pytest.mark.parametrize(("sentence", "source"), MISPLACED)
def test_a_name_in_another_s_place_is_found(sentence: str, source: str) -> None:
    found = list(misplaced(sentence, _cited(source)))
    assert found
    for one in found:
        assert sentence[one.start : one.end] == one.words
        assert one.place and source[one.place.start : one.place.end].strip()


@pytest.mark.parametrize(("sentence", "source"), WELL_PLACED)
def test_a_name_in_its_own_place_is_left_alone(sentence: str, source: str) -> None:
    assert [one.message for one in misplaced(sentence, _cited(source))] == []


@pytest.mark.parametrize(("sentence", "source"), TOLD_WRONGLY)
def test_a_claim_stays_with_whoever_makes_it(sentence: str, source: str) -> None:
    found = list(claims_told(sentence, _cited(source)))
    assert [one.kind for one in found] == ["said-by"]
    assert sentence[found[0].start : found[0].end] == found[0].words


@pytest.mark.parametrize(("sentence", "source"), TOLD_RIGHTLY)
def test_a_claim_told_as_one_passes(sentence: str, source: str) -> None:
    assert [one.message for one in claims_told(sentence, _cited(source))] == []


def test_where_one_source_bears_a_name_in_its_place_another_need_not() -> None:
    sentence = "Saltholm's quay was built for Ilse Karden in Port Wenna."
    both = (read_cited(0, FERRY, today=None), read_cited(1, sentence, today=None))
    assert list(misplaced(sentence, both)) == []


def test_capitals_show_names_where_no_common_word_may_stand() -> None:
    keys = [
        run.key for run in runs("Peace at last: Joost van Rhee left the Hotel Zell. Rain fell.")
    ]
    assert keys == ["joost van rhee", "hotel zell"]


def test_a_land_and_what_is_of_it() -> None:
    assert of_one_place("polish", "poland") and of_one_place("finns", "finland")
    assert not of_one_place("polish", "finland")


PIECES = st.lists(
    st.sampled_from(
        ["Brightsound", "Ilse Karden", "the Finnish yard", "in", "Saltholm", "said", "he", "it", "“", "”", ",", ".", "the company",
         "ordered", "was ordered by", "denies", "86", "Aalto", "who", "'s", "\n", "ÅÄ", "北京", "alleges that"]
    ), max_size=14,
)  # fmt: skip


@given(PIECES, PIECES)
@settings(deadline=None, max_examples=150)
def test_any_sentence_can_be_held_against_any_source(one: list[str], other: list[str]) -> None:
    sentence, source = " ".join(one), " ".join(other)
    cited = _cited(source)
    found = [*misplaced(sentence, cited), *claims_told(sentence, cited)]
    found += missing_names(sentence, recognise(sentence).names, cited)
    for finding in found:
        assert sentence[finding.start : finding.end] == finding.words
        if finding.place:
            assert 0 <= finding.place.start < finding.place.end <= len(source)


@given(PIECES)
@settings(deadline=None, max_examples=100)
def test_a_text_names_nobody_it_does_not_name(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert list(missing_names(text, recognise(text).names, _cited(text))) == []
