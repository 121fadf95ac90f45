"""Digests in Markdown and HTML: sentences as a reader sees them, their citations, their places."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.audit.digest import Digest, DigestSentence, read_digest
from nutgraf.errors import Refused


def _read(text: str, name: str = "digest.md") -> Digest:
    digest = read_digest(text.encode("utf-8"), name=name)
    assert isinstance(digest, Digest)
    return digest


def _cites(one: DigestSentence) -> list[tuple[str, str]]:
    return [(cite.pairing, cite.url) for cite in one.cites]


def _sentences(digest: Digest) -> dict[str, DigestSentence]:
    return {one.text: one for one in digest.sentences}


def test_links_reference_links_footnotes_and_bare_addresses() -> None:
    read = _sentences(
        _read(
            "The lock [opened on Monday](https://a.example/lock 'Lock'). Boats [waited][w] in the basin. "
            "It leaks.[^1] Oak was used.[^oak] See https://d.example/gate for the gate.\n\n"
            "[w]: https://b.example/wait\n[^1]: Canal Post, [Leaks](https://c.example/leak)\n"
            "[^oak]: <https://e.example/oak>\n"
        )
    )
    assert _cites(read["The lock opened on Monday."]) == [("link", "https://a.example/lock")]
    assert _cites(read["Boats waited in the basin."]) == [("link", "https://b.example/wait")]
    assert _cites(read["It leaks."]) == [("mark", "https://c.example/leak")]
    assert _cites(read["Oak was used."]) == [("mark", "https://e.example/oak")]
    assert _cites(read["See https://d.example/gate for the gate."]) == [
        ("link", "https://d.example/gate")
    ]


def test_one_citation_for_a_paragraph_at_its_end_its_opening_or_in_its_heading() -> None:
    read = _sentences(
        _read(
            "The lock is open. Both gates are new. [(Canal Post)](https://a.example/lock)\n\n"
            "**[The ferry](https://b.example/ferry)** has a hull. Its engine comes later.\n\n"
            "## [A bridge of oak](https://c.example/bridge)\n\nIt was built in May. It is long.\n\n"
            "## Weather\n\nRain fell on the town all week.\n"
        )
    )
    assert _cites(read["The lock is open."]) == [("paragraph", "https://a.example/lock")]
    assert _cites(read["Both gates are new."]) == [("paragraph", "https://a.example/lock")]
    assert _cites(read["Its engine comes later."]) == [("opening", "https://b.example/ferry")]
    assert _cites(read["It is long."]) == [("heading", "https://c.example/bridge")]
    assert _cites(read["Rain fell on the town all week."]) == []
    assert read["(Canal Post)"].role == "aside"


def test_a_sentence_amid_cited_ones_stays_without_a_citation() -> None:
    read = _sentences(
        _read(
            "It [opened](https://a.example/x). About 1,900 work there. It [closed](https://a.example/y)."
        )
    )
    assert read["About 1,900 work there."].role == "sentence"
    assert read["About 1,900 work there."].cites == ()


@pytest.mark.parametrize(
    "text",
    ["Good morning, and thank you for reading.", "What does a fair shift look like?",
     "And now to the courts.", "Until next Monday!", "Read more here."],
)  # fmt: skip
def test_what_states_no_fact_needs_no_citation(text: str) -> None:
    (one,) = _read(text).sentences
    assert one.role == "aside"


@pytest.mark.parametrize(
    "text",
    [
        "Rents rose in all towns last year.",
        "We counted 41 herons at the weir.",
        "The mill will close.",
    ],
)
def test_what_states_a_fact_needs_one(text: str) -> None:
    (one,) = _read(text).sentences
    assert one.role == "sentence"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\ntitle: News\ndate: 2026-04-03\n---\n\nText stands here.", "a.md"),
        ("# News\n\n*Notes on books, Friday 3 April 2026*\n\nText stands here.", "a.md"),
        ("Text stands here.", "news-2026-04-03.md"),
        ("<html><head><meta property='article:published_time' content='2026-04-03T08:00:00Z'></head>"
         "<body><p>Text stands here.</p></body></html>", "a.html"),
        ("<html><body><h1>News</h1><time datetime='2026-04-03'>today</time><p>Text.</p></body></html>", "a.html"),
    ],
)  # fmt: skip
def test_the_day_of_a_digest(text: str, name: str) -> None:
    assert _read(text, name).day == date(2026, 4, 3)


def test_a_digest_without_a_day_has_none() -> None:
    assert _read("It rained on Tuesday. In 2024 it did not.").day is None


def test_a_page_is_read_as_it_is_shown() -> None:
    read = _sentences(
        _read(
            "<!doctype html><title>Canal &amp; Coast</title><nav>Home <a href='/x'>About us today</a></nav>"
            "<main><h1>News</h1><p>The lock <b>is</b> <a href='https://a.example/lock'>open&nbsp;again</a>."
            "<sup><a href='#fn1'>1</a></sup><p>It leaks<a href=\"https://b.example/leak\">[2]</a>. "
            "<span hidden>Nobody sees this.</span><script>var a = 'The lock is shut.';</script>"
            "<ul><li>One boat waits.<li>Two boats wait.</ul></main>"
            "<main><ol><li id=fn1>Canal Post, <a href='https://c.example/post'>Lock</a> <a href='#r1'>↩</a></ol></main>",
            "saved.html",
        )
    )
    assert _cites(read["The lock is open again."]) == [
        ("link", "https://a.example/lock"),
        ("mark", "https://c.example/post"),
    ]
    assert _cites(read["It leaks."]) == [("mark", "https://b.example/leak")]
    assert {"One boat waits.", "Two boats wait."} <= set(read)
    assert not any("Nobody" in text or "shut" in text or "About" in text for text in read)
    assert not any("Canal Post" in text for text in read)


def test_notes_may_stand_outside_the_article() -> None:
    read = _sentences(
        _read(
            "<body><main><p id='p'>The lock is open.<a href='#n1'>1</a> It leaks.<a href='#n2'>2</a></p></main>"
            "<section><ol><li id='n1'><a href='#n1'>1</a> <b>Post</b> <a href='https://a.example/lock'>Lock</a></li>"
            "<li id='n2'>Canal Post, no. 12 <a href='#p'>^</a></li></ol></section></body>",
            "saved.html",
        )
    )
    assert _cites(read["The lock is open."]) == [("mark", "https://a.example/lock")]
    (cite,) = read["It leaks."].cites
    assert (cite.url, cite.label) == ("", "Canal Post, no. 12 ")
    assert len(read) == 2


def test_places_are_lines_and_columns_of_the_file() -> None:
    text = "# Title\n\n> - 🚀 The lock [is\n>   open](https://a.example/x). It *leaks* now.\n"
    digest = _read(text)
    leaks = _sentences(digest)["It leaks now."]
    line = text.split("\n")[leaks.place.line - 1]
    assert line[leaks.place.column - 1 : leaks.place.end_column - 1] == "It *leaks* now."
    opened = next(one for one in digest.sentences if "open" in one.text)
    assert (opened.place.line, opened.place.end_line) == (3, 4)


_WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöé", min_size=2, max_size=9)
_SENTENCE = st.lists(_WORD, min_size=3, max_size=9).map(
    lambda words: " ".join(words).capitalize() + "."
)


@given(st.lists(st.lists(_SENTENCE, min_size=1, max_size=4), min_size=1, max_size=5), st.booleans())
def test_every_sentence_stands_at_its_place(blocks: list[list[str]], as_page: bool) -> None:
    if as_page:
        text = "<html><body>\n" + "\n".join(f"<p>{' '.join(one)}</p>" for one in blocks)
    else:
        text = "\n\n".join(" ".join(one) for one in blocks)
    digest = _read(text, "a.html" if as_page else "a.md")
    lines = text.split("\n")
    for one in digest.sentences:
        assert one.place.line == one.place.end_line
        there = lines[one.place.line - 1][one.place.column - 1 : one.place.end_column - 1]
        assert there == one.text
    assert " ".join(one.text for one in digest.sentences) == " ".join(
        " ".join(one) for one in blocks
    )


@given(st.text(max_size=300), st.sampled_from(["a.md", "a.html"]))
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    read = read_digest(text.encode("utf-8", "surrogatepass"), name=name)
    if isinstance(read, Refused):
        assert read.happened
        assert read.next_step
        return
    for one in read.sentences:
        assert one.text.strip()
        assert all(0 <= cite.start <= cite.end <= len(one.text) for cite in one.cites)
        assert (one.place.line, one.place.column) <= (one.place.end_line, one.place.end_column)
