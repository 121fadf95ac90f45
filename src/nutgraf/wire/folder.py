"""Files and folders as raw objects: nothing outside the folder, nothing of a later day."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import RawObject, Source

LARGEST_FILE = 64 * 1024 * 1024
_NO_FILE = "no regular file"
_LINES = (".jsonl", ".ndjson")
_NEVER = frozenset({"desktop.ini", "thumbs.db", "__macosx", "node_modules"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesFile:
    """A JSON Lines file, named so that it can be streamed; it is never held whole.

    `top` is the folder it must lie in, None for a file a person named.
    """

    path: Path
    name: str
    top: Path | None = None

    def open(self) -> BinaryIO:
        """The file opened for reading. Raises OSError when it cannot be."""
        return _opened(self.path, self.top) if self.top else self.path.open("rb")

    def sha256(self) -> str:
        """The digest of its bytes, read in pieces. Raises OSError when it cannot be read."""
        whole = hashlib.sha256()
        with self.open() as stream:
            while piece := stream.read(1 << 20):
                whole.update(piece)
        return whole.hexdigest()


def folder(
    root: Path, source: Source, *, today: date, largest: int = LARGEST_FILE
) -> Iterator[RawObject | LinesFile | Refused]:
    """The files below `root`, sorted by relative path; a Refused for each that cannot be used.

    Hidden files are passed over, and so are sub-folders named by a day after `today` (they are not
    there yet). A symbolic link is followed only to a file inside the folder; pipes and devices are
    never opened.
    """
    top = Path(os.path.realpath(root))
    if not top.is_dir():
        yield _refused(
            str(source.address), "folder-missing", "The folder is not there.",
            f"Put it back, or remove the source with `nutgraf sources remove {source.id}`.", source.id,
        )  # fmt: skip
        return
    yield from _walk(top, source, today, largest)


def _walk(
    top: Path, source: Source, today: date, largest: int
) -> Iterator[RawObject | LinesFile | Refused]:
    """Without recursion: folders can be nested deeper than Python's calls."""
    waiting: list[Path | os.DirEntry[str]] = [top]
    while waiting:
        entry = waiting.pop()
        path = Path(entry)
        if isinstance(entry, os.DirEntry) and not entry.is_dir(follow_symlinks=False):
            yield from _file(path, top, entry.is_symlink(), source.id, largest)
            continue
        try:
            with os.scandir(path) as found:
                entries = sorted(found, key=lambda one: one.name, reverse=True)
        except OSError as problem:
            yield _unreadable(_name(path, top), problem, source.id)
            continue
        waiting += [one for one in entries if _is_wanted(one, today)]


def _is_wanted(entry: os.DirEntry[str], today: date) -> bool:
    if entry.name.startswith(".") or entry.name.lower() in _NEVER:
        return False
    return not (entry.is_dir(follow_symlinks=False) and _later(entry.name, today))


def _later(name: str, today: date) -> bool:
    try:
        return len(name) == 10 and date.fromisoformat(name) > today
    except ValueError:
        return False


def _name(path: Path, top: Path) -> str:
    """The path below the folder with `/`, bytes that are no UTF-8 written as `\\xff`."""
    return _printable(path.relative_to(top).as_posix())


def _printable(name: str) -> str:
    """A file name as text; two names stay two."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _file(
    path: Path, top: Path, linked: bool, source: str, largest: int
) -> Iterator[RawObject | LinesFile | Refused]:
    name = _name(path, top)
    if linked:
        real = Path(os.path.realpath(path))
        if real.is_dir() or not real.is_relative_to(top):
            yield _refused(
                name, "symlink", "It is a link that leads out of the folder, or to a folder.",
                "Copy what it leads to into the folder.", source,
            )  # fmt: skip
            return
        path = real
    if _is_lines(path):
        yield LinesFile(path=path, name=name, top=top)
        return
    yield _read(path, name, source, largest, top=top)


def file(
    path: Path, *, name: str | None = None, source: str = "", largest: int = LARGEST_FILE
) -> RawObject | LinesFile | Refused:
    """One file as a raw object, named by its file name unless `name` is given."""
    shown = name or _printable(path.name)
    real = Path(os.path.realpath(path))
    if _is_lines(path):
        return LinesFile(path=path, name=shown)
    return _read(real, shown, source, largest)


def open_lines(file: LinesFile, *, source: str = "") -> BinaryIO | Refused:
    """A JSON Lines file opened for reading, or why it cannot be; who asked closes it."""
    try:
        return file.open()
    except OSError as problem:
        return _unreadable(file.name, problem, source)


def _is_lines(path: Path) -> bool:
    try:
        return path.suffix.lower() in _LINES and path.is_file()
    except OSError:
        return False


def _opened(path: Path, top: Path | None = None) -> BinaryIO:
    """A regular file opened for reading. Raises OSError, also for all that is no regular file.

    The last name is not followed if it is a link, and with `top` what was opened must lie below it:
    what was looked at before may have been put in place of it since.
    """
    if not path.is_file():
        raise OSError(errno.EINVAL, _NO_FILE)
    number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        real = Path(os.path.realpath(path))
        inside = top is None or real.is_relative_to(top)
        if not (inside and stat.S_ISREG(os.fstat(number).st_mode) and _is_same(number, real)):
            raise OSError(errno.EINVAL, _NO_FILE)
        return os.fdopen(number, "rb")
    except OSError:
        os.close(number)
        raise


def _is_same(number: int, path: Path) -> bool:
    return os.path.samestat(os.fstat(number), path.lstat())


def _read(
    path: Path, name: str, source: str, largest: int, *, top: Path | None = None
) -> RawObject | Refused:
    try:
        with _opened(path, top) as stream:
            data = stream.read(largest + 1)
    except OSError as problem:
        return _unreadable(name, problem, source)
    if len(data) > largest:
        return _refused(
            name, "file-too-large", f"The file is larger than {largest // 1024 // 1024} MiB.",
            "Split it, or turn it into captures (JSON Lines), which may be of any size.", source,
        )  # fmt: skip
    return RawObject(name=name, data=data, sha256=sha256_hex(data))


def _unreadable(name: str, problem: OSError, source: str) -> Refused:
    if problem.strerror == _NO_FILE:
        return _refused(
            name, "no-file", "It is no file (missing, a device, a pipe or a dead link).",
            "Put a file there or remove the name.", source,
        )  # fmt: skip
    why = problem.strerror or type(problem).__name__
    return _refused(
        name or "the folder", "unreadable", f"It could not be read: {why}.",
        "Check that the file is there and that you may read it.", source,
    )  # fmt: skip


def _refused(where: str, rule: str, happened: str, next_step: str, source: str) -> Refused:
    return Refused(where=where, rule=rule, happened=happened, next_step=next_step, source=source)
