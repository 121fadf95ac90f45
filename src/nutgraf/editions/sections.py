"""Which section a story belongs to, by the words it is told in."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nutgraf.editions.options import EditionOptions, SectionOptions
from nutgraf.text import fold
from nutgraf.writing.terms import stems

_OPENING = 40
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A section and why, in words; `fits` is False where no section's words were found."""

    section: str
    reason: str
    fits: bool = True


def assign(text: str, options: EditionOptions) -> Assigned:
    """The section whose words a story's text uses most; its opening words count twice.

    A word that several sections share counts for each by its share. Where no word fits, the
    section for other stories.
    """
    found = stems(fold(text).text)
    counts = Counter(found) + Counter(found[:_OPENING])
    sections = [section for section in options.sections if section.words]
    shared = Counter(stem for section in sections for stem in _stems(section))
    best: tuple[float, SectionOptions, list[str]] | None = None
    for section in sections:
        hits = [stem for stem in _stems(section) if counts[stem]]
        score = round(sum(math.sqrt(min(counts[one], 9)) / shared[one] for one in hits), 9)
        if hits and (best is None or score > best[0]):
            best = (score, section, sorted(hits, key=lambda one: -counts[one]))
    if best is None:
        return Assigned(section=_other(options), reason="no section's words fit it", fits=False)
    words = ", ".join(best[2][:_SHOWN])
    return Assigned(section=best[1].name, reason=f"it is told in words of {best[1].name}: {words}")


def top(options: EditionOptions) -> SectionOptions | None:
    """The first section that takes the strongest stories, if there is one."""
    return next((section for section in options.sections if not section.words), None)


def named(name: str, sections: Sequence[SectionOptions]) -> SectionOptions | None:
    """The section of a name, however it is spelled in case."""
    return next((one for one in sections if one.name.lower() == name.strip().lower()), None)


def _stems(section: SectionOptions) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stems(" ".join(section.words))))


def _other(options: EditionOptions) -> str:
    section = named(options.other, options.sections) or options.sections[-1]
    return section.name
