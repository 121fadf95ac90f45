"""Write docs/cli.md from the command line itself: python tools/cli_page.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from nutgraf.cli.main import app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
WIDTH = 96
_INTRO = """\
# The command line

What each command says of itself with `--help`. Commands that need a desk take the one at or above
the current folder, or the one `--desk DIR` names. Times are RFC 3339 with an offset, such as
`2026-04-03T18:00:00Z`. What a command gives goes to standard output; progress and complaints go to
standard error. [Exit codes](formats.md#exit-codes) are the same for all.

This page is written by `python tools/cli_page.py` from the commands; a test fails when it is not.
"""


def page() -> str:
    """The whole page."""
    parts = [_INTRO]
    for name, text in _helps(get_command(app), "nutgraf", None):
        parts.append(f"## {name}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def _helps(command: Any, name: str, above: Any) -> Iterator[tuple[str, str]]:
    """Each command below one and what it says, in the order they are listed."""
    context = command.context_class(
        command, info_name=name, parent=above, terminal_width=WIDTH, max_content_width=WIDTH
    )
    lines = (line.rstrip() for line in command.get_help(context).strip().splitlines())
    yield context.command_path, "\n".join(lines)
    for below in getattr(command, "commands", {}):
        yield from _helps(command.commands[below], below, context)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
