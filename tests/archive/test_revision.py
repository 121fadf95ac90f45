"""What a revision changes, and whether the publisher said so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive.difference import differences
from nutgraf.archive.revision import describe
from tests.archive.samples import capture_of

OLD = (
    "The company raised $40 million on Tuesday. Its chief, Jane Doe, said it would hire 200 people.\n"
    "The round was led by Alpha Capital. The rest of the money stays in the bank."
)
CORRECTIONS = (
    "Correction: An earlier version of this article said the company raised $40 million.",
    "Correction (April 3): The sum was wrong.", "CORRECTION — The sum was $45 million.",
    "An earlier version of this article misstated the sum.", "A previous version of this story gave the wrong sum.",
    "Clarification: The money came from two funds.", "This article was amended on 3 April 2026.",
    "This story has been corrected to reflect the sum.", "Editor's note: This article misstated the sum. It was corrected.",
    "We regret the error.", "Korrektur: Die Summe war falsch.", "Berichtigung: Es sind 45 Millionen.",
    "In einer früheren Version stand eine andere Summe.", "Correction : la somme est de 45 millions.",
    "Rectificatif: la somme est de 45 millions.", "Une version précédente de cet article indiquait 40 millions.",
    "Corrección: la suma es de 45 millones.", "Fe de errores: la suma es de 45 millones.",
    "Una versión anterior de este artículo decía 40 millones.", "The original headline incorrectly named the fund.",
    "Correction, April 3, 2026 — The sum was wrong.", "Correction to this story — The sum was wrong.",
    "Correction, April 3, 2026: The sum was wrong.", "Correction - The sum was wrong.",
    "An earlier version of the article said the sum was $40 million.",
    "Retraction: The report could not be confirmed.",
)  # fmt: skip
UPDATES = (
    "Update: The company confirmed the sum.", "UPDATED 3 April: with a comment.", "Update 2 – Adds a comment.",
    "This story has been updated with a comment.", "This article was updated at noon.",
    "Editor's note: The writer owns shares of the fund.", "Aktualisiert: Das Unternehmen bestätigt die Summe.",
    "Mise à jour : l'entreprise confirme.", "Actualización: la empresa confirma.",
    "Dieser Artikel wurde am Dienstag aktualisiert.",
)  # fmt: skip
NO_NOTICES = (
    "The correction in technology stocks went deep.", "Prices saw a sharp correction on Monday.",
    "The company will update its forecast.", "An update of the software comes in May.",
    "The earlier version of the model had fewer parameters.", "He was corrected by nobody.",
    "Corrections officers in three states — most of them women — walked out.",
    "The report said the constitution was amended last year.",
    "In an earlier version of the plan, officials said taxes would rise.",
    "Corrections officers went on strike.", "The house of correction was closed.",
)  # fmt: skip


@pytest.mark.parametrize("notice", CORRECTIONS)
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_correction_is_recognised_by_its_notice(notice: str, place: str) -> None:
    changed = OLD.replace("$40", "$45")
    text = f"{notice}\n{changed}" if place == "before" else f"{changed}\n{notice}"
    new = capture_of(text)
    found = describe(capture_of(OLD), new)
    assert (found.verdict, found.silent_figures) == ("correction", 0)
    assert found.notice and new.text[found.notice.start : found.notice.end] == found.words
    assert notice.startswith(found.words)
    # A notice that was there before is none of this revision's.
    again = describe(new, capture_of(text.replace("200", "300")))
    assert (again.verdict, again.notice, again.silent_figures) == ("silent", None, 1)


@pytest.mark.parametrize("notice", UPDATES)
def test_an_update_is_no_correction(notice: str) -> None:
    found = describe(capture_of(OLD), capture_of(f"{OLD}\n{notice}"))
    assert found.verdict == "update" and found.words and notice.startswith(found.words)


@pytest.mark.parametrize("words", NO_NOTICES)
def test_words_about_corrections_are_no_notice(words: str) -> None:
    found = describe(capture_of(OLD), capture_of(f"{OLD}\n{words}"))
    assert (found.verdict, found.notice) == ("update", None)
    silent = describe(capture_of(OLD), capture_of(f"{OLD}\n{words}".replace("$40", "$45")))
    assert (silent.verdict, silent.silent_figures) == ("silent", 1)


@pytest.mark.parametrize(
    ("was", "now", "verdict", "touches"),
    [
        ("$40", "$45", "silent", "figure"), ("Jane Doe", "Joan Doe", "silent", "name"), ("hire", "employ", "silent", "words"),
        (", said", " said", "noise", "marks"), ("said", "SAID", "noise", "marks"), ("million", "billion", "silent", "figure"),
        (" The rest of the money stays in the bank.", "", "silent", "words"), ("Tuesday.", "Tuesday. More came.", "update", "words"),
    ],
)  # fmt: skip
def test_changes_and_what_they_touch(was: str, now: str, verdict: str, touches: str) -> None:
    old, new = capture_of(OLD), capture_of(OLD.replace(was, now))
    found = describe(old, new)
    assert (found.verdict, found.changes[0].touches, len(found.changes)) == (verdict, touches, 1)
    change = found.changes[0]
    assert old.text[change.removed.start : change.removed.end] == change.was
    assert new.text[change.added.start : change.added.end] == change.now
    assert (change.removed.capture, change.added.capture) == (old.id, new.id)


def test_the_same_words_are_no_change() -> None:
    found = describe(capture_of(OLD), capture_of(OLD))
    assert (found.verdict, found.changes) == ("noise", ())
    clock = describe(capture_of(OLD + "\n3 minutes ago"), capture_of(OLD + "\n2 hours ago"))
    assert clock.verdict == "noise" and clock.changes


SENTENCES = st.lists(
    st.sampled_from(["One went.", "Two came!", "Three?", "It cost 4.5.", "a", "b c", "\n"]),
    max_size=25,
).map(" ".join)


@settings(deadline=None)
@given(st.one_of(SENTENCES, st.text(max_size=80)), st.one_of(SENTENCES, st.text(max_size=80)))
def test_the_new_text_is_the_old_one_with_its_changes(old: str, new: str) -> None:
    """Put in what was put in, take out what was taken out: the new text, white space aside."""
    pairs = differences(old, new)
    made: list[str] = []
    a = b = 0
    for (start, end), (start2, end2) in pairs:
        assert a <= start <= end <= len(old) and b <= start2 <= end2 <= len(new)
        made += [old[a:start], new[start2:end2]]
        a, b = end, end2
    made.append(old[a:])
    assert "".join("".join(made).split()) == "".join(new.split())


def test_one_word_of_a_long_text_is_found_alone() -> None:
    old = "\n".join(
        f"Sentence {n} of a long text has words of its own: {n * 7919 % 104729}."
        for n in range(5000)
    )
    new = old.replace("Sentence 2500 of a long", "Sentence 2500 of a short").replace(
        "words", "words", 1
    )
    (found,) = describe(capture_of(old), capture_of(new)).changes
    assert (found.was, found.now) == ("long", "short")
