"""HTML: fragments, whole pages, layout, links, and what a page says of itself."""

from __future__ import annotations

from datetime import UTC, datetime

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive.html import _parse
from nutgraf.archive.visible import visible
from nutgraf.ids import text_sha256
from nutgraf.sources.model import Link
from tests.archive.samples import item, read, refused

PROSE = (
    "The laboratory said on Tuesday that its new model answers faster and costs half as much. "
    "It will be open to everybody from the first of May, and prices stay as they are."
)
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Site | A faster model</title>
<meta property="og:title" content="A faster model"><meta name="author" content="Ada Byron">
<meta property="article:published_time" content="2026-04-01T10:00:00+02:00">
<script>var secret = "never shown";</script><style>.x {{ color: red }}</style></head>
<body><nav><ul><li><a href="/home">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>A faster model</h1><p>{PROSE}</p>
<p>More is in <a href="paper.html">the paper</a>, says the team, and that is all for today.</p>
</article><footer><p>Imprint and privacy</p></footer></body></html>"""


def test_a_page_gives_its_main_text_with_path_and_visible_offset() -> None:
    made = read(PAGE)
    assert PROSE in made.text.split("\n")
    assert "Home" not in made.text and "Imprint" not in made.text and "secret" not in made.text
    root = _parse(PAGE)
    page = visible(root)
    assert made.layout.visible_sha256 == text_sha256(page.text)
    for block in made.layout.blocks:
        words = made.text[block.start : block.end]
        assert page.text[block.visible : block.visible + len(words)] == words
        found = root.getroottree().xpath(block.path)
        assert len(found) == 1 and words[:20] in " ".join(found[0].text_content().split())
    dropped = dict(made.dropped)
    assert dropped["outside the main text"] == 3
    assert "secret" not in page.text


def test_what_a_page_says_of_itself() -> None:
    found = read(PAGE).found
    assert (found.title, found.author, found.lang) == ("A faster model", "Ada Byron", "en-GB")
    assert found.published_at == datetime(2026, 4, 1, 8, tzinfo=UTC)


def test_links_of_the_main_text_know_where_they_stand() -> None:
    made = read(PAGE)
    assert made.links == (
        Link(
            url="https://a.example/paper.html", at=made.text.index("the paper"), words="the paper"
        ),
    )


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<div>&nbsp;&nbsp;<a href=U><div>Title words here</div></a></div>", ["Title words here"]),
        ("<div>&nbsp;<a href=U> &nbsp;</a></div><p><a href=V>One</a> two</p>", ["", "One"]),
        ("<p>Before <a href=U> <div>Title</div></a></p>", ["Title"]),
        ("<p><a href=U>One </a></p><p><a href=V>two</a></p>", ["One", "two"]),
        ("<p><a href=U>One<br>two </a></p><p>three", ["One\ntwo"]),
    ],
)
def test_links_stand_where_they_stand_after_a_line_that_is_dropped(
    markup: str, words: list[str]
) -> None:
    root = _parse(markup)
    assert root is not None
    seen = visible(root)
    assert [seen.text[one.start : one.end] for one in seen.anchors] == words


def test_a_fragment_gives_all_it_shows() -> None:
    made = read(
        "<p>Hello <b>big</b>\n world.</p>Loose words<ul><li>One<li>Two &amp; <a href='/b'>b</a></ul>"
        "<table><tr><td>a</td><td>1</td></tr></table>First<br>second<pre>x = 1\n  y</pre>"
    )
    assert made.text.split("\n") == [
        "Hello big world.", "Loose words", "One", "Two & b", "a\t1", "First", "second", "x = 1", "y",
    ]  # fmt: skip
    assert made.links == (
        Link(url="https://a.example/b", at=made.text.index("& b") + 2, words="b"),
    )


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "mailto:a@b.example", "data:text/html,x", "#top", "http://[", ""],
)
def test_only_web_addresses_are_links(href: str) -> None:
    assert read(f'<p>See <a href="{href}">this</a> now.</p>').links == ()


def test_a_base_element_counts() -> None:
    page = '<base href="https://other.example/dir/"><p>See <a href="x">this</a>.</p>'
    assert read(page).links[0].url == "https://other.example/dir/x"


def test_escaped_markup_stays_the_words_it_shows() -> None:
    assert read("<p>Use &lt;b&gt; and &amp;lt; here.</p>").text == "Use <b> and &lt; here."


def test_a_mail_is_read_whole() -> None:
    assert "Imprint and privacy" in read(PAGE, part="1.2").text


def test_a_page_that_trafilatura_finds_nothing_on_gives_all_it_shows() -> None:
    made = read(f"<html><body><form><label>{PROSE}</label></form></body></html>")
    assert PROSE in made.text


def test_a_page_that_shows_nothing_is_refused() -> None:
    assert (
        refused("<html><body><div id=root></div><script>x</script></body></html>").rule == "empty"
    )
    shell = "<html><body><form><button>Sign in</button></form></body></html>"
    assert refused(shell).rule in {"html-no-text", "empty"}


@pytest.mark.parametrize("depth", [600, 10_000, 100_000])
def test_a_page_that_nests_too_deep_is_refused_before_it_is_parsed(depth: int) -> None:
    assert refused("<div>" * depth + "words").rule == "html-depth"


def test_depth_within_the_limit_is_read_to_the_end() -> None:
    assert read("<div>" * 500 + "The deepest words." + "</div>" * 500).text == "The deepest words."


@settings(deadline=None)
@given(
    paragraphs=st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, max_size=6
    )
)
def test_every_block_finds_its_words_on_the_page(paragraphs: list[str]) -> None:
    body = lxml.html.Element("div")
    for words in paragraphs:
        lxml.html.etree.SubElement(body, "p").text = words
    fragment = lxml.html.tostring(body, encoding="utf-8")
    shown = [" ".join(words.split(" ")).strip(" ") for words in paragraphs]
    if not any(words.strip() for words in shown):
        assert refused(fragment).rule == "empty"
        return
    made = read(fragment, charset="utf-8")
    page = visible(_parse(fragment.decode()))
    for block in made.layout.blocks:
        words = made.text[block.start : block.end]
        assert page.text[block.visible : block.visible + len(words)] == words
    assert "".join(made.text.split()) == "".join("".join(shown).split())


def test_wrong_charsets_never_stop_a_page() -> None:
    body = "<p>Zürich café — 5 €</p>".encode("cp1252")
    assert read(body, charset="iso-8859-1").text == "Zürich café — 5 €"
    assert read(body, charset="utf-8").text
    assert read(body, charset="utf-16").text
    assert item(body).body == body


def test_a_page_of_very_many_elements_gives_all_it_shows() -> None:
    words = "One of the many short paragraphs of a very long list."
    page = f"<html><body><nav>Home</nav>{f'<p>{words}</p>' * 30_000}</body></html>"
    made = read(page)
    assert made.text.count(words) == 30_000
    assert made.layout.blocks[30_000].path == "/html/body/p[30000]"


def test_a_layout_table_is_found_again_line_by_line() -> None:
    rows = "".join(f"<p>{PROSE} Paragraph {number} of the page.</p>" for number in range(4))
    page = f"<html><body><table><tr><td>Menu</td><td>{rows}<button>Share</button></td></tr></table></body></html>"
    made = read(page)
    assert all(f"Paragraph {number} of the page." in made.text for number in range(4))
    assert "| " not in made.text
