"""What a command costs: wall and CPU seconds, and the most memory it held at once.

A process without children is measured by the system itself (getrusage of the child, as wait4 gives it).
Where it starts others, memory is the largest sum of their proportional set sizes, looked at ten times a
second, and CPU time is summed over all of them.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import ROOT

EVERY = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds and MiB."""

    seconds: float
    cpu_seconds: float
    peak_mib: float

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s, {self.cpu_seconds:.1f} s of CPU, {self.peak_mib:.0f} MiB"


def measured(command: list[str]) -> tuple[Cost, str]:
    """The cost of a command, and what it printed. Raises CalledProcessError when it fails."""
    with tempfile.TemporaryFile("w+") as out:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=out, cwd=ROOT, start_new_session=True, env=_surroundings()
        )
        family = _Family(process.pid)
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            family.look()
            time.sleep(EVERY)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, printed)
    own = usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss / 1024
    return Cost(
        seconds=seconds,
        cpu_seconds=own + family.cpu_of_others(process.pid),
        peak_mib=max(peak, family.peak_kib / 1024) if family.had_others else peak,
    ), printed


def _surroundings() -> dict[str, str]:
    """As here, but that modules once compiled stay so, as they do where something is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Family:
    """A process and all of its session, as looked at from time to time."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._cpu: dict[int, float] = {}
        self.peak_kib = 0.0
        self.had_others = False

    def look(self) -> None:
        """Look at every process of the session now."""
        held = 0.0
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) != self._session:
                    continue
                held += _proportional(folder)
            except (OSError, IndexError, ValueError):
                continue  # it ended while we looked
            self._cpu[int(folder.name)] = (int(fields[11]) + int(fields[12])) / _TICKS
        self.peak_kib = max(self.peak_kib, held)
        self.had_others = len(self._cpu) > 1

    def cpu_of_others(self, own: int) -> float:
        """CPU seconds of every process but one."""
        return sum(spent for pid, spent in self._cpu.items() if pid != own)


def _proportional(folder: Path) -> float:
    for line in (folder / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return float(line.split()[1])
    return 0.0
