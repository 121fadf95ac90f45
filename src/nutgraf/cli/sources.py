"""Commands about what the desk follows: sources add, list, remove, check, show, export, adopt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from nutgraf.cli.options import HERE, AsJson, Desk, Now, SourceNames, moment
from nutgraf.cli.printing import (
    complain_refused,
    counted,
    say,
    say_columns,
    say_json,
    warn,
)
from nutgraf.sources.shown_address import shown_address

if TYPE_CHECKING:
    from datetime import datetime

    from nutgraf.newsroom.health import SourceHealth
    from nutgraf.newsroom.record import Counted
    from nutgraf.newsroom.sources_check import Checked
    from nutgraf.sources.model import Kind


def attach(app: typer.Typer) -> None:
    """Attach these commands."""
    sources = typer.Typer(help="What the desk follows.", no_args_is_help=True)
    sources.command("add")(add)
    sources.command("list")(listing)
    sources.command("remove")(remove)
    sources.command("check")(check)
    sources.command("export")(export)
    sources.command("show")(show)
    sources.command("adopt")(adopt)
    app.add_typer(sources, name="sources")


def add(
    what: Annotated[
        list[str], typer.Argument(metavar="WHAT", help="Folder, file, mailbox, OPML, address.")
    ],
    name: Annotated[str, typer.Option("--name", help="What to call it.")] = "",
    owner: Annotated[str, typer.Option("--owner", help="Who publishes it.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="What it is; else it is found out.")] = "",
    secret: Annotated[
        str, typer.Option("--secret", metavar="NAME", help="Environment variable of its password.")
    ] = "",
    user: Annotated[str, typer.Option("--user", help="The name that goes with it.")] = "",
    sender: Annotated[
        str, typer.Option("--sender", help="Address or @domain its letters must come from.")
    ] = "",
    item: Annotated[
        str, typer.Option("--item", help="CSS or XPath of an item in a page without a feed.")
    ] = "",
    full_text: Annotated[
        bool, typer.Option("--full-text/--no-full-text", help="Look at pages behind blurbs.")
    ] = True,
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Follow what is named; an address is looked at to find its feed, nothing is kept yet."""
    from nutgraf.newsroom import follow
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.finding import Wish
    from nutgraf.sources.model import Rules

    rules = Rules(item=item) if item else None
    wish = Wish(
        name=name, owner=owner, kind=_kind(kind or ("listing" if item else "")), secret=secret,
        user=user, sender=sender, full_text=full_text, rules=rules,
    )  # fmt: skip
    with open_desk(where) as desk:
        added = [follow.add(desk, one, wish) for one in what]
    refused = [r for one in added for r in one.refused]
    if as_json:
        say_json(added)
    else:
        for one in added:
            for source in one.new:
                say(f"added {source.id}  ({source.kind}, {shown_address(source.address)})")
            for source in one.known:
                say(f"known {source.id}  ({source.kind}, {shown_address(source.address)})")
            if one.why:
                say(f"  {one.why}")
            if one.new and one.new[0].kind in {"feed", "site", "listing"} and one.why and not kind:
                say("  To follow only the page you named, remove it and add it with --kind page.")
    complain_refused(refused)
    useful = any(one.new or one.known for one in added)
    raise typer.Exit(0 if not refused else 3 if useful else 1)


def _kind(written: str) -> Kind | None:
    """The kind of source a person names; raises UsageError with those there are."""
    from typing import get_args

    from nutgraf.errors import UsageError
    from nutgraf.sources.model import Kind

    if not written:
        return None
    for known in get_args(Kind):
        if written == known:
            return cast("Kind", known)
    raise UsageError(
        f"There is no kind of source {written!r}.", f"Name one of {', '.join(get_args(Kind))}."
    )


def adopt(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="A source of kind reader.")],
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Follow oneself what another reader (FreshRSS, Miniflux) subscribes to."""
    from nutgraf.newsroom.adopt import adopt as adopt_from
    from nutgraf.newsroom.desk import open_desk

    with open_desk(where) as desk:
        added = adopt_from(desk, name)
    if as_json:
        say_json(added)
    else:
        for source in added.new:
            say(f"added {source.id}  ({source.kind}, {shown_address(source.address)})")
        say(f"{counted(len(added.new), 'source')} added, {len(added.known)} followed already")
    complain_refused(added.refused)
    raise typer.Exit(0 if not added.refused else 3 if added.new or added.known else 1)


def listing(where: Desk = HERE, as_json: AsJson = False) -> None:
    """What the desk follows."""
    from nutgraf.newsroom.desk import open_desk

    with open_desk(where) as desk:
        followed = desk.store.followed()
    if as_json:
        say_json(followed)
    elif followed:
        # The address of what was imported is only its name again.
        say_columns(
            [
                (s.id, s.kind, s.name, "" if s.kind == "import" else shown_address(s.address))
                for s in followed
            ]
        )
    else:
        say("This desk follows nothing yet.")
        say("next: nutgraf sources add FOLDER_OR_ADDRESS")


def remove(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="Its id or name.")],
    where: Desk = HERE,
) -> None:
    """Stop following a source; what it gave stays."""
    from nutgraf.newsroom import follow
    from nutgraf.newsroom.desk import open_desk

    with open_desk(where) as desk:
        gone = follow.remove(desk, name)
    say(f"removed {gone.id}; its captures stay")


def export(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Where to; standard output when not named.")
    ] = "-",
    now: Now = "",
    where: Desk = HERE,
) -> None:
    """Write what the desk follows as OPML, for another reader or desk."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.export import export as exported_by
    from nutgraf.newsroom.export import write_export

    with open_desk(where) as desk:
        exported = exported_by(desk, moment(now, "--now"))
    if file == "-":
        say(exported.data.decode("utf-8").rstrip("\n"))
    else:
        write_export(exported, Path(file))
        say(f"wrote {counted(len(exported.listed), 'source')} to {file}")
    for source in exported.left_out:
        warn(f"left out: {source.id} ({source.kind})")


def check(
    names: SourceNames = None,
    now: Now = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Look at sources now and say what would come; keeps nothing."""
    from nutgraf.newsroom import sources_check
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.health import health_of

    given = moment(now, "--now")
    with open_desk(where) as desk:
        found = sources_check.check(desk, names or [], given)
        stands = {one.source.id: one for one in health_of(desk, names or [], now=given)}
    if as_json:
        say_json([_plain(one, stands[one.source.id]) for one in found])
    else:
        say_columns([_checked(one, stands[one.source.id]) for one in found])
    complain_refused([r for f in found for r in f.refused])
    raise typer.Exit(3 if any(f.refused for f in found) else 0)


def _plain(one: Checked, stands: SourceHealth) -> dict[str, object]:
    return {
        "source": one.source, "items": one.items, "unchanged": one.unchanged,
        "refused": one.refused, "health": stands.health, "standing": stands.standing,
    }  # fmt: skip


def _checked(one: Checked, stands: SourceHealth) -> tuple[str, str, str, str]:
    from nutgraf.rundown.errands import is_elsewhere

    if one.source.kind == "import":
        return one.source.id, "imported", "", ""
    came = "nothing new" if one.unchanged else counted(one.items, "item")
    said = stands.health.said if is_elsewhere(one.source) else ""
    return one.source.id, came, f"{len(one.refused)} refused", said


def show(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="Its id or name.")],
    now: Now = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """How a source stands: its looks, its rhythm, where it moved, what it was refused."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.health import health_of
    from nutgraf.newsroom.record import record_of
    from nutgraf.sources.looks.health import looks_of

    given = moment(now, "--now")
    with open_desk(where) as desk:
        one = health_of(desk, [name], now=given)[0]
        counts = record_of(desk, name, now=given)
    if as_json:
        say_json(one)
        return
    source, standing = one.source, one.standing
    say(f"{source.name}  ({source.kind}, {shown_address(source.address)})")
    say_columns(
        [
            ("state", f"{one.health.state}: {one.health.said}"),
            ("owner", source.owner),
            *([("tags", ", ".join(source.tags))] if source.tags else []),
            ("last good look", _when(standing.last_good)),
            ("last new item", _when(standing.last_new)),
            ("next look", "never: it is gone" if standing.gone else _when(standing.next_look)),
("looks", looks_of(one.health)),
            ("weight", _weight(counts)),
            *[(f"pages {state}", str(count)) for state, count in one.leads],
            *[(f"moved {_when(m.at)}", f"{m.move.was} -> {m.move.now}") for m in one.moves],
        ]
    )  # fmt: skip
    if one.health.next_step:
        say(f"next: {one.health.next_step}")


def _weight(one: Counted) -> str:
    """What a source weighs in a ranking, and why, as far as its record says anything."""
    if one.counts == one.weight:
        return f"{one.weight:g} of 2, as set"
    return f"{one.counts:.3g} of 2: {one.weight:g} set, {one.record.said}"


def _when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "not yet"
