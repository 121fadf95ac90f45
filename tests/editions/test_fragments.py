"""Text-fragment links of cited spans: made where one leads there, recognised, nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nutgraf import archive
from nutgraf.archive.model import Capture, Span
from nutgraf.editions.edition_json import edition_json
from nutgraf.editions.fragments import leads_to, span_link, span_links
from nutgraf.editions.links import safe_link
from nutgraf.editions.model import Edition
from nutgraf.errors import SpanError
from nutgraf.ids import text_sha256

PAGE = "https://harbour-wire.example/hw-1"


def captured(first: Capture, text: str, address: str = PAGE) -> Capture:
    return replace(first, text=text, text_sha256=text_sha256(text), address=address)


def test_every_cited_span_has_its_link_once_in_order(
    edition: Edition, captures: tuple[Capture, ...]
) -> None:
    links = span_links(edition.sentences(), {one.id: one for one in captures})
    assert [one.span for one in links] == sorted({one.span for one in links})
    held = {one.id: one for one in captures}
    cited = {cite.span for sentence in edition.sentences() for cite in sentence.cites}
    assert {one.span for one in links} == {
        span for span in cited if held[span.capture].address.startswith("https://")
    }
    for one in links:
        assert one.url == archive.link(held[one.span.capture], one.span.start, one.span.end)
        assert f'"link": "{one.url}"'.encode() in edition_json(edition)
        assert safe_link(one.url) == one.url


@pytest.mark.parametrize(
    "address",
    ["", "harbour-wire.example", "javascript:alert(1)", "ftp://a.example/", f"{PAGE}#:~:text=x"],
)
def test_no_page_no_link(captures: tuple[Capture, ...], address: str) -> None:
    capture = captured(captures[0], "One line of words.", address)
    assert span_link(capture, Span(capture=capture.id, start=0, end=8)) is None


def test_words_that_stand_twice_have_no_link(captures: tuple[Capture, ...]) -> None:
    capture = captured(captures[0], "The fee. The fee.")
    assert span_link(capture, Span(capture=capture.id, start=0, end=8)) is None


@settings(deadline=None)
@given(
    text=st.text(
        alphabet=st.one_of(
            st.sampled_from("ab ,-&.\n\té%"), st.characters(exclude_categories=["Cs"])
        ),
        min_size=1,
        max_size=400,
    ),
    fragment=st.sampled_from(["", "#part", "#"]),
    data=st.data(),
)
def test_a_link_of_a_span_is_known_to_lead_to_its_words(
    captures: tuple[Capture, ...], text: str, fragment: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    capture = captured(captures[0], text, PAGE + fragment)
    try:
        url = span_link(capture, Span(capture=capture.id, start=start, end=end))
    except SpanError:
        assert not text[start:end].strip()
        return
    assume(url is not None)
    assert url is not None and leads_to(url, capture.address, text[start:end])
    assert not leads_to(url, "https://elsewhere.example/", text[start:end])
    assert not leads_to(url, capture.address, text[start:end] + "x")
    at = data.draw(st.integers(0, len(url) - 1))
    changed = url[:at] + ("x" if url[at] != "x" else "y") + url[at + 1 :]
    assert not leads_to(changed, capture.address, text[start:end])


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        (f"{PAGE}#:~:text=five%20plain%20words%20to%20quote", True),
        (f"{PAGE}#:~:text=five,quote", True),
        (f"{PAGE}#:~:text=five%20plain,to%20quote", True),
        (f"{PAGE}#:~:text=five%20plain%20words,words%20to%20quote", False),
        (f"{PAGE}#:~:text=five", False),
        (f"{PAGE}#:~:text=five,", False),
        (f"{PAGE}#:~:text=,quote", False),
        (f"{PAGE}#:~:text=", False),
        (f"{PAGE}#:~:text=five plain words to quote", False),
        (f"{PAGE}#:~:text=%66ive,quote", False),
        (f"{PAGE}#:~:text=five,quote&text=other", False),
        (f"{PAGE}?to=elsewhere#:~:text=five,quote", False),
        (PAGE, False),
        ("javascript:alert(1)#:~:text=five,quote", False),
        ("", False),
    ],
)
def test_only_the_address_and_words_that_begin_and_end_the_quote(link: str, leads: bool) -> None:
    assert leads_to(link, PAGE, " five plain words to quote\n") is leads


def test_without_an_address_nothing_leads_anywhere() -> None:
    assert not leads_to("#:~:text=five", "", "five")
