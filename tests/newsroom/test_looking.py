"""Looks at a scripted web: what is asked, how, when again, and what is kept of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.health import health_of
from nutgraf.newsroom.left_out import left_out
from nutgraf.newsroom.look import keep_looking, look_desk
from nutgraf.newsroom.revisions import revisions
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.sources.model import Rules
from nutgraf.store.folder import held
from nutgraf.telemetry import Silent
from nutgraf.testing import Answer, Asked
from tests.newsroom.scene import BEGIN, HOUR, LONG, TEXT, XML, Scene, feed, item

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_a_feed_is_asked_conditionally_and_not_before_it_may_be(scene: Scene) -> None:
    address = scene.web.at("harbour.example", "/feed")
    scene.web.says("/feed", Answer(body=feed(item(1, LONG)), headers=XML, etag='W/"a, b"'))
    scene.follow(address=address)
    first = scene.look()
    assert (first.looked, first.items, first.fresh) == (1, 1, 1)
    assert scene.look(timedelta(minutes=30)).looked == 0
    again = scene.look(2 * HOUR)
    assert (again.looked, again.fresh) == (1, 0)
    asked = [one for one in scene.web.log if one.path == "/feed"]
    assert [one.headers.get("if-none-match") for one in asked] == [None, 'W/"a, b"']
    assert [one.status for one in asked] == [200, 304]
    with scene.opened() as desk:
        one = health_of(desk, now=scene.time.now())[0]
    assert one.health.state == "good"
    assert (one.standing.looks, one.standing.unchanged) == (2, 1)


def test_a_feed_that_moved_for_good_is_followed_there(scene: Scene) -> None:
    new = scene.web.at("quay.example", "/feed")
    scene.web.says("harbour.example/feed", Answer(status=301, headers=(("Location", new),)))
    scene.web.says("quay.example/feed", Answer(body=feed(item(1, LONG)), headers=XML, etag='"1"'))
    old = scene.web.at("harbour.example", "/feed")
    scene.follow(address=old)
    scene.look()
    with scene.opened() as desk:
        assert [source.address for source in desk.store.followed()] == [new]
        one = health_of(desk, now=scene.time.now())[0]
    assert [(kept.move.was, kept.move.now) for kept in one.moves] == [(old, new)]
    assert one.health.state == "good"
    scene.look(2 * HOUR)
    last = scene.web.log[-1]
    assert (last.host, last.status) == ("quay.example", 304)


def test_a_detour_is_followed_and_not_believed_for_good(scene: Scene) -> None:
    new = scene.web.at("quay.example", "/feed")
    scene.web.says("harbour.example/feed", Answer(status=302, headers=(("Location", new),)))
    scene.web.says("quay.example/feed", Answer(body=feed(item(1, LONG)), headers=XML))
    old = scene.web.at("harbour.example", "/feed")
    scene.follow(address=old)
    assert scene.look().fresh == 1
    with scene.opened() as desk:
        assert [source.address for source in desk.store.followed()] == [old]


def test_what_is_gone_is_not_asked_again(scene: Scene) -> None:
    scene.web.says("/feed", Answer(status=410))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    scene.look()
    assert scene.look(240 * HOUR).looked == 0
    with scene.opened() as desk:
        assert health_of(desk, now=scene.time.now())[0].health.state == "gone"


def test_patience_that_a_server_asks_for_is_kept_and_said(scene: Scene) -> None:
    answers = {"patient": True}

    def says(_: Asked) -> Answer:
        if answers["patient"]:
            return Answer(status=503, headers=(("Retry-After", str(5 * 3600)),))
        return Answer(body=feed(item(1, LONG)), headers=XML)

    scene.web.says("/feed", says)
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    looked = scene.look()
    assert looked.fresh == 0
    with scene.opened() as desk:
        assert health_of(desk, now=scene.time.now())[0].health.state == "paused"
    answers["patient"] = False
    assert scene.look(4 * HOUR).looked == 0
    assert scene.look(3 * HOUR).fresh == 1


def test_two_feeds_of_a_host_are_asked_one_after_the_other(scene: Scene) -> None:
    for number in range(6):
        scene.web.says(f"/{number}", Answer(
            body=feed(item(number, LONG + str(number))), headers=XML, latency=0.01
        ))  # fmt: skip
        host = "harbour.example" if number % 2 else "other.example"
        scene.follow(
            id=f"feed-{number}", name=f"F {number}", address=scene.web.at(host, f"/{number}")
        )
    assert scene.look().fresh == 6
    assert scene.web.overlapping() == []


def test_a_look_that_is_killed_before_it_settles_asks_again_and_loses_nothing(
    scene: Scene, tmp_path: Path
) -> None:
    scene.web.says("/feed", Answer(body=feed(item(1, LONG)), headers=XML, etag='"1"'))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))

    class KilledError(Exception):
        pass

    def witness(point: str) -> None:
        if point == "standings:before":
            raise KilledError

    with (
        pytest.raises(KilledError),
        open_desk(tmp_path / "desk", witness=witness, way_out=scene._out) as desk,
    ):
        look_desk(desk, runner=Inline(), progress=Silent(), now=scene.time.now())
    assert scene.texts() == [LONG.strip()]
    again = scene.look(timedelta(minutes=1))
    assert (again.looked, again.fresh) == (1, 0)
    assert scene.web.log[-1].status == 200


def test_a_mailbox_on_the_disk_gives_each_letter_once(scene: Scene, tmp_path: Path) -> None:
    letter = "From: Ines <ines@harbour.example>\nSubject: Quay {n}\nMessage-ID: <{n}@harbour.example>\n\n{words}\n"
    box = tmp_path / "box"
    for part in ("cur", "new", "tmp"):
        (box / part).mkdir(parents=True)
    (box / "new" / "1.a").write_text(letter.format(n=1, words=LONG), encoding="utf-8")
    scene.follow(kind="mailbox", address=str(box))
    assert scene.look().fresh == 1
    (box / "new" / "1.a").rename(box / "cur" / "1.a:2,S")
    (box / "new" / "2.a").write_text(letter.format(n=2, words=LONG + "Two."), encoding="utf-8")
    assert scene.look(HOUR).fresh == 1
    with scene.opened() as desk:
        ids = desk.store.captures.arrived(desk.audience, None, scene.time.now())
        captures = desk.store.captures.get(ids)
    assert [capture.key for capture in captures] == ["1@harbour.example", "2@harbour.example"]
    assert all("unverified" in dict(capture.marks)["sender"] for capture in captures)


def test_a_figure_that_is_changed_without_a_word_is_told(scene: Scene) -> None:
    said = LONG + "The quay cost 12 million."
    scene.web.says("/feed", Answer(body=feed(item(1, said)), headers=XML, etag='"1"'))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    scene.look()
    changed = said.replace("12 million", "21 million")
    scene.web.says("/feed", Answer(body=feed(item(1, changed)), headers=XML, etag='"2"'))
    assert scene.look(2 * HOUR).fresh == 1
    with scene.opened() as desk:
        (found,) = revisions(desk)
    assert found.revision.verdict == "silent" and found.revision.silent_figures == 1
    assert [(change.was, change.now) for change in found.revision.changes] == [("12", "21")]


def test_a_churned_guid_is_no_second_item(scene: Scene) -> None:
    def says(asked: Asked) -> Answer:
        renamed = item(1, LONG).replace("tag:1", f"tag:{asked.number}")
        return Answer(body=feed(renamed), headers=XML, etag=f'"{asked.number}"')

    scene.web.says("/feed", says)
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    fresh = [scene.look(25 * HOUR).fresh for _ in range(6)]
    assert scene.paths().count("/feed") == 6
    assert len(scene.texts()) == 1 and sum(fresh) == 1


def test_a_source_may_be_read_in_spite_of_robots_where_its_operator_has_leave(scene: Scene) -> None:
    scene.web.says("/feed", Answer(body=feed(item(1, LONG)), headers=XML))
    scene.web.says("/robots.txt", Answer(body=b"User-agent: *\nDisallow: /\n", headers=TEXT))
    source = scene.follow(address=scene.web.at("harbour.example", "/feed"))
    looked = scene.look()
    assert [one.rule for one in looked.refused] == ["robots"] and scene.texts() == []
    with scene.opened() as desk:
        desk.store.follow([replace(source, robots=False)])
    assert scene.look(48 * HOUR).fresh == 1


def test_the_phone_copy_of_a_page_is_the_same_item(scene: Scene) -> None:
    def says(asked: Asked) -> Answer:
        host = "harbour.example" if asked.number == 0 else "m.harbour.example"
        one = item(1, LONG, f"https://{host}/1").replace("tag:1", f"tag:{asked.number}")
        return Answer(body=feed(one), headers=XML, etag=f'"{asked.number}"')

    scene.web.says("/feed", says)
    scene.follow(address=scene.web.at("harbour.example", "/feed"), full_text="never")
    fresh = [scene.look(25 * HOUR).fresh for _ in range(2)]
    assert fresh == [1, 0] and len(scene.texts()) == 1


def test_the_colophon_names_a_source_that_fails_though_it_was_not_due(scene: Scene) -> None:
    scene.web.says("/feed", Answer(body=feed(item(1, LONG)), headers=XML, etag='"1"'))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    scene.follow(id="quay", name="The quay", address=scene.web.at("quay.example", "/lost"))

    def run(after: timedelta) -> list[tuple[str, str]]:
        scene.time.move_to(scene.time.now() + after)
        with scene.opened() as desk:
            run_desk(desk, runner=Inline(), progress=Silent(), now=scene.time.now())
            day = scene.time.now().date().isoformat()
        text = (scene.folder / "editions" / day / "edition.json").read_text(encoding="utf-8")
        return [(row["source"], row["message"]) for row in json.loads(text)["colophon"]["failed"]]

    for hours in (1, 2, 3, 5, 9, 18):
        assert scene.look(hours * HOUR).refused or hours == 1
    looked = run(30 * HOUR)
    waited = run(23 * HOUR)
    assert [source for source, _ in looked] == [source for source, _ in waited] == ["The quay"]
    assert "The server answered 404" in looked[0][1]
    assert "(404) 7 times in a row" in waited[0][1]


def test_a_second_run_of_a_moment_makes_the_same_bytes(scene: Scene) -> None:
    scene.web.says("/feed", Answer(body=feed(item(1, LONG)), headers=XML, etag='"1"'))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    scene.follow(id="quay", name="The quay", address=scene.web.at("quay.example", "/lost"))
    scene.time.move_to(BEGIN + HOUR)

    def files() -> dict[str, bytes]:
        with scene.opened() as desk:
            run_desk(desk, runner=Inline(), progress=Silent(), now=scene.time.now())
        folder = scene.folder / "editions"
        return {str(path): path.read_bytes() for path in sorted(folder.rglob("*.*"))}

    assert files() == files()


@pytest.mark.threat("F11")
def test_a_redirect_for_good_takes_no_secret_along(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARBOUR_TOKEN", "hunter2")
    new = scene.web.at("other.example", "/new")
    scene.web.says("harbour.example/feed", Answer(status=301, headers=(("Location", new),)))
    scene.web.says("other.example/new", Answer(body=feed(item(1, LONG)), headers=XML, etag='"1"'))
    old = scene.web.at("harbour.example", "/feed")
    scene.follow(address=old, secret="HARBOUR_TOKEN")
    scene.look()
    scene.look(25 * HOUR)
    sent = {one.host for one in scene.web.log if "authorization" in one.headers}
    assert sent == {"harbour.example"}
    with scene.opened() as desk:
        assert [source.address for source in desk.store.followed()] == [old]
        assert health_of(desk, now=scene.time.now())[0].health.state == "moved"


def test_what_could_not_be_read_is_asked_for_whole_again(scene: Scene) -> None:
    scene.web.says("/feed", Answer(body=b"\x00\x01\x02" * 400, headers=XML, etag='"1"'))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    scene.look()
    scene.look(25 * HOUR)
    assert [one.status for one in scene.web.log if one.path == "/feed"] == [200, 200]
    with scene.opened() as desk:
        assert health_of(desk, now=scene.time.now())[0].health.state == "failing"


def test_rules_that_were_mended_read_the_same_page_anew(scene: Scene) -> None:
    page = (
        "<main><article class=teaser><h2>Quay opens</h2><div class=words>"
        f"{LONG}</div></article></main>"
    ).encode()
    scene.web.says("/news", Answer(body=page, etag='"1"'))
    wrong = Rules(item="section.lost", text=".words")
    source = scene.follow(
        kind="listing", address=scene.web.at("harbour.example", "/news"), rules=wrong
    )
    scene.look()
    assert scene.texts() == []
    with scene.opened() as desk:
        desk.store.follow([replace(source, rules=Rules(item="article.teaser", text=".words"))])
    scene.look(25 * HOUR)
    assert len(scene.texts()) == 1


def test_an_address_that_a_person_changed_begins_anew(scene: Scene) -> None:
    scene.web.says("/feed", Answer(status=410))
    scene.web.says("/there", Answer(body=feed(item(1, LONG)), headers=XML))
    source = scene.follow(address=scene.web.at("harbour.example", "/feed"))
    scene.look()
    with scene.opened() as desk:
        desk.store.follow([replace(source, address=scene.web.at("harbour.example", "/there"))])
    assert scene.look(HOUR).fresh == 1


def test_looking_on_waits_while_another_is_at_work(scene: Scene) -> None:
    scene.web.says("/feed", Answer(body=feed(item(1, LONG)), headers=XML))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    waits: list[float] = []
    holder = held(scene.folder)

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        scene.time.sleep(seconds)
        if len(waits) == 2:
            holder.__exit__(None, None, None)

    holder.__enter__()
    with scene.opened() as desk:
        looks = keep_looking(
            desk, runner=Inline, progress=Silent(), clock=scene.time.now, sleep=sleep
        )
        assert next(looks).fresh == 1
    assert waits == [60.0, 60.0]


@pytest.mark.threat("F8")
def test_a_source_that_floods_the_desk_is_held_to_its_day(scene: Scene) -> None:
    def says(asked: Asked) -> Answer:
        first = asked.number * 10
        items = [item(n, f"{LONG} Flood number {n}.") for n in range(first, first + 10)]
        return Answer(body=feed(*items), headers=XML, etag=f'"{asked.number}"')

    scene.web.says("/feed", says)
    with (scene.folder / "nutgraf.toml").open("a") as out:
        out.write("\n[sources]\nmost_a_day = 25\n")
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    fresh = [scene.look(2 * HOUR).fresh for _ in range(4)]
    assert fresh == [10, 10, 5, 0]
    with scene.opened() as desk:
        assert {row.rule for row in left_out(desk)} == {"source-too-much"}
    assert scene.look(24 * HOUR).fresh == 10
