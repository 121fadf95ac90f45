"""Bluesky's AppView: facets in bytes, quotes apart, threads, and the page below."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.sources.model import Link
from nutgraf.sources.posts import bluesky_record, first_address
from tests.sources.posts.conftest import Read, marks, source_at
from tests.sources.posts.test_times import tid

DID = "did:plc:abcdefghijklmnopqrstuvwx"
START = datetime(2026, 4, 1, 9, tzinfo=UTC)
ANN = {"did": DID, "handle": "ann.example", "displayName": "Ann"}


def uri_at(minutes: float, did: str = DID) -> str:
    return f"at://{did}/app.bsky.feed.post/{tid(START + timedelta(minutes=minutes))}"


def view(minutes: float, text: str = "Words.", **more: Any) -> dict[str, Any]:
    record = {
        "$type": "app.bsky.feed.post", "text": text, "langs": ["en"],
        "createdAt": (START + timedelta(minutes=minutes)).isoformat().replace("+00:00", ".000Z"),
    } | more  # fmt: skip
    return {
        "uri": uri_at(minutes), "cid": "bafy", "author": ANN, "record": record, "likeCount": 5, "repostCount": 2,
        "replyCount": 1, "quoteCount": 0, "indexedAt": "2026-04-01T09:00:01.000Z",
    }  # fmt: skip


def reply(to: str, root: str = "") -> dict[str, Any]:
    return {"parent": {"uri": to, "cid": "x"}, "root": {"uri": root or to, "cid": "x"}}


def test_a_post_with_facets(read: Read) -> None:
    text = "Größe 🎈: vireo.example/her... and @bo.example #ai"
    data = text.encode()
    start = data.index(b"vireo")
    facets = [
        {"index": {"byteStart": start, "byteEnd": start + 20},
         "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://vireo.example/heron?q=1"}]},
        {"index": {"byteStart": data.index(b"@"), "byteEnd": data.index(b" #")},
         "features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:x"}]},
        {"index": {"byteStart": 900, "byteEnd": 901},
         "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://astray.example/"}]},
        {"index": {"byteStart": "1", "byteEnd": None},
         "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "javascript:alert(1)"}]},
    ]  # fmt: skip
    embed = {
        "$type": "app.bsky.embed.external",
        "external": {"uri": "https://card.example/", "title": "Not ours"},
    }
    labels = {"values": [{"val": "graphic-media"}]}
    (item,), leads, refused = read(
        {
            "feed": [{"post": view(0, text, facets=facets, embed=embed, labels=labels)}],
            "cursor": "c",
        }
    )
    assert leads == [] and refused == []  # a saved page leads nowhere
    assert item.body.decode() == text
    assert item.metadata.links == (
        Link(url="https://astray.example/"),
        Link(
            url="https://vireo.example/heron?q=1",
            at=text.index("vireo"),
            words="vireo.example/her...",
        ),
        Link(url="https://card.example/"),
    )
    assert item.key == uri_at(0) and item.metadata.author == "Ann (@ann.example)"
    assert (
        item.address == f"https://bsky.app/profile/ann.example/post/{uri_at(0).rpartition('/')[2]}"
    )
    assert item.metadata.engagement == (("likes", 5), ("reposts", 2), ("replies", 1), ("quotes", 0))
    assert item.metadata.published_at == START and item.metadata.lang == "en"
    assert marks(item, "content-warning") == ["graphic-media"]


@given(st.text(), st.text(min_size=1), st.text())
def test_a_facet_covers_its_words_whatever_their_bytes(
    before: str, inside: str, after: str
) -> None:
    start, end = len(before.encode()), len((before + inside).encode())
    record = {
        "text": before + inside + after,
        "facets": [{
            "index": {"byteStart": start, "byteEnd": end},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://a.example/"}],
        }],
    }  # fmt: skip
    (link,) = bluesky_record.words(record).links
    said = bluesky_record.words(record).text
    if inside.strip() == inside and not inside.startswith("\ufeff"):
        assert link.at is not None and said[link.at : link.at + len(inside)] == inside


def test_threads_reposts_and_quotes(read: Read) -> None:
    other = uri_at(-50, "did:plc:zzz")
    quoted = {
        "$type": "app.bsky.embed.record#view",
        "record": {"uri": other, "author": {"did": "did:plc:zzz", "handle": "bo.example", "displayName": "Bo"},
                   "value": {"text": "What Bo said."}},
    }  # fmt: skip
    quoting = view(9, "See.", embed={"$type": "app.bsky.embed.record", "record": {"uri": other}})
    feed = [
        {"post": quoting | {"embed": quoted}},
        {"post": view(3, "Two.", reply=reply(uri_at(1)))},
        {"post": view(2, "Bo's."), "reason": {"$type": "app.bsky.feed.defs#reasonRepost"}},
        {"post": view(1, "One."), "reason": {"$type": "app.bsky.feed.defs#reasonPin"}},
        {"post": view(8, "No.", reply=reply(other)),
         "reply": {"parent": {"uri": other, "author": {"did": "did:plc:zzz", "handle": "bo.example"}}}},
        {"post": {"uri": "at://x/y"}},
    ]  # fmt: skip
    items, _, refused = read({"feed": feed})
    assert [i.body for i in items] == [b"See.", b"One.\n\nTwo.", b"No."]
    at = f"https://bsky.app/profile/did:plc:zzz/post/{other.rpartition('/')[2]}"
    assert marks(items[0], "quotes") == [at] and items[0].metadata.links == (Link(url=at),)
    assert marks(items[0], "quoted") == ["Bo (@bo.example): What Bo said."]
    assert marks(items[1], "thread") == ["2 posts"] and items[1].key == uri_at(1)
    assert marks(items[2], "reply-to") == [at.replace("did:plc:zzz", "bo.example")]
    assert {r.rule for r in refused} == {"posts-reposts", "posts-damaged"}


def test_where_to_ask_and_what_lies_below(read: Read) -> None:
    source = source_at("https://bsky.app/profile/ann.example", "posts")
    asked = first_address(source)
    assert asked == (
        "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=ann.example"
        "&filter=posts_and_author_threads&limit=100"
    )
    _, leads, _ = read(
        {"feed": [{"post": view(0)}], "cursor": "2026-04-01T09:00:00Z"}, source, asked
    )
    assert [lead.address for lead in leads] == [f"{asked}&cursor=2026-04-01T09%3A00%3A00Z"]
    assert read({"feed": [], "cursor": "x"}, source, asked) == ([], [], [])
    assert [i.body for i in read({"posts": [view(0)]}, source, asked)[0]] == [b"Words."]


def test_a_feed_is_asked_by_the_did_of_its_maker(read: Read) -> None:
    source = source_at("https://bsky.app/profile/ann.example/feed/ai", "posts")
    asked = first_address(source)
    assert asked == "https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle?handle=ann.example"  # fmt: skip
    _, (lead,), _ = read({"did": DID}, source, asked)
    assert lead.address == (
        "https://public.api.bsky.app/xrpc/app.bsky.feed.getFeed?feed=at%3A%2F%2F"
        f"{DID.replace(':', '%3A')}%2Fapp.bsky.feed.generator%2Fai&limit=100"
    )
    assert read({"did": "did:x:../../"}, source, asked) == ([], [], [])
    (item,), _, _ = read({"feed": [{"post": view(0)}]}, source, lead.address)
    assert item.metadata.owner == "Ann (@ann.example)"


def test_a_discussion(read: Read) -> None:
    answer = {"post": view(2, "Answer.", reply=reply(uri_at(0))) | {
        "author": {"did": "did:plc:zzz", "handle": "bo.example"}, "uri": uri_at(2, "did:plc:zzz")}}  # fmt: skip
    top = {"post": view(0, "Top."), "parent": {"post": view(-90, "Above.")}, "replies": [answer]}
    items, _, _ = read({"thread": top})
    assert [i.body for i in items] == [b"Above.", b"Top.", b"Answer."]


@pytest.mark.parametrize(
    "written", ["2019-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "x"]
)
def test_a_time_set_by_hand_is_marked(read: Read, written: str) -> None:
    (item,), _, _ = read({"posts": [view(0, createdAt=written)]})
    assert item.metadata.published_at == START and written in marks(item, "time")[0]
