"""How sources and leads are asked: what is due, and where a secret may go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nutgraf.rundown.errands import due, lead_errand
from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.looks.visits import Validators
from nutgraf.sources.model import Kind, Lead, Source

NOW = datetime(2026, 4, 3, 18, tzinfo=UTC)
SOURCE = Source(
    id="club", name="Club", kind="feed", address="https://club.example/feed", owner="Club",
    secret="CLUB_TOKEN", user="ines",
)  # fmt: skip


def lead(address: str) -> Lead:
    return Lead(source="club", address=address, key="1", kind="item", why="a page", raw="0" * 64)


@pytest.mark.threat("F11")
@pytest.mark.parametrize(
    ("address", "goes"),
    [
        ("https://club.example/members/1", True),
        ("https://club.example:443/members/1", True),
        ("https://CLUB.example/members/1", True),
        ("http://club.example/members/1", False),
        ("https://club.example:8443/members/1", False),
        ("https://www.club.example/members/1", False),
        ("https://club.example.evil.example/1", False),
        ("https://club.example@evil.example/1", False),
        ("https://evil.example/?https://club.example/", False),
        ("ftp://club.example/1", False),
    ],
)
def test_a_secret_follows_a_lead_only_on_its_own_origin(address: str, goes: bool) -> None:
    asked = lead_errand(SOURCE, lead(address), {})
    assert (asked.secret, asked.user) == (("CLUB_TOKEN", "ines") if goes else ("", ""))


def test_an_item_is_asked_for_whole_and_another_part_only_if_it_changed() -> None:
    given = {("club", "https://club.example/2"): Validators(etag='"x"')}
    asked = lead_errand(SOURCE, lead("https://club.example/2"), given)
    assert not asked.validators
    part = replace(lead("https://club.example/2"), kind="more")
    assert lead_errand(SOURCE, part, given).validators == Validators(etag='"x"')


@pytest.mark.parametrize(
    ("kind", "looked", "is_due"),
    [("feed", False, True), ("feed", True, False), ("folder", True, True), ("import", True, True),
     ("mailbox", True, True), ("posts", True, False), ("reader", True, False)],
)  # fmt: skip
def test_what_is_on_the_web_is_looked_at_by_its_rhythm(
    kind: Kind, looked: bool, is_due: bool
) -> None:
    source = replace(SOURCE, kind=kind)
    standing = Standing(source="club", last_look=NOW, next_look=NOW + timedelta(hours=1), looks=1)
    standings = {"club": standing} if looked else {}
    assert due([source], standings, NOW) == ((source,) if is_due else ())
