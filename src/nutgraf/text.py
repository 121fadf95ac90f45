"""Text as matched and as shown; stored text never changes.

Matching may normalise through an offset table (`Folded`); showing takes out what hides
(bidirectional controls, zero-width and tag characters) but never what is read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SPACES = re.compile(r"\s+")
_KEEP = {"\n", "\t"}
# What draws nothing though it is no control (Unicode's Default_Ignorable_Code_Point): letters and
# marks, and the block of tags whole, with the selectors that can carry bytes. The sixteen variation selectors that choose between forms of a character are kept.
_DRAWN_BLANK = frozenset(
    chr(code)
    for code in (
        0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2065, 0x3164,
        0xFFA0, *range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE1000),
    )
)  # fmt: skip
_FOLDS = {
    "‘": "'",
    "’": "'",
    "‚": "'",
    "‛": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‟": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "‑": "-",
    "−": "-",
    "…": "...",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A text made comparable: NFKC, case-folded, quotes and dashes plain, runs of space one space.

    `offsets[i]` is the code point of the original at which folded character `i` began;
    `offsets[len(text)]` is the original's length.
    """

    text: str
    offsets: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The original range of a folded range (end excluded)."""
        return self.offsets[start], self.offsets[end]


def fold(text: str) -> Folded:
    """The comparable form of a text, with the table back to its offsets."""
    out: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(text):
        for small in _fold_char(char):
            if small == " " and (not out or out[-1] == " "):
                continue
            out.append(small)
            offsets.append(at)
    if out and out[-1] == " ":
        out.pop()
        offsets.pop()
    offsets.append(len(text))
    return Folded(text="".join(out), offsets=tuple(offsets))


def _fold_char(char: str) -> str:
    if char in _FOLDS:
        return _FOLDS[char]
    if char.isspace():
        return " "
    if hides(char):
        return ""
    return unicodedata.normalize("NFKC", char).casefold()


def hides(char: str) -> bool:
    """Whether a character shows nothing or re-orders what is shown (Cf, tags, controls)."""
    if char < "\x7f":
        return char < " " and char not in _KEEP and not char.isspace()
    if char in _DRAWN_BLANK:
        return True
    return unicodedata.category(char) in {"Cf", "Cc", "Cs"} and not char.isspace()


def showable(text: str) -> str:
    """A text as it may be shown: hiding characters taken out, all else as it stands."""
    return "".join(char for char in text if not hides(char))


def one_line(text: str) -> str:
    """A text on one line, showable."""
    return _SPACES.sub(" ", showable(text)).strip()


def count_words(text: str) -> int:
    """Words as an editor counts them: runs of non-space."""
    return len(text.split())
