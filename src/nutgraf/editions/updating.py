"""What changed since earlier editions told it: corrections, updates and withdrawals, as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from nutgraf.archive.citation import cite
from nutgraf.archive.model import Capture
from nutgraf.archive.revision import describe
from nutgraf.archive.words import CaptureWords, Words
from nutgraf.editions.look_backs import looking_back
from nutgraf.gate import computed
from nutgraf.gate.changes import relation, same_level
from nutgraf.gate.points import point
from nutgraf.reading.claims import published_day
from nutgraf.reading.model import Claim, Input
from nutgraf.stories.memory import said_keys
from nutgraf.stories.model import Told
from nutgraf.writing.model import Reference, Sentence

UPDATE = "Update"
CORRECTION = "Correction"
CHANGED = frozenset({UPDATE, CORRECTION})
# How many corrections and withdrawals an edition prints; of withdrawals, the newest editions' first.
_MOST_CORRECTIONS = 8
MOST_WITHDRAWALS = 5
_FIRST = frozenset({"unchanged", "changed", "firmed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """A claim of a new capture, strongest story first; `late` where the capture is too old to be
    told and can only correct."""

    claim: Claim
    capture: Capture
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """A sentence an earlier edition told, and the capture it stands on."""

    told: Told
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A capture that was taken back, by its owner's name, and the edition that told it."""

    owner: str
    edition: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What an edition looks back on: claims of its new captures, what was told of their subjects
    (newest first) and of earlier texts of their items, and what was taken back.
    """

    fresh: tuple[Fresh, ...] = ()
    about: Mapping[str, tuple[Old, ...]] = field(default_factory=dict)
    revised: Mapping[str, tuple[Old, ...]] = field(default_factory=dict)
    taken_back: tuple[TakenBack, ...] = ()

    def captures(self) -> Iterable[Capture]:
        """Every capture a sentence about the past may cite."""
        yield from (one.capture for one in self.fresh)
        for several in (*self.about.values(), *self.revised.values()):
            yield from (one.capture for one in several)


Item = tuple[Sentence, ...]


def updates(past: Past, *, day: Callable[[Told], str], most: int) -> tuple[Item, ...]:
    """What to say of the past, most pressing first: corrections (8 at most), withdrawals (5 at most,
    one a day and owner: the others are for the next edition), then at most `most` updates, counts that went on first. Each is a computed sentence and the notice that looks back, or a notice; not judged.

    `day` gives how long ago a told sentence was, as a notice says it.
    """
    words = CaptureWords(past.captures())
    done: set[tuple[str, str]] = set()
    counts = list(_counts(past, words, done, day))
    corrections = list(_corrections(past, words, done))
    changed = [*counts, *_changes(past, words, done, day)]
    return (*corrections[:_MOST_CORRECTIONS], *_withdrawals(past.taken_back), *changed[:most])


def withdrawal(one: TakenBack) -> Sentence:
    """The notice of what was taken back, not yet judged."""
    template = "withdrawn" if one.owner else "withdrawn-source"
    return looking_back(template, one.edition, name=one.owner)


def _withdrawals(taken_back: Iterable[TakenBack]) -> Iterable[Item]:
    """One a day and owner: revisions of a day's edition read the same."""
    said: dict[str, Sentence] = {}
    for one in taken_back:
        notice = withdrawal(one)
        said.setdefault(notice.text, notice)
    newest = sorted(said.values(), key=_day_looked_back_on, reverse=True)
    for notice in newest[:MOST_WITHDRAWALS]:
        yield (notice,)


def _day_looked_back_on(notice: Sentence) -> date:
    return notice.refers.day if notice.refers is not None else date.min


def _counts(
    past: Past, words: Words, done: set[tuple[str, str]], ago: Callable[[Told], str]
) -> Iterable[Item]:
    """What an item counts on, and does not say was wrong: an update, and no correction."""
    for one in past.fresh:
        for old in past.revised.get(one.capture.id, ()):
            if (old.told.name, old.told.sentence) in done:
                continue
            sentence = _computed("counted/1", UPDATE, old, one, words)
            if sentence is None or describe(old.capture, one.capture).verdict == "correction":
                continue
            done.add((old.told.name, old.told.sentence))
            yield (
                sentence,
                looking_back("reported-here", _reference(old.told), ago=ago(old.told)),
            )
            break


def _corrections(past: Past, words: Words, done: set[tuple[str, str]]) -> Iterable[Item]:
    for one in past.fresh:
        olds = (
            *past.revised.get(one.capture.id, ()),
            *past.about.get(said_keys(one.claim.text)[0], ()),
        )
        for old in olds:
            if (old.told.name, old.told.sentence) in done:
                continue
            sentence = _computed("corrected/1", CORRECTION, old, one, words)
            if sentence is not None:
                done.add((old.told.name, old.told.sentence))
                yield (sentence, looking_back("corrected-here", _reference(old.told)))
                break


def _changes(
    past: Past, words: Words, done: set[tuple[str, str]], ago: Callable[[Told], str]
) -> Iterable[Item]:
    """One update a subject and measure, and none where today's sources disagree on what is new."""
    found: dict[tuple[str, ...], list[tuple[Sentence | None, Old, str]]] = {}
    for one in past.fresh:
        for old in () if one.late else past.about.get(said_keys(one.claim.text)[0], ()):
            new = point(one.claim.text, published_day(one.capture))
            before = point(_words(old), published_day(old.capture))
            how = relation(new, before)
            if how not in _FIRST:
                continue
            if how != "unchanged" and (old.told.name, old.told.sentence) not in done:
                method = "was/1" if how == "changed" else "firmed/1"
                sentence = _computed(method, UPDATE, old, one, words)
                key = (method, *new.subject, *sorted(new.measures))
                levels = same_level(new, before)
                value = levels[0].value if levels is not None else ""
                found.setdefault(key, []).append((sentence, old, value))
            break  # an older sentence is not what it was last
    for told in found.values():
        sayable = [(sentence, old) for sentence, old, _ in told if sentence is not None]
        if sayable and len({value for _, _, value in told}) == 1:
            sentence, old = sayable[0]
            yield (sentence, looking_back("reported-here", _reference(old.told), ago=ago(old.told)))


def _computed(method: str, label: str, old: Old, one: Fresh, words: Words) -> Sentence | None:
    inputs = (
        Input(capture=old.capture.id, start=old.told.start, end=old.told.end),
        Input(capture=one.capture.id, start=one.claim.start, end=one.claim.end),
    )
    made = computed.compute(method, inputs, words)
    if made is None:
        return None
    cites = (
        cite(old.capture, old.told.start, old.told.end),
        cite(one.capture, one.claim.start, one.claim.end),
    )
    return Sentence(text=made.result, role="why", label=label, computation=made, cites=cites)


def _reference(told: Told) -> Reference:
    return Reference(edition=told.name, sentence=told.sentence)


def _words(old: Old) -> str:
    return old.capture.text[old.told.start : old.told.end]
