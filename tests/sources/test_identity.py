"""Feeds that give everything a new guid at every look."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nutgraf import sources
from nutgraf.ids import sha256_hex
from nutgraf.sources.identity import text_key, under_known_keys
from nutgraf.sources.model import Lead, Metadata, RawObject, Received, Source

FEED = Source(
    id="churn",
    name="Churn",
    kind="feed",
    address="https://c.example/f",
    owner="C",
    full_text="never",
)
TEXT = " ".join(f"word{at}" for at in range(40))


def look(number: int) -> list[Received]:
    """A feed of five entries whose guids, dates and tracking say a new number each time."""
    rows = "".join(
        f"<item><guid isPermaLink='false'>{number}-{at}</guid><title>Item {at}</title>"
        f"<link>https://c.example/{at}?utm_source=rss{number}</link>"
        f"<pubDate>Wed, 01 Apr 2026 {number % 24:02d}:{number % 60:02d}:00 GMT</pubDate>"
        f"<description>{TEXT if at else 'Short.'} {at}</description></item>"
        for at in range(5)
    )
    data = f"<rss version='2.0'><channel><title>C</title>{rows}</channel></rss>".encode()
    raw = RawObject(name="f", data=data, sha256=sha256_hex(data))
    return [one for one in sources.read(raw, FEED) if isinstance(one, Received)]


def test_a_thousand_looks_at_a_churning_feed_give_five_items() -> None:
    keys: set[str] = set()
    texts: dict[str, str] = {}
    for number in range(1000):
        for one in under_known_keys(
            look(number), keys.__contains__, lambda text: texts.get(text, "")
        ):
            assert isinstance(one, Received)
            keys.add(one.key)
            texts.setdefault(text_key(one), one.key)
    assert sorted(keys) == [f"0-{at}" for at in range(5)]


def test_a_new_text_under_a_known_key_is_a_revision_and_keeps_it() -> None:
    (first, *_) = look(1)
    changed = replace(first, body=(TEXT + " changed").encode())
    (one,) = under_known_keys([changed], {first.key}.__contains__, lambda text: "")
    assert one == changed


def test_short_words_are_the_same_item_only_at_the_same_address() -> None:
    at = lambda url: Received(  # noqa: E731
        source="s", key=url, media_type="text/plain", body=b"Open thread", raw="0" * 64, address=url,
        metadata=Metadata(title="Weekly thread"),
    )  # fmt: skip
    one, two = at("https://a.example/1"), at("https://a.example/2")
    assert text_key(one) != text_key(two)
    assert text_key(one) == text_key(
        replace(one, key="x", address="https://a.example/1?utm_source=y")
    )


def test_a_lead_is_known_by_its_blurb() -> None:
    (first, *_) = look(1)
    lead = Lead(source="churn", address=first.address, key="new", kind="item", why="", raw=first.raw,
                fallback=replace(first, key="new"))  # fmt: skip
    (one,) = under_known_keys([lead], lambda key: False, lambda text: first.key)
    assert isinstance(one, Lead) and one.fallback is not None
    assert one.key == one.fallback.key == first.key


@given(st.text(alphabet="ab <>&;\n", max_size=80), st.integers(1, 5))
def test_spacing_does_not_tell_items_apart(words: str, spaces: int) -> None:
    one = Received(source="s", key="k", media_type="text/plain", body=words.encode(), raw="0" * 64)
    wide = replace(one, body=words.replace(" ", " " * spaces).encode())
    assert text_key(one) == text_key(wide)
