"""What an edition must say the same way twice: its id, title and themes, headlines, notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from nutgraf.audit.report import Failed
from nutgraf.editions.composing import QUIET_TITLE, edition_id
from nutgraf.editions.form import EditionForm, SectionForm, SentenceForm, StoryForm
from nutgraf.editions.opening import is_title
from nutgraf.editions.themes import is_cited


def check_structure(form: EditionForm) -> Iterator[Failed]:
    """Where an edition disagrees with itself."""
    yield from _name(form)
    yield from _title(form)
    yield from _notes(form)
    for section in form.sections:
        yield from _themes(section)
        for story in section.stories:
            yield from _story(story, form)


def _name(form: EditionForm) -> Iterator[Failed]:
    """The id is the day and the revision."""
    try:
        named = edition_id(date.fromisoformat(form.date), form.revision)
    except ValueError:
        yield _object(f"Its date is {form.date[:40]!r}, which is no day.")
        return
    if form.revision < 1 or form.id != named:
        yield _object(f"Its id is {form.id[:40]!r}; by its date and revision it is {named!r}.")


def _title(form: EditionForm) -> Iterator[Failed]:
    """A title is made of headlines, each whole or cut; without stories it is a fixed phrase."""
    headlines = [story.headline for one in form.sections for story in one.stories]
    if not is_title(form.title, headlines, otherwise=QUIET_TITLE):
        message = f"The title {form.title[:60]!r} is not made of its headlines."
        yield Failed(sentence=None, kind="uncited", message=message)


def _themes(section: SectionForm) -> Iterator[Failed]:
    """A theme is a name of its story, and stands in words that the section cites."""
    stories = section.stories
    quotes = [cite.quote for story in stories for one in story.sentences for cite in one.cites]
    for story in stories:
        theme = story.theme
        if theme is None:
            continue
        if theme not in {one.name for one in story.names} or not is_cited(theme, quotes):
            message = f"Its theme {theme[:60]!r} is no name in the words that its section cites."
            yield Failed(sentence=_first(story.sentences), kind="uncited", message=message)


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


def _object(message: str) -> Failed:
    return Failed(sentence=None, kind="object", message=message)
