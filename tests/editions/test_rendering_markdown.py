"""edition.md: the form, the notes, and nothing of a source that acts."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module

import pytest
from markdown_it import MarkdownIt

from nutgraf.archive.words import CaptureWords
from nutgraf.editions.html import html
from nutgraf.editions.markdown import MOST_LISTED, markdown
from nutgraf.editions.model import Colophon, Edition, Refusal
from nutgraf.editions.notes import notes
from tests.editions.golden_files import same_as_golden

NOTE = re.compile(r"^\[\^(\d+)\]: (.*) ([0-9a-f]{8,64}):(\d+)-(\d+)$", re.MULTILINE)


def printed(edition: Edition) -> str:
    return markdown(edition).decode("utf-8")


def test_the_small_edition_is_the_golden_one(edition: Edition) -> None:
    same_as_golden("edition.md", markdown(edition))


def test_the_form_is_kept(edition: Edition) -> None:
    text = printed(edition)
    order = [
        "# Vireo Labs released Heron 2\n\n*Sample desk · 2 April 2026* · made unattended\n\n",
        "\n## Top stories\n\n*Why it matters:* ",
        "\n### Vireo Labs released Heron 2[^",
        '\n> "We measured it on four tests before we trusted it."[^',
        " — Ines Okafor\n",
        "\n## Products\n\n### Robots\n\n#### Quillon Robotics",
        "\n## Quick takes\n\n- **Marrow Systems** sells",
        "\n---\n\n### Sources\n",
        "\n### About this edition\n",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "**58.7%**" in text


def test_every_sentence_is_printed_with_its_notes(edition: Edition) -> None:
    plain = printed(edition).replace("**", "").replace("\\", "")
    plain = plain.replace("&lt;", "<").replace("&gt;", ">")
    for sentence in edition.sentences():
        assert sentence.text in plain
    used = re.findall(r"\[\^(\d+)\](?!:)", printed(edition))
    assert set(used) == {str(note.number) for note in notes(edition)}


def test_every_note_ends_with_a_span_that_leads_to_its_words(
    edition: Edition, words: CaptureWords
) -> None:
    found = NOTE.findall(printed(edition))
    numbered = notes(edition)
    assert [int(number) for number, *_ in found] == [note.number for note in numbered]
    for (_, source, prefix, start, end), note in zip(found, numbered, strict=True):
        capture = [one.capture for one in edition.records if one.capture.startswith(prefix)]
        assert capture == [note.record.capture]
        assert words.between(capture[0], int(start), int(end)) == note.citation.quote
        assert source.startswith(note.record.owner)
        assert "2 April 2026" in source


def test_only_addresses_of_captures_are_links_and_no_markup_gets_through(edition: Edition) -> None:
    body = re.sub(r"\[\^\d+\](: )?", "", printed(edition))
    reader = MarkdownIt("commonmark", {"html": True, "linkify": False})
    tokens = reader.parse(body)
    inline = [child for token in tokens for child in token.children or []]
    assert not [one for one in [*tokens, *inline] if one.type.startswith("html")]
    assert not [one for one in inline if one.type == "image"]
    hrefs = {str(one.attrs["href"]) for one in inline if one.type == "link_open"}
    assert hrefs == {one.url for one in edition.links}
    assert {href.partition("#:~:text=")[0] for href in hrefs} == {
        one.url for one in edition.records if one.url.startswith("https://")
    }
    assert "{{" not in body and "[[" not in body


def test_hostile_words_stay_in_their_line(edition: Edition) -> None:
    hostile = "x\n\n# Heading\n[^1]: forged https://evil.example abcdef123456:1-2\n\u202e---"
    record = replace(edition.records[0], title=hostile, owner=hostile, url="obsidian://x")
    again = replace(
        edition,
        title=hostile,
        desk=hostile,
        released_by=hostile,
        records=(record, *edition.records[1:]),
    )
    text = printed(again)
    assert text.count("\n# ") == 0 and text.startswith("# x # Heading")
    assert len(NOTE.findall(text)) == len(notes(edition))
    assert "\u202e" not in text and "obsidian" not in text


def test_who_answers_is_said(edition: Edition) -> None:
    assert "· released by Ann Example\n" in printed(replace(edition, released_by="Ann Example"))
    second = printed(replace(edition, revision=2))
    assert "· made unattended, revision 2\n" in second


def test_long_lists_of_refusals_say_where_the_rest_is(edition: Edition) -> None:
    many = tuple(Refusal(text=f"No. {at}", kind="number", message="No.") for at in range(60))
    text = printed(replace(edition, colophon=Colophon(read=1, refused=many)))
    assert text.count("(number: No.)") == MOST_LISTED
    assert f"and {60 - MOST_LISTED} more, all of them in edition.json" in text
    assert "1 capture read." in text


def test_same_edition_same_bytes(edition: Edition) -> None:
    assert markdown(edition) == markdown(edition)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (("One",), '"One" is the'),
        (("One", "Two"), '"One" and "Two" is the'),
        (("One", "Two", "Three"), '"One", "Two" and "Three" is the'),
    ],
)
def test_the_labels_of_the_desks_own_view_are_listed_in_prose(
    edition: Edition, labels: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("markdown", "html"):
        module = import_module(f"nutgraf.editions.{room}")
        monkeypatch.setattr(module, "view_labels", lambda _: labels)
    assert f"What stands under {said}" in printed(edition)
    page = html(edition).decode("utf-8").replace("“", '"').replace("”", '"')
    assert f"What stands under {said}" in page
