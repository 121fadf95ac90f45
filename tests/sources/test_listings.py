"""Pages without a feed: rules in CSS and XPath, bad selectors, dates in words, guessed rules."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nutgraf import sources
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import Lead, RawObject, Received, Rules, Source
from nutgraf.sources.options import SourcesOptions
from nutgraf.sources.sites.guessed_rules import guess_rules
from nutgraf.sources.sites.selecting import selector
from nutgraf.sources.sites.written_dates import written_day

HERE = "https://lab.example/news/"
PAGE = """<html><head><base href="/news/"></head><body><nav><a href="/about">About us all here</a></nav><main>
<article class="card"><h2><a href="one">First <b>story</b></a></h2><span class="day">3 April 2026</span><p class="text">Words of the first.</p><a href="one#more">more</a></article>
<article class="card"><h2><a href="/two?utm_source=x">Second story</a></h2><time datetime="2026-04-02T09:00:00Z">yesterday</time><p class="text">Words of the <i>second</i>.</p></article>
<article class="card"><h2><a href="javascript:alert(1)">Third</a></h2><p class="text">Words of the third.</p></article>
<article class="card"><h2>Subscribe!</h2></article></main></body></html>"""


def look(rules: Rules | None, page: str = PAGE, options: SourcesOptions | None = None) -> list[Lead | Received | Refused]:  # fmt: skip
    source = Source(id="lab", name="Lab", kind="listing", address=HERE, owner="Lab", rules=rules)
    data = page.encode()
    raw = RawObject(name=HERE, data=data, sha256=sha256_hex(data), media_type="text/html", address=HERE)  # fmt: skip
    found = list(sources.read(raw, source, options=options or SourcesOptions()))
    for one in found:
        if isinstance(one, Refused):
            assert one.happened.endswith(".") and one.next_step.endswith(".")
        elif isinstance(one, Lead):
            assert one.address.startswith("https://lab.example/") and one.kind == "item"
    return found


@pytest.mark.parametrize(
    "rules",
    [
        Rules(item="article.card", date=".day, time"),
        Rules(item="main > article", link="h2 a", title="h2", date="span.day"),
        Rules(item="//article[@class='card']", link=".//h2/a", title="./h2"),
    ],
)
def test_items_become_leads(rules: Rules) -> None:
    first, second, note = look(rules)
    assert isinstance(first, Lead) and isinstance(second, Lead) and isinstance(note, Refused)
    assert (first.address, first.metadata.title) == ("https://lab.example/news/one", "First story")
    assert (second.key, second.metadata.title) == ("https://lab.example/two", "Second story")
    if rules.date:
        assert first.metadata.published_at == datetime(2026, 4, 3, 12, tzinfo=UTC)
    if rules.date != "span.day":
        assert second.metadata.published_at == datetime(2026, 4, 2, 9, tzinfo=UTC)
    assert note.rule == "listing-empty-items" and "2 of 4" in note.happened


def test_words_of_the_listing_itself_become_items() -> None:
    first, second, third, note = look(Rules(item=".card", text="p.text"))
    assert (
        isinstance(first, Received) and isinstance(second, Received) and isinstance(third, Received)
    )
    assert (
        first.body == b'<p class="text">Words of the first.</p>' and first.media_type == "text/html"
    )
    assert second.key == "https://lab.example/two" and third.key.startswith("sha256:")
    assert third.address == HERE and isinstance(note, Refused)
    assert {one.metadata.owner for one in (first, second, third)} == {"Lab"}
    again = [
        one.key for one in look(Rules(item=".card", text="p.text")) if isinstance(one, Received)
    ]
    assert again == [first.key, second.key, third.key]


@pytest.mark.parametrize(
    ("rules", "rule", "said"),
    [
        (None, "listing-rules", "no rules"), (Rules(item=" "), "listing-rules", "no rules"),
        (Rules(item="div["), "listing-selector", "`div[` (item)"), (Rules(item="//div["), "listing-selector", "as XPath"),
        (Rules(item="article", link="h2 >"), "listing-selector", "`h2 >` (link)"), (Rules(item="a:hover("), "listing-selector", "as CSS"),
        (Rules(item="article", title="//h2"), "listing-selector", "begin it with a dot"),
        (Rules(item="//a[document('file:///etc/passwd')]"), "listing-selector", "beyond the page"),
        (Rules(item="//a[re:test(@href, '(a+)+$')]"), "listing-selector", "beyond the page"),
        (Rules(item="//a[id('x')]"), "listing-selector", "beyond the page"), (Rules(item="//a[$x]"), "listing-selector", "beyond the page"),
        (Rules(item="//a[count(//*) > 3]"), "listing-selector", "page's root"), (Rules(item="//a[/html]"), "listing-selector", "page's root"),
        (Rules(item="//a[.//b[.//c[.//d]]]"), "listing-selector", "through the page"), (Rules(item="a" * 501), "listing-selector", "longer than"),
        (Rules(item="//a/text()"), "listing-empty", "no item"), (Rules(item="count(//a)"), "listing-selector", "as CSS"),
        (Rules(item=".gone"), "listing-empty", "0 elements"), (Rules(item="h2", text=".text"), "listing-empty", "none with words"),
        (Rules(item="//a[nosuch()]"), "listing-empty", "0 elements"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_used_say_why(rules: Rules | None, rule: str, said: str) -> None:
    (refused,) = look(rules)
    assert isinstance(refused, Refused) and refused.rule == rule and said in refused.happened


def test_the_words_document_and_id_may_stand_in_quotes_and_names() -> None:
    page = "<a class='document' data-id='x' href='/a'>Document (1) of $ all</a>"
    for item in (
        "a.document",
        "//a[contains(., 'Document (1) of $')]",
        "//a[@data-id='x']",
        "a[data-id]",
    ):
        (lead,) = look(Rules(item=item), page)
        assert isinstance(lead, Lead), item


def test_long_lists_are_cut_and_large_pages_refused() -> None:
    rows = "".join(f"<li><a href='/{n}'>Row {n}</a></li>" for n in range(30))
    *leads, note = look(Rules(item="li"), f"<ul>{rows}</ul>", SourcesOptions(newest_entries=10))
    assert (
        len(leads) == 10 and isinstance(note, Refused) and "30 items; the 20 last" in note.happened
    )
    for page in ("<p>x</p>" * 20_000, "<p>" + "x" * 5_000_000):
        (refused,) = look(Rules(item="p"), page)
        assert isinstance(refused, Refused) and refused.rule == "listing-large"
    (deep,) = look(Rules(item="p"), "<div>" * 300)
    assert isinstance(deep, Refused) and deep.rule == "html-depth"


WIDE = "<ul>" + "<li class=a><a href=/x>t</a></li>" * 4_900 + "</ul>"
DEEP = ("<div class=a>" * 90 + "x" + "</div>" * 90) * 100


@pytest.mark.parametrize("item", ["li ~ li", "li ~ li ~ li", "li + li", "* * * *", "div div div", "//*/ancestor::*/a", "//*//*//*"])  # fmt: skip
@pytest.mark.parametrize("page", [WIDE, DEEP], ids=["wide", "deep"])
def test_a_selector_that_could_hang_is_refused_before(item: str, page: str) -> None:
    """Each of these took 2 to 58 seconds on one of the pages; here they end at once."""
    import time

    began = time.process_time()
    found = look(Rules(item=item), page)
    assert found and time.process_time() - began < 3.0
    slow = (item, page) in {("li ~ li", WIDE), ("li ~ li ~ li", WIDE), ("* * * *", DEEP), ("//*//*//*", DEEP)}  # fmt: skip
    if slow:
        assert isinstance(found[0], Refused) and "minutes" in found[0].happened


@settings(deadline=None)
@given(st.text(max_size=30), st.booleans())
@example(written="/\x1b", inside=False)
def test_any_words_are_a_selector_or_refused(written: str, inside: bool) -> None:
    made = selector(written, inside=inside)
    if isinstance(made, str):
        assert made
    else:
        from lxml import html

        assert isinstance(made.find(html.document_fromstring(PAGE)), list)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("3 April 2026", (2026, 4, 3)), ("April 3, 2026", (2026, 4, 3)), ("Apr. 3rd, 2026", (2026, 4, 3)), ("Friday, April 3rd 2026", (2026, 4, 3)),
        ("Published on 3 Apr 2026 by Jane", (2026, 4, 3)), ("3. April 2026", (2026, 4, 3)), ("03.04.2026", (2026, 4, 3)), ("3. März 2026, 10:00 Uhr", (2026, 3, 3)),
        ("1er avril 2026", (2026, 4, 1)), ("le 14 août 2026", (2026, 8, 14)), ("3 de abril de 2026", (2026, 4, 3)), ("viernes, 3 de abril del 2026", (2026, 4, 3)),
        ("2026-04-03", (2026, 4, 3)), ("on 2026-04-03 there", (2026, 4, 3)), ("SEPT 1 2026", (2026, 9, 1)), ("1 Dec, 2026", (2026, 12, 1)),
        ("03/04/2026", None), ("April 2026", None), ("31 February 2026", None), ("3 April 2026 - 5 April 2026", None), ("yesterday", None), ("", None),
        ("3 April 1826", None), ("Version 3.4.2026.1 of 13", None), ("May 5", None), ("x" * 300 + "3 April 2026", None), ("33 April 2026", None),
    ],
)  # fmt: skip
def test_days_as_people_write_them(words: str, day: tuple[int, int, int] | None) -> None:
    found = written_day(words)
    assert found == (datetime(*day, 12, tzinfo=UTC) if day else None)


def listing(item: str, count: int = 8, before: str = "", after: str = "") -> bytes:
    rows = "".join(item.format(n=n, day=n + 1) for n in range(count))
    return f"<html><body>{before}{rows}{after}</body></html>".encode()


NAV = (
    "<nav>"
    + "".join(
        f"<li><a href='/section/part-{n}'>A section with a name {n}</a></li>" for n in range(12)
    )
    + "</nav>"
)
FOOT = (
    "<footer>"
    + "".join(
        f"<p><a href='/house/rule-{n}'>One more rule of the house {n}</a></p>" for n in range(20)
    )
    + "</footer>"
)
SHAPES = (
    ("<article class='card'><h2><a href='/n/{n}-story'>The story of number {n} is told</a></h2><time datetime='2026-04-{day:02}'>x</time><p>And <a href='/tag/x'>tags</a></p></article>", "<main>", "</main>"),
    ("<li class='post-{n} hentry'><a href='/n/{n}-story'><img src='/i.jpg'></a><h3><a href='/n/{n}-story'>The story of number {n} is told</a></h3><span class='date'>{day} April 2026</span></li>", "<ul class='posts'>", "</ul>"),
    ("<tr><td>{day} April 2026</td><td><a href='/n/{n}-story'>The story of number {n} is told</a></td></tr>", "<table id='news'><tbody>", "</tbody></table>"),
    ("<a class='row' href='/n/{n}-story'><div><h3>The story of number {n} is told</h3><p>Blurb</p></div></a>", "<div class='list'>", "</div>"),
    ("<p><a href='/n/{n}-story'>The story of number {n} is told</a> <em>{day} April 2026</em></p>", "<div id='content'>", "</div>"),
    ("<div><div class='inner css-9x{n}'><a href='/n/{n}-story'>The story of number {n} is told</a></div></div>", "<section class='stories'>", "</section>"),
)  # fmt: skip


@pytest.mark.parametrize(("item", "before", "after"), SHAPES, ids=range(len(SHAPES)))
def test_rules_are_guessed_from_what_repeats(item: str, before: str, after: str) -> None:
    page = listing(item, before=NAV + before, after=after + FOOT)
    rules = guess_rules(page, HERE)
    assert rules is not None
    found = [one for one in look(rules, page.decode()) if isinstance(one, Lead)]
    assert [lead.address for lead in found] == [
        f"https://lab.example/n/{n}-story" for n in range(8)
    ]
    assert all(lead.metadata.title.startswith("The story of number") for lead in found)


@pytest.mark.parametrize(
    "page",
    [
        b"", b"<p>No link at all.</p>", listing("<p><a href='/n/{n}'>More</a></p>"), NAV.encode() + FOOT.encode(),
        listing("<p><a href='https://other.example/{n}'>A story of another site</a></p>"), b"<div>" * 5000,
        listing("<p><a href='/one'>Always the very same page</a></p>"), listing("<p><a href='/n/{n}'>Two stories of a site</a></p>", 2),
    ],
)  # fmt: skip
def test_where_nothing_repeats_there_are_no_rules(page: bytes) -> None:
    assert guess_rules(page, HERE) is None
