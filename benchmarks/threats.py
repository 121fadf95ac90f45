"""Every bad input that is named in the tests, run, with what came of it.

A test names the row it holds with `@pytest.mark.threat("F1")`, and what it counted with
`record_property("number", "61 of 61 refused, 0 connects")`. This runs all of them, the slow ones too,
and keeps the table. Run as `python -m benchmarks.threats`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from benchmarks import results
from benchmarks.data import ROOT, arguments

# Each row in our words: what comes in.
ROWS = {
    "F1": "addresses that lead inside, by every trick of writing them",
    "F2": "a name that answers with another address the second time",
    "F3": "redirects that lead inside, and parsers that would follow an address",
    "F4": "addresses found in what was read",
    "F5": "redirects without end",
    "F6": "servers that never finish",
    "F7": "bodies that unpack into far more",
    "F8": "a feed of 100,000 items; ids that are new at every look",
    "F9": "asking too often: conditional requests, Retry-After, robots.txt, crawl delay",
    "F10": "a robots.txt made to be slow",
    "F11": "a secret that a redirect would carry elsewhere",
    "P1": "feeds that are malformed",
    "P2": "XML that expands, includes or reads files",
    "P3": "input that is slow to parse by its shape",
    "P4": "PDFs made to break a reader",
    "P5": "wrong and missing charsets",
    "P6": "scripts in every place of a capture",
    "P7": "characters that hide or re-order",
    "P8": "hostile names of files and titles",
    "P10": "mails that lie about who and where",
    "P11": "playlists in place of sound",
    "L3": "texts that ask to be remembered, trusted or preferred",
    "L4": "one voice behind fifty owners",
    "S2": "the power goes while something is written",
    "S3": "a full disk, a quota, a disk that may not be written",
    "S4": "a bit that flipped",
    "S7": "clocks that jump and dates that cannot be",
    "S8": "a desk made by an older or a newer version",
}


def main() -> None:
    results.commit()
    arguments("Run every test that holds a threat row.").parse_args()
    figures = collected(_junit())
    for row, one in figures["rows"].items():
        sys.stdout.write(f"{row}: {one['passed']} passed, {one['failed']} failed\n")
    results.keep("threats", figures, command="python -m benchmarks.threats")


def _junit() -> ElementTree.Element:
    with tempfile.TemporaryDirectory(prefix="nutgraf-threats-") as name:
        report = Path(name) / "report.xml"
        subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "-m", "threat", "-p", "no:randomly"),
                *("-n", "2", "--dist", "loadfile", f"--junitxml={report}"),
            ],
            cwd=ROOT,
            check=False,
        )
        return ElementTree.parse(report).getroot()


def collected(report: ElementTree.Element) -> dict[str, Any]:
    """What the tests of each row gave: counts, reasons of those skipped, and their numbers."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    reasons: defaultdict[str, set[str]] = defaultdict(set)
    for case in report.iter("testcase"):
        said = [(one.get("name"), one.get("value", "")) for one in case.iter("property")]
        for row in (value for name, value in said if name == "threat"):
            outcome = _outcome(case)
            counts[row][outcome] += 1
            numbers[row] += [value for name, value in said if name == "number"]
            for skipped in case.iter("skipped"):
                reasons[row].add(skipped.get("message", ""))
    return {
        "rows": {
            row: {
                "passed": counts[row]["passed"],
                "failed": counts[row]["failed"],
                "skipped": counts[row]["skipped"],
                "numbers": sorted(set(numbers[row])),
                "reasons": sorted(reasons[row]),
            }
            for row in ROWS
        }
    }


def _outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def section(figures: dict[str, Any]) -> str:
    """The rows as a table."""
    from benchmarks.page import table

    rows = [
        (row, ROWS[row], one["passed"], one["failed"], one["skipped"], "; ".join(one["numbers"]))
        for row, one in figures["rows"].items()
    ]
    return (
        "## Bad inputs\n\n"
        "What comes in, how many tests hold it, and what they counted. A test is skipped where the data "
        "beside the repository is absent.\n\n"
        + table(("row", "what comes in", "passed", "failed", "skipped", "numbers"), rows)
    )


if __name__ == "__main__":
    main()
