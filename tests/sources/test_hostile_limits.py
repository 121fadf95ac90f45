"""P3: what was made to be slow or to break a parser is read in linear time, and breaks nothing."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from lxml import html

from nutgraf.archive.office_package import Package, PackageError
from nutgraf.archive.page_metadata import page_metadata
from nutgraf.sources.entities import disarm
from nutgraf.sources.json_salvage import salvaged_json
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.sources.page import read_page
from nutgraf.sources.posts.car import records, repository
from nutgraf.sources.sites.written_dates import written_day
from nutgraf.testing.repositories import car_of

pytestmark = pytest.mark.threat("P3")
SOURCE = Source(id="a", name="A", kind="page", address="https://a.example/", owner="A")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds


def page(body: str) -> Received:
    raw = RawObject(name="p.html", data=body.encode(), sha256="0" * 64, media_type="text/html")
    (found,) = read_page(raw, SOURCE)
    assert isinstance(found, Received)
    return found


def test_open_comments_in_a_doctype_are_read_once() -> None:
    with within(1):
        assert disarm("<!DOCTYPE a [" + "<!-- " * 60_000) is None
        assert disarm("<!DOCTYPE a [" + "<? " * 60_000) is None
    assert disarm("<!DOCTYPE a [<!-- > -->]><rss/>") is not None


def test_spaces_between_items_are_read_once() -> None:
    with within(1):
        assert salvaged_json('{"items":[{"id": x}' + " " * 50_000 + "y") is None


def test_authors_in_authors_are_walked_once() -> None:
    deep = '<div itemprop="author">' * 150
    body = deep + '<b itemprop="name"> </b>' * 2_000 + "</div>" * 150
    with within(2):
        page(f"<html><body>{body}</body></html>")
    named = page(
        '<p itemprop="author x"><b itemprop="name"></b><i><b itemprop="name">Ann Lee</b></i></p>'
    )
    assert named.metadata.author == "Ann Lee"


def test_a_name_in_names_breaks_nothing() -> None:
    deep: object = "Ann"
    for _ in range(200):
        deep = {"name": [deep]}
    linked = json.dumps({"@type": "Article", "author": deep})
    body = f'<script type="application/ld+json">{linked}</script><p>Words.</p>'
    assert page(body).metadata.author == ""


def test_a_long_list_of_linked_data_is_read_once() -> None:
    many = "[" + "1," * 190_000 + '{"headline":"A title"}]'
    root = html.document_fromstring(f'<script type="application/ld+json">{many}</script><p>x</p>')
    with within(2):
        assert page_metadata(root).title == "A title"


def test_letters_that_only_fold_to_a_month_are_none() -> None:
    assert written_day("3 ſeptember 2026") is None
    assert written_day("3 aprıl 2026") is None
    assert written_day("3 September 2026") is not None


def test_a_broken_lzma_member_is_a_broken_package() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("a.xml", "words " * 5_000)
    data = bytearray(held.getvalue())
    for at in range(30, 70):
        data[at + 10] ^= 0xFF
    with pytest.raises(PackageError):
        list(Package(bytes(data)).chunks("a.xml"))


def test_one_large_record_under_many_keys_is_not_taken_for_each() -> None:
    car = car_of("did:plc:a", {f"a.b/k{n}": {"text": "x" * 200_000} for n in range(400)})
    with within(5):
        assert len(list(records(repository(car), "a.b"))) < 20
