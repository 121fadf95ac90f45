"""Commands that read: stories, story, why-together, claims, why, where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nutgraf.cli.options import HERE, AsJson, Desk, Now, moment
from nutgraf.cli.printing import complain_refused, counted, say, say_columns, say_json

if TYPE_CHECKING:
    from nutgraf.newsroom.trace import Found


def attach(app: typer.Typer) -> None:
    """Attach these commands."""
    app.command("stories")(stories)
    app.command("story")(story)
    app.command("why-together")(why_together)
    app.command("claims")(claims)
    app.command("why")(why)
    app.command("where")(where_)


def stories(
    now: Now = "",
    since: Annotated[
        str, typer.Option("--since", metavar="TIME", help="Seen later than this.")
    ] = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """The desk's stories, strongest first."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.stories import list_stories

    with open_desk(where) as desk:
        found = list_stories(desk, now=moment(now, "--now"), since=moment(since, "--since"))
    if as_json:
        say_json(found)
    elif found:
        rows = [
            (one.id, f"{one.score:.2f}", counted(len(one.captures), "capture"), one.headline)
            for one in found
        ]
        say_columns(rows)
    else:
        say("No stories yet.")
        say("next: nutgraf run")


def story(
    name: Annotated[
        str, typer.Argument(metavar="STORY", help="Its id, or a unique beginning of it.")
    ],
    now: Now = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """One story: its captures, why they are together, its signal, and why it is in its section."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.stories import show_story

    with open_desk(where) as desk:
        found = show_story(desk, name, now=moment(now, "--now"))
    if as_json:
        say_json(found)
        return
    say(f"{found.id}  {found.headline}")
    say_columns([("  " + p.name, f"{p.value:.2f} x {p.weight:g}", p.note) for p in found.parts])
    say(f"  section {found.section}: {found.section_reason}")
    say(f"  next best: {found.next_best or 'none'}")
    if found.moved:
        say(f"  moved to {found.moved} by hand")
    for beat in found.beats:
        say(f"  beat {beat.beat}: {beat.reason}")
    for member in found.members:
        say(f"  {member.capture[:12]}  {member.owner}: {member.title or member.url}")
        say(f"                {member.reason}")


def why_together(
    one: Annotated[
        str, typer.Argument(metavar="A", help="A capture's id, or a unique beginning of it.")
    ],
    other: Annotated[str, typer.Argument(metavar="B", help="Another's.")],
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Why two captures are in one story, or in two."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.together import why_captures

    with open_desk(where) as desk:
        found = why_captures(desk, one, other)
    if as_json:
        say_json(found)
        return
    first, second = found.stories
    say(f"together, in story {first}" if found.together else f"apart, in {first} and {second}")
    meaning = "" if found.meaning is None else f", {found.meaning:.2f} by meaning"
    say(f"  {found.similarity:.2f} alike by words{meaning}, {found.hours:g} hours between them")
    for line in (*found.lines, *found.chain):
        say(f"  {line}")


def claims(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Of any kind the desk reads.")],
    as_json: AsJson = False,
) -> None:
    """The claims found in a file of any kind; needs no desk."""
    from nutgraf.newsroom.claims import claims_of

    found = claims_of(file)
    if as_json:
        say_json(found)
    else:
        for claim in found.claims:
            say(f"{claim.start}-{claim.end}  {claim.text}")
            for line in claim.parts:
                say(f"    {line}")
    complain_refused(found.refused)
    raise typer.Exit(1 if found.refused and not found.claims else 3 if found.refused else 0)


def why(
    sentence: Annotated[
        str, typer.Argument(metavar="SENTENCE", help="Of an edition, or part of it.")
    ],
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Why an edition says a sentence: its words, its sources, its verdict."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.trace import why_sentence

    with open_desk(where) as desk:
        found = why_sentence(desk, sentence)
    if as_json:
        say_json(found)
        return
    for one in found:
        say(f"{one.edition}, {one.role}: {one.text}")
        say(f"  verdict: {one.verdict}" + (f"; computed by {one.method}" if one.method else ""))
        for place in one.places:
            say(f"  {place.span}")
            say(f"    {place.source}, {place.date}  {place.url}")
            say(f'    "{place.quote}"')
        if one.inputs:
            say(f"  computed from {counted(len(one.inputs), 'capture')}:")
        for given in one.inputs:
            say(f"    {given.span[:12]}  {given.source}, {given.date}  {given.url}")
        for part in one.signal:
            say(f"  ranked by {part.name} {part.value:.2f} x {part.weight:g}")


def where_(
    span: Annotated[str, typer.Argument(metavar="SPAN", help="CAPTURE:START-END")],
    where: Desk = HERE,
    picture: Annotated[
        Path | None,
        typer.Option("--picture", metavar="FILE.png", help="Of the words on their PDF page."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The words of a span in their context, with source, date and place."""
    from nutgraf.errors import UsageError
    from nutgraf.newsroom.crop import save_crop
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.trace import where_span

    if picture and picture.suffix.lower() != ".png":
        raise UsageError(
            f"A picture is a PNG, and {picture.name!r} is named otherwise.",
            f"Name it {picture.stem + '.png'!r}.",
        )
    with open_desk(where) as desk:
        found = where_span(desk, span)
        refused = save_crop(desk, span, picture) if picture else ()
    if as_json:
        say_json(found)
    else:
        _say_found(found)
    complain_refused(refused)
    if refused:
        raise typer.Exit(3)


def _say_found(found: Found) -> None:
    """A span's words in their context, its source and its place."""
    say(f"{found.source}, {found.date}")
    say(f"{found.title}  {found.link}")
    say(f"  ...{found.before}[[{found.quote}]]{found.after}...")
    for line in found.place:
        say(f"  {line}")
    say(f"  raw object {found.raw}")
