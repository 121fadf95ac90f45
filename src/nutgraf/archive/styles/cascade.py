"""What the style sheets of a page declare for each of its elements.

The order of precedence is that of CSS Cascading and Inheritance
Level 4: important before normal, `style` before sheets, then specificity, then order.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from nutgraf.archive.styles.selectors import Matcher, Parsed, key, listed, names, parsed
from nutgraf.archive.styles.sheets import Declared, declarations, keyframes, rules

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATA = re.compile(r"data:text/css[^,]{0,80},", re.I)
_SCREEN = re.compile(r"\s*(?:(?:only\s+)?(?:all|screen)\s*)?\Z", re.I)
_MOST_RULES = 20_000
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
        self._keyframes: dict[str, str] = {}
        self._by_key: dict[str, list[tuple[int, str, str]]] = {}
        self._parsed: dict[str, Parsed] = {}
        self._bodies: dict[str, Declared] = {}
        self._around: dict[_Element, frozenset[str] | None] = {}
        self._matcher = Matcher()
        count = 0
        for css in self._sheets(root):
            self._keyframes |= keyframes(css)
            for selectors, body in rules(css):
                if count >= _MOST_RULES or not _PROPERTIES.search(body):
                    continue
                for selector in listed(selectors):
                    count += 1
                    entry = (count, selector, body)
                    self._by_key.setdefault(key(selector), []).append(entry)

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

    def moves(self, said: dict[str, str], what: str) -> bool:
        """Whether an animation changes a property (`opacity`) of an element with these declarations.

        One that is defined in another file may change anything.
        """
        names = f"{said.get('animation', '')} {said.get('animation-name', '')}".replace(",", " ")
        words = names.split()
        if any(what in self._keyframes.get(word, "") for word in words):
            return True
        return self.foreign and bool(words) and not any(word in self._keyframes for word in words)

    def _candidates(self, element: _Element) -> Iterator[tuple[int, str, str]]:
        if not self._by_key:
            return
        for name in (*names(element), "*"):
            yield from self._by_key.get(name, ())

    def _body(self, body: str) -> Declared:
        if body not in self._bodies:
            self._bodies[body] = declarations(body)
        return self._bodies[body]

    def _weight(self, selector: str, element: _Element) -> tuple[int, int, int] | None:
        """The specificity of a selector that matches the element, None if it does not."""
        if selector not in self._parsed:
            self._parsed[selector] = parsed(selector)
        for tree, specificity, needed in self._parsed[selector]:
            if needed and (around := self._names_around(element)) and not needed <= around:
                continue
            if self._matcher.matches(tree, element):
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
        held = frozenset[str]() if at is None else self._around[at]
        for one in reversed(line):
            held = None if held is None or len(held) > _MOST_NAMES else held | set(names(one))
            self._around[one] = held
        return held


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
