"""Who said it: attributions (`X says`, `according to X`, `said X`, `X: ...`) and quoted words.

A speaker is a name found in the sentence; verbs of saying decide. Quoted words without a speaker in
their sentence are given with speaker "".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nutgraf.reading.model import Name, Speech
from nutgraf.reading.quotations import quotations

_SURE = (
    "says|said|say|saying|tells|told|reports|reported|writes|wrote|states|stated|claims|claimed|argues|argued|"
    "notes|noted|explains|explained|believes|believed|warns|warned|predicts|predicted|expects|expected|"
    "estimates|estimated|confirms|confirmed|denies|denied|insists|insisted|acknowledges|acknowledged|reckons|"
    "hypothesises|hypothesizes|calls|called|describes|described"
)
# Verbs that only sometimes report: they need `that`, a colon or a quotation after them.
_LOOSE = (
    "announces|announced|adds|added|finds|found|suggests|suggested|posts|posted|tweets|tweeted|proposes|proposed|"
    "emphasizes|emphasized|emphasises|emphasised|highlights|highlighted|points out|pointed out|measures|measured|"
    "concludes|concluded|shows|showed|asks|asked|hints|hinted|frames|framed"
)
_ADVERB = r"(?:(?:has|have|had|also|now|then|further|itself|themselves|later|and colleagues|and collaborators)\s+){0,2}"
_AFTER = re.compile(
    rf"(?:,? [^,.;:“\"]{{1,60}},)?\s+{_ADVERB}(?:(?:{_SURE})\b|(?:{_LOOSE})(?=:|,? [“\"]| that\b| how\b))"
)
_BEFORE = re.compile(
    r"\b(?:according to|as per|per|told by|quoted by|in the words of)\s+(?:the\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_SAID_NAME = re.compile(
    rf"[,”\"’']\s+(?:{_SURE}|adds|added|asks|asked)\s+(?:(?:[A-Z]{{2,4}}|chief|co-founder|founder|researcher|analyst|spokesperson)\s+){{0,2}}$"
)
_COLON = re.compile(r"\s*(?:\([^)]{1,60}\))?\s*:\s+(?P<mark>[“\"„«])?")
_VERB = re.compile(rf"\b(?:{_SURE}|{_LOOSE})\b|\b(?i:according to|per)\b")
_NO_SPEAKER = frozenset({"model", "benchmark"})


def speech(text: str, found: Sequence[Name], base: int = 0) -> tuple[Speech, ...]:
    """The attributions of one sentence and its quoted words, each with the speaker it names.

    `found` are the sentence's names, shifted by `base` like the result. The range of an attribution
    is the words attributed: to the sentence's end (`X says ...`), or up to the attribution.
    """
    quoted = quotations(text)
    spoken = _attributions(text, found, base, quoted)
    given: list[Speech] = list(spoken)
    for start, end in quoted:
        given.append(
            Speech(
                start=base + start,
                end=base + end,
                speaker=_nearest(spoken, base + start),
                quoted=True,
            )
        )
    return tuple(sorted(given, key=lambda one: (one.start, one.end, one.quoted)))


def _attributions(
    text: str, found: Sequence[Name], base: int, quoted: Sequence[tuple[int, int]]
) -> list[Speech]:
    if not found:
        return []
    has_verb = _VERB.search(text) is not None
    spoken: list[Speech] = []
    for name in found:
        start, end = name.start - base, name.end - base
        if name.kind in _NO_SPEAKER or any(first <= start < last for first, last in quoted):
            continue
        said = _said(text, start, end, has_verb, known=name.kind in {"person", "company"})
        if said and said[0] < said[1]:
            spoken.append(Speech(start=base + said[0], end=base + said[1], speaker=name.text))
    return spoken


def _said(
    text: str, start: int, end: int, has_verb: bool, *, known: bool
) -> tuple[int, int] | None:
    """The range a name is the speaker of, None when it speaks nothing."""
    whole = len(text.rstrip())
    if has_verb:
        after = _AFTER.match(text, end)
        if after:
            return _trim(text, after.end(), whole)
        ahead = text[max(0, start - 60) : start]
        if _BEFORE.search(ahead):
            rest = re.match(r"[^,]{0,60},\s+", text[end:])
            return _trim(text, end + rest.end(), whole) if rest and start < 40 else (0, start)
        if _SAID_NAME.search(ahead):
            return 0, max(0, start - 1)
    colon = _COLON.match(text, end)
    if colon and start <= 1 and (known or text[start] == "@" or colon["mark"]):
        return _trim(text, colon.start("mark") if colon["mark"] else colon.end(), whole)
    return None


def _nearest(spoken: Sequence[Speech], at: int) -> str:
    """The speaker whose attributed words hold the quotation, else the only speaker, else ""."""
    holding = [one for one in spoken if one.start <= at < one.end]
    if holding:
        return max(holding, key=lambda one: one.start).speaker
    return spoken[0].speaker if len(spoken) == 1 else ""


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,:\u00a0":
        start += 1
    return start, end
