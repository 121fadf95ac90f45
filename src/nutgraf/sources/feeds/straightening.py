"""One damaged entry made well formed again, as far as its own tags say what was meant.

The elements of an entry stand side by side, so that the start of one ends the last; markup inside
them that was to be escaped is escaped; an end tag of nothing is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nutgraf.sources.feeds.markup import literals

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)"
    r"(?P<rest>(?:\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*|/)?)(?:>|(?<=[\w\"'])\s*(?=<))"
)
_ENTITY = re.compile(
    r"&(?:#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|(?P<name>[A-Za-z][\w.-]{0,31});|(?P<bare>))"
)
_NEXT = re.compile(r"\s*(?:\Z|</?(?P<name>[A-Za-z_][\w.:-]*))")
_ENTRIES = frozenset({"item", "entry"})
_LEAVES = frozenset(
    {
        "title", "link", "guid", "id", "pubdate", "published", "updated", "issued", "modified", "created",
        "date", "description", "summary", "encoded", "content", "category", "comments", "creator",
        "subject", "origlink", "commentrss", "duration", "explicit", "subtitle",
    }
)  # fmt: skip
_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


def straightened(piece: str, declared: frozenset[str] = frozenset()) -> str:
    """The entry's text, well formed as far as that can be told from its tags; entity references
    that are neither XML's, HTML's nor `declared` become plain words."""
    made = _Straight(declared)
    at = 0
    for start, end in (*literals(piece), (len(piece), len(piece))):
        made.markup(piece, at, start)
        made.literal(piece[start:end])
        at = end
    return made.finished()


@dataclass(slots=True)
class _Straight:
    """The text so far, the entry's element, the element open in it, and what is open around that."""

    declared: frozenset[str]
    out: list[str] = field(default_factory=list)
    entry: str = ""
    leaf: str = ""
    rich: bool = False
    around: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)

    def literal(self, words: str) -> None:
        """A CDATA section; comments say nothing."""
        if words.startswith("<![CDATA["):
            self.out.append(words if words.endswith("]]>") else words + "]]>")

    def markup(self, text: str, at: int, end: int) -> None:
        """Tags and words between two literals."""
        while found := _TAG.search(text, at, end):
            self._words(text[at : found.start()])
            if found["close"]:
                self._close(found, text)
            else:
                self._open(found, text)
            at = found.end()
        self._words(text[at:end])

    def finished(self) -> str:
        """All that is open closed."""
        self._end_leaf()
        for name in reversed(self.around):
            self.out.append(f"</{name}>")
        entry = self.entry or "item"
        front = "" if self.entry else "<item>"
        return front + "".join(self.out) + f"</{entry}>"

    def _words(self, words: str) -> None:
        if not words:
            return
        known = _ENTITY.sub(self._reference, words)
        self.out.append(known.replace("<", "&lt;").replace("]]>", "]]&gt;"))

    def _reference(self, found: re.Match[str]) -> str:
        from html.entities import html5

        name = found["name"]
        if name is None:
            return "&amp;" if found["bare"] is not None else found[0]
        if name in _XML or name in self.declared:
            return found[0]
        meant = html5.get(f"{name};")
        return "".join(f"&#{ord(char)};" for char in meant) if meant else f"&amp;{name};"

    def _open(self, found: re.Match[str], text: str) -> None:
        name, local, rest = found["name"], _local(found["name"]), found["rest"]
        empty = rest.endswith("/")
        if local in _ENTRIES:
            if not self.entry:
                self.entry = name
                self.out.append(f"<{name}{_attributes(rest)}>")
            return
        if self.leaf and local == _local(self.leaf) and not empty and _ends_here(found, text):
            self._end_leaf()  # an end tag that lost its slash
            return
        if self.leaf and local in _LEAVES and not (self.rich and self.inside):
            self._end_leaf()
        if self.leaf:
            self._inner(found, name, empty)
            return
        self.out.append(f"<{name}{_attributes(rest)}{'/>' if empty else '>'}")
        if not empty:
            if local in _LEAVES:
                self.leaf, self.rich = name, "xhtml" in rest
            else:
                self.around.append(name)

    def _inner(self, found: re.Match[str], name: str, empty: bool) -> None:
        """A tag inside an element that holds words: to be escaped, except in XHTML content."""
        if self.rich:
            self.out.append(f"<{name}{_attributes(found['rest'])}{'/>' if empty else '>'}")
            if not empty:
                self.inside.append(name)
            return
        if not empty:
            self.inside.append(name)
        self._words(found[0].replace(">", "&gt;"))

    def _close(self, found: re.Match[str], text: str) -> None:
        name, local = found["name"], _local(found["name"])
        if self.leaf:
            if name == self.leaf or local in _LEAVES or local in _ENTRIES:
                self._end_leaf()
            elif name in self.inside:
                self._close_inner(found, name)
            elif _ends_here(found, text):
                self._end_leaf()  # its end tag is misspelt
            elif not self.rich:
                self._words(found[0].replace(">", "&gt;"))
            return
        if name in self.around:
            while (last := self.around.pop()) != name:
                self.out.append(f"</{last}>")
            self.out.append(f"</{name}>")
        elif local in _LEAVES and self.around and self.out[-2:-1] == [f"<{self.around[-1]}>"]:
            self.around.pop()  # its start tag is misspelt
            self.out[-2] = f"<{name}>"
            self.out.append(f"</{name}>")
        elif local in _LEAVES:
            self._begun(name)

    def _close_inner(self, found: re.Match[str], name: str) -> None:
        while (last := self.inside.pop()) != name:
            if self.rich:
                self.out.append(f"</{last}>")
        if self.rich:
            self.out.append(f"</{name}>")
        else:
            self._words(found[0].replace(">", "&gt;"))

    def _begun(self, name: str) -> None:
        """An end tag whose start tag is broken: the words before it are put between the two."""
        if not self.out:
            return
        front, mark, words = self.out[-1].rpartition(f"{name}>")
        if mark and "<" not in words and not front.endswith(("/", "<")):
            self.out[-1] = f"{front}<{name}>{words}</{name}>"

    def _end_leaf(self) -> None:
        if not self.leaf:
            return
        if self.rich:
            self.out.extend(f"</{name}>" for name in reversed(self.inside))
        if self.out:
            lost = f"/{self.leaf}>"
            words = self.out[-1].rstrip()
            if words.endswith(lost) and not words.endswith(f"<{lost}"):
                self.out[-1] = words.removesuffix(lost)
        self.out.append(f"</{self.leaf}>")
        self.leaf, self.rich = "", False
        self.inside.clear()


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _ends_here(found: re.Match[str], text: str) -> bool:
    """Whether the next thing behind a tag is another element of the entry, or its end."""
    behind = _NEXT.match(text, found.end())
    if behind is None:
        return False
    name = behind["name"]
    return name is None or _local(name) in _LEAVES | _ENTRIES or ":" in name


_ATTRIBUTE = re.compile(r"""\s([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")


def _attributes(rest: str) -> str:
    """The attributes of a tag that can be read, each once."""
    kept: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(rest):
        value = found[2] if found[2] is not None else found[3]
        kept.setdefault(found[1], value)
    return "".join(
        f' {name}="{_STRAY_SIGN.sub("&amp;", value).replace(chr(34), "&quot;")}"'
        for name, value in kept.items()
    )


_STRAY_SIGN = re.compile(r"&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|(?:amp|lt|gt|quot|apos);)")
