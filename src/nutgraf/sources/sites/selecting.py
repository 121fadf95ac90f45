"""Selectors of listing rules: CSS or XPath, checked before use and never run where they could hang.

CSS becomes XPath 1.0 by cssselect. No function of another document or a namespace is allowed, nothing is
looked up outside the page, and what a selector may cost on a page is reckoned from the page's shape
first: the engine joins the results of a step by comparing each with all before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LONGEST = 500
MOST_ELEMENTS = 10_000
# In comparisons; the engine makes some 1.7 thousand million a second on one core.
_MOST_COST = 1_200_000_000
_XPATH = re.compile(r"\s*(?:/|\(|\.)(?![\w-])|\s*\.?//|\s*/|\s*\.\s*\Z")
_FORBIDDEN = re.compile(
    r"(?<!:)\b(?:document|id|key|unparsed-[\w-]+)\s*\(|[\w-]+:(?!:)[\w-]+\s*\(|\$"
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_ABSOLUTE = re.compile(r"(?:^|[\s(|,=<>+*-])/|(?<![\w\])*.@])//")
_DEEP = re.compile(r"//|\b(?:descendant|ancestor)(?:-or-self)?::|\b(?:preceding|following)::")
_SIBLINGS = re.compile(r"\b(?:following|preceding)-sibling::")
_COUNTED = re.compile(r"count\((?:following|preceding)-sibling::\*\)")
_NEXT = re.compile(r"following-sibling::\*\[\(self::[\w*]+\) and \(position\(\) = 1\)\]")
_MOST_DEEP_INSIDE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a page's tree lets a selector cost: its elements, pairs of an element and one above it,
    and pairs of elements with one parent."""

    elements: int
    above: int
    beside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """A selector that may be used: as written, as XPath, and the call that finds its elements."""

    written: str
    xpath: str
    find: Callable[[Any], list[Any]]


def shape(root: Any) -> Shape:
    """The shape of a tree, counted in one pass."""
    elements = above = beside = 0
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        elements += 1
        above += depth
        children = len(element)
        beside += children * (children - 1) // 2
        stack += [(child, depth + 1) for child in element]
    return Shape(elements=elements, above=above, beside=beside)


def selector(written: str, *, inside: bool) -> Selector | str:
    """A selector ready for use, or in words what is wrong with it.

    `inside`: it counts from an item's element, so it must not begin at the page's root.
    """
    plain = written.strip()
    if len(plain) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    xpath = _as_xpath(plain)
    if isinstance(xpath, _Wrong):
        return xpath.words
    bare = _QUOTED.sub("''", xpath)
    if _FORBIDDEN.search(bare):
        return "it uses a function or a variable that reaches beyond the page"
    if inside and bare.lstrip("( ").startswith("/"):
        return "it begins at the page's root; begin it with a dot, so that it counts from the item"
    within = _inside_brackets(bare)
    if any(_ABSOLUTE.search(part) for part in within):
        return "a condition in it begins at the page's root"
    if sum(len(_DEEP.findall(part)) for part in within) > _MOST_DEEP_INSIDE:
        return f"its conditions look through the page more than {_MOST_DEEP_INSIDE} times"
    return _compiled(plain, xpath)


class _Wrong:
    def __init__(self, words: str) -> None:
        self.words = words


def _as_xpath(plain: str) -> str | _Wrong:
    if not plain:
        return _Wrong("it is empty")
    if _XPATH.match(plain):
        return plain
    from cssselect import HTMLTranslator, SelectorError

    try:
        return str(HTMLTranslator().css_to_xpath(plain, prefix="descendant-or-self::"))
    except (SelectorError, RecursionError, ValueError) as error:
        return _Wrong(f"as CSS it cannot be read: {_sentence(error)}")


def _compiled(plain: str, xpath: str) -> Selector | str:
    from lxml import etree

    try:
        ready = etree.XPath(xpath, regexp=False, smart_strings=False)
    except (etree.XPathError, ValueError) as error:
        return f"as XPath it cannot be read: {_sentence(error)}"

    def find(element: Any) -> list[Any]:
        try:
            found = ready(element)
        except etree.LxmlError:
            return []
        if not isinstance(found, list):
            return []
        return [one for one in found if isinstance(getattr(one, "tag", None), str)]

    return Selector(written=plain, xpath=xpath, find=find)


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__


def _inside_brackets(bare: str) -> list[str]:
    """What stands in the conditions of an XPath, innermost first, each once."""
    out: list[str] = []
    while found := _BRACKETS.search(bare):
        out.append(found[0][1:-1])
        bare = bare[: found.start()] + bare[found.end() :]
    return out


def cost(chosen: Selector, page: Shape) -> int:
    """The most comparisons a selector may make on a page of a shape; see `affordable`."""
    bare = _QUOTED.sub("''", chosen.xpath)
    counted, followed = len(_COUNTED.findall(bare)), len(_NEXT.findall(bare))
    bare = _NEXT.sub("", _COUNTED.sub("", bare))
    deep = max(0, len(_DEEP.findall(bare)) - 1)
    siblings = len(_SIBLINGS.findall(bare))
    return (
        page.elements
        + deep * page.above * page.elements
        + siblings * page.beside * page.elements
        + followed * page.beside * 300
        + counted * page.beside * 10
    )


def affordable(chosen: Selector, page: Shape) -> bool:
    """Whether a selector surely ends within about a second on a page of a shape."""
    return page.elements <= MOST_ELEMENTS and cost(chosen, page) <= _MOST_COST
