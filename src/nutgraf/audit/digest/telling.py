"""Whether a sentence without a citation needs one: whether it tells something as a fact."""

from __future__ import annotations

import re

from nutgraf.reading.recognise import recognise

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_FEWEST = 3
_ADDRESS = re.compile(
    r"(?:good (?:morning|afternoon|evening|day)|hello|hi|hey|dear|welcome|greetings|happy|thanks?|thank you|"
    r"see you|until (?:next|then|tomorrow|soon)|that[’']?s (?:it|all)|that is (?:it|all)|goodbye|bye|cheers|enjoy|have a (?:good|great|nice|lovely|wonderful)|take care|all the best|"
    r"stay tuned|subscribe|sign up|unsubscribe|forward(?:ed)? this|share this|reply|read on|read more|"
    r"in (?:this|today[’']?s) (?:issue|edition|newsletter)|brought to you|sponsored|photo|image|picture|illustration|"
    r"sources?|via|more|also|p\.?s)\b",
    re.I,
)
_LEAD_IN = re.compile(
    r"(?:and |but |so )?(?:now|next|first|finally|lastly|on|over|back|off|up)\b[, ]*(?:on |over |back |off |up )?"
    r"(?:to|with|comes?|up)\b|(?:here|below|above)[’']?s?\b (?:is|are|what|comes?|follows?)?|let[’']?s\b",
    re.I,
)
_BYLINE = re.compile(
    r"(?i:words |text |photos? |pictures? )?(?i:by) (?:[A-Z][\w.’'-]*(?:, | and | for | )?)+"
)
_IN_IT = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) "
    r"(?:stories|items|links|things|topics|reads|picks|notes)(?: (?:this|for|of|from|in) .{1,20})?[.!]?",
    re.I,
)
_TO_THE_READER = re.compile(r"\b(?:you|your|yours|we|us|our|ours|i|me|my)\b", re.I)


def needs_citation(text: str) -> bool:
    """Whether a reader would ask where it comes from.

    Not of a question, a greeting, a lead-in, a goodbye or a fragment; and not of what the writer says
    to the reader without naming or counting anything.
    """
    plain = text.strip()
    if len(_WORD.findall(plain)) < _FEWEST or plain.rstrip("\"'”’)»]").endswith(
        ("?", "？", ":", "：")
    ):
        return False
    if _ADDRESS.match(plain) or _LEAD_IN.match(plain):
        return False
    if _BYLINE.fullmatch(plain) or _IN_IT.fullmatch(plain):
        return False
    if _TO_THE_READER.search(plain):
        parts = recognise(plain)
        return bool(parts.quantities or parts.names)
    return True
