"""House numbers: only the maxima fail; the medians are printed (pytest -s)."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 600
LONGEST_FUNCTION = 60


def _files() -> list[Path]:
    return [
        path
        for folder in ("src", "tests", "benchmarks", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]


def _functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]


def test_no_file_is_longer_than_600_lines() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _files()}
    ours = [n for path, n in lengths.items() if "src" in path.parts]
    print(f"files of src: {len(ours)}, median {statistics.median(ours):.0f} lines, "
          f"longest {max(ours)}, {sum(n <= 350 for n in ours) / len(ours):.0%} within 350")  # fmt: skip
    assert {str(path): n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    functions = [found for path in _files() for found in _functions(path)]
    ours = [length for name, length in functions if name.startswith("src/")]
    print(f"functions of src: {len(ours)}, median {statistics.median(ours):.0f} lines")
    assert [found for found in functions if found[1] > LONGEST_FUNCTION] == []
