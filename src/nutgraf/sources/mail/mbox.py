"""The mails of an mbox file, one by one (RFC 4155; the four ways of writing one).

A mail begins at a line `From ` with a date, at the start or after an empty line. Lines of its words
that looked like one were written with a `>` before them (mboxo, mboxrd): one `>` is taken away. Where
a Content-Length says how long the words are (mboxcl, mboxcl2) and the next mail does begin there, a
line inside them begins no mail; a length that is not true does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_START = re.compile(rb"From \S*[^\n]{0,300} \d{4}\s*\Z")
_ANOTHER = re.compile(rb"\n\r?\nFrom \S+[^\n]{0,200} \d{4}\r?\n")
_QUOTED = re.compile(rb">+From ")
_LENGTH = re.compile(rb"content-length\s*:\s*(\d{1,12})\s*\Z", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail of the file: its place from 1, and its bytes without the line that parted it."""

    number: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOnly:
    """A mail that is larger than was asked for; it was passed over."""

    number: int
    size: int


def is_mbox(data: bytes) -> bool:
    """Whether the bytes are an mbox of more than one mail."""
    first = data[:1000].partition(b"\n")[0]
    return bool(_START.match(first)) and bool(_ANOTHER.search(data))


def mails(lines: Iterable[bytes], *, largest: int) -> Iterator[Mail | ToldOnly]:
    """The mails of a file given line by line (line ends kept); at most one mail is held at a time.

    A mail of more than `largest` bytes comes as `ToldOnly`. What stands before the first mail is
    passed over. Nothing raises.
    """
    for number, (pieces, size) in enumerate(_stretches(lines, largest), 1):
        if size > largest:
            yield ToldOnly(number=number, size=size)
        else:
            yield Mail(number=number, data=_unquoted(pieces))


def _stretches(lines: Iterable[bytes], largest: int) -> Iterator[tuple[list[bytes], int]]:
    """The lines of each mail (none are held of one too large) and its size in bytes."""
    mail = _Open(largest)
    for line in lines:
        if mail.blank and not mail.inside(line) and _START.match(line):
            yield from mail.closed()
            mail = _Open(largest, begun=True)
        else:
            mail.add(line)
    yield from mail.closed()


class _Open:
    """The mail that is being read."""

    def __init__(self, largest: int, *, begun: bool = False) -> None:
        self.blank = True
        self._begun, self._largest = begun, largest
        self._lines: list[bytes] = []
        self._size = 0
        self._words = -1  # bytes of the words so far, -1 in the headers
        self._length = -1

    def inside(self, line: bytes) -> bool:
        """Whether a line that looks like a start stands inside the length the mail gives itself."""
        return 0 <= self._words < self._length <= self._largest and line.startswith(b"From ")

    def add(self, line: bytes) -> None:
        if not self._begun:
            self.blank = not line.strip()
            return
        self._size += len(line)
        if self._size <= self._largest:
            self._lines.append(line)
        elif self._lines:
            self._lines = []
        if self._words >= 0:
            self._words += len(line)
        elif not line.strip():
            self._words = 0
        elif said := _LENGTH.match(line):
            self._length = int(said[1])
        self.blank = not line.strip()

    def closed(self) -> Iterator[tuple[list[bytes], int]]:
        """This mail, or, where its length was not true, the mails that are in what it covered."""
        if not self._begun:
            return
        true = self._length < 0 or self._length <= self._words <= self._length + 2
        hidden = (
            not true
            and self._size <= self._largest
            and any(
                before.strip() == b"" and _START.match(line)
                for before, line in zip(self._lines, self._lines[1:], strict=False)
            )
        )
        if not hidden:
            yield self._lines, self._size
            return
        yield from _unmeasured(self._lines)


def _unmeasured(lines: list[bytes]) -> Iterator[tuple[list[bytes], int]]:
    """The mails of a stretch, whatever lengths they give themselves."""
    found: list[bytes] = []
    for line in lines:
        if found and not found[-1].strip() and _START.match(line):
            yield found, sum(map(len, found))
            found = []
        else:
            found.append(line)
    yield found, sum(map(len, found))


def _unquoted(lines: list[bytes]) -> bytes:
    """The bytes of a mail: one `>` taken from quoted lines, the empty line that parted it away."""
    body = False
    out = []
    for line in lines:
        body = body or not line.strip()
        out.append(line[1:] if body and line.startswith(b">") and _QUOTED.match(line) else line)
    if len(out) > 1 and not out[-1].strip():
        out.pop()
    return b"".join(out)
