"""What the style sheets of a page declare for each of its elements.

Selectors are parsed by cssselect and matched here from the right, so that the cost grows with the
page and not with page times sheet. The order of precedence is that of CSS Cascading and Inheritance
Level 4: important before normal, `style` before sheets, then specificity, then order.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from nutgraf.archive.style_sheets import Declared, declarations, rules

if TYPE_CHECKING:
    from lxml.etree import _Element

_RIGHTMOST = re.compile(r"[^\s>+~]+\Z")
_KEYS = (re.compile(r"#([\w-]+)"), re.compile(r"\.([\w-]+)"), re.compile(r"\A([a-zA-Z][\w-]*)"))
_MARKS = ("#", ".", "")
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")
_DATA = re.compile(r"data:text/css[^,]{0,80},", re.I)
_SCREEN = re.compile(r"\s*(?:(?:only\s+)?(?:all|screen)\s*)?\Z", re.I)
_MOST_RULES = 20_000
_MOST_STEPS = 2_000_000
_MOST_NAMES = 2_000
_PROPERTIES = re.compile(
    r"display|visib|opacity|font|color|background|width|height|overflow|position|left|right|top|"
    r"bottom|indent|clip|transform|scale|translate|margin|filter|animation|shadow|\\",
    re.I,
)
Weight = tuple[bool, int, int, int, int]


class Cascade:
    """The declarations that hold for the elements of one page. The tree is not changed."""

    def __init__(self, root: _Element) -> None:
        self.foreign = False
        """Whether the page asks for style sheets that are not in its bytes."""
        self._by_key: dict[str, list[tuple[int, str, str]]] = {}
        self._parsed: dict[str, list[tuple[Any, tuple[int, int, int], frozenset[str]]]] = {}
        self._bodies: dict[str, Declared] = {}
        self._around: dict[_Element, frozenset[str] | None] = {}
        self._steps = 0
        count = 0
        for css in self._sheets(root):
            for selectors, body in rules(css):
                if count >= _MOST_RULES or not _PROPERTIES.search(body):
                    continue
                for selector in _listed(selectors):
                    count += 1
                    entry = (count, selector, body)
                    self._by_key.setdefault(_key(selector), []).append(entry)

    def _sheets(self, root: _Element) -> Iterator[str]:
        for element in root.iter("style", "link"):
            if element.tag == "style":
                text = "".join(str(part) for part in element.itertext())
                self.foreign = self.foreign or "@import" in text.lower()
                if _SCREEN.match(element.get("media") or ""):
                    yield text
            elif "stylesheet" in (element.get("rel") or "").lower().split():
                held = _held(element.get("href") or "")
                if held is None:
                    self.foreign = True
                elif _SCREEN.match(element.get("media") or ""):
                    yield held

    def declared(self, element: _Element) -> dict[str, str]:
        """Property to the value that wins, in lower case; shorthands as they were written.

        In the order of their weight, so that of a shorthand and a longhand the later one wins.
        """
        style = element.get("style")
        said: list[tuple[Weight, str, str]] = []
        for order, selector, body in self._candidates(element):
            weight = self._weight(selector, element)
            if weight is not None:
                _gather(said, self._body(body), (0, *weight), order)
        if style:
            _gather(said, declarations(style), (1, 0, 0, 0), 0)
        if not said:
            return {}
        out: dict[str, str] = {}
        for _, name, value in sorted(said, key=lambda one: one[0]):
            out.pop(name, None)
            out[name] = value
        return out

    def _candidates(self, element: _Element) -> Iterator[tuple[int, str, str]]:
        if not self._by_key:
            return
        for name in (*_names(element), "*"):
            yield from self._by_key.get(name, ())

    def _body(self, body: str) -> Declared:
        if body not in self._bodies:
            self._bodies[body] = declarations(body)
        return self._bodies[body]

    def _weight(self, selector: str, element: _Element) -> tuple[int, int, int] | None:
        """The specificity of a selector that matches the element, None if it does not."""
        if selector not in self._parsed:
            self._parsed[selector] = _parsed(selector)
        for tree, specificity, needed in self._parsed[selector]:
            if needed and (around := self._names_around(element)) and not needed <= around:
                continue
            if self._matches(tree, element):
                return specificity
        return None

    def _names_around(self, element: _Element) -> frozenset[str] | None:
        """The ids, classes and tags of the elements around one; None where it stands very deep.

        Most selectors fail for want of one of these, which is seen here without a walk upwards.
        """
        line: list[_Element] = []
        at = element.getparent()
        while at is not None and at not in self._around:
            line.append(at)
            at = at.getparent()
        names = frozenset[str]() if at is None else self._around[at]
        for one in reversed(line):
            names = None if names is None or len(names) > _MOST_NAMES else names | set(_names(one))
            self._around[one] = names
        return names

    def _matches(self, tree: Any, element: _Element) -> bool:
        """Whether an element is what a parsed selector means; what a reader must do (`:hover`) and
        what only a script can make true count as not so."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return False
        kind = type(tree).__name__
        if kind == "Element":
            return tree.element is None or tree.element.lower() == element.tag
        if kind == "CombinedSelector":
            return self._matches(tree.subselector, element) and self._related(tree, element)
        if not self._matches(tree.selector, element):
            return False
        if kind == "Hash":
            return bool(element.get("id") == tree.id)
        if kind == "Class":
            return tree.class_name in _classes(element)
        if kind == "Attrib":
            return _has(tree, element)
        if kind == "Pseudo":
            return _is_so(tree.ident.lower(), element)
        if kind == "Negation":
            return not self._matches(tree.subselector, element)
        if kind in {"Matching", "SpecificityAdjustment"}:
            return any(self._matches(one, element) for one in tree.selector_list)
        return False

    def _related(self, tree: Any, element: _Element) -> bool:
        left, how = tree.selector, tree.combinator
        if how == ">":
            parent = element.getparent()
            return parent is not None and self._matches(left, parent)
        if how == "+":
            before = next(element.itersiblings("*", preceding=True), None)
            return before is not None and self._matches(left, before)
        others = (
            element.itersiblings("*", preceding=True) if how == "~" else element.iterancestors()
        )
        return any(self._matches(left, other) for other in others)


def _gather(
    said: list[tuple[Weight, str, str]],
    body: Declared,
    weight: tuple[int, int, int, int],
    order: int,
) -> None:
    for place, (name, (value, important)) in enumerate(body.items()):
        said.append(
            ((important, *weight[:1], *_flat(weight[1:]), order * 1000 + place), name, value)
        )


def _flat(specificity: tuple[int, ...]) -> tuple[int, int]:
    """Ids, and classes and types as one number; no sheet names a thousand types in a selector."""
    return specificity[0], specificity[1] * 1000 + specificity[2]


def _listed(selectors: str) -> list[str]:
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


def _key(selector: str) -> str:
    """The id, class or element an element must have for the selector to match it; else `*`."""
    if "\\" in selector:
        return "*"
    last = _RIGHTMOST.search(_BRACKETS.sub("", selector))
    for mark, pattern in zip(_MARKS, _KEYS, strict=True):
        found = pattern.search(last[0]) if last else None
        if found:
            return mark + (found[1] if mark else found[1].lower())
    return "*"


def _parsed(selector: str) -> list[tuple[Any, tuple[int, int, int], frozenset[str]]]:
    """A selector as trees, their specificity, and the names that must stand around an element."""
    from cssselect import SelectorError, parse

    try:
        trees = parse(selector)
    except (SelectorError, ValueError, RecursionError):
        return []
    return [
        (tree.parsed_tree, tree.specificity(), frozenset(_needed(tree.parsed_tree)))
        for tree in trees
        if tree.pseudo_element is None
    ]


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


def _names(element: _Element) -> Iterator[str]:
    """The id, the classes and the tag of an element, marked as in a selector."""
    identity = element.get("id")
    if identity:
        yield f"#{identity}"
    for name in (element.get("class") or "").split():
        yield f".{name}"
    yield str(element.tag)


def _classes(element: _Element) -> list[str]:
    return (element.get("class") or "").split()


def _has(tree: Any, element: _Element) -> bool:
    """The attribute selectors of Selectors Level 3, section 6.3."""
    found = element.get(tree.attrib)
    if found is None or tree.operator == "exists":
        return found is not None
    wanted = str(tree.value.value)
    how = tree.operator
    if how == "=":
        return found == wanted
    if how == "~=":
        return wanted in found.split()
    if how == "|=":
        return found == wanted or found.startswith(f"{wanted}-")
    if not wanted:
        return False
    if how == "^=":
        return found.startswith(wanted)
    return found.endswith(wanted) if how == "$=" else how == "*=" and wanted in found


def _is_so(state: str, element: _Element) -> bool:
    if state == "root":
        return element.getparent() is None
    first = next(element.itersiblings("*", preceding=True), None) is None
    last = next(element.itersiblings("*"), None) is None
    if state in {"first-child", "last-child", "only-child"}:
        return (first or state == "last-child") and (last or state == "first-child")
    return state in {"link", "any-link"} and element.tag == "a" and element.get("href") is not None


def _held(href: str) -> str | None:
    """The style sheet a `data:` address holds, None for any other address."""
    found = _DATA.match(href.strip())
    if not found:
        return None
    data = unquote_to_bytes(href.strip()[found.end() :])
    if ";base64" in found[0].lower():
        try:
            data = base64.b64decode(data)
        except (binascii.Error, ValueError):
            return ""
    return data.decode("utf-8", "replace")
