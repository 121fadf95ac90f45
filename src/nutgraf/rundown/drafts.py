"""Step 7, write, and step 8, judge: stories of the plan become drafts, drafts get verdicts.

select: planned stories without a draft of this version, these captures and these options
work: writing.write (a map); gate.judge of every sentence · keep: the drafts, in the journal
A kept draft is not believed when it is read back: every span is cited again, every sentence judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from nutgraf import archive
from nutgraf.archive.model import Capture, Span
from nutgraf.archive.words import CaptureWords
from nutgraf.editions.judging import judged
from nutgraf.editions.planning import Planned
from nutgraf.ids import digest
from nutgraf.reading.model import Computation
from nutgraf.reading.version import VERSION as READING
from nutgraf.rundown import work
from nutgraf.rundown.receive import together
from nutgraf.rundown.shift import Shift
from nutgraf.store.journal import options_digest, result_key
from nutgraf.stories.features import VERSION as STORIES
from nutgraf.writing.model import Brief, Draft, Role, Sentence
from nutgraf.writing.version import VERSION

# Drafts in one transaction: a commit waits for the disk, and a kill costs no more than this.
_KEPT_TOGETHER = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSentence:
    """A sentence as kept: its spans, not its citations."""

    text: str
    role: Role
    spans: tuple[Span, ...]
    computation: Computation | None
    label: str
    speaker: str
    paragraph: int
    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """A draft as kept."""

    story: str
    section: str
    form: Literal["story", "take"]
    theme: str
    sentences: tuple[KeptSentence, ...]


def write(
    shift: Shift, planned: Sequence[Planned], briefs: Mapping[str, Brief]
) -> tuple[Draft, ...]:
    """A judged draft of every planned story, in plan order."""
    keys = {_key(shift, one, briefs[one.story]): one for one in planned}
    missing = [keys[key] for key in shift.store.journal.missing(list(keys))]
    shift.progress.begin("writing stories", len(missing))
    jobs = [
        work.Assignment(brief=briefs[one.story], form=one.form, options=shift.settings.writing)
        for one in missing
    ]
    written = zip(missing, shift.runner.map(work.write, jobs), strict=True)
    for few in together(written, _KEPT_TOGETHER):
        made = {_key(shift, one, briefs[one.story]): _kept(draft) for one, draft in few}
        shift.store.journal.keep("write", made)
        shift.progress.advance(len(few))
    shift.progress.end()
    kept = shift.store.journal.get(list(keys), KeptDraft)
    return tuple(_judged(kept[key], briefs[one.story]) for key, one in keys.items())


def _key(shift: Shift, planned: Planned, brief: Brief) -> str:
    told = digest(
        *(f"{t.edition} {t.role} {t.capture}:{t.start}-{t.end}" for t in brief.story.told)
    )
    limits = options_digest(brief.limits)
    captures = digest(*(capture.id for capture in brief.captures))
    options = options_digest(shift.settings.writing)
    # Names and their weights come from readings of the captures, so the captures stand for them.
    return result_key(
        "write", f"{VERSION}/{READING}/{STORIES}", options, shift.audience.key, planned.story, planned.section,
        planned.form, captures, told, limits,
    )  # fmt: skip


def _kept(draft: Draft) -> KeptDraft:
    return KeptDraft(
        story=draft.story, section=draft.section, form=draft.form, theme=draft.theme,
        sentences=tuple(
            KeptSentence(
                text=s.text, role=s.role, spans=tuple(cite.span for cite in s.cites),
                computation=s.computation, label=s.label, speaker=s.speaker,
                paragraph=s.paragraph, template=s.template,
            )
            for s in draft.sentences
        ),
    )  # fmt: skip


def _judged(kept: KeptDraft, brief: Brief) -> Draft:
    captures = {capture.id: capture for capture in brief.captures}
    words = CaptureWords(brief.captures)
    sentences = tuple(judged(_sentence(one, captures), words) for one in kept.sentences)
    draft = Draft(
        story=kept.story, section=kept.section, form=kept.form, theme=kept.theme, sentences=()
    )
    return replace(draft, sentences=sentences)


def _sentence(kept: KeptSentence, captures: Mapping[str, Capture]) -> Sentence:
    return Sentence(
        text=kept.text, role=kept.role,
        cites=tuple(archive.cite(captures[s.capture], s.start, s.end) for s in kept.spans),
        computation=kept.computation, label=kept.label, speaker=kept.speaker,
        paragraph=kept.paragraph, template=kept.template,
    )  # fmt: skip
