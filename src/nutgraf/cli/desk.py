"""Commands of the desk itself: init, settings, doctor, rebuild, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nutgraf.cli.options import HERE, AsJson, Desk
from nutgraf.cli.printing import say, say_columns, say_json


def attach(app: typer.Typer) -> None:
    """Attach these commands."""
    app.command("init")(init)
    app.command("doctor")(doctor)
    app.command("rebuild")(rebuild)
    app.command("restore")(restore)
    settings = typer.Typer(help="The desk's settings.", no_args_is_help=True)
    settings.command("show")(show_settings)
    app.add_typer(settings, name="settings")


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Default: here.")] = HERE,
    sample: Annotated[bool, typer.Option("--sample", help="Make the sample desk.")] = False,
) -> None:
    """Make a folder a desk; an existing desk is left as it is."""
    from nutgraf.errors import UsageError
    from nutgraf.newsroom.make_desk import make_desk

    for part in (folder.expanduser(), *folder.expanduser().absolute().parents):
        if part.exists() and not part.is_dir():
            raise UsageError(
                f"{part} is a file, and a desk is a folder.",
                "Name a folder, a new one or one that is there: nutgraf init DIR.",
            )
    if not make_desk(folder, with_sample=sample):
        say(f"{folder.resolve()} is a desk already; nothing was changed.")
        return
    say(f"Made a desk in {folder.resolve()}.")
    say("next: nutgraf run" if sample else "next: nutgraf sources add FOLDER_OR_ADDRESS")


def show_settings(where: Desk = HERE, as_json: AsJson = False) -> None:
    """Every setting, its value and where it comes from."""
    from nutgraf.newsroom.desk import open_desk

    with open_desk(where) as desk:
        if as_json:
            say_json(desk.origins)
        else:
            say_columns([(s.name, _value(s.value), s.origin) for s in desk.origins])


_WIDEST = 60


def _value(value: object) -> str:
    """A setting's value on a line, cut where it is long; --json prints it whole."""
    import json

    import msgspec

    shown = json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
    return shown if len(shown) <= _WIDEST else shown[: _WIDEST - 1] + "…"


def doctor(where: Desk = HERE, as_json: AsJson = False) -> None:
    """Whether the desk and what it stands on are sound."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.doctor import examine

    with open_desk(where) as desk:
        found = examine(desk)
    if as_json:
        say_json(found)
    else:
        say_columns([(line.name, line.state, line.said) for line in found.lines])
        for fault in found.faults:
            say(f"! {fault}")
        say("The desk is sound." if not found.faults else "The desk needs mending.")
        if found.faults:
            say(
                "next: restore nutgraf.db and objects/ from a backup; raw objects that a source "
                "still gives come back with nutgraf run"
            )
    raise typer.Exit(1 if found.faults else 0)


def rebuild(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="An empty folder, or a new one.")],
    backup: Annotated[
        Path | None, typer.Option("--backup", metavar="FILE", help="A copy of nutgraf.db.")
    ] = None,
    where: Desk = HERE,
) -> None:
    """Make the desk again from its raw bytes, where its database is damaged or lost."""
    from nutgraf.cli.printing import warn, watching
    from nutgraf.newsroom.rebuild import rebuild as made_again
    from nutgraf.newsroom.rebuild import said
    from nutgraf.runners.pool import Pool

    with watching() as progress:
        made = made_again(where, target, runner=Pool(), progress=progress, backup=backup)
    say(said(made))
    for fault in made.faults:
        warn(f"! {fault}")
    say(f"next: nutgraf restore {target / 'nutgraf.db'}")
    raise typer.Exit(3 if made.faults else 0)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy of nutgraf.db.")],
    where: Desk = HERE,
) -> None:
    """Put a copy of the database in its place; the old one is moved aside."""
    from nutgraf.newsroom.restore import restore as put_back

    aside = put_back(where, file)
    say(f"The copy is in place; what was there is now {aside}.")
    say("next: nutgraf doctor")
