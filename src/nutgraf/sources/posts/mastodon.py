"""Mastodon's public API, and that of servers that speak it: accounts, timelines, single statuses.

docs.joinmastodon.org, entities Account, Status and Context; methods accounts/lookup,
accounts/:id/statuses, timelines/tag/:hashtag, timelines/public, statuses/:id/context.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from nutgraf.errors import Refused
from nutgraf.sources.address import host_of, join, origin_of
from nutgraf.sources.model import Lead, Link, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.posts.asking import MASTODON_PAGE
from nutgraf.sources.posts.engagement import counts
from nutgraf.sources.posts.json_parts import name, parsed, rows, table, text
from nutgraf.sources.posts.markup import words_of
from nutgraf.sources.posts.post import Parent, Post, Words
from nutgraf.sources.posts.receiving import received
from nutgraf.sources.posts.times import mastodon_time
from nutgraf.sources.prose import line_of
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import instant

_OPEN = frozenset({"", "public", "unlisted"})
_LONGEST_QUOTE = 300


def read_mastodon(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Lead | Refused]:
    """The statuses in the object, threads joined; of an account, the lead to its statuses."""
    value = parsed(raw, source)
    if isinstance(value, Refused):
        yield value
        return
    if isinstance(value, Mapping) and "acct" in value and "account" not in value:
        yield _to_statuses(value, raw, source)
        return
    found = _statuses(value)
    posts: list[Post] = []
    left: Counter[str] = Counter()
    for status in found:
        if table(status, "reblog"):
            left["posts-reposts"] += 1
        elif text(status, "visibility") not in _OPEN:
            left["posts-private"] += 1
        elif not name(status, "id") or not isinstance(status.get("content"), str):
            left["posts-damaged"] += 1
        else:
            posts.append(_post(status, raw, source))
    yield from received(posts, left, raw, source, options)
    older = _older(value, raw)
    if older:
        yield Lead(
            source=source.id, address=older, key=older, kind="older", why="an older page",
            raw=raw.sha256,
        )  # fmt: skip


def _statuses(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, list):
        return rows(value)
    if not isinstance(value, Mapping):
        return []
    if "statuses" in value:
        return rows(value, "statuses")
    if "ancestors" in value or "descendants" in value:
        return rows(value, "ancestors") + rows(value, "descendants")
    return [value]


def _to_statuses(account: Mapping[str, Any], raw: RawObject, source: Source) -> Lead | Refused:
    """The lead to an account's statuses, on the server that was asked and no other."""
    origin = origin_of(raw.address) or origin_of(source.address)
    id_ = name(account, "id")
    if not origin or not id_ or not id_.isalnum():
        return refuse(
            raw, source, "posts-account", "This is an account without its posts.",
            "Follow the account's address, or save its statuses.",
        )  # fmt: skip
    asked = {"limit": MASTODON_PAGE, "exclude_reblogs": "true"}
    address = f"{origin}/api/v1/accounts/{id_}/statuses?{urlencode(asked)}"
    return Lead(
        source=source.id, address=address, key=address, kind="more", why="the account's posts",
        raw=raw.sha256,
    )  # fmt: skip


def _older(value: Any, raw: RawObject) -> str:
    """The address of the page below a full one, "" where there is none."""
    if not isinstance(value, list) or not value or "/api/v1/" not in raw.address:
        return ""
    asked = {key: found[0] for key, found in parse_qs(urlsplit(raw.address).query).items()}
    last = name(value[-1], "id")
    if str(len(value)) != asked.get("limit") or not last.isalnum():
        return ""
    return f"{raw.address.partition('?')[0]}?{urlencode(asked | {'max_id': last})}"


def _post(status: Mapping[str, Any], raw: RawObject, source: Source) -> Post:
    id_ = name(status, "id")
    address = join("", text(status, "url")) or join("", text(status, "uri"))
    origin = origin_of(raw.address) or origin_of(source.address) or origin_of(address)
    return Post(
        id=id_,
        key=text(status, "uri") or address or f"{host_of(origin)} {id_}".strip(),
        address=address,
        author_id=name(status, "account", "id"),
        author=shown(table(status, "account")),
        words=_words(status, address),
        written=text(status, "created_at"),
        said=instant(text(status, "created_at")),
        made=mastodon_time(id_),
        lang=text(status, "language"),
        engagement=counts(
            likes=status.get("favourites_count"),
            reposts=status.get("reblogs_count"),
            replies=status.get("replies_count"),
            quotes=status.get("quotes_count"),
        ),
        parent=_parent(status, origin),
        marks=_marks(status),
    )


def shown(account: Mapping[str, Any]) -> str:
    """An account as `Name (@user@host)`."""
    handle = text(account, "acct")
    host = host_of(text(account, "url"))
    if handle and "@" not in handle and host:
        handle = f"{handle}@{host}"
    called = line_of(text(account, "display_name"), tags=False) or text(account, "username")
    return f"{called} (@{handle})" if handle and called else called or handle


def _words(status: Mapping[str, Any], address: str) -> Words:
    """The words with the choices of a poll; the linked page of a card, and a quoted post, as links."""
    said = words_of(text(status, "content"), address)
    choices = [line_of(text(row, "title"), tags=False) for row in rows(status, "poll", "options")]
    lines = [said.text, *(f"- {choice}" for choice in choices if choice)]
    links = list(said.links)
    known = {link.url for link in links}
    for more in (join("", text(status, "card", "url")), _quoted(status)[0]):
        if more and more not in known:
            links.append(Link(url=more))
    return Words(text="\n".join(line for line in lines if line), links=tuple(links)).trimmed


def _quoted(status: Mapping[str, Any]) -> tuple[str, str]:
    """Address and words of the post it quotes, said by whom."""
    quoted = table(status, "quote", "quoted_status") or table(status, "quote")
    address = join("", text(quoted, "url"))
    words = line_of(words_of(text(quoted, "content")).text, tags=False)
    return address, f"{shown(table(quoted, 'account'))}: {words[:_LONGEST_QUOTE]}" if words else ""


def _parent(status: Mapping[str, Any], origin: str) -> Parent | None:
    id_, author = name(status, "in_reply_to_id"), name(status, "in_reply_to_account_id")
    if not id_:
        return None
    people = {name(row, "id"): text(row, "acct") for row in rows(status, "mentions")}
    people.setdefault(name(status, "account", "id"), text(status, "account", "acct"))
    handle = people.get(author, "")
    address = f"{origin}/@{handle}/{id_}" if origin and handle else ""
    return Parent(id=id_, author=author, made=mastodon_time(id_), address=address)


def _marks(status: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    marks: list[tuple[str, str]] = []
    warning = line_of(text(status, "spoiler_text"), tags=False)
    if warning or status.get("sensitive") is True:
        marks.append(("content-warning", warning or "its pictures are marked as sensitive"))
    address, words = _quoted(status)
    if address:
        marks.append(("quotes", address))
    if words:
        marks.append(("quoted", words))
    pictures = len(rows(status, "media_attachments"))
    if pictures:
        marks.append(("media", str(pictures)))
    return tuple(marks)
