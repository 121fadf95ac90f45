"""What a source points to: pages behind blurbs, maps and accounts, looked at politely and in turn."""

from __future__ import annotations

import pytest

from nutgraf.newsroom.follow import remove
from nutgraf.newsroom.health import health_of
from nutgraf.newsroom.left_out import left_out
from nutgraf.newsroom.look import look_desk
from nutgraf.newsroom.revisions import revisions
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import Answer, Asked
from tests.newsroom.scene import BEGIN, HOUR, LONG, TEXT, XML, Scene, feed, item

pytestmark = pytest.mark.usefixtures("socket_enabled")


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
