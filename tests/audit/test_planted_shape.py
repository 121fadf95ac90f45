"""The planted cases have the form that their README gives; what an auditor says is tested elsewhere."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

PLANTED = Path(__file__).parent / "planted"
FOLDERS = sorted(path for path in PLANTED.iterdir() if path.is_dir())
KINDS = (
    "points", "baseline", "variant-or-year", "outlier", "at-odds",
    "relative-date", "hearsay", "one-platform", "conflict", "uncited",
)  # fmt: skip
FIELDS = {
    "source", "id", "url", "title", "owner", "author", "published_at", "fetched_at", "text", "links",
}  # fmt: skip
LINK = re.compile(r"\[([^\]^][^\]]*)\]\(https?://[^)\s]+\)")
ADDRESS = re.compile(r"https?://[^\s)\]]+")


def _captures(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "sources.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _expected(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))


def _digest(folder: Path) -> str:
    return (folder / "digest.md").read_text(encoding="utf-8")


def _seen(markdown: str) -> str:
    """The words a reader sees: links as their text, no footnote marks, no emphasis."""
    return re.sub(r"\[\^\w+\]|\*", "", LINK.sub(r"\1", markdown))


def test_three_cases_and_three_controls_of_each_kind() -> None:
    names = [folder.name for folder in FOLDERS]
    kinds = [KINDS[i // 3] for i in range(30)]
    cases = [f"{i:02d}-{kind}" for i, kind in enumerate(kinds, start=1)]
    assert names == sorted(cases + [f"{name}-control" for name in cases])
    assert Counter(_expected(folder)["kind"] for folder in FOLDERS) == dict.fromkeys(KINDS, 6)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_expected_sentences_stand_once_in_the_digest(folder: Path) -> None:
    expected, digest = _expected(folder), _digest(folder)
    assert folder.name[3:].removesuffix("-control") == expected["kind"]
    assert expected["why"].endswith(".")
    if folder.name.endswith("-control"):
        assert expected["sentence"] == ""
        assert set(expected) == {"kind", "sentence", "why"}
        return
    assert digest.count(expected["markdown"]) == 1
    assert _seen(expected["markdown"]) == expected["sentence"]
    for sentence in (expected["sentence"], *expected.get("also", ())):
        assert _seen(digest).count(sentence) == 1


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_captures_are_well_formed_and_not_later_than_the_edition(folder: Path) -> None:
    captures = _captures(folder)
    dated = re.search(r"\d{1,2} [A-Z][a-z]+ 2026", _digest(folder))
    assert dated is not None
    day = datetime.strptime(dated[0], "%d %B %Y").date()  # noqa: DTZ007 - a day, no hour
    assert 2 <= len(captures) <= 6
    for capture in captures:
        assert set(capture) <= FIELDS
        assert 40 <= len(capture["text"].split()) <= 150
        assert str(urlsplit(capture["url"]).hostname).endswith(".example")
        assert all(0 <= link["at"] < len(capture["text"]) for link in capture.get("links", ()))
        for stamp in (capture["published_at"], capture.get("fetched_at", capture["published_at"])):
            assert datetime.fromisoformat(stamp).utcoffset() is not None
            assert datetime.fromisoformat(stamp).date() <= day
    keys = Counter((capture["source"], capture["id"]) for capture in captures)
    revised = folder.name.startswith("30-")
    assert max(keys.values()) == (2 if revised else 1)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_only_the_case_of_a_dead_link_has_one_and_only_one_platform_has_one_host(
    folder: Path,
) -> None:
    cited = set(ADDRESS.findall(_digest(folder)))
    dead = cited - {capture["url"] for capture in _captures(folder)}
    assert bool(dead) == (folder.name == "29-uncited")
    hosts = {urlsplit(address).hostname for address in cited}
    assert (len(hosts) == 1) == (_expected(folder)["kind"] == "one-platform" and folder.name[-8:] != "-control")  # fmt: skip
