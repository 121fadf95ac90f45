"""Checking an edition: every printed sentence is cited and judged again, every record compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from nutgraf.archive.model import Record
from nutgraf.archive.words import Words
from nutgraf.audit.agreement import compare_evidence, compare_source
from nutgraf.audit.keeping import compare_kept
from nutgraf.audit.look_backs import check_look_backs, count_look_backs
from nutgraf.audit.maker import by_another_version, maker
from nutgraf.audit.names_listed import check_names
from nutgraf.audit.printing import compare_printed
from nutgraf.audit.report import Failed, Report
from nutgraf.audit.structure import check_structure
from nutgraf.editions.evidence import EvidenceWords, passages_of
from nutgraf.editions.form import EditionForm, EvidenceForm, read_evidence_lines, read_form
from nutgraf.editions.rereading import record_of, reread
from nutgraf.entities import Registry, shipped
from nutgraf.errors import Refused
from nutgraf.writing.model import Sentence

NO_FILES: Mapping[str, bytes] = MappingProxyType({})


def check_edition(
    edition_json: bytes,
    *,
    evidence: bytes | None,
    words: Words | None,
    files: Mapping[str, bytes] = NO_FILES,
    objects: Callable[[str], str] | None = None,
    kept: Callable[[str], bytes | None] | None = None,
    folder: str = "",
    registry: Registry | None = None,
) -> Report | Refused:
    """The report on an edition.json, against the archive's `words`, its `evidence`, or both.

    `files` are the edition's other files by name (`edition.md`, `edition.html`): each must be, byte
    for byte, what its edition prints. `objects` says of a raw object's sha256 what is wrong with
    it, "" when it is whole. `kept` gives the edition.json a desk keeps of an id, which must be this
    one; `folder` is the id by which the desk's own folder of editions holds it, "" for another
    place; `registry` holds the names the desk knows, those of the package when left out. Where no
    record of `words` is one of the edition's, only its evidence counts. Refused where nothing can be
    checked: the bytes are no edition, or neither words nor evidence are given.
    """
    form = read_form(edition_json)
    if isinstance(form, Refused):
        return form
    notes = list(_notes(form))
    if words is not None and _is_strange(form, words):
        if evidence is None:
            return _another_desk()
        notes.insert(0, "The desk keeps none of its captures: it was held against its evidence.")
        words, objects, kept = None, None, kept if folder else None
    elif kept is not None and not folder and kept(form.id) is None:
        notes.append("The desk keeps its captures, but no edition of this id to compare it with.")
    if words is None and evidence is None:
        return _nothing_to_check_against()
    notes += _of_the_past(form, kept if words is not None else None)
    lines = read_evidence_lines(evidence) if evidence is not None else ()
    failed: list[Failed] = []
    if isinstance(lines, Refused):
        failed.append(Failed(sentence=None, kind="object", message=lines.happened))
        lines = ()
    against = words if words is not None else _words_of(form, lines)
    failed += _sentences(form, against)
    failed += check_structure(form)
    failed += check_look_backs(form, kept if words is not None else None)
    failed += check_names(form, words, registry or shipped())
    failed += compare_source(form, lines, words) if words is not None else ()
    failed += compare_evidence(form, lines, evidence) if evidence is not None else ()
    failed += _objects(form, objects) if objects is not None else ()
    if not failed:
        failed += compare_kept(edition_json, form, kept, folder, strange=words is None)
        failed += compare_printed(edition_json, form, against, lines, files)
    return Report(
        proved="evidence" if words is None else "source",
        sentences=sum(1 for _ in form.sentences()),
        failed=tuple(dict.fromkeys(failed)),
        notes=tuple(notes),
    )


def _sentences(form: EditionForm, words: Words) -> Iterator[Failed]:
    for sentence in form.sentences():
        again = reread(sentence, form.captures, words)
        if not isinstance(again, Sentence):
            yield from again


def _objects(form: EditionForm, fault: Callable[[str], str]) -> Iterator[Failed]:
    """What is wrong with the raw objects the edition's captures were found in."""
    for raw in sorted({printed.raw_sha256 for printed in form.captures.values()}):
        if problem := fault(raw):
            yield Failed(sentence=None, kind="object", message=problem)


def _words_of(form: EditionForm, lines: tuple[EvidenceForm, ...]) -> EvidenceWords:
    """The words of an edition's evidence, with the records the edition prints."""
    records: list[Record] = []
    for capture, printed in form.captures.items():
        try:
            records.append(record_of(capture, printed))
        except ValueError:  # a time that is none: the capture counts as not at hand
            continue
    return EvidenceWords(records, passages_of(lines))


def _notes(form: EditionForm) -> Iterator[str]:
    """What a reader of the report should know, though nothing is wrong with it."""
    if by_another_version(form):
        yield (
            f"It was printed by another version ({maker(form)}): its files were compared by their"
            " words and places, not by their bytes."
        )


def _of_the_past(form: EditionForm, kept: Callable[[str], bytes | None] | None) -> Iterator[str]:
    """That look-backs on earlier editions were not proved, where there is no desk that keeps those."""
    count = count_look_backs(form)
    if count and kept is None:
        yield (
            f"{count} look-back{'' if count == 1 else 's'} on earlier editions"
            f" {'was' if count == 1 else 'were'} not proved: only the desk that made it keeps those."
        )


def _is_strange(form: EditionForm, words: Words) -> bool:
    """Whether an archive has none of the captures an edition names."""
    return bool(form.captures) and all(words.record(one) is None for one in form.captures)


def _another_desk() -> Refused:
    return Refused(
        where="edition.json",
        rule="another-desk",
        happened="The desk keeps none of the edition's captures, and its evidence is not here.",
        next_step="Name the desk that made it with --desk, or put evidence.jsonl back beside it.",
    )


def _nothing_to_check_against() -> Refused:
    return Refused(
        where="edition.json",
        rule="nothing-to-check-against",
        happened="There is neither an archive nor the edition's evidence to check it against.",
        next_step="Name its desk with --desk, or put evidence.jsonl back beside edition.json.",
    )
