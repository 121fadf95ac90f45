"""What of a page does not show, by its own markup: tags, attributes, styles on and in the page.

Text a reader never sees is the usual place for words meant for machines. What needs a script, a
picture or a style sheet of another file to hide cannot be known from the bytes of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

UNSEEN = {
    "head": "",
    "title": "",
    "input": "",
    "script": "script",
    "style": "style",
    "template": "template",
    "noscript": "noscript",
    "iframe": "embedded",
    "object": "embedded",
    "embed": "embedded",
    "audio": "embedded",
    "video": "embedded",
    "map": "embedded",
    "frameset": "embedded",
    "noframes": "embedded",
    "svg": "drawing",
    "canvas": "drawing",
    "select": "form field",
    "textarea": "form field",
    "datalist": "form field",
}
_NOTHING = re.compile(r"0(?:\.0+)?(?:[a-z%]{0,4})\Z")
_FAR = re.compile(r"-\d{4,}")
_COLOURS = {"#fff": "white", "#ffffff": "white", "#000": "black", "#000000": "black"}
_STYLES = 400_000
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SELECTOR = re.compile(r"[a-z0-9]*([.#][\w-]+)\Z", re.I)


class Hidden:
    """The hidden elements of one page."""

    def __init__(self, root: _Element) -> None:
        self._names = dict(_hidden_names(root))

    def reason(self, element: _Element) -> str | None:
        """Why an element does not show: "" for what never does, a reason to count, None if it does.

        Only the element itself is looked at; what stands in a hidden element is hidden with it. The
        root and the body always count as shown: pages that fade in hide them until a script runs.
        """
        tag = element.tag
        if not isinstance(tag, str):
            return "comment"
        if tag in UNSEEN:
            return UNSEEN[tag]
        if tag in {"html", "body"} or not element.attrib:
            return None
        if element.get("hidden") is not None:
            return "hidden"
        if (element.get("aria-hidden") or "").strip().lower() == "true":
            return "aria-hidden"
        if tag == "font" and element.get("size") == "0":
            return "zero size"
        style = element.get("style")
        return (_hidden_by(style) if style else None) or self._by_name(element)

    def _by_name(self, element: _Element) -> str | None:
        if not self._names:
            return None
        names = [f".{name}" for name in (element.get("class") or "").split()]
        names.append(f"#{element.get('id') or ''}")
        return next((self._names[name] for name in names if self._names.get(name)), None)


def _hidden_names(root: _Element) -> Iterator[tuple[str, str]]:
    """Classes and ids the page's own style elements hide, and why; a later rule takes it back.

    Only rules outside @media and the like, for one class or id: those hold on every screen.
    """
    for sheet in root.iter("style"):
        css = re.sub(r"/\*.*?\*/", "", (sheet.text or "")[:_STYLES], flags=re.S)
        for selectors, body in _RULE.findall(_top_level(css)):
            reason = _hidden_by(body) or ""
            if reason or "display" in body or "visibility" in body:
                for selector in selectors.split(","):
                    name = _SELECTOR.match(selector.strip())
                    if name:
                        yield name[1], reason


def _top_level(css: str) -> str:
    """A style sheet without its @ rules that hold others."""
    out: list[str] = []
    depth = start = 0
    skipping = False
    for mark in re.finditer(r"[{}]", css):
        if mark[0] == "{":
            if depth == 0:
                skipping = css[start : mark.start()].rpartition(";")[2].lstrip().startswith("@")
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                if not skipping:
                    out.append(css[start : mark.end()])
                start = mark.end()
    return "".join(out)


def _hidden_by(style: str) -> str | None:
    said = _declarations(style)
    if said.get("display") == "none":
        return "display:none"
    if said.get("visibility") in {"hidden", "collapse"}:
        return "visibility:hidden"
    if said.get("color") == "transparent" or _NOTHING.match(said.get("opacity", "1")):
        return "transparent"
    boxed = said.get("overflow", said.get("overflow-y", "")) in {"hidden", "clip"}
    sizes = ("font-size", *(("height", "width", "max-height", "max-width") if boxed else ()))
    if any(_NOTHING.match(said.get(size, "")) for size in sizes):
        return "zero size"
    if any(_FAR.match(said.get(side, "")) for side in ("text-indent", "left", "top")):
        return "off the page"
    ink, ground = said.get("color", ""), said.get("background-color", said.get("background", ""))
    if ink and _COLOURS.get(ink, ink) == _COLOURS.get(ground, ground):
        return "colour of its ground"
    return None


def _declarations(style: str) -> dict[str, str]:
    """Property to value, both in lower case without white space; the last one said counts."""
    plain = re.sub(r"\s+|/\*.*?\*/|!important", "", style.lower(), flags=re.S)
    pairs = (part.partition(":") for part in plain.split(";"))
    return {name: value for name, colon, value in pairs if colon}
