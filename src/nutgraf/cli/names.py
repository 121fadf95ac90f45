"""Commands about names: names list, show, add, forget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nutgraf.cli.options import HERE, AsJson, Desk
from nutgraf.cli.printing import counted, say, say_columns, say_json

if TYPE_CHECKING:
    from nutgraf.newsroom.names import ShownName

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name or an alias.")]
Kind = Annotated[
    str, typer.Option("--kind", metavar="KIND", help="company, model, product, benchmark, person.")
]


def attach(app: typer.Typer) -> None:
    """Attach these commands."""
    group = typer.Typer(
        no_args_is_help=True, help="The names the desk knows, and what was learned."
    )
    group.command("list")(list_)
    group.command("show")(show)
    group.command("add")(add)
    group.command("forget")(forget)
    app.add_typer(group, name="names")


def list_(
    like: Annotated[
        str, typer.Argument(metavar="[WORDS]", help="Only names with these words.")
    ] = "",
    kind: Kind = "",
    origin: Annotated[
        str, typer.Option("--from", metavar="ORIGIN", help="shipped, desk or learned.")
    ] = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """The names the desk knows, and those it learned."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.names import list_names

    with open_desk(where) as desk:
        found = list_names(desk, kind=kind, origin=origin, like=like)
    if as_json:
        say_json(found)
    elif found:
        say_columns([(one.name, one.kind, one.origin, ", ".join(one.aliases)) for one in found])
    else:
        say("No such name.")


def show(name: Name, where: Desk = HERE, as_json: AsJson = False) -> None:
    """What a name is, its aliases, its maker, where that is from, and the words that taught it."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.names import show_name

    with open_desk(where) as desk:
        found = show_name(desk, name)
    if as_json:
        say_json(found)
    else:
        _say(found)


def add(
    name: Name,
    kind: Kind = "",
    aliases: Annotated[
        list[str] | None, typer.Option("--alias", metavar="NAME", help="It is also called so.")
    ] = None,
    maker: Annotated[str, typer.Option("--maker", metavar="NAME", help="Who makes it.")] = "",
    where: Desk = HERE,
) -> None:
    """Add a name, or an alias of one, to entities.toml; a learned name keeps the kind it was learned with."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.names import add_name

    with open_desk(where) as desk:
        _say(add_name(desk, name, kind=kind, aliases=tuple(aliases or ()), maker=maker))


def forget(name: Name, where: Desk = HERE) -> None:
    """Undo what entities.toml says of a name; else let it no longer be known, nor learned."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.names import forget_name

    with open_desk(where) as desk:
        still_known = forget_name(desk, name)
    if still_known:
        say(f"taken out of entities.toml: {name}. It is still known; forget it again to lose it.")
    else:
        say(f"forgotten: {name}")


_FROM = {"shipped": "comes with nutgraf", "desk": "entities.toml", "learned": "learned"}


def _say(one: ShownName) -> None:
    also = f", also {' and '.join(one.also)}" if one.also else ""
    say(f"{one.name}  ({one.kind}{also}; {_FROM[one.origin]})")
    if one.aliases:
        say(f"  also called {', '.join(one.aliases)}")
    if one.maker:
        say(f"  made by {one.maker}")
    if one.notes:
        say(f"  {one.notes}")
    for sense in one.senses:
        usual = ", unless something speaks for another" if sense.sense == one.usual else ""
        said = f" ({sense.notes})" if sense.notes else ""
        say(f"  {sense.sense}: {sense.kind}{said}{usual}; told by {', '.join(sense.cues[:6])}")
    if one.evidence:
        say(f"  from {counted(one.captures, 'capture')} of {counted(one.owners, 'owner')}:")
    for row in one.evidence:
        say(f'  {row.span}  {row.owner}: "{row.words}"')
