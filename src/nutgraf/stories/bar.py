"""From which share of the threshold a capture joins a story, by what there is to compare.

One threshold does not fit all texts: two headlines of one event share a word or two of eight, two pages
share a third, and a cosine knows nothing of that. What keeps short texts of two events apart is that a
story which is several captures old has words of its own: one of them in a new headline is seldom there
by chance. A story of one or two has none yet, and there the bar stays.
"""

from __future__ import annotations

from dataclasses import dataclass

_SHORT = (
    24  # terms, up to which a text is short: of the arrival and of the story's own, in the mean
)
_STANDING = 3  # captures with words of their own, from which a story has words of its own
_LEAST = 0.1  # of the bar, however short the texts
_FEW = 3  # stories that have a word, or
_RARE = 0.03  # a share of all, up to which it is some story's own
_BRIEF = 30  # terms of an arrival that one name and the kind of event may place
_KIND = 0.5  # of the bar for it
_LONGER = 24  # terms above which the bar grows,
_SPAN = 8  # over so many more,
_MORE = 0.2  # by so much of it: a long text shares words of its topic with any other of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What decides how high the bar is.

    `terms` of the arrival, `usual` those of the story's latest captures in the mean; `texts` are the
    story's captures with words of their own. `rarest`: how many stories have the rarest word that says something
    and that both have, 0 without one; `stories` how many there are. `kind` names the kind of event
    that both tell of with a name in common, "" for none.
    """

    terms: int
    usual: float
    texts: int
    rarest: int
    stories: int
    kind: str


def is_brief(terms: int) -> bool:
    """Whether anything but its length decides the bar of a text of so many terms."""
    return terms < _BRIEF


def of_length(terms: int) -> float:
    """The share of the threshold (1-1.2) that a text of so many terms has to reach."""
    return 1.0 + _MORE * min(1.0, max(0, terms - _LONGER) / _SPAN)


@dataclass(frozen=True, slots=True)
class Share:
    """The share of the threshold (0.1-1.2) a brief text has to reach, and why it is low, in words.

    `stories` is the share by which two stories are measured that a text is alike to. A name and a kind
    of event place a text; they say nothing of whether what else two stories tell is one.
    """

    joins: float
    stories: float
    why: str = ""


def of_evidence(given: Evidence) -> Share:
    """What a brief text has to reach."""
    longer = max(float(given.terms), given.usual)
    own = 0 < given.rarest <= max(_FEW, _RARE * given.stories)
    if given.texts >= _STANDING and longer < _SHORT and own:
        share = longer / _SHORT
        low = max(_LEAST, share * share)
        return Share(low, low, f"a short text for a story of {given.texts}")
    if given.rarest == 1 and given.kind and longer < _BRIEF:
        why = f"a short text, a name of this story alone, and both tell of {given.kind}"
        return Share(_KIND, of_length(given.terms), why)
    plain = of_length(given.terms)
    return Share(plain, plain)
