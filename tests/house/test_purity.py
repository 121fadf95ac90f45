"""Pure rooms have no clock, network, disk, database or randomness; parsers get bytes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "nutgraf"
PURE = (
    "sources",
    "archive",
    "entities",
    "reading",
    "stories",
    "gate",
    "writing",
    "editions",
    "audit",
)
GROUND = ("errors.py", "text.py", "ids.py", "now.py", "access.py")
EDGES = {
    "socket", "ssl", "http", "urllib3", "requests", "sqlite3", "pysqlite3", "sqlalchemy", "alembic",
    "subprocess", "multiprocessing", "threading", "tempfile", "shutil", "random", "secrets", "time",
    "urllib.request", "asyncio",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}
BY_ADDRESS = {
    ("trafilatura", "fetch_url"),
    ("feedparser", "parse"),
    ("etree", "parse"),
    ("html", "parse"),
}


def _pure_files() -> list[Path]:
    rooms = [path for room in PURE for path in sorted((SRC / room).rglob("*.py"))]
    return rooms + [SRC / name for name in GROUND]


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("path", _pure_files(), ids=lambda p: str(p.relative_to(SRC)))
def test_a_pure_room_reaches_for_nothing_outside(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {name for name in _imports(tree) if name in EDGES or name.split(".")[0] in EDGES}
    # `from urllib.parse import ...` is words, not a request.
    assert imported - {"urllib.parse"} == set()


@pytest.mark.parametrize("path", _pure_files(), ids=lambda p: str(p.relative_to(SRC)))
def test_a_pure_room_opens_no_file_and_asks_no_clock(path: Path) -> None:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in {
            "open",
            "hash",
            "input",
            "print",
            "eval",
            "exec",
        }:
            found.append(f"{called.id} at line {node.lineno}")
        if (
            isinstance(called, ast.Attribute)
            and called.attr in CLOCKS
            and isinstance(called.value, ast.Name)
            and called.value.id in {"datetime", "date", "time"}
        ):
            found.append(f"{called.value.id}.{called.attr} at line {node.lineno}")
    assert found == []


def test_no_parser_is_handed_an_address() -> None:
    found = []
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                if isinstance(owner, ast.Name) and (owner.id, node.func.attr) in BY_ADDRESS:
                    found.append((path.relative_to(SRC).as_posix(), node.lineno))
    # feedparser takes bytes by the same function; the one place that calls it hands a stream of them.
    assert [place for place in found if place[0] != "sources/feeds/parsing.py"] == []


def test_all_sql_and_all_sockets_are_in_their_rooms() -> None:
    homes = {
        "sqlalchemy": {"store"}, "alembic": {"store"}, "pysqlite3": {"store"}, "sqlite3": {"store"},
        "socket": {"wire"}, "ssl": {"wire"}, "urllib3": {"wire"}, "http": {"wire"},
    }  # fmt: skip
    found = []
    for path in sorted(SRC.rglob("*.py")):
        room = path.relative_to(SRC).parts[0]
        for name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
            allowed = homes.get(name.split(".")[0])
            if allowed and room not in allowed | {"testing"}:
                found.append(f"{path.relative_to(SRC)} imports {name}")
    assert found == []


def test_only_the_gate_seals_a_verdict() -> None:
    found = [
        path.relative_to(SRC).as_posix()
        for path in sorted(SRC.rglob("*.py"))
        if "seal_verdict" in path.read_text(encoding="utf-8")
    ]
    assert all(name.startswith("gate/") for name in found), found
