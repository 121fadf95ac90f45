"""Whether a page, or what Markdown becomes, can run or fetch anything: read by two HTML parsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import html as libxml2
from markdown_it import MarkdownIt

OF_PAGE = {
    "html", "head", "meta", "title", "style", "body", "a", "div", "header", "p", "time", "span",
    "h1", "h2", "h3", "h4", "nav", "ul", "ol", "li", "main", "section", "article", "figure",
    "blockquote", "figcaption", "b", "mark", "code", "q", "aside", "footer", "details", "summary",
    "svg", "rect",
}  # fmt: skip
OF_MARKDOWN = {
    "html", "head", "body", "div", "p", "h1", "h2", "h3", "h4", "em", "strong", "a", "ul", "li",
    "blockquote", "hr", "code",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "role", "rel",
    "aria-label", "aria-labelledby", "aria-hidden", "tabindex", "datetime", "value", "open",
    "data-span", "data-n", "viewbox", "preserveaspectratio", "focusable", "x", "width", "height",
}  # fmt: skip
_ACTING = {
    "script", "style", "iframe", "object", "embed", "applet", "img", "image", "svg", "math", "use",
    "animate", "set", "foreignobject", "form", "input", "button", "select", "textarea", "isindex",
    "base", "link", "meta", "frame", "frameset", "video", "audio", "source", "track", "template",
    "noscript", "marquee", "dialog", "portal", "xml", "plaintext", "listing", "xmp", "keygen",
}  # fmt: skip


def faults_of_page(text: str) -> list[str]:
    """What is wrong with a page of ours: foreign tags, attributes, comments, ways out."""
    return [*_faults(text, OF_PAGE, ATTRIBUTES), *_faults(read_again(text), OF_PAGE, ATTRIBUTES)]


def faults_of_markdown(text: str) -> list[str]:
    """What is wrong with Markdown of ours when a reader shows it that lets HTML through."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    page = f"<div>{reader.render(text)}</div>"
    return [
        *_faults(page, OF_MARKDOWN, {"href"}),
        *_faults(read_again(page), OF_MARKDOWN, {"href"}),
    ]


def count_tags(text: str, tag: str) -> int:
    """How often a tag stands in a page."""
    return sum(1 for one in libxml2.fromstring(text).iter(tag))


def read_again(text: str) -> str:
    """A page as the HTML standard's parser (html5ever) reads it, written out with all that it
    found, however dangerous.
    """
    import nh3

    names = set(re.findall(r"\bon[a-z]{2,30}\b", text.lower()))
    kept: set[str] = ATTRIBUTES | names | {"src", "style", "srcdoc", "action", "formaction", "data"}
    kept |= {"xlink:href", "srcset", "background", "poster", "content", "dynsrc", "lowsrc"}
    written: str = nh3.clean(
        text,
        tags=OF_PAGE | OF_MARKDOWN | _ACTING,
        attributes={"*": kept - {"rel"}},
        clean_content_tags=set(),
        strip_comments=False,
        link_rel=None,
        url_schemes={"http", "https", "javascript", "data", "vbscript", "file", "obsidian", "app"},
    )
    return f"<div>{written}</div>"


def _faults(text: str, tags: set[str], attributes: set[str]) -> Iterator[str]:
    for one in libxml2.fromstring(text).iter():
        if not isinstance(one.tag, str):
            yield f"a comment or instruction: {str(one)[:60]}"
            continue
        if one.tag not in tags:
            yield f"<{one.tag}>"
        yield from _of_attributes(one, attributes)


def _of_attributes(one: Any, attributes: set[str]) -> Iterator[str]:
    for name, value in one.attrib.items():
        if name.lower() not in attributes:
            yield f"{name}={value[:60]!r} of <{one.tag}>"
        elif name == "href" and not value.startswith("#"):
            scheme = urlsplit(value).scheme
            if scheme not in {"http", "https"} or re.search(r"[\s\"'<>`\\]", value):
                yield f"a link to {value[:60]!r}"
