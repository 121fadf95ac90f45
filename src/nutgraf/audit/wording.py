"""What holds of a rendering whatever version printed it: its notes, their words, its sentences, and
that it says nothing else.

By the formats every note of the Markdown ends with its span, and every `data-span` of the page is
one. How the words around them are arranged may change from version to version, and is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser

from nutgraf.audit.report import Failed
from nutgraf.audit.surplus import surplus
from nutgraf.editions.escaping import unescape
from nutgraf.editions.form import EditionForm
from nutgraf.gate.model import Kind
from nutgraf.text import fold, one_line

_NOTE = re.compile(r"^\[\^(\d{1,9})\]:(.*) (\S+)$", re.MULTILINE)
_PLACE = re.compile(r"([0-9a-f]{8,64}):(\d{1,12})-(\d{1,12})")

Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNote:
    """A place a rendering names: its number where the file gives one, and the line of words before
    it that must end with the quoted ones, in quotation marks; None where it prints none.
    """

    span: str
    number: int | None
    words: str | None


def compare_words(name: str, printed: bytes, fresh: bytes, form: EditionForm) -> Iterator[Failed]:
    """Where a file names a place its edition does not cite, prints other words for one than are
    quoted, leaves one out, lacks a sentence, or shows or carries anything that `fresh`, its edition
    as printed today, does not. Files of other names are not looked at.
    """
    try:
        text = printed.decode("utf-8")
    except UnicodeDecodeError:
        yield _failed("quote", f"{name} is not UTF-8 text.")
        return
    if name == "edition.md":
        notes, shown = tuple(_markdown_notes(text)), unescape(_NOTE.sub("", text))
    elif name == "edition.html":
        notes, shown = _page(text)
    else:
        return
    yield from _notes(name, notes, form)
    yield from _sentences(name, shown, form)
    yield from surplus(name, text, fresh.decode("utf-8"), form)


def _markdown_notes(text: str) -> Iterator[PrintedNote]:
    for number, said, span in _NOTE.findall(text):
        yield PrintedNote(span=span, number=int(number), words=unescape(said))


def _page(text: str) -> tuple[tuple[PrintedNote, ...], str]:
    page = _Page()
    with suppress(AssertionError):  # the parser's way to say that a declaration is none
        page.feed(text)
        page.close()
    return tuple(page.notes()), "".join(page.shown)


class _Page(HTMLParser):
    """The places a page names, the marked words in each, and what it shows outside of them."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self._marked: list[tuple[str, list[str]]] = []
        self._named: list[str] = []
        self._in_mark = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        span = dict(attrs).get("data-span")
        if span is not None:
            self._marked.append((span, []))
            self._named = [tag]
        elif self._named and tag == self._named[0]:
            self._named.append(tag)
        self._in_mark = bool(self._named) and (tag == "mark" or self._in_mark)

    def handle_endtag(self, tag: str) -> None:
        if self._named and tag == self._named[0]:
            self._named.pop()
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data: str) -> None:
        if self._in_mark:
            self._marked[-1][1].append(data)
        elif not self._named:
            self.shown.append(data)

    def notes(self) -> Iterator[PrintedNote]:
        for span, marked in self._marked:
            words = f'"{one_line("".join(marked))}"' if marked else None
            yield PrintedNote(span=span, number=None, words=words)


def _notes(name: str, notes: Iterable[PrintedNote], form: EditionForm) -> Iterator[Failed]:
    quotes = {
        (cite.capture, cite.start, cite.end): (cite.note, cite.quote)
        for sentence in form.sentences()
        for cite in sentence.cites
    }
    quoted: set[Place] = set()
    for note in notes:
        place = _place(note.span, form)
        if place is None or place not in quotes:
            yield _failed("span", f"{name} names {note.span[:90]}, a place its edition cites not.")
            continue
        number, quote = quotes[place]
        if note.number not in {None, number}:
            yield _failed("span", f"{name} has note {number} as note {note.number}.")
        if note.words is not None:
            quoted.add(place)
            if not note.words.endswith(f'"{one_line(quote)}"'):
                yield _failed("quote", f"{name} prints other words for {note.span} than it quotes.")
    for place, (number, _) in quotes.items():
        if place not in quoted:
            yield _failed("span", f"{name} does not print the words of note {number}.")


def _place(span: str, form: EditionForm) -> Place | None:
    """The place of a span, its capture by the whole id or a beginning no other capture has."""
    found = _PLACE.fullmatch(span)
    if found is None:
        return None
    captures = [one for one in form.captures if one.startswith(found[1])]
    return (captures[0], int(found[2]), int(found[3])) if len(captures) == 1 else None


def _sentences(name: str, shown: str, form: EditionForm) -> Iterator[Failed]:
    """Sentences a file does not show; quotation marks, dashes and spaces may be drawn otherwise."""
    page = fold(shown).text
    unshown = _headlines_of_takes(form)
    for sentence in form.sentences():
        if sentence.id not in unshown and fold(sentence.text).text not in page:
            yield Failed(
                sentence=sentence.id,
                kind="quote",
                message=f"{name} does not say it as its edition does.",
            )


def _headlines_of_takes(form: EditionForm) -> frozenset[str]:
    """The ids of the headlines of quick takes that have other sentences, which are printed instead."""
    takes = [
        story for section in form.sections for story in section.stories if story.form == "take"
    ]
    return frozenset(
        one.id
        for story in takes
        if len(story.sentences) > 1
        for one in story.sentences
        if one.role == "headline"
    )


def _failed(kind: Kind, message: str) -> Failed:
    return Failed(sentence=None, kind=kind, message=message)
