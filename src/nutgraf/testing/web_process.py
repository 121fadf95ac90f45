"""A scripted web in a process of its own, for measurements: it takes no time from who asks it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from nutgraf.testing.web import Asked, Scripted, ScriptedNames, ScriptedWeb


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Where the scripted web of another process is: as `ScriptedWeb`, as far as it goes."""

    port: int
    names: ScriptedNames
    _asking: Connection

    @property
    def allow(self) -> tuple[str, ...]:
        """Entries for `FetchOptions.allow` that open the way to it."""
        return (f"127.0.0.0/8:{self.port}",)

    def at(self, host: str, path: str = "/") -> str:
        """The address of a path at one of its hosts."""
        return f"http://{host}:{self.port}{path}"

    def log(self) -> tuple[Asked, ...]:
        """Every request so far."""
        self._asking.send("log")
        log: tuple[Asked, ...] = self._asking.recv()
        return log


def _serve(make: Callable[[], Mapping[str, Scripted]], asked: Connection) -> None:
    web = ScriptedWeb(make())
    with web:
        asked.send((web.port, web.hosts))
        while asked.recv() == "log":
            asked.send(web.log)


@contextmanager
def web_in_process(make: Callable[[], Mapping[str, Scripted]]) -> Iterator[Served]:
    """The web that `make` (a function of a module, so that it can be sent) scripts, while the block
    lasts."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(make, theirs), daemon=True)
    process.start()
    try:
        port, hosts = ours.recv()
        yield Served(port=port, names=ScriptedNames(hosts), _asking=ours)
    finally:
        ours.send("end")
        process.join(10)
