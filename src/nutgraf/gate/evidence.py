"""How well a source, of a sentence or a whole page, carries a sentence: the measures its score is made of.

Words are weighed by how rare they are among the source's sentences (inverse document frequency), and
sought where they stand together: in the best sentence with its neighbours, in the three sentences that
add most, and clause by clause, so that words strewn over a page do not count as evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import log

from nutgraf.gate.bearing import row_of, told_by
from nutgraf.gate.cited import Cited
from nutgraf.gate.content import stem
from nutgraf.gate.finding import Finding
from nutgraf.gate.model import Kind
from nutgraf.reading.model import Parts
from nutgraf.reading.wordlists import listed

_TERM = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_STOP = frozenset(
    listed(
        "the a an of in on at to and or for with by from as is are was were be been it its he she they his her their that this which "
        "who has have had not but also into than s"
    )
)
_CLAUSE = re.compile(r"[,;:—–()]\s|\s(?:and|but|while|which|who|where|after|before)\s")
_CAPITAL = re.compile(r"(?<=[\w,;:’”\"'()—–] )[\"“‘'(]*[A-Z][\w’'-]*")
_NEAR, _BESIDE = 3, 1  # sentences on either side
_ROWS = 6  # best sentences, with their neighbours, that single words are held against
_KINDS: tuple[Kind, ...] = ("name", "date", "number")
MEASURES = ("near", "three", "least", "names", "figures", "borne", "length", *_KINDS, "findings")

Terms = frozenset[str]


def measures(
    text: str, parts: Parts, cited: Sequence[Cited], findings: Sequence[Finding]
) -> tuple[float, ...]:
    """The measures of a sentence and its sources, in the order of MEASURES.

    `near`, `three` and `least` are shares 0-1 of the sentence's weighed terms (of its worst clause in
    `least`); `names` and `figures` count capitalised words and figures no source has; `borne` is how
    far the best sentences bear its telling words, 0-1; `length` is the logarithm of its terms; the
    rest count findings.
    """
    rows = [terms(stretch.text) for one in cited for stretch in one.stretches]
    mine = terms(text)
    share = _weighing(rows)
    page = frozenset().union(*rows)
    beside = _windows(rows, _BESIDE)
    pieces = [found for piece in _CLAUSE.split(text) if len(found := terms(piece)) > 1] or [mine]
    kinds = Counter(finding.kind for finding in findings)
    return (
        max((share(mine, row) for row in _windows(rows, _NEAR)), default=0.0),
        _greedy(mine, rows, share),
        min(max((share(piece, row) for row in beside), default=0.0) for piece in pieces),
        sum(not terms(match.group()) <= page for match in _CAPITAL.finditer(text)),
        sum(term[0].isdigit() and term not in page for term in mine),
        _borne(text, parts, cited, mine, share),
        log(len(mine) + 1),
        *(float(kinds[kind]) for kind in _KINDS),
        float(len(findings)),
    )  # fmt: skip


@lru_cache(maxsize=8192)
def terms(text: str) -> Terms:
    """The stems and figures of a text without joining words."""
    words = (match.group().casefold() for match in _TERM.finditer(text))
    return frozenset(stem(word) for word in words if word not in _STOP)


def _weighing(rows: Sequence[Terms]) -> Callable[[Terms, Terms], float]:
    """What share of a row's terms another row has, rare terms counting more (Spärck Jones, 1972)."""
    count = Counter(term for row in rows for term in row)

    @lru_cache(maxsize=1024)
    def rare(term: str) -> float:
        return log(1 + (len(rows) + 1) / (1 + count[term]))

    def share(mine: Terms, theirs: Terms) -> float:
        whole = sum(rare(term) for term in sorted(mine))
        return sum(rare(term) for term in sorted(mine & theirs)) / whole if whole else 0.0

    return share


def _windows(rows: Sequence[Terms], side: int) -> list[Terms]:
    return [frozenset().union(*rows[max(0, at - side) : at + side + 1]) for at in range(len(rows))]


def _greedy(mine: Terms, rows: Sequence[Terms], share: Callable[[Terms, Terms], float]) -> float:
    """The share the three sentences bear that together add most, each taken when it adds most."""
    got: Terms = frozenset()
    for _ in range(3):
        got = max(
            ((row & mine) | got for row in rows), key=lambda row: share(mine, row), default=got
        )
    return share(mine, got)


def _borne(
    text: str, parts: Parts, cited: Sequence[Cited], mine: Terms,
    share: Callable[[Terms, Terms], float],
) -> float:  # fmt: skip
    """How far the telling words are borne by the best sentences and those beside them, 0-1."""
    texts = [stretch.text for one in cited for stretch in one.stretches]
    order = sorted(range(len(texts)), key=lambda at: (-share(mine, terms(texts[at])), at))
    near = {at + step for at in order[:_ROWS] for step in (-1, 0, 1)}
    rows = [row_of(texts[at]) for at in sorted(near) if 0 <= at < len(texts)]
    words = told_by(text, parts, rows)
    whole = sum(word.weight for word in words)
    return sum(word.weight * word.borne for word in words) / whole if whole else 1.0
