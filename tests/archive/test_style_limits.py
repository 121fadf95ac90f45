"""P3: style sheets made to be slow or large are read within their limits, and hide what they hide."""

from __future__ import annotations

import time

import pytest

from nutgraf.archive.styles.sheets import declarations, keyframes

pytestmark = pytest.mark.threat("P3")


def test_animations_that_never_close_are_no_memory_bomb() -> None:
    began = time.process_time()
    found = keyframes("".join(f"@keyframes a{n}{{" for n in range(25_000)))
    assert len(found) == 500 and sum(map(len, found.values())) < 400_000
    assert len(keyframes("@keyframes a{" + "x" * 300_000)["a"]) == 20_000
    assert time.process_time() - began < 1.0


def test_animations_one_after_the_other_are_all_known() -> None:
    css = "@keyframes a{} @keyframes b{to{opacity:1}} p{color:red} @-webkit-keyframes c{from{top:0} }"
    assert keyframes(css) == {"a": "} ", "b": "to{opacity:1", "c": "from{top:0"}


def test_importance_is_seen_at_the_end_and_in_linear_time() -> None:
    assert declarations("color: red ! Important ; top:1px!important; left: important") == {
        "color": ("red", True),
        "top": ("1px", True),
        "left": ("important", False),
    }
    began = time.process_time()
    declarations("color:" + " " * 200_000 + "x")
    declarations("color:" + "!" + " " * 200_000 + "x")
    assert time.process_time() - began < 0.5
