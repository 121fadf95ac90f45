"""Lists of sources in and out: what one desk writes, another reads the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from nutgraf import sources
from nutgraf.ids import slug
from nutgraf.sources.model import Rules, Source
from nutgraf.sources.opml import NAMESPACE, Outline, tag_of
from nutgraf.sources.prose import line_of
from nutgraf.sources.reader_items import subscriptions

NOW = datetime(2026, 4, 3, 18, tzinfo=UTC)


def named(outlines: tuple[Outline, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(outline.name, outline.tags) for outline in outlines]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn")),
    min_size=1,
    max_size=20,
)
lines = words.map(lambda text: line_of(text, tags=False)).filter(
    lambda text: bool(text) and line_of(text, tags=False) == text
)
tags = lines.map(tag_of).filter(
    lambda tag: bool(tag) and all(line_of(part, tags=False) == part for part in tag.split("/"))
)
rules = st.builds(Rules, item=lines, link=st.just("") | lines, title=st.just("") | lines)


@st.composite
def followed(draw: st.DrawFn) -> tuple[Source, ...]:
    made: list[Source] = []
    for at in range(draw(st.integers(0, 8))):
        name = draw(lines)
        made.append(Source(
            id=f"{slug(name)}-{at}"[-40:].strip("-"), name=name, kind=draw(st.sampled_from(["feed", "page", "site", "listing", "posts"])),
            address=f"https://h{at}.example/{draw(st.integers(0, 9))}?a=1&b=%20", owner=draw(lines),
            site=draw(st.sampled_from(["", f"https://h{at}.example/"])), tags=tuple(draw(st.lists(tags, max_size=3, unique=True))),
            weight=draw(st.floats(0, 2)), quote_limit=draw(st.integers(0, 10_000)), full_text=draw(st.sampled_from(["auto", "never"])),
            beats=tuple(draw(st.lists(lines, max_size=2))), rules=draw(st.none() | rules),
        ))  # fmt: skip
    return tuple(made)


@settings(deadline=None)
@given(followed())
def test_what_is_written_is_read_back_the_same(kept: tuple[Source, ...]) -> None:
    data = sources.opml_of(kept, "A desk", NOW)
    outlines, refused = sources.opml(data)
    assert not kept or refused == ()
    taken: dict[str, str] = {}
    again = []
    for outline in outlines:
        made = sources.source_of(outline, "", taken)
        taken[made.id] = made.address
        again.append(made)
    assert sorted(again, key=lambda s: s.id) == sorted(kept, key=lambda s: s.id)
    # And written again it is the same list, whatever order the folders gave.
    assert sources.opml(sources.opml_of(again, "A desk", NOW))[0] == outlines


def test_the_form_of_a_list() -> None:
    made = sources.make_source("Labs & <more>", "feed", "https://l.example/feed?a=1&b=2", "L", {})
    other = Source(id="o", name="O", kind="posts", address="https://m.example/@o", owner="O", tags=("AI/Labs", "x, y"))  # fmt: skip
    data = sources.opml_of((made, other), "Mine", NOW)
    assert data == sources.opml_of((made, other), "Mine", NOW)
    root = etree.fromstring(data)
    assert (
        root.tag == "opml"
        and root.get("version") == "2.0"
        and [c.tag for c in root] == ["head", "body"]
    )
    assert root.findtext("head/title") == "Mine"
    assert root.findtext("head/dateCreated") == "Fri, 03 Apr 2026 18:00:00 GMT"
    assert all(outline.get("text") for outline in root.iter("outline"))
    feed = root.find("body/outline[@type='rss']")
    assert feed is not None and feed.get("xmlUrl") == "https://l.example/feed?a=1&b=2"
    inside = root.find("body/outline[@text='AI']/outline[@text='Labs']/outline")
    assert inside is not None and inside.get("category") == "/AI/Labs,/x%2C y"
    assert inside.get(f"{{{NAMESPACE}}}kind") == "posts"


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"address": "papers"}, "folder"), ({"address": "https://a.example/", "secret": "TOKEN"}, "feed"),
        ({"address": "https://u:p@a.example/"}, "feed"), ({"address": "https://a.example/", "readers": ("ann",)}, "feed"),
        ({"address": "imaps://u@h/INBOX"}, "mailbox"), ({"address": "https://r.example/", "user": "ann"}, "reader"),
        ({"address": "/etc/passwd"}, "file"), ({"address": "stdin"}, "import"), ({"address": "file:///etc/passwd"}, "feed"),
        ({"address": "https://[::1"}, "feed"),
    ],
)  # fmt: skip
def test_what_only_this_desk_can_follow_is_not_listed(more: dict[str, object], kind: str) -> None:
    source = Source(id="s", name="S", kind=kind, owner="S", **more)  # type: ignore[arg-type]
    assert not sources.followable(source)
    assert b"<outline" not in sources.opml_of((source,), "x", NOW)


def test_a_list_from_a_stranger_opens_nothing() -> None:
    ours = "".join(
        f' n:{name}="{value}"'
        for name, value in {
            "kind": "folder", "secret": "AWS_KEY", "user": "root", "robots": "false", "readers": "[]", "weight": "inf",
            "quoteLimit": "-4", "id": "../x", "rules": "[" * 5000, "beats": "{}", "fullText": "always",
        }.items()
    )  # fmt: skip
    data = f'<opml xmlns:n="{NAMESPACE}"><body><outline text="A" xmlUrl="https://a.example/f"{ours}/></body></opml>'
    (outline,), _ = sources.opml(data.encode())
    assert sources.source_of(outline, "", {}) == Source(
        id="a", name="A", kind="feed", address="https://a.example/f", owner="A"
    )


ODD = """<?xml version="1.0" encoding="UTF-8"?><opml version="1.1"><body>
<outline title="News"><outline title="Inner / deep"><outline title="One" xmlUrl="http://one.example/f" category="/AI/Labs,/x, ,//"/>
</outline></outline>
<outline text="Other"><outline text="One again" xmlUrl="https://one.example/f"/></outline>
<outline xmlUrl="https://two.example/f"/><outline text="   " xmlURL=" https://three.example/f&#10;"/>
<outline text="A &amp;amp; B" type="RSS" xmlUrl="https://four.example/"/><outline text="Gone" type="rss" xmlUrl=""/>
<outline text="Feed link" type="link" url="https://five.example/"/><outline text="Script" xmlUrl="javascript:x"/>
</body></opml>"""


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_odd_lists(charset: str) -> None:
    data = ODD.replace("UTF-8", charset).replace("Other", "Größe").encode(charset)
    outlines, refused = sources.opml(data)
    assert named(outlines) == [
        ("One", ("News/Inner/deep", "AI/Labs", "x", "Größe")), ("https://two.example/f", ()),
        ("https://three.example/f", ()), ("A & B", ()),
    ]  # fmt: skip
    assert outlines[0].address == "https://one.example/f"  # https where one of the twins is
    assert [row.where for row in refused] == ["outline 'Gone'", "outline 'Script'"]


def test_the_subscriptions_of_another_reader() -> None:
    value = {"subscriptions": [
        {"id": "feed/52", "title": "A &amp; B", "url": "https://a.example/f", "htmlUrl": "https://a.example/",
         "categories": [{"id": "user/-/label/AI", "label": "AI"}, {"id": "user/-/label/Labs", "label": "Labs"}]},
        {"id": "feed/https://b.example/f", "title": "B", "categories": []},
        {"id": "feed/7", "title": "No address"}, "odd",
    ]}  # fmt: skip
    outlines, refused = subscriptions(json.dumps(value).encode())
    assert named(outlines) == [("A & B", ("AI", "Labs")), ("B", ())]
    assert [o.address for o in outlines] == ["https://a.example/f", "https://b.example/f"]
    assert [row.rule for row in refused] == ["opml-outline"]
    for data in (b"", b"{", b"[]", b'{"subscriptions": 3}', b"[" * 100_000, b"\xff"):
        assert [row.rule for row in subscriptions(data)[1]] == ["reader-unreadable"]
