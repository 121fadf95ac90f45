"""Archives that accounts export: X as scripts of JSON, Bluesky as a repository of blocks."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Link, RawObject
from nutgraf.sources.posts.bluesky_archive import read_bluesky_archive
from nutgraf.sources.posts.car import CarError, records, repository
from nutgraf.sources.posts.cbor import CborError, Cid, decoded
from nutgraf.testing.repositories import car_of, cbor_of, commit_and_blocks
from tests.sources.posts.conftest import Read, marks, source_at
from tests.sources.posts.test_times import micros, tid

START = datetime(2026, 4, 1, 9, tzinfo=UTC)
DID = "did:plc:abcdefghijklmnopqrstuvwx"


def x_id(minutes: float) -> str:
    return str((micros(START + timedelta(minutes=minutes)) // 1000 - 1_288_834_974_657) << 22 | 7)


def tweet(minutes: float, text: str = "Words.", **more: Any) -> dict[str, Any]:
    moment = START + timedelta(minutes=minutes)
    return {"tweet": {
        "id": x_id(minutes), "id_str": x_id(minutes), "full_text": text, "favorite_count": "12", "retweet_count": "3",
        "created_at": moment.strftime("%a %b %d %H:%M:%S +0000 %Y"), "lang": "en", "retweeted": False,
        "entities": {"urls": [], "user_mentions": []},
    } | more}  # fmt: skip


def script(*rows: object, name: str = "tweets", end: str = "") -> bytes:
    return f"window.YTD.{name}.part0 = {json.dumps(list(rows))}{end}".encode()


def test_posts_of_an_x_archive(read: Read) -> None:
    short = tweet(
        0, "Heron 2 &amp; more: https://t.co/abc 🎈 https://t.co/pic https://t.co/quo",
        entities={"urls": [
            {"url": "https://t.co/abc", "expanded_url": "https://vireo.example/heron?a=1", "indices": ["0", "1"]},
            {"url": "https://t.co/quo", "expanded_url": "https://twitter.com/bo/status/123"},
        ]},
        extended_entities={"media": [{"url": "https://t.co/pic", "type": "photo"}]}, possibly_sensitive=True,
    )  # fmt: skip
    rows = [
        short, tweet(5, "RT @bo: not mine"),
        tweet(4, "Second.", in_reply_to_status_id_str=x_id(3), in_reply_to_screen_name="ann"), tweet(3, "First."),
        tweet(8, "@bo No.", in_reply_to_status_id_str=x_id(-400), in_reply_to_screen_name="bo", lang="qme"),
        {"tweet": {"id_str": "x"}},
    ]  # fmt: skip
    items, leads, refused = read(script(*rows, end=";\n"), source_at(user="ann"))
    assert leads == [] and {r.rule for r in refused} == {"posts-reposts", "posts-damaged"}
    one, thread, reply = items
    assert one.body.decode() == (
        "Heron 2 & more: https://vireo.example/heron?a=1 🎈  https://twitter.com/bo/status/123"
    )
    assert one.metadata.links == (
        Link(url="https://vireo.example/heron?a=1", at=16, words="https://vireo.example/heron?a=1"),
        Link(url="https://twitter.com/bo/status/123", at=51, words="https://twitter.com/bo/status/123"),
    )  # fmt: skip
    assert marks(one, "quotes") == ["https://twitter.com/bo/status/123"]
    assert marks(one, "content-warning") and marks(one, "media") == ["1"]
    assert one.address == f"https://x.com/ann/status/{x_id(0)}"
    assert one.metadata.engagement == (("likes", 12), ("reposts", 3))
    assert one.metadata.published_at == START and one.metadata.lang == "en"
    assert one.metadata.owner == "Desk Owner"
    assert thread.body == b"First.\n\nSecond." and marks(thread, "thread") == ["2 posts"]
    assert marks(reply, "reply-to") == [f"https://x.com/bo/status/{x_id(-400)}"]
    assert reply.metadata.lang == ""


def test_notes_and_other_parts_of_an_x_archive(read: Read) -> None:
    note = {"noteTweet": {"noteTweetId": x_id(1), "createdAt": "2026-04-01T09:01:00.000Z", "core": {
        "text": "Long. " * 60 + "https://t.co/a", "urls": [{"shortUrl": "https://t.co/a", "expandedUrl": "https://a.example/"}]}}}  # fmt: skip
    (item,), _, refused = read(script(note, name="note_tweet"))
    assert refused == [] and item.key == f"note {x_id(1)}"
    assert item.body.decode().endswith("Long. https://a.example/")
    assert [r.rule for r in read(script({"like": {}}, name="like"))[2]] == ["x-archive-part"]
    assert [r.rule for r in read(b"window.YTD.tweets.part0 = [{")[2]] == ["posts-unreadable"]


def test_a_post_that_was_cut_says_where_its_words_are(read: Read) -> None:
    url = f"https://twitter.com/i/web/status/{x_id(0)}"
    cut = tweet(0, "Long… https://t.co/self", entities={"urls": [{"url": "https://t.co/self", "expanded_url": url}]})  # fmt: skip
    (item,), _, _ = read(script(cut, name="community_tweet"))
    assert item.body.decode() == "Long…" and item.metadata.links == ()
    assert marks(item, "cut") == ["its whole words stand in note-tweet.js"]


def test_a_time_that_was_set_in_an_x_archive(read: Read) -> None:
    (item,), _, _ = read(script(tweet(0, created_at="Thu Jan 01 00:00:00 +0000 1970")))
    assert item.metadata.published_at == START
    assert "1970" in marks(item, "time")[0]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(max_size=40) | st.binary(max_size=300)
    | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=8), inner, max_size=6),
    max_leaves=30,
)  # fmt: skip


@given(values)
def test_cbor_gives_back_what_was_put_in(value: Any) -> None:
    assert decoded(cbor_of(value)) == value


@given(st.binary(max_size=200))
def test_no_bytes_break_the_decoder(data: bytes) -> None:
    with suppress(CborError):
        decoded(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x9f\xff", b"\xbb" + b"\xff" * 8, b"\x9b\x00\x00\x00\xff\xff\xff\xff\xff", b"\x5a\xff\xff\xff\xff", b"\x81" * 5000,
     b"\xa1\x01\x02", b"\xc1\x01", b"\xd8\x2a\x41\x01", b"\xf9\x00\x00", b"\x00\x00", b"\x62\xff\xff", b"\xfb\x00"],
)  # fmt: skip
def test_bytes_that_are_no_cbor(data: bytes) -> None:
    with pytest.raises(CborError):
        decoded(data)


def posts(n: int) -> dict[str, Any]:
    return {
        f"app.bsky.feed.post/{tid(START + timedelta(hours=2 * at))}": {
            "$type": "app.bsky.feed.post", "text": f"Post {at} – ü", "langs": ["en"],
            "createdAt": (START + timedelta(hours=2 * at)).isoformat(),
        }
        for at in range(n)
    } | {f"app.bsky.feed.like/{tid(START + timedelta(hours=at))}": {"subject": {"uri": "at://x"}} for at in range(5)}  # fmt: skip


def test_a_repository(read: Read) -> None:
    held = posts(40)
    key = f"app.bsky.feed.post/{tid(START + timedelta(hours=2, minutes=1))}"
    above = f"at://{DID}/app.bsky.feed.post/{tid(START + timedelta(hours=2))}"
    held[key] = {
        "text": "And more.",
        "createdAt": "1999-01-01T00:00:00Z",
        "reply": {"parent": {"uri": above}},
    }
    items, _, refused = read(car_of(DID, held))
    assert refused == [] and len(items) == 40
    assert items[0].body.decode() == "Post 39 – ü" and items[0].metadata.lang == "en"
    thread = next(item for item in items if marks(item, "thread"))
    assert thread.body.decode() == "Post 1 – ü\n\nAnd more." and thread.key == above
    assert items[-1].metadata.published_at == START
    assert items[-1].address == f"https://bsky.app/profile/{DID}/post/{tid(START)}"


@settings(deadline=None)
@given(
    st.dictionaries(
        st.text("abcdefghij", min_size=1, max_size=6), st.text(max_size=20), max_size=40
    )
)
def test_every_record_is_found_again(held: dict[str, str]) -> None:
    car = car_of(DID, {f"a.b/{key}": {"text": text} for key, text in held.items()})
    found = repository(car)
    assert found.did == DID and found.damaged == 0
    assert dict(records(found, "a.b")) == {key: {"text": text} for key, text in held.items()}


def test_a_block_that_was_changed_is_not_believed(read: Read) -> None:
    car = car_of(DID, posts(12))
    items, _, refused = read(car.replace("Post 7 –".encode(), "Lost 7 –".encode()))
    assert len(items) == 11 and not any(b"Lost" in item.body for item in items)
    assert {r.rule for r in refused} == {"posts-damaged", "posts-blocks"}


def test_a_cut_repository_gives_what_is_whole() -> None:
    car = car_of(DID, posts(30))
    for size in range(0, len(car), 97):
        data = car[:size]
        raw = RawObject(name="x.car", data=data, sha256=sha256_hex(data))
        found = list(read_bluesky_archive(raw, source_at()))
        assert found  # items, or the reason why there are none


def test_what_is_no_repository() -> None:
    for data in (b"", b"\x80", b"\x01\xa0", b"\xff" * 12, cbor_of({"roots": []})):
        with pytest.raises(CarError):
            repository(data)
    _, blocks = commit_and_blocks(DID, {})
    assert blocks
    # A tree that names itself again is walked once.
    loop = car_of(DID, {}, tree=lambda cid: {"l": Cid(cid), "e": []})
    assert list(records(repository(loop), "a")) == []
