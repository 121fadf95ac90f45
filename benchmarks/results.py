"""What was measured, kept in `benchmarks/results.json`: the page is made from it alone."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.data import ROOT

FILE = ROOT / "benchmarks" / "results.json"


def machine() -> dict[str, Any]:
    """The machine in generic words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory / 2**30),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "load_at_end": round(os.getloadavg()[0], 1),
    }


def read(path: Path = FILE) -> dict[str, Any]:
    """Everything measured so far, by the name of the benchmark."""
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def keep(name: str, figures: dict[str, Any], *, command: str, path: Path = FILE) -> None:
    """Put one benchmark's figures in place of its earlier ones."""
    results = read(path)
    results[name] = {
        "command": command,
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "machine": machine(),
        "figures": figures,
    }
    ordered = dict(sorted(results.items()))
    path.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"kept as {name!r} in benchmarks/results.json\n")


@cache
def commit() -> str:
    """The commit that is measured, with `+` where the sources differ from it; "" without git.

    Asked for when a benchmark begins, and the same from then on.
    """
    head = _git("rev-parse", "--short=10", "HEAD")
    return head + ("+" if head and _git("status", "--porcelain", "--", "src") else "")


def _git(*words: str) -> str:
    try:
        done = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip()
