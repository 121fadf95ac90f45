"""The beats that sources.toml names must be beats of the desk."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from nutgraf.errors import SettingsError
from nutgraf.sources.model import Source
from nutgraf.store.blocks import lines_of
from nutgraf.store.folder import SETTINGS, SOURCES
from nutgraf.text import fold


def refuse_unknown_beats(folder: Path, followed: Sequence[Source], known: Sequence[str]) -> None:
    """Raise SettingsError, with file and line, where a source has a beat the settings do not name.

    Names are compared without regard to case.
    """
    plain = {fold(name).text.strip(): name for name in known}
    for at, source in enumerate(followed, 1):
        for beat in source.beats:
            sought = fold(beat).text.strip()
            if sought in plain:
                continue
            lines = lines_of((folder / SOURCES).read_text(encoding="utf-8"))
            line = lines.get(f"{at}.beats") or lines.get(str(at))
            near = difflib.get_close_matches(sought, plain, n=1, cutoff=0.6)
            raise SettingsError(
                f"In {SOURCES}{f', line {line}' if line else ''}, "
                f"source {source.id!r} has the beat {beat!r}, which {SETTINGS} does not name.",
                f"Did you mean {plain[near[0]]!r}?" if near else _how(beat, known),
            )


def _how(beat: str, known: Sequence[str]) -> str:
    define = f'Write [[edition.beats]] with name = "{beat}" in {SETTINGS}'
    return f"{define}, or use one of: {', '.join(known)}." if known else f"{define}."
