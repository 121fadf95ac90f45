"""How the audit of a digest is shown: on the terminal, as JSON, and in the files a person asked for."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from nutgraf.cli.printing import say, say_json
from nutgraf.errors import UsageError
from nutgraf.telemetry import counted
from nutgraf.text import one_line

if TYPE_CHECKING:
    from nutgraf.audit.auditing import Audited, DigestReport, Noted

_WIDEST_QUOTE = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person asked for beside the report itself."""

    as_json: bool = False
    html: Path | None = None
    sarif: Path | None = None


def day_given(text: str) -> date | None:
    """The day of --date; raises UsageError."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"--date: {text!r} is no day.", "Write it as 2026-04-03.") from None


def show_audit(report: DigestReport, path: str, wanted: Wanted) -> int:
    """Print the report and write the files asked for; returns the exit code: 0 all good, 1 not."""
    from nutgraf.audit.shapes.page import page_of
    from nutgraf.audit.shapes.plain import plain_report
    from nutgraf.audit.shapes.sarif import sarif_of

    if wanted.html is not None:
        _write(wanted.html, page_of(report, path))
    if wanted.sarif is not None:
        _write(
            wanted.sarif, json.dumps(sarif_of(report, path), ensure_ascii=False, indent=2) + "\n"
        )
    if wanted.as_json:
        say_json(plain_report(report, path))
    else:
        _tell(report)
        for file in (wanted.html, wanted.sarif):
            if file is not None:
                say(f"wrote {file}")
    return 1 if report.failed else 0


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as problem:
        raise UsageError(
            f"{str(file)!r} could not be written ({problem.strerror}).",
            "Name a file in a folder that is there.",
        ) from problem


def _tell(report: DigestReport) -> None:
    judged, failing = report.judged, [one for one in report.judged if one.noted]
    many = len(judged)
    day = f", {report.digest.day.isoformat()}" if report.digest.day else ""
    sources = counted(len(report.captures), "source text")
    say(f"{one_line(report.digest.title)}{day}: {counted(many, 'sentence')} against {sources}")
    for note in report.notes:
        say(f"note: {note}")
    holds = "sentence holds" if many == 1 else "sentences hold"
    if failing:
        say(f"{many - len(failing)} of {many} {holds}; what does not:")
    else:
        each = (
            "it is borne out by the words it cites"
            if many == 1
            else "each is borne out by the words it cites"
        )
        say(f"{many} of {many} {holds}: {each}")
    for one in failing:
        _tell_of(one, report)
    _advise(failing)


def _advise(failing: list[Audited]) -> None:
    """What to do, once for each rule that found something."""
    from nutgraf.audit.shapes.rules import RULES

    rules = dict.fromkeys(noted.rule for one in failing for noted in one.noted)
    if rules:
        say()
    for rule in rules:
        say(f"try, for {rule}: {RULES[rule][2]}")


def _tell_of(one: Audited, report: DigestReport) -> None:
    say()
    _styled(f"line {one.sentence.place.line}: {one_line(one.sentence.text)}", bold=True)
    quoted: set[str] = set()
    for noted in one.noted:
        mark = "!" if noted.level == "error" else "?"
        _styled(f"  {mark} {noted.rule}: {noted.message}", level=noted.level)
        for quote in _quotes(noted, report):
            if quote not in quoted:
                say(f"      {quote}")
            quoted.add(quote)


def _quotes(noted: Noted, report: DigestReport) -> list[str]:
    """The source's own words, where the message does not give them."""
    from nutgraf.audit.shapes.quoting import quoted_sentences

    found = []
    for place in noted.places[:2]:
        capture = report.captures[place.capture]
        words = quoted_sentences(capture, place, _WIDEST_QUOTE)
        if words.rstrip("…")[:60] not in noted.message:
            found.append(f"{one_line(capture.owner or capture.title)}: “{words}”")
    return found


def _styled(text: str, *, bold: bool = False, level: str = "") -> None:
    """A line in colour on a terminal, plain elsewhere."""
    if not sys.stdout.isatty():
        say(text)
        return
    from rich.console import Console
    from rich.text import Text

    from nutgraf.text import showable

    style = "bold" if bold else {"error": "red", "warning": "yellow"}.get(level, "")
    Console(highlight=False, soft_wrap=True).print(
        Text(showable(one_line(text) if bold else text), style=style)
    )


__all__ = ["Wanted", "day_given", "show_audit"]
