"""edition.json: the edition as `nutgraf.edition/1`."""

from __future__ import annotations

from nutgraf.archive.model import Record, Span
from nutgraf.editions.evidence import evidence
from nutgraf.editions.form import (
    FORMAT,
    CiteForm,
    ColophonForm,
    ComputationForm,
    EditionForm,
    FailureForm,
    InputForm,
    LeftOutForm,
    NameForm,
    NameOfDayForm,
    RecordForm,
    ReferenceForm,
    RefusalForm,
    SectionForm,
    SentenceForm,
    SignalPartForm,
    StoryForm,
    pretty,
)
from nutgraf.editions.model import Colophon, Edition, PrintedStory, Section
from nutgraf.editions.notes import number_spans
from nutgraf.ids import sha256_hex
from nutgraf.now import show_instant
from nutgraf.reading.model import Computation
from nutgraf.stories.model import NameOfDay, Signal
from nutgraf.writing.model import Sentence


def edition_json(edition: Edition) -> bytes:
    """The edition as indented UTF-8 JSON; the same edition gives the same bytes."""
    return pretty(_Printer(edition).edition())


class _Printer:
    """Numbers sentences and notes in print order while the form is built."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._numbers = number_spans(edition.sentences())
        self._urls = {record.capture: record.url or None for record in edition.records}
        self._links = {one.span: one.url for one in edition.links}
        self._printed = 0

    def edition(self) -> EditionForm:
        edition = self._edition
        return EditionForm(
            format=FORMAT,
            id=edition.id,
            date=edition.date.isoformat(),
            now=show_instant(edition.now),
            desk=edition.desk,
            revision=edition.revision,
            released_by=edition.released_by or None,
            title=edition.title,
            lede=self._sentences(edition.lede),
            sections=[self._section(section) for section in edition.sections],
            captures={record.capture: record_form(record) for record in edition.records},
            clocks=[],
            colophon=_colophon(edition.colophon),
            evidence_sha256=sha256_hex(evidence(edition)),
            names_of_the_day=[_name_of_day(one) for one in edition.names_of_the_day],
        )

    def _section(self, section: Section) -> SectionForm:
        return SectionForm(
            name=section.name,
            why=self._sentences(section.why),
            stories=[self._story(story) for story in section.stories],
        )

    def _story(self, story: PrintedStory) -> StoryForm:
        return StoryForm(
            id=story.id,
            form=story.form,
            theme=story.theme or None,
            headline=story.headline.text,
            captures=list(story.captures),
            signal=_signal(story.signal),
            names=[NameForm(name=name.name, kind=name.kind) for name in story.names],
            sentences=self._sentences(story.sentences),
        )

    def _sentences(self, sentences: tuple[Sentence, ...]) -> list[SentenceForm]:
        return [self._sentence(sentence) for sentence in sentences]

    def _sentence(self, sentence: Sentence) -> SentenceForm:
        self._printed += 1
        return SentenceForm(
            id=f"s{self._printed}",
            role=sentence.role,
            label=(sentence.template if sentence.role == "notice" else sentence.label) or None,
            paragraph=sentence.paragraph,
            speaker=sentence.speaker or None,
            text=sentence.text,
            verdict=sentence.verdict.outcome if sentence.verdict else "not_judged",
            computation=_computation(sentence.computation),
            cites=[self._cite(cite.span, cite.quote) for cite in sentence.cites],
            refers=_refers(sentence),
        )

    def _cite(self, span: Span, quote: str) -> CiteForm:
        return CiteForm(
            note=self._numbers[span],
            capture=span.capture,
            url=self._urls[span.capture],
            start=span.start,
            end=span.end,
            quote=quote,
            link=self._links.get(span),
        )


def _refers(sentence: Sentence) -> ReferenceForm | None:
    if sentence.refers is None:
        return None
    return ReferenceForm(edition=sentence.refers.edition, sentence=sentence.refers.sentence)


def record_form(record: Record) -> RecordForm:
    """What an edition prints of a capture."""
    return RecordForm(
        key=record.key,
        url=record.url or None,
        title=record.title or None,
        source=record.source,
        owner=record.owner or None,
        author=record.author or None,
        published_at=show_instant(record.published_at) if record.published_at else None,
        fetched_at=show_instant(record.fetched_at),
        text_sha256=record.text_sha256,
        raw_sha256=record.raw_sha256,
    )


def _computation(computation: Computation | None) -> ComputationForm | None:
    if computation is None:
        return None
    return ComputationForm(
        method=computation.method,
        version=computation.version,
        inputs=[
            InputForm(capture=given.capture, start=given.start, end=given.end)
            for given in computation.inputs
        ],
        result=computation.result,
    )


def _name_of_day(one: NameOfDay) -> NameOfDayForm:
    return NameOfDayForm(
        name=one.name,
        kind=one.kind,
        captures=list(one.captures),
        signal=_signal(one.signal),
    )


def _signal(signal: Signal) -> dict[str, SignalPartForm]:
    return {
        part.name: SignalPartForm(value=float(part.value), weight=float(part.weight))
        for part in signal.parts
    }


def _colophon(colophon: Colophon) -> ColophonForm:
    return ColophonForm(
        read=colophon.read,
        left_out=[LeftOutForm(capture=one.capture, reason=one.reason) for one in colophon.left_out],
        failed=[FailureForm(source=one.source, message=one.message) for one in colophon.failed],
        refused=[
            RefusalForm(text=one.text, kind=one.kind, message=one.message)
            for one in colophon.refused
        ],
        versions=dict(colophon.versions),
    )
