"""The door of the command line: each command parses, calls the newsroom once, and prints."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from nutgraf import __version__
from nutgraf.cli import desk, judging, making, material, reading
from nutgraf.cli.printing import complain, say
from nutgraf.errors import NutgrafError

app = typer.Typer(
    name="nutgraf",
    help="A news desk whose every sentence leads to the exact words it came from.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"nutgraf {__version__}")
        raise typer.Exit


@app.callback()
def _nutgraf(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    return None


for room in (desk, material, making, reading, judging):
    room.attach(app)


def main() -> None:
    """The `nutgraf` command."""
    try:
        app()
    except NutgrafError as problem:
        complain(problem)
        sys.exit(problem.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


if __name__ == "__main__":
    main()
