"""From what a person names to what can be followed: an address, an account, a folder, a mailbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from nutgraf import sources
from nutgraf.errors import Refused, UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.sources.address import origin_of
from nutgraf.sources.looks.visits import Errand, Visit
from nutgraf.sources.mail.mbox import is_mbox
from nutgraf.sources.model import Kind, RawObject, Rules, Source
from nutgraf.sources.posts import surely_posts
from nutgraf.sources.sites.candidates import Candidate, candidates, confirmed
from nutgraf.sources.sites.selecting import selector
from nutgraf.sources.sniff import sniff

_UNKNOWN = Source(id="unknown", name="", kind="page", address="", owner="")
_MAIL = ("imap://", "imaps://")
_HEAD = 4096
_HERE = frozenset({"folder", "file", "mailbox"})
_ONLY_HERE = frozenset({"folder", "file", "import"})
# What is no news by itself and yet leads to some: a packed site map.
_READ_AS_A_SITE = frozenset({"archive-file", "sitemap", "not-prose"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How something is to be followed, as far as a person says: what they leave out is found out.

    `kind` "" lets it be found out; the rest is as in `sources.model.Source`.
    """

    name: str = ""
    owner: str = ""
    kind: Kind | None = None
    secret: str = ""
    user: str = ""
    sender: str = ""
    full_text: bool = True
    robots: bool = True
    rules: Rules | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Something that can be followed, and why it was taken for that, "" where a person said it."""

    kind: Kind
    address: str
    name: str
    owner: str = ""
    site: str = ""
    rules: Rules | None = None
    why: str = ""


def find_out(desk: Desk, what: str, wish: Wish) -> Wanted | Refused:
    """What `what` is and how to follow it. Looks at addresses, keeps nothing. Raises UsageError."""
    _check(what, wish)
    if what.lower().startswith(_MAIL):
        return Wanted(kind="mailbox", address=what, name=wish.name or _box(what), owner=wish.owner)
    if "://" not in what:
        return _of_path(desk, what, wish)
    if wish.kind is not None:
        if wish.kind == "listing" and wish.rules is None:
            raise UsageError(
                "A listing needs a rule that finds its items.",
                "Name one with --item, such as --item 'article.teaser'.",
            )
        return Wanted(
            kind=wish.kind, address=what, name=wish.name or what, owner=wish.owner,
            rules=wish.rules,
        )  # fmt: skip
    if surely_posts(what):
        return Wanted(
            kind="posts", address=what, name=wish.name or what, owner=wish.owner,
            why="The address is an account or a board of posts.",
        )  # fmt: skip
    return _of_address(desk, what, wish)


def _check(what: str, wish: Wish) -> None:
    """Raises UsageError for wishes that contradict each other, themselves, or what is named."""
    here = "://" not in what
    if wish.kind is not None and (wish.kind not in _HERE if here else wish.kind in _ONLY_HERE):
        raise UsageError(
            f"{what!r} cannot be followed as a {wish.kind}.",
            "Name a path for a folder, file or mailbox, and an address for all else.",
        )
    user = urlsplit(what).netloc.rpartition("@")[0] if what.lower().startswith(_MAIL) else ""
    if ":" in user:
        raise UsageError(
            "The address of the mailbox holds a password, which is never written down.",
            "Put it into an environment variable and name that with --secret.",
        )
    for written in (wish.rules.item, wish.rules.link, wish.rules.text) if wish.rules else ():
        problem = selector(written, inside=False) if written else ""
        if isinstance(problem, str) and problem:
            raise UsageError(
                f"The selector {written!r} cannot be used: {problem}",
                "Write a CSS selector such as 'article.teaser', or XPath.",
            )


def _box(address: str) -> str:
    """A mailbox's own name: its folder, else its host."""
    return address.rstrip("/").rpartition("/")[2].rpartition("@")[2] or address


def _of_path(desk: Desk, what: str, wish: Wish) -> Wanted:
    path = Path(what).expanduser()
    if not path.exists():
        raise UsageError(
            f"There is no folder or file {what!r}.",
            "Name a folder, a file, an OPML file, a mailbox or an https address.",
        )
    place = path.resolve()
    inside = place.is_relative_to(desk.folder) and place != desk.folder
    address = str(place.relative_to(desk.folder) if inside else place)
    kind, why = _kind_of(path)
    return Wanted(
        kind=wish.kind or kind, address=address, name=wish.name or place.name, owner=wish.owner,
        why=why,
    )  # fmt: skip


def _kind_of(path: Path) -> tuple[Kind, str]:
    if path.is_dir():
        if (path / "cur").is_dir() and (path / "new").is_dir():
            return "mailbox", "The folder is a Maildir."
        return "folder", ""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    mbox = is_mbox(head) or path.suffix.lower() == ".mbox"
    return ("mailbox", "The file is an mbox.") if mbox else ("file", "")


def _of_address(desk: Desk, address: str, wish: Wish) -> Wanted | Refused:
    """The best that an address leads to: a feed of it, a map of its site, its list, or the page."""
    found = _look(desk, address, wish, address)
    if isinstance(found, Refused):
        return found
    unread = sniff(found, _UNKNOWN)
    if isinstance(unread, Refused) and unread.rule not in _READ_AS_A_SITE:
        return unread
    for candidate in _tried(desk, found, address, wish):
        name = wish.name or candidate.title or _title(found) or address
        return Wanted(
            kind=candidate.kind, address=candidate.address, name=name, owner=wish.owner,
            site=candidate.site, rules=wish.rules or candidate.rules, why=candidate.why,
        )  # fmt: skip
    return Wanted(kind="page", address=address, name=wish.name or address, owner=wish.owner)


def _tried(desk: Desk, found: RawObject, address: str, wish: Wish) -> Iterator[Candidate]:
    """The candidates that are what they promise, best first; each is looked at until one is."""
    ready = candidates(found, address)
    if ready and not ready[0].ready:
        host = origin_of(found.address or address)
        robots = _look(desk, f"{host}/robots.txt", wish, address)
        ready = candidates(found, address, b"" if isinstance(robots, Refused) else robots.data)
    for candidate in ready:
        if candidate.ready:
            yield candidate
            continue
        there = _look(desk, candidate.address, wish, address)
        if not isinstance(there, Refused) and confirmed(candidate, there):
            yield candidate


def _look(desk: Desk, address: str, wish: Wish, named: str) -> RawObject | Refused:
    """What stands at an address, asked as a run would ask; a secret goes only where a person named."""
    own = origin_of(address) == origin_of(named)
    errand = Errand(
        address=address, source="", secret=wish.secret if own else "",
        user=wish.user if own else "", robots=wish.robots,
    )  # fmt: skip
    for _, visit in asked_politely(desk, [errand]):
        if visit.raw is not None:
            return visit.raw
        if visit.refused is not None:
            return visit.refused
    return Refused(
        where=address[:500], rule="nothing", happened="The server gave nothing.",
        next_step="Open it in a browser; if it moved, add its new address.",
    )  # fmt: skip


def asked_politely(desk: Desk, errands: Sequence[Errand]) -> Iterator[tuple[Errand, Visit]]:
    """Addresses asked outside a run; what their hosts say holds for runs too."""
    following = desk.store.following
    round_ = desk.out().round(following.hosts(), desk.moment())
    try:
        yield from round_.visits(errands)
    finally:
        following.keep_hosts(round_.hosts_after())


def _title(raw: RawObject) -> str:
    """What a feed or page calls itself, "" when it does not say."""
    for item in sources.read(raw, _UNKNOWN):
        if not isinstance(item, Refused):
            return item.metadata.owner or item.metadata.title
    return ""
