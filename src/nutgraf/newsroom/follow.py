"""What a desk follows: add, remove, find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nutgraf import sources
from nutgraf.errors import Refused, UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.finding import Wanted, Wish, find_out
from nutgraf.sources.address import origin_of
from nutgraf.sources.following import same_address
from nutgraf.sources.model import Source
from nutgraf.sources.opml import Outline, without_scheme
from nutgraf.store.folder import held


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What adding gave: sources that are new, sources that were there, what was refused, and why something
    was taken for what it is."""

    new: tuple[Source, ...] = ()
    known: tuple[Source, ...] = ()
    refused: tuple[Refused, ...] = ()
    why: str = ""


def add(desk: Desk, what: str, wish: Wish | None = None) -> Added:
    """Follow a folder, a file, a mailbox, an address, or every feed of an OPML file. Keeps no capture.

    Raises UsageError for what is not there, DeskError when the desk is held.
    """
    wish = wish or Wish()
    path = Path(what).expanduser()
    if "://" not in what and path.is_file() and _is_list(path):
        outlines, refused = sources.opml(path.read_bytes())
        return replace(follow_outlines(desk, outlines, owner=wish.owner), refused=refused)
    wanted = find_out(desk, what, wish)
    if isinstance(wanted, Refused):
        return Added(refused=(wanted,))
    if wish.secret and "://" in what and origin_of(wanted.address) != origin_of(what):
        return Added(refused=(_elsewhere(what, wanted),))
    with held(desk.folder):
        return _add(desk, wanted, wish)


def _is_list(path: Path) -> bool:
    """Whether a file is a list of sources, by its name or its first words."""
    if path.suffix.lower() == ".opml":
        return True
    with path.open("rb") as stream:
        return b"<opml" in stream.read(1024).lower()


def _elsewhere(what: str, wanted: Wanted) -> Refused:
    """A secret was meant for the address a person named, and what was found stands elsewhere."""
    return Refused(
        where=what[:500], rule="secret-elsewhere",
        happened=f"It leads to {wanted.address}, another origin than the secret was named for.",
        next_step="Add that address itself, with --secret if the secret is meant for it.",
    )  # fmt: skip


def _add(desk: Desk, wanted: Wanted, wish: Wish) -> Added:
    followed = list(desk.store.followed())
    same = [s for s in followed if same_address(s.address, wanted.address)]
    if same and wish.kind not in {None, same[0].kind}:
        raise UsageError(
            f"It is followed already, as {same[0].id}, a {same[0].kind}.",
            f"Remove it first: nutgraf sources remove {same[0].id}.",
        )
    if same:
        return Added(known=(same[0],), why="It is followed already; sources.toml says how.")
    taken = desk.store.known_addresses() | {source.id: source.address for source in followed}
    made = sources.make_source(
        name=wanted.name, kind=wanted.kind, address=wanted.address,
        owner=wanted.owner or wanted.name, taken=taken,
    )  # fmt: skip
    made = replace(
        made, site=wanted.site if wanted.kind != "page" else "", rules=wanted.rules,
        secret=wish.secret, user=wish.user, sender=wish.sender, robots=wish.robots,
        full_text="auto" if wish.full_text else "never",
    )  # fmt: skip
    desk.store.follow([*followed, made])
    desk.store.following.forget(made.id)
    return Added(new=(made,), why=wanted.why)


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
