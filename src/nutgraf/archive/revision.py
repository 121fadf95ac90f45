"""What a new capture of an item changes: which words, and whether the publisher said so.

A correction is recognised by its notice ("Correction:", "An earlier version of this article ...", in
English, German, French and Spanish) among the words put in. Figures and names that change without one
are a silent change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from nutgraf.archive.change import same_but_for_noise
from nutgraf.archive.difference import differences, sentences
from nutgraf.archive.model import Capture, Span

Verdict = Literal["correction", "update", "silent", "noise"]
Touches = Literal["figure", "name", "words", "marks"]

_LEAD = r"^\W*(?:\[\s*)?"
# "Corrections officers in three states — ..." is no notice: after its word stand few others, a
# dash only at once or after a date in brackets.
_AFTER = (
    r"\b(?:[^.!?:\n]{0,60}?\s*(?:[:|]|\Z)|\s*(?:\([^()\n]{0,40}\)"
    r"|[,\s]+(?:\w+\.?\s+)?\d[\w\s,./]{0,20}?|\s+to (?:this|our|headline|story|article)\b[\w ]{0,30}?)?"
    r"\s*[\-–—])"
)
_COLON = r"\b[^.!?:\n]{0,60}?\s*(?:[:\-–—|]|\Z)"
_CORRECTS = re.compile(
    rf"{_LEAD}(?:corrections?|corrigend(?:um|a)|errat(?:um|a)|clarifications?|corrected|retraction"
    rf"|korrektur|berichtigung|richtigstellung|klarstellung"
    rf"|rectificati(?:f|on)|précision|rectificaci[oó]n|correcci[oó]n|fe de errat?as|fe de errores"
    rf"|aclaraci[oó]n){_AFTER}"
    r"|\b(?:an?|in an?|a previous|the|our) ?(?:earlier|previous|prior|original) (?:version|headline|caption)"
    r"\b(?! of (?:the|an?|his|her|its|their) (?:plans?|bills?|drafts?|deals?|laws?|proposals?|budgets?|models?"
    r"|agreements?|rules?|texts?|measures?|software|programs?|programmes?|apps?|documents?|contracts?)\b).{0,160}\b(?:incorrect|misstat|misspell|misspelt|misidentif|wrong|error|said|stated|gave|named"
    r"|described|attributed|reported|misattribut|mistaken|inaccurate|referred|omitted|suggested|implied)"
    r"|\b(?:article|story|post|piece|report|page|headline)\b(?! (?:said|says|that|found|shows?|showed|noted|claimed"
    r"|stated|states|added|argued)\b).{0,60}\b(?:has been|was|have been)\b.{0,30}"
    r"\b(?:corrected|amended|retracted|clarified)\b"
    r"|\bwe regret the error\b|\bhas been corrected\b|\bwas corrected on\b|\bhas been retracted\b"
    r"|\bin einer (?:früheren|ersten|vorherigen|älteren) (?:version|fassung)\b|\bwir bitten,? (?:den fehler|dies)?.{0,20}entschuldig"
    r"|\bune (?:première|précédente|version (?:précédente|antérieure|initiale))\b.{0,80}\b(?:indiquait|affirmait|mentionnait|erreur|disait|comportait)"
    r"|\buna versi[oó]n (?:anterior|previa|inicial)\b.{0,80}\b(?:dec[ií]a|indicaba|afirmaba|err[oó]nea|error|se[nñ]alaba)",
    re.I,
)  # fmt: skip
_UPDATES = re.compile(
    rf"{_LEAD}(?:updates?|updated|aktualisiert|aktualisierung|mise à jour|mis à jour|actualizaci[oó]n"
    rf"|actualizado|editor['’]?s['’]? note|editors['’]? note|anmerkung der redaktion|anm\. d\. red\.?"
    rf"|note de la rédaction|nota (?:de la redacci[oó]n|del editor)){_COLON}"
    r"|\b(?:article|story|post|piece|report|page)\b.{0,40}\b(?:has been|was|have been)\b.{0,20}"
    r"\b(?:updated|revised)\b"
    r"|\bdieser (?:artikel|beitrag|text) wurde\b.{0,40}\b(?:aktualisiert|ergänzt)"
    r"|\bcet article a été (?:mis à jour|modifié)\b|\beste art[ií]culo (?:ha sido|fue) actualizado\b",
    re.I,
)  # fmt: skip
_ERRS = re.compile(
    r"\b(?:incorrect(?:ly)?|correct(?:ed|ion|s)?|misstated|mistaken(?:ly)?|wrong(?:ly)?|in error|errors?"
    r"|erroneous(?:ly)?|inaccurate(?:ly)?|retract(?:ed|ion)|korrigiert|fehler(?:haft)?|falsch|erreur|corrigé"
    r"|err[oó]nea(?:mente)?|corregid[oa])\b",
    re.I,
)
_NOTE = re.compile(_LEAD + r"(?:editor|anm|note de|nota )", re.I)
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*|%|[$€£]")
_NUMBER_WORDS = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "dozen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
        "half",
        "third",
        "quarter",
        "double",
    ]
)
_TOKEN = re.compile(r"\w+(?:['’]\w+)*")
_AROUND = 400
# A longer stretch is not looked into: no figure of it would be named to a person anyway.
_LONGEST = 200_000
_SENTENCE_END = re.compile(r"[.!?:\n]\W*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One stretch that differs: what `was` taken out of the old text, what is `now` in the new.

    Either span may be empty (start == end), its words "". `touches` is the weightiest of: a figure, a
    name (a capitalised word inside a sentence), other words, marks only (case and punctuation).
    """

    removed: Span
    added: Span
    was: str
    now: str
    touches: Touches


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A capture beside its predecessor.

    `verdict`: `correction` (a notice says something was wrong), `update` (a notice says there is more,
    or words were only put in), `silent` (words were changed or taken out and no notice says so),
    `noise` (only marks, clocks or counters). `notice` is the span of the notice in the new text, None
    without one, and `words` what it says. `silent_figures` counts changes of figures and names.
    """

    old: str
    new: str
    verdict: Verdict
    changes: tuple[Change, ...]
    notice: Span | None = None
    words: str = ""
    silent_figures: int = 0
    why: str = ""


def describe(old: Capture, new: Capture) -> Revision:
    """What the later of two captures of one item changes. Deterministic; no cost but that of
    `differences`. Texts of two canonicalisers may differ by their readers alone: the `why` says so.
    """
    changes = changed(old, new)
    notice, kind = _notice(new, changes, old)
    weighty = sum(change.touches in {"figure", "name"} and bool(change.was) for change in changes)
    verdict, why = _verdict(old, new, changes, kind, weighty)
    if old.canonicaliser != new.canonicaliser:
        why += f"; read by {new.canonicaliser}, before by {old.canonicaliser}"
    return Revision(
        old=old.id,
        new=new.id,
        verdict=verdict,
        changes=changes,
        notice=notice,
        words=new.text[notice.start : notice.end] if notice else "",
        silent_figures=weighty if verdict == "silent" else 0,
        why=why,
    )


def changed(old: Capture, new: Capture) -> tuple[Change, ...]:
    """The stretches that differ between two captures, in text order."""
    out = []
    for (a, x), (b, y) in differences(old.text, new.text):
        was, now = old.text[a:x], new.text[b:y]
        out.append(
            Change(
                removed=Span(capture=old.id, start=a, end=x),
                added=Span(capture=new.id, start=b, end=y),
                was=was,
                now=now,
                touches=_touches(old.text, (a, x), new.text, (b, y)),
            )
        )
    return tuple(out)


def _verdict(
    old: Capture, new: Capture, changes: tuple[Change, ...], kind: str, weighty: int
) -> tuple[Verdict, str]:
    if kind == "correction":
        return "correction", "a notice of correction was put in"
    if kind == "update":
        return "update", "a notice of an update was put in"
    if all(change.touches == "marks" for change in changes):
        return "noise", "no word changed" if changes else "the words are the same"
    if same_but_for_noise(old.text, new.text):
        return "noise", "only clocks, counters or advertisements moved"
    if all(not change.was for change in changes):
        return "update", "words were put in, none taken out"
    said = "no notice says so"
    if weighty:
        many = "a figure or name was" if weighty == 1 else f"{weighty} figures or names were"
        return "silent", f"{many} changed and {said}"
    return "silent", f"words were changed or taken out and {said}"


def _notice(
    new: Capture, changes: tuple[Change, ...], old: Capture
) -> tuple[Span | None, Verdict | Literal[""]]:
    """The first notice among the words put in, a correction before an update."""
    before = {" ".join(old.text[a:b].split()) for a, b in sentences(old.text)}
    added = [(change.added.start, change.added.end) for change in changes if change.now]
    update: Span | None = None
    place = 0
    for start, end in sentences(new.text):
        while place < len(added) and added[place][1] <= start:
            place += 1
        if place == len(added):
            break
        if added[place][0] >= end:
            continue
        words = " ".join(new.text[start:end].split())
        if words in before:
            continue
        kind = _kind_of_notice(words[:_AROUND])
        if kind == "correction":
            return Span(capture=new.id, start=start, end=end), "correction"
        if kind == "update" and update is None:
            update = Span(capture=new.id, start=start, end=end)
            if _NOTE.search(words) and _ERRS.search(new.text[start : start + _AROUND]):
                return update, "correction"
    return update, "update" if update else ""


def _kind_of_notice(words: str) -> str:
    if _CORRECTS.search(words):
        return "correction"
    return "update" if _UPDATES.search(words) else ""


def _touches(old: str, removed: tuple[int, int], new: str, added: tuple[int, int]) -> Touches:
    was, now = old[slice(*removed)], new[slice(*added)]
    if max(len(was), len(now)) > _LONGEST:
        return "words"
    before, after = ([word.casefold() for word in _TOKEN.findall(text)] for text in (was, now))
    figures = _figures(was), _figures(now)
    if figures[0] != figures[1]:
        return "figure"
    if before == after:
        return "marks"
    if _names(old, removed) != _names(new, added):
        return "name"
    return "words"


def _figures(text: str) -> list[str]:
    words = (word.casefold() for word in _TOKEN.findall(text))
    return [*_FIGURE.findall(text), *(word for word in words if word in _NUMBER_WORDS)]


def _names(text: str, piece: tuple[int, int]) -> list[str]:
    """Capitalised words of a stretch that do not begin a sentence."""
    start, end = piece
    out = []
    for match in _TOKEN.finditer(text, start, end):
        front = text[max(0, match.start() - 4) : match.start()]
        first = not front.strip() or bool(_SENTENCE_END.search(front))
        if match[0][0].isupper() and not first:
            out.append(match[0])
    return out
