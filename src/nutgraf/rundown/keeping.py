"""Keep captures as the items they are: an item that comes under another name is not a second one."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.archive.identity import questions, resolve
from nutgraf.archive.model import Capture
from nutgraf.rundown.errands import SESSIONS, WEB
from nutgraf.rundown.shift import Shift

# What is named in a folder or in lines is what its owner says it is.
_RENAMES = WEB | SESSIONS


def keep(shift: Shift, arrived: Sequence[Capture]) -> tuple[frozenset[str], dict[str, str]]:
    """Keep what is new or revised, mark the rest as seen again.

    Returns the ids of captures that are new, and under which id each arrived capture is kept.
    """
    if not arrived:
        return frozenset(), {}
    kinds = {source.id: source.kind for source in shift.store.followed()}
    renamed = [one for one in arrived if kinds.get(one.source) in _RENAMES]
    known = shift.store.captures.answers(questions(renamed)) if renamed else ()
    kept_as = {one.id: one.id for one in arrived}
    wanted = [one for one in arrived if kinds.get(one.source) not in _RENAMES]
    again: list[str] = []
    text_of = _Texts(shift)
    for asked, found in zip(renamed, resolve(renamed, known, text_of.of), strict=True):
        kept_as[asked.id] = found.of if found.same in {"seen", "noise"} else found.capture.id
        if found.same in {"new", "revision"} or found.of == found.capture.id:
            wanted.append(found.capture)
        else:
            again.append(found.of)
    fresh = frozenset(shift.store.captures.keep(wanted)) if wanted else frozenset()
    if again:
        shift.store.captures.seen_again(again, arrived[0].fetched_at)
    return fresh, kept_as


class _Texts:
    """Texts of kept captures, each read once."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift
        self._read: dict[str, str | None] = {}

    def of(self, capture: str) -> str | None:
        """The text of a capture, None when it is not kept."""
        if capture not in self._read:
            found = self._shift.store.captures.get([capture], layout=False)
            self._read[capture] = found[0].text if found else None
        return self._read[capture]
