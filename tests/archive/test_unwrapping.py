"""Wrapped lines of mails and notes are drawn together; verse, lists and JSON texts stay as they are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf.archive.plain import unwrapped

WRAPPED = """\
Baltic Compute Cooperative says its Kestrelholm data centre will open in
June 2026 with 40 MW. Leila Nakamura-Voss, chair of the cooperative, told a
town meeting so.

- one thing that is on a line of its own and that is quite as long as it
  is
- another
"""


def test_a_wrapped_paragraph_is_one_line() -> None:
    text = unwrapped(WRAPPED)
    assert "will open in June 2026" in text
    assert "told a town meeting so." in text
    assert "so.\n\n- one" in text
    assert "\n- another" in text


def test_short_lines_stay() -> None:
    verse = "Roses are red\nviolets are blue\nno line of this is wide\nand none is joined\n"
    assert unwrapped(verse) == verse
    title = "A title\n" + "One long paragraph of a single line, as most pages have. " * 4
    assert unwrapped(title) == title


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab \n\r-.\u2028漢"), max_size=400))
def test_only_line_ends_change_and_every_offset_holds(text: str) -> None:
    made = unwrapped(text)
    assert len(made) == len(text)
    assert all(
        new == old or (new == " " and old in "\r\n") for new, old in zip(made, text, strict=True)
    )
