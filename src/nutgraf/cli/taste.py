"""Commands of taste: what is followed and muted, and what rulings taught."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nutgraf.cli.options import HERE, AsJson, Desk, Now, moment
from nutgraf.cli.printing import counted, say, say_json

if TYPE_CHECKING:
    from nutgraf.newsroom.taste import Key, Taste

_SHOWN = 6  # weights, and names or sources, without --full: they fit a terminal of 24 lines
RuleText = Annotated[
    str, typer.Argument(metavar="RULE", help="Such as 'name: Qwen' or 'topic: robotics'.")
]


def attach(app: typer.Typer) -> None:
    """Attach these commands."""
    room = typer.Typer(help="What the editor wants more of, and what not.", no_args_is_help=False)
    room.callback(invoke_without_command=True)(show)
    room.command("reset")(reset)
    room.command("follow")(follow)
    room.command("unfollow")(unfollow)
    room.command("mute")(mute)
    room.command("unmute")(unmute)
    app.add_typer(room, name="taste")


def show(
    context: typer.Context,
    full: Annotated[
        bool, typer.Option("--full", help="Everything learned, with the rulings it came from.")
    ] = False,
    now: Now = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """What is followed and muted, and what rulings taught; a few lines, all of it with --full."""
    if context.invoked_subcommand:
        return
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.taste import taste_of

    with open_desk(where) as desk:
        found = taste_of(desk, now=moment(now, "--now"))
    if as_json:
        say_json(found)
    else:
        print_taste(found, full=full)


def print_taste(found: Taste, *, full: bool) -> None:
    """Print a taste: what moved furthest, or, `full`, all of it with the rulings it came from."""
    for name, rules in (("follows", found.follow), ("mutes", found.mute)):
        say(f"{name}: {'; '.join(rules) or 'nothing'}")
    for rule in found.unknown:
        say(f"! {rule}: the desk follows no source of this id")
    if not found.learned:
        say("learns nothing: taste.learned is false")
        return
    many = counted(len(found.rulings), "ruling")
    if not found.acts:
        say(f"learned nothing yet: {many} of {found.needed}")
        return
    say(f"learned from {many}:")
    left = _weights(found, full=full) + _offsets(found, full=full)
    if left:
        say(
            f"  and {counted(left, 'thing')} that moved less, and the rulings: nutgraf taste --full"
        )
    elif not full:
        say("  the rulings these came from: nutgraf taste --full")
    say("next: nutgraf taste reset forgets what was learned")


def _weights(found: Taste, *, full: bool) -> int:
    """Say how weights moved, the furthest first; returns how many were left out."""
    ordered = sorted(found.weights, key=lambda one: -abs(one.made / one.set - 1))
    shown = found.weights if full else [one for one in ordered if one.made != one.set][:_SHOWN]
    for weight in shown:
        moved = f"{weight.made / weight.set - 1:+.1%}"
        why = "" if full else f", {len(weight.up)} up, {len(weight.down)} down"
        say(f"  {weight.part}: {weight.set:g} set, {weight.made:g} made of it ({moved}{why})")
        if full:
            _lines("+", weight.up)
            _lines("-", weight.down)
    return len(found.weights) - len(shown)


def _offsets(found: Taste, *, full: bool) -> int:
    """Say what names and sources gained, the most first; returns how many were left out."""
    ordered = sorted(found.offsets, key=lambda one: (-abs(one.value), one.kind, one.what))
    shown = found.offsets if full else ordered[:_SHOWN]
    for one in shown:
        why = "" if full else f", {counted(len(one.lessons), 'ruling')}"
        say(f"  {one.kind} {one.what}: {one.value:+.2f} in taste{why}")
        if full:
            _lines(" ", one.lessons)
    return len(found.offsets) - len(shown)


def _lines(sign: str, rulings: tuple[str, ...]) -> None:
    for one in rulings:
        say(f"    {sign} {one}")


def reset(where: Desk = HERE) -> None:
    """Forget what rulings taught; the rulings themselves stay."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.taste import forget

    with open_desk(where) as desk:
        gone = forget(desk)
    say(f"forgot what {counted(gone, 'ruling')} taught; the rulings themselves hold")


def follow(rule: RuleText, where: Desk = HERE) -> None:
    """Raise the stories of a name, a topic or a source; written to nutgraf.toml."""
    _change(where, "follow", rule, add=True)


def unfollow(rule: RuleText, where: Desk = HERE) -> None:
    """Take a follow rule out of nutgraf.toml."""
    _change(where, "follow", rule, add=False)


def mute(rule: RuleText, where: Desk = HERE) -> None:
    """Leave out the stories of a name or a topic, or what a source says; written to nutgraf.toml."""
    _change(where, "mute", rule, add=True)


def unmute(rule: RuleText, where: Desk = HERE) -> None:
    """Take a mute rule out of nutgraf.toml."""
    _change(where, "mute", rule, add=False)


def _change(where: Path, key: Key, written: str, *, add: bool) -> None:
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.taste import change_rule

    with open_desk(where) as desk:
        rule, changed = change_rule(desk, key, written, add=add)
    if not changed:
        say(f"{rule}: {'it is there already' if add else 'there is no such rule'}")
        return
    done = {"follow": "follows", "mute": "mutes"}[key]
    say(f"the desk {done} {rule}" if add else f"the desk no longer {done} {rule}")
    say("  holds from the next run on")
