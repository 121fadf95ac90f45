"""What the samples say of themselves is so in a real browser. Run with `-m slow`; needs Chromium."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.archive.hidden_samples import BY_RULE, HIDES, ON_REQUEST, SHOWS, page
from tests.editions.browser import Browser, find_chromium

# The same letters in another order: what is around them stays where it is.
ONE, OTHER = "MMMM iiii WWWW", "WWWW iiii MMMM"
# Of 255: nearly white on white differs by 5, words of a tenth's opacity by 27.
SEEN = 12


def differs(browser: Browser, markup: str) -> int:
    """How far the pictures of a page with other words differ, 0-255."""
    pictures = [
        Image.open(io.BytesIO(browser.picture(page(markup, words, "Shown.")))).convert("RGB")
        for words in (ONE, OTHER)
    ]
    return max(most for _, most in ImageChops.difference(*pictures).getextrema())


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_browser_hides_and_shows_the_same(tmp_path: Path) -> None:
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with Browser(path, tmp_path) as browser:
        seen = {name for name, markup in HIDES if differs(browser, markup) > SEEN}
        unseen = {name for name, markup in SHOWS if differs(browser, markup) <= SEEN}
    assert seen == BY_RULE
    assert unseen == ON_REQUEST
