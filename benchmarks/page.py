"""docs/measurements.md and its pictures, made from benchmarks/results.json alone.

Run as `python -m benchmarks.page`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import page_pictures, results
from benchmarks.data import ROOT, USUAL_PLACE

DOCS = ROOT / "docs"
_OPENING = f"""\
# What we tested, with numbers

What this version does on real input, each table with the command that made it. The data stands beside
the repository (`{USUAL_PLACE}`) and is no part of it; without it a benchmark says so and ends. Numbers
come from one machine on one day: trust ratios more than absolutes. This page is made by
`python -m benchmarks.page` from `benchmarks/results.json`, and a test holds it to that.
"""

Cells = Sequence[object]


def main() -> None:
    for path, text in files(results.read()).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")


def files(kept: dict[str, Any]) -> dict[Path, str]:
    """The page and its pictures, by path."""
    parts = [_OPENING]
    made: dict[Path, str] = {}
    for name, write in SECTIONS.items():
        if name in kept:
            picture = page_pictures.PICTURES.get(name)
            if picture:
                made[DOCS / "pictures" / f"{name}.svg"] = picture(kept[name]["figures"])
            written = write(kept[name]["figures"])
            if picture and "](pictures/" not in written:
                title, rest = written.split("\n\n", 1)
                written = f"{title}\n\n{_picture(name, title.lstrip('# '))}{rest}"
            parts.append(written + _made_by(kept[name]))
    for name in sorted(kept.keys() - SECTIONS.keys()):
        if "tables" in kept[name]["figures"]:
            parts.append(_given(kept[name]["figures"]) + _made_by(kept[name]))
    return {DOCS / "measurements.md": "\n".join(parts), **made}


def _made_by(kept: dict[str, Any]) -> str:
    machine = kept["machine"]
    return (
        f"\n`{kept['command']}`, {kept['date']}, commit {kept['commit']}, Python "
        f"{machine['python']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"{machine['system']}.\n"
    )


def table(columns: Sequence[str], rows: Iterable[Cells]) -> str:
    """A Markdown table; numbers to the right."""
    kept = [list(row) for row in rows]
    right = [all(_is_number(row[at]) for row in kept) for at in range(len(columns))]
    lines = [columns, ["--:" if number else "---" for number in right], *kept]
    return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) or str(cell)[:1].isdigit()


def _cell(cell: object) -> str:
    text = f"{cell:,}" if isinstance(cell, int | float) else str(cell)
    return text.replace("|", "\\|")


def _picture(name: str, words: str) -> str:
    return f"![{words}](pictures/{name}.svg)\n\n"


def _inputs(figures: dict[str, Any]) -> str:
    kinds = figures["kinds"]
    rows = [
        (kind, one["files"], one["read"], one["captures"], one["dated"], _rules(one["files_refused"]),
         _rules(one["items_refused"]))
        for kind, one in kinds.items()
    ]  # fmt: skip
    said = {
        rule: sentence for one in kinds.values() for rule, sentence in sorted(one["said"].items())
    }
    return (
        "## Every real file, through the chain\n\n"
        + table(
            ("kind", "files", "read", "captures", "dated", "whole files refused", "items refused"),
            rows,
        )
        + "\nWhat a refusal says, one example a rule:\n\n"
        + "".join(f"- `{rule}`: {_cell(words)}\n" for rule, words in sorted(said.items()))
        + "\n" + _entries(figures["feed_entries"]) + _pdfs(figures["pdfs"]) + _run(figures["run"])
    )  # fmt: skip


def _rules(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} `{rule}`" for rule, count in counts.items()) or "none"


def _entries(found: dict[str, Any]) -> str:
    same = found["feeds"] - len(found["feeds_that_differ"])
    differ = "; ".join(
        f"{name} {mine} of {count}" for name, (mine, count) in found["feeds_that_differ"].items()
    )
    return (
        f"{found['captures']:,} of the {found['entries']:,} entries of the {found['feeds']} feeds "
        f"became captures; {same} feeds agree entry for entry with feedparser (a JSON feed with its "
        f"own list). An entry without words gives no capture. The others: {differ}.\n\n"
    )


def _pdfs(found: dict[str, Any]) -> str:
    rules = found["expected"].keys() | found["found"].keys()
    rows = [
        (f"`{r}`", found["expected"].get(r, 0), found["found"].get(r, 0)) for r in sorted(rules)
    ]
    return "PDFs against the verdicts expected of them:\n\n" + table(
        ("verdict", "expected", "found"), rows
    )


def _run(run: dict[str, Any]) -> str:
    failed = len(run["check_failed"])
    return (
        f"\nAll {run['files']:,} files as one folder of one desk, in one run: {run['captures']:,} "
        f"captures, {run['refused']:,} refusals in the colophon, an edition of {run['sentences']} "
        f"sentences, of which the check finds {failed} that do not hold; {run['seconds']} seconds.\n"
    )


def _replay(figures: dict[str, Any]) -> str:
    spreads = ("sentences", "words", "stories", "takes")
    agreed = figures["agreement"]
    check, same = figures["check"], figures["same_bytes"]
    roles = ", ".join(f"{count:,} {role}" for role, count in figures["roles"].items())
    return (
        "## A real news stream, day by day\n\n"
        f"{figures['captures']:,} captures of {figures['days']} days of AI news, January to June "
        "2026, imported and run day by day in one desk, `--now` each day's cut-off.\n\n"
        + table(
            ("per edition", "median", "least", "most"),
            [(name, *(figures[name][part] for part in ("median", "min", "max"))) for name in spreads],
        )
        + f"\n{figures['sentences']['all']:,} sentences in all ({roles}). `nutgraf check` against the "
        f"archive holds for {check['hold']} of {check['editions']} editions: every sentence leads to "
        f"its words. The gate refused {figures['refused']['sentences']:,} sentences "
        f"({_rules(figures['refused']['by_kind'])}); {figures['quiet']} editions say that the day was "
        f"quiet. {figures['captures_per_second']} captures a second with an edition a day, in one "
        f"process. {_refused_lines(figures.get('refused_lines', []))}One day run again in a fresh desk in one process and in a pool of them: "
        f"{same['files']} files, {_differ(same['differ'])}.\n\n"
        "### How far its editors agree\n\n"
        "Each day's editors listed companies and models. A score is hits among our first five, in "
        "print order, / min(5, listed); days without a list are left out. The floor counts mentions "
        "of the names we recognise; the ceiling knows the list and lacks only what the day's captures "
        "never name.\n\n"
        + _picture("replay", "Agreement with the editors")
        + table(
            ("names", "days", "counting mentions", "ours", "ceiling"),
            [(kind, one["days"], one["floor"], one["ours"], one["ceiling"])
             for kind, one in agreed.items()],
        )
    )  # fmt: skip


def _refused_lines(said: list[str]) -> str:
    return f"Refused as captures: {len(said)} ({'; '.join(said)}) " if said else ""


def _differ(names: list[str]) -> str:
    return "all of them byte for byte the same" if not names else f"of which {names} differ"


_CONTENDERS = {
    "inline": "nutgraf, one process", "pool": "nutgraf, pool", "usual": "usual assembly",
}  # fmt: skip


def _assembly(figures: dict[str, Any]) -> str:
    return (
        "## Against the usual assembly\n\n"
        "The same job as one plain script of feedparser, trafilatura, pysbd, datasketch, TF-IDF and "
        "agglomerative clustering, on the same feeds and pages and captures of the stream, a fresh "
        f"process and a fresh desk each time, in turns, {figures['pairs']} times. The script keeps "
        "nothing; nutgraf keeps raw bytes, captures and claims with names, figures and dates, and "
        "makes an edition.\n\n"
        + _picture("assembly", "Captures a second and peak memory")
        + "\n".join(_size(one) for one in figures["sizes"].values())
        + "\nMemory of one process is what the system counted for it (getrusage); of a pool, the most "
        "its processes held together (proportional set sizes, ten looks a second).\n"
    )


def _size(one: dict[str, Any]) -> str:
    costs, found, ratios = one["costs"], one["found"], one["ratios"]
    return (
        f"### {one['input']['files']} feeds and pages, {one['input']['lines']:,} captures of the stream\n\n"
        + table(
            ("medians", "captures/s", "seconds", "CPU seconds", "peak MiB"),
            [(name, costs[key]["captures_per_second"], costs[key]["seconds"],
              costs[key]["cpu_seconds"], costs[key]["peak_mib"])
             for key, name in _CONTENDERS.items()],
        )
        + "\nRatios of pairs, above 1 where nutgraf does better:\n\n"
        + table(
            ("ratio", "median", "least", "most"),
            [(f"{part.replace('_', ' ')}, {_CONTENDERS[key]}", *ratios[key][part].values())
             for key in ratios for part in ratios[key]],
        )
        + "\nWhat each found:\n\n"
        + table(
            ("", "captures", "sentences", "near-duplicates", "stories"),
            [(_CONTENDERS[key], *found[key].values()) for key in ("inline", "usual")],
        )
    )  # fmt: skip


def _growth(figures: dict[str, Any]) -> str:
    columns = ("captures in the archive", "characters a capture", "import", "read", "gather",
               "CPU ms a capture", "CPU ms per 1,000 characters")  # fmt: skip
    parts = ("characters_per_capture", "import_ms", "read_ms", "gather_ms", "ms_per_capture",
             "ms_per_thousand_characters")  # fmt: skip
    told = {"own_days": "By the stream's own days", "even_days": "In even days of 100 captures"}
    return (
        "## What a capture costs as the archive grows\n\n"
        f"CPU milliseconds a capture of the last {figures['before_a_mark']} before the archive had so "
        "many, in one process, one import, read and gather a day; of every step of every day the least "
        f"of {figures['passes']} passes. The stream's own days hold some 100 captures at first and 30 "
        "later. A run takes the stories of the last seven days up again, so a day of few captures "
        "after days of many costs more a capture.\n\n"
        + _picture("growth", "Cost per capture")
        + "\n".join(
            f"{words}:\n\n"
            + table(columns, [(int(mark), *(one[part] for part in parts))
                              for mark, one in figures[key].items()])
            for key, words in told.items()
        )
    )  # fmt: skip


def _given(figures: dict[str, Any]) -> str:
    """What a benchmark of one room kept as tables of its own."""
    written = [f"## {figures['title']}\n", figures.get("about", "")]
    written += [
        "\n".join(filter(None, (given.get("about"), table(given["columns"], given["rows"]))))
        for given in figures["tables"]
    ]
    return "\n".join(part for part in written if part)


SECTIONS: dict[str, Callable[[dict[str, Any]], str]] = {
    "real_inputs": _inputs, "replay": _replay, "assembly": _assembly, "growth": _growth,
    **{name: import_module(f"benchmarks.{name}").section for name in (
        "fetching", "rhythm", "thirty_days", "one_day", "feeds", "sites", "canonical_text", "mail",
        "posts", "documents", "talk", "embedding", "faults", "threats", "million", "peers", "gate_peers",
    )},
}  # fmt: skip


if __name__ == "__main__":
    main()
