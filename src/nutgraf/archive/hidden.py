"""What of a page does not show, by its own markup: tags, attributes, styles on and in the page.

Text a reader never sees is the usual place for words meant for machines. What needs a script, a
picture or a style sheet of another file to hide cannot be known from the bytes of the page.

Some ways to hide take all that stands in an element with them (`display: none`); others are
inherited and can be taken back further in (`visibility`, `font-size`, colours): so one asks of an
element whether it shows (`reason`) and of its own text whether that can be seen (`unseen`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nutgraf.archive.styles.cascade import Cascade
from nutgraf.archive.styles.clips import leaves_nothing
from nutgraf.archive.styles.colours import WHITE, Colour, colour, contrast, distance, over
from nutgraf.archive.styles.sizes import MEDIUM, font_size, is_far, is_nothing, pixels

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
    "noembed": "embedded",
    "svg": "drawing",
    "canvas": "drawing",
    "select": "form field",
    "textarea": "form field",
    "datalist": "form field",
    "rp": "",
}
# Two colours are one to the eye when they differ little in light and in tint: #f0f0f0 on white has a
# contrast of 1.14, yellow on white one of 1.07 but a tint of its own, the palest grey a designer
# prints words in (#ccc) 1.6; WCAG asks for 4.5.
_SAME = 1.2
_SAME_TINT = 0.15
_FAINTEST = 0.05
_SMALLEST = 2.0
_FILTERED = re.compile(r"opacity\(\s*([^)]*?)\s*(?:\)|\Z)")
_BY_WORDS = frozenset({"min-content", "max-content", "fit-content"})
_COLOURED = frozenset({"font", "body", "table", "tr", "td", "th", "tbody", "thead", "tfoot"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How the text of an element looks, as far as it is inherited; `ground` None for unknown."""

    ink: Colour | None = None
    ground: Colour | None = WHITE
    size: float = MEDIUM
    invisible: bool = False
    reason: str | None = None


_PLAIN = _Look()


class Hidden:
    """The hidden elements of one page. The tree is not changed."""

    def __init__(self, root: _Element) -> None:
        self._cascade = Cascade(root)
        self._looks: dict[_Element, _Look] = {}
        self._said: dict[_Element, dict[str, str]] = {}

    @property
    def unread(self) -> bool:
        """Whether the style sheets were too much to be read to their end."""
        return self._cascade.unread

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
        if tag in {"html", "body"}:
            return None
        said = self._declared(element)
        if not element.attrib and not said and tag != "dialog":
            return None
        return _by_attribute(element, said) or _by_style(said, self._cascade)

    def unseen(self, element: _Element) -> str | None:
        """Why the text directly in an element cannot be seen though the element shows, or None.

        All elements around it must be ones that show.
        """
        return self._look(element).reason

    def _declared(self, element: _Element) -> dict[str, str]:
        said = self._said.get(element)
        if said is None:
            said = self._said[element] = self._cascade.declared(element)
        return said

    def _look(self, element: _Element) -> _Look:
        line = []
        at: _Element | None = element
        while at is not None and at not in self._looks:
            line.append(at)
            at = at.getparent()
        look = _PLAIN if at is None else self._looks[at]
        for one in reversed(line):
            look = self._looks[one] = self._own_look(one, look)
        return look

    def _own_look(self, element: _Element, outer: _Look) -> _Look:
        said = self._declared(element)
        inside = element.tag not in {"html", "body"}
        hints = element.tag in _COLOURED or (element.tag == "a" and outer.reason)
        if not said and not hints:
            # A style sheet of another file may give a small element its size back.
            if outer.size < _SMALLEST and self._cascade.foreign and element.get("class"):
                return _with_reason(replace(outer, size=MEDIUM))
            return outer
        size = font_size(said, outer.size) if inside else MEDIUM
        look = _Look(
            ink=_ink(element, said, outer),
            ground=_ground(element, said, outer, foreign=self._cascade.foreign),
            size=outer.size if size is None else size,
            invisible=self._is_invisible(said, outer) if inside else False,
        )
        return _with_reason(look)

    def _is_invisible(self, said: dict[str, str], outer: _Look) -> bool:
        value = said.get("visibility", "inherit")
        if value in {"hidden", "collapse"}:
            return not self._cascade.moves(said, "visibility")
        return outer.invisible if value != "visible" else False


def _by_attribute(element: _Element, said: dict[str, str]) -> str | None:
    if element.get("hidden") is not None and "display" not in said:
        return "hidden"
    if (element.get("aria-hidden") or "").strip().lower() == "true":
        return "aria-hidden"
    if element.tag == "dialog" and element.get("open") is None and "display" not in said:
        return "closed"
    return "closed" if element.get("popover") is not None and "display" not in said else None


def _by_style(said: dict[str, str], cascade: Cascade) -> str | None:
    """Why the declarations hide an element and all in it, or None."""
    if not said:
        return None
    if said.get("display") == "none":
        return "display:none"
    if said.get("content-visibility") == "hidden":
        return "display:none"
    clear = _is_clear(said.get("opacity", "")) and not cascade.moves(said, "opacity")
    if clear or any(_is_clear(one) for one in _FILTERED.findall(said.get("filter", ""))):
        return "transparent"
    still = not cascade.moves(said, "transform")
    if _is_flat(said) or (still and _is_shrunk(said)):
        return "zero size"
    if _is_clipped(said, foreign=cascade.foreign):
        return "clipped"
    if _is_off_the_page(said, foreign=cascade.foreign) or (still and _is_moved_off(said)):
        return "off the page"
    return None


def _is_clear(opacity: str) -> bool:
    try:
        value = float(opacity.rstrip("%")) / (100 if opacity.endswith("%") else 1)
    except ValueError:
        return False
    return value <= _FAINTEST


def _is_flat(said: dict[str, str]) -> bool:
    """Whether the box has no room and what stands out of it is cut off."""
    boxed = any(
        value.split(" ")[at] in {"hidden", "clip"}
        for name, at in (("overflow", 0), ("overflow", -1), ("overflow-x", 0), ("overflow-y", 0))
        if (value := said.get(name))
    )
    if not boxed:
        return False
    return any(
        is_nothing(said.get(side, "")) or is_nothing(said.get(f"max-{side}", ""))
        for side in ("height", "width")
        if not _is_kept_open(said, side)
    )


def _is_kept_open(said: dict[str, str], side: str) -> bool:
    """Whether a least size gives the side room; a share of a height that is not said gives none."""
    least = said.get(f"min-{side}", "")
    if least.endswith("%"):
        return side == "width" and least[:1] in "123456789" and not is_nothing(least)
    return least in _BY_WORDS or (pixels(least) or 0.0) > 1


def _is_shrunk(said: dict[str, str]) -> bool:
    transform = said.get("transform", "").replace(" ", "")
    none = ("scale(0)", "scale(0,", "scalex(0)", "scaley(0)", "scale3d(0,", "matrix(0,0,0,0")
    return any(one in transform for one in none) or said.get("scale") in {"0", "0%"}


def _is_clipped(said: dict[str, str], *, foreign: bool) -> bool:
    path = said.get("clip-path", said.get("-webkit-clip-path", ""))
    if leaves_nothing(path):
        return True
    clip = said.get("clip", "")
    placed = said.get("position", "absolute" if foreign else "static") in {"absolute", "fixed"}
    if not (placed and clip.startswith("rect(")):
        return False
    sides = clip[5:].rstrip(") ").replace(",", " ").split()
    return len(sides) == 4 and all(is_nothing(side) for side in sides)


def _is_off_the_page(said: dict[str, str], *, foreign: bool) -> bool:
    """Whether an element is moved where no scrolling leads: far to the left or the top.

    `left` and the like only move what is positioned.
    """
    indent = said.get("text-indent", "")
    if is_far(indent, before=True) or (indent == "100%" and said.get("overflow") == "hidden"):
        return True
    placed = said.get("position", "absolute" if foreign else "static")
    if placed in {"absolute", "fixed", "relative"}:
        if any(is_far(said.get(side, ""), before=True) for side in ("left", "top")):
            return True
        if any(is_far(said.get(side, ""), before=False) for side in ("right", "bottom")):
            return True
        if placed == "fixed" and any(
            is_far(said.get(s, ""), before=False) for s in ("left", "top")
        ):
            return True
    margins = (said.get("margin-left", ""), said.get("margin-top", ""))
    return any(is_far(margin, before=True) for margin in margins)


def _is_moved_off(said: dict[str, str]) -> bool:
    moved = said.get("transform", "")
    inside = moved.partition("translate")[2].partition("(")[2].partition(")")[0]
    return any(is_far(part.strip(), before=True) for part in inside.split(","))


def _ink(element: _Element, said: dict[str, str], outer: _Look) -> Colour | None:
    """The colour of the letters, None where it is not said."""
    fill = said.get("-webkit-text-fill-color")
    value = fill or said.get("color")
    if value is None and element.tag in {"font", "body"}:
        value = element.get("color" if element.tag == "font" else "text")
    if value is None and element.tag == "a" and element.get("href") is not None:
        return None  # a browser gives a link a colour of its own
    if value is None or value in {"inherit", "unset"}:
        return outer.ink
    ink = colour(value)
    shadowed = said.get("text-shadow", "none") != "none"
    cut = "text" in said.get("background-clip", said.get("-webkit-background-clip", ""))
    return None if shadowed or (cut and ink is not None and ink[3] < 1) else ink


def _ground(
    element: _Element, said: dict[str, str], outer: _Look, *, foreign: bool
) -> Colour | None:
    """The colour behind the letters, None where it is a picture or not known.

    What is behind an element with a class is not known when other files hold style sheets.
    """
    if "background-image" in said and said["background-image"] != "none":
        return None
    value = _background(said)
    if value is None and element.tag in _COLOURED:
        value = element.get("bgcolor")
        if element.get("background"):
            return None
    if value is None:
        told = foreign and (element.get("class") or element.get("id"))
        return None if told and element.tag not in {"font", "span", "a", "b"} else outer.ground
    ground = _colour_in(value)
    if ground is None:
        return None if value not in {"none", "inherit", "initial", "unset"} else outer.ground
    if ground[3] >= 1:
        return ground
    return over(ground, outer.ground) if outer.ground is not None else None


def _background(said: dict[str, str]) -> str | None:
    last = [name for name in said if name in {"background", "background-color"}]
    return said[last[-1]] if last else None


def _colour_in(background: str) -> Colour | None:
    """The colour of a `background`; None where it holds a picture or none that is known."""
    if "url(" in background or "gradient" in background or "var(" in background:
        return None
    whole = colour(background)
    if whole is not None:
        return whole
    return next((found for word in background.split() if (found := colour(word))), None)


def _with_reason(look: _Look) -> _Look:
    return replace(look, reason=_reason(look))


def _reason(look: _Look) -> str | None:
    if look.invisible:
        return "visibility:hidden"
    if look.size < _SMALLEST:
        return "zero size"
    if look.ink is None:
        return None
    if look.ink[3] <= _FAINTEST:
        return "transparent"
    if look.ground is None:
        return None
    seen = over(look.ink, look.ground)
    same = contrast(seen, look.ground) < _SAME and distance(seen, look.ground) < _SAME_TINT
    return "colour of its ground" if same else None
