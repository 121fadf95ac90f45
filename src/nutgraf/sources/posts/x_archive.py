"""The archive X makes of an account: `tweets.js` (earlier `tweet.js`), `community-tweet.js`, `note-tweet.js`.

Each is JSON behind `window.YTD.NAME.partN =`. Every post in it is the account's own, so one that answers
another of the file continues a thread; the account's name stands in another file and is the source's here.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from nutgraf.errors import Refused
from nutgraf.sources.address import join
from nutgraf.sources.decode import Undecodable, decode
from nutgraf.sources.model import Link, RawObject, Received, Source
from nutgraf.sources.options import DEFAULTS, SourcesOptions
from nutgraf.sources.posts.engagement import counts
from nutgraf.sources.posts.json_parts import name, rows, table, text, value_of
from nutgraf.sources.posts.post import Parent, Post, Words
from nutgraf.sources.posts.receiving import received
from nutgraf.sources.posts.times import x_time
from nutgraf.sources.prose import utf8
from nutgraf.sources.refusing import refuse
from nutgraf.sources.times import instant, sane

HEAD = re.compile(r"\s*window\.YTD\.([a-z_]{1,40})\.part\d{1,4}\s*=\s*")
_PARTS = {
    "tweet": "tweet", "tweets": "tweet", "community_tweet": "tweet", "note_tweet": "noteTweet",
}  # fmt: skip
_STATUS = re.compile(r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/\w{1,30}/status/\d+", re.I)
_WHOLE = re.compile(r"https?://(?:x|twitter)\.com/(?:\w{1,30}|i/web)/status/\d+\Z", re.I)
_SHORT = re.compile(r"https?://t\.co/\w{1,20}")
_SELF = "the account itself"


def read_x_archive(
    raw: RawObject, source: Source, options: SourcesOptions = DEFAULTS
) -> Iterator[Received | Refused]:
    """The account's own posts, threads joined; reposts are counted."""
    decoded = decode(raw.data, media_type=raw.media_type)
    if isinstance(decoded, Undecodable):
        yield refuse(raw, source, decoded.rule, decoded.happened, decoded.next_step)
        return
    head = HEAD.match(decoded.text)
    part = _PARTS.get(head[1], "") if head else ""
    if head is None or not part:
        yield refuse(
            raw, source, "x-archive-part", "This part of an X archive holds no posts.",
            "Add data/tweets.js and data/note-tweet.js of the archive; leave the others out.",
        )  # fmt: skip
        return
    value = value_of(decoded.text[head.end() :].rstrip().rstrip(";"), raw, source)
    if isinstance(value, Refused):
        yield value
        return
    posts: list[Post] = []
    left: Counter[str] = Counter()
    every = [table(row, part) or row for row in rows(value)]
    own = frozenset(name(row, "id_str") or name(row, "id") for row in every)
    for said in every:
        if part == "noteTweet":
            made = _note(said)
        elif text(said, "full_text").startswith("RT @"):
            left["posts-reposts"] += 1
            continue
        else:
            made = _post(said, own, source)
        if made is None:
            left["posts-damaged"] += 1
        else:
            posts.append(made)
    yield from received(posts, left, raw, source, options)


def _address(id_: str, source: Source) -> str:
    return f"https://x.com/{source.user.lstrip('@') or 'i/web'}/status/{id_}"


def _post(said: Mapping[str, Any], own: frozenset[str], source: Source) -> Post | None:
    id_ = name(said, "id_str") or name(said, "id")
    words = text(said, "full_text") or text(said, "text")
    if not id_.isdigit() or not (words or rows(said, "extended_entities", "media")):
        return None
    links = {text(row, "url"): _expanded(row) for row in rows(said, "entities", "urls")}
    media = rows(said, "extended_entities", "media") or rows(said, "entities", "media")
    links |= {text(row, "url"): "" for row in media}
    # A post cut at 280 characters ends with a link to itself; its whole words are a note of another file.
    cut = [short for short, url in links.items() if _WHOLE.match(url) and url.endswith(f"/{id_}")]
    links |= dict.fromkeys(cut, "")
    quoted = [url for url in links.values() if _STATUS.match(url)]
    marks: list[tuple[str, str]] = [("quotes", url) for url in quoted[-1:]]
    if said.get("possibly_sensitive") is True:
        marks.append(("content-warning", "its pictures are marked as sensitive"))
    marks += [("media", str(len(media)))] if media else []
    marks += [("cut", "its whole words stand in note-tweet.js")] if cut else []
    written = text(said, "created_at")
    return Post(
        id=id_,
        key=id_,
        address=_address(id_, source),
        author_id=_SELF,
        author="",
        words=_resolved(html.unescape(words), links),
        written=written,
        said=_moment(written),
        made=x_time(id_),
        lang=_language(text(said, "lang")),
        engagement=counts(likes=said.get("favorite_count"), reposts=said.get("retweet_count")),
        parent=_parent(said, own, source),
        marks=tuple(marks),
    )


def _expanded(row: Mapping[str, Any]) -> str:
    return join("", text(row, "expanded_url")) or join("", text(row, "url"))


def _parent(said: Mapping[str, Any], own: frozenset[str], source: Source) -> Parent | None:
    id_ = name(said, "in_reply_to_status_id_str") or name(said, "in_reply_to_status_id")
    if not id_.isdigit():
        return None
    handle = text(said, "in_reply_to_screen_name")
    address = f"https://x.com/{handle or 'i/web'}/status/{id_}"
    return Parent(id=id_, author=_SELF if id_ in own else handle, made=x_time(id_), address=address)


def _resolved(words: str, links: Mapping[str, str]) -> Words:
    """The words with every shortened link written out; the links to its own pictures left out."""
    pieces: list[str] = []
    found: list[Link] = []
    size = at = 0
    for short in _SHORT.finditer(words):
        whole = links.get(short[0], short[0])
        before = words[at : short.start()]
        pieces += [before, whole]
        size += len(before)
        if whole:
            found.append(Link(url=whole, at=size, words=whole))
        size += len(whole)
        at = short.end()
    pieces.append(words[at:])
    text_ = utf8("".join(pieces)).decode("utf-8")
    return Words(text=text_, links=tuple(found)).trimmed


def _language(said: str) -> str:
    """The language X guessed; its own words for `none` are none."""
    return "" if said in {"und", "zxx"} or said.startswith("q") else said


def _moment(written: str) -> datetime | None:
    """`Wed Oct 10 20:19:24 +0000 2018`, which is no RFC 5322 date."""
    parts = written.split()
    if len(parts) != 6 or parts[4] != "+0000":
        return instant(written)
    try:
        return sane(
            datetime.strptime(" ".join((*parts[1:4], parts[5])), "%b %d %H:%M:%S %Y").replace(
                tzinfo=UTC
            )
        )
    except ValueError:
        return None


def _note(said: Mapping[str, Any]) -> Post | None:
    """A long post; its id is the note's own, not the post's, so it has no public address."""
    id_ = name(said, "noteTweetId")
    words = text(said, "core", "text")
    if not id_.isdigit() or not words:
        return None
    urls = rows(said, "core", "urls")
    links = {
        text(row, "shortUrl"): join("", text(row, "expandedUrl")) or text(row, "shortUrl")
        for row in urls
    }
    written = text(said, "createdAt")
    return Post(
        id=id_,
        key=f"note {id_}",
        address="",
        author_id=_SELF,
        author="",
        words=_resolved(html.unescape(words), links),
        written=written,
        said=instant(written),
        made=x_time(id_),
    )
