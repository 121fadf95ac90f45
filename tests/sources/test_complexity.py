"""P3: thirty inputs made to be slow, through every parser: read or refused by name, in bounded time."""

from __future__ import annotations

import time

import pytest

from benchmarks.complexity import PARSERS, parse
from benchmarks.complexity_inputs import INPUTS
from nutgraf.sources.depth import html_depth

pytestmark = pytest.mark.threat("P3")


# The bound is a second; a busy machine and a slow one get three.
_BOUND = 3.0
_RULES = {
    "read", "nothing", "html-depth", "feed-depth", "sitemap-depth", "opml-depth", "html-no-text", "empty",
    "mail-empty", "entry-empty", "feed-unreadable", "feed-damaged", "feed-markup", "sitemap-unreadable",
    "sitemap-empty", "listing-empty", "listing-large", "listing-selector", "opml-broken",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    for parser in PARSERS:
        parse(parser, "<p>Some words are here.</p>")


def test_there_are_thirty_inputs_and_they_stay_the_same() -> None:
    assert len(INPUTS) == 30
    assert all(make() == make() for make in INPUTS.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", INPUTS)
def test_no_input_hangs_a_parser(name: str) -> None:
    body = INPUTS[name]()
    for parser in PARSERS:
        began = time.process_time()
        verdict = parse(parser, body)
        taken = time.process_time() - began
        assert verdict in _RULES, (parser, verdict)
        assert taken < _BOUND, f"{parser}: {taken:.1f} s"


@pytest.mark.parametrize("name", ["100,000 nested div", "100,000 attributes", "30,000 open quotes", "300,000 less-than signs", "16,000 opening brackets"])  # fmt: skip
def test_the_worst_of_them_are_bounded_at_every_commit(name: str) -> None:
    test_no_input_hangs_a_parser(name)


@pytest.mark.parametrize(
    ("tag", "refused"),
    [
        ("<p " + " ".join(f"a{n}=1" for n in range(501)) + ">", True),
        ("<p " + " ".join(f"a{n}" for n in range(501)) + ">", True),
        ("<p" + "".join(f"/a{n}" for n in range(501)) + ">", True),
        ("<p " + " ".join(f"a{n}='>'" for n in range(501)) + ">", True),
        ("<p>" * 3 + "<p " + "\n".join(f"a{n} = 'x y z'" for n in range(600)) + ">", True),
        ("<p " + " ".join(f"a{n}=1" for n in range(499)) + ">", False),
        ("<p style='" + "a b c d " * 5000 + "'>", False), ("<!-- " + "a=1 " * 5000 + "-->", False),
        ("<script>" + "a = 1; b < c; " * 5000 + "</script>", False), ("words " * 5000, False),
        ("<img src='data:image/png;base64," + "A" * 100_000 + "'>", False),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_flood_of_attributes_counts_as_too_deep(tag: str, refused: bool) -> None:
    assert (html_depth(tag.encode(), 512) > 512) is refused
