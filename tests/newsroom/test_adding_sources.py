"""What a person names, and how it is followed; what cannot be meant is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from nutgraf.errors import UsageError
from nutgraf.newsroom.finding import Wish
from nutgraf.newsroom.follow import add
from nutgraf.sources.model import Rules
from nutgraf.testing import Answer
from tests.newsroom.scene import LONG, XML, Scene, feed, item

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.mark.threat("F11")
def test_a_secret_is_not_given_to_a_feed_that_a_page_names_elsewhere(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARBOUR_TOKEN", "hunter2")
    feed_address = scene.web.at("other.example", "/feed")
    scene.web.says("harbour.example/", Answer(
        body=f"<html><link rel=alternate type=application/rss+xml href={feed_address}></html>".encode()
    ))  # fmt: skip
    scene.web.says("other.example/feed", Answer(body=feed(item(1, LONG)), headers=XML))
    with scene.opened() as desk:
        added = add(desk, scene.web.at("harbour.example"), Wish(secret="HARBOUR_TOKEN"))
    assert [one.rule for one in added.refused] == ["secret-elsewhere"] and not added.new
    sent = {one.host for one in scene.web.log if "authorization" in one.headers}
    assert sent == {"harbour.example"}


@pytest.mark.parametrize(
    ("what", "wish", "said"),
    [
        (
            "http://harbour.example/news",
            Wish(kind="listing", rules=Rules(item="div[[[")),
            "selector",
        ),
        ("http://harbour.example/news", Wish(kind="listing"), "rule"),
        ("http://harbour.example/news", Wish(kind="folder"), "folder"),
        ("imaps://me:hunter2@mail.example/INBOX", Wish(), "password"),
        ("nowhere", Wish(), "no folder or file"),
    ],
)
def test_what_cannot_be_meant_is_not_followed(
    scene: Scene, what: str, wish: Wish, said: str
) -> None:
    with scene.opened() as desk:
        with pytest.raises(UsageError) as problem:
            add(desk, what, wish)
        assert said in problem.value.happened and problem.value.next_step
        assert desk.store.followed() == ()


def test_a_rule_that_a_person_names_is_kept(scene: Scene) -> None:
    with scene.opened() as desk:
        wish = Wish(kind="listing", rules=Rules(item="div.teaser"))
        added = add(desk, scene.web.at("harbour.example", "/news"), wish)
        assert added.new[0].rules == Rules(item="div.teaser")
        assert desk.store.followed()[0].rules == Rules(item="div.teaser")


def test_a_folder_is_not_followed_twice_as_something_else(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    with scene.opened() as desk:
        first = add(desk, str(tmp_path / "files"))
        assert add(desk, str(tmp_path / "files")).known == first.new
        for kind in ("feed", "mailbox"):
            with pytest.raises(UsageError):
                add(desk, str(tmp_path / "files"), Wish(kind=kind))  # type: ignore[arg-type]
        assert [(one.id, one.kind) for one in desk.store.followed()] == [("files", "folder")]
