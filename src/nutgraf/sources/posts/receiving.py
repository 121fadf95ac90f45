"""Posts to items: threads joined, and a note for each kind of post that was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from nutgraf.errors import Refused
from nutgraf.sources.keys import told_apart
from nutgraf.sources.model import Link, Metadata, RawObject, Received, Source
from nutgraf.sources.options import SourcesOptions
from nutgraf.sources.posts.post import Post, shifted
from nutgraf.sources.posts.threads import joined
from nutgraf.sources.posts.times import settled
from nutgraf.sources.prose import line_of, utf8
from nutgraf.sources.refusing import refuse

_BETWEEN = "\n\n"
_NOTES = {
    "posts-reposts": (
        "{n} of {all} posts only repeat somebody else's; they were not taken as this account's words.",
        "Follow the other accounts if you want their posts.",
    ),
    "posts-private": (
        "{n} of {all} posts were not meant for everyone; they were left out.",
        "Nothing needs doing.",
    ),
    "posts-gone": (
        "{n} of {all} posts were deleted or hidden where they came from.",
        "Nothing needs doing.",
    ),
    "entry-empty": (
        "{n} of {all} posts have no words, only pictures or the like.",
        "Nothing needs doing.",
    ),
    "posts-thread-cut": (
        "{n} of {all} posts continue a thread whose beginning is not listed here; they were not taken.",
        "Nothing needs doing when the thread was read at an earlier look.",
    ),
    "posts-damaged": (
        "{n} of {all} posts could not be read; the others were.",
        "The bytes are kept and can be read again.",
    ),
    "posts-comments": (
        "{n} of {all} entries are comments; only what opened a discussion was taken.",
        "Add the address of one discussion to follow what is said in it.",
    ),
}


def received(
    posts: Sequence[Post],
    left: Counter[str],
    raw: RawObject,
    source: Source,
    options: SourcesOptions,
) -> Iterator[Received | Refused]:
    """The items of a network's posts in its own order; `left` counts what was left out, by rule."""
    every = len(posts) + sum(left.values())
    made = joined(posts)
    said = [thread for thread in made.threads if any(post.words.text for post in thread)]
    kept = said[: options.newest_entries]
    yield from told_apart([_item(thread, raw, source) for thread in kept])
    counted = Counter(left)
    counted["entry-empty"] += len(made.threads) - len(said)
    counted["posts-thread-cut"] += made.cut
    for rule, (happened, next_step) in _NOTES.items():
        if counted[rule]:
            words = happened.format(n=f"{counted[rule]:,}", all=f"{every:,}")
            yield refuse(raw, source, rule, words, next_step)
    if len(said) > len(kept):
        yield refuse(
            raw, source, "feed-too-long",
            f"There are {len(said):,} posts; {len(said) - len(kept):,} older items were not taken.",
            "Raise sources.newest_entries if you want them.",
        )  # fmt: skip


def _item(thread: Sequence[Post], raw: RawObject, source: Source) -> Received:
    first = thread[0]
    text, links = _together([post for post in thread if post.words.text])
    moment, marks = settled(first.written, first.said, first.made)
    if first.parent is not None and (first.parent.address or first.parent.id):
        marks += (("reply-to", first.parent.address or first.parent.id),)
    if len(thread) > 1:
        marks += (("thread", f"{len(thread)} posts"),)
    for post in thread:
        marks += post.marks
    # A NUL would make the bytes look like another charset; both signs are one code point.
    body = utf8(text.replace("\x00", "\ufffd"))
    return Received(
        source=source.id,
        key=first.key,
        media_type="text/plain",
        body=body,
        raw=raw.sha256,
        address=first.address,
        charset="utf-8",
        metadata=Metadata(
            title=line_of(first.title, tags=False),
            author=line_of(first.author, tags=False),
            owner=line_of(first.author, tags=False),
            published_at=moment,
            lang=first.lang,
            links=links,
            engagement=first.engagement,
            marks=tuple(dict.fromkeys(marks)),
        ),
    )


def _together(thread: Sequence[Post]) -> tuple[str, tuple[Link, ...]]:
    """The words of a thread, a paragraph a post; each later post's address stands where it begins."""
    text = ""
    links: list[Link] = []
    for post in thread:
        if text:
            text += _BETWEEN
            if post.address:
                links.append(Link(url=post.address, at=len(text)))
        links += shifted(post.words.links, len(text))
        text += post.words.text
    return text, tuple(dict.fromkeys(links))
