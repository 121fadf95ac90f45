"""From what somebody copied of an edition to the sentence; from a span to its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from nutgraf.errors import NutgrafError, UsageError
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.make_desk import make_desk
from nutgraf.newsroom.run import run_desk
from nutgraf.newsroom.trace import where_span, why_sentence
from nutgraf.runners.pool import Inline
from nutgraf.telemetry import Silent
from nutgraf.testing import at


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    make_desk(folder, with_sample=True)
    with open_desk(folder) as opened:
        run_desk(opened, runner=Inline(), progress=Silent(), now=at("2026-04-03T18:00:00Z"))
        yield opened


@pytest.fixture(scope="module")
def printed(desk: Desk) -> list[str]:
    """The lines of edition.md that tell something, in order."""
    page = (desk.folder / "editions/2026-04-03/edition.md").read_text(encoding="utf-8")
    lines = page.split("\n---\n")[0].splitlines()
    return [line for line in lines if "[^" in line]


def test_every_line_of_the_page_leads_to_its_sentences(desk: Desk, printed: list[str]) -> None:
    assert len(printed) >= 30
    for line in printed:
        found = why_sentence(desk, line)
        cited = {place.span for one in found for place in one.places}
        assert len(cited) >= len(set(re.findall(r"\[\^\d+\]", line))), line


@pytest.mark.parametrize(
    "copied",
    [
        '"{words}"', "“{words}”", "‘{words}’", "“{words}”7", '> "{words}"[^7]',
        '"{words}" — {speaker}', "“{words}” - {speaker}", '> "{words}"[^7] — {speaker}',
    ],
)  # fmt: skip
def test_a_quote_is_found_with_its_marks_and_speaker(
    desk: Desk, printed: list[str], copied: str
) -> None:
    quote = next(line for line in printed if line.startswith("> "))
    words, speaker = re.findall(r'"(.+)"', quote)[0], quote.rpartition(" — ")[2]
    assert len(words) > 20 and len(speaker) > 4
    found = why_sentence(desk, copied.format(words=words, speaker=speaker))
    assert [(one.role, one.text) for one in found] == [("quote", words)]


def test_escapes_and_all_the_sentences_of_the_words(desk: Desk) -> None:
    escaped, plain = why_sentence(desk, "\\$24 a seat"), why_sentence(desk, "$24 a seat")
    assert len(plain) >= 2 and escaped == plain
    assert all("$24 a seat" in one.text for one in plain)


@pytest.mark.parametrize("nothing", ["", "  ", '""', "**", "[^1]", "nobody ever printed these"])
def test_what_no_edition_says_is_an_error_that_helps(desk: Desk, nothing: str) -> None:
    with pytest.raises(UsageError) as refused:
        why_sentence(desk, nothing)
    assert refused.value.next_step


@pytest.mark.parametrize(
    "place", ["9" * 5000 + "-3", "0-" + "9" * 5000, "٣-٤", "9" * 12 + "-3", "5"]
)
def test_a_span_that_is_none_is_an_error(desk: Desk, place: str) -> None:
    capture = desk.store.captures.starting_with("")[0]
    with pytest.raises(NutgrafError) as refused:
        where_span(desk, f"{capture}:{place}")
    assert refused.value.next_step
