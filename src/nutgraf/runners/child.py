"""A child process with memory, CPU and wall limits, for parsers that strangers' bytes may break.

What runs in it is named by `package.module:function`, bytes to bytes. The process is started without
a shell and with an environment of its own, without the parent's secrets; it cannot write files or
open Python sockets. Every piece of data gets a process of its own, forked from one that has already
imported the function, so that one document can neither change nor use up what the next one gets.
"""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Literal

Kind = Literal["memory", "cpu", "time", "crash"]
LONGEST = 512 * 1024 * 1024
_KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
# One arena and one thread, so that address space goes to the document and not to reserves.
_FIXED = {"MALLOC_ARENA_MAX": "1", "RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_OURS = threading.local()
_HEAD = struct.Struct(">cQ")
_KINDS: dict[bytes, Kind] = {b"m": "memory", b"c": "cpu", b"x": "crash"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFailure:
    """Why a child gave no answer: what ended it, and a sentence."""

    kind: Kind
    message: str


class Child:
    """One function in a child process, for many pieces of data, one after the other.

    `memory` is bytes of address space, `cpu_seconds` and `wall_seconds` count anew for each piece.
    After a failure the next piece gets a new child. Not for use by two threads at once.
    """

    def __init__(self, target: str, *, memory: int, cpu_seconds: int, wall_seconds: float) -> None:
        self._command = [
            *(sys.executable, "-P", "-m", "nutgraf.runners.child_main"),
            *(target, str(memory), str(cpu_seconds)),
        ]
        self._wall = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def run(self, data: bytes) -> bytes | ChildFailure:
        """What the function makes of `data`. A failure of whatever kind is a value."""
        process = self._process = self._process or self._start()
        late = threading.Event()
        watch = threading.Timer(self._wall, _stop, (process, late))
        watch.daemon = True
        watch.start()
        try:
            answer = _ask(process, data)
        except (OSError, EOFError, struct.error) as problem:
            answer = ChildFailure(kind="crash", message=f"The child ended: {problem}.")
        finally:
            watch.cancel()
        if isinstance(answer, bytes) and not late.is_set():
            return answer
        if process.poll() is not None or late.is_set() or _broken(answer):
            self.close()
        if late.is_set():
            return ChildFailure(kind="time", message=f"It took longer than {self._wall:g} seconds.")
        return answer

    def close(self) -> None:
        """End the child, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            _kill(process)
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ} | _FIXED,
            start_new_session=True,
        )


def run(
    target: str, data: bytes, *, memory: int, cpu_seconds: int, wall_seconds: float
) -> bytes | ChildFailure:
    """What `package.module:function` makes of `data`, in a fresh child process.

    `memory` in bytes of address space. Nothing raises for what the data does to the function.
    """
    limits = {"memory": memory, "cpu_seconds": cpu_seconds}
    with Child(target, wall_seconds=wall_seconds, **limits) as child:
        return child.run(data)


def kept(target: str, *, memory: int, cpu_seconds: int, wall_seconds: float) -> Child:
    """A child that this thread of this process keeps, for calls that come one by one.

    Starting one costs some hundred milliseconds, a piece of data a fork. It ends with the process.
    """
    key = (os.getpid(), target, memory, cpu_seconds, wall_seconds)
    children: dict[tuple[object, ...], Child] = _OURS.__dict__.setdefault("children", {})
    if key not in children:
        limits = {"memory": memory, "cpu_seconds": cpu_seconds}
        children[key] = Child(target, wall_seconds=wall_seconds, **limits)
    return children[key]


def _ask(process: subprocess.Popen[bytes], data: bytes) -> bytes | ChildFailure:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(_HEAD.pack(b"d", len(data)))
    process.stdin.write(data)
    process.stdin.flush()
    head = _exactly(process.stdout, _HEAD.size)
    state, size = _HEAD.unpack(head)
    if size > LONGEST:
        raise EOFError("it answered with more than may be read")
    answer = _exactly(process.stdout, size)
    if state == b"k":
        return answer
    kind = _KINDS.get(state, "crash")
    return ChildFailure(kind=kind, message=answer.decode("utf-8", "replace"))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("it stopped in the middle of an answer" if data else "it gave no answer")
    return data


def _broken(answer: bytes | ChildFailure) -> bool:
    return isinstance(answer, ChildFailure) and answer.message.startswith("The child ended")


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the child and the process it forked: they are a session of their own."""
    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
