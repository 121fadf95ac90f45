"""Whether what an edition looks back on is there: an edition of that day, and that sentence in it.

The notice's own words are held against the edition it names, with or without the desk. That the
earlier edition said so can only be shown by the desk that keeps it: a notice after a computed
change must name a sentence that cites the words the change was computed from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from nutgraf.audit.report import Failed
from nutgraf.editions.form import EditionForm, SentenceForm, read_form
from nutgraf.editions.updating import CHANGED
from nutgraf.errors import PromiseError, Refused
from nutgraf.gate.templates import LOOKING_BACK, WITHDRAWING
from nutgraf.now import show_ago, show_day
from nutgraf.writing.model import Reference

Kept = Callable[[str], bytes | None]
_TOLD = frozenset({"headline", "fact", "quote"})
_RELATIVE = "reported-here"


def check_look_backs(form: EditionForm, kept: Kept | None) -> Iterator[Failed]:
    """Look-backs whose words do not say which edition they name, or, where `kept` gives the
    edition.json a desk keeps of an id, that name a sentence no such edition printed."""
    before: SentenceForm | None = None
    for sentence in form.sentences():
        change, before = before, sentence
        looks_back = sentence.role == "notice" and sentence.label in LOOKING_BACK
        if not looks_back and sentence.refers is None:
            continue
        problem = _wrong(sentence, form) or (_missing(sentence, change, kept) if kept else "")
        if problem:
            yield Failed(sentence=sentence.id, kind="object", message=problem)


def count_look_backs(form: EditionForm) -> int:
    """How many sentences look back on an earlier edition."""
    return sum(1 for sentence in form.sentences() if sentence.refers is not None)


def _wrong(sentence: SentenceForm, form: EditionForm) -> str:
    """What is wrong between a look-back's words and the edition it names, "" for nothing."""
    if sentence.refers is None:
        return "It looks back on no edition that it names."
    if sentence.role != "notice" or sentence.label not in LOOKING_BACK:
        return "It names an earlier edition, and is no notice that looks back."
    try:
        day = Reference(edition=sentence.refers.edition, sentence=sentence.refers.sentence).day
        today = date.fromisoformat(form.date)
    except (PromiseError, ValueError):
        return "What it looks back on is no sentence of an edition."
    if day >= today:
        return f"It looks back on {show_day(day)}, which is not before its own day."
    if show_day(day) not in sentence.text:
        return f"It names the edition of {show_day(day)} and speaks of another day."
    if sentence.label == _RELATIVE and not sentence.text.endswith(f", {show_ago(day, today)}."):
        return f"{show_day(day)} was {show_ago(day, today)}; it says otherwise."
    return ""


def _missing(sentence: SentenceForm, change: SentenceForm | None, kept: Kept) -> str:
    """What the kept edition lacks of what a notice, and the sentence printed before it, say it
    told; "" for nothing."""
    refers = sentence.refers
    content = kept(refers.edition) if refers is not None else None
    if refers is None or content is None:
        name = refers.edition if refers else ""
        return f"This desk keeps no edition {name!r} to look back on."
    earlier = read_form(content)
    if isinstance(earlier, Refused):
        return f"The edition {refers.edition} it looks back on cannot be read."
    told = {one.id: one for one in earlier.sentences() if _is_told(one, sentence)}
    if refers.sentence not in told:
        return f"The edition {refers.edition} tells nothing as {refers.sentence}."
    if change is None or change.label not in CHANGED or change.computation is None:
        return ""
    old = change.computation.inputs[0]
    cited = {(one.capture, one.start, one.end) for one in told[refers.sentence].cites}
    if (old.capture, old.start, old.end) not in cited:
        return f"What changed was not told as {refers.sentence} of the edition {refers.edition}."
    return ""


def _is_told(one: SentenceForm, notice: SentenceForm) -> bool:
    """Whether a notice may look back on a sentence: what is withdrawn may be all that stood on words."""
    if notice.label in WITHDRAWING:
        return bool(one.cites)
    return one.role in _TOLD or one.label in CHANGED
