"""Changed figures, units and dates of a sentence that keeps most words of one of the source.

A changed figure is harmless where it is what stood there in another form, or follows from figures of
the source; one that stands elsewhere in the same sentence of the source is not: it was put in
another's place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nutgraf.gate.alignment import Alignment, Edit, Token
from nutgraf.gate.cited import Cited
from nutgraf.gate.date import dates, stands
from nutgraf.gate.given import Given
from nutgraf.gate.model import Kind
from nutgraf.gate.number import Sources, figures, figures_of, follows, held, lists, sources_of
from nutgraf.gate.thesaurus import relation
from nutgraf.reading.clock import clocks
from nutgraf.reading.days import days
from nutgraf.reading.model import Parts, Quantity
from nutgraf.reading.numerals import SCALES
from nutgraf.reading.wordlists import listed

Judged = Kind | Literal["harmless"]

_FEW_CHANGES = 4
_NUMBER = re.compile(r"^\d")
_SPELLED = frozenset(
    listed(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
        "thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen double twice triple"
    )
)
_UNITS = frozenset(
    listed(
        "% $ € £ percent percentage point points dollar dollars euro euros pound pounds cent cents gb mb tb kb ms second seconds minute "
        "minutes hour hours day days week weeks month months year years mile miles kilometre kilometres kilometer kilometers km metre "
        "metres meter meters feet foot inch inches kg tonne tonnes ton tons acre acres degree degrees times"
    )
)
_DATES = frozenset(
    listed(
        "january february march april may june july august september october november december monday tuesday wednesday thursday friday "
        "saturday sunday yesterday today tomorrow last next this ago"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figured:
    """A sentence beside its source, with where its figures, days and times of day stand."""

    text: str
    parts: Parts
    found: Alignment
    sources: Sources
    quantities: tuple[Quantity, ...]
    days: tuple[tuple[int, int], ...]
    times: tuple[tuple[int, int], ...]
    around: frozenset[str]

    def is_dated(self, token: Token) -> bool:
        """Whether a token of the sentence is of a date or a time of day."""
        return any(start <= token.start < end for start, end in (*self.days, *self.times))

    def judged(self, edit: Edit, at: int, *, moved: bool) -> Judged | None:
        """What a changed token is where it is of a figure, a unit or a date; None where of none.

        What `figures` or `dates` finds anyway is not found twice.
        """
        judged = self._changed(edit, at, moved=moved)
        if judged in {None, "harmless"}:
            return judged
        start = self.found.mine[at].start
        cited = self.sources.cited
        told = (*figures(self.text, self.parts, cited), *dates(self.text, cited))
        return "harmless" if any(one.start <= start < one.end for one in told) else judged

    def _changed(self, edit: Edit, at: int, *, moved: bool) -> Judged | None:
        token = self.found.mine[at]
        theirs = self.found.theirs[slice(*edit.theirs)]
        if any(start <= token.start < end for start, end in self.times):
            return "harmless"  # judged where it stands, by `dates`
        if self._is_judged_day(token):
            return "harmless"
        said = next((q for q in self.quantities if q.start <= token.start < q.end), None)
        if _is_figure(token):
            return self._figure(theirs, said, token, moved=moved)
        # The numeral is judged where it stands; beside it only the unit has to be its own.
        if said is not None and self._borne((), said):
            return "harmless"
        return self._unit(token, theirs, moved=moved) or self._date(token, theirs, edit, at)

    def _figure(
        self, region: Sequence[Token], said: Quantity | None, token: Token, *, moved: bool
    ) -> Judged:
        if moved or any(other.plain == token.plain for other in region):
            return "harmless"
        if said is None:
            return "number" if any(_is_figure(other) for other in region) else "harmless"
        scale = token.plain in SCALES
        return "harmless" if self._borne(() if scale else region, said) else "number"

    def _borne(self, region: Sequence[Token], said: Quantity) -> bool:
        """Whether a figure is one of what it was put in for, or follows from figures of the source."""
        numerals = [other for other in region if _is_figure(other)]
        here: Sequence[Given] = self.sources.figures
        if numerals and not self._is_kept(said):
            base = self.found.stretch.start
            first, last = base + numerals[0].start, base + numerals[-1].end
            here = [
                one for one in here
                if one.one is self.found.one and one.quantity.start < last and first < one.quantity.end
            ]  # fmt: skip
        if any(held(self.text, said, one) == "same" for one in here):
            return True
        # Put in where no figure was, or for a list of several: `two sizes` for `31B and 7B`.
        numeral = len(numerals) > 1 or (not numerals and bool(region or self._is_new(said)))
        if numeral and lists(self.text, said, self.parts, self.sources):
            return True
        # A figure computed from others changes more of a sentence than itself.
        changes = sum(end - start for start, end in (one.mine for one in self.found.edits))
        enough = numeral or changes >= _FEW_CHANGES
        return enough and follows(self.text, said, self.parts, self.sources)

    def _is_new(self, said: Quantity) -> bool:
        """Whether a figure was put in where the source had nothing."""
        return any(
            edit.how == "added"
            and any(said.start <= self.found.mine[at].start < said.end for at in range(*edit.mine))
            for edit in self.found.edits
        )

    def _is_kept(self, said: Quantity) -> bool:
        """Whether a numeral of a figure is where it was: only what is beside it changed."""
        edited = {at for edit in self.found.edits for at in range(*edit.mine)}
        return any(
            at not in edited and _is_figure(token) and said.start <= token.start < said.end
            for at, token in enumerate(self.found.mine)
        )

    def _is_judged_day(self, token: Token) -> bool:
        """Whether a token is of a date that the source gives too (`October 21` for `21 October`), or
        that `dates` finds missing.
        """
        here = next((span for span in self.days if span[0] <= token.start < span[1]), None)
        if here is None or not any(char.isdigit() for char in self.text[slice(*here)]):
            return False
        if stands(self.text, *here, self.found.one):
            return True
        return not any(stands(self.text, *here, one) for one in self.sources.cited)

    def _unit(self, token: Token, theirs: Sequence[Token], *, moved: bool) -> Judged | None:
        word = token.plain
        if word not in _UNITS:
            return None
        there = {other.plain for other in theirs}
        if word in there or moved or any(relation(word, other) == "same" for other in there):
            return "harmless"
        return "harmless" if word in self.around and not there & _UNITS else "unit"

    def _date(self, token: Token, theirs: Sequence[Token], edit: Edit, at: int) -> Judged | None:
        word = token.plain
        if word not in _DATES or word == "this" or (word == "may" and not (token.capital and at)):
            return None
        if word in {other.plain for other in theirs}:
            return "harmless"
        new = edit.how == "added" or not any(other.plain in _DATES for other in theirs)
        return "harmless" if word in self.around and new else "date"


def figured(
    text: str, parts: Parts, found: Alignment, cited: Sequence[Cited], around: frozenset[str]
) -> Figured:
    """A sentence ready to be judged; `around` are the words of the cited text and around it."""
    return Figured(
        text=text,
        parts=parts,
        found=found,
        sources=sources_of(cited),
        quantities=tuple(figures_of(text, parts)),
        days=days(text, None)[1],
        times=tuple((one.start, one.end) for one in clocks(text)),
        around=around,
    )


def _is_figure(token: Token) -> bool:
    return bool(_NUMBER.match(token.plain)) or token.plain in _SPELLED
