"""Captures: identity, citations, the clamp of dates, any text and any Unicode."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import archive
from nutgraf.errors import PromiseError, SpanError
from nutgraf.sources.model import Link, Metadata
from tests.archive.samples import NOW, capture_of, item, read, refused

WORDS = st.text(min_size=1).filter(lambda text: bool(text.replace("\x00", "x").strip()))


@settings(deadline=None)
@given(text=WORDS, data=st.data())
def test_a_citation_quotes_the_words_whatever_the_text(text: str, data: st.DataObject) -> None:
    capture = capture_of(text)
    assert capture.text == text.replace("\x00", "\ufffd")
    start = data.draw(st.integers(-2, len(text) + 2))
    end = data.draw(st.integers(-2, len(text) + 2))
    resolves = 0 <= start < end <= len(text) and bool(capture.text[start:end].strip())
    if not resolves:
        with pytest.raises(SpanError):
            archive.cite(capture, start, end)
        return
    citation = archive.cite(capture, start, end)
    assert citation.quote == capture.text[start:end]
    at = data.draw(st.integers(0, start))
    again = archive.cite_passage(capture.id, capture.text[at:], at, capture.text_sha256, start, end)
    assert again == citation


@settings(deadline=None)
@given(first=WORDS, second=WORDS)
def test_an_id_changes_with_the_text_and_never_otherwise(first: str, second: str) -> None:
    one, two = capture_of(first), capture_of(second)
    assert (one.id == two.id) == (one.text == two.text)
    later = replace(item(first.encode(), "text/plain", charset="utf-8"), raw_range=(5, 9))
    looked = archive.capture(
        replace(later, address="https://a.example/other", metadata=Metadata(title="Another")),
        read(first.encode(), "text/plain", charset="utf-8", raw_range=(0, 1)),
        owner="p",
        fetched_at=NOW + timedelta(days=9),
    )
    assert looked.id == one.id


def test_the_source_the_item_and_the_reader_are_part_of_the_id() -> None:
    received, made = item("Some words.", "text/plain"), read("Some words.", "text/plain")
    ids = {
        archive.capture(other, canonical, owner="o", fetched_at=NOW).id
        for other, canonical in (
            (received, made),
            (replace(received, source="t"), made),
            (replace(received, key="l"), made),
            (received, replace(made, canonicaliser="plain/0")),
        )
    }
    assert len(ids) == 4


def test_a_text_that_is_not_the_one_its_digest_names_cannot_be_cited() -> None:
    with pytest.raises(SpanError):
        archive.cite(replace(capture_of("Seven models."), text="Eight models."), 0, 5)


def test_a_citation_is_not_built_by_hand() -> None:
    span = archive.Span(capture="c", start=0, end=1)
    with pytest.raises(PromiseError):
        archive.Citation(span=span, quote="x", text_sha256="y")


@pytest.mark.parametrize(
    ("hours", "expected"), [(-5, NOW - timedelta(hours=5)), (0, NOW), (9000, NOW)]
)
def test_nothing_is_published_after_it_was_fetched(hours: int, expected: object) -> None:
    said = Metadata(published_at=NOW + timedelta(hours=hours))
    received = item("Words.", "text/plain", metadata=said)
    capture = archive.capture(received, read("Words.", "text/plain"), owner="o", fetched_at=NOW)
    assert capture.published_at == expected


def test_what_comes_with_an_item_goes_before_what_stands_in_it() -> None:
    page = "<html lang=de><head><title>Own title</title></head><body><p>Text.</p></body></html>"
    said = Metadata(title="Said\ntitle", links=(Link(url="https://x.example/", at=99),))
    capture = archive.capture(item(page, metadata=said), read(page), owner="o", fetched_at=NOW)
    assert capture.title == "Said title"
    assert capture.lang == "de"
    assert capture.links == (Link(url="https://x.example/", at=None),)
    bare = archive.capture(item(page), read(page), owner="o", fetched_at=NOW)
    assert bare.title == "Own title"


def test_a_mail_part_is_named_in_every_block() -> None:
    made = read("One.\n\nTwo.", "text/plain", part="1.2")
    assert [block.part for block in made.layout.blocks] == ["1.2", "1.2"]


@pytest.mark.parametrize("media_type", ["image/png", "", "application/zip"])
def test_a_type_nobody_reads_is_refused(media_type: str) -> None:
    assert refused(b"\x89PNG", media_type).rule == "media-type"


@pytest.mark.parametrize(
    "media_type",
    ["text/html", "text/plain", "text/markdown", "text/vtt", "application/x-subrip"],
)
@pytest.mark.parametrize("body", [b"", b" \n\t ", b"\xef\xbb\xbf"])
def test_a_body_without_words_is_empty(media_type: str, body: bytes) -> None:
    refusal = refused(body, media_type)
    assert (refusal.rule, refusal.where) == ("empty", "https://a.example/page")
    assert refusal.raw


@settings(deadline=None)
@given(
    body=st.binary(max_size=400),
    media_type=st.sampled_from(
        ["text/html", "text/plain", "text/markdown", "text/vtt", "application/x-subrip"]
    ),
    charset=st.sampled_from(["", "utf-8", "utf-16", "windows-1252", "koi8-r", "no-such", "utf-7"]),
)
def test_any_bytes_in_any_charset_give_clean_text_or_a_refusal(
    body: bytes, media_type: str, charset: str
) -> None:
    made = archive.canonical(item(body, media_type, charset=charset))
    if isinstance(made, archive.Canonical):
        assert made.text.strip()
        assert "\x00" not in made.text
        assert made.text.encode("utf-8").decode("utf-8") == made.text
        assert made == archive.canonical(item(body, media_type, charset=charset))
        for block in made.layout.blocks:
            assert made.text[block.start : block.end].strip()
