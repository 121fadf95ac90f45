"""How an edition opens, and what its sections call its stories."""

from __future__ import annotations

from dataclasses import replace

from nutgraf.archive.model import Capture
from nutgraf.archive.words import CaptureWords
from nutgraf.editions.opening import title
from nutgraf.editions.planning import Planned
from nutgraf.editions.printing import Printable, printables
from nutgraf.editions.spreading import section_why
from nutgraf.stories.model import StoryName
from nutgraf.writing import WritingOptions, write
from tests.briefs import make_brief, make_capture


def printable(*captures: Capture, names: tuple[StoryName, ...] | None = None) -> Printable:
    brief = make_brief(captures)
    if names is not None:
        brief = replace(brief, story=replace(brief.story, names=names))
    words, options = CaptureWords(captures), WritingOptions()
    draft = write(brief, form="story", words=words, options=options)
    planned = Planned(story=brief.story.id, section="Top stories", form="story", reason="")
    found = printables([planned], {brief.story.id: brief}, {brief.story.id: draft}, words, options)
    return found.stories[0]


def headed(headline: str) -> Printable:
    one = printable(make_capture("Harbour Wire", "The Tern bridge is closed for the winter."))
    first, *rest = one.story.sentences
    sentences = (replace(first, text=headline, verdict=None), *rest)
    return replace(one, story=replace(one.story, sentences=sentences))


def test_a_weaker_headline_never_stands_in_for_a_stronger_one() -> None:
    long = " ".join(f"word{at}" for at in range(14))
    short = "The Tern bridge is closed"
    said = [
        headed(long),
        headed(f"Second {long}"[:-7]),
        headed(f"Third {long}"[:-7]),
        headed(short),
    ]
    shown = title(said, otherwise="").split("; ")
    assert len(shown) == 2 and shown[0] == long and short not in shown
    assert title([headed(long), headed(short)], otherwise="") == f"{long}; {short}"


def test_a_platform_names_a_story_only_where_nothing_else_does() -> None:
    texts = (
        "Vireo Labs announced Heron 2 on X in a thread, and the Ostrava Institute tested it.",
        "On X, Vireo Labs said that Heron 2 is out.",
    )
    heron = [
        make_capture(owner, text) for owner, text in zip(("Alba", "Brisk"), texts, strict=True)
    ]
    sorrel = [
        make_capture(owner, f"Northwater opens Sorrel in Dunsay{more}.")
        for owner, more in (("Cove", ""), ("Dell", " this month"), ("Ember", " at last"))
    ]
    x = StoryName(name="X", key="x", kind="product", captures=2)
    firm = StoryName(name="Vireo Labs", key="vireo labs", kind="company", captures=2)
    every = (*heron, *sorrel)
    for names, said in (((x, firm), "the Vireo Labs story"), ((x,), "the X story")):
        stories = [printable(*sorrel), printable(*heron, names=names)]
        (why,) = section_why(stories, CaptureWords(every))
        assert said in why.text
