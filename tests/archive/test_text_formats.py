"""Plain text, Markdown and captions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nutgraf.sources.model import Link
from tests.archive.samples import read, refused


def test_plain_text_is_kept_character_for_character() -> None:
    text = "\ufeffOne line.\r\n\r\n  Two\tlines…\u2028three\x0b"
    made = read(text, "text/plain", charset="utf-8", raw_range=(0, 9))
    assert made.text == text
    assert [(block.line, made.text[block.start : block.end]) for block in made.layout.blocks] == [
        (1, "\ufeffOne line."), (3, "Two\tlines…"), (4, "three"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("See https://x.example/a.", "https://x.example/a"),
        ("(https://x.example/a_(b))", "https://x.example/a_(b)"),
        ("<https://x.example/?q=1&r=2>", "https://x.example/?q=1&r=2"),
        ("HTTPS://X.example/#n, and", "HTTPS://X.example/#n"),
    ],
)
def test_addresses_in_plain_text_are_links(text: str, url: str) -> None:
    assert read(text, "text/plain").links == (Link(url=url, at=text.index(url), words=url),)


def test_a_nul_becomes_a_replacement_in_place() -> None:
    assert read(b"a\x00b", "text/plain", charset="utf-8").text == "a\ufffdb"


MARKDOWN = """---
title: "A note"
author: Ada
date: 2026-04-01T09:00:00Z
---
# The *heading*

A paragraph
that goes [on](https://q.example/z), see https://r.example/y.

- one
- two with `code`

> Quoted words.

| a | b |
|---|---|
| 1 | 2 |

```
x = 1
```
<div hidden>zqx</div><p>Inline <b>markup</b>.</p>
"""


def test_markdown_is_read_as_what_it_shows_with_source_lines() -> None:
    made = read(MARKDOWN, "text/markdown")
    blocks = [(block.line, made.text[block.start : block.end]) for block in made.layout.blocks]
    assert blocks == [
        (6, "The heading"), (8, "A paragraph that goes on, see https://r.example/y."), (11, "one"),
        (12, "two with code"), (14, "Quoted words."), (16, "a\tb"), (18, "1\t2"), (20, "x = 1"),
        (None, "Inline markup."),
    ]  # fmt: skip
    assert made.links == (
        Link(url="https://q.example/z", at=made.text.index("on, see"), words="on"),
        Link(url="https://r.example/y", at=made.text.index("https"), words="https://r.example/y"),
    )
    assert dict(made.dropped) == {"hidden": 1}
    assert made.found.title == "A note" and made.found.author == "Ada"
    assert made.found.published_at == datetime(2026, 4, 1, 9, tzinfo=UTC)
    assert made.canonicaliser == "markdown/3"


def test_a_heading_is_the_title_where_no_front_matter_says_one() -> None:
    assert read("# One `two`\n\nText.", "text/markdown").found.title == "One two"
    assert refused("---\ntitle: x\n---\n", "text/markdown").rule == "empty"


def test_a_rule_above_prose_loses_no_words() -> None:
    made = read("---\n\nThe first part.\n\n---\n\nThe second.", "text/markdown")
    assert made.text == "The first part.\nThe second."


def test_a_bracket_bomb_in_markdown_ends() -> None:
    assert read("[" * 5000 + "words", "text/markdown").text.endswith("words")


VTT = """WEBVTT - a talk

STYLE
::cue { color: red }

NOTE not for readers

intro
00:01.000 --> 00:03.500 align:start
<v.loud Ann Lee>We shipped &amp; tested <i>it</i>

00:03.500 --> 00:05.000
<v Ann Lee>on Monday.</v>

01:00:06.000 --> 01:00:07.250
<v Bo>Good.
<v Ann Lee>Very.
"""


def test_cues_are_joined_to_sentences_by_speaker() -> None:
    made = read(VTT, "text/vtt")
    assert made.text == "We shipped & tested it on Monday.\nGood.\nVery."
    assert [(block.speaker, block.seconds) for block in made.layout.blocks] == [
        ("Ann Lee", (1.0, 3.5)), ("Ann Lee", (3.5, 5.0)), ("Bo", (3606.0, 3607.25)),
        ("Ann Lee", (3606.0, 3607.25)),
    ]  # fmt: skip


def test_subrip_with_its_commas_and_windows_line_ends() -> None:
    body = "1\r\n00:00:01,500 --> 00:00:03,000\r\n{\\an8}Hello\r\nthere.\r\n\r\n2\r\n00:00:04,000 --> 00:00:05,000\r\nBye.\r\n"
    made = read(body, "application/x-subrip")
    assert made.text == "Hello there. Bye."
    assert made.layout.blocks[0].seconds == (1.5, 3.0)


def test_subrip_without_blank_lines_and_with_signs() -> None:
    one, two = "00:00:01,000 --> 00:00:02,000", "00:00:03,000 --> 00:00:04,000"
    body = f"1\n{one}\nWe lost\n2\n{two}\nfive games.\n\n3\n{two}\n<i>x < 5 or y > 9</i>\n42\n"
    made = read(body, "application/x-subrip")
    assert made.text == "We lost five games. x < 5 or y > 9 42"


def test_a_second_speaker_repeats_nothing() -> None:
    body = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Yes.\n\n00:02.000 --> 00:03.000\n<v Bo>Yes.\n"
    assert read(body, "text/vtt").text == "Yes.\nYes."


def test_captions_that_roll_up_are_taken_once() -> None:
    body = "WEBVTT\n\n00:01.000 --> 00:02.000\nfirst line\n\n00:02.000 --> 00:03.000\nfirst line\nsecond line\n"
    made = read(body, "text/vtt")
    assert made.text == "first line second line"
    assert made.dropped == (("repeated line", 1),)


def test_captions_without_cues_are_refused() -> None:
    assert refused("WEBVTT\n\nNOTE nothing\n", "text/vtt").rule == "captions-no-cues"
    assert refused("00:01.000 --> 00:02.000\n<v Ann>\n", "text/vtt").rule in {
        "empty",
        "captions-no-cues",
    }
