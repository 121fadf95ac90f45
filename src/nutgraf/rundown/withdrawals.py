"""What was taken back: what no edition said of it yet (step 9, compose), and that it was told once (step 6).

An edition tells of a few withdrawals; the others are told by those that come after it. What was told
stands in the editions themselves: it is looked for from the last of an earlier day backwards, for as
long as they told of as many as one may.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from nutgraf.editions.form import EditionForm, read_form
from nutgraf.editions.look_backs import nameable
from nutgraf.editions.updating import MOST_WITHDRAWALS, TakenBack, withdrawal
from nutgraf.errors import Refused
from nutgraf.gate.templates import WITHDRAWING
from nutgraf.rundown.shift import Shift
from nutgraf.store.editions import KeptEdition
from nutgraf.store.revocations import Withdrawn
from nutgraf.stories.model import Told
from nutgraf.text import one_line
from nutgraf.writing.model import CITED, Reference


def taken_back(shift: Shift, day: date) -> tuple[TakenBack, ...]:
    """What editions of days before `day` had told of captures taken back since, and no later one of
    them withdrew."""
    told, since = _told(shift, day)
    found = shift.store.revocations.withdrawn(shift.audience.key, since, shift.now)
    named = sorted({one.capture for one in found if one.date < day})
    owners = {
        one.id: nameable(one_line(one.owner))
        for one in shift.store.captures.get(named, layout=False)
    }
    waiting = []
    for one in found:
        sentence = _still_cited(shift, one) if one.date < day and one.capture in owners else ""
        if sentence:
            back = TakenBack(
                owner=owners[one.capture],
                edition=Reference(edition=one.edition, sentence=sentence),
            )
            last = told.get(withdrawal(back).text)
            if last is None or last < one.at:
                waiting.append(back)
    return tuple(waiting)


def once_told(shift: Shift, gone: Mapping[str, str], day: date) -> tuple[Told, ...]:
    """What editions of days before `day` told from captures that were taken back; `gone` gives the
    story of each.

    Nothing is looked back on by it (it has no edition's name), and it is no news when another text
    brings it again.
    """
    rows = shift.store.revocations.withdrawn_of(shift.audience.key, sorted(gone), shift.now)
    names = sorted({one.edition for one in rows if one.date < day})
    kept = shift.store.editions(shift.audience)
    found: list[Told] = []
    for edition in (one for one in (kept.get(name) for name in names) if one is not None):
        form = _form(edition)
        for sentence in form.sentences() if form is not None else ():
            cite = sentence.cites[0] if sentence.role in CITED and sentence.cites else None
            if cite is not None and cite.capture in gone:
                found.append(
                    Told(
                        edition=edition.date, story=gone[cite.capture], role=sentence.role,
                        text=sentence.text, capture=cite.capture, start=cite.start, end=cite.end,
                        told_at=edition.now,
                    )
                )  # fmt: skip
    return tuple(found)


def _told(shift: Shift, day: date) -> tuple[dict[str, datetime], datetime | None]:
    """The withdrawals told of late, each with when last; and since when others may wait."""
    told: dict[str, datetime] = {}
    for revisions in shift.store.editions(shift.audience).before(day):
        said = {one.now: _notices(one) for one in revisions}
        for now, notices in said.items():
            told |= {text: max(now, told.get(text, now)) for text in notices}
        if len(said[revisions[-1].now]) < MOST_WITHDRAWALS:
            return told, revisions[0].now
    return told, None


def _notices(edition: KeptEdition) -> tuple[str, ...]:
    form = _form(edition)
    sentences = form.sentences() if form is not None else ()
    return tuple(one.text for one in sentences if one.role == "notice" and one.label in WITHDRAWING)


def _still_cited(shift: Shift, one: Withdrawn) -> str:
    """The first sentence of an edition, as it is kept now, that cites a capture; "" for none."""
    kept = shift.store.editions(shift.audience).get(one.edition)
    form = _form(kept) if kept is not None else None
    return form.first_citing(one.capture) if form is not None else ""


def _form(edition: KeptEdition) -> EditionForm | None:
    form = read_form(edition.content)
    return None if isinstance(form, Refused) else form
