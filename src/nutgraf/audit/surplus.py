"""Whether a file shows or carries more than its edition prints, however it is arranged.

The edition is printed anew, and what that shows is taken apart into its runs of words. Taken out of
the file, longest first, each as often as it is printed, they must leave no word behind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from nutgraf.audit.report import Failed
from nutgraf.audit.shown import Shown, markdown_shown, page_shown
from nutgraf.editions.escaping import escape
from nutgraf.editions.form import EditionForm
from nutgraf.text import fold

_EDGES = " .,:;|\"'()<>*#-·=\\"
_WORDS = re.compile(r"\w[^\n\0]*")


def surplus(name: str, printed: str, fresh: str, form: EditionForm) -> Iterator[Failed]:
    """What `printed` shows or carries that `fresh`, today's rendering, does not."""
    shown, allowed = _shown(name, printed), _shown(name, _apart(name, fresh, form))
    for more in sorted(shown.carried - allowed.carried):
        yield _failed(f"{name} carries {more[:120]}, which its edition does not.")
    left = _without("\n".join(fold(run).text for run in shown.runs), _pieces(allowed.runs))
    found = _WORDS.search(left)
    if found:
        yield _failed(f"{name} says {found[0][:90].strip()!r}, which its edition does not say.")


def _shown(name: str, text: str) -> Shown:
    return page_shown(text) if name == "edition.html" else markdown_shown(text)


def _apart(name: str, fresh: str, form: EditionForm) -> str:
    """Today's Markdown with the quote of each note on a line of its own."""
    if name == "edition.html":
        return fresh
    quotes = {escape(cite.quote) for one in form.sentences() for cite in one.cites}
    for quote in sorted(quotes):
        fresh = fresh.replace(f': "{quote}" ', f"\n{quote}\n")
    return fresh


def _pieces(runs: Iterable[str]) -> Counter[str]:
    return Counter(piece for run in runs if (piece := fold(run).text.strip(_EDGES)))


def _without(text: str, pieces: Counter[str]) -> str:
    """The text with every piece taken out as whole words, each at most as often as it counts."""
    for piece, most in sorted(pieces.items(), key=lambda one: (-len(one[0]), one[0])):
        kept: list[str] = []
        at = found = 0
        while found < most and (place := _place(text, piece, at)) >= 0:
            kept.append(text[at:place])
            at, found = place + len(piece), found + 1
        text = "\0".join([*kept, text[at:]])
    return text


def _place(text: str, piece: str, at: int) -> int:
    """Where a piece next stands as whole words, -1 for nowhere."""
    place = text.find(piece, at)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(piece) : place + len(piece) + 1]
        if not (_is_word(before) and _is_word(piece[0])) and not (
            _is_word(after) and _is_word(piece[-1])
        ):
            break
        place = text.find(piece, place + 1)
    return place


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _failed(message: str) -> Failed:
    return Failed(sentence=None, kind="quote", message=message)
