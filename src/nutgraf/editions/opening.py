"""How an edition opens: its title of story headlines, and its lede."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from nutgraf.archive.words import Words
from nutgraf.editions.judging import judged
from nutgraf.editions.printing import Printable, renumbered
from nutgraf.text import count_words, fold
from nutgraf.writing import WritingOptions, lede
from nutgraf.writing.headline import safe_cut
from nutgraf.writing.model import Draft, Sentence
from nutgraf.writing.terms import overlap, terms

_TITLE_WORDS = 30
_LONG_HEADLINE = 14
_LEDE = 2
_SPARES = 3
_TRIES = 8
_SAME = 0.7


def title(stories: Sequence[Printable], *, otherwise: str) -> str:
    """The two or three strongest headlines, takes last, joined in order, as many as thirty words hold."""
    found: list[str] = []
    for one in sorted(stories, key=lambda printable: printable.story.form == "take"):
        shown = _short(one.story.headline.text)
        if found and count_words("; ".join([*found, shown])) > _TITLE_WORDS:
            break  # a weaker headline does not stand in for a stronger one that is too long
        found.append(shown)
        if len(found) == 3:
            break
    return "; ".join(found) or otherwise


def is_title(said: str, headlines: Collection[str], *, otherwise: str) -> bool:
    """Whether a title is one that `title` gives for these headlines, in whatever order of strength.

    Up to three different headlines, each whole or cut as `title` cuts; without any, `otherwise`.
    """
    shown = {_short(headline) for headline in headlines}
    return _is_joined(said, shown, most=3) if shown else said == otherwise


def _is_joined(said: str, parts: Collection[str], *, most: int) -> bool:
    return said in parts or (
        most > 1
        and any(
            said.startswith(f"{part}; ")
            and _is_joined(said[len(part) + 2 :], set(parts) - {part}, most=most - 1)
            for part in parts
        )
    )


def opening(
    stories: Sequence[Printable], words: Words, options: WritingOptions
) -> tuple[tuple[Sentence, ...], tuple[Printable, ...]]:
    """Up to two facts, what led and what else widened the day, and the stories below them.

    A fact tells its story in words not printed below; where a story has none that is good enough
    and three facts or more of its own, the first of them moves up.
    """
    found: list[Sentence] = []
    below = list(stories)
    for one in _by_breadth(stories):
        if len(found) == _LEDE:
            break
        said = [*(sentence for other in below for sentence in other.story.sentences), *found]
        fact = _fact(one, said, words, options)
        if fact is None:
            fact = _first_of_many(one)
            if fact is not None:
                below[below.index(one)] = _without(one, fact)
        if fact is not None:
            found.append(replace(fact, paragraph=0))
    return tuple(found), tuple(below)


def _first_of_many(one: Printable) -> Sentence | None:
    facts = [sentence for sentence in one.story.sentences if sentence.role == "fact"]
    return facts[0] if len(facts) >= _SPARES else None


def _without(one: Printable, fact: Sentence) -> Printable:
    rest = tuple(sentence for sentence in one.story.sentences if sentence is not fact)
    return replace(one, story=replace(one.story, sentences=renumbered(rest)))


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
