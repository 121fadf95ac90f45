"""A post as its network gives it, before threads are joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nutgraf.sources.model import Link
from nutgraf.sources.posts.times import settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a post and the links in them; `at` counts code points of `text`."""

    text: str
    links: tuple[Link, ...] = ()

    @property
    def trimmed(self) -> Words:
        """Without the space around; links count from the new beginning."""
        # A byte order mark at the beginning would be taken for one when the text is read as bytes.
        start = len(self.text) - len(self.text.lstrip().lstrip("\ufeff").lstrip())
        text = self.text[start:].rstrip()
        if start == 0:
            return Words(text=text, links=self.links)
        return Words(text=text, links=shifted(self.links, -start))


def shifted(links: tuple[Link, ...], by: int) -> tuple[Link, ...]:
    """The links as they stand once the text before them is `by` code points longer."""
    return tuple(
        link if link.at is None else Link(url=link.url, at=max(link.at + by, 0), words=link.words)
        for link in links
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The post that a post answers: its id, its author's id, its time and its address if known."""

    id: str
    author: str = ""
    made: datetime | None = None
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. `id` and `author_id` are the network's own, `key` names the item in its source.

    `written` is its time as it says it, `said` the same read, `made` the time in its id (None where
    it has none). `author` is how it is shown, `owner` the same unless somebody else publishes it.
    """

    id: str
    key: str
    address: str
    author_id: str
    author: str
    words: Words
    written: str = ""
    said: datetime | None = None
    made: datetime | None = None
    title: str = ""
    lang: str = ""
    engagement: tuple[tuple[str, int], ...] = ()
    parent: Parent | None = None
    marks: tuple[tuple[str, str], ...] = ()

    @property
    def when(self) -> datetime | None:
        """The time that counts."""
        return settled(self.written, self.said, self.made)[0]
