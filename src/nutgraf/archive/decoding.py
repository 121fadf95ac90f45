"""Decoding that is done in a child process: which function, and what it may cost there.

A format that is dangerous or costly to take apart (a PDF, an office document, sound) has a function
from bytes to bytes that a child with limits can run; its reader makes canonical text of the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """A function `package.module:function`, bytes to bytes, and the limits of the child it runs in:
    `memory` bytes of address space, seconds of computing and by the clock."""

    target: str
    memory: int
    cpu_seconds: int
    wall_seconds: float


class Failure(Protocol):
    """A child process that gave no answer: what ended it (memory, cpu, time, crash), and in words."""

    @property
    def kind(self) -> str: ...

    @property
    def message(self) -> str: ...


Decode = Callable[[Decoder, bytes], "bytes | Failure"]


def decode_here(decoder: Decoder, data: bytes) -> bytes | Failure:
    """The answer of the function, run in this process: for tests and for bytes one trusts."""
    module, _, name = decoder.target.partition(":")
    return cast(Callable[[bytes], bytes], getattr(import_module(module), name))(data)
