"""Commands about what comes in: look, import, left-out, revisions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nutgraf.cli.options import HERE, AsJson, Desk, Now, SourceNames, lines_from, moment
from nutgraf.cli.printing import complain_refused, counted, say, say_columns, say_json, watching
from nutgraf.text import one_line


def attach(app: typer.Typer) -> None:
    """Attach these commands."""
    app.command("look")(look)
    app.command("import")(import_)
    app.command("left-out")(left_out)
    app.command("revisions")(revisions)


def look(
    now: Now = "",
    keep_on: Annotated[
        bool, typer.Option("--keep-on", help="Go on looking until stopped (Ctrl-C).")
    ] = False,
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Look at the sources that are due and keep what came; makes no edition."""
    import time
    from itertools import islice

    from nutgraf.errors import UsageError
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.look import keep_looking
    from nutgraf.runners.pool import runner_named

    given = moment(now, "--now")
    if given is not None and keep_on:
        raise UsageError("--now and --keep-on do not go together.", "Leave one of them out.")
    failed = False
    with open_desk(where) as desk, watching() as progress:
        looks = keep_looking(
            desk, runner=lambda: runner_named(desk.settings.desk.runner), progress=progress,
            clock=lambda: desk.moment(given), sleep=time.sleep,
        )  # fmt: skip
        for looked in looks if keep_on else islice(looks, 1):
            if as_json:
                say_json(looked)
            else:
                say(
                    f"{counted(looked.looked, 'source')} looked at, {looked.waiting} not due yet: "
                    f"{counted(looked.items, 'item')}, {looked.fresh} new"
                )
                if looked.next_look is not None:
                    say(f"the next is due at {looked.next_look:%Y-%m-%d %H:%M} UTC")
            complain_refused(looked.refused)
            failed = bool(looked.refused)
    raise typer.Exit(3 if failed else 0)


def left_out(
    names: SourceNames = None,
    since: Annotated[
        str, typer.Option("--since", metavar="TIME", help="Only what was left out since.")
    ] = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """What was left out of the desk, and why."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.left_out import left_out as rows_of

    with open_desk(where) as desk:
        rows = rows_of(desk, names or [], since=moment(since, "--since"))
    if as_json:
        say_json(rows)
    elif rows:
        say_columns(
            [(f"{r.at:%Y-%m-%d %H:%M}", r.source, r.rule, f"{r.what}: {r.happened}") for r in rows]
        )
    else:
        say("Nothing was left out.")


def revisions(
    names: SourceNames = None,
    since: Annotated[
        str, typer.Option("--since", metavar="TIME", help="Only what was changed since.")
    ] = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """What sources changed after they said it: corrections, updates, silent changes."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.revisions import revisions as revised

    with open_desk(where) as desk:
        found = revised(desk, names or [], since=moment(since, "--since"))
    if as_json:
        say_json(found)
        return
    for one in found:
        say(f"{one.new.fetched_at:%Y-%m-%d %H:%M}  {one.revision.verdict}: {one.new.title}")
        say(f"  {one.revision.why}; {one.old.capture[:12]} -> {one.new.capture[:12]}")
        for change in one.revision.changes[:_SHOWN]:
            say(f"  - {one_line(change.was)[:_WIDE]}")
            say(f"  + {one_line(change.now)[:_WIDE]}")
        if len(one.revision.changes) > _SHOWN:
            say(f"  and {counted(len(one.revision.changes) - _SHOWN, 'change')} more")
    if not found:
        say("Nothing was changed after it was said.")


_SHOWN = 8
_WIDE = 160


def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSON Lines; - for standard input.")],
    now: Now = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Take in captures from JSON Lines."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.take_in import import_captures
    from nutgraf.runners.pool import runner_named

    stream = lines_from(file)
    with stream, open_desk(where) as desk, watching() as progress:
        took = import_captures(
            desk, stream, "standard input" if file == "-" else Path(file).name,
            runner=runner_named(desk.settings.desk.runner), progress=progress,
            now=moment(now, "--now"),
        )  # fmt: skip
    if as_json:
        say_json(took)
    else:
        say(
            f"{counted(took.captures, 'capture')}, {took.fresh} new, "
            f"{counted(len(took.refused), 'line')} refused"
        )
        for note in took.notes:
            say(f"note: {note.happened}")
    complain_refused(took.refused)
    raise typer.Exit(0 if not took.refused else 3 if took.captures else 1)
