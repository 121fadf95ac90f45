"""Reading an edition back: every citation is made again, every sentence judged again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from nutgraf.archive.citation import Citation, cite_passage
from nutgraf.archive.model import Record, Span
from nutgraf.archive.words import Words
from nutgraf.editions.form import (
    CiteForm,
    ColophonForm,
    EditionForm,
    NameOfDayForm,
    RecordForm,
    SectionForm,
    SentenceForm,
    SignalPartForm,
    StoryForm,
    read_form,
)
from nutgraf.editions.fragments import leads_to
from nutgraf.editions.model import (
    Colophon,
    Edition,
    Failure,
    LeftOut,
    Passage,
    PrintedStory,
    Refusal,
    Section,
    SpanLink,
)
from nutgraf.errors import PromiseError, Refused, SpanError
from nutgraf.gate import judge
from nutgraf.gate.model import Kind
from nutgraf.now import parse_instant
from nutgraf.reading.model import Computation, Input
from nutgraf.stories.model import NameOfDay, Signal, SignalPart, StoryName
from nutgraf.writing.model import Reference, Role, Sentence

_FORMS: Mapping[str, Literal["story", "take"]] = {"story": "story", "take": "take"}
_ROLES: Mapping[str, Role] = {role: role for role in get_args(Role)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """What does not hold: the id of the sentence (None when it is no single sentence), the kind of
    defect, and a message for a person.
    """

    sentence: str | None
    kind: Kind
    message: str


def read_edition(data: bytes, words: Words, passages: Sequence[Passage] = ()) -> Edition | Refused:
    """The edition an edition.json holds, every sentence cited and judged again against `words`.

    `passages` are those of its evidence; without them the edition carries none. Refused when the
    bytes are no edition, and, naming the first, when a sentence no longer holds.
    """
    form = read_form(data)
    if isinstance(form, Refused):
        return form
    reader = _Reader(form, words)
    try:
        edition = reader.edition(tuple(passages))
    except (PromiseError, ValueError) as problem:
        return _refused(f"The edition cannot be read back: {problem}.")
    if edition is None:
        first = reader.failed[0]
        return _refused(f"Sentence {first.sentence} no longer holds: {first.message}")
    return edition


def reread(
    form: SentenceForm, captures: Mapping[str, RecordForm], words: Words
) -> Sentence | tuple[Failed, ...]:
    """One printed sentence with its citations made and its verdict given again, or what fails."""
    failed: list[Failed] = []
    cites: list[Citation] = []
    for cite in form.cites:
        again = _recite(form.id, cite, captures, words)
        if isinstance(again, Failed):
            failed.append(again)
        else:
            cites.append(again)
    if form.role not in _ROLES:
        failed.append(_fail(form, "uncited", f"This version knows no role {form.role[:40]!r}."))
    if failed:
        return tuple(failed)
    return _rejudge(form, _ROLES[form.role], tuple(cites), words)


def record_of(capture: str, form: RecordForm) -> Record:
    """The record an edition prints of a capture; ValueError for a time that is none."""
    published = parse_instant(form.published_at) if form.published_at else None
    return Record(
        capture=capture,
        key=form.key,
        source=form.source,
        owner=form.owner or "",
        url=form.url or "",
        title=form.title or "",
        author=form.author or "",
        published_at=published,
        fetched_at=parse_instant(form.fetched_at),
        text_sha256=form.text_sha256,
        raw_sha256=form.raw_sha256,
    )


def _recite(
    sentence: str, form: CiteForm, captures: Mapping[str, RecordForm], words: Words
) -> Citation | Failed:
    place = f"{form.capture[:12]}:{form.start}-{form.end}"
    printed, known = captures.get(form.capture), words.record(form.capture)
    if printed is None or known is None:
        where = "in this edition" if printed is None else "at hand"
        message = f"No capture {form.capture[:12]} is {where}, which note {form.note} cites."
        return Failed(sentence=sentence, kind="object", message=message)
    if printed.text_sha256 != known.text_sha256:
        message = f"The text of capture {form.capture[:12]} is not the one the edition cites."
        return Failed(sentence=sentence, kind="object", message=message)
    found = words.between(form.capture, form.start, form.end)
    if found is None:
        message = f"{place} does not lead to any words at hand."
        return Failed(sentence=sentence, kind="span", message=message)
    if found != form.quote:
        message = f"The words at {place} are not the words quoted from them."
        return Failed(sentence=sentence, kind="quote", message=message)
    if form.link is not None and not leads_to(form.link, known.url, found):
        message = f"The link of note {form.note} does not lead to the words quoted."
        return Failed(sentence=sentence, kind="span", message=message)
    try:
        return cite_passage(
            form.capture, found, form.start, known.text_sha256, form.start, form.end
        )
    except SpanError as problem:
        return Failed(sentence=sentence, kind="span", message=problem.happened)


def _rejudge(
    form: SentenceForm, role: Role, cites: tuple[Citation, ...], words: Words
) -> Sentence | tuple[Failed, ...]:
    computation = _computation(form)
    label = "" if role == "notice" else form.label or ""
    template = form.label or "" if role == "notice" else ""
    speaker = form.speaker or ""
    verdict = judge(
        text=form.text, role=role, cites=cites, computation=computation, speaker=speaker,
        label=label, template=template, words=words,
    )  # fmt: skip
    if not verdict.prints:
        reasons = tuple(_fail(form, reason.kind, reason.message) for reason in verdict.reasons)
        return reasons or (_fail(form, "uncited", f"The gate says {verdict.outcome}."),)
    if verdict.outcome != form.verdict:
        message = f"It is printed as {form.verdict[:40]!r}; the gate says {verdict.outcome!r}."
        return (_fail(form, "uncited", message),)
    try:
        return Sentence(
            text=form.text, role=role, cites=cites, computation=computation, label=label,
            speaker=speaker, paragraph=form.paragraph, template=template, verdict=verdict,
            refers=_refers(form),
        )  # fmt: skip
    except PromiseError as problem:
        return (_fail(form, "uncited", problem.happened),)


def _refers(form: SentenceForm) -> Reference | None:
    """What a sentence looks back on; raises PromiseError for ids that are none."""
    if form.refers is None:
        return None
    return Reference(edition=form.refers.edition, sentence=form.refers.sentence)


def _computation(form: SentenceForm) -> Computation | None:
    if form.computation is None:
        return None
    return Computation(
        method=form.computation.method,
        version=form.computation.version,
        inputs=tuple(
            Input(capture=given.capture, start=given.start, end=given.end)
            for given in form.computation.inputs
        ),
        result=form.computation.result,
    )


class _Reader:
    """Builds an edition from its form and collects what fails on the way."""

    def __init__(self, form: EditionForm, words: Words) -> None:
        self._form = form
        self._words = words
        self.failed: list[Failed] = []

    def edition(self, passages: tuple[Passage, ...]) -> Edition | None:
        form = self._form
        lede = self._sentences(form.lede)
        sections = tuple(self._section(section) for section in form.sections)
        if self.failed:
            return None
        records = [record_of(capture, record) for capture, record in form.captures.items()]
        return Edition(
            id=form.id,
            date=date.fromisoformat(form.date),
            now=parse_instant(form.now),
            desk=form.desk,
            revision=form.revision,
            released_by=form.released_by or "",
            title=form.title,
            lede=lede,
            sections=sections,
            records=tuple(sorted(records, key=lambda record: record.capture)),
            passages=passages,
            colophon=_colophon(form.colophon),
            links=_links(form),
            names_of_the_day=tuple(_name_of_day(one) for one in form.names_of_the_day),
        )

    def _section(self, form: SectionForm) -> Section:
        why = self._sentences(form.why)
        return Section(
            name=form.name,
            why=why,
            stories=tuple(
                story for story in (self._story(one) for one in form.stories) if story is not None
            ),
        )

    def _story(self, form: StoryForm) -> PrintedStory | None:
        before = len(self.failed)
        sentences = self._sentences(form.sentences)
        if len(self.failed) > before:
            return None
        return PrintedStory(
            id=form.id,
            form=_FORMS.get(form.form, "story"),
            theme=form.theme or "",
            captures=tuple(form.captures),
            signal=_signal(form.signal),
            names=tuple(
                StoryName(name=one.name, key=one.name.casefold(), kind=one.kind, captures=0)
                for one in form.names
            ),
            sentences=sentences,
        )

    def _sentences(self, forms: Sequence[SentenceForm]) -> tuple[Sentence, ...]:
        held: list[Sentence] = []
        for form in forms:
            again = reread(form, self._form.captures, self._words)
            if isinstance(again, Sentence):
                held.append(again)
            else:
                self.failed.extend(again)
        return tuple(held)


def _name_of_day(form: NameOfDayForm) -> NameOfDay:
    return NameOfDay(
        name=form.name, key=form.name.casefold(), kind=form.kind, captures=tuple(form.captures),
        signal=_signal(form.signal),
    )  # fmt: skip


def _signal(form: Mapping[str, SignalPartForm]) -> Signal:
    return Signal(
        parts=tuple(
            SignalPart(name=name, value=part.value, weight=part.weight)
            for name, part in form.items()
        )
    )


def _links(form: EditionForm) -> tuple[SpanLink, ...]:
    """The links of its cited spans, sorted by span."""
    found = {
        Span(capture=cite.capture, start=cite.start, end=cite.end): cite.link
        for sentence in form.sentences()
        for cite in sentence.cites
    }
    return tuple(SpanLink(span=span, url=url) for span, url in sorted(found.items()) if url)


def _colophon(form: ColophonForm) -> Colophon:
    return Colophon(
        read=form.read,
        left_out=tuple(LeftOut(capture=one.capture, reason=one.reason) for one in form.left_out),
        failed=tuple(Failure(source=one.source, message=one.message) for one in form.failed),
        refused=tuple(
            Refusal(text=one.text, kind=one.kind, message=one.message) for one in form.refused
        ),
        versions=tuple(form.versions.items()),
    )


def _fail(form: SentenceForm, kind: Kind, message: str) -> Failed:
    return Failed(sentence=form.id, kind=kind, message=message)


def _refused(happened: str) -> Refused:
    return Refused(
        where="edition.json",
        rule="edition",
        happened=happened,
        next_step="See all that fails with `nutgraf check`, and make the edition again.",
    )
