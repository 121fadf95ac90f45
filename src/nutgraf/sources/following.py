"""What we follow: making a Source with an id of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from nutgraf.ids import digest, slug
from nutgraf.sources.address import canonical_address, host_of
from nutgraf.sources.model import Kind, Source

_FILE = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")


def make_source(
    name: str, kind: Kind, address: str, owner: str, taken: Mapping[str, str]
) -> Source:
    """A new Source with a short readable id that is not `taken` (ids to their addresses).

    The same address keeps the id it has. A second source of the same name gets its host, then a
    digest of its address, behind the name; so the id never hangs on the order of adding alone.
    """
    host = host_of(address)
    shown = name.strip() or host or address
    known = next((id_ for id_ in sorted(taken) if same_address(taken[id_], address)), None)
    wishes = (
        slug(shown),
        slug(f"{shown} {host}") if host else "",
        f"{slug(shown)}-{digest(address)[:6]}",
    )
    chosen = known or next((wish for wish in wishes if wish and wish not in taken), "")
    number = 2
    while not chosen:
        wish = f"{slug(shown)}-{number}"
        chosen, number = (wish if wish not in taken else ""), number + 1
    return Source(
        id=chosen, name=shown, kind=kind, address=address, owner=owner.strip() or host or shown
    )


def same_address(one: str, other: str) -> bool:
    """Whether two addresses (or paths) name the same source."""
    plain = _canonical(one)
    return plain == _canonical(other) if plain else one == other


# A long list is compared with all that is followed, address by address.
_canonical = lru_cache(maxsize=16_384)(canonical_address)


def kind_of_address(address: str) -> Kind | None:
    """What an address is, as far as its words tell: `page` for http(s) (a look may find a feed in
    it), `mailbox` for imap(s) and .mbox, `import` for JSON Lines, `file` or `folder` for another
    path; None for what we cannot follow."""
    plain = address.strip()
    if canonical_address(plain):
        return "page"
    if plain.lower().startswith(("imaps://", "imap://")) or plain.lower().endswith(".mbox"):
        return "mailbox"
    if not plain or re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", plain):
        return None
    if plain == "-" or plain.lower().endswith((".jsonl", ".ndjson")):
        return "import"
    return "file" if _FILE.search(plain) and not plain.endswith("/") else "folder"
