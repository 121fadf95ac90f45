"""What says a told text again is found without holding it against all of them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from nutgraf.writing.terms import Sayings, says_again

WORDS = ["the", "it", "heron", "scored", "58.7%", "61.2%", "Dunsay", "opened", "quay", "Tuesday", "ferry", "was", "late",
         "Vireo", "mayor", "spoke"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)


@given(TEXTS, st.lists(TEXTS, max_size=12))
@example("It was.", ["It was so.", "", "The ferry was late."])
def test_all_that_is_said_again_is_found_and_nothing_else(text: str, told: list[str]) -> None:
    found = [at for at, one in enumerate(told) if says_again(text, one)]
    assert list(Sayings(told).again(text)) == found


def test_what_has_nothing_rare_in_common_is_not_compared() -> None:
    told = [
        f"The ferry to island{n} was late by quay{n} on pier{n} this day{n}." for n in range(300)
    ]
    looked_at: list[str] = []

    class Watched(str):
        """A told text that says when it is compared."""

        __slots__ = ()

        def __hash__(self) -> int:
            looked_at.append(str(self))
            return super().__hash__()

    sayings = Sayings([Watched(one) for one in told])
    looked_at.clear()
    assert sayings.again(told[7]) == (7,)
    assert set(looked_at) == {told[7]}
