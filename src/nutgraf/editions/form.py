"""The public form `nutgraf.edition/1` and the evidence line, as typed records in printed order.

The same records are written and read, so that what one prints the other understands. Lists are
never absent, absent values are null; readers ignore fields they do not know, because within a
version the form only grows; what was added later has a default. `link` leads to the quoted words on
the live page. `evidence_sha256` names the bytes of the evidence printed with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from nutgraf.errors import Refused
from nutgraf.text import hides

FORMAT = "nutgraf.edition/1"
_NOT_ASCII = re.compile(r"[^\x00-\x7e]")
_LINE_ENDS = frozenset("\x85\u2028\u2029")


class CiteForm(msgspec.Struct, frozen=True, kw_only=True):
    note: int
    capture: str
    url: str | None
    start: int
    end: int
    quote: str
    link: str | None = None


class InputForm(msgspec.Struct, frozen=True, kw_only=True):
    capture: str
    start: int | None
    end: int | None


class ComputationForm(msgspec.Struct, frozen=True, kw_only=True):
    method: str
    version: int
    inputs: list[InputForm]
    result: str


class ReferenceForm(msgspec.Struct, frozen=True, kw_only=True):
    edition: str
    sentence: str


class SentenceForm(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    role: str
    label: str | None
    paragraph: int
    speaker: str | None
    text: str
    verdict: str
    computation: ComputationForm | None
    cites: list[CiteForm]
    refers: ReferenceForm | None = None


class SignalPartForm(msgspec.Struct, frozen=True, kw_only=True):
    value: float
    weight: float


class NameForm(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    kind: str


class StoryForm(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    form: str
    theme: str | None
    headline: str
    captures: list[str]
    signal: dict[str, SignalPartForm]
    names: list[NameForm]
    sentences: list[SentenceForm]


class SectionForm(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    why: list[SentenceForm]
    stories: list[StoryForm]


class RecordForm(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    url: str | None
    title: str | None
    source: str
    owner: str | None
    author: str | None
    published_at: str | None
    fetched_at: str
    text_sha256: str
    raw_sha256: str


class LeftOutForm(msgspec.Struct, frozen=True, kw_only=True):
    capture: str
    reason: str


class FailureForm(msgspec.Struct, frozen=True, kw_only=True):
    source: str
    message: str


class RefusalForm(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    kind: str
    message: str


class ColophonForm(msgspec.Struct, frozen=True, kw_only=True):
    read: int
    left_out: list[LeftOutForm]
    failed: list[FailureForm]
    refused: list[RefusalForm]
    versions: dict[str, str]


class NameOfDayForm(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    kind: str
    captures: list[str]
    signal: dict[str, SignalPartForm]


class EditionForm(msgspec.Struct, frozen=True, kw_only=True):
    format: str
    id: str
    date: str
    now: str
    desk: str
    revision: int
    released_by: str | None
    title: str
    lede: list[SentenceForm]
    sections: list[SectionForm]
    captures: dict[str, RecordForm]
    clocks: list[dict[str, Any]]
    colophon: ColophonForm
    evidence_sha256: str | None = None
    names_of_the_day: list[NameOfDayForm] = msgspec.field(default_factory=list)

    def sentences(self) -> Iterator[SentenceForm]:
        """Every sentence, in print order."""
        yield from self.lede
        for section in self.sections:
            yield from section.why
            for story in section.stories:
                yield from story.sentences

    def first_citing(self, capture: str) -> str:
        """The id of the first sentence with a capture among its cites, "" where none has it."""
        citing = (
            one.id for one in self.sentences() if any(c.capture == capture for c in one.cites)
        )
        return next(citing, "")


class PassageForm(msgspec.Struct, frozen=True, kw_only=True):
    start: int
    end: int
    text: str


class EvidenceForm(msgspec.Struct, frozen=True, kw_only=True):
    capture: str
    url: str | None
    title: str | None
    owner: str | None
    published_at: str | None
    fetched_at: str
    text_sha256: str
    raw_sha256: str
    passages: list[PassageForm]


def pretty(form: msgspec.Struct) -> bytes:
    """A form as indented UTF-8 JSON in printed order, with a last newline."""
    plain = msgspec.to_builtins(form)
    return _seen(json.dumps(plain, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def one_line(form: msgspec.Struct) -> bytes:
    """A form as one line of UTF-8 JSON, with its newline."""
    return _seen(msgspec.json.encode(form).decode("utf-8") + "\n").encode("utf-8")


def _seen(text: str) -> str:
    """JSON in which characters that hide or end a line stand as escapes: the same values."""
    return _NOT_ASCII.sub(lambda found: _escaped(found[0]), text)


def _escaped(char: str) -> str:
    return json.dumps(char)[1:-1] if hides(char) or char in _LINE_ENDS else char


def read_form(data: bytes) -> EditionForm | Refused:
    """The form of an edition.json, or why it is none."""
    try:
        form = msgspec.json.decode(data, type=EditionForm)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        return _refused("edition.json", f"It is no edition of the form {FORMAT}: {problem}.")
    if form.format != FORMAT:
        return _refused("edition.json", f"Its format is {form.format[:40]!r}, not {FORMAT}.")
    return form


def read_evidence_lines(data: bytes) -> tuple[EvidenceForm, ...] | Refused:
    """The lines of an evidence.jsonl, or why the first bad one is none."""
    lines: list[EvidenceForm] = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            lines.append(msgspec.json.decode(line, type=EvidenceForm))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
            return _refused("evidence.jsonl", f"Line {number} is no line of evidence: {problem}.")
    return tuple(lines)


def _refused(where: str, happened: str) -> Refused:
    return Refused(
        where=where,
        rule="format",
        happened=happened,
        next_step="Name an edition folder or file that nutgraf wrote, or restore it from a backup.",
    )
