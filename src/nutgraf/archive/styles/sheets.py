"""A small reader of CSS: the rules of a style sheet and the declarations of a `style` attribute.

By the grammar of CSS Syntax Module Level 3, read loosely: comments, strings and escapes are
understood, what is malformed is stepped over. Rules in @media count when they hold on every screen
(`all`, `screen`), those in @layer always; all other @ rules are left out, since whether they hold
cannot be known from the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
_TOKEN = re.compile(
    r"""\\.|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|url\([^)"']*\)?|[{};]""", re.S | re.I
)
_PART = re.compile(
    r"""\\.|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|url\([^)"']*\)?|[:;()]""", re.S | re.I
)
_SPACE = re.compile(r"\s+")
_EVERY_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:all|screen)\s*\Z|@layer\b[^,]*\Z", re.I)
_KEYFRAMES = re.compile(r"@(?:-webkit-|-moz-)?keyframes\s+[\"']?([\w-]+)[\"']?\s*\{")
_CLOSED = re.compile(r"\}\s*\}")
_IMPORTANT = "important"
_LARGEST = 400_000
_DEEPEST = 8
_MOST_ANIMATIONS = 500
_LONGEST_FRAMES = 20_000
Declared = dict[str, tuple[str, bool]]


def rules(css: str) -> Iterator[tuple[str, str]]:
    """The rules of a sheet that hold on every screen as (selector list, body), in order.

    Of a sheet only the first 400,000 characters are read.
    """
    yield from _rules(_COMMENT.sub(" ", css[:_LARGEST]), 0)


def keyframes(css: str) -> dict[str, str]:
    """The animations a sheet defines: name to the text of its frames, both in lower case."""
    if "keyframes" not in css.lower():
        return {}
    found: dict[str, str] = {}
    plain = _COMMENT.sub(" ", css[:_LARGEST]).lower()
    start = _KEYFRAMES.search(plain)
    while start is not None and len(found) < _MOST_ANIMATIONS:
        after = _KEYFRAMES.search(plain, start.end())  # no frame holds another animation
        end = after.start() if after is not None else len(plain)
        closed = _CLOSED.search(plain, start.end(), end)
        end = closed.start() if closed is not None else end
        found[start[1]] = plain[start.end() : min(end, start.end() + _LONGEST_FRAMES)]
        start = after
    return found


def _rules(css: str, depth: int) -> Iterator[tuple[str, str]]:
    """Rules of one level: a prelude up to `{`, a body up to its `}`."""
    at = opened = level = 0
    prelude = ""
    for token in _TOKEN.finditer(css):
        mark = token[0]
        if mark == "{":
            if not level:
                prelude, opened = css[at : token.start()].strip(), token.end()
            level += 1
        elif mark == "}" and level:
            level -= 1
            if not level:
                yield from _rule(prelude, css[opened : token.start()], depth)
                at = token.end()
        elif mark == ";" and not level and css[at : token.start()].lstrip().startswith("@"):
            at = token.end()
    if level:  # the end of a sheet closes what is open
        yield from _rule(prelude, css[opened:], depth)


def _rule(prelude: str, body: str, depth: int) -> Iterator[tuple[str, str]]:
    if not prelude.startswith("@"):
        yield prelude, body.partition("{")[0]
    elif _EVERY_SCREEN.match(prelude) and depth < _DEEPEST:
        yield from _rules(body, depth + 1)


def declarations(style: str) -> Declared:
    """Property to (value, whether it is !important); names and values in lower case, one space.

    The last of a name counts, except that an important one stays.
    """
    out: Declared = {}
    for name, value in _pairs(_COMMENT.sub(" ", style[:_LARGEST])):
        plain, important = _importance(value)
        shown = _SPACE.sub(" ", unescaped(plain)).strip().lower()
        key = unescaped(name).strip().lower()
        if key and shown and (important or not out.get(key, ("", False))[1]):
            out.pop(key, None)
            out[key] = (shown, important)
    return out


def _importance(value: str) -> tuple[str, bool]:
    """A value without its `!important`, and whether it had one."""
    plain = value.rstrip()
    if plain[-len(_IMPORTANT) :].lower() != _IMPORTANT:
        return value, False
    before = plain[: -len(_IMPORTANT)].rstrip()
    return (before[:-1].rstrip(), True) if before.endswith("!") else (value, False)


def _pairs(style: str) -> Iterator[tuple[str, str]]:
    """Names and values, parted at semicolons outside strings and brackets."""
    at = depth = 0
    colon = -1
    for token in _PART.finditer(style):
        mark = token[0]
        if mark in "()":
            depth = max(0, depth + (1 if mark == "(" else -1))
        elif mark == ":" and colon < 0:
            colon = token.start()
        elif mark == ";" and not depth:
            if colon >= 0:
                yield style[at:colon], style[colon + 1 : token.start()]
            at, colon = token.end(), -1
    if colon >= 0:
        yield style[at:colon], style[colon + 1 :]


def unescaped(text: str) -> str:
    r"""The text with CSS escapes read: `d\69 splay` is `display`."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    if not escape[1]:
        return escape[2]
    code = int(escape[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
