"""The child process: answers, limits, and that one document cannot touch the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.runners import child
from nutgraf.runners.child import Child, ChildFailure

MEMORY = 256 << 20


@pytest.fixture(autouse=True)
def _targets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setenv("A_SECRET_KEY", "never for a parser")


def run(name: str, data: bytes = b"", wall: float = 60) -> bytes | ChildFailure:
    return child.run(f"child_targets:{name}", data, memory=MEMORY, cpu_seconds=1, wall_seconds=wall)


@pytest.mark.parametrize("data", [b"", b"abc", bytes(range(256)) * 40_000])
def test_a_result_comes_back_byte_for_byte(data: bytes) -> None:
    assert run("echo", data) == data[::-1] + b"1"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("hungry", "memory"), ("busy", "cpu"), ("raises", "crash"), ("segfaults", "crash")],
)
def test_what_ends_a_child_is_named(name: str, kind: str) -> None:
    failure = run(name)
    assert isinstance(failure, ChildFailure)
    assert failure.kind == kind
    assert failure.message


def test_the_message_says_what_the_parser_said() -> None:
    failure = run("raises")
    assert isinstance(failure, ChildFailure)
    assert failure.message == "The parser failed: ValueError: these bytes will not do"


def test_a_child_that_waits_for_ever_is_killed() -> None:
    failure = run("sleepy", wall=1.5)
    assert failure == ChildFailure(kind="time", message="It took longer than 1.5 seconds.")


def test_a_function_that_is_not_there_is_a_failure() -> None:
    failure = run("nothing")
    assert isinstance(failure, ChildFailure) and failure.kind == "crash"
    missing = child.run("no_such.module:f", b"x", memory=MEMORY, cpu_seconds=1, wall_seconds=30)
    assert isinstance(missing, ChildFailure) and "no_such" in missing.message


def test_what_a_parser_prints_is_not_an_answer() -> None:
    assert run("chatty", b"data") == b"data"


def test_a_child_opens_no_socket_writes_no_file_and_knows_no_secret(tmp_path: Path) -> None:
    refused = run("connects")
    assert isinstance(refused, ChildFailure) and "PermissionError" in refused.message
    target = tmp_path / "written"
    assert isinstance(run("writes", str(target).encode()), ChildFailure)
    assert not target.exists() or target.stat().st_size == 0
    assert run("environment") == b"none"
    assert run("address_space") == str(MEMORY).encode()


def test_one_child_for_many_documents_keeps_them_apart() -> None:
    with Child("child_targets:echo", memory=MEMORY, cpu_seconds=5, wall_seconds=60) as echo:
        assert [echo.run(b"a"), echo.run(b"b"), echo.run(b"c")] == [b"a1", b"b1", b"c1"]


def test_a_child_is_there_again_after_a_failure() -> None:
    with Child("child_targets:sleepy", memory=MEMORY, cpu_seconds=5, wall_seconds=2) as sleepy:
        assert sleepy.run(b"wake") == b"up"
        assert isinstance(sleepy.run(b"sleep"), ChildFailure)
        assert sleepy.run(b"wake") == b"up"


def test_a_kept_child_is_the_same_one_for_the_same_limits() -> None:
    limits = {"memory": MEMORY, "cpu_seconds": 5, "wall_seconds": 60.0}
    first = child.kept("child_targets:echo", **limits)
    try:
        assert child.kept("child_targets:echo", **limits) is first
        assert first.run(b"ab") == b"ba1"
    finally:
        first.close()
    assert first.run(b"cd") == b"dc1"
    first.close()
