"""The names of the day as printed: a line a reader can skip, the same in every rendering."""

from __future__ import annotations

import json
from dataclasses import replace

from nutgraf.archive.words import CaptureWords
from nutgraf.editions.edition_json import edition_json
from nutgraf.editions.html import html
from nutgraf.editions.markdown import markdown
from nutgraf.editions.model import Edition
from nutgraf.editions.rereading import read_edition
from nutgraf.editions.schema import schema
from nutgraf.stories.model import NameOfDay, Signal, SignalPart


def name(written: str, kind: str, captures: int) -> NameOfDay:
    parts = (SignalPart(name="voices", value=0.5, weight=0.6),)
    ids = tuple(f"{n:064x}" for n in range(captures))
    return NameOfDay(
        name=written, key=written.casefold(), kind=kind, captures=ids, signal=Signal(parts=parts)
    )


def with_names(edition: Edition) -> Edition:
    names = (
        name("Vireo *Labs*", "company", 12),
        name("Quillon", "company", 3),
        name("Heron 2", "model", 1),
    )
    return replace(edition, names_of_the_day=names)


def test_they_are_one_line_of_markdown(edition: Edition) -> None:
    line = next(
        one for one in markdown(with_names(edition)).decode().split("\n") if "Names of" in one
    )
    assert line == (
        "*Names of the day, with the captures that have each:* "
        r"companies: Vireo \*Labs\* (12), Quillon (3); models: Heron 2 (1)."
    )


def test_they_are_one_line_of_the_page(edition: Edition) -> None:
    page = html(with_names(edition)).decode()
    assert "companies: Vireo *Labs* (12), Quillon (3); models: Heron 2 (1)." in page


def test_an_edition_without_them_prints_no_line(edition: Edition) -> None:
    assert b"Names of the day" not in markdown(edition)
    assert b"Names of the day" not in html(edition)


def test_the_json_carries_captures_and_parts_and_is_read_back(
    edition: Edition, words: CaptureWords
) -> None:
    made = edition_json(with_names(edition))
    first = json.loads(made)["names_of_the_day"][0]
    assert (first["name"], first["kind"], len(first["captures"])) == ("Vireo *Labs*", "company", 12)
    assert first["signal"] == {"voices": {"value": 0.5, "weight": 0.6}}
    again = read_edition(made, words, edition.passages)
    assert isinstance(again, Edition)
    assert edition_json(again) == made


def test_an_edition_of_an_earlier_version_is_read_without_them(
    edition: Edition, words: CaptureWords
) -> None:
    form = json.loads(edition_json(edition))
    del form["names_of_the_day"]
    again = read_edition(json.dumps(form).encode(), words, edition.passages)
    assert isinstance(again, Edition)
    assert again.names_of_the_day == ()


def test_the_schema_has_them() -> None:
    assert "names_of_the_day" in schema("edition")["properties"]
