"""Negation: what the cited words deny the sentence does not affirm, and the other way round.

A negator governs the content words after it in its clause. A denial of the sentence has to be borne
by a denial near the words of the source that its words stand for: a negator, a word that denies by
itself (refuse, lack, without), or the opposite word. What the source denies the sentence may leave
out, but not affirm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.gate.cited import Cited
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.matches import Matches, Row, governed, near
from nutgraf.gate.thesaurus import is_word
from nutgraf.reading.wordlists import listed

_HARD = frozenset(
    listed("not never no none nobody nothing neither nor without nowhere hardly barely cannot")
)
# Words that deny without a negator: they bear a denial, and are one where nothing else is near.
_SOFT = frozenset(
    listed(
        "fail fails failed failing failure refuse refuses refused refusing refusal deny denies denied denying denial decline declines declined "
        "reject rejects rejected rejecting rejection lack lacks lacked lacking absent absence dismiss dismisses dismissed dismissing exclude "
        "excludes excluded excluding exempt exempts exempted ban bans banned banning bar bars barred prohibit prohibits prohibited forbid forbids "
        "forbidden prevent prevents prevented preventing stop stops stopped stopping avoid avoids avoided avoiding unlikely doubt doubts doubted "
        "lose loses lost losing miss misses missed missing unable instead rather except zero disagree disagrees disagreed oppose opposes opposed "
        "veto vetoes vetoed block blocks blocked blocking free nil scrap scraps scrapped cancel cancels cancelled canceled abandon abandons "
        "abandoned abolish abolished withdraw withdrew withdrawn spare spares spared short off impossible false wrong mistaken empty vacant "
        "silent too unless away"
    )
)
_WAY = 7  # tokens before a word within which a small word may govern it
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|dis|non|mis)-?(?=[a-z]{3,})")
_NOT_ONLY = frozenset(listed("only just merely least most quite necessarily"))


def negations(text: str, matches: Matches) -> Iterator[Finding]:
    """Findings for words denied on one side only."""
    sources = matches.sources
    yield from _unborne(text, matches, sources)
    yield from _dropped(text, matches, sources)


def _unborne(
    text: str, matches: Matches, sources: Sequence[tuple[Cited, Row]]
) -> Iterator[Finding]:
    """The sentence denies what no words near its match in the source deny."""
    mine = matches.mine
    rows = matches.nearest(3)
    for at in _negators(mine):
        about = governed(mine, at)
        places = _borne_where(about, matches, rows)
        if any(_denied(sources[number][1], there, how) for number, there, how in places):
            continue
        if not places and any(_has_negator(sources[number][1]) for number in rows[:1]):
            continue
        token = mine.tokens[at]
        last = mine.tokens[max([at, *about])]
        said = text[token.start : last.end]
        number, there, _ = places[0] if places else ((rows or (0,))[0], 0, "")
        yield _finding(
            text, token.start, token.end, sources, number, there,
            f"The sentence denies it ({said!r}); the cited words do not.",
        )  # fmt: skip
        return


def _borne_where(
    about: Sequence[int], matches: Matches, rows: Sequence[int]
) -> list[tuple[int, int, str]]:
    """The places that stand for governed words, in the row that has most of them.

    The opposite of a word stands for it only where the word itself does not.
    """
    best: list[tuple[int, int, str]] = []
    most = 0.0
    for number in rows:
        places, words = [], 0
        for at in about:
            there = [match for match in matches.of(at) if match.row == number]
            plain = [match for match in there if match.how in {"same", "wider"}] or there
            places += [(number, match.at, str(match.how)) for match in plain]
            words += bool(plain)
        weight = words + matches.weights()[number]
        if places and weight > most:
            best, most = places, weight
    return best


def _dropped(
    text: str, matches: Matches, sources: Sequence[tuple[Cited, Row]]
) -> Iterator[Finding]:
    """The source denies what the sentence says plainly, and says it plainly nowhere."""
    mine = matches.mine
    stands = {
        (match.row, match.at): at
        for at in range(len(mine.tokens))
        if mine.content(at)
        for match in matches.of(at)
        if match.how in {"same", "wider"}
    }
    for number in matches.nearest(2):
        source = sources[number][1]
        if matches.weights()[number] < 0.34:
            continue
        for at in _negators(source):
            about = governed(source, at)
            told = [stands[number, place] for place in about if (number, place) in stands]
            if not told or 2 * len(told) < len(about):
                continue
            if any(_denied(mine, place, "same") for place in told):
                continue
            if _plainly(told, matches, sources):
                continue
            first = mine.tokens[told[0]]
            said = source.text[source.tokens[at].start : source.tokens[about[-1]].end]
            yield _finding(
                text, first.start, first.end, sources, number, at,
                f"The cited words deny this ({said!r}); the sentence does not.",
            )  # fmt: skip
            return


def _plainly(told: Sequence[int], matches: Matches, sources: Sequence[tuple[Cited, Row]]) -> bool:
    """Whether the source also says the words where nothing denies them."""
    for number in range(len(sources)):
        places = {
            match.at
            for at in told
            for match in matches.of(at)
            if match.row == number and match.how == "same"
        }
        if len(places) >= min(2, len(told)) and not any(
            _denied(sources[number][1], place, "same") for place in places
        ):
            return True
    return False


def _negators(found: Row) -> Iterator[int]:
    for at, token in enumerate(found.tokens):
        if token.plain not in _HARD:
            continue
        after = found.tokens[at + 1].plain if at + 1 < len(found.tokens) else ""
        if token.plain == "not" and after in _NOT_ONLY | {"as", "so"}:
            continue  # not only, not as fast as: no denial of what follows
        if (token.plain == "no" and after in {"longer", "doubt", "one's", "sooner"}) or (
            token.plain == "no" and after[:1].isdigit()
        ):
            continue
        yield at


def _denied(found: Row, at: int, how: str) -> bool:
    """Whether a word is denied where it stands: by a negator or denying word near, or by being the opposite."""
    if how in {"opposite", "converse"}:
        return True
    for place in near(found, at, _HARD | _SOFT, before=_WAY, after=3):
        if place == at:
            continue
        if place <= at and found.clause[place] == found.clause[at]:
            return True
        if place > at and (found.tokens[place].plain in {"not", "never"} or place - at < 3):
            return True
    return any(
        _is_negative(found.tokens[place].plain)
        for place in range(max(0, at - 2), min(len(found.tokens), at + 3))
        if place != at
    )


def _has_negator(found: Row) -> bool:
    return any(token.plain in _HARD for token in found.tokens)


def _is_negative(word: str) -> bool:
    """Words with a denying prefix before a word of its own, or ending in -less: unpaid, harmless."""
    match = _PREFIX.match(word)
    if word.endswith("less") and len(word) > 6:
        return True
    return match is not None and is_word(word[match.end() :].lstrip("-")) and len(word) > 5


def _finding(
    text: str, start: int, end: int, sources: Sequence[tuple[Cited, Row]], number: int, at: int,
    message: str,
) -> Finding:  # fmt: skip
    place = None
    if number < len(sources):
        one, source = sources[number]
        token = source.tokens[min(at, len(source.tokens) - 1)] if source.tokens else None
        if token is not None and one.context == one.text:
            place = Place(
                index=one.index, start=source.start + token.start, end=source.start + token.end
            )
    return Finding(
        kind="negation", start=start, end=end, words=text[start:end], message=message, place=place
    )
