"""edition.md: the edition as Markdown with a footnote per cited span (CommonMark and footnotes)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from nutgraf.archive.model import Span
from nutgraf.editions.escaping import escape, escape_runs, escape_start
from nutgraf.editions.layout import (
    Block,
    Laid,
    LaidSection,
    LaidStory,
    Told,
    lay_out,
    printed_day,
    printed_name,
    standing,
    view_labels,
)
from nutgraf.editions.links import safe_link
from nutgraf.editions.model import Colophon, Edition
from nutgraf.editions.notes import Note, notes, number_spans, short_ids
from nutgraf.gate.spread import listing
from nutgraf.now import show_day

MOST_LISTED = 25


def markdown(edition: Edition) -> bytes:
    """The edition as UTF-8 Markdown; the same edition gives the same bytes."""
    laid = lay_out(edition)
    numbers = number_spans(edition.sentences())
    paragraphs = [
        *_head(edition, laid, numbers),
        *(one for section in laid.sections for one in _section(section, numbers)),
        "---",
        *_sources(edition),
        *_about(edition, laid),
    ]
    return ("\n\n".join(paragraphs) + "\n").encode("utf-8")


def _head(edition: Edition, laid: Laid, numbers: Mapping[Span, int]) -> Iterator[str]:
    yield f"# {escape(edition.title)}"
    yield f"*{escape(edition.desk)} · {show_day(edition.date)}* · {escape(standing(edition))}"
    if laid.lede:
        yield _paragraph(laid.lede, numbers)
    if laid.names:
        listed = (f"{escape(kind)}: {', '.join(map(escape, names))}" for kind, names in laid.names)
        yield f"*Names of the day, with the captures that have each:* {'; '.join(listed)}."


def _section(section: LaidSection, numbers: Mapping[Span, int]) -> Iterator[str]:
    yield f"## {escape(section.section.name)}"
    if section.why:
        yield from (_block(block, numbers) for block in section.why)
    for story in section.stories:
        yield from _story(story, numbers)
    if section.takes:
        yield "\n".join(f"- {_take(take, numbers)}" for take in section.takes)


def _story(laid: LaidStory, numbers: Mapping[Span, int]) -> Iterator[str]:
    if laid.theme:
        yield f"### {escape(laid.theme)}"
    level = "####" if laid.under_theme else "###"
    yield f"{level} {_sentence(laid.headline, numbers)}"
    for block in laid.blocks:
        yield _block(block, numbers)


def _block(block: Block, numbers: Mapping[Span, int]) -> str:
    if block.kind == "quote":
        return _quote(block.told[0], numbers)
    if block.kind == "why":
        return f"*{escape(block.label)}:* {_sentences(block.told, numbers)}"
    if block.kind == "impact":
        return f"**{escape(block.label)}:** {_sentences(block.told, numbers)}"
    return _paragraph(block.told, numbers)


def _quote(told: Told, numbers: Mapping[Span, int]) -> str:
    words = escape_runs(told.runs)
    return f'> "{words}"{_marks(told, numbers)} — {escape(told.sentence.speaker)}'


def _take(laid: LaidStory, numbers: Mapping[Span, int]) -> str:
    return escape_start(_sentences(laid.take, numbers))


def _paragraph(told: Iterable[Told], numbers: Mapping[Span, int]) -> str:
    return escape_start(_sentences(told, numbers))


def _sentences(told: Iterable[Told], numbers: Mapping[Span, int]) -> str:
    return " ".join(_sentence(one, numbers) for one in told)


def _sentence(told: Told, numbers: Mapping[Span, int]) -> str:
    """A sentence and its notes; one that is computed without any cited words says so, one that
    looks back leads to its edition."""
    marks = _marks(told, numbers)
    computed = " *(computed)*" if told.sentence.computation and not marks else ""
    words = escape_runs(told.runs)
    refers = told.sentence.refers
    if refers is not None:
        words = f"[{words}](../{refers.edition}/edition.md)"
    return f"{words}{marks}{computed}"


def _marks(told: Told, numbers: Mapping[Span, int]) -> str:
    found = sorted({numbers[cite.span] for cite in told.sentence.cites})
    return "".join(f"[^{number}]" for number in found)


def _sources(edition: Edition) -> Iterator[str]:
    numbered = notes(edition)
    yield "### Sources"
    if not numbered:
        yield "This edition cites nothing."
        return
    yield "Each note ends with the place of its words; `nutgraf where` shows them in their source."
    short = short_ids(edition)
    yield "\n".join(_note(note, short[note.record.capture]) for note in numbered)


def _note(note: Note, short: str) -> str:
    record = note.record
    name, title = escape(printed_name(record)), escape(record.title)
    link = safe_link(note.link)
    named = f"[{title or name}]({link})" if link else title
    source = ", ".join(part for part in (name, named, printed_day(record)) if part)
    span = note.citation.span
    quoted = escape(note.citation.quote)
    return f'[^{note.number}]: {source}: "{quoted}" {short}:{span.start}-{span.end}'


def _about(edition: Edition, laid: Laid) -> Iterator[str]:
    colophon = edition.colophon
    yield "### About this edition"
    made_by = standing(edition)
    yield f"{escape(made_by[:1].upper() + made_by[1:])}. {laid.words:,} words. {_read(colophon)}"
    views = listing([f'"{escape(label)}"' for label in view_labels(edition)])
    labelled = f" What stands under {views} is the desk's own view." if views else ""
    yield f"Every sentence was held against the words it cites.{labelled}"
    if colophon.failed:
        lines = [f"{escape(one.source)}: {escape(one.message)}" for one in colophon.failed]
        yield _listed("Sources that failed:", lines)
    if colophon.refused:
        lines = [
            f'"{escape(one.text)}" ({escape(one.kind)}: {escape(one.message)})'
            for one in colophon.refused
        ]
        yield _listed("Sentences the gate refused:", lines)
    if colophon.versions:
        made = ", ".join(f"{escape(name)} {escape(version)}" for name, version in colophon.versions)
        yield f"Made with {made}."


def _read(colophon: Colophon) -> str:
    reasons = Counter(one.reason for one in colophon.left_out)
    left = "; ".join(f"{many} {escape(reason)}" for reason, many in reasons.items())
    read = f"{colophon.read:,} capture{'' if colophon.read == 1 else 's'} read"
    return f"{read}; {len(colophon.left_out):,} left out: {left}." if left else f"{read}."


def _listed(heading: str, lines: list[str]) -> str:
    shown = [f"- {escape_start(line)}" for line in lines[:MOST_LISTED]]
    more = len(lines) - len(shown)
    rest = [f"- and {more:,} more, all of them in edition.json"] if more else []
    return "\n".join([heading, "", *shown, *rest])
