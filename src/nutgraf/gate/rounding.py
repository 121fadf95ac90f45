"""How far a figure may be rounded: by its own precision and by the word that bounds it."""

from __future__ import annotations

from decimal import Decimal

_ABOUT = Decimal("0.05")
# A part told in words (a third, two fifths) is coarse: about two thirds may be 64 to 69 percent.
_WORDED = Decimal("0.035")
_COARSE = Decimal("0.1")
_HALF_PERCENT = Decimal("0.005")
_WORDED_BEYOND = Decimal("0.09")
_BEYOND = Decimal("0.1")
# Beyond these sizes a figure is no amount anyone rounds.
_SIZES = range(-20, 31)


def digits_of(value: Decimal) -> int:
    """How many significant digits a value has: 60 has one, 61.2 three."""
    return len(value.normalize().as_tuple().digits)


def last_place(value: Decimal) -> Decimal:
    """The worth of the last significant digit: 10 for 60, 0.1 for 61.2, 1 for 0."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def rounds(said: Decimal, exact: Decimal, bound: str, *, worded: bool = False) -> bool:
    """Whether a positive figure may stand for an exact one under a bound ("" for none).

    `about` allows one part in twenty, `more than` what is above by less than one of the last digit
    said and not by far, `less than` the same below; without a bound the exact value must round to
    the figure at the figure's own last digit. `worded` is for parts told in words.
    """
    if said <= 0 or exact <= 0 or said.adjusted() not in _SIZES or exact.adjusted() not in _SIZES:
        return False
    place, off = last_place(said), exact - said
    if bound in {"more than", "at least"}:
        return off >= 0 and (exact <= said * _BEYOND or _within(off, place, said, worded))
    if bound in {"less than", "at most"}:
        return off <= 0 and _within(-off, place, said, worded)
    if bound == "about":
        wide = worded and abs(off) <= min(_WORDED, said * _COARSE)
        return abs(off) <= said * _ABOUT or wide
    if worded:
        return abs(off) <= min(_HALF_PERCENT, said * _ABOUT)
    return abs(off) * 2 <= place


def _within(off: Decimal, place: Decimal, said: Decimal, worded: bool) -> bool:
    if worded:
        return off <= min(_WORDED_BEYOND, said * _COARSE * 2)
    # A round figure may be passed by a tenth, any other by less than one of its last digit.
    near = off < place and off <= said * Decimal("0.34")
    return near or (digits_of(said) == 1 and off <= said * _BEYOND)


def follows_exactly(said: Decimal, exact: Decimal, bound: str, *, worded: bool = False) -> bool:
    """Like `rounds` for a figure that was computed: it is the exact one, or the exact one rounded at
    a digit that is written (never `ten` for nine), or bounds it within that digit.
    """
    if said <= 0 or exact <= 0 or said.adjusted() not in _SIZES or exact.adjusted() not in _SIZES:
        return False
    if worded:
        return rounds(said, exact, bound, worded=True)
    place, off = min(last_place(said), said / 20), exact - said
    if bound in {"more than", "at least"}:
        return 0 <= off < max(place, min(last_place(said), said * Decimal("0.34")))
    if bound in {"less than", "at most"}:
        return 0 <= -off < max(place, min(last_place(said), said * Decimal("0.34")))
    return abs(off) * 2 <= (last_place(said) if bound == "about" else place)
