"""Check an edition against its sources, or pairs of a sentence and its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from nutgraf import audit
from nutgraf.audit import Failed, Report
from nutgraf.audit.pairs import answer_pair
from nutgraf.editions.form import read_form
from nutgraf.entities import registry_with
from nutgraf.errors import DeskError, Refused, StoreError, UsageError
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.rederiving import word_faults
from nutgraf.store.folder import find_desk
from nutgraf.store.words import KeptWords

_FILES = ("edition.json", "edition.md", "edition.html", "evidence.jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The report of `nutgraf check`; `notes` say how it was made, and are no failures."""

    path: str
    proved: str
    sentences: int
    failed: tuple[Failed, ...]
    notes: tuple[str, ...]


def is_edition(path: Path) -> bool:
    """Whether a path is an edition of ours: a folder, or a file of one beside its edition.json.

    A file of another name, and a stray `edition.md` without an edition.json, is a digest like any.
    """
    return (
        path.is_dir()
        or not path.exists()
        or (
            path.name in _FILES
            and ((path.parent / "edition.json").is_file() or path.suffix not in {".md", ".html"})
        )
    )


def check_path(path: Path, desk: Path | None) -> CheckReport:
    """Check an edition's folder or any of its files.

    With a desk (named, or the one the path lies in) the words are proved to stand in the sources as
    captured, and the edition to be the one the desk keeps; without one, or with one that has none of
    its captures, edition and evidence are proved to agree. Raises UsageError when there is
    nothing to check it against.
    """
    folder = path if path.is_dir() else path.parent
    content = _read(folder / "edition.json", path)
    with ExitStack() as stack:
        opened = _opened(folder, desk, stack)
        report = _check(content, folder, opened)
    return CheckReport(
        path=str(path),
        proved=report.proved,
        sentences=report.sentences,
        failed=report.failed,
        notes=(*report.notes, *_missing(folder)),
    )


def _read(file: Path, asked: Path) -> bytes:
    if not asked.exists():
        raise UsageError(f"There is nothing at {str(asked)!r}.", "Name an edition's folder.")
    if asked.is_file() and asked.name not in _FILES:
        raise UsageError(
            f"{asked.name} is no file of an edition.",
            f"Name an edition's folder or one of {', '.join(_FILES)}.",
        )
    if not file.is_file():
        raise UsageError(
            f"There is no edition.json in {str(file.parent)!r}.",
            "Keep an edition's files together; to audit a digest of somebody else, name its file.",
        )
    return file.read_bytes()


def _opened(folder: Path, desk: Path | None, stack: ExitStack) -> Desk | None:
    """The desk to check against; None where there is none, or one that was never run."""
    try:
        home = find_desk(desk if desk is not None else folder)
    except DeskError:
        if desk is not None:
            raise
        return None
    if not (home / "nutgraf.db").exists():
        return None
    try:
        return stack.enter_context(open_desk(home, read_only=True))
    except StoreError as damaged:
        raise UsageError(damaged.happened, damaged.next_step) from damaged


def _check(content: bytes, folder: Path, desk: Desk | None) -> Report:
    present = {name: folder / name for name in _FILES if (folder / name).is_file()}
    others = {name: path.read_bytes() for name, path in present.items() if name != "edition.json"}
    evidence = others.pop("evidence.jsonl", None)
    words = KeptWords(desk.store.captures) if desk else None
    report = audit.check_edition(
        content,
        evidence=evidence,
        words=words,
        files=others,
        objects=desk.store.object_fault if desk else None,
        kept=_kept(desk) if desk else None,
        folder=_own_folder(folder, desk) if desk else "",
        registry=registry_with(desk.names) if desk else None,
    )
    if isinstance(report, Refused):
        raise UsageError(report.happened, report.next_step)
    if desk is None or words is None or report.proved != "source":
        return report
    return replace(report, failed=(*report.failed, *_unproved(content, desk, words)))


def _unproved(content: bytes, desk: Desk, words: KeptWords) -> Iterator[Failed]:
    """Captures of an edition whose words the desk's own bytes do not bear out."""
    form = read_form(content)
    if isinstance(form, Refused):
        return
    whole = [name for name in form.captures if words.capture(name) is not None]
    for fault in (*words.faults, *word_faults(desk, whole)):
        yield Failed(sentence=None, kind="object", message=fault)


def _missing(folder: Path) -> Iterator[str]:
    for name in ("edition.md", "edition.html"):
        if not (folder / name).is_file():
            yield f"There is no {name} beside edition.json."


def _kept(desk: Desk) -> Callable[[str], bytes | None]:
    editions = desk.store.editions(desk.audience)

    def content(name: str) -> bytes | None:
        found = editions.get(name)
        return found.content if found else None

    return content


def _own_folder(folder: Path, desk: Desk) -> str:
    """The name of an edition's folder where the desk itself writes them, "" for any other place."""
    here = folder.resolve()
    return here.name if here.parent == (desk.folder / "editions").resolve() else ""


def check_pairs(lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """One answer a line of pairs, in order, and whether the line could be answered."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield answer_pair(line, number)
