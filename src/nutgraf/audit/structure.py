"""What an edition must say the same way twice: headlines, notes, addresses, its title."""

from __future__ import annotations

from collections.abc import Iterator

from nutgraf.audit.report import Failed
from nutgraf.editions.form import EditionForm, SentenceForm, StoryForm
from nutgraf.text import fold


def check_structure(form: EditionForm) -> Iterator[Failed]:
    """Where an edition disagrees with itself."""
    yield from _title(form)
    yield from _notes(form)
    for section in form.sections:
        for story in section.stories:
            yield from _story(story, form)


def _title(form: EditionForm) -> Iterator[Failed]:
    """A title is made of headlines, each whole or cut; without stories it is a fixed phrase."""
    headlines = [fold(story.headline).text for one in form.sections for story in one.stories]
    if not headlines:
        return
    for part in form.title.split("; "):
        said = fold(part).text
        if not any(said in headline for headline in headlines) and part != quiet_title():
            message = f"The title says {part[:60]!r}, which no headline says."
            yield Failed(sentence=None, kind="uncited", message=message)


def quiet_title() -> str:
    """The fixed title of a day with too few stories to name one."""
    from nutgraf.editions.composing import QUIET_TITLE

    return QUIET_TITLE


def _notes(form: EditionForm) -> Iterator[Failed]:
    numbers: dict[tuple[str, int, int], int] = {}
    for sentence in form.sentences():
        for cite in sentence.cites:
            span = (cite.capture, cite.start, cite.end)
            number = numbers.setdefault(span, len(numbers) + 1)
            if cite.note != number:
                message = f"Its note is printed as {cite.note}; by its span it is {number}."
                yield Failed(sentence=sentence.id, kind="span", message=message)
            printed = form.captures.get(cite.capture)
            if printed is not None and cite.url != printed.url:
                message = f"Note {number} links to another address than its capture has."
                yield Failed(sentence=sentence.id, kind="object", message=message)


def _story(story: StoryForm, form: EditionForm) -> Iterator[Failed]:
    heads = [sentence for sentence in story.sentences if sentence.role == "headline"]
    if len(heads) != 1:
        message = f"Story {story.id[:12]} has {len(heads)} headline sentences instead of one."
        yield Failed(sentence=_first(story.sentences), kind="uncited", message=message)
    elif heads[0].text != story.headline:
        message = "The story's headline is not the text of its headline sentence."
        yield Failed(sentence=heads[0].id, kind="quote", message=message)
    for capture in story.captures:
        if capture not in form.captures:
            message = f"Story {story.id[:12]} names capture {capture[:12]}, which has no record."
            yield Failed(sentence=_first(story.sentences), kind="object", message=message)


def _first(sentences: list[SentenceForm]) -> str | None:
    return sentences[0].id if sentences else None
