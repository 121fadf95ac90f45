"""What a desk follows: add, list, remove, check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nutgraf import sources, wire
from nutgraf.errors import Refused, UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.rundown import work
from nutgraf.rundown.errands import WEB, errand
from nutgraf.rundown.look import look_here
from nutgraf.sources.model import Kind, RawObject, Received, Source
from nutgraf.sources.opml import Outline, without_scheme
from nutgraf.sources.sniff import sniff
from nutgraf.store.folder import held
from nutgraf.wire.folder import LinesFile

_UNKNOWN = Source(id="unknown", name="", kind="page", address="", owner="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What adding gave: sources that are new, sources that were there, what was refused."""

    new: tuple[Source, ...] = ()
    known: tuple[Source, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one look at a source would give now: items (those among them that wait for a look of their
    own too), and what was refused; `unchanged` where nothing is new since the last look."""

    source: Source
    items: int
    refused: tuple[Refused, ...]
    unchanged: bool = False


def add(desk: Desk, what: str, *, name: str = "", owner: str = "") -> Added:
    """Follow a folder, a file, an address, or every feed of an OPML file. Keeps no capture."""
    if "://" in what:
        wanted: Sequence[_Wanted] | Refused = _of_address(desk, what, name, owner)
        return Added(refused=(wanted,)) if isinstance(wanted, Refused) else _follow(desk, wanted)
    path = Path(what).expanduser()
    if not path.exists():
        raise UsageError(
            f"There is no folder or file {what!r}.",
            "Name a folder, a file, an OPML file or an https address.",
        )
    if path.is_file() and path.suffix.lower() == ".opml":
        outlines, refused = sources.opml(path.read_bytes())
        return replace(follow_outlines(desk, outlines, owner=owner), refused=refused)
    place = path.resolve()
    inside = place.is_relative_to(desk.folder) and place != desk.folder
    address = str(place.relative_to(desk.folder) if inside else place)
    kind: Kind = "folder" if path.is_dir() else "file"
    return _follow(desk, [_Wanted(kind, address, name or place.name, owner)])


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: Kind
    address: str
    name: str
    owner: str


def _of_address(desk: Desk, address: str, name: str, owner: str) -> list[_Wanted] | Refused:
    """A feed where the address is one or names one, else the page itself."""
    found = desk.out().fetcher.fetch(address)
    if isinstance(found, Refused):
        return found
    title = _title(found)
    if sniff(found, _UNKNOWN) in {"feed", "json-feed"}:
        return [_Wanted("feed", address, name or title or address, owner)]
    for feed in sources.discover(found.data, found.address or address):
        return [_Wanted("feed", feed.address, name or feed.title or title or address, owner)]
    return [_Wanted("page", address, name or title or address, owner)]


def _title(raw: RawObject) -> str:
    """What a feed or page calls itself, "" when it does not say."""
    for item in sources.read(raw, _UNKNOWN):
        if not isinstance(item, Refused):
            return item.metadata.owner or item.metadata.title
    return ""


def _follow(desk: Desk, wanted: Sequence[_Wanted]) -> Added:
    """Follow what is wanted and not followed yet. Raises DeskError when the desk is held."""
    with held(desk.folder):
        return _add(desk, wanted)


def follow_outlines(desk: Desk, outlines: Sequence[Outline], *, owner: str = "") -> Added:
    """Follow what a list names (OPML, or another reader's subscriptions) and is not followed yet.

    What is followed already, be it by the https twin of its address, stays as it is.
    """
    with held(desk.folder):
        followed = list(desk.store.followed())
        taken = desk.store.known_addresses() | {source.id: source.address for source in followed}
        there = {without_scheme(source.address): source for source in followed[::-1]}
        new, known = [], []
        for outline in outlines:
            same = there.get(without_scheme(outline.address))
            if same is not None:
                known.append(same)
                continue
            made = sources.source_of(outline, owner, taken)
            taken[made.id] = made.address
            there[without_scheme(made.address)] = made
            new.append(made)
        if new:
            desk.store.follow([*followed, *new])
    return Added(new=tuple(new), known=tuple(known))


def _add(desk: Desk, wanted: Sequence[_Wanted]) -> Added:
    followed = list(desk.store.followed())
    taken = desk.store.known_addresses() | {source.id: source.address for source in followed}
    new, known = [], []
    for one in wanted:
        same = [s for s in followed if (s.kind, s.address) == (one.kind, one.address)]
        if same:
            known.append(same[0])
            continue
        made = sources.make_source(
            name=one.name, kind=one.kind, address=one.address, owner=one.owner or one.name,
            taken=taken,
        )  # fmt: skip
        taken[made.id] = made.address
        followed.append(made)
        new.append(made)
    if new:
        desk.store.follow(followed)
    return Added(new=tuple(new), known=tuple(known))


def remove(desk: Desk, name: str) -> Source:
    """Stop following a source (by id or name); its captures stay. Raises UsageError."""
    with held(desk.folder):
        gone = find(desk, name)
        desk.store.follow([s for s in desk.store.followed() if s.id != gone.id])
        desk.store.forget_source(gone.id)
        desk.store.following.forget(gone.id)
    return gone


def find(desk: Desk, name: str) -> Source:
    """The source of an id or a name; raises UsageError with the names there are."""
    followed = desk.store.followed()
    for source in followed:
        if name in {source.id, source.name}:
            return source
    there = ", ".join(source.id for source in followed) or "none yet"
    raise UsageError(f"This desk follows no source {name!r}.", f"It follows: {there}.")


def check(desk: Desk, names: Sequence[str], now: datetime | None = None) -> tuple[Checked, ...]:
    """Look at sources (all, when none is named) and say what would come; keeps nothing."""
    chosen = [find(desk, name) for name in names] or list(desk.store.followed())
    return tuple(_check(desk, source, desk.moment(now)) for source in chosen)


def _check(desk: Desk, source: Source, now: datetime) -> Checked:
    if source.kind in WEB:
        return _check_web(desk, source, now)
    items = 0
    refused: list[Refused] = []
    for found in look_here(desk.folder, desk.settings, source, now):
        if isinstance(found, RawObject):
            items, refused = _tally(desk, source, found, now, items, refused)
        elif isinstance(found, LinesFile):
            for line in _lines(found, source, now):
                items += not isinstance(line, Refused)
                refused += [line] if isinstance(line, Refused) else []
        else:
            refused.append(found)
    return Checked(source=source, items=items, refused=tuple(refused))


def _check_web(desk: Desk, source: Source, now: datetime) -> Checked:
    """What a source on the web would give, asked as a run would ask it: what it gave last time is
    not sent again."""
    following = desk.store.following
    asked = errand(source, following.validators([source.id]))
    if isinstance(asked, Refused):
        return Checked(source=source, items=0, refused=(asked,))
    round_ = desk.out().round(following.hosts(), now)
    for _, visit in round_.visits([asked]):
        if visit.raw is not None:
            items, refused = _tally(desk, source, visit.raw, now, 0, [])
            return Checked(source=source, items=items, refused=tuple(refused))
        if visit.outcome == "unchanged":
            return Checked(source=source, items=0, refused=(), unchanged=True)
        if visit.refused is not None:
            row = replace(visit.refused, source=source.id)
            return Checked(source=source, items=0, refused=(row,))
    return Checked(source=source, items=0, refused=())


def _tally(
    desk: Desk, source: Source, raw: RawObject, now: datetime, items: int, refused: list[Refused]
) -> tuple[int, list[Refused]]:
    made = work.receive(work.Arrival(source=source, raw=raw, at=now, options=desk.settings.sources))
    bad = [item for item in made if isinstance(item, Refused)]
    return items + len(made) - len(bad), refused + bad


def _lines(file: LinesFile, source: Source, now: datetime) -> Iterator[Received | Refused]:
    """What the lines of a file give; one Refused when it cannot be opened."""
    stream = wire.open_lines(file, source=source.id)
    if isinstance(stream, Refused):
        yield stream
        return
    with stream:
        yield from sources.read_lines(
            wire.lines(stream), raw="", name=file.name, fallback=now, source_ids={}, owners={}
        )
