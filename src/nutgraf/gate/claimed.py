"""Who claims what: contested claims are no facts, and nobody is given what another says.

`The company said` of a plain fact about itself may be dropped; what somebody accuses, alleges, denies,
argues or believes may not. Beside names (casting.py), speakers are told by the noun before or
behind the word of saying: lenders, opposition parties, the operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nutgraf.gate.cast import IT, Member, Text, member_of
from nutgraf.gate.casting import read_pair
from nutgraf.gate.cited import Cited
from nutgraf.gate.finding import Finding, Place
from nutgraf.gate.fitting import SAYING, Hold, cues_of, held
from nutgraf.gate.quote import plain
from nutgraf.reading.common import FUNCTION
from nutgraf.reading.quotations import quotations
from nutgraf.reading.wordlists import listed

_CONTESTED = frozenset(
    listed(
        "accuse accuses accused accusing alleges alleged alleging allege claim claims claimed claiming deny denies denied denying "
        "argue argues argued arguing maintain maintains maintained insist insists insisted believe believes believed "
        "suspect suspects suspected suspicion contend contends contended indictment think thinks thought"
    )
)
# What shows that a sentence tells a claim as one, or as doubtful.
_MARKS = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|tell|tells|telling|told|accus\w+|alleg\w+|claim\w*|den(?:y|ies|ied|ial\w*)|argu\w+|maintain\w*|insist\w*|believ\w+|"
    r"suspect\w*|suspicion|contend\w*|indict\w*|think\w*|thought|accord\w+|charg(?:ed|es|ing)|sue[sd]?|suing|lawsuit\w*|suit|countersu\w+|jury|jurors|"
    r"prosecut\w+|guilty|innocen\w+|view\w*|opinion\w*|reckon\w*|estimat\w+|puts?|putting|call(?:s|ed|ing)?|describ\w+|report(?:s|ed|edly)?|supposed\w*|"
    r"apparent\w*|may|might|could|would|likely|perhaps|possibl\w+|hope\w*|expect\w*|warn\w*|fear\w*|caution\w*|suggest\w*|seem\w*|dispute\w*|disput\w+|"
    r"reject\w*|contest\w*|protest\w*|complain\w*|blam\w+|credit\w*|attribut\w+|ascrib\w+|assert\w*|stated?|declar\w+|version|"
    r"explain\w*|noted?|adds|added|announc\w+|whether|question\w*|doubt\w*|disagree\w*|differ\w*|verdict|ruling|ruled|forecast\w*|predict\w*|"
    r"foresee\w*|sees|saw|feel\w*|felt|consider\w*|concede\w*|admit\w*|acknowledg\w*|theor\w+|hypothes\w+|indicat\w+|wonder\w*|infer\w*|"
    r"convinc\w+|persuad\w+|answer\w*|repl(?:y|ies|ied)|retort\w*|counter(?:s|ed)?|cit(?:e|es|ed|ing)|over)\b"
    r"|[?:]|[“\"][^”\"]{25,}",
    re.IGNORECASE,
)
_SAY = frozenset(listed("say says said"))
# Who says of others what is not settled.
_PARTIES = frozenset(
    listed(
        "police prosecutors prosecutor lawyers lawyer critics opponents campaigners activists accusers plaintiffs rivals detractors"
    )
)
_DISPUTE = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput(?:e|es|ed)|disagree[sd]?|reject(?:s|ed) (?:that|this|the (?:claim|charge))|contest(?:s|ed))\b"
)
_JOINS = frozenset(listed("unless if when as though because and but while where which who"))
_HELD, _LEAST = 0.5, 3


def claims_told(text: str, cited: Sequence[Cited]) -> Iterator[Finding]:
    """Findings for contested claims told as facts, and for claims given to another."""
    for one in cited:
        mine, theirs, cast = read_pair(text, one.text)
        if len(mine.row) > 120 or len(theirs.row) > 900:
            continue
        holds = held(mine, theirs)
        finding = (
            _told_as_fact(mine, theirs, holds, one)
            or _given_to_another(mine, theirs, holds, one)
            or _quoted_of_another(mine, theirs, cast, one)
        )
        if finding:
            yield finding
            return


def _told_as_fact(mine: Text, theirs: Text, holds: Sequence[Hold], one: Cited) -> Finding | None:
    """What the source says under a contested word alone, and the sentence says without any."""
    if _MARKS.search(mine.text) or not holds:
        return None
    words = [
        at for at, token in enumerate(mine.row) if token.plain not in FUNCTION and not token.capital
    ]
    for at, token in enumerate(theirs.row):
        if not _is_contested(theirs, at):
            continue
        start, end = _governed(theirs, at)
        under = {
            hold.at for hold in holds
            if any(start <= place < end for place in hold.there) and not mine.row[hold.at].capital
        }  # fmt: skip
        if len(under) >= _LEAST and len(under) >= _HELD * len(words):
            return _finding(
                mine, one, theirs, at, min(under), max(under),
                f"The cited words give this as a claim ({token.plain!r}); the sentence tells it as a fact.",
            )  # fmt: skip
    return None


def _governed(laid: Text, at: int) -> tuple[int, int]:
    """The words after a contested word in its sentence, or those before it where it closes one."""
    which = laid.sentence[at]
    end = at + 1
    while end < len(laid.row) and laid.sentence[end] == which:
        gap = laid.text[laid.row[end - 1].end : laid.row[end].start]
        if ";" in gap:
            break
        end += 1
    return at + 1, end


def _given_to_another(
    mine: Text, theirs: Text, holds: Sequence[Hold], one: Cited
) -> Finding | None:
    """`X said` of what another sentence of the source has somebody else say, X standing elsewhere there."""
    found = _subject(mine)
    if found is None:
        return None
    head, at = found
    subject = [hold for hold in holds if head <= hold.at < at]
    there = {place for hold in subject for place in hold.there}
    rest = [
        hold for hold in holds
        if not head <= hold.at <= at and not mine.row[hold.at].capital
    ]  # fmt: skip
    if not there or len(rest) < 3 or len(subject) * 2 < at - head - 1:
        return None
    counts = [
        sum(_in(theirs, hold, which) for hold in rest) for which in range(theirs.sentence[-1] + 1)
    ]
    which = max(range(len(counts)), key=lambda number: counts[number])
    if counts[which] < 0.6 * len(rest) or any(theirs.sentence[place] == which for place in there):
        return None
    said = [
        place for place, token in enumerate(theirs.row)
        if theirs.sentence[place] == which and token.plain in SAYING
    ]  # fmt: skip
    if not said or _by_pronoun(theirs, said[0]):
        return None
    words = mine.text[mine.row[head].start : mine.row[at].end]
    return _finding(
        mine, one, theirs, said[0], head, at,
        f"The cited words do not have this said by whom the sentence names ({words!r}).",
    )  # fmt: skip


def _subject(mine: Text) -> tuple[int, int] | None:
    """Where the nameless speaker of a sentence begins, and the word of saying: at its head or its end."""
    last = len(mine.row) - 1
    if last > 3 and mine.row[last].plain in SAYING:
        for head in range(last - 1, max(0, last - 5), -1):
            if "," in mine.text[mine.row[head - 1].end : mine.row[head].start]:
                joined = mine.row[head].plain in _JOINS or _named(mine, head, last)
                return None if joined else (head, last)
        return None
    at = next((at for at, token in enumerate(mine.row) if token.plain in SAYING), 0)
    return None if not 0 < at <= 8 or _named(mine, 0, at) else (0, at)


def _named(mine: Text, head: int, at: int) -> bool:
    return any(mine.row[place].capital for place in range(max(1, head), at))


def _quoted_of_another(
    mine: Text, theirs: Text, cast: Sequence[Member], one: Cited
) -> Finding | None:
    """`X called it “...”` where X is not named in the source's sentence with those words.

    A house may be given what one of its people says.
    """
    there = _sentence_of_quote(mine, theirs)
    speakers = [
        run
        for run in mine.names
        if cues_of(mine, run) & {"says", "said"} and "owns" not in cues_of(mine, run)
    ]
    if there is None or len(speakers) != 1:
        return None
    who = member_of(speakers[0], cast)
    if who is None:
        return None
    named = [member for member in cast if _is_in(member, theirs, there, names=True)]
    named = named or [member for member in cast if _is_in(member, theirs, there, names=False)]
    if not named or _is_in(cast[who], theirs, there, names=False):
        return None
    other = next((member for member in named if member.sort in {"house", "", cast[who].sort}), None)
    if other is None or (
        cast[who].sort != "person" and all(member.sort == "person" for member in named)
    ):
        return None
    run = speakers[0]
    return _finding(
        mine, one, theirs, other.named[0].start, run.start, run.end - 1,
        f"The cited words do not give these quoted words to {cast[who].shown}.",
    )  # fmt: skip


def _sentence_of_quote(mine: Text, theirs: Text) -> int | None:
    for start, end in quotations(mine.text):
        words = plain(mine.text[start:end]).strip(" .,;:!?").casefold()
        source = plain(theirs.text).casefold()
        if len(source) == len(theirs.text) and len(words) > 5 and source.count(words) == 1:
            at = source.index(words)
            return next(
                (theirs.sentence[i] for i, t in enumerate(theirs.row) if t.start >= at), None
            )
    return None


def _is_in(member: Member, theirs: Text, which: int, *, names: bool) -> bool:
    """Whether a sentence of the source speaks of somebody, by name or also as he or she."""
    return any(
        theirs.sentence[mention.start] == which
        and (mention.sure == 1.0 or (not names and theirs.row[mention.start].plain not in IT))
        for mention in member.mentions
    )


def _in(theirs: Text, hold: Hold, which: int) -> bool:
    return any(theirs.sentence[place] == which for place in hold.there)


def _by_pronoun(laid: Text, at: int) -> bool:
    """Whether a word of saying has a pronoun or a bare description for its speaker, named before."""
    near = {token.plain for token in laid.row[max(0, at - 2) : at]}
    return bool(near & {"he", "she", "it", "they", "the", "who", "which"})


def _is_contested(laid: Text, at: int) -> bool:
    """A word of claiming, or a plain `says` of a party, or one that is disputed there or right after."""
    if laid.row[at].plain in _CONTESTED:
        return True
    if laid.row[at].plain not in _SAY:
        return False
    if {token.plain for token in laid.row[max(0, at - 2) : at]} & _PARTIES:
        return True
    last = max(place for place, which in enumerate(laid.sentence) if which <= laid.sentence[at] + 1)
    return _DISPUTE.search(laid.text[laid.row[at].end : laid.row[last].end]) is not None


def _finding(
    mine: Text, one: Cited, theirs: Text, there: int, first: int, last: int, message: str
) -> Finding:
    start, end = mine.row[first].start, mine.row[last].end
    token = theirs.row[there]
    return Finding(
        kind="said-by", start=start, end=end, words=mine.text[start:end], message=message,
        place=Place(index=one.index, start=token.start, end=token.end),
    )  # fmt: skip
