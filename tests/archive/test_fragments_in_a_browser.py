"""Text-fragment links of real pages lead a real browser to the words. Run with `-m slow`; needs Chromium."""

from __future__ import annotations

import gzip
import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from nutgraf import archive
from nutgraf.archive.selectors import text_fragment
from nutgraf.ids import sha256_hex
from nutgraf.sources.decode import Decoded, decode
from nutgraf.sources.model import Received
from tests.editions.browser import Browser, find_chromium

PAGES = 50
FEWEST_WORDS = 8
# What a browser marks is drawn in a colour no page has, letters and ground alike.
MARKED = (255, 0, 254)
STYLE = (
    "<style>::target-text{background-color:rgb(255 0 254)!important;color:rgb(255 0 254)!important}"
    "</style>"
)
UNDER = """(() => { const range = document.caretRangeFromPoint(%d, %d);
  return range && range.startContainer.data || ''; })()"""


def spans(data: bytes) -> list[tuple[str, str | None]]:
    """The words of the middle paragraph of a page's main text, and the fragment that leads there."""
    received = Received(
        source="s", key="page", media_type="text/html", body=data, raw=sha256_hex(data),
        address="https://page.example/",
    )  # fmt: skip
    made = archive.canonical(received)
    if not isinstance(made, archive.Canonical):
        return []
    capture = archive.capture(
        received, made, owner="o", fetched_at=datetime(2026, 4, 1, tzinfo=UTC)
    )
    long = [
        block
        for block in made.layout.blocks
        if len(made.text[block.start : block.end].split()) >= FEWEST_WORDS
    ]
    return [
        (made.text[block.start : block.end], text_fragment(capture, block.start, block.end))
        for block in long[len(long) // 2 :][:1]
    ]


def marked_places(picture: bytes) -> list[tuple[int, int]]:
    """A few places within what is marked, none where nothing is."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    data, width = image.tobytes(), image.width
    found = [
        (at // 3 % width, at // 3 // width)
        for at in range(0, len(data), 3)
        if (data[at], data[at + 1], data[at + 2]) == MARKED
    ]
    return found[:: max(1, len(found) // 9)]


def plain(text: str) -> str:
    return " ".join(text.casefold().split())


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_fragment_leads_a_browser_to_the_words(tmp_path: Path, shared_data: Path) -> None:
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine")
    files = sorted((shared_data / "html/article-extraction-benchmark/html").glob("*.gz"))[:PAGES]
    given = led = nowhere = 0
    wrong = []
    with Browser(path, tmp_path) as browser:
        for file in files:
            data = gzip.decompress(file.read_bytes())
            decoded = decode(data, media_type="text/html")
            assert isinstance(decoded, Decoded)
            page = re.sub(r"(?is)<script\b.*?</script>|<meta[^>]+refresh[^>]*>", "", decoded.text)
            for words, fragment in spans(data):
                if fragment is None:
                    nowhere += 1
                    continue
                given += 1
                marked = marked_places(browser.picture(f"{page}{STYLE}", fragment))
                under = [plain(browser.value(UNDER % place) or "") for place in marked]
                if any(one and (one in plain(words) or plain(words) in one) for one in under):
                    led += 1
                else:
                    wrong.append((file.name, words[:60], marked[:1], under[:1]))
    print(f"{given} fragments given, {nowhere} not, {led} led to their words")
    print("\n".join(map(str, wrong)))
    assert given >= 0.9 * PAGES
    assert led >= 0.9 * given, wrong
