"""Claims: the sentences of a capture, each with what was recognised in it."""

from __future__ import annotations

import re
from datetime import date

from nutgraf.archive.model import Capture
from nutgraf.entities import Registry, shipped
from nutgraf.reading.links_beside import LinksBeside
from nutgraf.reading.model import Claim, Parts
from nutgraf.reading.recognise import parts_at
from nutgraf.reading.senses import Senses
from nutgraf.reading.sentences import sentences
from nutgraf.reading.version import VERSION

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_LOWERED = re.compile(r"(?<![\w@#-])[a-z]{3,}(?![\w-])")
_FURNITURE = re.compile(
    r"(?:skip to (?:main )?content|read (?:more|the full|next|on)\b|subscribe (?:now|today|to)|sign (?:in|up)\b|log in\b|"
    r"share (?:this|on)\b|follow us\b|all rights reserved|copyright ©|©|cookie|accept (?:all )?cookies|privacy policy|"
    r"terms of (?:use|service)|view (?:in browser|online|this email)|unsubscribe|back to top|advertisement|"
    r"related (?:articles|stories|posts)|table of contents|leave a (?:comment|reply)|powered by|click here|"
    r"un-?subscribe|opt[ -]out\b|(?:update|manage|change|edit) your (?:\w+ )?(?:preferences|subscription|profile|settings)|"
    r"posted (?:by|on|in)\b|filed under\b|tagged? (?:with|as)?:|\d+ (?:min|minute) read)",
    re.IGNORECASE,
)
# What a mail says of itself, however long the sentence.
_OF_THE_MAIL = re.compile(
    r"(?:to |if you (?:no longer|do not|don.t) (?:wish|want) to |click here to )(?:un-?subscribe|opt[ -]out|receive (?:these|this|our))|"
    r"(?:you.re|you are) (?:receiving|getting) this (?:e-?mail|message|newsletter|because)|you received this (?:e-?mail|message|newsletter)|"
    r"this (?:e-?mail|message|newsletter) was (?:sent|mailed) (?:to|by)\b|(?:was this e-?mail )?forwarded this e-?mail|"
    r"(?:please )?add \S+@\S+ to your|our (?:mailing|postal) address is|why (?:did|am) i (?:get|receiv)|"
    r"(?:please )?do not reply to this (?:e-?mail|message)",
    re.IGNORECASE,
)
# An entry of a list of addresses, with or without its number.
_ADDRESS = re.compile(r"\W*(?:\d{1,3}\W+|\w+:\s*)?https?://\S+")
_MENU = re.compile(r"[|·•›»]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]{4,}")
_LEAST_WORDS = 3
_SHORT = 12


def claims(capture: Capture, registry: Registry | None = None) -> tuple[Claim, ...]:
    """A claim per sentence of a capture, in text order.

    Sentences of fewer than three words and leftovers of navigation stay out. Relative dates count
    from the day the capture was published, else fetched (UTC). A capture that opens with
    `@handle:` is said by that handle throughout. A claim carries the links that stand in its words,
    else those directly beside it. `registry` holds the known names, those of the package when left
    out; names of more than one thing are told apart by the text.
    """
    text = capture.text
    known = registry or shipped()
    senses = Senses(capture, known)
    today = published_day(capture)
    lowered = frozenset(_LOWERED.findall(text))
    made_by = f"reading/{VERSION}"
    found: list[Claim] = []
    spans = sentences(text)
    links = LinksBeside(capture, spans, _states)
    for start, end in spans:
        words = text[start:end]
        if not _states(words):
            continue
        parts = parts_at(words, today=today, base=start, lowered=lowered, registry=known)
        parts = senses.told_apart(parts, words)
        found.append(
            Claim(
                capture=capture.id,
                start=start,
                end=end,
                text=words,
                parts=parts,
                said_by=said_by(parts),
                made_by=made_by,
                links=links.of(start, end),
            )
        )
    return tuple(found)


def said_by(parts: Parts) -> str:
    """The speaker of a sentence: of its longest attributed stretch, "" when it names none."""
    named = [one for one in parts.speech if one.speaker]
    if not named:
        return ""
    return max(named, key=lambda one: (one.end - one.start, -one.start)).speaker


def published_day(capture: Capture) -> date:
    """The day a capture's relative dates count from."""
    return (capture.published_at or capture.fetched_at).date()


def _states(words: str) -> bool:
    """Whether a sentence may state something: long enough, and no piece of a page's furniture."""
    if _OF_THE_MAIL.match(words) or _ADDRESS.fullmatch(words):
        return False
    count = 0
    for _ in _WORD.finditer(words):
        count += 1
        if count > _SHORT:
            return True
    if count < _LEAST_WORDS:
        return bool(_CJK.search(words))
    if _FURNITURE.match(words):
        return False
    return len(_MENU.findall(words)) < 2 or words.rstrip()[-1] in '.!?。”"'
