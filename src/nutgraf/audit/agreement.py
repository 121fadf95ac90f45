"""Whether edition, evidence and source say the same of every capture, and print the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from nutgraf.archive.model import Span
from nutgraf.archive.words import Words
from nutgraf.audit.maker import by_another_version
from nutgraf.audit.report import Failed
from nutgraf.editions.edition_json import record_form
from nutgraf.editions.evidence import EvidenceWords, passages_of
from nutgraf.editions.form import EditionForm, EvidenceForm, SentenceForm
from nutgraf.editions.fragments import span_link
from nutgraf.errors import SpanError
from nutgraf.ids import sha256_hex

_COMPARED = (
    "url",
    "title",
    "owner",
    "published_at",
    "fetched_at",
    "text_sha256",
    "raw_sha256",
)


def compare_source(
    form: EditionForm, lines: Sequence[EvidenceForm], words: Words
) -> Iterator[Failed]:
    """Where the edition's records, or the words of its evidence, are not those of the archive."""
    for capture, printed in form.captures.items():
        known = words.record(capture)
        if known is None:
            yield _object(f"Capture {capture[:12]} is not in the archive.")
            continue
        kept = record_form(known)
        fields = [name for name in printed.__struct_fields__ if _differ(printed, kept, name)]
        if fields:
            yield _object(
                f"The edition prints another {' and '.join(fields)} of capture {capture[:12]} than"
                " the archive has."
            )
    if not by_another_version(form):
        yield from _links(form, words)
    for line in lines:
        for passage in line.passages:
            if words.between(line.capture, passage.start, passage.end) != passage.text:
                place = f"{line.capture[:12]}:{passage.start}-{passage.end}"
                yield _object(f"The evidence prints other words at {place} than the source has.")


def _links(form: EditionForm, words: Words) -> Iterator[Failed]:
    """Cites whose link is not the one their capture gives; another version may give another."""
    for sentence in form.sentences():
        for cite in sentence.cites:
            capture = words.capture(cite.capture)
            if capture is None:
                continue
            span = Span(capture=cite.capture, start=cite.start, end=cite.end)
            try:
                link = span_link(capture, span)
            except SpanError:  # a span that leads nowhere is told of where it is cited again
                continue
            if cite.link != link:
                message = f"The link of note {cite.note} is not the one to its words."
                yield Failed(sentence=sentence.id, kind="span", message=message)


def compare_evidence(
    form: EditionForm, lines: Sequence[EvidenceForm], evidence: bytes
) -> Iterator[Failed]:
    """Where an edition and its evidence disagree."""
    if form.evidence_sha256 is None:
        if not by_another_version(form):
            yield _object("It does not say, by digest, which evidence was printed with it.")
    elif sha256_hex(evidence) != form.evidence_sha256:
        yield _object("The evidence is not, byte for byte, the one printed with this edition.")
    yield from _lines(form, lines)
    yield from _needless(form, lines)
    held = EvidenceWords((), passages_of(lines))
    for sentence in form.sentences():
        yield from _held(sentence, held)


def _lines(form: EditionForm, lines: Sequence[EvidenceForm]) -> Iterator[Failed]:
    seen: set[str] = set()
    for line in lines:
        name = f"capture {line.capture[:12]}"
        printed = form.captures.get(line.capture)
        if line.capture in seen:
            yield _object(f"The evidence has two lines for {name}.")
        elif printed is None:
            yield _object(f"The evidence has a line for {name}, which the edition does not name.")
        elif fields := [field for field in _COMPARED if _differ(printed, line, field)]:
            yield _object(f"Edition and evidence print another {' and '.join(fields)} of {name}.")
        seen.add(line.capture)
        for passage in line.passages:
            if passage.start < 0 or len(passage.text) != passage.end - passage.start:
                yield _object(f"A passage of {name} is not as long as its offsets say.")
    for missing in sorted(set(_spans(form.sentences())) - seen):
        yield _object(f"The evidence has no line for capture {missing[:12]}.")


def _needless(form: EditionForm, lines: Sequence[EvidenceForm]) -> Iterator[Failed]:
    """Evidence that no sentence stands on: a passage without a cited span, a capture not used."""
    spans = _spans(form.sentences())
    for line in lines:
        mine = spans.get(line.capture)
        if mine is None:
            yield _object(f"The evidence has a line for {line.capture[:12]}, which nothing cites.")
            continue
        for one in line.passages:
            if not any(one.start <= start and end <= one.end for start, end in mine):
                place = f"{line.capture[:12]}:{one.start}-{one.end}"
                yield _object(f"The evidence has a passage at {place}, in which nothing is cited.")


def _held(sentence: SentenceForm, held: EvidenceWords) -> Iterator[Failed]:
    """Whether the evidence holds the words a sentence cites."""
    for cite in sentence.cites:
        place = f"{cite.capture[:12]}:{cite.start}-{cite.end}"
        found = held.between(cite.capture, cite.start, cite.end)
        if found is None:
            message = f"The evidence does not hold the words at {place}."
            yield Failed(sentence=sentence.id, kind="span", message=message)
        elif found != cite.quote:
            message = f"The evidence has other words at {place} than are quoted."
            yield Failed(sentence=sentence.id, kind="quote", message=message)


def _spans(sentences: Iterable[SentenceForm]) -> dict[str, set[tuple[int, int]]]:
    """The spans sentences cite or compute with, by capture; none where only its record counts."""
    found: dict[str, set[tuple[int, int]]] = {}
    for sentence in sentences:
        for cite in sentence.cites:
            found.setdefault(cite.capture, set()).add((cite.start, cite.end))
        for given in sentence.computation.inputs if sentence.computation else ():
            mine = found.setdefault(given.capture, set())
            if given.start is not None and given.end is not None:
                mine.add((given.start, given.end))
    return found


def _differ(one: msgspec.Struct, other: msgspec.Struct, name: str) -> bool:
    return bool(getattr(one, name) != getattr(other, name))


def _object(message: str) -> Failed:
    return Failed(sentence=None, kind="object", message=message)
