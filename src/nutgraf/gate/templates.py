"""Notices: the closed list of sentences an edition may say about itself, and of its labels.

A template's only slots are counts, days, how long ago a day is, and names (of the desk, of who
released it, of a source that was withdrawn), so that nothing about the world can be said through
one. `render` fills a template; `fits` is the gate's test that a text is what its template makes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from nutgraf.errors import UsageError

_SLOT = re.compile(r"\{(\w+)\}")
# A count: digits alone. A day: as `now.show_day` prints it. A name: one line, no sentence marks.
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "count": r"\d{1,9}",
        "day": r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|"
        r"November|December) \d{4}",
        "desk": r"[^\W_][\w .'’&+-]{0,59}",
        "name": r"[^\W_][\w .'’@&+-]{0,59}",
        "ago": r"(?:yesterday|a year ago|\d{1,4} (?:days|weeks|months|years) ago)",
    }
)

TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "quiet-day": "A quiet day: {count} captures were read, and none made a story.",
        "quiet-day-one": "A quiet day: one capture was read, and it made no story.",
        "short-day": "A quiet day: {count} captures were read, and few made a story.",
        "no-captures": "A quiet day: nothing new arrived.",
        "made-unattended": "This edition was made unattended: no person has read it.",
        "released-by": "Released by {name} on {day}.",
        "desk-edition": "{desk}, edition of {day}.",
        "reported-here": "Reported here on {day}, {ago}.",
        "corrected-here": "The edition of {day} printed the earlier figure.",
        "withdrawn": "Withdrawn: what the edition of {day} told from a text of {name} stands no more.",
        "withdrawn-source": "Withdrawn: what the edition of {day} told from one source stands no more.",
    }
)

# What looks back on an earlier edition: each names that edition beside its words.
WITHDRAWING: frozenset[str] = frozenset({"withdrawn", "withdrawn-source"})
LOOKING_BACK: frozenset[str] = frozenset({"reported-here", "corrected-here"}) | WITHDRAWING

# What a why or an impact may stand under: a label is printed, and no citation stands behind it.
LABELS = frozenset(
    {"Why it matters", "Figures compared", "The desk's view", "Update", "Correction"}
)


def render(template: str, slots: Mapping[str, str | int] | None = None) -> str:
    """The text of a notice.

    Raises UsageError for a template that is not on the list, a slot that is missing, or a slot
    whose content is not what the slot takes.
    """
    form = TEMPLATES.get(template)
    if form is None:
        raise UsageError(
            f"There is no notice {template!r}.", f"Use one of: {', '.join(TEMPLATES)}."
        )
    given = {name: str(value) for name, value in (slots or {}).items()}
    for slot in _SLOT.findall(form):
        if slot not in given or not re.fullmatch(_KINDS[slot], given[slot]):
            raise UsageError(
                f"The notice {template!r} needs a {slot}, and {given.get(slot)!r} is none.",
                "Give a whole number, a day such as 3 April 2026, or a name of at most 60 letters.",
            )
    return _SLOT.sub(lambda match: given[match[1]], form)


def fits(template: str, text: str) -> bool:
    """Whether `text` is what the named template makes, for some count, day or name."""
    form = TEMPLATES.get(template)
    if form is None:
        return False
    pieces = _SLOT.split(form)
    pattern = "".join(
        _KINDS[piece] if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)
    )
    return re.fullmatch(pattern, text) is not None
