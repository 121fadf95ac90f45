"""Looks at a scripted web: what is asked, how, when again, and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nutgraf.errors import UsageError
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.finding import Wish
from nutgraf.newsroom.follow import add, remove
from nutgraf.newsroom.health import health_of
from nutgraf.newsroom.left_out import left_out
from nutgraf.newsroom.look import Looked, keep_looking, look_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.revisions import revisions
from nutgraf.newsroom.run import run_desk
from nutgraf.runners.pool import Inline
from nutgraf.sources.model import Rules, Source
from nutgraf.store.folder import held
from nutgraf.telemetry import Silent
from nutgraf.testing import Answer, Asked, ScriptedNames, ScriptedWeb, VirtualTime, at
from nutgraf.wire import Fetcher, FetchOptions, WayOut

pytestmark = pytest.mark.usefixtures("socket_enabled")

BEGIN = at("2026-04-01T06:00:00Z")
HOUR = timedelta(hours=1)
XML = (("Content-Type", "application/rss+xml"),)
TEXT = (("Content-Type", "text/plain"),)
LONG = "The harbour office opened the second quay on Tuesday. " * 30


def feed(*items: str) -> bytes:
    return (
        "<rss version='2.0'><channel><title>Harbour</title><link>http://harbour.example/</link>"
        f"{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int, words: str, link: str = "") -> str:
    address = f"<link>{link}</link>" if link else ""
    return (
        f"<item><guid>tag:{number}</guid><title>Quay {number} opens</title>{address}"
        f"<description>{words}</description></item>"
    )


class Scene:
    """A desk, a web and a time."""

    def __init__(self, folder: Path, web: ScriptedWeb) -> None:
        self.time = VirtualTime(BEGIN)
        self.web = web
        make_desk(folder)
        self.folder = folder
        names = ScriptedNames({"harbour.example", "other.example", "quay.example"})
        self._out = WayOut(
            fetcher=Fetcher(options=FetchOptions(allow=web.allow), look_up=names),
            clock=self.time.clock,
            sleep=self.time.sleep,
        )

    def follow(self, **said: object) -> Source:
        known: dict[str, object] = {"id": "harbour", "name": "Harbour", "kind": "feed",
                                    "owner": "Harbour office"}  # fmt: skip
        source = Source(**(known | said))  # type: ignore[arg-type]
        with self.opened() as desk:
            desk.store.follow([*desk.store.followed(), source])
        return source

    def opened(self) -> Callable[..., Desk]:
        return open_desk(self.folder, way_out=self._out)  # type: ignore[return-value]

    def look(self, after: timedelta = timedelta()) -> Looked:
        self.time.move_to(self.time.now() + after)
        with self.opened() as desk:
            return look_desk(desk, runner=Inline(), progress=Silent(), now=self.time.now())

    def texts(self) -> list[str]:
        with self.opened() as desk:
            ids = desk.store.captures.arrived(desk.audience, None, self.time.now())
            return [capture.text for capture in desk.store.captures.get(ids)]

    def paths(self) -> list[str]:
        return [asked.path for asked in self.web.log if asked.path != "/robots.txt"]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with ScriptedWeb({}) as web:
        yield Scene(tmp_path / "desk", web)


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


def test_a_blurb_leads_to_its_page_once_and_the_page_is_the_item(scene: Scene) -> None:
    page = scene.web.at("harbour.example", "/1")
    scene.web.says("/feed", Answer(
        body=feed(item(1, "The harbour office opened the second quay …", page)), headers=XML,
        etag='"1"',
    ))  # fmt: skip
    scene.web.says("/1", Answer(
        body=f"<html><title>Quay 1 opens</title><article><h1>Quay</h1><p>{LONG}</p></article>".encode()
    ))  # fmt: skip
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    assert scene.look().fresh == 1
    assert [text[:40] for text in scene.texts()] == [LONG[:40]]
    scene.look(2 * HOUR)
    scene.web.says("/feed", Answer(
        body=feed(item(1, "The harbour office opened the second quay …", page), item(2, LONG)),
        headers=XML, etag='"2"',
    ))  # fmt: skip
    assert scene.look(3 * HOUR).fresh == 1
    assert scene.paths().count("/1") == 1
    with scene.opened() as desk:
        assert {c.key for c in desk.store.captures.get(desk.store.captures.arrived(
            desk.audience, None, scene.time.now()))} == {"tag:1", "tag:2"}  # fmt: skip


def test_a_page_that_cannot_be_had_leaves_the_words_of_the_feed(scene: Scene) -> None:
    page = scene.web.at("harbour.example", "/1")
    blurb = "The harbour office opened the second quay …"
    scene.web.says("/feed", Answer(body=feed(item(1, blurb, page)), headers=XML, etag='"1"'))
    scene.web.says("/1", Answer(status=500))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    looked = scene.look()
    assert looked.refused == () and scene.texts() == [blurb]
    with scene.opened() as desk:
        assert [row.rule for row in left_out(desk)] == ["announced-only"]
        (kept,) = desk.store.captures.get(
            desk.store.captures.arrived(desk.audience, None, scene.time.now())
        )
        assert kept.owner == "Harbour office"
    scene.web.says("/1", Answer(body=f"<article><p>{LONG}</p></article>".encode()))
    assert scene.look(2 * HOUR).fresh == 1
    assert [text[:20] for text in scene.texts()] == [blurb[:20], LONG[:20]]
    with scene.opened() as desk:
        ids = desk.store.captures.arrived(desk.audience, None, scene.time.now())
        older, newer = desk.store.captures.get(ids)
    assert newer.previous == older.id


def test_robots_keep_us_from_a_page_but_not_from_the_feed(scene: Scene) -> None:
    page = scene.web.at("harbour.example", "/members/1")
    blurb = "The harbour office opened the second quay …"
    scene.web.says("/feed", Answer(body=feed(item(1, blurb, page)), headers=XML))
    scene.web.says("/robots.txt", Answer(
        body=b"User-agent: *\nDisallow: /members/\n", headers=TEXT
    ))  # fmt: skip
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    scene.look()
    assert scene.texts() == [blurb] and "/members/1" not in scene.paths()
    assert scene.look(48 * HOUR).fresh == 0 and "/members/1" not in scene.paths()


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


def test_the_posts_of_an_account_are_asked_conditionally_too(scene: Scene) -> None:
    account = (
        b'{"id": "1", "username": "ines", "acct": "ines", "url": "http://harbour.example/@ines"}'
    )
    status = (
        '[{"id": "112000000000000000", "created_at": "2026-04-01T05:00:00.000Z", "visibility": "public",'
        ' "uri": "http://harbour.example/s/1", "url": "http://harbour.example/@ines/112000000000000000",'
        ' "account": {"id": "1", "username": "ines", "acct": "ines", "display_name": "Ines"},'
        ' "in_reply_to_id": null, "in_reply_to_account_id": null, "reblog": null, "language": "en",'
        f' "content": "<p>{LONG}</p>"}}]'
    ).encode()
    asked_for: list[str] = []

    def statuses(asked: Asked) -> Answer:
        asked_for.append(asked.headers.get("if-none-match", ""))
        return Answer(body=status, headers=(("Content-Type", "application/json"),), etag='"s"')

    lookup = Answer(body=account, headers=(("Content-Type", "application/json"),), etag='"a"')
    for path in ("lookup?acct=ines", "1/statuses?limit=40&exclude_reblogs=true"):
        key = f"/api/v1/accounts/{path}"
        scene.web.says(key, lookup if "lookup" in path else statuses)
    scene.follow(kind="posts", address=scene.web.at("harbour.example", "/@ines"))
    scene.look()
    scene.look(25 * HOUR)
    paths = [path for path in scene.paths() if "statuses" in path]
    assert len(paths) == 2, scene.paths()
    assert len(scene.texts()) == 1
    assert [one.status for one in scene.web.log if "statuses" in one.path] == [200, 304]


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


def test_what_could_not_be_read_is_asked_for_whole_again(scene: Scene) -> None:
    scene.web.says("/feed", Answer(body=b"\x00\x01\x02" * 400, headers=XML, etag='"1"'))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    scene.look()
    scene.look(25 * HOUR)
    assert [one.status for one in scene.web.log if one.path == "/feed"] == [200, 200]
    with scene.opened() as desk:
        assert health_of(desk, now=scene.time.now())[0].health.state == "failing"


def test_a_page_that_asks_for_patience_holds_up_no_other(scene: Scene) -> None:
    pages = [scene.web.at("harbour.example", f"/{number}") for number in range(4)]
    items = [item(number, "The office says more …", page) for number, page in enumerate(pages)]
    scene.web.says("/feed", Answer(body=feed(*items), headers=XML, etag='"1"'))
    for number in range(4):
        busy = Answer(status=503, headers=(("Retry-After", "60"),))
        said = f"<article><p>{LONG} {number}</p></article>".encode()
        scene.web.says(f"/{number}", busy if number < 2 else Answer(body=said))
    with (scene.folder / "nutgraf.toml").open("a") as out:
        out.write("\n[sources]\nmost_leads = 2\n")
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    for _ in range(20):
        scene.look(2 * HOUR)
    asked = [path for path in scene.paths() if path != "/feed"]
    assert {"/2", "/3"} <= set(asked)
    assert all(asked.count(f"/{number}") <= 12 for number in range(2))
    assert {text[-1] for text in scene.texts() if text.startswith(LONG[:20])} == {"2", "3"}


def test_new_pages_go_before_a_backlog(scene: Scene) -> None:
    def site(numbers: range) -> bytes:
        rows = "".join(
            f"<url><loc>{scene.web.at('harbour.example', f'/story-{n:03}.html')}</loc>"
            f"<lastmod>2026-03-{n + 1:02}</lastmod></url>"
            for n in numbers
        )
        return (
            f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>".encode()
        )

    kind = (("Content-Type", "application/xml"),)
    scene.web.says("/sitemap.xml", Answer(body=site(range(12)), headers=kind, etag='"1"'))
    for number in range(31):
        said = f"<article><p>{LONG} Number {number}.</p></article>".encode()
        scene.web.says(f"/story-{number:03}.html", Answer(body=said))
    with (scene.folder / "nutgraf.toml").open("a") as out:
        out.write("\n[sources]\nmost_leads = 3\n")
    scene.follow(kind="site", address=scene.web.at("harbour.example", "/sitemap.xml"))
    scene.look()
    scene.web.says("/sitemap.xml", Answer(body=site(range(14)), headers=kind, etag='"2"'))
    scene.look(25 * HOUR)
    pages = [path for path in scene.paths() if path.startswith("/story")]
    assert pages == [f"/story-{number:03}.html" for number in (11, 10, 9, 13, 12, 8)]
    with scene.opened() as desk:
        one = health_of(desk, now=scene.time.now())[0]
    assert one.health.state == "good" and one.standing.last_new is not None


def test_a_second_look_of_a_moment_follows_no_more_pages(scene: Scene) -> None:
    pages = [scene.web.at("harbour.example", f"/{number}") for number in range(4)]
    items = [item(number, "The office says more …", page) for number, page in enumerate(pages)]
    scene.web.says("/feed", Answer(body=feed(*items), headers=XML, etag='"1"'))
    for number in range(4):
        said = f"<article><p>{LONG} {number}</p></article>".encode()
        scene.web.says(f"/{number}", Answer(body=said))
    with (scene.folder / "nutgraf.toml").open("a") as out:
        out.write("\n[sources]\nmost_leads = 2\n")
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    now = BEGIN + HOUR
    for _ in range(2):
        with scene.opened() as desk:
            look_desk(desk, runner=Inline(), progress=Silent(), now=now)
    assert len([path for path in scene.paths() if path != "/feed"]) == 2


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


def test_a_source_added_again_is_asked_for_nothing_of_the_old_one(scene: Scene) -> None:
    page = scene.web.at("harbour.example", "/1")
    scene.web.says("/feed", Answer(body=feed(item(1, "The office says …", page)), headers=XML))
    scene.web.says("/1", Answer(status=503, headers=(("Retry-After", "60"),)))
    scene.web.says("/other", Answer(body=feed(), headers=XML))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    scene.look()
    with scene.opened() as desk:
        remove(desk, "harbour")
    scene.follow(address=scene.web.at("quay.example", "/other"))
    before = scene.paths().count("/1")
    scene.look(25 * HOUR)
    assert scene.paths().count("/1") == before


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


def test_a_blurb_that_is_changed_while_its_page_cannot_be_had_is_told(scene: Scene) -> None:
    page = scene.web.at("harbour.example", "/1")
    scene.web.says("/1", Answer(status=404))
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    for number, figure in enumerate((80, 95, 110), 1):
        words = f"The new quay costs {figure} million euros, the office says …"
        scene.web.says(
            "/feed", Answer(body=feed(item(1, words, page)), headers=XML, etag=f'"{number}"')
        )
        scene.look(8 * HOUR)
    assert [text.split()[4] for text in scene.texts()] == ["80", "95", "110"]
    with scene.opened() as desk:
        assert [one.revision.verdict for one in revisions(desk)] == ["silent", "silent"]


def test_a_blurb_that_is_changed_makes_its_page_worth_another_look(scene: Scene) -> None:
    page = scene.web.at("harbour.example", "/1")
    scene.follow(address=scene.web.at("harbour.example", "/feed"))
    for number, figure in enumerate((80, 95), 1):
        words = f"The new quay costs {figure} million euros, the office says …"
        scene.web.says(
            "/feed", Answer(body=feed(item(1, words, page)), headers=XML, etag=f'"{number}"')
        )
        said = f"<article><p>{LONG} It costs {figure} million.</p></article>"
        scene.web.says("/1", Answer(body=said.encode()))
        scene.look(8 * HOUR)
    assert [text[-11:] for text in scene.texts()] == ["80 million.", "95 million."]


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
