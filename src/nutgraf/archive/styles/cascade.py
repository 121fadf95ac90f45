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
_MOST_TRIES = 2_000_000
_MOST_DECLARED = 500
_SIMPLE = re.compile(r"[#.]?[a-zA-Z_][\w-]*\Z", re.A)
_MOVED = re.compile("opacity|visibility|transform")
_PROPERTIES = re.compile(
    r"display|visib|opacity|font|color|background|width|height|overflow|position|left|right|top|"
    r"bottom|indent|clip|transform|scale|translate|margin|filter|animation|shadow|\\",
    re.I,
)
# What declarations that hide look like, where there is no time left to ask which elements they hold for.
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0|size\s*:\s*[01]?\.?0|"
    r"(?:left|top|right|bottom|indent)\s*:\s*-?\d{3}|(?:height|width)\s*:\s*[01]?\.?0|clip|scale|translate|"
    r"transparent|\\",
    re.I,
)
_USED = frozenset(
    [
        "display",
        "content-visibility",
        "visibility",
        "opacity",
        "filter",
        "overflow",
        "overflow-x",
        "overflow-y",
        "height",
        "width",
        "max-height",
        "max-width",
        "transform",
        "scale",
        "clip",
        "clip-path",
        "-webkit-clip-path",
        "position",
        "text-indent",
        "left",
        "top",
        "right",
        "bottom",
        "margin",
        "margin-left",
        "margin-top",
        "animation",
        "animation-name",
        "color",
        "-webkit-text-fill-color",
        "text-shadow",
        "background",
        "background-color",
        "background-image",
        "background-clip",
        "-webkit-background-clip",
        "font",
        "font-size",
    ]
)
_Said = tuple["Weight", str, str]
Weight = tuple[bool, int, int, int, int]


class Cascade:
    """The declarations that hold for the elements of one page. The tree is not changed."""

    def __init__(self, root: _Element) -> None:
        self.foreign = False
        """Whether the page asks for style sheets that are not in its bytes."""
        self.unread = False
        """Whether the sheets were too much to ask of every element which of their rules hold for it."""
        self._keyframes: dict[str, frozenset[str]] = {}
        self._by_key: dict[str, list[tuple[int, str, str]]] = {}
        self._simple: dict[str, list[tuple[int, str]]] = {}
        self._merged: dict[str, list[_Said]] = {}
        self._feared: set[str] = set()
        self._tries = 0
        self._parsed: dict[str, Parsed] = {}
        self._bodies: dict[str, Declared] = {}
        self._around: dict[_Element, frozenset[str] | None] = {}
        self._matcher = Matcher()
        count = 0
        for css in self._sheets(root):
            for name, frames in keyframes(css).items():
                self._keyframes[name] = frozenset(_MOVED.findall(frames))
            for selectors, body in rules(css):
                if not _PROPERTIES.search(body):
                    continue
                for selector in listed(selectors):
                    count += 1
                    self._add(count, selector, body)

    def _add(self, count: int, selector: str, body: str) -> None:
        simple = _SIMPLE.match(selector) is not None
        if count > _MOST_RULES:
            self._fear(selector if simple else key(selector), body)
        elif simple:
            name = selector if selector[0] in "#." else selector.lower()
            self._simple.setdefault(name, []).append((count, body))
        else:
            self._by_key.setdefault(key(selector), []).append((count, selector, body))

    def _fear(self, name: str, body: str) -> None:
        """A rule that is not read: what has its name is hidden if it may hide."""
        self.unread = True
        if name[0] in "#." and _HIDING.search(body):
            self._feared.add(name)

    def _stop(self) -> None:
        """From here on no selector is tried that needs more than a look at a name."""
        for name, held in self._by_key.items():
            for _, _, body in held:
                self._fear(name, body)
        self._by_key = {}

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
        own = dict.fromkeys(names(element)) if self._simple or self._feared else {}
        for name in own:
            if name in self._simple:
                said += self._merge(name)
        if style:
            _gather(said, declarations(style), (1, 0, 0, 0), 0)
        if self._feared and not self._feared.isdisjoint(own):
            said.append(((True, 2, 0, 0, 0), "display", "none"))
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
        words = names.split(maxsplit=50)[:50]
        if any(what in self._keyframes.get(word, ()) for word in words):
            return True
        return self.foreign and bool(words) and not any(word in self._keyframes for word in words)

    def _candidates(self, element: _Element) -> Iterator[tuple[int, str, str]]:
        if not self._by_key:
            return
        for name in (*names(element), "*"):
            yield from self._by_key.get(name, ())

    def _body(self, body: str) -> Declared:
        if body not in self._bodies:
            self._bodies[body] = _few(declarations(body))
        return self._bodies[body]

    def _merge(self, name: str) -> list[_Said]:
        """What the rules of one name alone declare: of each property what wins among them."""
        if name not in self._merged:
            weight = (
                (0, 1, 0, 0) if name[0] == "#" else (0, 0, 1, 0) if name[0] == "." else (0, 0, 0, 1)
            )
            won: dict[str, _Said] = {}
            for order, body in self._simple[name]:
                said: list[_Said] = []
                _gather(said, self._body(body), weight, order)
                for one in said:
                    held = won.get(one[1])
                    if held is None and len(won) >= _MOST_DECLARED and one[1] not in _USED:
                        continue
                    if held is None or one[0] > held[0]:
                        won[one[1]] = one
            self._merged[name] = list(won.values())
        return self._merged[name]

    def _weight(self, selector: str, element: _Element) -> tuple[int, int, int] | None:
        """The specificity of a selector that matches the element, None if it does not."""
        if selector not in self._parsed:
            self._parsed[selector] = parsed(selector)
        self._tries += 1
        if self._tries > _MOST_TRIES or self._matcher.spent:
            self._stop()
            return None
        for tree, specificity, needed in self._parsed[selector]:
            if needed and (around := self._names_around(element)) and not needed <= around:
                continue
            try:
                if self._matcher.matches(tree, element):
                    return specificity
            except RecursionError:
                self.unread = True
                self._parsed[selector] = []
                return None
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
            if held is not None and len(held) > _MOST_NAMES:
                held = None
            elif held is not None and (more := set(names(one)) - held):
                held = held | more
            self._around[one] = held
        return held


def _few(body: Declared) -> Declared:
    """The declarations, of a great many those that are asked for."""
    if len(body) <= _MOST_DECLARED:
        return body
    return {name: value for name, value in body.items() if name in _USED}


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
