"""The reader of pages: a session that is wrong is found wrong."""

from __future__ import annotations

import pytest

from tests.docs.fences import Block, blocks, calls, matches

PAGE = """\
Some words.

```console
$ echo one
one
$ false
[exit 1]
```

```toml file=nutgraf.toml
[desk]
```
"""


def test_blocks_and_calls() -> None:
    session, file = blocks(PAGE)
    assert (session.language, session.line, session.file) == ("console", 3, "")
    assert (file.language, file.file, file.text) == ("toml", "nutgraf.toml", "[desk]\n")
    first, second = calls(session)
    assert (first.command, first.expected, first.exit_code, first.line) == ("echo one", "one", 0, 4)
    assert (second.command, second.expected, second.exit_code) == ("false", "", 1)


@pytest.mark.parametrize(
    ("expected", "printed", "good"),
    [
        ("one", "one\n", True),
        ("one", "two\n", False),
        ("", "", True),
        ("", "something\n", False),
        ("made .../desk", "made /a/b/desk\n", True),
        ("made .../desk", "made /a/b/desks\n", False),
        ("first\n...\nlast", "first\nlast\n", True),
        ("first\n...\nlast", "first\na\nb\nlast\n", True),
        ("first\n...\nlast", "first\na\n", False),
        ("...\nlast", "a\nb\nlast\n", True),
        ("...\nlast", "last\n", True),
        ("first\n...", "first\n", True),
        ("first\n...", "firstly\n", False),
        ("a ... c\nd", "a b\nc\nd\n", False),
        ("a (b) [c]*", "a (b) [c]*\n", True),
    ],
)
def test_dots_stand_for_anything_and_nothing_else_does(
    expected: str, printed: str, good: bool
) -> None:
    assert matches(expected, printed) is good


def test_a_block_that_never_closes_is_an_error() -> None:
    with pytest.raises(ValueError, match="line 1"):
        blocks("```console\n$ true\n")


def test_words_before_any_command_are_an_error() -> None:
    with pytest.raises(ValueError, match="before any command"):
        calls(Block(language="console", said="", text="one\n", line=1))
