"""Features: the same for the same capture everywhere, and not led by furniture."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import stories
from nutgraf.stories.features import address_key, signature
from tests.stories.desk import HERON, SORREL, capture, claim, read
from tests.stories.shingled import shingles

ROOT = Path(__file__).resolve().parents[2]
NOTICE = "Demonstration text: Harbour Wire is a fictional publication made for a sample desk."


def test_names_stand_in_order_of_salience_without_the_publication() -> None:
    one = capture(
        "Harbour Wire: Quillon met Vireo. Vireo bought Lattice.", title="Lattice is bought"
    )
    made = stories.features(one, [claim(one, "Harbour Wire", "Quillon", "Vireo", "Lattice"),
                                  claim(one, "Vireo")])  # fmt: skip
    assert made.names == ("lattice", "vireo", "quillon")


def test_a_trailing_notice_changes_nothing_but_the_digest() -> None:
    plain, noticed = read(capture(HERON, key="a")), read(capture(f"{HERON}\n{NOTICE}", key="a"))
    assert plain.terms == noticed.terms
    assert plain.shingles == noticed.shingles
    assert plain.text_sha256 != noticed.text_sha256


def test_a_text_that_is_all_furniture_keeps_its_words() -> None:
    assert read(capture("Subscribe to our newsletter about submarines.")).terms


def test_the_title_weighs_more() -> None:
    titled = dict(read(capture(HERON, title="Laptop")).terms)
    untitled = dict(read(capture(HERON)).terms)
    assert titled["laptop"] > untitled["laptop"]


@pytest.mark.parametrize("text", ["Heron 2 is out", "海", "!!!", "a", SORREL * 400])
def test_short_and_long_texts_have_features(text: str) -> None:
    made = read(capture(text))
    assert bool(made.signature) == bool(made.shingles)
    assert list(made.shingles) == sorted(set(made.shingles))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.Example.org/a/?utm_source=x#part", "example.org/a"),
        ("http://example.org/a", "example.org/a"),
        ("https://example.org/?p=3", "example.org?p=3"),
        ("https://example.org/", ""),
        ("mailto:someone@example.org", ""),
        ("not an address", ""),
        ("", ""),
    ],
)
def test_address_keys(url: str, expected: str) -> None:
    assert address_key(url) == expected


def test_links_are_its_own_address_and_those_it_points_to() -> None:
    made = read(
        capture(HERON, address="https://harbour.example/1", links=("https://vireo.example/heron",))
    )
    assert made.links == ("harbour.example/1", "vireo.example/heron")


@settings(deadline=None)
@given(st.text())
def test_shingles_do_not_hang_on_case_or_space(text: str) -> None:
    spaced = text.replace(" ", "  \n")
    assert shingles(text) == shingles(spaced)


def test_the_signature_is_that_of_the_set() -> None:
    some = shingles(HERON)
    assert signature(some) == signature(tuple(reversed(some)))
    assert signature(()) == ()
    alike = sum(a == b for a, b in zip(signature(some), signature(some[:-3]), strict=True))
    assert alike > 48


def test_features_are_the_same_in_a_process_with_other_hash_seeds() -> None:
    program = (
        "from tests.stories.desk import HERON, capture, read\n"
        "print(read(capture(HERON, title='Heron 2', links=('https://b.example/x',))))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT, capture_output=True, check=True, text=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1 and "Features(" in said.pop()
