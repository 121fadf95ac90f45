"""The command that checks: an edition against its sources, or pairs of a sentence and a source."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nutgraf.cli.options import AsJson
from nutgraf.cli.printing import say, say_json, watching
from nutgraf.errors import UsageError

if TYPE_CHECKING:
    from nutgraf.newsroom.check import CheckReport


def attach(app: typer.Typer) -> None:
    """Attach this command."""
    app.command("check")(check)


Checked = Annotated[
    Path | None,
    typer.Argument(
        metavar="PATH", help="An edition or a file of it; or any digest in Markdown or HTML."
    ),
]
Pairs = Annotated[
    str, typer.Option("--pairs", metavar="FILE", help="Judge pairs; - for standard input.")
]
Sources = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar="FOLDER",
        help="What a digest is held against: captures, pages, PDFs, text.",
    ),
]
Fetch = Annotated[bool, typer.Option("--fetch", help="Look at the addresses a digest cites.")]
DayOfIt = Annotated[
    str, typer.Option("--date", metavar="DAY", help="The digest's day, where it names none.")
]
Page = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write both texts side by side, as one page."),
]
Sarif = Annotated[
    Path | None, typer.Option("--sarif", metavar="FILE", help="Write SARIF, for code review.")
]
Where = Annotated[
    Path | None,
    typer.Option("--desk", metavar="DIR", help="The desk; else the one it lies in."),
]


def check(
    path: Checked = None,
    pairs: Pairs = "",
    sources: Sources = None,
    fetch: Fetch = False,
    day: DayOfIt = "",
    html: Page = None,
    sarif: Sarif = None,
    where: Where = None,
    as_json: AsJson = False,
) -> None:
    """Whether every sentence leads to the words it came from."""
    if pairs:
        raise typer.Exit(_check_pairs(pairs))
    if path is None:
        raise UsageError("Nothing to check was named.", "nutgraf check editions/2026-04-03")
    from nutgraf.newsroom.check import is_edition

    of_a_digest = {
        "--sources": sources,
        "--fetch": fetch,
        "--html": html,
        "--sarif": sarif,
        "--date": day,
    }
    if not is_edition(path):
        from nutgraf.cli.auditing import Wanted, day_given, show_audit
        from nutgraf.newsroom.audit_digest import Against, audit_path

        against = Against(sources=sources, desk=where, fetch=fetch, day=day_given(day))
        if fetch:
            with watching() as progress:
                report = audit_path(path, against, progress=progress)
        else:
            report = audit_path(path, against)
        raise typer.Exit(
            show_audit(report, str(path), Wanted(as_json=as_json, html=html, sarif=sarif))
        )
    if given := [name for name, value in of_a_digest.items() if value]:
        raise UsageError(
            f"{given[0]} is for digests that nutgraf did not make, and this is an edition of ours.",
            "Leave it out; an edition is held against its desk, or the evidence beside it.",
        )
    raise typer.Exit(_check_edition(path, where, as_json=as_json))


def _check_edition(path: Path, where: Path | None, *, as_json: bool) -> int:
    from nutgraf.newsroom.check import check_path

    report = check_path(path, where)
    if as_json:
        say_json(_plain(report))
    else:
        proof = {
            "source": "the words stand in the sources as captured",
            "evidence": "edition and evidence agree (the sources themselves were not at hand)",
        }[report.proved]
        good = report.sentences - len({f.sentence for f in report.failed if f.sentence})
        if report.failed:
            say(f"{good} of {report.sentences} sentences hold; what does not:")
        else:
            say(f"{good} of {report.sentences} sentences hold: {proof}")
        for note in report.notes:
            say(f"note: {note}")
        told = set()
        for failed in report.failed:
            if (failed.sentence, failed.kind) in told:
                continue
            told.add((failed.sentence, failed.kind))
            say(f"! {failed.kind}: {failed.message}")
            if failed.sentence:
                say(f"    in sentence {failed.sentence}")
    return 1 if report.failed else 0


def _plain(report: CheckReport) -> dict[str, Any]:
    """The report as its format has it; `notes` only where there are any."""
    fields = {name: getattr(report, name) for name in ("path", "proved", "sentences", "failed")}
    return fields | ({"notes": report.notes} if report.notes else {})


def _check_pairs(name: str) -> int:
    from nutgraf.newsroom.check import check_pairs

    if name != "-" and not Path(name).is_file():
        raise UsageError(f"There is no file {name!r}.", "Name a file of JSON Lines, or - .")
    stream = sys.stdin.buffer if name == "-" else Path(name).open("rb")  # noqa: SIM115
    complete = True
    with stream:
        for answer, good in check_pairs(stream):
            sys.stdout.write(answer + "\n")
            sys.stdout.flush()
            complete = complete and good
    return 0 if complete else 2
