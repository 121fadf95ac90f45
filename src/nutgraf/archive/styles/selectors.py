"""Selectors of style sheets: parsed by cssselect, matched here from the right.

So that the cost grows with the page and not with page times sheet, each selector is kept under a
name its element must have, and tried only where the names it needs stand around that element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

_APART = re.compile(r"[\s>+~]")
_KEYS = (re.compile(r"#([\w-]+)"), re.compile(r"\.([\w-]+)"), re.compile(r"\A([a-zA-Z][\w-]*)"))
_MARKS = ("#", ".", "")
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_MOST_STEPS = 2_000_000
_MOST_CLASSES = 1000
_LONGEST = 2000
Parsed = list[tuple[Any, tuple[int, int, int], frozenset[str]]]


class Matcher:
    """Whether elements of one page are what selectors mean; after two million steps none is."""

    def __init__(self) -> None:
        self._steps = 0
        self._last: _Element | None = None
        self._classes: frozenset[str] = frozenset()

    @property
    def spent(self) -> bool:
        """Whether the steps have run out, so that an answer means nothing."""
        return self._steps > _MOST_STEPS

    def matches(self, tree: Any, element: _Element) -> bool:
        """Whether an element is what a parsed selector means; what a reader must do (`:hover`) and
        what only a script can make true count as not so."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return False
        kind = type(tree).__name__
        if kind == "Element":
            return tree.element is None or tree.element.lower() == element.tag
        if kind == "CombinedSelector":
            return self.matches(tree.subselector, element) and self._related(tree, element)
        if not self.matches(tree.selector, element):
            return False
        if kind == "Hash":
            return bool(element.get("id") == tree.id)
        if kind == "Class":
            return tree.class_name in self._classes_of(element)
        if kind == "Attrib":
            return _has(tree, element)
        if kind == "Pseudo":
            return _is_so(tree.ident.lower(), element)
        if kind == "Negation":
            return not self.matches(tree.subselector, element)
        if kind in {"Matching", "SpecificityAdjustment"}:
            return any(self.matches(one, element) for one in tree.selector_list)
        return False

    def _classes_of(self, element: _Element) -> frozenset[str]:
        """The classes of an element; those of the last one asked for are at hand."""
        if element is not self._last:
            self._last, self._classes = element, frozenset(classes(element))
        return self._classes

    def _related(self, tree: Any, element: _Element) -> bool:
        left, how = tree.selector, tree.combinator
        if how == ">":
            parent = element.getparent()
            return parent is not None and self.matches(left, parent)
        if how == "+":
            before = next(element.itersiblings("*", preceding=True), None)
            return before is not None and self.matches(left, before)
        others = (
            element.itersiblings("*", preceding=True) if how == "~" else element.iterancestors()
        )
        return any(self.matches(left, other) for other in others)


def listed(selectors: str) -> list[str]:
    """The selectors of a list, parted at commas outside brackets."""
    if "(" not in selectors and "[" not in selectors:
        return [one.strip() for one in selectors.split(",") if one.strip()]
    out, depth, at = [], 0, 0
    for mark in re.finditer(r"[(\[)\],]", selectors):
        if mark[0] == "," and not depth:
            out.append(selectors[at : mark.start()])
            at = mark.end()
        elif mark[0] != ",":
            depth = max(0, depth + (1 if mark[0] in "([" else -1))
    return [one.strip() for one in (*out, selectors[at:]) if one.strip()]


def key(selector: str) -> str:
    """The id, class or element an element must have for the selector to match it; else `*`."""
    if "\\" in selector:
        return "*"
    if len(selector) > _LONGEST:
        return "*"
    last = _APART.split(_BRACKETS.sub("", selector))[-1]
    for mark, pattern in zip(_MARKS, _KEYS, strict=True):
        found = pattern.search(last)
        if found:
            return mark + (found[1] if mark else found[1].lower())
    return "*"


def parsed(selector: str) -> Parsed:
    """A selector as trees, their specificity, and the names that must stand around an element."""
    from cssselect import SelectorError, parse

    if len(selector) > _LONGEST:
        return []
    try:
        return [
            (tree.parsed_tree, tree.specificity(), frozenset(_needed(tree.parsed_tree)))
            for tree in parse(selector)
            if tree.pseudo_element is None
        ]
    except (SelectorError, ValueError, RecursionError):
        return []


def _needed(tree: Any, *, around: bool = False) -> Iterator[str]:
    """Ids, classes and tags that the elements around a match must have among them."""
    kind = type(tree).__name__
    if kind == "CombinedSelector":
        if tree.combinator in {" ", ">"}:
            yield from _needed(tree.selector, around=True)
            yield from _needed(tree.subselector, around=around)
        else:  # the siblings before are no names around, but what is around them is around it
            yield from _needed(tree.selector)
            yield from _needed(tree.subselector, around=around)
    elif kind in {"Hash", "Class"}:
        yield from _needed(tree.selector, around=around)
        if around:
            yield f"#{tree.id}" if kind == "Hash" else f".{tree.class_name}"
    elif kind == "Element":
        if around and tree.element:
            yield tree.element.lower()
    else:
        yield from _needed(tree.selector, around=around)


def names(element: _Element) -> Iterator[str]:
    """The id, the classes and the tag of an element, marked as in a selector."""
    identity = element.get("id")
    if identity:
        yield f"#{identity}"
    for name in classes(element):
        yield f".{name}"
    yield str(element.tag)


def classes(element: _Element) -> list[str]:
    """The class names of an element, the first thousand of them: no honest one has a hundred."""
    return (element.get("class") or "").split(maxsplit=_MOST_CLASSES)[:_MOST_CLASSES]


def _has(tree: Any, element: _Element) -> bool:
    """The attribute selectors of Selectors Level 3, section 6.3."""
    found = element.get(tree.attrib)
    if found is None or tree.operator == "exists":
        return found is not None
    said, wanted = str(found), str(tree.value.value)
    match tree.operator:
        case "=":
            return said == wanted
        case "~=":
            return wanted in said.split()
        case "|=":
            return said == wanted or said.startswith(f"{wanted}-")
        case "^=":
            return bool(wanted) and said.startswith(wanted)
        case "$=":
            return bool(wanted) and said.endswith(wanted)
        case "*=":
            return bool(wanted) and wanted in said
    return False


def _is_so(state: str, element: _Element) -> bool:
    if state == "root":
        return element.getparent() is None
    first = next(element.itersiblings("*", preceding=True), None) is None
    last = next(element.itersiblings("*"), None) is None
    if state in {"first-child", "last-child", "only-child"}:
        return (first or state == "last-child") and (last or state == "first-child")
    return state in {"link", "any-link"} and element.tag == "a" and element.get("href") is not None
