"""Take a capture back: its text stays in the archive, and nothing is made of it any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nutgraf.editions.form import read_form
from nutgraf.errors import Refused, UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.trace import capture_of
from nutgraf.store.folder import held
from nutgraf.store.revocations import Revocation, Withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """A capture that was taken back, whose it is, and how many told sentences were forgotten."""

    capture: str
    owner: str
    title: str
    forgotten: int


def revoke_capture(desk: Desk, name: str, *, by: str = "", why: str = "") -> Revoked:
    """Take back the capture of an id, or a unique beginning of at least 8 characters of one.

    It is no candidate any more, counts in no story, and is looked back on by no edition; names learned
    from its words are forgotten; the next edition says so where one had told it. Editions that were made stay as they are. Raises UsageError.
    """
    if len(name.strip()) < 8:
        raise UsageError(
            f"{name!r} is too short for a capture.", "Write at least 8 characters of its id."
        )
    with held(desk.folder):
        capture = capture_of(desk, name.strip())
        if desk.store.revocations.get(capture.id) is not None:
            raise UsageError(
                f"The capture {capture.id[:12]} was taken back already.", "There is nothing to do."
            )
        taken = Revocation(capture=capture.id, at=desk.moment(), who=by.strip(), why=why.strip())
        forgotten = take_back(desk, taken)
    return Revoked(
        capture=capture.id, owner=capture.owner, title=capture.title, forgotten=forgotten
    )


def take_back(desk: Desk, taken: Revocation) -> int:
    """Keep a revocation, with the editions that printed the capture under any of their sentences;
    returns how many told sentences were forgotten.

    It is noted beside the raw objects first: a desk made again from those must know it.
    """
    desk.store.spool.note_taken_back([*desk.store.revocations.all(), taken])
    cited = tuple(_cited(desk, taken))
    gone = desk.store.revocations.revoke(taken, audience=desk.audience.key, cited=cited)
    desk.store.learned_names(desk.audience).forget_capture(taken.capture)
    return gone


def _cited(desk: Desk, taken: Revocation) -> Iterator[Withdrawn]:
    for kept in desk.store.editions(desk.audience).naming(taken.capture):
        form = read_form(kept.content)
        sentence = "" if isinstance(form, Refused) else form.first_citing(taken.capture)
        if sentence:
            yield Withdrawn(
                capture=taken.capture, edition=kept.id, date=kept.date, sentence=sentence,
                at=taken.at,
            )  # fmt: skip
