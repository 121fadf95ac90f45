"""Whether words point at something that stands in a sentence before: anaphora, by rules of English.

A digest prints sentences apart, so one whose referent stands elsewhere cannot be printed. Only the
first clause is looked at: further on the referent may stand in the sentence itself. A pronoun does not
refer to the subject of its own clause (principle B of binding; Chomsky 1981), so a name before it there
is no referent of it.
"""

from __future__ import annotations

import re

# Where a clause may end: what comes later can refer to what stands before it in the sentence.
_CLAUSE = re.compile(
    r"[,;:()—–]| - |\b(?:and|or|but|which|who|whose|when|while|because|if|than|as|so|says?|said)\b"
)
_PREPOSITION = (
    r"(?:about|above|across|after|against|at|before|behind|below|between|beyond|by|despite|for|from|in"
    r"|inside|into|like|of|on|outside|over|per|through|to|toward|towards|under|until|upon|with|within|without)"
)
_TIME = (
    r"(?:second|minute|hour|day|night|morning|afternoon|evening|weekend|week|month|quarter|year|decade|century"
    r"|spring|summer|autumn|fall|winter|season|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january"
    r"|february|march|april|may|june|july|august|september|october|november|december|time)\b"
)
# "of that length", "at this price"; not "this week", and not "in that it", "so that the".
_WITH_A_NOUN = re.compile(
    rf"\b{_PREPOSITION} (?:this|that) (?!{_TIME})(?!(?:it|they|he|she|we|you|i|the|an?|its|their|there|is|was"
    r"|are|were|has|have|had|will|can|may|might|would|could|should|must|matter|of|which|who|by|from|with|in)\b)[a-z-]{2,}"
)
_BARE = re.compile(
    rf"\b{_PREPOSITION} (?:these|those|this|that)(?=[.,;]|\Z| (?:is|was|are|were|has|have|had|will|can)\b)"
    r"|\b(?:all|both|each|half|many|most|much|none|one|part|several|some|two|three|four|\d+) of (?:them|these|those|this|that|it)\b"
    r"|\b(?:the latter|the aforementioned|the said|the above)\b"
)
_SUCH = re.compile(r"\b(?<!no )(?<!any )such (?!as\b|that\b)[a-z]")
_COUNTED = re.compile(
    r"(?:all|the) (?:two|three|four|five|six|seven|eight|pair|duo|trio)(?: [a-z-]+){0,2}"
    r" (?:is|are|was|were|has|have|had|will|can|could|may|says?|said|[a-z]{3,}ed)\b"
)
_DOING_SO = re.compile(r"(?:by |in |to )?do(?:ing|es)? (?:so|that|this)\b|as such\b|as a result\b")
_THEM = re.compile(r"\b(?:them|him)\b")
_SEVERAL = re.compile(
    r"\b[a-z]{2,}s\b|\b(?:people|men|women|children|data|media)\b|\d", re.IGNORECASE
)
_PRONOUN = r"(?:it|they|he|she|this|that|these|those|both|such(?! as\b))\b"
_THEN_PRONOUN = re.compile(rf"([^,;:]{{2,60}}), {_PRONOUN}")
_SUBORDINATE = re.compile(
    r"(?:after|although|as|because|before|if|once|since|though|unless|until|when|whenever|where|while)"
    rf" {_PRONOUN}"
)
_SAME = re.compile(
    r"\b(?:according to|in|by|from|on) the same (?:accounts?|announcement|article|blog|episode|interview|notes?|page|paper"
    r"|posts?|reports?|sources?|statement|story|summary|survey|talk|thread)\b"
)
_NAME = re.compile(r"[A-Z]\w|\d")
_SOMETHING = re.compile(r"\b(?:an?|any|every|no|one|some)\b")


def leans_on_another(shown: str, plain: str) -> bool:
    """Whether a sentence has a referent that does not stand in it; `plain` is it folded, `shown` as written."""
    plain = plain.lstrip("\"'([*-–— ")
    if (
        _COUNTED.match(shown[:1].lower() + shown[1:])
        or _DOING_SO.match(plain)
        or _SAME.search(plain)
    ):
        return True
    return _in_first_clause(plain) or _pronoun_behind_opening(shown, plain)


def _in_first_clause(plain: str) -> bool:
    end = _CLAUSE.search(plain, 1)
    clause = plain[: end.start()] if end else plain
    if any(rule.search(clause) for rule in (_WITH_A_NOUN, _BARE, _SUCH)):
        return True
    them = _THEM.search(clause)
    return them is not None and not _SEVERAL.search(clause[: them.start()])


def _pronoun_behind_opening(shown: str, plain: str) -> bool:
    """`In practice, they cost more.`, `When it opened, nobody came.`; not where a name is in reach."""
    if _SUBORDINATE.match(plain):
        rest = shown.partition(", ")[2]
        return not _NAME.match(rest.removeprefix("the "))
    opening = _THEN_PRONOUN.match(plain)
    if opening is None or _SOMETHING.search(opening[1]):
        return False
    return not _NAME.search(shown[1 : opening.end(1)])
