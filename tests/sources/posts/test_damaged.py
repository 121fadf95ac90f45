"""Whatever stands in the places of a network's own names: nothing raises, and nothing is made up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import sources
from nutgraf.archive.capturing import canonical
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Lead, RawObject, Received
from nutgraf.sources.posts.markup import words_of
from nutgraf.sources.posts.recognise import network_of
from nutgraf.sources.sniff import sniff
from nutgraf.testing.reader import reader_item
from nutgraf.testing.repositories import car_of
from tests.sources.posts.conftest import source_at
from tests.sources.posts.test_archives import DID, posts, script, tweet
from tests.sources.posts.test_bluesky import reply, uri_at, view
from tests.sources.posts.test_hacker_news_and_reddit import hit, listing, thing
from tests.sources.posts.test_mastodon import answer, status

SAMPLES: dict[str, Any] = {
    "mastodon": [status(0, quote={"quoted_status": status(-9)}), answer(2, 0)],
    "bluesky": {"feed": [{"post": view(0, facets=[{"index": {"byteStart": 0, "byteEnd": 2}, "features": [
        {"$type": "app.bsky.richtext.facet#link", "uri": "https://a.example/"}]}], reply=reply(uri_at(-1)))}]},
    "hacker-news": {"hits": [hit(1), hit(2, story_text="<p>x")]},
    "reddit": listing(thing("t3", "a1", title="T"), thing("t1", "c1", body="x", replies=listing())),
    "reader-items": {"items": [reader_item(1, "T", "<p>x</p>")]},
}  # fmt: skip
odd = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=12)
    | st.sampled_from(["<p>x", "at://a/b", "\ud800", "\x00a", "9" * 30, "https://a.example/", "[deleted]"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to every value inside a value."""
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [at, *(path for key, one in inside for path in places(one, (*at, key)))]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


def read(data: bytes) -> None:
    raw = RawObject(name="x.json", data=data, sha256=sha256_hex(data))
    for found in sources.read(raw, source_at()):
        assert isinstance(found, Received | Lead | Refused)
        if isinstance(found, Received) and found.media_type == "text/plain":
            text = found.body.decode("utf-8")
            made = canonical(found)
            assert isinstance(made, Refused) or len(made.text) == len(text)
            for link in found.metadata.links:
                assert link.at is None or 0 <= link.at <= len(text)


@pytest.mark.parametrize("network", sorted(SAMPLES))
def test_each_sample_is_known_for_what_it_is(network: str) -> None:
    assert network_of(json.dumps(SAMPLES[network]).encode()) == network
    assert network_of(json.dumps(SAMPLES[network], indent=4).encode()) == network


def test_what_only_quotes_a_network_is_what_it_is() -> None:
    def kind(value: Any) -> object:
        data = json.dumps(value).encode()
        return sniff(RawObject(name="x.json", data=data, sha256=sha256_hex(data)), source_at())

    page = json.dumps(SAMPLES["mastodon"])
    assert kind({"source": "A", "text": page}) == "captures"
    assert kind({"source": "A", "text": "x", **SAMPLES["hacker-news"]}) == "captures"
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [], "_x": SAMPLES["reddit"]}
    assert kind(feed) == "json-feed"
    told = '"version": "https://jsonfeed.org/version/1.1" https://jsonfeed.org/version/1'
    assert kind([status(0, told)]) == "mastodon"
    assert all(isinstance(kind(value), Refused) for value in ({"a": 1}, []))


@settings(deadline=None, max_examples=60)
@pytest.mark.parametrize("network", sorted(SAMPLES))
@given(st.data())
def test_anything_may_stand_anywhere(network: str, data: st.DataObject) -> None:
    value = SAMPLES[network]
    for _ in range(data.draw(st.integers(1, 3))):
        value = changed(value, data.draw(st.sampled_from(places(value))), data.draw(odd))
    read(json.dumps(value).encode())


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_an_archive_with_anything_in_it(data: st.DataObject) -> None:
    rows = [tweet(0, "x https://t.co/a", entities={"urls": [{"url": "https://t.co/a", "expanded_url": "https://a.example/"}]}), tweet(1)]  # fmt: skip
    path = data.draw(st.sampled_from(places(rows)))
    read(script(changed(rows, path, data.draw(odd))))
    held = posts(3)
    key = data.draw(st.sampled_from(sorted(held)))
    held[key] = data.draw(st.dictionaries(st.sampled_from(["text", "createdAt", "facets", "reply", "embed", "langs"]), st.text(max_size=9) | st.lists(st.integers(0, 9), max_size=2)))  # fmt: skip
    car = car_of(DID, held)
    at = data.draw(st.integers(0, len(car) - 1))
    read(car)
    read(car[:at] + bytes([data.draw(st.integers(0, 255))]) + car[at + 1 :])
    read(car[:at])


@settings(deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<br>", "<a href='https://a.example/'>", "</a>", "<pre>", "</pre>", "<li>", "&amp;", "&#0;",
    "<!--", "-->", "x", " ", "\n", "<", ">", "<div hidden>", "</div>", "<script>", "</script>", "\ufeff", "\x00", "<a"])).map("".join))  # fmt: skip
def test_links_stand_at_their_words_in_any_markup(markup: str) -> None:
    words = words_of(markup)
    assert words.text == words.text.strip()
    for link in words.links:
        if link.at is not None:
            assert words.text[link.at : link.at + len(link.words)] == link.words


def test_hostile_markup_is_read_in_linear_time() -> None:
    # A guard: each of these took minutes with a pattern that looks past the next bracket.
    for markup in (
        "<a '" * 200_000,
        '<a "' + "<a" * 200_000,
        "<!--" * 200_000,
        "<p hidden>" * 50_000,
    ):
        assert len(words_of(markup).text) <= len(markup)
