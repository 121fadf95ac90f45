"""Copies of a page match, pages that differ never do."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nutgraf.sources.address import canonical_address
from nutgraf.sources.same_page import same_page

# Each row: copies of one page.
COPIES = (
    ("https://www.nytimes.com/2020/01/02/us/a-b-c.html", "https://www-nytimes-com.cdn.ampproject.org/c/s/www.nytimes.com/2020/01/02/us/a-b-c.amp.html?usqp=mq331AQ", "http://nytimes.com/2020/01/02/us/a-b-c.html?smid=tw-share#top"),
    ("https://www.bbc.co.uk/news/world-12345678", "https://www.google.com/amp/s/www.bbc.co.uk/news/amp/world-12345678", "https://m.bbc.co.uk/news/world-12345678"),
    ("https://www.theguardian.com/world/2019/nov/20/some-long-story", "https://amp.theguardian.com/world/2019/nov/20/some-long-story?CMP=twt", "https://mobile.theguardian.com/world/2019/nov/20/some-long-story/"),
    ("https://en.wikipedia.org/wiki/M._C._Escher", "https://en.m.wikipedia.org/wiki/M._C._Escher"),
    ("https://x.com/a/status/123456", "https://twitter.com/a/status/123456?s=20&t=abc", "https://mobile.twitter.com/a/status/123456"),
    ("https://www.youtube.com/watch?v=abcDEF", "https://youtu.be/abcDEF?si=xyz", "https://m.youtube.com/watch?v=abcDEF&feature=share"),
    ("https://a.example/x?id=1", "https://www.google.com/url?q=https://a.example/x%3Fid%3D1&sa=D", "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fx%3Fid%3D1%26fbclid%3D2&h=x", "https://a.example/x?utm_source=q&id=1&srsltid=9"),
    ("https://a.example/x?q=a%20b", "https://a.example/x?q=a%20b&utm_medium=mail"),
    ("https://blog.example/2019/11/18/title/", "https://blog.example/2019/11/18/title/amp/", "https://blog.example/2019/11/18/title/?amp=1", "https://blog.example/2019/11/18/title?amp"),
    ("https://www.foxnews.com/politics/one-two-three", "https://www.foxnews.com/politics/one-two-three.amp"),
    ("https://shop.example/a/", "https://shop.example/a/index.html", "https://shop.example/a;jsessionid=0AB1", "https://shop.example/a?PHPSESSID=abc"),
    ("https://a.example/", "https://www.a.example", "http://a.example:80/index.html"),
    ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fp%2F7&data=x", "https://a.example/p/7"),
)  # fmt: skip

# Each row: pages that look alike and are not the same.
DIFFERENT = (
    ("https://a.example/x?id=1", "https://a.example/x?id=2", "https://a.example/x?ID=1", "https://a.example/x"),
    ("https://a.example/A", "https://a.example/a"),
    ("https://a.example/products/amp", "https://a.example/products"),
    ("https://a.example/amp", "https://a.example/"),
    ("https://a.example/guitar/amp/", "https://a.example/guitar/"),
    ("https://a.example/x?a=1&b=2", "https://a.example/x?b=2&a=1"),
    ("https://a.example/x?a=1&a=2", "https://a.example/x?a=2&a=1"),
    ("https://m.example/", "https://example/"),
    ("https://m.me/amnesty", "https://me/amnesty"),
    ("https://m.shop.example/", "https://shop.example/"),
    ("https://m.co.uk/a-b-c", "https://co.uk/a-b-c"),
    ("https://app.example/#!/one", "https://app.example/#!/two", "https://app.example/"),
    ("https://a.example/a//b", "https://a.example/a/b"),
    ("https://a.example:8443/x", "https://a.example/x"),
    ("https://github.com/o/r?ref=main", "https://github.com/o/r?ref=next"),
    ("https://a.example/x?sid=4711", "https://a.example/x?sid=4712"),
    ("https://news.example/story-1", "https://blog.example/story-1"),
    ("https://www.google.com/search?q=https://a.example/", "https://a.example/"),
    ("https://old.example/a", "https://example/a"),
    ("https://a.example/index.php?p=1", "https://a.example/index.php?p=2", "https://a.example/"),
    ("https://medium.example/p?source=one", "https://medium.example/p?source=two"),
    ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=ABC"),
    ("https://10.0.0.1/a-b-c", "https://m.10.0.0.1/a-b-c"),
)  # fmt: skip


@pytest.mark.parametrize("copies", COPIES, ids=lambda row: row[0])
def test_copies_of_a_page_have_one_name(copies: tuple[str, ...]) -> None:
    assert len({same_page(address) for address in copies}) == 1


@pytest.mark.parametrize("pages", DIFFERENT, ids=lambda row: row[0])
def test_pages_that_differ_keep_names_of_their_own(pages: tuple[str, ...]) -> None:
    assert len({same_page(address) for address in pages}) == len(pages)


@pytest.mark.parametrize("address", ["", "mailto:a@b.example", "javascript:x", "/a", "https://"])
def test_what_is_no_page_has_no_name(address: str) -> None:
    assert same_page(address) == ""


def test_an_endless_address_is_left_as_it_is() -> None:
    address = "https://m.a.example/" + "x" * 5000
    assert same_page(address) == canonical_address(address)


WORD = st.text("abcXYZ019-_.~", min_size=1, max_size=8)
HOSTS = st.sampled_from(
    ["a.example", "www.a.example", "m.a.example", "amp.b.example", "www.google.com", "youtu.be",
     "l.facebook.com", "x.cdn.ampproject.org", "en.m.wikipedia.org", "mobile.twitter.com"]
)  # fmt: skip


@st.composite
def addresses(draw: st.DrawFn) -> str:
    path = "/".join(draw(st.lists(st.one_of(WORD, st.just("amp"), st.just("url")), max_size=4)))
    pairs = draw(st.lists(st.tuples(st.sampled_from(["a", "b", "q", "u", "utm_x", "amp", "sid"]), WORD), max_size=3))  # fmt: skip
    query = "&".join(f"{name}={value}" for name, value in pairs)
    made = f"{draw(st.sampled_from(['http', 'https']))}://{draw(HOSTS)}/{path}"
    made += f"?{query}" if query else ""
    for _ in range(draw(st.integers(0, 2))):
        made = "https://www.google.com/url?q=" + quote(made, safe="")
    return made


@settings(deadline=None)
@given(st.one_of(addresses(), st.text(max_size=60), st.text(max_size=60).map("https://m.a.example/".__add__)))  # fmt: skip
def test_the_name_of_a_name_is_itself(address: str) -> None:
    once = same_page(address)
    assert same_page(once) == once
    assert bool(once) == bool(canonical_address(address))


@settings(deadline=None)
@given(st.lists(WORD, min_size=1, max_size=4), st.lists(WORD, min_size=1, max_size=4))
def test_paths_that_differ_are_never_one_page(one: list[str], other: list[str]) -> None:
    """Paths of plain words on one host: no two of them are merged."""
    ends = (".", "..", "amp", "index.html")
    assume(all(word not in ends and ".amp" not in word for word in one + other))
    same = same_page("https://a.example/" + "/".join(one)) == same_page(
        "https://a.example/" + "/".join(other)
    )
    assert same == (one == other)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["id", "p", "page", "ref", "v", "q", "s"]), WORD), min_size=1, max_size=4))  # fmt: skip
def test_parameters_keep_their_values_and_their_order(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={value}" for name, value in pairs)
    assert same_page(f"https://m.a.example/x?{query}") == f"https://a.example/x?{query}"
    tracked = f"https://a.example/x?utm_source=a&{query}&fbclid=1"
    assert same_page(tracked) == f"https://a.example/x?{query}"
