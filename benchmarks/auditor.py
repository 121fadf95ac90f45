"""What the audit of a digest finds across sentences and sources, and what it flags though it is right.

Run as `python -m benchmarks.auditor`. The planted set (`tests/audit/planted`, 30 defects and 30
look-alike controls of ours) is audited as written, as pages of HTML, and against the captures of all
sixty digests at once. Where the shared stream is at hand, sentences of it are cited to the very captures
they stand in: what is flagged there is flagged wrongly.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.data import ROOT, arguments
from nutgraf.audit.auditing import DigestReport
from nutgraf.audit.digest import Place
from nutgraf.newsroom.audit_digest import Against, audit_path
from nutgraf.reading.sentences import sentences

PLANTED = ROOT / "tests" / "audit" / "planted"
_DEFINITION = re.compile(r"^\[\^(\w+)\]:[ ]*(.*)$", re.M)
_MARK = re.compile(r"\[\^(\w+)\]")
_ADDRESS = re.compile(r"\]\([^)]*\)|\[\^\w+\]:.*|\[\^\w+\]|https?://\S+")
_FIGURE = re.compile(r"(?<![\w.])\d(?:[\d,.]*\d)?(?!\w)")
_DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ 20\d\d")
_DAYS = 20
_MARKUP = re.compile(r"[\[\]*_`<>|#~\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A planted digest: its folder, its kind, and the sentences that may be flagged with it."""

    folder: Path
    kind: str
    places: frozenset[str]

    @property
    def planted(self) -> bool:
        """Whether there is a defect in it."""
        return bool(self.places)


def main() -> None:
    results.commit()
    chosen = arguments(__doc__ or "").parse_args()
    found = list(cases())
    with tempfile.TemporaryDirectory() as folder:
        ways = {
            "as written": [(one, _as_written(one)) for one in found],
            "as HTML": [(one, _as_page(one, Path(folder))) for one in found],
            "against all captures": [(one, _against_all(one, Path(folder))) for one in found],
        }
        tables = [_planted(ways), _gate(ways["as written"]), _changed(found, Path(folder))]
        if chosen.data is not None and (chosen.data / "ainews").is_dir():
            tables.append(_stream(chosen.data, Path(folder)))
    figures = {
        "title": "Auditing a digest somebody else made",
        "about": (
            "Thirty digests of ours with one planted defect each, which no sentence shows by itself beside"
            " its own words, and thirty controls of the same shape. They were written before the rules;"
            " whoever wrote the rules had read them, so this is no estimate for digests of others."
        ),
        "tables": tables,
    }
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    results.keep("auditor", figures, command="python -m benchmarks.auditor")


def cases() -> Iterator[Case]:
    """The planted set, in order."""
    for folder in sorted(path for path in PLANTED.iterdir() if path.is_dir()):
        said = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
        places = frozenset(one for one in (said["sentence"], *said.get("also", ())) if one)
        yield Case(folder=folder, kind=said["kind"], places=places)


def _as_written(one: Case) -> DigestReport:
    return audit_path(one.folder / "digest.md", Against(sources=one.folder / "sources.jsonl"))


def _as_page(one: Case, folder: Path) -> DigestReport:
    text = (one.folder / "digest.md").read_text(encoding="utf-8")
    path = folder / f"{one.folder.name}.html"
    path.write_text(page(text), encoding="utf-8")
    return audit_path(path, Against(sources=one.folder / "sources.jsonl"))


def page(text: str) -> str:
    """A Markdown digest as a page: footnotes are marks that lead to a list of notes."""
    from markdown_it import MarkdownIt

    render = MarkdownIt("commonmark").render
    notes = _DEFINITION.findall(text)
    body = _MARK.sub(r'<sup><a href="#fn-\1">1</a></sup>', _DEFINITION.sub("", text))
    listed = "".join(f'<li id="fn-{label}">{_linked(render(words))}</li>' for label, words in notes)
    return f"<!doctype html><html><body><main>{render(body)}<ol>{listed}</ol></main></body></html>"


def _linked(rendered: str) -> str:
    """Addresses written out in a note, as links."""
    return re.sub(
        r'(?<!")(https?://[^\s<"]+)(?!")(?![^<]*</a>)',
        lambda found: f'<a href="{escape(found[1])}">{escape(found[1])}</a>',
        rendered,
    )


def _against_all(one: Case, folder: Path) -> DigestReport:
    """Against the captures of all digests, those of its own among them."""
    every = folder / "all"
    if not every.is_dir():
        every.mkdir()
        for other in cases():
            lines = (other.folder / "sources.jsonl").read_bytes()
            (every / f"{other.folder.name}.jsonl").write_bytes(lines)
    return audit_path(one.folder / "digest.md", Against(sources=every))


Audits = Sequence[tuple[Case, DigestReport]]


def _planted(ways: dict[str, Audits]) -> dict[str, Any]:
    kinds = list(dict.fromkeys(one.kind for one, _ in next(iter(ways.values()))))
    rows: list[list[Any]] = []
    for kind in kinds:
        cells: list[Any] = [kind]
        for audits in ways.values():
            mine = [pair for pair in audits if pair[0].kind == kind]
            cells += [
                _share(mine, planted=True, kinds=kinds),
                _share(mine, planted=False, kinds=kinds),
            ]
        rows.append(cells)
    total: list[Any] = ["all"]
    for audits in ways.values():
        total += [
            _share(audits, planted=True, kinds=kinds),
            _share(audits, planted=False, kinds=kinds),
        ]
    columns = [
        "kind",
        *(f"{what}, {way}" for way in ways for what in ("found", "controls flagged")),
    ]
    return {
        "about": (
            "Found: the right kind on a right sentence, and no flag of the ten kinds on another. A control"
            " is flagged by any flag of the ten kinds."
        ),
        "columns": columns,
        "rows": [*rows, total],
    }  # fmt: skip


def _share(audits: Audits, *, planted: bool, kinds: Sequence[str]) -> str:
    mine = [pair for pair in audits if pair[0].planted == planted]
    good = sum(
        1
        for one, report in mine
        if (_found(one, report, kinds) if planted else _flags(report, kinds))
    )
    return f"{good} of {len(mine)}"


def _flags(report: DigestReport, kinds: Sequence[str]) -> set[tuple[str, str]]:
    return {(n.kind, one.sentence.text) for one, n in report.failed if n.kind in kinds}


def _found(one: Case, report: DigestReport, kinds: Sequence[str]) -> bool:
    flags = _flags(report, kinds)
    right = {(one.kind, text) for text in one.places}
    return bool(flags & right) and not flags - right


def _gate(audits: Audits) -> dict[str, Any]:
    """What the gate says of the sentences of the controls, all of which are right."""
    weighed = [
        one for case, report in audits if not case.planted for one in report.audited if one.weighed
    ]
    refused = [one for one in weighed if one.weighed and one.weighed.faults]
    by_kind = Counter(
        fault.kind for one in refused for fault in (one.weighed.faults if one.weighed else ())
    )
    kinds = ", ".join(f"{kind} {count}" for kind, count in by_kind.most_common())
    return {
        "about": "The gate on the same controls, every sentence of which is right: free paraphrases of short sources.",
        "columns": ["sentences with a citation", "refused though right", "by kind"],
        "rows": [[len(weighed), f"{len(refused)} ({len(refused) / len(weighed):.0%})", kinds]],
    }  # fmt: skip


def _changed(found: Sequence[Case], folder: Path) -> dict[str, Any]:
    """One digit of every figure of all sixty digests changed, one at a time."""
    rng = random.Random(1)
    changed = flagged = 0
    for one in found:
        text = (one.folder / "digest.md").read_text(encoding="utf-8")
        for start, end in _figures(text):
            at = rng.choice([n for n in range(start, end) if text[n].isdigit()])
            digit = rng.choice([char for char in "123456789" if char != text[at]])
            path = folder / "changed.md"
            path.write_text(text[:at] + digit + text[at + 1 :], encoding="utf-8")
            report = audit_path(path, Against(sources=one.folder / "sources.jsonl"))
            place = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
            held = [
                told for told in report.audited if told.led and _holds(told.sentence.place, place)
            ]
            changed += len(held)
            flagged += sum(1 for told in held if told.noted)
    return {
        "about": "One digit of a figure changed, seeded, one figure at a time, in the cited sentences of all sixty.",
        "columns": ["figures changed", "sentence flagged"],
        "rows": [[changed, f"{flagged} ({flagged / changed:.1%})"]],
    }  # fmt: skip


def _figures(text: str) -> Iterator[tuple[int, int]]:
    """Figures outside of addresses, headings and the line with the date."""
    plain = _ADDRESS.sub(lambda found: " " * len(found[0]), text)
    for figure in _FIGURE.finditer(plain):
        line = plain[plain.rfind("\n", 0, figure.start()) + 1 : plain.find("\n", figure.end())]
        if not line.startswith("#") and not (len(line) < 80 and _DATE.search(line)):
            yield figure.span()


def _holds(place: Place, at: tuple[int, int]) -> bool:
    return (place.line, place.column) <= at < (place.end_line, place.end_column)


def _stream(data: Path, folder: Path) -> dict[str, Any]:
    """Days of the shared stream as digests of their own sentences."""
    judged, seconds = 0, 0.0
    flags: Counter[str] = Counter()
    for day, digest, sources in list(_days(data, folder))[:_DAYS]:
        began = time.perf_counter()
        report = audit_path(digest, Against(sources=sources))
        seconds += time.perf_counter() - began
        judged += len(report.judged)
        flags.update(noted.rule for _, noted in report.failed)
        del day
    said = ", ".join(f"{rule} {count}" for rule, count in flags.most_common()) or "none"
    return {
        "about": (
            f"Sentences of {_DAYS} days of the shared stream, each cited to the capture it stands in, word for"
            " word but for marks of Markdown: what is flagged is flagged wrongly, but for `not-judged`"
            " (no words, or not in English)."
        ),
        "columns": ["sentences", "flags", "sentences a second, reading the sources included"],
        "rows": [[judged, said, round(judged / seconds) if seconds else 0]],
    }


def _days(data: Path, folder: Path) -> Iterator[tuple[str, Path, Path]]:
    import gzip

    days: dict[str, list[dict[str, Any]]] = {}
    with gzip.open(data / "ainews" / "captures-2026h1.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            days.setdefault(row["edition_date"], []).append(row)
    for day in sorted(days)[2 : 2 + 5 * _DAYS : 5]:
        rows = days[day]
        sources, digest = folder / f"{day}.jsonl", folder / f"{day}.md"
        sources.write_text(
            "".join(_line(row, at, day) for at, row in enumerate(rows)), encoding="utf-8"
        )
        digest.write_text("\n\n".join([f"# Day\n\n{day}", *_told(rows)]), encoding="utf-8")
        yield day, digest, sources


def _address(row: dict[str, Any], at: int) -> str:
    return f"https://host{at % 7}.example/{row['id'].replace('#', '-')}"


def _line(row: dict[str, Any], at: int, day: str) -> str:
    capture = {
        "source": row["part"], "id": row["id"], "url": _address(row, at), "text": row["text"],
        "owner": f"{row['part']} {at % 7}", "published_at": f"{day}T08:00:00Z",
        "title": row.get("headline") or row["text"][:40],
        "links": [{"url": link["url"], "at": link.get("at")} for link in row["links"]],
    }  # fmt: skip
    return json.dumps(capture) + "\n"


def _told(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    for at, row in enumerate(rows):
        spans = sentences(row["text"])[:2]
        for start, end in spans:
            words = _MARKUP.sub(" ", row["text"][start:end])
            if len(words.split()) > 4:
                yield f"- {words} [source]({_address(row, at)})"


if __name__ == "__main__":
    main()
