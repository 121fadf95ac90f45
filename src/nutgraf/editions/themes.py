"""Themes: a name over several stories, which stands in the words that they cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from nutgraf.editions.model import PrintedStory
from nutgraf.text import fold


def themed(stories: Sequence[PrintedStory]) -> tuple[PrintedStory, ...]:
    """Stories of one main name put next to each other, under it; a name no story cites is none."""
    quotes = [cite.quote for story in stories for told in story.sentences for cite in told.cites]
    main = [story.names[0].name if story.names else "" for story in stories]
    gathers = {name for name in main if main.count(name) > 1 and is_cited(name, quotes)}
    found: list[PrintedStory] = []
    for at, story in enumerate(stories):
        name = main[at]
        if name not in gathers:
            found.append(story)
        elif main.index(name) == at:
            found += [
                replace(other, theme=name)
                for other, its in zip(stories, main, strict=True)
                if its == name
            ]
    return tuple(found)


def is_cited(name: str, quotes: Iterable[str]) -> bool:
    """Whether a name stands, as whole words, in one of the cited texts."""
    sought = fold(name).text.strip()
    pattern = re.compile(rf"(?<!\w){re.escape(sought)}(?!\w)")
    return bool(sought) and any(pattern.search(fold(quote).text) for quote in quotes)
