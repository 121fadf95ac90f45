"""Whether the files of an edition are, byte for byte, what its edition prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from nutgraf.archive.words import Words
from nutgraf.audit.maker import by_another_version
from nutgraf.audit.report import Failed
from nutgraf.audit.wording import compare_words
from nutgraf.editions.evidence import passages_of, used_captures
from nutgraf.editions.form import EditionForm, EvidenceForm, read_form
from nutgraf.editions.model import Edition
from nutgraf.editions.renderings import RENDERINGS
from nutgraf.editions.rereading import read_edition
from nutgraf.errors import Refused


def compare_printed(
    edition_json: bytes,
    form: EditionForm,
    words: Words,
    lines: Sequence[EvidenceForm],
    files: Mapping[str, bytes],
) -> Iterator[Failed]:
    """Where edition.json or another rendering differs from a fresh one of the edition read back.

    edition.json is compared by its values, so that white space and fields of a later version do no
    harm; the other renderings byte for byte, or, where another version printed them otherwise, by
    their words and places.
    """
    edition = read_edition(edition_json, words, passages_of(lines))
    if isinstance(edition, Refused):
        yield Failed(sentence=None, kind="object", message=edition.happened)
        return
    yield from _same_values(form, edition, with_evidence=bool(lines))
    for name, printed in sorted(files.items()):
        if name not in RENDERINGS:
            yield _quote(f"This version makes no {name}, so it cannot tell whether it is right.")
        else:
            fresh = RENDERINGS[name](edition)
            if fresh != printed:
                yield from _otherwise(name, printed, fresh, form, edition)


def _otherwise(
    name: str, printed: bytes, fresh: bytes, form: EditionForm, edition: Edition
) -> Iterator[Failed]:
    """What is wrong with a file that is not what would be printed today."""
    if name == "edition.html" and not edition.passages and used_captures(edition):
        yield _quote("Without its evidence edition.html cannot be compared; put it back.")
    elif by_another_version(form):
        yield from compare_words(name, printed, fresh, form)
    else:
        yield _quote(f"{name} is not what its edition prints{_where(printed, fresh)}.")


def _same_values(form: EditionForm, edition: Edition, *, with_evidence: bool) -> Iterator[Failed]:
    again = read_form(RENDERINGS["edition.json"](edition))
    if isinstance(again, Refused):
        yield Failed(sentence=None, kind="object", message=again.happened)
        return
    if not with_evidence or by_another_version(form):
        again = msgspec.structs.replace(again, evidence_sha256=form.evidence_sha256)
    if again != form:
        names = [
            name for name in form.__struct_fields__ if getattr(form, name) != getattr(again, name)
        ]
        message = f"Its {' and '.join(names)} would be printed otherwise today."
        yield Failed(sentence=None, kind="object", message=message)


def _where(printed: bytes, fresh: bytes) -> str:
    """The first line two renderings differ on, counted from 1."""
    pairs = zip(printed.split(b"\n"), fresh.split(b"\n"), strict=False)
    for number, (one, other) in enumerate(pairs, start=1):
        if one != other:
            return f": line {number} differs"
    return ": one is longer than the other"


def _quote(message: str) -> Failed:
    return Failed(sentence=None, kind="quote", message=message)
