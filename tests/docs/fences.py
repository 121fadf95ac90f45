"""Fenced blocks of a Markdown page, and console sessions written in them.

In a ```console block a line that begins with `$ ` is a command and the lines up to the next one are
what it prints, standard error included; `...` stands for anything (alone on a line, for any number
of lines), and a last line `[exit 3]` names an exit code that is not 0. A block whose fence ends in
`file=NAME` is a file the reader makes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r"^(`{3,}|~{3,})\s*([\w-]*)\s*(.*)$")
_EXIT = re.compile(r"\[exit (\d+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: its language, the rest of its fence, its text, the line it opens at."""

    language: str
    said: str
    text: str
    line: int

    @property
    def file(self) -> str:
        """The file a reader is asked to make from it, "" where it is none."""
        return self.said.removeprefix("file=") if self.said.startswith("file=") else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A command of a session, what it should print, its exit code, the line it stands on."""

    command: str
    expected: str
    exit_code: int
    line: int


def blocks(page: str) -> list[Block]:
    """Every fenced block of a page, in order."""
    found: list[Block] = []
    opened: re.Match[str] | None = None
    begun, lines = 0, []
    for number, line in enumerate(page.splitlines(), 1):
        if opened is None:
            if opened := _FENCE.match(line):
                begun, lines = number, []
        elif line.startswith(opened[1]):
            text = "".join(f"{one}\n" for one in lines)
            found.append(Block(language=opened[2], said=opened[3], text=text, line=begun))
            opened = None
        else:
            lines.append(line)
    if opened is not None:
        raise ValueError(f"the block of line {begun} is never closed")
    return found


def calls(block: Block) -> list[Call]:
    """The commands of a console block."""
    found: list[Call] = []
    command, expected, begun = "", [], 0
    for number, line in enumerate(block.text.splitlines(), block.line + 1):
        if line.startswith("$ "):
            if command:
                found.append(_call(command, expected, begun))
            command, expected, begun = line[2:], [], number
        elif not command:
            raise ValueError(f"line {number} stands before any command")
        else:
            expected.append(line)
    return [*found, _call(command, expected, begun)] if command else found


def _call(command: str, expected: list[str], line: int) -> Call:
    code = _EXIT.fullmatch(expected[-1]) if expected else None
    text = "\n".join(expected[:-1] if code else expected)
    return Call(command=command, expected=text, exit_code=int(code[1]) if code else 0, line=line)


def matches(expected: str, printed: str) -> bool:
    """Whether what was printed is what a page says, `...` standing for anything."""
    pattern = "\n".join(_pattern(line) for line in expected.strip("\n").splitlines())
    pattern = pattern.replace("(?s:.*)\n", "(?:(?s:.*)\n)?").replace("\n(?s:.*)", "(?:\n(?s:.*))?")
    lines = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())
    return re.fullmatch(pattern, lines) is not None


def _pattern(line: str) -> str:
    if line.strip() == "...":
        return "(?s:.*)"
    return ".*".join(re.escape(piece) for piece in line.rstrip().split("..."))
