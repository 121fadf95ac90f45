"""Functions for a child process to run: well-behaved and not."""

from __future__ import annotations

import os
import resource
import signal
import socket
import time
from pathlib import Path

STATE = [0]


def echo(data: bytes) -> bytes:
    STATE[0] += 1
    return data[::-1] + b"%d" % STATE[0]


def hungry(data: bytes) -> bytes:
    return bytes(1 << 31)


def busy(data: bytes) -> bytes:
    while True:
        pass


def sleepy(data: bytes) -> bytes:
    if data == b"wake":
        return b"up"
    time.sleep(600)
    return b""


def raises(data: bytes) -> bytes:
    raise ValueError("these bytes will not do")


def segfaults(data: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def chatty(data: bytes) -> bytes:
    print("words between the answers")
    os.write(1, b"more of them")
    return data


def connects(data: bytes) -> bytes:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
    return b"connected"


def writes(data: bytes) -> bytes:
    Path(data.decode()).write_bytes(b"x" * 100)
    return b"written"


def environment(data: bytes) -> bytes:
    return os.environ.get("A_SECRET_KEY", "none").encode()


def address_space(data: bytes) -> bytes:
    return str(resource.getrlimit(resource.RLIMIT_AS)[0]).encode()
