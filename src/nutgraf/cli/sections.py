"""Commands of sections and beats: sections, sections try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nutgraf.cli.options import HERE, AsJson, Desk
from nutgraf.cli.printing import counted, say, say_json

if TYPE_CHECKING:
    from nutgraf.newsroom.sections import ListedTopic

_WORDS = 12
_EXAMPLES = 3


def attach(app: typer.Typer) -> None:
    """Attach these commands."""
    sections = typer.Typer(help="Sections and beats: what each takes.", invoke_without_command=True)
    sections.callback()(list_)
    sections.command("try")(try_)
    app.add_typer(sections, name="sections")


def list_(context: typer.Context, where: Desk = HERE, as_json: AsJson = False) -> None:
    """The sections of the desk and its beats, and what each takes."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.sections import list_sections

    if context.invoked_subcommand:
        return
    with open_desk(where) as desk:
        found = list_sections(desk)
    if as_json:
        say_json(found)
        return
    for one in found.sections:
        say(f"{one.name}  (at most {counted(one.most_stories or 0, 'story', 'stories')})")
        _say_topic(one)
    for one in found.beats:
        known = one.names or one.sources or one.words or one.examples
        say(f"beat {one.name}" + ("" if known else "  (no source has it yet)"))
        _say_topic(one)


def _say_topic(one: ListedTopic) -> None:
    if one.takes:
        say(f"  takes {one.takes}")
    for what in ("names", "kinds", "beats", "sources"):
        if said := getattr(one, what):
            say(f"  {what}: {', '.join(said)}")
    if one.missing:
        say(f"  not followed: {', '.join(one.missing)}")
    if one.words:
        more = f" and {len(one.words) - _WORDS} more" if len(one.words) > _WORDS else ""
        say(f"  words: {', '.join(one.words[:_WORDS])}{more}")
    for example in one.examples[:_EXAMPLES]:
        say(f"  such as: {example}")
    if len(one.examples) > _EXAMPLES:
        say(f"  and {counted(len(one.examples) - _EXAMPLES, 'example')} more")


def try_(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What a story says, quoted.")],
    source: Annotated[
        str, typer.Option("--source", metavar="SOURCE", help="As if this source told it.")
    ] = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Where some words would go, and why."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.sections import try_sections

    with open_desk(where) as desk:
        found = try_sections(desk, words, source=source)
    if as_json:
        say_json(found)
        return
    say(f"{found.section}: {found.reason}")
    say(f"next best: {found.next_best or 'none'}")
    for one in found.weighed:
        say(f"  {one.score:.2f}  {one.section}: {'; '.join(one.evidence)}")
    for beat in found.beats:
        say(f"beat {beat.beat}: {beat.reason}")
