"""Commands that make editions: run, release, rule, revoke."""

from __future__ import annotations

from typing import Annotated

import typer

from nutgraf.cli.options import HERE, AsJson, Desk, Now, moment
from nutgraf.cli.printing import complain, complain_refused, counted, say, say_json, watching

_ONE_SENTENCE = "; a story of a single sentence stays a quick take"


def attach(app: typer.Typer) -> None:
    """Attach these commands."""
    app.command("run")(run)
    app.command("release")(release)
    app.command("rule")(rule)
    app.command("revoke")(revoke)


def run(
    now: Now = "",
    since: Annotated[
        str, typer.Option("--since", metavar="TIME", help="Take what came later.")
    ] = "",
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Print the edition, keep nothing.")
    ] = False,
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Look at every source and make the day's edition."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.run import dry_run, run_desk
    from nutgraf.newsroom.taste import unknown_sources
    from nutgraf.runners.pool import runner_named

    with open_desk(where) as desk, watching() as progress:
        made = (dry_run if dry else run_desk)(
            desk, runner=runner_named(desk.settings.desk.runner), progress=progress,
            now=moment(now, "--now"), since=moment(since, "--since"),
        )  # fmt: skip
        unknown = unknown_sources(desk)
    if as_json:
        say_json(made.summary())
    elif not made.kept:
        say(made.markdown)
    else:
        say(f"{made.edition}: {made.title}")
        say(
            f"  {counted(made.stories, 'story', 'stories')}, {counted(made.sentences, 'sentence')}, "
            "every one led back to its words"
        )
        for path in made.files:
            say(f"  {path}")
        say(f"next: open {made.files[1]} in a browser, or nutgraf check {made.path}")
    for one in unknown:
        complain(one)
    complain_refused(made.sources_failed)
    raise typer.Exit(3 if made.sources_failed else 0)


def release(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="Such as 2026-04-03.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who releases it.")],
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Release an edition under a name; it does not change after that."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.release import release_edition

    with open_desk(where) as desk:
        made = release_edition(desk, edition, by)
    if as_json:
        say_json(made)
    else:
        say(f"released {made.edition}, by {made.released_by}")
        for path in made.files:
            say(f"  {path}")
    complain_refused(made.refused)
    raise typer.Exit(3 if made.refused else 0)


def rule(
    verb: Annotated[str, typer.Argument(metavar="keep|cut|move", help="What to do with it.")],
    story: Annotated[
        str, typer.Argument(metavar="STORY", help="Its id, or a unique beginning of it.")
    ],
    to: Annotated[str, typer.Option("--to", metavar="SECTION", help="Where move puts it.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who rules.")] = "",
    where: Desk = HERE,
) -> None:
    """Rule on a story: it holds from the next run on."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.rule import rule_on

    with open_desk(where) as desk:
        ruling = rule_on(desk, verb, story, to=to, by=by)
    say(f"{ruling.verb} {ruling.story}{' to ' + ruling.argument if ruling.argument else ''}")
    say("  holds from the next run on" + (_ONE_SENTENCE if ruling.verb == "move" else ""))
    say("next: nutgraf run")


def revoke(
    capture: Annotated[
        str, typer.Argument(metavar="CAPTURE", help="Its id, or a unique beginning of it.")
    ],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="For those who ask.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who takes it back.")] = "",
    where: Desk = HERE,
    as_json: AsJson = False,
) -> None:
    """Take a capture back: nothing more is made of it, and the next edition says so."""
    from nutgraf.newsroom.desk import open_desk
    from nutgraf.newsroom.revoke import revoke_capture

    with open_desk(where) as desk:
        gone = revoke_capture(desk, capture, by=by, why=why)
    if as_json:
        say_json(gone)
        return
    say(f"taken back {gone.capture[:12]}  {gone.owner}: {gone.title}")
    say(f"  {counted(gone.forgotten, 'told sentence')} forgotten; its text stays in the archive")
    say("next: nutgraf run")
