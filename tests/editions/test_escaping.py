"""Words of sources in Markdown: shown as they are, doing nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from nutgraf.editions.emphasis import Run, emphasise
from nutgraf.editions.escaping import escape, escape_runs, escape_start, unescape
from nutgraf.text import one_line

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
LIVE = re.compile(r"\{\{|\{%|\{#|<%|%%|\[\[|(?<!\\)\[|(?<!\\)://|(?<!\\)\$")


def inline(markdown: str) -> list[Token]:
    """The inline tokens of a text that must be one plain paragraph."""
    tokens = READER.parse(markdown)
    assert [token.type for token in tokens] in (
        [],
        ["paragraph_open", "inline", "paragraph_close"],
    ), [token.type for token in tokens]
    return [child for token in tokens for child in token.children or []]


def shown(tokens: list[Token]) -> str:
    assert {token.type for token in tokens} <= {"text", "text_special"}
    return "".join(token.content for token in tokens)


@pytest.mark.parametrize(
    ("words", "markdown"),
    [
        ("plain words, 7% of 3 (three).", "plain words, 7% of 3 (three)."),
        ("GPT-5.3's snake_case_name", "GPT-5.3's snake_case_name"),
        ("_so_ *it* `goes`", r"\_so\_ \*it\* \`goes\`"),
        ("[a](javascript:x) ![b](c) [[d]] [^1]: e", None),
        ("<script>alert(1)</script> &lt; AT&T &copy;", None),
        ("{{ 7 * 7 }} {% raw %} <% tp %> %%gone%% {# no #}", None),
        ("see https://evil.example or www.evil.example", None),
        ("$1.27M and $5 | ~~no~~ ==mark==", None),
        ("#tag ##no C# #1", r"\#tag \##no C# \#1"),
        ("a\\*b \\[c\\]", None),
        ("line\n\n# two\u202e\u200b end", "line # two end"),
        ("mail a@example.org @handle", r"mail a\@example.org @handle"),
    ],
)
def test_words_are_shown_as_they_are(words: str, markdown: str | None) -> None:
    escaped = escape(words)
    assert shown(inline(escape_start(escaped))) == one_line(words)
    assert markdown is None or escaped == markdown
    assert not LIVE.search(escaped)


@pytest.mark.parametrize(
    "start", ["# a", "- a", "+ a", "* a", "1. a", "12) a", "> a", "=== ", "~~~"]
)
def test_no_words_start_a_block(start: str) -> None:
    assert shown(inline(escape_start(escape(start)))) == one_line(start)


@settings(deadline=None, max_examples=300)
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("*_[]()`<>{}%|#~$&\\!:/-+=.1 aä中"), st.characters())
    )
)
def test_any_text_is_shown_as_it_is(words: str) -> None:
    escaped = escape_start(escape(words))
    assert shown(inline(escaped)) == one_line(words).strip()
    assert not LIVE.search(escaped)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.tuples(st.text(alphabet="a*_[ .,%$(1ä中。", min_size=1, max_size=6), st.booleans()))
)
def test_bold_never_changes_the_words(parts: list[tuple[str, bool]]) -> None:
    whole = one_line("".join(text for text, _ in parts))
    runs, at = [], 0
    for text, bold in parts:
        piece = whole[at : at + len(text)]
        at += len(text)
        if piece and not (bold and runs and runs[-1].bold):
            runs.append(Run(text=piece, bold=bold))
        elif piece:
            runs[-1] = Run(text=runs[-1].text + piece, bold=True)
    tokens = inline(escape_start(escape_runs(runs)))
    assert {token.type for token in tokens} <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
    }
    assert "".join(token.content for token in tokens) == whole


def test_names_at_first_mention_and_figures_are_bold() -> None:
    text = "Vireo Labs released Heron 2 with 7 billion parameters; Heron 2 costs $24."
    first = emphasise(text)
    assert "".join(run.text for run in first.runs) == text
    bold = [run.text for run in first.runs if run.bold]
    assert bold[:2] == ["Vireo Labs", "Heron 2"]
    assert any("7 billion" in run for run in bold) and any("$24" in run for run in bold)
    again = emphasise(text, first.names)
    assert "Vireo Labs" not in [run.text for run in again.runs if run.bold]


def test_a_name_known_from_elsewhere_is_never_cut_in_half() -> None:
    text = "Compute Gazette files Heron 2 under marketing."
    assert "Gazette" in [run.text for run in emphasise(text).runs if run.bold]
    whole = emphasise(text, whole=["Compute Gazette", "Heron 2 by Vireo Labs"])
    assert [run.text for run in whole.runs if run.bold] == ["Compute Gazette", "Heron 2"]
    assert "".join(run.text for run in whole.runs) == text
    again = emphasise("The Compute Gazette asked.", whole.names, whole=["Compute Gazette"])
    assert not any(run.bold for run in again.runs)


def test_known_payloads_are_only_shown(shared_data: Path) -> None:
    payloads = json.loads((shared_data / "adversarial/xss-payloads-628.json").read_text("utf-8"))
    naughty = json.loads((shared_data / "adversarial/blns.json").read_text("utf-8"))
    words = [one if isinstance(one, str) else json.dumps(one) for one in [*payloads, *naughty]]
    assert len(words) > 1000
    for one in words:
        escaped = escape_start(escape(one))
        assert shown(inline(escaped)) == one_line(one)
        assert not LIVE.search(escaped)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(
                alphabet=st.one_of(st.sampled_from("*\\[]^1&;<>lt amp_#$@:/-."), st.characters())
            ),
            st.booleans(),
        ),
        max_size=5,
    )
)
def test_unescaping_gives_the_words_back(parts: list[tuple[str, bool]]) -> None:
    runs = [Run(text=one_line(text), bold=bold) for text, bold in parts if one_line(text)]
    words = "".join(run.text for run in runs)
    assert unescape(escape_runs(runs)) == words
    assert unescape(escape_start(escape(words))) == one_line(words)
    assert unescape(f"{escape(words)}[^12]") == one_line(words)
