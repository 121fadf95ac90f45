"""What each rule of an audit means, for people: its name, one sentence, and what to do about it."""

from __future__ import annotations

from types import MappingProxyType

RULES = MappingProxyType(
    {
        "number": ("Number", "A figure does not stand in the cited words.", "Take the source's figure, or cite where it is from."),
        "unit": ("Unit", "A figure has another unit or currency than in the cited words.", "Write the source's unit."),
        "date": ("Date", "A date does not stand in the cited words.", "Take the source's date."),
        "name": ("Name", "A name does not stand in the cited words, or is another one there.", "Name what the source names, or cite where the name is from."),
        "negation": ("Negation", "The sentence denies what the source affirms, or the other way round.", "Say it as the source does."),
        "strength": ("Strength", "It is told with more certainty than the source has (“may”, “plans to”).", "Keep the source's “may”, “some” or “plans to”."),
        "said-by": ("Who said it", "It is told as a fact, or of another speaker, than the source tells it.", "Say who said it."),
        "did-by": ("Who did it", "Who did it to whom is the other way round in the source.", "Put the names in the source's places."),
        "tail": ("Not in the source", "A part of the sentence stands on nothing in the cited words.", "Leave it out, or cite where it is from."),
        "comparison": ("Comparison", "A comparison is turned round, or is not borne out.", "Compare as the source does."),
        "points": ("Per cent for points", "A change in percentage points is told as per cent.", "Write points, or compute the relative change."),
        "baseline": ("Baseline", "It is not said what is compared with, or an unfavourable half is left out.", "Name the baseline; give both halves."),
        "variant-or-year": ("Variant or year", "The figure belongs to another variant, or to another year.", "Name the variant or year that the source gives it for."),
        "outlier": ("Outlier", "Other sources of the same claim agree on a figure of another order of magnitude.", "Take the figure that several sources give, or say that they differ."),
        "at-odds": ("At odds", "Another sentence of the same digest says the opposite, or says it with other strength.", "Tell it once, or say that the sources differ."),
        "relative-date": ("Relative date", "Counted from the digest's day, the words name another day than the source does.", "Write the date."),
        "hearsay": ("Hearsay", "It is told as first-hand and cited to a report of somebody else's report.", "Cite the first report, or name whose report it is."),
        "one-platform": ("One platform", "Every citation leads to one host.", "Add a source from elsewhere."),
        "conflict": ("Conflict", "One figure is told for several sources, and one of them gives another.", "Give both figures, each with its source."),
        "uncited": ("Uncited", "A sentence states a fact and cites nothing.", "Cite its source, or leave it out."),
        "dead-source": ("Dead source", "No source at hand stands behind a citation.", "Mend the address, or add the source to the folder."),
        "changed-source": ("Changed source", "The page says it otherwise by now.", "Write what the page says now."),
        "not-judged": ("Not judged", "The checks cannot judge it, so it does not pass.", "Read it beside its source yourself."),
    }
)  # fmt: skip
