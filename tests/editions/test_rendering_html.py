"""edition.html: one page that needs nothing, runs nothing, and shows the words of every note."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as reader

from nutgraf.archive.words import CaptureWords
from nutgraf.editions.html import html
from nutgraf.editions.model import Edition
from nutgraf.editions.notes import notes
from tests.editions.golden_files import same_as_golden

TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "div", "header", "p", "time", "span",
    "h1", "h2", "h3", "h4", "nav", "ul", "ol", "li", "main", "section", "article", "figure",
    "blockquote", "figcaption", "b", "mark", "code", "q", "aside", "footer", "details", "summary",
    "svg", "rect",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "role", "rel",
    "aria-label", "aria-labelledby", "aria-hidden", "tabindex", "datetime", "value", "open",
    "data-span", "data-n", "viewbox", "preserveaspectratio", "focusable", "x", "width", "height",
}  # fmt: skip


def page(edition: Edition) -> str:
    return html(edition).decode("utf-8")


def style_of(text: str) -> str:
    return text.partition("<style>")[2].partition("</style>")[0]


def test_the_small_edition_is_the_golden_one(edition: Edition) -> None:
    same_as_golden("edition.html", html(edition))


def test_the_policy_allows_this_style_sheet_and_nothing_else(edition: Edition) -> None:
    text = page(edition)
    style = style_of(text)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = reader.fromstring(text).xpath("//meta[@http-equiv]/@content")
    assert policy == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    assert text.count("<style>") == 1 and "<" not in style
    assert "url(" not in style and "@import" not in style


def assert_harmless(text: str, links: set[str]) -> None:
    """Only our tags and attributes, and no way out but the addresses of captures."""
    tree = reader.fromstring(text)
    assert {one.tag for one in tree.iter() if isinstance(one.tag, str)} <= TAGS
    assert {name.lower() for one in tree.iter() for name in one.attrib} <= ATTRIBUTES
    hrefs = {href for href in tree.xpath("//@href") if not href.startswith("#")}
    assert hrefs <= links
    assert "<!--" not in text


def test_nothing_of_a_source_acts(edition: Edition) -> None:
    links = {one.url for one in edition.records if one.url.startswith("https://")}
    assert_harmless(page(edition), links | {one.url for one in edition.links})


def test_known_payloads_are_only_shown(edition: Edition, shared_data: Path) -> None:
    payloads = json.loads((shared_data / "adversarial/xss-payloads-628.json").read_text("utf-8"))
    words = [one if isinstance(one, str) else json.dumps(one) for one in payloads]
    assert len(words) > 600
    size = -(-len(words) // 20)
    for at in range(0, len(words), size):
        some = "\n".join(words[at : at + size])
        record = replace(edition.records[0], title=some, owner=some, author=some, url=some)
        first = edition.colophon
        hostile = replace(
            edition,
            title=some,
            desk=some,
            released_by=some,
            records=(record, *edition.records[1:]),
            passages=(replace(edition.passages[0], text=some * 3), *edition.passages[1:]),
            colophon=replace(first, failed=(replace(first.failed[0], source=some, message=some),)),
        )
        known = {one.url for one in (*edition.records, *edition.links)}
        assert_harmless(page(hostile), known)


def test_every_note_shows_its_words_in_their_context(edition: Edition, words: CaptureWords) -> None:
    tree = reader.fromstring(page(edition))
    numbered = notes(edition)
    assert len(tree.xpath("//ol[@class='notes']/li")) == len(numbered)
    for note in numbered:
        (card,) = tree.xpath(f"//li[@id='n{note.number}']")
        assert card.get("data-span") == str(note.citation.span)
        assert card.xpath("string(.//mark)") == note.citation.quote
        span, passage = note.citation.span, note.passage
        assert passage is not None
        around = words.between(span.capture, passage.start, passage.end)
        assert card.xpath("string(.//blockquote/p)") == around
        text = card.xpath("string(.)")
        assert note.record.owner in text and "2 April 2026" in text
        if note.record.url.startswith("https://"):
            assert card.xpath(".//p[@class='title']/a/@href") == [note.link]
            assert note.link.startswith(f"{note.record.url}#:~:text=")
        else:
            assert not card.xpath(".//p[@class='title']/a")
        for position in note.sentences:
            assert tree.xpath(f"//*[@id='s{position}']")


def test_every_sentence_leads_to_its_notes(edition: Edition) -> None:
    tree = reader.fromstring(page(edition))
    for position, sentence in enumerate(edition.sentences(), start=1):
        (said,) = tree.xpath(f"//*[@id='s{position}']")
        assert said.text_content().strip("“”") == sentence.text
        following = said.xpath("following-sibling::a[@role='doc-noteref']")
        spans = [one.get("data-span") for one in following if one.get("data-span")]
        assert [str(cite.span) for cite in sentence.cites] == spans[: len(sentence.cites)]
        if sentence.computation is not None:
            assert tree.xpath(f"//li[@id='c{position}']")
            assert f"#c{position}" in [one.get("href") for one in following]


def test_a_reader_without_sight_or_mouse_finds_the_way(edition: Edition) -> None:
    tree = reader.fromstring(page(edition))
    assert tree.get("lang") == "en"
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    local = [href[1:] for href in tree.xpath("//@href") if href.startswith("#") and href != "#_"]
    assert set(local) <= set(ids)
    for labelled in tree.xpath("//@aria-labelledby"):
        assert labelled in ids
    assert all(one.get("aria-label") for one in tree.xpath("//a[@role='doc-noteref']"))
    levels = [int(one.tag[1]) for one in tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_rank_is_shown_as_named_parts(edition: Edition) -> None:
    tree = reader.fromstring(page(edition))
    (first, *_) = tree.xpath("//ul[@class='parts']")
    names = [one.text for one in first.xpath(".//span[@class='part-name']")]
    assert names == ["owners", "speed", "novelty"]
    widths = [float(one) for one in tree.xpath("(//summary/*[name()='svg'])[1]/*/@width")[1:]]
    parts = next(edition.stories()).signal.parts
    whole = sum(part.weight for part in parts)
    assert widths == [round(100 * part.value * part.weight / whole, 2) for part in parts]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
def test_words_stand_out_from_what_is_behind_them(edition: Edition, dark: bool) -> None:
    style = style_of(page(edition))
    _, light, night, *_ = re.split(r":root \{", style)
    palette = colours(light.partition("}")[0]) | (colours(night.partition("}")[0]) if dark else {})
    pairs = [
        ("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("ink", "card"), ("soft", "card"),
        ("accent", "card"), ("mark-ink", "mark"), ("ink", "lit"), ("accent", "lit"),
    ]  # fmt: skip
    for words, behind in pairs:
        bright, dim = sorted((luminance(palette[words]), luminance(palette[behind])), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, (words, behind)


def test_hiding_characters_are_not_shown(edition: Edition) -> None:
    hidden = "a\u202eb\u200bc\U000e0041d"
    text = page(replace(edition, title=hidden, desk=hidden, released_by=hidden))
    assert not re.search("[\u202e\u200b\U000e0041]", text)
    assert "abcd" in text


def test_same_edition_same_bytes(edition: Edition) -> None:
    assert html(edition) == html(edition)
