"""Stories and discussions: comments only where a discussion was asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from nutgraf.errors import Refused
from nutgraf.sources.model import Link
from nutgraf.sources.posts import first_address
from tests.sources.posts.conftest import Read, marks, source_at

AT = 1_775_034_000
WHEN = datetime.fromtimestamp(AT, UTC)
ITEM = "https://news.ycombinator.com/item?id="


def hit(id_: int, **more: Any) -> dict[str, Any]:
    return {
        "objectID": str(id_), "title": "Heron 2 &amp; its card", "url": "https://vireo.example/heron", "author": "ann",
        "points": 120, "num_comments": 14, "story_text": None, "created_at": "2026-04-01T09:00:00Z",
        "created_at_i": AT, "_tags": ["story", "author_ann", f"story_{id_}"],
    } | more  # fmt: skip


def test_stories_of_a_search(read: Read) -> None:
    ask = hit(
        2,
        title="Ask HN: why?",
        url="",
        story_text='First.<p>Second &lt;b&gt; <a href="https:&#x2F;&#x2F;a.example&#x2F;">https:&#x2F;&#x2F;a.example&#x2F;</a>',
    )
    comment = hit(3, _tags=["comment"], title=None, comment_text="No.")
    items, leads, refused = read({"hits": [hit(1), ask, comment, {"objectID": "x"}], "nbHits": 3})
    assert leads == [] and {r.rule for r in refused} == {"posts-comments", "posts-damaged"}
    assert (
        items[0].body == b"Heron 2 & its card" and items[0].metadata.title == "Heron 2 & its card"
    )
    assert items[0].metadata.links == (Link(url="https://vireo.example/heron"),)
    assert items[0].key == items[0].address == f"{ITEM}1"
    assert items[0].metadata.engagement == (("points", 120), ("comments", 14))
    assert items[0].metadata.published_at == WHEN and items[0].metadata.author == "ann"
    assert items[1].body == b"First.\n\nSecond <b> https://a.example/"
    assert items[1].metadata.links[0].at == 19


def test_one_discussion(read: Read) -> None:
    def node(id_: int, text: str | None, *children: object, **more: Any) -> dict[str, Any]:
        return {"id": id_, "created_at_i": AT, "type": "comment", "author": "bo", "text": text, "parent_id": 1,
                "story_id": 1, "children": list(children)} | more  # fmt: skip

    story = node(1, None, node(2, "<p>Yes.", node(3, "Ann again.", author="ann")), node(4, None, author=None),
                 type="story", title="Heron", author="ann", parent_id=None, points=3, url="https://v.example/")  # fmt: skip
    items, _, _ = read(story)
    assert [i.body for i in items] == [b"Heron", b"Yes.", b"Ann again."]
    assert marks(items[1], "reply-to") == [f"{ITEM}1"]


def test_single_items_of_the_other_interface(read: Read) -> None:
    said = {"by": "ann", "descendants": 3, "id": 8, "kids": [9], "score": 7, "time": AT, "title": "T", "type": "story", "url": "https://a.example/"}  # fmt: skip
    (item,), _, _ = read(said)
    assert item.metadata.published_at == WHEN
    assert item.metadata.engagement == (("points", 7), ("comments", 3))
    assert [r.rule for r in read(said | {"dead": True})[2]] == ["posts-gone"]


def thing(kind: str, id_: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "data": {
        "id": id_, "name": f"{kind}_{id_}", "author": "ann", "created_utc": float(AT), "score": 40, "num_comments": 6,
        "permalink": f"/r/ai/comments/{id_}/title/",
    } | more}  # fmt: skip


def listing(*things: object, after: str | None = None) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"after": after, "children": list(things), "dist": 1}}


def test_posts_of_a_board(read: Read) -> None:
    source = source_at("https://old.reddit.com/r/ai/", "posts")
    asked = first_address(source)
    assert asked == "https://www.reddit.com/r/ai/new.json?raw_json=1&limit=100"
    html = '<!-- SC_OFF --><div class="md"><p>A &amp; B, <a href="/r/b">see</a></p>\n\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n</div><!-- SC_ON -->'
    board = listing(
        thing("t3", "a1", title="A < B", is_self=True, selftext="A & B", selftext_html=html),
        thing("t3", "a2", title="Link", url="https://v.example/?a=1&b=2", over_18=True),
        thing("t3", "a3", title="Gone", selftext="[removed]", removed_by_category="moderator"),
        thing("t1", "c1", body="A comment"), {"kind": "more", "data": {}},
        after="t3_a2",
    )  # fmt: skip
    items, leads, refused = read(board, source, asked)
    assert items[0].body == b"A & B, see\n\n- one\n- two" and items[0].metadata.title == "A < B"
    assert items[0].metadata.links == (Link(url="https://www.reddit.com/r/b", at=7, words="see"),)
    assert items[0].address == "https://www.reddit.com/r/ai/comments/a1/title/"
    assert items[0].metadata.engagement == (("points", 40), ("comments", 6))
    assert items[0].metadata.published_at == WHEN and items[0].metadata.author == "u/ann"
    assert items[1].body == b"Link" and items[1].metadata.links == (
        Link(url="https://v.example/?a=1&b=2"),
    )
    assert marks(items[1], "content-warning") == ["marked as not for minors"]
    assert {r.rule for r in refused} == {"posts-gone", "posts-comments"}
    assert [lead.address for lead in leads] == [f"{asked}&after=t3_a2"]


def test_text_that_stands_escaped(read: Read) -> None:
    escaped = thing("t3", "a1", title="A &lt; B &amp;amp; C", is_self=True, selftext="x",
                    selftext_html="&lt;!-- SC_OFF --&gt;&lt;p&gt;1 &amp;lt; 2&lt;/p&gt;")  # fmt: skip
    (item,), _, _ = read(listing(escaped))
    assert item.body == b"1 < 2" and item.metadata.title == "A < B & C"


def test_a_discussion_on_reddit(read: Read) -> None:
    deep = thing(
        "t1", "c2", body="Deeper.", parent_id="t1_c1", permalink="/r/ai/comments/a1/title/c2/"
    )
    first = thing(
        "t1",
        "c1",
        body="Answer.",
        parent_id="t3_a1",
        permalink="/r/ai/comments/a1/title/c1/",
        replies=listing(deep),
    )
    gone = thing("t1", "c3", body="[deleted]", author="[deleted]", parent_id="t3_a1")
    items, _, refused = read([listing(thing("t3", "a1", title="Top")), listing(first, gone)])
    assert [i.body for i in items] == [b"Top", b"Answer.", b"Deeper."]
    assert marks(items[2], "reply-to") == ["https://www.reddit.com/r/ai/comments/a1/title/c1/"]
    assert [r.rule for r in refused] == ["posts-gone"]


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        ("https://news.ycombinator.com/", "https://hn.algolia.com/api/v1/search?tags=front_page&hitsPerPage=100"),
        ("https://news.ycombinator.com/newest", "https://hn.algolia.com/api/v1/search_by_date?tags=story&hitsPerPage=100"),
        ("https://news.ycombinator.com/user?id=pg", "https://hn.algolia.com/api/v1/search_by_date?tags=story,author_pg&hitsPerPage=100"),
        ("https://news.ycombinator.com/item?id=8863", "https://hn.algolia.com/api/v1/items/8863"),
        ("https://www.reddit.com/user/ann", "https://www.reddit.com/user/ann/submitted.json?raw_json=1&limit=100"),
        ("https://reddit.com/r/ai/comments/1ab/some_title/", "https://www.reddit.com/r/ai/comments/1ab.json?raw_json=1"),
        ("https://m.example/@a@b.example", "https://m.example/api/v1/accounts/lookup?acct=a%40b.example"),
        ("https://m.example/users/a", "https://m.example/api/v1/accounts/lookup?acct=a"),
        ("https://m.example/tags/AI", "https://m.example/api/v1/timelines/tag/AI?limit=40"),
        ("https://m.example/public/local", "https://m.example/api/v1/timelines/public?local=true&limit=40"),
        ("https://m.example/@a/123", "https://m.example/api/v1/statuses/123"),
        ("https://m.example:8443/@a", "https://m.example:8443/api/v1/accounts/lookup?acct=a"),
        ("https://bsky.app/profile/did:plc:x/feed/f", "https://public.api.bsky.app/xrpc/app.bsky.feed.getFeed?feed=at%3A%2F%2Fdid%3Aplc%3Ax%2Fapp.bsky.feed.generator%2Ff&limit=100"),
        ("https://bsky.app/search?q=open+models", "https://public.api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=open+models&sort=latest&limit=100"),
        ("https://x.com/ann", ""), ("https://m.example/about", ""), ("words", ""), ("https://www.reddit.com/", ""),
        ("https://bsky.app/", ""), ("https://news.ycombinator.com/user?id=a/b", ""),
    ],
)  # fmt: skip
def test_what_people_paste(pasted: str, asked: str) -> None:
    found = first_address(source_at(pasted, "posts"))
    assert (isinstance(found, Refused) and found.next_step) if not asked else found == asked
