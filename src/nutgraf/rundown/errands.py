"""What a look asks for: which sources are due, and how each is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from nutgraf.errors import Refused
from nutgraf.sources.address import origin_of
from nutgraf.sources.looks.rhythm import is_due
from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.looks.visits import Errand, Validators
from nutgraf.sources.model import Lead, Source
from nutgraf.store.journal import options_digest

# Kinds that are asked by address, and kinds that are talked to in a session of their own.
WEB = frozenset({"feed", "page", "site", "listing", "posts"})
SESSIONS = frozenset({"mailbox", "reader"})
_ELSEWHERE = ("imap:", "imaps:")
Kept = Mapping[tuple[str, str], Validators]


def due(
    followed: Sequence[Source], standings: Mapping[str, Standing], now: datetime
) -> tuple[Source, ...]:
    """The sources to look at now: what is on this disk always, all else by its rhythm.

    What waited longest comes first, so that a host that wants long pauses gets round to all it has.
    """
    here = [source for source in followed if not is_elsewhere(source)]
    elsewhere = [
        source
        for source in followed
        if is_elsewhere(source) and is_due(standings.get(source.id), now)
    ]
    return (*here, *sorted(elsewhere, key=lambda source: _since(standings.get(source.id), now)))


def _since(standing: Standing | None, now: datetime) -> datetime:
    """Since when a source was due; one never looked at, since now."""
    return standing.next_look if standing and standing.next_look else now


def is_elsewhere(source: Source) -> bool:
    """Whether looking at a source asks somebody else's machine."""
    on_a_server = source.address.lower().startswith(_ELSEWHERE)
    return source.kind in WEB | {"reader"} or (source.kind == "mailbox" and on_a_server)


def reading_of(source: Source) -> str:
    """A digest of how what a source gives is read: where it changed, the same bytes give another thing."""
    return options_digest((source.rules, source.full_text, source.sender, source.site))


def errand(source: Source, kept: Kept, standing: Standing | None = None) -> Errand | Refused:
    """How a source on the web is asked, with what it gave last time to ask again with.

    It is asked for whole where its objects are to be read otherwise than the last time.
    """
    if standing is not None and standing.reads not in {"", reading_of(source)}:
        kept = {}
    address: str | Refused = source.address
    if source.kind == "posts":
        from nutgraf.sources.posts import first_address

        address = first_address(source)
    return address if isinstance(address, Refused) else _asking(source, address, kept)


def lead_errand(source: Source, lead: Lead, kept: Kept) -> Errand:
    """How a lead is asked: with its source's manners and, on the same origin only, its secret.

    What a source points to was written by whoever wrote the source, so a secret never follows it out.
    """
    return _asking(source, lead.address, kept if lead.kind != "item" else {})


def _asking(source: Source, address: str, kept: Kept) -> Errand:
    own = origin_of(address) == origin_of(source.address)
    return Errand(
        address=address, source=source.id, validators=kept.get((source.id, address), Validators()),
        secret=source.secret if own else "", user=source.user if own else "", robots=source.robots,
    )  # fmt: skip
