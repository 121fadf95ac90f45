"""P3: style sheets made to be slow or large are read within their limits, and hide what they hide."""

from __future__ import annotations

import time

import pytest

from nutgraf.archive.styles.selectors import key, parsed
from nutgraf.archive.styles.sheets import declarations, keyframes
from tests.archive.samples import read
from tests.archive.test_hidden import CANARY, SHOWN

pytestmark = pytest.mark.threat("P3")


def test_animations_that_never_close_are_no_memory_bomb() -> None:
    began = time.process_time()
    found = keyframes("".join(f"@keyframes a{n}{{" for n in range(25_000)))
    assert len(found) == 500 and sum(map(len, found.values())) < 400_000
    assert len(keyframes("@keyframes a{" + "x" * 300_000)["a"]) == 20_000
    assert time.process_time() - began < 1.0


def test_animations_one_after_the_other_are_all_known() -> None:
    css = (
        "@keyframes a{} @keyframes b{to{opacity:1}} p{color:red} @-webkit-keyframes c{from{top:0} }"
    )
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


def _read(style: str, body: str) -> tuple[str, dict[str, int], float]:
    began = time.process_time()
    made = read(
        f"<html><head><style>{style}</style></head><body><p>{SHOWN}</p>{body}</body></html>"
    )
    return made.text, dict(made.dropped), time.process_time() - began


def test_many_rules_of_one_class_cost_their_reading_alone() -> None:
    _read("", "")
    text, _, took = _read(
        ".a{color:red}" * 19_000 + ".a{display:none}", f"<b class=a>{CANARY}</b>" * 600
    )
    assert CANARY not in text and took < 3.0


def test_padding_with_selectors_does_not_show_what_is_hidden() -> None:
    style = ",".join(f".x{n}" for n in range(25_000)) + "{color:red}.gone{display:none}"
    text, dropped, _ = _read(style, f"<p class=gone>{CANARY}</p>")
    assert CANARY not in text and SHOWN in text and dropped["styles not read"] == 1


def test_padding_with_steps_does_not_show_what_is_hidden() -> None:
    style = "b .a{color:red}" * 15_000 + "div .a{display:none}"
    text, dropped, took = _read(
        style, "<b><i><i class=a>.</i></i></b>" * 600 + f"<div><p class=a>{CANARY}</p></div>"
    )
    assert CANARY not in text and SHOWN in text and dropped["styles not read"] == 1
    assert took < 15.0


def test_a_selector_too_long_or_too_deep_matches_nothing() -> None:
    assert parsed("a" + ">a" * 3000) == [] and parsed(":not(" * 390 + "a" + ")" * 390) == []
    began = time.process_time()
    assert key("a" * 100_000 + ">") == "*" and time.process_time() - began < 0.1
