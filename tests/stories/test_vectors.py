"""Embeddings compared in whole numbers: exact, the same with numpy and without, in every order."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.stories import vectors

SEEN = 200


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


@given(alike(least=1))
def test_many_at_once_are_as_one_by_one(some: list[bytes]) -> None:
    # == of floats: not nearly, but to the last bit.
    assert vectors.cosines(some[0], some) == tuple(vectors.cosine(some[0], one) for one in some)


@pytest.mark.skipif(find_spec("numpy") is None, reason="numpy is not installed")
@pytest.mark.parametrize("dimensions", [384, 1024, 1025, 4096])
def test_numpy_adds_up_without_rounding_at_any_length(dimensions: int) -> None:
    chance = random.Random(dimensions)
    some = [vector(chance.choices(range(-128, 128), k=dimensions)) for _ in range(SEEN)]
    some += [vector([-128] * dimensions), vector([127, -128] * (dimensions // 2) + [1] * (dimensions % 2))]  # fmt: skip
    for one in (some[0], some[-2], some[-1]):
        assert vectors.cosines(one, some) == tuple(vectors.cosine(one, other) for other in some)


def test_without_numpy_a_table_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    some = [vector(chance.choices(range(-128, 128), k=24)) for _ in range(30)]
    with_it = vectors.cosines(some[0], some)
    vectors._numpy.cache_clear()
    monkeypatch.setattr(vectors, "find_spec", lambda name: None)
    assert vectors._numpy() is None
    assert vectors.cosines(some[0], some) == with_it
    monkeypatch.undo()
    vectors._numpy.cache_clear()


@given(alike(), st.randoms(use_true_random=False))
def test_a_centre_does_not_depend_on_the_order(some: list[bytes], chance: random.Random) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert vectors.centre(shuffled) == vectors.centre(some)


@given(alike())
def test_a_centre_has_length_one_or_points_nowhere(some: list[bytes]) -> None:
    made = vectors.centre(some)
    if made:
        # Each number is off by at most a half.
        assert abs(math.sqrt(vectors.dot(made, made)) - 127) <= math.sqrt(len(made)) / 2 + 1e-9
    else:
        assert not any(sum(column) for column in zip(*map(signed, filter(None, some)), strict=True))


def test_what_replaces_another_is_compared_in_its_place() -> None:
    table = vectors.VectorTable()
    assert table.cosines(vector([1, 0])) == ()
    assert [table.add(vector([0, 9])), table.add(b""), table.add(vector([-5, 0]))] == [0, 1, 2]
    assert table.cosines(vector([1, 0])) == (0.0, 0.0, -1.0)
    table.replace(1, vector([3, 4]))
    assert table.cosines(vector([1, 0])) == (0.0, 0.6, -1.0)
    assert table.cosines(b"") == (0.0, 0.0, 0.0)
    assert len(table) == 3


def test_vectors_of_different_embedders_are_not_compared() -> None:
    with pytest.raises(ValueError, match="2 and 3 dimensions"):
        vectors.cosine(vector([1, 2]), vector([1, 2, 3]))
    with pytest.raises(ValueError, match="3 dimensions where 2"):
        vectors.cosines(vector([1, 2, 3]), [vector([1, 2])])
    with pytest.raises(ValueError, match="longer"):
        vectors.centre([vector([1, 2]), vector([1, 2, 3])])
