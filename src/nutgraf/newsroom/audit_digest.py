"""Audit a digest somebody else made: against a folder, the desk's captures, or its addresses."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from nutgraf.archive.model import Capture
from nutgraf.audit.auditing import DigestReport, audit_digest
from nutgraf.audit.digest import Digest, read_digest
from nutgraf.audit.sourcing.pages import spans_in
from nutgraf.errors import DeskError, Refused, UsageError
from nutgraf.newsroom.desk import Desk, open_desk
from nutgraf.newsroom.sources_at_hand import AtHand, Looked, in_folder, on_the_web
from nutgraf.sources.same_page import same_page
from nutgraf.store.folder import find_desk
from nutgraf.telemetry import Progress, Silent, counted
from nutgraf.wire.way_out import WayOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What a digest is held against: a folder (or one file), a desk, its addresses, or several."""

    sources: Path | None = None
    desk: Path | None = None
    fetch: bool = False
    day: date | None = None


def audit_path(
    path: Path,
    against: Against,
    *,
    way_out: WayOut | None = None,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> DigestReport:
    """The audit of a Markdown or HTML file.

    Nothing is kept, and no address is looked at unless `against.fetch` says so. Raises UsageError
    where the file cannot be read or nothing at hand stands behind any of its citations.
    """
    digest = _digest(path, against.day)
    with ExitStack() as stack:
        desk = _desk(path, against, stack)
        at_hand = _at_hand(path, against, digest, desk)
        out = way_out or (desk.out() if desk else WayOut())
        looked = _looked(digest, against, out, now, progress or Silent())
    report = audit_digest(
        digest,
        (*at_hand.captures, *looked.captures),
        failed=looked.failed,
        notes=_notes(at_hand, looked),
    )
    if not report.judged:
        raise UsageError(
            f"There is no sentence in {path.name} that states or cites anything.",
            "Name a digest in Markdown or HTML, with its text.",
        )
    _refuse_the_wrong_sources(report, against)
    return report


def _digest(path: Path, day: date | None) -> Digest:
    if not path.is_file():
        raise UsageError(
            f"There is no file {str(path)!r}.",
            "Name an edition's folder, or a digest in Markdown or HTML.",
        )
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise UsageError(
            f"{path.name} could not be read ({problem.strerror}).", "Name a file you may read."
        ) from problem
    digest = read_digest(data, name=path.name, day=day)
    if isinstance(digest, Refused):
        raise UsageError(f"{path.name}: {digest.happened}", digest.next_step)
    return digest


def _desk(path: Path, against: Against, stack: ExitStack) -> Desk | None:
    """The desk to take captures from: the one named, else, without a folder, the one the file lies in."""
    if against.desk is None and (against.sources is not None or against.fetch):
        return None
    try:
        home = find_desk(against.desk if against.desk is not None else path.parent)
        return stack.enter_context(open_desk(home, read_only=True))
    except DeskError:
        if against.desk is not None:
            raise
        raise UsageError(
            f"There is nothing to hold {path.name} against.",
            "Name its sources: --sources FOLDER (captures, pages, PDFs, text), --desk DIR, or --fetch to"
            " look at its addresses.",
        ) from None


def _at_hand(path: Path, against: Against, digest: Digest, desk: Desk | None) -> AtHand:
    captures: list[Capture] = []
    refused: tuple[Refused, ...] = ()
    if against.sources is not None:
        found = in_folder(against.sources, day=digest.day, but=path)
        captures += found.captures
        refused = found.refused
    if desk is not None:
        pages = sorted({same_page(url) for url in _addresses(digest)} - {""})
        known = desk.store.captures
        named = sorted({name for one in _labels(digest) for name, _, _ in spans_in(one)})
        ids = [*known.of_pages(pages, desk.audience)]
        ids += [one for name in named for one in known.starting_with(name)]
        captures += known.get(dict.fromkeys(ids), layout=False)
    return AtHand(captures=tuple(captures), refused=refused)


def _looked(
    digest: Digest, against: Against, way_out: WayOut, now: datetime | None, progress: Progress
) -> Looked:
    if not against.fetch:
        return Looked(captures=(), failed={}, left=0)
    moment = now or datetime.now(UTC).replace(microsecond=0)
    return on_the_web(_addresses(digest), way_out, moment, progress)


def _addresses(digest: Digest) -> list[str]:
    return [
        cite.url for sentence in digest.sentences for cite in sentence.cites if "://" in cite.url
    ]


def _labels(digest: Digest) -> list[str]:
    """The words of notes without an address."""
    cites = (cite for sentence in digest.sentences for cite in sentence.cites)
    return [cite.label for cite in cites if not cite.url]


def _notes(at_hand: AtHand, looked: Looked) -> tuple[str, ...]:
    notes = [
        f"{one.where}: {one.happened.rstrip('.')}, so it is not among the sources."
        for one in at_hand.refused[:20]
    ]
    if len(at_hand.refused) > 20:
        notes.append(f"And {len(at_hand.refused) - 20} more files could not be read.")
    if looked.left:
        notes.append(
            f"{counted(looked.left, 'address', 'addresses')} past the first 200 were not looked at."
        )
    return tuple(notes)


def _refuse_the_wrong_sources(report: DigestReport, against: Against) -> None:
    """Where no citation leads anywhere the sources are the wrong ones: nothing was checked."""
    led = [led for one in report.audited for led in one.led]
    if led and not any(one.capture is not None for one in led) and not against.fetch:
        raise UsageError(
            f"None of its {counted(len({one.cite for one in led}), 'citation')} leads to one of the"
            f" {counted(len(report.captures), 'source')} at hand.",
            "Name the folder that holds its sources with --sources, or look at its addresses with --fetch.",
        )
