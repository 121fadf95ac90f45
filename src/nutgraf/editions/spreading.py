"""Each section's computed why: which of its stories spread widest, and on how many publishers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nutgraf.archive.words import Words
from nutgraf.editions.judging import judged
from nutgraf.editions.printing import Printable
from nutgraf.gate import computed
from nutgraf.reading.model import Input
from nutgraf.writing.model import Sentence
from nutgraf.writing.why import LABEL

_FIRST_KINDS = ("model", "product", "benchmark")
_LONGEST_NAME = 5
# Where something is said is seldom what a story is about.
_PLATFORMS = frozenset({"x", "twitter", "reddit", "discord", "youtube", "linkedin"})


def section_why(stories: Sequence[Printable], words: Words) -> tuple[Sentence, ...]:
    """The section's why as one computed sentence; none for a single story, which has its own."""
    inputs: list[Input] = []
    cites = []
    taken: set[str] = set()
    for one in stories:
        opening, name = _named(one, taken)
        taken.add(name)
        inputs.append(opening)
        inputs += [Input(capture=capture.id) for capture in one.brief.captures]
        cites.append(one.story.headline.cites[0])
    result = computed.compute("section-spread/1", inputs, words) if inputs else None
    if result is None:
        return ()
    sentence = Sentence(
        text=result.result, role="why", label=LABEL, computation=result, cites=tuple(cites)
    )
    told = judged(sentence, words)
    return (told,) if told.prints else ()


def _named(one: Printable, taken: set[str]) -> tuple[Input, str]:
    """The words that name a story: one of its names within the words its headline cites.

    Models, products and benchmarks before companies, a name not taken by another story before one
    that is, a platform that things are said on last; the whole headline where there is no name in it.
    """
    cite = one.story.headline.cites[0]
    for name in _preferred(one):
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", cite.quote)
        if found and name not in taken:
            start = cite.span.start + found.start()
            return Input(capture=cite.span.capture, start=start, end=start + len(name)), name
    return Input(capture=cite.span.capture, start=cite.span.start, end=cite.span.end), cite.quote


def _preferred(one: Printable) -> Iterable[str]:
    names = [name for name in one.story.names if len(name.name.split()) <= _LONGEST_NAME]
    names.sort(key=lambda name: (name.key in _PLATFORMS, name.kind not in _FIRST_KINDS))
    yield from (name.name for name in names)
