"""How an edition opens: its title of story headlines, and its lede."""

from __future__ import annotations

from collections.abc import Sequence

from nutgraf.archive.words import Words
from nutgraf.editions.judging import judged
from nutgraf.editions.printing import Printable
from nutgraf.text import count_words, fold
from nutgraf.writing import WritingOptions, lede
from nutgraf.writing.headline import safe_cut
from nutgraf.writing.model import Draft, Sentence
from nutgraf.writing.terms import overlap, terms

_TITLE_WORDS = 30
_LONG_HEADLINE = 14
_LEDE = 2
_TRIES = 8
_SAME = 0.7


def title(stories: Sequence[Printable], *, otherwise: str) -> str:
    """The two or three strongest headlines, joined, as many as thirty words hold."""
    found: list[str] = []
    for one in stories:
        shown = _short(one.story.headline.text)
        if found and count_words("; ".join([*found, shown])) > _TITLE_WORDS:
            continue
        found.append(shown)
        if len(found) == 3:
            break
    return "; ".join(found) or otherwise


def opening(
    stories: Sequence[Printable], words: Words, options: WritingOptions
) -> tuple[Sentence, ...]:
    """Up to two facts: what led, and what else widened the day, each in words not printed below.

    The second is of another section where there is one, then of any other story.
    """
    told = [one.story for one in stories]
    found: list[Sentence] = []
    for one in _by_breadth(stories):
        if len(found) == _LEDE:
            break
        said = [*(sentence for story in told for sentence in story.sentences), *found]
        fact = _fact(one, said, words, options)
        if fact is not None:
            found.append(fact)
    return tuple(found)


def _by_breadth(stories: Sequence[Printable]) -> list[Printable]:
    """The strongest story, then the strongest of other sections, then the rest."""
    tellable = [one for one in stories if one.story.form == "story"]
    if not tellable:
        return []
    first = tellable[0]
    elsewhere = [one for one in tellable[1:] if one.section != first.section]
    near = [one for one in tellable[1:] if one.section == first.section]
    return [first, *near[:1], *elsewhere, *near[1:]]


def _fact(
    one: Printable, said: Sequence[Sentence], words: Words, options: WritingOptions
) -> Sentence | None:
    draft = Draft(
        story=one.story.id,
        section=one.section,
        form=one.story.form,
        theme="",
        sentences=one.story.sentences,
    )
    texts = {fold(sentence.text).text.rstrip(".") for sentence in said}
    cited = [terms(sentence.text) for sentence in said if sentence.role in {"fact", "headline"}]
    for other in lede(one.brief, draft, options=options)[:_TRIES]:
        mine = terms(other.text)
        if fold(other.text).text.rstrip(".") in texts:
            continue
        if any(overlap(mine, known) >= _SAME and len(known) > 3 for known in cited):
            continue
        sentence = judged(other, words)
        if sentence.prints:
            return sentence
    return None


def _short(headline: str) -> str:
    if count_words(headline) <= _LONG_HEADLINE:
        return headline
    return headline[: safe_cut(headline, longest=_LONG_HEADLINE)].rstrip(" .")
