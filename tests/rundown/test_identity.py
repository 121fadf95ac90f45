"""What a look makes: captures once, revisions as new captures, everything else only a look."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nutgraf.access import EVERYONE, Audience
from nutgraf.archive.model import Capture
from nutgraf.newsroom.desk import open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.rundown import gather, make, read, take_in, unread
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at

ITEM = (
    "<item><guid>{key}</guid><title>{title}</title><link>https://news.example/{key}</link>"
    "<pubDate>Wed, 01 Apr 2026 0{key}:00:00 +0000</pubDate><description>{title} in some more words, "
    "says the fictional paper.</description></item>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>News Example</title>'
    "<link>https://news.example/</link><description>d</description>{}</channel></rss>"
)
PAGE = (
    "<html><head><title>A page</title><link rel='canonical' href='https://page.example/a'></head>"
    "<body><article><p>Vireo Labs says that Heron 2 has {} billion parameters in all.</p>"
    "<p>The rest of the page stays as it was, sentence for sentence.</p></article></body></html>"
)


def feed(*titles: str) -> bytes:
    items = "".join(ITEM.format(key=n, title=title) for n, title in enumerate(titles, 1))
    return FEED.format(items).encode()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    make_desk(tmp_path / "desk")
    (tmp_path / "desk" / "in").mkdir()
    (tmp_path / "desk" / "sources.toml").write_text(
        '[[source]]\nid = "in"\nname = "In"\nkind = "folder"\naddress = "in"\nowner = "In"\n'
    )
    return tmp_path / "desk"


def look(folder: Path, day: str) -> list[Capture]:
    """Run the desk on a day; every capture it keeps then, in order of arrival."""
    with open_desk(folder) as opened:
        run_desk(opened, runner=Inline(), progress=Silent(), now=at(day))
        kept = opened.store.captures
        return list(kept.get(kept.arrived(EVERYONE, None, at("2030-01-01"))))


def test_a_feed_with_one_new_entry_makes_one_capture(desk: Path) -> None:
    (desk / "in" / "feed.xml").write_bytes(feed("Heron 2 is announced", "A bill is tabled"))
    assert len(look(desk, "2026-04-01")) == 2
    assert len(look(desk, "2026-04-02")) == 2
    (desk / "in" / "feed.xml").write_bytes(feed("Heron 2 is announced", "A bill is tabled", "New"))
    captures = look(desk, "2026-04-03")
    assert len(captures) == 3
    assert captures[-1].title == "New"
    assert captures[-1].fetched_at == at("2026-04-03")


def test_a_changed_page_is_a_new_capture_that_names_its_predecessor(desk: Path) -> None:
    (desk / "in" / "page.html").write_text(PAGE.format(7))
    first = look(desk, "2026-04-01")
    (desk / "in" / "page.html").write_text(PAGE.format(9))
    second = look(desk, "2026-04-02")
    assert len(second) == 2
    assert second[0] == first[0]
    assert second[1].previous == first[0].id
    assert "9 billion" in second[1].text
    with open_desk(desk) as opened:
        assert opened.store.captures.replaced([first[0].id], at("2026-04-02")) == {first[0].id}


def test_a_page_that_changed_only_around_its_text_makes_no_capture(desk: Path) -> None:
    (desk / "in" / "page.html").write_text(PAGE.format(7))
    look(desk, "2026-04-01")
    (desk / "in" / "page.html").write_text(PAGE.format(7).replace("</body>", "<!-- 1 --></body>"))
    captures = look(desk, "2026-04-02")
    assert len(captures) == 1
    with open_desk(desk) as opened:
        assert len(opened.store.raw_names()) == 2


def test_an_earlier_day_can_be_made_after_a_later_one(desk: Path, tmp_path: Path) -> None:
    lines = (
        '{{"source": "A", "text": "Vireo Labs released Heron {0} today, the firm said.", '
        '"fetched_at": "2026-04-0{0}T10:00:00Z"}}\n'
    )
    for folder, days in ((desk, (3, 1, 2)), (tmp_path / "other", (1, 2, 3))):
        if folder != desk:
            make_desk(folder)
            (folder / "in").mkdir()
            (folder / "sources.toml").write_text((desk / "sources.toml").read_text())
            (folder / "nutgraf.toml").write_text((desk / "nutgraf.toml").read_text())
        for day in days:
            (folder / "in" / f"{day}.jsonl").write_text(lines.format(day))
            look(folder, "2026-04-03")
    made = [
        (folder / "editions" / "2026-04-03" / "edition.json").read_bytes()
        for folder in (desk, tmp_path / "other")
    ]
    assert made[0] == made[1]


def test_a_hidden_source_leaves_what_others_read_as_it_was(desk: Path) -> None:
    (desk / "in" / "feed.xml").write_bytes(feed("Heron 2 is announced", "A bill is tabled"))
    hidden = desk / "hidden"
    hidden.mkdir()
    (hidden / "secret.md").write_text("Heron 2 is announced, and the canary sings about Heron 2.")
    (hidden / "empty.txt").write_bytes(b"")
    outsider = Audience(sources=("in",))

    def made_for_the_outsider() -> str:
        with open_desk(desk) as opened:
            shift = opened.shift(Inline(), Silent(), at("2026-04-01"))
            theirs = replace(shift, audience=outsider)
            take_in(theirs, opened.store.followed())
            read(theirs, unread(theirs))
            gather(theirs)
            return repr(make(theirs, None, 1).edition)

    before = made_for_the_outsider()
    (desk / "sources.toml").write_text(
        (desk / "sources.toml").read_text()
        + '[[source]]\nid = "hidden"\nname = "Hidden"\nkind = "folder"\naddress = "hidden"\n'
        'owner = "Hidden"\n'
    )
    look(desk, "2026-04-01")
    assert made_for_the_outsider() == before
    assert "canary" not in before
    with open_desk(desk) as opened:
        mine = opened.store.placements(EVERYONE).between(None, at("2026-04-01"))
        theirs = opened.store.placements(outsider).between(None, at("2026-04-01"))
    assert len(mine) == 3
    assert len(theirs) == 2
