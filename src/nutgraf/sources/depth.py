"""How deeply markup nests, counted on the bytes before any parser sees them.

Tree builders spend quadratic time or a stack frame per level on hostile pages, so a cap is checked
first. The count follows the tokenizer of the HTML standard (section 13.2.5: quoted attribute
values, comments, raw text, double-escaped scripts) and never closes more than both that standard's
tree builder and libxml2 would: where they differ, an element counts as still open.
"""

from __future__ import annotations

import re

_TAG = re.compile(
    rb"<(?:(?P<comment>!--)|(?P<bogus>[!?]|/[^A-Za-z>])|(?P<close>/?)(?P<name>[A-Za-z][^\s/>\x00]*))"
)
# Everything up to the closing angle bracket: a quoted value counts only after an equals sign.
_REST = re.compile(rb"""(?:[^>=]++|=[\s]*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+>""")
_QUOTED = re.compile(rb"""=\s*+(?:"[^"]*"|'[^']*')""")
_MOST_ATTRIBUTES = 500
_LONG_TAG = 2 * _MOST_ATTRIBUTES
_COMMENT_END = re.compile(rb"--!?>")
_SCRIPT = re.compile(rb"(?P<open><!--)|(?P<end>-->)|<(?P<close>/?)script(?=[\s/>])", re.I)
_XML = re.compile(
    rb"<(?:(?P<comment>!--)|(?P<cdata>!\[CDATA\[)|(?P<pi>\?)|(?P<decl>!)"
    rb"|(?P<close>/?)(?P<name>[A-Za-z_:][^\s/>]*))"
)
_XML_REST = re.compile(rb"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")

_VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr frame basefont bgsound "
    b"command keygen".split()
)
_RAW = frozenset(b"script style textarea title xmp iframe noembed noframes".split())
_FOREIGN = frozenset({b"svg", b"math"})
# What a start tag ends when it is the innermost element open.
_ENDS = {
    b"p": frozenset({b"p"}),
    b"li": frozenset({b"li", b"p"}),
    b"dt": frozenset({b"dt", b"dd", b"p"}),
    b"dd": frozenset({b"dt", b"dd", b"p"}),
    b"option": frozenset({b"option"}),
    b"optgroup": frozenset({b"option", b"optgroup"}),
    b"rt": frozenset({b"rt", b"rp"}),
    b"rp": frozenset({b"rt", b"rp"}),
    b"td": frozenset({b"td", b"th", b"p"}),
    b"th": frozenset({b"td", b"th", b"p"}),
    b"tr": frozenset({b"td", b"th", b"tr", b"p"}),
    b"tbody": frozenset(b"td th tr tbody thead tfoot p".split()),
    b"thead": frozenset(b"td th tr tbody thead tfoot p".split()),
    b"tfoot": frozenset(b"td th tr tbody thead tfoot p".split()),
}
_LISTED = frozenset({b"li", b"dt", b"dd"})
_TABLE = frozenset(b"table tbody thead tfoot tr td th caption".split())
_WALLS = frozenset(b"table td th caption object template applet marquee html".split())
_BLOCKS = _WALLS | frozenset(
    b"address article aside blockquote body center dd details dir div dl dt fieldset figcaption "
    b"figure footer form h1 h2 h3 h4 h5 h6 header hgroup li main menu nav ol p pre section summary "
    b"tbody tfoot thead tr ul".split()
)
_PARAGRAPH = frozenset({b"p"})
_NOTHING: frozenset[bytes] = frozenset()


def html_depth(data: bytes, cap: int = 512) -> int:
    """The deepest nesting of an HTML page, at most `cap + 1`: counting stops there.

    A tag of more than 500 attributes counts as deeper than any cap: tree builders compare each with
    all before it, and 100,000 take minutes.
    """
    if data.count(b"<") <= cap and len(data) <= _LONG_TAG:
        return 0
    stack: list[bytes] = []
    deepest = at = foreign = 0
    while tag := _TAG.search(data, at):
        if tag["comment"]:
            at = _after_comment(data, tag.end())
            continue
        if tag["bogus"]:
            closed = data.find(b">", tag.end() - 1)
            if closed < 0:
                break
            at = closed + 1
            continue
        rest = _REST.match(data, tag.end())
        if rest is None:
            break  # the file ends inside a tag, which the standard drops
        at, name = rest.end(), tag["name"].lower()
        if at - tag.end() > _LONG_TAG and _floods(rest[0]):
            return cap + 1
        if tag["close"]:
            _close(stack, name)
            foreign = foreign and sum(1 for open_ in stack if open_ in _FOREIGN)
        elif name in _RAW and not foreign:
            at = _after_raw(data, at, name)
        elif name not in _VOID and not (foreign and data[at - 2 : at] == b"/>"):
            foreign += name in _FOREIGN
            ends = _ENDS.get(name, _PARAGRAPH if name in _BLOCKS else _NOTHING)
            while stack and stack[-1] in ends:
                stack.pop()
            stack.append(name)
            deepest = max(deepest, len(stack))
            if deepest > cap:
                break
    return deepest


def _floods(rest: bytes) -> bool:
    """Whether what follows a tag's name holds more than 500 attributes, quoted values aside."""
    return len(_QUOTED.sub(b"=", rest).replace(b"/", b" ").split(None, _MOST_ATTRIBUTES)) > (
        _MOST_ATTRIBUTES
    )


def _after_comment(data: bytes, at: int) -> int:
    if data.startswith(b">", at):
        return at + 1
    if data.startswith(b"->", at):
        return at + 2
    end = _COMMENT_END.search(data, at)
    return end.end() if end else len(data)


def _after_raw(data: bytes, at: int, name: bytes) -> int:
    """Where the raw text of an element ends (its own end tag comes next)."""
    if name == b"script":
        return _after_script(data, at)
    end = re.compile(rb"</" + name + rb"(?=[\s/>])", re.I).search(data, at)
    return end.start() if end else len(data)


def _after_script(data: bytes, at: int) -> int:
    escaped = doubled = False
    for mark in _SCRIPT.finditer(data, at):
        if mark["open"]:
            escaped = True
        elif mark["end"]:
            escaped = doubled = False
        elif not mark["close"]:
            doubled = escaped
        elif doubled:
            doubled = False
        else:
            return mark.start()
    return len(data)


def _close(stack: list[bytes], name: bytes) -> None:
    """Pop what an end tag surely closes."""
    block = name in _BLOCKS and name != b"p"
    for at in range(len(stack) - 1, -1, -1):
        seen = stack[at]
        if seen == name:
            del stack[at:]
            return
        if seen in _WALLS and not (name in _TABLE and seen != b"table"):
            return
        if seen in _BLOCKS and (not block or (name in _LISTED and seen in {b"ul", b"ol"})):
            return


def xml_depth(data: bytes, cap: int = 512) -> int:
    """The deepest nesting of an XML document (well formed or not), at most `cap + 1`."""
    if data.count(b"<") <= cap:
        return 0
    stack: list[bytes] = []
    deepest = at = 0
    while tag := _XML.search(data, at):
        ends = {"comment": b"-->", "cdata": b"]]>", "pi": b"?>", "decl": b">"}
        skip = next((ends[kind] for kind in ends if tag[kind]), None)
        if skip is not None:
            closed = data.find(skip, tag.end())
            if closed < 0:
                break
            at = closed + len(skip)
            continue
        rest = _XML_REST.match(data, tag.end())
        if rest is None:
            break
        at = rest.end()
        if tag["close"]:
            if tag["name"] in stack[-64:]:
                while stack.pop() != tag["name"]:
                    pass
        elif data[at - 2 : at - 1] != b"/":
            stack.append(tag["name"])
            deepest = max(deepest, len(stack))
            if deepest > cap:
                break
    return deepest
