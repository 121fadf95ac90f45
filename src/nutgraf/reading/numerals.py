"""Numbers in words and scales, as exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal

from nutgraf.reading.wordlists import listed

ONES = dict(
    zip(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        ),
        range(20),
        strict=True,
    )
)
TENS = dict(
    zip(
        listed("twenty thirty forty fifty sixty seventy eighty ninety"),
        range(20, 100, 10),
        strict=True,
    )
)
SCALES = {
    "hundred": Decimal(100),
    "dozen": Decimal(12),
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "mln": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "bln": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "tn": Decimal(10) ** 12,
    "k": Decimal(10) ** 3,
    "K": Decimal(10) ** 3,
    "M": Decimal(10) ** 6,
    "m": Decimal(10) ** 6,
    "mm": Decimal(10) ** 6,
    "b": Decimal(10) ** 9,
    "B": Decimal(10) ** 9,
    "T": Decimal(10) ** 12,
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "hundredth": 100,
    "thousandth": 1000,
}
PARTS = {
    "half": "0.5",
    "third": "0.3333",
    "quarter": "0.25",
    "fifth": "0.2",
    "sixth": "0.1667",
    "seventh": "0.1429",
    "eighth": "0.125",
    "ninth": "0.1111",
    "tenth": "0.1",
}

_ONE = "|".join(sorted([*ONES, *TENS], key=len, reverse=True))
_SCALE = "hundred|dozen|thousand|million|billion|trillion"
WORDS = (
    rf"(?:(?:{_ONE})(?:[ -](?:{'|'.join(list(ONES)[1:10])})\b)?"
    rf"(?:[ -](?:{_SCALE})\b)*(?: and (?:{_ONE})\b(?! (?:{_SCALE})\b))?(?: and a half\b)?"
    rf"|(?:an?|half an?|several|a few) (?:{_SCALE})(?: (?:{_SCALE}))*\b)"
)
_SPLIT = re.compile(r"[ -]")


def in_words(words: str) -> Decimal | None:
    """The value of a number written in words (`ten thousand`, `a hundred`), None when vague."""
    whole = part = Decimal(0)
    seen = False
    for word in _SPLIT.split(words.casefold()):
        if word in {"several", "few"}:
            return None
        if word == "half":
            part, seen = part + Decimal("0.5"), True
        elif word in ONES or word in TENS:
            part += ONES.get(word, 0) or TENS.get(word, 0)
            seen = True
        elif word in SCALES:
            scale = SCALES[word]
            part = (part or Decimal(1)) * scale
            seen = True
            if scale >= 1000:
                whole, part = whole + part, Decimal(0)
    return whole + part if seen else None


def plain(value: Decimal) -> str:
    """A decimal as plain text without an exponent or closing zeros: `1270000`, `61.2`."""
    if not value.is_finite() or value.adjusted() > 60 or value.adjusted() < -30:
        return format(value.normalize())
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
