"""Inside the child: set the limits, import the function, fork for every piece of data.

`python -m nutgraf.runners.child_main package.module:function MEMORY CPU_SECONDS`. Requests come on
standard input, a length and the data; answers go to standard output, a state, a length and the
result or a sentence. A module may have a `warm` function that imports what the function will need.
"""

from __future__ import annotations

import os
import resource
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import IO

_HEAD = struct.Struct(">cQ")
_LONGEST = 512 * 1024 * 1024
_CHUNK = 1 << 20
_OUT_OF_MEMORY = 77
_RAISED = 78
_SAYS_MEMORY = (
    b"memory allocation of",
    b"out of memory",
    b"MemoryError",
    b"bad_alloc",
    b"failed to map segment",
)
_ONLY_HERE = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.exec")

Function = Callable[[bytes], bytes]


def main() -> None:
    target, memory, cpu_seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    _limit(resource.RLIMIT_AS, memory, memory)
    _limit(resource.RLIMIT_CORE, 0, 0)
    _limit(resource.RLIMIT_FSIZE, 0, 0)
    sys.addaudithook(_refuse)
    answers = os.fdopen(os.dup(1), "wb")
    # What a parser prints must not get between the answers.
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), "rb")
    function = _function(target)
    while len(head := requests.read(_HEAD.size)) == _HEAD.size:
        data = requests.read(_HEAD.unpack(head)[1])
        if callable(function):
            _send(answers, *_forked(function, data, cpu_seconds))
        else:
            _send(answers, *function)


def _limit(which: int, soft: int, hard: int) -> None:
    """Lower a limit as far as this system lets us: not every one knows every limit."""
    with suppress(ValueError, OSError):
        most = resource.getrlimit(which)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(which, (soft, hard))


def _refuse(event: str, _: object) -> None:
    if event in _ONLY_HERE:
        raise PermissionError(f"{event} is not for a parser")


def _function(target: str) -> Function | tuple[bytes, bytes]:
    """The function, or the state and sentence every request is answered with."""
    module_name, _, name = target.partition(":")
    try:
        module = import_module(module_name)
        warm = getattr(module, "warm", None)
        if warm is not None:
            warm()
        function: Function = getattr(module, name)
    except MemoryError:
        return b"m", b"There was not enough memory to load the parser."
    except (ImportError, AttributeError, OSError) as problem:
        words = str(problem).encode("utf-8", "replace")[:2000]
        state = b"m" if any(say in words for say in _SAYS_MEMORY) else b"x"
        return state, b"The parser could not be loaded: " + words
    return function


def _send(answers: IO[bytes], state: bytes, payload: bytes) -> None:
    answers.write(_HEAD.pack(state, len(payload)))
    answers.write(payload)
    answers.flush()


def _forked(function: Function, data: bytes, cpu_seconds: int) -> tuple[bytes, bytes]:
    """State and payload of one run in a process of its own."""
    read, write = os.pipe()
    said, says = os.pipe()
    os.set_blocking(says, False)
    os.set_blocking(said, False)
    child = os.fork()
    if child == 0:
        os.close(read)
        os.dup2(says, 2)
        _run(function, data, cpu_seconds, write)
    os.close(write)
    os.close(says)
    result = _drained(read, child)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with suppress(BlockingIOError):
        words = os.read(said, 65536)
        result = result if status == 0 else words or result
    os.close(read)
    os.close(said)
    return _verdict(status, result, cpu_seconds)


def _drained(read: int, child: int) -> bytes:
    """All that comes, up to the most that may."""
    parts: list[bytes] = []
    size = 0
    while part := os.read(read, _CHUNK):
        size += len(part)
        if size > _LONGEST:
            os.kill(child, signal.SIGKILL)
            return b""
        parts.append(part)
    return b"".join(parts)


def _verdict(status: int, result: bytes, cpu_seconds: int) -> tuple[bytes, bytes]:
    if status == 0:
        return b"k", result
    if status == -signal.SIGXCPU:
        return b"c", f"It took more than {cpu_seconds} seconds of computing.".encode()
    if status in {_OUT_OF_MEMORY, -signal.SIGKILL} or any(say in result for say in _SAYS_MEMORY):
        return b"m", b"It took more memory than it may."
    if status == _RAISED:
        return b"x", b"The parser failed: " + result.strip().rpartition(b"\n")[2]
    return b"x", f"The parser was stopped by signal {-status}.".encode()


def _run(function: Function, data: bytes, cpu_seconds: int, write: int) -> None:
    """The forked process: never returns."""
    code = _RAISED
    try:
        # At the soft limit comes the signal that says so, a little later the one that ends all.
        _limit(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 2)
        result = memoryview(function(data))
        while result:
            result = result[os.write(write, result) :]
        code = 0
    except MemoryError:
        code = _OUT_OF_MEMORY
    except BaseException as problem:
        with suppress(BaseException):
            os.write(2, f"{type(problem).__name__}: {problem}".encode("utf-8", "replace")[:2000])
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
