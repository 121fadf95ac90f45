"""Text that does not show never gets into canonical text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive.html import _parse
from nutgraf.archive.visible import visible
from tests.archive.hidden_samples import HIDES, SHOWS, page
from tests.archive.samples import read

CANARY = "zqxcanaryqz"
SHOWN = (
    "The council voted on Tuesday to keep the two libraries open until the end of next year. "
    "Both had been listed for closure in the draft budget, which the mayor withdrew last week."
)
HIDING = [
    ("<!-- {} -->", "comment"),
    ("<script>{}</script>", "script"),
    ('<script type="text/plain">{}</script>', "script"),
    ("<style>{}</style>", "style"),
    ("<template><p>{}</p></template>", "template"),
    ("<noscript><p>{}</p></noscript>", "noscript"),
    ("<p hidden>{}</p>", "hidden"),
    ('<div aria-hidden="true">{}</div>', "aria-hidden"),
    ('<p style="display:none">{}</p>', "display:none"),
    ('<p style="DISPLAY : none !important">{}</p>', "display:none"),
    ('<p style="color:red;/*x*/display/**/:none">{}</p>', "display:none"),
    ('<p style="visibility: hidden">{}</p>', "visibility:hidden"),
    ('<span style="font-size:0px">{}</span>', "zero size"),
    ('<div style="height:0;overflow:hidden">{}</div>', "zero size"),
    ('<span style="opacity:0">{}</span>', "transparent"),
    ('<span style="color:#fff;background:#FFFFFF">{}</span>', "colour of its ground"),
    ('<p style="position:absolute;left:-9999px">{}</p>', "off the page"),
    ('<style>.gone{{display:none}}</style><p class="a gone">{}</p>', "display:none"),
    ('<style>@media print{{p{{color:red}}}} p#gone{{font-size:0}}</style><p id="gone">{}</p>', "zero size"),
    ("<textarea>{}</textarea>", "form field"),
    ("<select><option>{}</select>", "form field"),
    ("<svg><text>{}</text></svg>", "drawing"),
    ("<object><p>{}</p></object>", "embedded"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "reason"), HIDING)
@pytest.mark.parametrize("whole", [False, True])
def test_hidden_text_is_dropped_and_counted(markup: str, reason: str, whole: bool) -> None:
    hidden = markup.format(CANARY)
    body = (
        f"<article><p>{SHOWN}</p>{hidden}<p>And the {hidden} lamps stay lit. {SHOWN}</p></article>"
    )
    made = read(f"<html><body>{body}</body></html>" if whole else body)
    assert CANARY not in made.text
    assert SHOWN in made.text and "lamps stay lit" in made.text
    assert dict(made.dropped)[reason] >= 2


@pytest.mark.parametrize(("name", "markup"), HIDES, ids=[name for name, _ in HIDES])
def test_every_way_to_hide_is_known(name: str, markup: str) -> None:
    words = f"{CANARY} stood here for all of us to read on Tuesday."
    made = read(page(markup, words, SHOWN))
    assert CANARY not in made.text and SHOWN in made.text
    fragment = read(f"<p>{SHOWN}</p>{markup.format(words)}<p>{SHOWN}</p>")
    assert CANARY not in fragment.text and fragment.text.count(SHOWN) == 2
    assert CANARY not in fragment.found.title + made.found.title


@pytest.mark.parametrize(("name", "markup"), SHOWS, ids=[name for name, _ in SHOWS])
def test_what_only_looks_hidden_is_read(name: str, markup: str) -> None:
    words = f"{CANARY} stood here for all of us to read on Tuesday."
    root = _parse(page(markup, words, SHOWN))
    assert root is not None and CANARY in visible(root).text
    assert CANARY in read(f"<p>{SHOWN}</p>{markup.format(words)}<p>{SHOWN}</p>").text


def test_there_are_as_many_samples_as_asked_for() -> None:
    for samples in (HIDES, SHOWS):
        assert len({markup for _, markup in samples}) == len(samples) >= 60


@pytest.mark.parametrize("size", [200, 2_000])
def test_a_page_made_to_be_slow_is_read_in_time_with_its_size(size: int) -> None:
    """Long selectors on deep pages: the steps of matching are bounded."""
    rules = "".join(f".a .b{at % 7} .c:not(.d) > .e ~ p{{display:none}}" for at in range(size))
    deep = "<div class='a b1 c'>" * 100 + f"<p>{SHOWN}</p>" * size
    assert SHOWN in read(f"<style>{rules}{'{' * size}</style>{deep}").text


@settings(deadline=None, max_examples=60)
@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from(
                ["<p>{}</p>", "<div>{}", "<b>{}</b>", "<li>{}", "<td>{}</td>", "{}<br>"]
            ),
            st.booleans(),
            st.sampled_from(HIDING),
        ),
        min_size=1,
        max_size=8,
    ),
    whole=st.booleans(),
)
def test_hidden_text_stays_out_however_it_is_nested(
    parts: list[tuple[str, bool, tuple[str, str]]], whole: bool
) -> None:
    body = "".join(
        shown.format("shown words" + (hiding.format(CANARY) if hide else ""))
        for shown, hide, (hiding, _) in parts
    )
    page = f"<p>{SHOWN}</p>{body}"
    assert CANARY not in read(f"<html><body>{page}</body></html>" if whole else page).text


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="display:block">{}</p>',
        '<p style="opacity:0.4">{}</p>',
        '<p style="font-size:0.9em">{}</p>',
        '<p style="height:0">{}</p>',
        '<p style="color:#000;background:#fff">{}</p>',
        '<p aria-hidden="false">{}</p>',
        "<style>.x{{display:none}} .x{{display:block}}</style><p class=x>{}</p>",
        "<style>@media print{{.x{{display:none}}}}</style><p class=x>{}</p>",
        "<style>.menu .x{{display:none}}</style><p class=x>{}</p>",
        "<details><summary>More</summary>{}</details>",
    ],
)
def test_what_shows_stays(markup: str) -> None:
    assert CANARY in read(markup.format(CANARY)).text


def test_a_page_that_fades_in_is_not_hidden_whole() -> None:
    page = f'<html><body style="opacity:0"><p>{SHOWN}</p></body></html>'
    assert SHOWN in read(page).text
