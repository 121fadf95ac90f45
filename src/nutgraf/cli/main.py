"""The door of the command line: each command parses, calls the newsroom once, and prints."""

from __future__ import annotations

import io
import os
import sys
import traceback
from typing import Annotated

import typer

from nutgraf import __version__
from nutgraf.cli import desk, judging, looking, making, reading, sections, sources
from nutgraf.cli.printing import complain, say, warn
from nutgraf.errors import NutgrafError, UsageError
from nutgraf.text import one_line

_STOPPED = 130
_TRACEBACK = "NUTGRAF_TRACEBACK"

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


for room in (desk, sources, looking, making, reading, sections, judging):
    room.attach(app)


def main() -> None:
    """The `nutgraf` command: whatever ends it early is said in two sentences."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a character is given its number.
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
        sys.stdout.flush()
    except SystemExit as end:
        # The command library turns Ctrl-C into this code.
        if end.code == _STOPPED:
            warn("nutgraf: stopped; run again to go on")
        raise
    except KeyboardInterrupt:
        warn("nutgraf: stopped; run again to go on")
        sys.exit(_STOPPED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as problem:  # the last door: nothing below may end in a bare traceback
        said = _said(problem)
        if os.environ.get(_TRACEBACK) and said is not problem:
            traceback.print_exception(problem)
        complain(said)
        sys.exit(said.exit_code)


def _said(problem: Exception) -> NutgrafError:
    """A problem as two sentences: our own as it is, the system's, and what nobody foresaw."""
    if isinstance(problem, NutgrafError):
        return problem
    if isinstance(problem, OSError):
        named = f"{str(problem.filename)!r}" if problem.filename else "A file"
        why = problem.strerror or type(problem).__name__
        return UsageError(
            f"{named} could not be used: {why}.",
            "Check that it is there and that you may use it, then run the same command again.",
        )
    return NutgrafError(
        f"Something went wrong that should not: {type(problem).__name__}: "
        f"{one_line(str(problem))[:300]}.",
        f"Report it with the traceback: {_TRACEBACK}=1 shows it.",
    )


if __name__ == "__main__":
    main()
