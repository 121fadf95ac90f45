"""What an edition says about itself: notices from the gate's closed list, nothing else."""

from __future__ import annotations

from nutgraf.archive.words import Words
from nutgraf.editions.judging import judged
from nutgraf.gate.templates import render
from nutgraf.writing.model import Sentence


def quiet(*, read: int, stories: int, words: Words) -> tuple[Sentence, ...]:
    """That the day was quiet, by how many captures were read and stories printed.

    Nothing where a single capture made the single story: the edition is plainly short.
    """
    if read == 0:
        return _notice("no-captures", words)
    if stories == 0 and read == 1:
        return _notice("quiet-day-one", words)
    if stories == 0:
        return _notice("quiet-day", words, count=read)
    return _notice("short-day", words, count=read) if read > 1 else ()


def _notice(template: str, words: Words, **slots: int) -> tuple[Sentence, ...]:
    text = render(template, slots)
    return (judged(Sentence(text=text, role="notice", template=template), words),)
