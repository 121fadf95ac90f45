"""A disk that is full, over its quota or read-only stops what comes in and nothing else.

At fifty points of a small run the disk takes no more: files may not grow (RLIMIT_FSIZE), or the database
may have no more pages (PRAGMA max_page_count). Nothing is damaged, what was kept can be read while it
lasts, and once there is space the same command ends in the same bytes.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE
from nutgraf.errors import StoreError
from nutgraf.newsroom.check import check_path
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.newsroom.stories import list_stories
from nutgraf.newsroom.trace import where_span
from nutgraf.runners.pool import Inline
from nutgraf.store import database
from nutgraf.store.store import Store
from nutgraf.telemetry import Silent
from nutgraf.testing import at, small_desk

pytestmark = pytest.mark.threat("S3")


NOW = at("2026-04-01")
POINTS = 25
NOBODY = 65534
DONE, REFUSED, BROKE = 0, 3, 9


def _run(folder: Path) -> None:
    with open_desk(folder) as desk:
        run_desk(desk, runner=Inline(), progress=Silent(), now=NOW)


def _in_a_fork(limit: Callable[[], None], work: Callable[[], None]) -> tuple[int, str]:
    """How work under a limit ended: DONE, REFUSED with the two sentences, or BROKE with what broke."""
    reads, writes = os.pipe()
    process = os.fork()
    if process == 0:
        ended, said = BROKE, "ended"
        try:
            limit()
            work()
            ended, said = DONE, ""
        except StoreError as refused:
            ended, said = REFUSED, f"{refused.happened} {refused.next_step}"
        except BaseException as problem:
            said = f"{type(problem).__name__}: {problem}"
        finally:
            os.write(writes, said.encode())
            os._exit(ended)
    os.close(writes)
    with os.fdopen(reads) as stream:
        said = stream.read()
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), said


def _no_file_beyond(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _no_more_pages(count: int) -> Callable[[], None]:
    def limit() -> None:
        database._PRAGMAS = (*database._PRAGMAS, f"max_page_count={count}")

    return limit


def _files(folder: Path) -> dict[str, bytes]:
    place = folder / "editions"
    return {
        str(p.relative_to(place)): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()
    }


def _kept(folder: Path) -> set[str]:
    """The captures kept so far; nothing may be wrong with the desk."""
    store = Store(folder)
    try:
        assert store.faults() == ()
        return set(store.captures.arrived(EVERYONE, None, NOW))
    finally:
        store.close()


def _read(folder: Path) -> None:
    """What a person may ask of a desk that was run."""
    with open_desk(folder) as desk:
        assert len(list_stories(desk, now=NOW)) == 2
        (first, *_) = desk.store.captures.arrived(EVERYONE, None, NOW)
        assert where_span(desk, f"{first}:0-5").quote
    assert check_path(folder / "editions" / "2026-04-01", None).failed == ()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_desk(tmp_path_factory.mktemp("full") / "desk")


@pytest.fixture(scope="module")
def undisturbed(fresh: Path) -> Path:
    folder = Path(shutil.copytree(fresh, fresh.parent / "undisturbed"))
    _run(folder)
    _read(folder)  # what is imported on the way is then there for who may read little
    return folder


def _limits(undisturbed: Path) -> list[Callable[[], None]]:
    largest = (undisturbed / "nutgraf.db").stat().st_size
    pages = largest // 4096
    sizes = [largest * n // POINTS for n in range(POINTS)]
    counts = [max(1, pages * n // POINTS) for n in range(POINTS)]
    return [*map(_no_file_beyond, sizes), *map(_no_more_pages, counts)]


@pytest.mark.threat("S3")
def test_at_fifty_points_nothing_is_lost_and_it_goes_on_by_itself(
    fresh: Path,
    undisturbed: Path,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    files = _files(undisturbed)
    refused = 0
    for number, limit in enumerate(_limits(undisturbed)):
        folder = Path(shutil.copytree(fresh, tmp_path / str(number)))
        ended, said = _in_a_fork(limit, lambda folder=folder: _run(folder))  # type: ignore[misc]
        assert ended in {DONE, REFUSED}, (number, said)
        if ended == REFUSED:
            refused += 1
            assert "what was kept so far is safe" in said or "may not write" in said, said
            assert " MB" in said or "some space" in said, said
        acknowledged = _kept(folder)
        _run(folder)
        assert acknowledged <= _kept(folder), number
        assert _files(folder) == files, number
    record_property("number", f"{refused} of {2 * POINTS} runs stopped, 0 damaged, all went on")
    assert refused >= 1.6 * POINTS


@pytest.mark.threat("S3")
@pytest.mark.parametrize("size", [0, 100, 4096, 40_000])
def test_a_full_disk_keeps_serving_and_takes_nothing_in(
    undisturbed: Path, tmp_path: Path, size: int
) -> None:
    folder = Path(shutil.copytree(undisturbed, tmp_path / "desk"))
    limit = _no_file_beyond(size)
    assert _in_a_fork(limit, lambda: _read(folder)) == (DONE, "")
    lines = (folder / "small.jsonl").read_bytes()
    (folder / "small.jsonl").write_bytes(
        lines.replace(b"hw-1", b"hw-9").replace(b"Heron 2", b"Heron 3")
    )
    ended, said = _in_a_fork(limit, lambda: _run(folder))
    assert ended == REFUSED and "safe" in said
    assert _in_a_fork(limit, lambda: _read(folder)) == (DONE, "")
    _run(folder)
    assert len(_kept(folder)) == 5


@pytest.mark.threat("S3")
@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can become nobody"
)
@pytest.mark.parametrize("clean", [True, False])
def test_a_desk_nobody_may_write_in_is_read(undisturbed: Path, tmp_path: Path, clean: bool) -> None:
    folder = Path(shutil.copytree(undisturbed, tmp_path / "desk"))
    for place in (folder, *folder.parents):
        if place == Path("/tmp"):  # the folder of temporary folders
            break
        place.chmod(0o755)
    store = Store(folder)
    if clean:
        store.close()
    assert _in_a_fork(lambda: os.setuid(NOBODY), lambda: _read(folder)) == (DONE, "")
    ended, said = _in_a_fork(lambda: os.setuid(NOBODY), lambda: _run(folder))
    assert ended in {REFUSED, BROKE} and ("write" in said or "Permission" in said), said
    store.close()
