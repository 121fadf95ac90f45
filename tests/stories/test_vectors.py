"""Embeddings compared in whole numbers: exact, the same with numpy and without, in every order."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from fractions import Fraction
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.stories import vectors
from nutgraf.stories.vectors import VectorSpace

needs_numpy = pytest.mark.skipif(find_spec("numpy") is None, reason="numpy is not installed")


def vector(values: list[int]) -> bytes:
    return bytes(one & 0xFF for one in values)


def signed(made: bytes) -> list[int]:
    return [one - 256 if one > 127 else one for one in made]


@st.composite
def alike(draw: st.DrawFn, least: int = 0) -> list[bytes]:
    """Vectors of one length, some of them empty."""
    dimensions = draw(st.integers(1, 40))
    filled = st.lists(st.integers(-128, 127), min_size=dimensions, max_size=dimensions).map(vector)
    return draw(st.lists(filled | st.just(b""), min_size=least, max_size=12))


@pytest.fixture(params=["numpy", "lists"])
def sums(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Once as it is, once where numpy is not installed."""
    vectors._numpy.cache_clear()
    if request.param == "lists":
        monkeypatch.setattr(vectors, "find_spec", lambda name: None)
    yield
    monkeypatch.undo()
    vectors._numpy.cache_clear()


def space_of(stories: dict[str, list[bytes]]) -> VectorSpace:
    space = VectorSpace()
    for story, some in stories.items():
        for one in some:
            space.add(story, one)
    return space


@given(alike(least=2))
def test_the_product_is_that_of_the_signed_numbers(some: list[bytes]) -> None:
    one, other = signed(some[0]), signed(some[1])
    assert vectors.dot(some[0], some[1]) == sum(a * b for a, b in zip(one, other, strict=False))
    assert vectors.dot(some[0], some[1]) == vectors.dot(some[1], some[0])


@given(alike(least=2))
def test_a_cosine_is_the_nearest_number_there_is(some: list[bytes]) -> None:
    one, other = some[:2]
    found = vectors.cosine(one, other)
    assert -1.0 <= found <= 1.0
    squares = vectors.dot(one, one) * vectors.dot(other, other)
    if squares:
        true = Fraction(vectors.dot(one, other)) ** 2 / squares
        assert abs(Fraction(found) ** 2 - true) <= Fraction(2) ** -50
    else:
        assert found == 0.0


@given(alike(least=1))
def test_a_vector_is_wholly_like_itself(some: list[bytes]) -> None:
    assert vectors.cosine(some[0], some[0]) == (1.0 if any(some[0]) else 0.0)


@needs_numpy
@given(alike(least=3), st.integers(1, 12))
def test_with_numpy_and_without_the_same_to_the_last_bit(some: list[bytes], most: int) -> None:
    stories = {str(at % 5): some[at % 5 :: 5] for at in range(len(some))}
    asked = next(filter(None, some), b"")
    answers = []
    for module in (vectors._Tabled(len(asked)), vectors._Listed()):
        space = VectorSpace()
        space._sums, space._dimensions = module, len(asked)
        for story, own in stories.items():
            for one in own:
                space.add(story, one)
        answers.append(
            (
                space.nearest(asked, most=most),
                [space.cosine(asked, story) for story in stories],
                [space.alike(one, other) for one in stories for other in stories],
            )
        )
    # == of floats: not nearly, but the same.
    assert answers[0] == answers[1]


@needs_numpy
@pytest.mark.parametrize("dimensions", [384, 4096])
def test_sums_of_many_captures_are_exact(dimensions: int) -> None:
    chance = random.Random(dimensions)
    some = [vector(chance.choices(range(-128, 128), k=dimensions)) for _ in range(40)]
    space = space_of({"a": some * 50, "b": [vector([-128] * dimensions)] * 2000})
    total = [50 * sum(column) for column in zip(*map(signed, some), strict=True)]
    square = sum(one * one for one in total)
    product = sum(one * -128 * 2000 for one in total)
    other = dimensions * (128 * 2000) ** 2
    assert space.alike("a", "b") == product / math.sqrt(float(square) * float(other))


def test_the_nearest_story_comes_first_and_names_break_ties(sums: None) -> None:
    east, north, west = vector([9, 0]), vector([0, 5]), vector([-3, 0])
    space = space_of({"w": [west], "n": [north], "e2": [east], "e1": [east, east]})
    assert space.nearest(vector([1, 0]), most=9) == ("e1", "e2", "n", "w")
    assert space.nearest(vector([1, 0]), most=1) == ("e1",)
    assert space.nearest(b"", most=3) == () == VectorSpace().nearest(east, most=3)
    assert space.cosine(vector([4, 3]), "e1") == 0.8
    assert space.alike("e1", "w") == -1.0


def test_a_story_without_a_vector_is_like_none(sums: None) -> None:
    space = space_of({"a": [vector([1, 0])], "empty": [b""], "nowhere": [vector([1, 0]), vector([-1, 0])]})  # fmt: skip
    assert space.cosine(vector([1, 0]), "empty") is None
    assert space.cosine(b"", "a") is None
    assert space.alike("a", "empty") is None
    assert space.cosine(vector([1, 0]), "nowhere") == 0.0
    assert space.nearest(vector([1, 0]), most=5) == ("a",)


def test_what_left_is_as_if_it_never_came(sums: None) -> None:
    chance = random.Random(9)
    some = [vector(chance.choices(range(-128, 128), k=12)) for _ in range(300)]
    space = space_of({f"s{at % 90}": some[at % 90 :: 90] for at in range(90)})
    for at in range(90):
        for one in some[at::90][1:]:
            space.remove(f"s{at}", one)
    for at in range(0, 90, 3):
        space.remove(f"s{at}", some[at])
    space.add("again", some[0])
    left = space_of({f"s{at}": [some[at]] for at in range(90) if at % 3} | {"again": [some[0]]})
    assert space.nearest(some[0], most=100) == left.nearest(some[0], most=100)
    assert space.nearest(some[0], most=1) == ("again",)
    assert [space.cosine(some[5], f"s{at}") for at in range(90)] == [
        left.cosine(some[5], f"s{at}") for at in range(90)
    ]


def test_vectors_of_different_embedders_are_not_compared(sums: None) -> None:
    with pytest.raises(ValueError, match="2 and 3 dimensions"):
        vectors.cosine(vector([1, 2]), vector([1, 2, 3]))
    space = space_of({"a": [vector([1, 2])]})
    with pytest.raises(ValueError, match="3 dimensions where 2"):
        space.add("b", vector([1, 2, 3]))
