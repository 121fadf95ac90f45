"""Cues: words beside a name that say what kind of thing it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.entities import SENSE_MARK, EntityKind
from nutgraf.entities.learning import Cue
from nutgraf.ids import text_sha256
from nutgraf.reading.model import Claim, Name

_COMPANY = (
    r"(?:startup|start-up|company|firm|lab|labs|maker|vendor|chipmaker|provider|unicorn|neocloud)"
)
_PRODUCT = r"(?:app|library|framework|tool|toolkit|SDK|CLI|IDE|editor|platform|plugin|extension|browser|runtime|server|package)"
_ADJECTIVES = r"(?:[\w’'-]+\s){0,4}?"
_Patterns = tuple[tuple[EntityKind, str], ...]
_AFTER_WORDS: _Patterns = (
    ("company", rf",?\s(?:is\s)?(?:an?|the)\s{_ADJECTIVES}{_COMPANY}\b"),
    ("company", r"(?:['’]s)?\s(?:CEO|CTO|co-?founder|founder|investors|valuation|employees|staff)\b"),
    ("company", r"\s(?:has\s|have\s)?(?:raises?|raised|closes?|closed|secures?|secured)\s(?:a\s)?(?:[$€£]|about\s[$€£]|another\s[$€£]|Series\s)"),
    ("company", r"\s(?:acquires?|acquired|is hiring|lays off|laid off|hires|hired|partners with)\b"),
    ("company", r"\s(?:launches|unveils|open-sources|announces|introduces|rolls out)\b"),
    ("model", r"\s(?:models?|LLMs?|weights|checkpoints?|VLMs?|GGUFs?|quants?)\b"),
    ("model", rf",?\s(?:is\s)?(?:an?|the|its|their)\s{_ADJECTIVES}(?:language |open |reasoning |video |image |speech |foundation |diffusion )?(?:model|LLM|VLM|MoE)\b"),
    ("benchmark", r"\s(?:benchmarks?|leaderboard|evals?)\b"),
    ("benchmark", rf",?\s(?:is\s)?(?:an?|the)\s{_ADJECTIVES}(?:benchmark|leaderboard)\b"),
    ("product", rf"\s{_PRODUCT}\b"),
    ("product", rf",?\s(?:is\s)?(?:an?|the)\s{_ADJECTIVES}{_PRODUCT}\b"),
    ("person", rf",\s(?:an?\s|the\s|its\s)?{_ADJECTIVES}(?:CEO|CTO|founder|co-?founder|president|researcher|scientist|professor|engineer|head of)\b"),
)  # fmt: skip
_BEFORE_WORDS: _Patterns = (
    ("company", r"\b(?:startup|start-up|company|firm|chipmaker|neocloud|AI lab)(?:\scalled)?"),
    ("company", r"\b(?:CEO|CTO|founder|co-?founder|employees|researchers|engineers) (?:of|at)"),
    ("company", r"\b(?:[Jj]oins?|[Jj]oined|[Ll]eft|[Ll]eaves|works? at|working at|staff at|team at)"),
    ("company", r"\b(?:invests? in|invested in|acquires?|acquired|acquisition of|funding for)"),
    ("model", r"\b(?:[Mm]odel|LLM|checkpoint)(?:\s(?:called|named))?"),
    ("model", r"\b(?:fine-?tun(?:es?|ed|ing)|distill(?:ed|ing)|quantiz(?:ed|ing)|weights (?:of|for))"),
    ("benchmark", r"\b(?:[Bb]enchmark|[Ll]eaderboard)(?:\s(?:called|named))?"),
    ("product", rf"\b{_PRODUCT}(?:\s(?:called|named))"),
    ("person", r"\b(?:CEO|CTO|founder|co-?founder|researcher|professor|scientist|author)"),
)  # fmt: skip
_AFTER = tuple((kind, re.compile(pattern)) for kind, pattern in _AFTER_WORDS)
_BEFORE = tuple((kind, re.compile(rf"{pattern}\s\Z")) for kind, pattern in _BEFORE_WORDS)
_SIZED = re.compile(
    r"[-\s]\d+(?:\.\d+)?[BM](?:\b|-A\d)|-(?:Instruct|Base|Thinking|Flash|Coder|VL)\b"
)
_BENCH = re.compile(r"(?:[a-z]Bench|-Bench|[a-z]bench|-bench|Arena)\Z")
_REACH = 40  # characters before a name in which a cue may stand


def cues(claims: Sequence[Claim], owner: str) -> tuple[Cue, ...]:
    """The cues of one capture on names nobody knows, in text order; the first of each name and kind."""
    found: dict[tuple[str, str], Cue] = {}
    for claim in claims:
        for name in claim.parts.names:
            if name.kind == "other" and SENSE_MARK not in name.key and not _is_handle(name):
                for cue in _cues_of(claim, name, owner):
                    found.setdefault((cue.key, cue.kind), cue)
    return tuple(found.values())


def _is_handle(name: Name) -> bool:
    """A handle is as often a person's as a company's, and what stands behind it is what they say."""
    return name.text.startswith("@")


def _cues_of(claim: Claim, name: Name, owner: str) -> Iterator[Cue]:
    start, end = name.start - claim.start, name.end - claim.start
    if _SIZED.search(name.text):
        yield _cue(claim, name, owner, "model", start, end)
    if _BENCH.search(name.text):
        yield _cue(claim, name, owner, "benchmark", start, end)
    for kind, pattern in _AFTER:
        if behind := pattern.match(claim.text, end):
            yield _cue(claim, name, owner, kind, start, behind.end())
    before = claim.text[max(0, start - _REACH) : start]
    for kind, pattern in _BEFORE:
        if ahead := pattern.search(before):
            yield _cue(claim, name, owner, kind, start - len(before) + ahead.start(), end)


def _cue(
    claim: Claim, name: Name, owner: str, kind: EntityKind, start: int, end: int
) -> Cue:  # fmt: skip
    return Cue(
        key=name.key, written=name.text, kind=kind, capture=claim.capture, owner=owner,
        start=claim.start + start, end=claim.start + end, words=claim.text[start:end],
        sentence=text_sha256(claim.text.casefold())[:16],
    )  # fmt: skip
