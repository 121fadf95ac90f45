"""Errors a person may see: one sentence on what happened, one on what to do next.

    NutgrafError            anything this package raises on purpose (exit 1)
    ├── UsageError          the call was wrong: unknown name, bad value (exit 2)
    │   ├── SettingsError   nutgraf.toml or sources.toml says something we do not know
    │   └── DeskError       the desk cannot be opened: none here, newer, damaged
    │       └── HeldError   another nutgraf is at work on it
    ├── SpanError           offsets that do not resolve to words
    ├── StoreError          the disk or the database refused: full, read-only, damaged
    └── PromiseError        somebody tried to build a sentence or an edition that breaks the promise

What goes wrong with one source, file or item is no exception but a `Refused` value: it stands in
the report and the run goes on.
"""

from __future__ import annotations

from dataclasses import dataclass


class NutgrafError(Exception):
    """What happened, in one sentence, and what to do next, in another."""

    exit_code = 1

    def __init__(self, happened: str, next_step: str = "") -> None:
        super().__init__(happened)
        self.happened = happened
        self.next_step = next_step

    def __reduce__(self) -> tuple[type[NutgrafError], tuple[str, str]]:
        return type(self), (self.happened, self.next_step)


class UsageError(NutgrafError):
    """The call was wrong; nothing was done."""

    exit_code = 2


class SettingsError(UsageError):
    """A settings file says something this version does not know."""


class DeskError(UsageError):
    """The desk cannot be opened."""


class HeldError(DeskError):
    """Another nutgraf is at work on the desk."""


class SpanError(NutgrafError):
    """Offsets that do not resolve to words of a capture."""


class StoreError(NutgrafError):
    """The disk or the database refused."""


class PromiseError(NutgrafError):
    """A sentence, verdict or edition that would break the exact-span promise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One source, file or item that could not be used: a row of the report, not an exception.

    `where` names it for a person (file, address, line), `rule` is the short name of the rule that
    refused it (`empty`, `pdf-password`, `html-depth`, ...), `happened` and `next_step` are
    sentences. `source` is the id of the source it belongs to, "" when not known; `raw` the sha256
    of the bytes kept, None when there were none.
    """

    where: str
    rule: str
    happened: str
    next_step: str
    source: str = ""
    raw: str | None = None
