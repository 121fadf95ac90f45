"""Which sentences can stand without what surrounded them, each rule with its reason.

A digest lifts a sentence out of its text. One that starts with a pronoun, points at "the post
above", counts days from a day that is no longer today, or is the page's furniture cannot be lifted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from nutgraf.archive.model import Capture
from nutgraf.reading.model import Claim
from nutgraf.text import count_words, fold, one_line
from nutgraf.writing.options import WritingOptions
from nutgraf.writing.referents import leans_on_another

_LEADING_WORDS = """he she it they this that these those his her its their theirs we i our ours my mine you your
    there such here both another others one ones some many most none neither either but and or nor so
    yet however moreover furthermore additionally then also still instead meanwhile nevertheless
    nonetheless otherwise thus hence therefore besides likewise similarly conversely earlier later
    previously afterwards afterward yesterday today tomorrow tonight recently soon which who whose
    because"""
_LEADING = frozenset(_LEADING_WORDS.split())
_LEADING_PHRASE = re.compile(
    r"(?:(?:a|an|one|two|three|the) (?:few )?(?:hour|day|week|month|year)s? (?:earlier|later|before|after|ago)"
    r"|(?:for|in) (?:example|instance|addition|contrast|other words|short|turn|fact|the same)"
    r"|(?:as|at) (?:a|the) (?:result|same|consequence|time)|by (?:contrast|comparison)"
    r"|on (?:the other hand|top of)|in (?:this|that|these|those)|at (?:this|that)"
    r"|an? (?:second|third|further|similar|different)\b"
    r"|(?:beside|with|among|under|behind|after|before|for|of|in|on|at|by|from|to|like|unlike"
    r"|without|against|between|around) (?:it|them|him|her|this|that|these|those|each|both)\b"
    r"|since then|the (?:same|latter|former|other|others|above|following|next|previous|first|second)\b"
    r"|(?:last|next|this) (?:week|month|year|morning|evening)|as (?:noted|mentioned)|not (?:so|yet))\b"
)
_THESE = re.compile(r"\b(?:these|those) (?!who\b|of\b|that\b|which\b|with\b|in\b|from\b)[a-z]+")
_BARE_NOUN = re.compile(
    r"the (?:company|firm|startup|start-up|lab|laboratory|team|maker|model|models|paper|study|report"
    r"|researchers?|authors?|post|article|test|tests|deal|price|move|benchmark|results?|agent|tool"
    r"|system|show|site|release|feature|update|project|product|survey|figure|figures|app|service"
    r"|announcement|correction|change|bill|vote|comment|claim|question|answer|idea|point)"
    r"(?!'| (?:of|by|from|behind|for|in|at|on|that|to|called|named|between|with) )\b"
)
_POINTING = re.compile(
    r"\b(?:(?:post|thread|article|story|tweet|link|chart|table|figure|item|page|picture) (?:above|below)"
    r"|(?:above|below|linked) (?:post|thread|article|story|link|chart|table)"
    r"|(?:(?<!-)click (?:here|on|the|to|below|this|through)|tap (?:here|on)|read more|see more|learn more|sign up|subscribe|unsubscribe|view in browser"
    r"|follow us|share this|continue reading|skip to|in this (?:post|article|episode|issue|edition))"
    r"|(?:first|second|third|last|next|other) [a-z]+ of the (?:day|week|evening|hour)"
    r"|according to the (?:post|thread|tweet|article|summary|link|video|source|author)(?! (?:of|by|from)\b)"
    r"|[a-z]+ (?:above|below)(?=[.,;)]| (?:belongs?|shows?|is|are|was|were|has|have|says?)\b)"
    r"|this (?:entry|article|post|page|item|issue|edition|newsletter|episode|story|note|piece|report)"
    r"|(?:in|per|via|see|at|from|by|to|with|of) this (?:\w+ )?(?:announcement|tweet|video|repo|paper|link"
    r"|thread|image|chart|table|screenshot|discussion|comment)"
    r"|as (?:above|below)|(?:see|listed|shown) (?:above|below)|all rights reserved|cookies?"
    r"|privacy policy|terms of (?:use|service)|copyright|welcome (?:to|back)|thanks? (?:for|you)"
    r"|(?:table of )?contents|next week's|stay tuned)\b"
)
_LABEL = re.compile(
    r"(?:\w+ )?(?:text|disclaimer|disclosure|notice|note|editor's note|advertisement|sponsored|ad"
    r"|about us|photo|image|credit|source|sources|tags|filed under|share|related|caption): "
)
_VAGUE_NOUNS = (
    "approach|method|feature|product|reasons?|figures?|results?|questions?|idea|changes?|tool|company"
    "|firm|deal|sale|statement|comment|post|note|item|paper|study|model|models|test|tests|table|list"
    "|number|numbers|claim|answer|problem|point|cautions?|work|team|system|announcement|technique"
    "|framework|release|update|decision|move|letter|arguments?|exception|rule|comparison|account|plan|bill"
    "|committee|survey|history|estimate|forecast|promise|request|posts|reports|gap|test|price|price tag|others|two|three|four"
)
_VAGUE = re.compile(
    rf"\bthe (?:{_VAGUE_NOUNS})\b(?! (?:of|by|from|behind|for|that|which|in|to|between|called)\b)"
)
_BARE_SUBJECT = re.compile(
    r"the [a-z-]+ (?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did"
    r"|says?|said|needs?|gets?|[a-z]{3,}ed)\b"
)
_DAMAGED = re.compile(r"�|&#?\w{2,12};|¬\w+;|\{\{|\}\}|<[/a-z][^>]*>")
_MEDIUM = re.compile(
    r"\b(?:publication|newsletter|magazine|website|web site|blog|podcast|channel|mailing list|radio"
    r"|repeats this item|editors?|newsroom)\b"
)
_WE = re.compile(r"\b(?:we|we're|we've|i|i'm|i've|our|ours|my|us|me|let's)\b")
_PAST_NOW = re.compile(
    r"\b(?:yesterday|tomorrow|tonight|last (?:week|month|night|year|quarter)|next (?:week|month)"
    r"|earlier (?:today|this)|(?:day|week|month|hour|minute)s? (?:ago|earlier|before|later))\b"
)
_QUOTED = re.compile(r'"[^"]*"')
_END = re.compile(r"[.!][\"')\]]*\Z")
_STATES = re.compile(
    r"\A(?:[^\s]+ ){1,9}?(?:is|are|was|were|has|have|had|will|would|can|could|says?|said|shows?|beats?"
    r"|runs?|leads?|wins?|sets?|puts?|adds?|ships?|gets?|makes?|claims?|argues?|notes?|frames?)\b"
)
_CREDIT = re.compile(r"[:;,]? ?\(?@\w+(?:, ?@\w+)*\)?\.?\Z")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|says?|said|does|did|gives?"
    r"|gets?|makes?|made|shows?|beats?|runs?|leads?|led|wins?|won|sets?|puts?|cuts?|costs?|hits?"
    r"|[a-z]{3,}ed)\b"
)

_LOWER_WORDS = 2

_FINITE = re.compile(_VERB.pattern + r"|\b[a-z]{3,}s\b")
_PURPOSE = re.compile(r"(?:to|which|that|who|whose|with|for) [^,]*\Z")
_SHORT = 9

Rule = Callable[[str, str, Claim, Capture], bool]


def unfit(claim: Claim, capture: Capture, options: WritingOptions) -> str:
    """Why a claim cannot stand alone in an edition; "" when it can."""
    shown = one_line(capture.text[claim.start : claim.end])
    words = count_words(shown)
    if words < options.shortest_sentence:
        return "too short"
    if words > options.longest_sentence:
        return "too long"
    plain = fold(shown).text
    return next((reason for reason, rule in _RULES if rule(shown, plain, claim, capture)), "")


def dated_by_its_day(claim: Claim, capture: Capture) -> bool:
    """Whether it counts days from its own day (yesterday, last week), which an edition moves."""
    return bool(_PAST_NOW.search(fold(capture.text[claim.start : claim.end]).text))


def relative_day(claim: Claim) -> bool:
    """Whether it names a day only relative to its own (on Wednesday, today)."""
    return any(day.relative for day in claim.parts.days)


def has_verb(folded: str) -> bool:
    """Whether a folded text has something that looks like a finite verb of the news."""
    return bool(_VERB.search(folded))


def vague(claim: Claim) -> bool:
    """Whether it leans on a thing told before (`the approach`, `the figures`)."""
    shown = _uncapped(one_line(claim.text))
    return bool(_VAGUE.search(shown) or _BARE_SUBJECT.match(shown))


def furniture(captures: Sequence[Capture], claims: Sequence[Claim]) -> frozenset[tuple[str, int]]:
    """(capture, start) of opening and closing sentences that are a form rather than a fact.

    Two captures that open, or close, on the same sentence with other names put in share a form; so
    do two items of one owner that close on the very same sentence.
    """
    items = {capture.id: (capture.owner, capture.key) for capture in captures}
    mine = [claim for claim in claims if claim.capture in items]
    opening, closing = _edges(mine)
    seen: dict[str, set[tuple[str, str]]] = {}
    for claim in (one for one in mine if (one.capture, one.start) in opening | closing):
        text = one_line(claim.text)
        seen.setdefault(_skeleton(text), set()).add((claim.capture, text))
    found: set[tuple[str, int]] = set()
    for claim in mine:
        place, text = (claim.capture, claim.start), one_line(claim.text)
        if place in opening | closing:
            others = seen[_skeleton(text)]
            again = place in closing and _again_by_its_owner(text, others, items)
            if again or len({other for _, other in others}) > 1:
                found.add(place)
    return frozenset(found)


def _edges(claims: Sequence[Claim]) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """The places of the first claim of each capture, and of its last two."""
    places: dict[str, list[int]] = {}
    for claim in claims:
        places.setdefault(claim.capture, []).append(claim.start)
    opening = {(capture, min(starts)) for capture, starts in places.items()}
    closing = {
        (capture, start) for capture, starts in places.items() for start in sorted(starts)[1:][-2:]
    }
    return opening, closing


def _again_by_its_owner(
    text: str, seen: set[tuple[str, str]], items: dict[str, tuple[str, str]]
) -> bool:
    """Whether two items of one owner have the very same words."""
    told = {items[capture] for capture, other in seen if other == text}
    return len(told) > len({owner for owner, _ in told})


def _skeleton(text: str) -> str:
    """A sentence with its names and digits taken out: what is left is the form."""
    words = text.split()
    kept = [word for at, word in enumerate(words) if at == 0 or not re.search(r"[A-Z\d]", word)]
    return " ".join(kept) if len(kept) >= 5 else text


def _uncapped(shown: str) -> str:
    """A sentence with its first letter small, so that only names are written with a capital."""
    return shown[:1].lower() + shown[1:]


def _leads_back(shown: str, plain: str, claim: Claim, capture: Capture) -> bool:
    first = re.match(r"\W*([\w'-]+)", plain)
    if first and first[1].split("'")[0] in _LEADING:
        return True
    if _THESE.search(plain) or leans_on_another(shown, plain):
        return True
    return bool(_LEADING_PHRASE.match(plain) or _BARE_NOUN.match(_uncapped(shown)))


def _fragment(shown: str, plain: str, claim: Claim, capture: Capture) -> bool:
    first = shown.split()[0].strip("\"'“‘(")
    if first[:1].islower() and not re.search(r"[A-Z\d.]", first):
        return True
    if re.search(r"(?:\.\.\.|…)[\"')\]]*\Z", plain) or shown.isupper():
        return True
    if len(re.findall(r"\b[a-z]{2,}\b", shown)) < _LOWER_WORDS:
        return True
    if shown.startswith("(") or not _ended(plain, claim):
        return True
    return _without_verb(shown, plain)


def _ended(folded: str, claim: Claim) -> bool:
    """Whether it ends like a sentence; one that ends on handles it credits needs a verb before."""
    if _END.search(folded):
        return True
    credit = _CREDIT.search(folded)
    return credit is not None and bool(_STATES.search(folded[: credit.start()]))


def _without_verb(shown: str, plain: str) -> bool:
    """Whether it looks like a line of a list: short without a verb, or a noun and a purpose."""
    if count_words(shown) < _SHORT:
        return not (has_verb(plain) or re.search(r"\b[a-z]{2,}s\b", shown))
    opening, comma, rest = plain.partition(", ")
    if not comma or not _PURPOSE.match(rest):
        return False
    return not (has_verb(opening) if rest.startswith("to ") else _FINITE.search(opening))


def _torn(shown: str, plain: str, claim: Claim, capture: Capture) -> bool:
    pairs = (("(", ")"), ("[", "]"), ("“", "”"))
    return plain.count('"') % 2 == 1 or any(
        shown.count(left) != shown.count(right) for left, right in pairs
    )


def _mostly_quoted(shown: str, plain: str, claim: Claim, capture: Capture) -> bool:
    quoted = sum(len(part) for part in _QUOTED.findall(plain))
    return plain.startswith('"') or quoted * 2 > len(plain)


def _speaks_of_itself(shown: str, plain: str, claim: Claim, capture: Capture) -> bool:
    owner = fold(capture.owner).text
    return bool(owner and owner in plain and _MEDIUM.search(plain))


_RULES: tuple[tuple[str, Rule], ...] = (
    ("a question", lambda shown, plain, claim, capture: plain.rstrip("\"')").endswith("?")),
    ("an address in it", lambda shown, plain, claim, capture: "://" in plain or "www." in plain),
    ("damaged", lambda shown, plain, claim, capture: bool(_DAMAGED.search(shown))),
    ("torn out of a longer one", _torn),
    ("a fragment", _fragment),
    ("leads back to what stood before", _leads_back),
    ("points at something else on its page", lambda s, plain, c, t: bool(_POINTING.search(plain))),
    ("a label of the page", lambda s, plain, c, t: bool(_LABEL.match(plain))),
    ("the page about itself", _speaks_of_itself),
    ("mostly a quotation", _mostly_quoted),
    (
        "a first person nobody knows",
        lambda s, plain, c, t: bool(_WE.search(_QUOTED.sub("", plain))),
    ),
    ("no name in it", lambda s, plain, claim, t: not claim.parts.names),
)
