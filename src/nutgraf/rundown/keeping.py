"""Keep captures as the items they are: an item that comes under another name is not a second one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nutgraf.archive.identity import questions, resolve
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.rundown.errands import SESSIONS, WEB
from nutgraf.rundown.shift import Shift

# What is named in a folder or in lines is what its owner says it is.
_RENAMES = WEB | SESSIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of captures: the ids that are new, under which id each arrived one is kept (those
    that are not kept are not in it), and a row for each source that gave more than a day may."""

    fresh: frozenset[str] = frozenset()
    under: Mapping[str, str] = field(default_factory=dict)
    over: tuple[Refused, ...] = ()


def keep(shift: Shift, arrived: Sequence[Capture]) -> Kept:
    """Keep what is new or revised, mark the rest as seen again."""
    if not arrived:
        return Kept()
    kinds = {source.id: source.kind for source in shift.store.followed()}
    renamed = [one for one in arrived if kinds.get(one.source) in _RENAMES]
    known = shift.store.captures.answers(questions(renamed)) if renamed else ()
    kept_as = {one.id: one.id for one in arrived}
    wanted = [one for one in arrived if kinds.get(one.source) not in _RENAMES]
    new: list[Capture] = []
    again: list[str] = []
    text_of = _Texts(shift)
    for asked, found in zip(renamed, resolve(renamed, known, text_of.of), strict=True):
        kept_as[asked.id] = found.of if found.same in {"seen", "noise"} else found.capture.id
        if found.same in {"new", "revision"}:
            new.append(found.capture)
        elif found.of == found.capture.id:
            wanted.append(found.capture)
        else:
            again.append(found.of)
    taken, over = _within_a_day(shift, new)
    wanted += taken
    fresh = frozenset(shift.store.captures.keep(wanted)) if wanted else frozenset()
    if again:
        shift.store.captures.seen_again(again, arrived[0].fetched_at)
    dropped = {one.id for one in over}
    return Kept(
        fresh=fresh,
        under={asked: name for asked, name in kept_as.items() if name not in dropped},
        over=tuple(_too_many(shift, source, some) for source, some in _by_source(over).items()),
    )


def _within_a_day(shift: Shift, new: Sequence[Capture]) -> tuple[list[Capture], list[Capture]]:
    """What each source may still give today, the newest first, and what is over that.

    Only sources that others write are held to it: one that gives new ids at every look, or is taken
    over, must not fill the desk.
    """
    most = shift.settings.sources.most_a_day
    taken: list[Capture] = []
    over: list[Capture] = []
    for source, some in _by_source(new).items():
        day = some[0].fetched_at.replace(hour=0, minute=0, second=0, microsecond=0)
        left = max(0, most - shift.store.captures.count_since(source, day))
        newest = sorted(some, key=lambda one: one.published_at or one.fetched_at, reverse=True)
        allowed = {one.id for one in newest[:left]}
        taken += [one for one in some if one.id in allowed]
        over += [one for one in some if one.id not in allowed]
    return taken, over


def _by_source(captures: Sequence[Capture]) -> dict[str, list[Capture]]:
    found: dict[str, list[Capture]] = {}
    for one in captures:
        found.setdefault(one.source, []).append(one)
    return found


def _too_many(shift: Shift, source: str, over: Sequence[Capture]) -> Refused:
    most = shift.settings.sources.most_a_day
    return Refused(
        where=over[0].address or over[0].title, rule="source-too-much", source=source,
        raw=over[0].raw,
        happened=f"The source gave more than {most:,} new items today; {len(over):,} were not taken.",
        next_step="Raise sources.most_a_day if you want them; their bytes are kept.",
    )  # fmt: skip


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
