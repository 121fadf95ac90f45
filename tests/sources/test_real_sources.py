"""Every real file beside the repository, through the same door the desk uses."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser

from nutgraf import sources

if TYPE_CHECKING:
    from nutgraf.sources.model import Received
    from tests.sources.conftest import Read


def parsed(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)


def test_every_real_feed_gives_the_entries_and_ids_the_parser_gives(
    read: Read, shared_data: Path
) -> None:
    """Every entry is an item, or is one of those the report counts as empty or as an exact copy."""
    files = feeds = items = 0
    for path in sorted((shared_data / "feeds" / "real").iterdir()):
        data = path.read_bytes()
        received, refused = read(data, path.name, kind="feed")
        again, _ = read(data, path.name, kind="feed")
        assert [item.key for item in again] == [item.key for item in received], path.name
        files += 1
        items += len(received)
        expected = parsed(data).entries
        if not expected:
            continue
        feeds += 1
        told = [row for row in refused if row.rule in {"entry-empty", "entry-copies"}]
        left = sum(int(row.happened.split(" ")[0]) for row in told)
        assert len(received) + left == len(expected), (path.name, len(received), left)
        keys = {item.key.split(" ")[0] for item in received}
        ids = {
            entry["id"].split(" ")[0]
            for entry in expected
            if entry.get("id")
            and (entry.get("title") or entry.get("summary") or entry.get("content"))
        }
        assert ids <= keys, (path.name, sorted(ids - keys)[:3])
        if len(received) == len(expected):
            _same_dates_and_links(path.name, received, expected)
    assert (files, feeds) == (220, 209) and items > 4700


def _same_dates_and_links(name: str, received: list[Received], expected: list[Any]) -> None:
    for item, entry in zip(received, expected, strict=True):
        said = next((dict(entry).get(part) for part in _DATES if dict(entry).get(part)), None)
        when = item.metadata.published_at
        if said and 1990 <= said[0] < 2100:
            assert when is not None and tuple(said)[:6] == when.timetuple()[:6], name
        link = entry.get("link") or ""
        if link.startswith(("http:", "https:")):
            assert item.address == link, name


_DATES = ("published_parsed", "updated_parsed", "created_parsed")


def test_ill_formed_feeds_are_read_or_refused(read: Read, shared_data: Path) -> None:
    files = sorted((shared_data / "adversarial" / "feedparser-illformed").glob("*.xml"))
    for path in files:
        received, refused = read(path.read_bytes(), path.name)
        if parsed(path.read_bytes()).entries:
            assert received or refused, path.name
    assert len(files) > 60


def test_xml_attacks_open_nothing(shared_data: Path) -> None:
    """In a process of its own in which every open and every socket is an error."""
    script = (
        "import sys, socket, builtins\n"
        "from pathlib import Path\n"
        "import feedparser, lxml.html, charset_normalizer\n"
        "from nutgraf import sources\n"
        "from nutgraf.sources.model import RawObject, Source\n"
        "from nutgraf.sources import feeds, page, json_feed\n"
        "feedparser.parse(__import__('io').BytesIO(b'<rss/>'))\n"
        "files = [(p.name, p.read_bytes()) for p in sorted(Path(sys.argv[1]).iterdir())]\n"
        "def stop(event, args):\n"
        "    if event == 'open' or event.startswith('socket.'):\n"
        "        if str(args[0]).endswith(('.py', '.pyc')): return\n"
        "        raise SystemExit(f'{event} {args}')\n"
        "sys.addaudithook(stop)\n"
        "s = Source(id='s', name='s', kind='folder', address='s', owner='s')\n"
        "n = 0\n"
        "for name, data in files:\n"
        "    for shown in (name, name + '.html'):\n"
        "        raw = RawObject(name=shown, data=data, sha256='0' * 64)\n"
        "        n += len([str(x) for x in sources.read(raw, s)])\n"
        "    sources.opml(data); sources.discover(data, 'https://a.example/')\n"
        "sources.opml(b'<!DOCTYPE o SYSTEM \"http://127.0.0.1/x.dtd\"><opml/>')\n"
        "print(n)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(shared_data / "adversarial" / "xml")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert int(ran.stdout) >= 20


def test_every_real_mail_is_read_and_every_outlook_file_refused(
    read: Read, shared_data: Path
) -> None:
    mails = refused_files = 0
    for path in sorted((shared_data / "email").rglob("*")):
        if not path.is_file():
            continue
        received, refused = read(path.read_bytes(), path.name)
        if refused:
            assert [row.rule for row in refused] == ["office"], path.name
            refused_files += 1
        else:
            (item,) = received
            assert item.part and item.media_type in {"text/html", "text/plain"}
            assert "\ufffd" not in item.metadata.title, path.name
            mails += 1
    assert (mails, refused_files) == (206, 3)


def test_every_real_page_is_one_item(read: Read, shared_data: Path) -> None:
    pages = titled = right = told = 0
    for path in sorted((shared_data / "html").rglob("*.html.gz")):
        if path.name == "expected.html.gz":
            continue
        (item,), refused = read(gzip.decompress(path.read_bytes()), path.name[:-3])
        assert refused == []
        pages += 1
        titled += bool(item.metadata.title)
        known = path.with_name("expected-metadata.json")
        if known.is_file() and (expected := json.loads(known.read_text("utf-8")).get("title")):
            told += 1
            shown = item.metadata.title
            right += bool(shown) and (shown in expected or expected in shown)
    assert pages == 323 and titled >= 0.97 * pages
    assert right >= 0.85 * told


def test_the_room_is_cheap_to_import() -> None:
    heavy = ("feedparser", "lxml", "trafilatura", "urllib3", "ssrfguard", "charset_normalizer")
    script = f"import sys, nutgraf.sources, nutgraf.wire; print([m for m in {heavy!r} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
    assert sources.NOTES
