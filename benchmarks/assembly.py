"""The whole chain against the usual assembly of libraries: captures a second and peak memory.

Same input, same run, a fresh process each, in turns; at two sizes, the feeds and pages with some days of
the stream and with all of it. Run as `python -m benchmarks.assembly`; needs
`pip install -r benchmarks/requirements.txt`. `--days N ...` names the sizes, `--pairs N` the repeats.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import real_files, results
from benchmarks.chain import counts
from benchmarks.data import arguments, day_lines, replay_days, require
from benchmarks.measuring import Cost, measured

NEEDED = ("pysbd", "datasketch", "sklearn")
INPUT = ("feeds", "pages")
SIZES = (20, 116)  # days of the stream beside the feeds and pages


def main() -> None:
    results.commit()
    parser = arguments("Measure the chain against the usual assembly.")
    parser.add_argument("--days", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--pairs", type=int, default=3, metavar="N", help="paired repeats")
    parser.add_argument("--dry", action="store_true", help="print, keep nothing")
    asked = parser.parse_args()
    data = require(asked.data, "ainews", "feeds", "html")
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        sys.stdout.write(
            f"skipped: {', '.join(missing)} not installed; "
            "pip install -r benchmarks/requirements.txt\n"
        )
        return
    with tempfile.TemporaryDirectory(prefix="nutgraf-assembly-") as name:
        sizes = {str(n): compare(data, Path(name) / str(n), n, asked.pairs) for n in asked.days}
    figures = {"pairs": asked.pairs, "sizes": sizes}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    if not asked.dry:
        results.keep("assembly", figures, command="python -m benchmarks.assembly")


def compare(data: Path, scratch: Path, days: int, pairs: int) -> dict[str, Any]:
    """Run every contender `pairs` times in turns, the order reversed every other time."""
    folder = scratch / "input"
    files = real_files.lay_out(data, folder, INPUT)
    stream = b"".join(day_lines(day) for day in replay_days(data)[:days])
    (folder / "stream.jsonl").write_bytes(stream)
    costs: dict[str, list[Cost]] = {"inline": [], "pool": [], "usual": []}
    said: dict[str, dict[str, int]] = {}
    for turn in range(pairs):
        names = list(costs) if turn % 2 == 0 else list(reversed(costs))
        for name in names:
            cost, said[name] = one(name, folder, scratch / f"{name}-{turn}")
            costs[name].append(cost)
            sys.stdout.write(f"{name}: {cost} {said[name]}\n")
            sys.stdout.flush()
    captures = {name: counted["captures"] for name, counted in said.items()}
    return {
        "input": {"files": files, "lines": stream.count(b"\n")},
        "found": said,
        "costs": {name: _medians(some, captures[name]) for name, some in costs.items()},
        "ratios": {name: _ratios(costs, captures, name) for name in ("inline", "pool")},
    }


def one(name: str, folder: Path, desk: Path) -> tuple[Cost, dict[str, int]]:
    """What one run costs and what it found."""
    if name == "usual":
        cost, output = measured([sys.executable, "-m", "benchmarks.usual_assembly", str(folder)])
        return cost, json.loads(output)
    cost, _ = measured([sys.executable, "-m", "benchmarks.chain", str(folder), str(desk), name])
    return cost, counts(desk)


def _medians(costs: list[Cost], captures: int) -> dict[str, float]:
    return {
        "seconds": round(statistics.median(cost.seconds for cost in costs), 1),
        "cpu_seconds": round(statistics.median(cost.cpu_seconds for cost in costs), 1),
        "captures_per_second": round(captures / statistics.median(c.seconds for c in costs), 1),
        "peak_mib": round(statistics.median(cost.peak_mib for cost in costs)),
    }


def _ratios(
    costs: dict[str, list[Cost]], captures: dict[str, int], name: str
) -> dict[str, dict[str, float]]:
    """Ours over theirs in captures a second, theirs over ours in the rest: above 1 we do better."""
    pairs = list(zip(costs[name], costs["usual"], strict=True))
    share = captures[name] / captures["usual"]
    return {
        "captures_per_second": _spread([share * u.seconds / o.seconds for o, u in pairs]),
        "captures_per_cpu_second": _spread(
            [share * u.cpu_seconds / o.cpu_seconds for o, u in pairs]
        ),
        "peak_memory": _spread([u.peak_mib / o.peak_mib for o, u in pairs]),
    }


def _spread(ratios: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(ratios), 2),
        "min": round(min(ratios), 2),
        "max": round(max(ratios), 2),
    }


if __name__ == "__main__":
    main()
