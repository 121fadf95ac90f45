"""What an edition looks like: its sections, how long it is, what may fill it."""

from __future__ import annotations

from dataclasses import dataclass

from nutgraf.editions.default_sections import (
    INDUSTRY_EXAMPLES,
    INDUSTRY_WORDS,
    POLICY_EXAMPLES,
    POLICY_WORDS,
    PRODUCTS_EXAMPLES,
    PRODUCTS_WORDS,
    RESEARCH_EXAMPLES,
    RESEARCH_WORDS,
)
from nutgraf.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOptions:
    """A section: its name, what its stories are known by, and the most stories it holds.

    `words` are single words or short phrases; `examples` sentences in the editor's own words, of at
    least three words that say something ("A regulator fines a platform"); `names` companies, models,
    people, in any spelling the registry knows, a maker standing for what it makes; `kinds` what its stories' first name is
    (company, model, product, benchmark, person); `beats` and `sources` what it takes from. A section with none of these takes the strongest stories, whatever
    they are about, unless `other` names it.
    """

    name: str
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    most_stories: int = 4

    @property
    def has_evidence(self) -> bool:
        """Whether a story can be known to belong here."""
        return bool(
            self.words or self.names or self.kinds or self.beats or self.sources or self.examples
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BeatOptions:
    """A beat: a topic followed across sections, by the same evidence as a section.

    A story may carry several beats, and stands in one section all the same. A source carries the
    beats that sources.toml gives it.
    """

    name: str
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


DEFAULT_SECTIONS = (
    SectionOptions(name="Top stories"),
    SectionOptions(
        name="Research",
        words=RESEARCH_WORDS,
        examples=RESEARCH_EXAMPLES,
        kinds=("benchmark",),
        beats=("research",),
    ),
    SectionOptions(
        name="Products", words=PRODUCTS_WORDS, examples=PRODUCTS_EXAMPLES, beats=("products",)
    ),
    SectionOptions(
        name="Industry", words=INDUSTRY_WORDS, examples=INDUSTRY_EXAMPLES, beats=("industry",)
    ),
    SectionOptions(name="Policy", words=POLICY_WORDS, examples=POLICY_EXAMPLES, beats=("policy",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionOptions:
    """Options of an edition.

    `most_words` bounds all its sentences; `most_per_name` the stories (and, again, the quick takes)
    about one main name; `fewest_takes` and `fewest_stories` (a section) are what is kept longest
    when it is too long; an edition of fewer stories than `quiet_below` says that the day was quiet;
    captures published more than `stale_days` before now are no candidates; `other` is the section
    of stories that nothing of any section fits; `updates_name` that of what changed since it was
    told, which lists at most `most_updates` changes beside every correction.
    """

    sections: tuple[SectionOptions, ...] = DEFAULT_SECTIONS
    beats: tuple[BeatOptions, ...] = ()
    takes_name: str = "Quick takes"
    other: str = "Industry"
    most_words: int = 2000
    most_takes: int = 8
    fewest_takes: int = 6
    fewest_stories: int = 2
    most_per_name: int = 2
    quiet_below: int = 4
    stale_days: int = 7
    themes: bool = True
    updates_name: str = "Updates"
    most_updates: int = 8


def same_name(one: str, other: str) -> bool:
    """Whether two spellings name one section or beat: case and outer spaces do not count."""
    return plain_name(one) == plain_name(other)


def plain_name(name: str) -> str:
    """What the spellings of one section's or beat's name share."""
    return fold(name).text.strip()


def known_beats(options: EditionOptions) -> tuple[str, ...]:
    """Every beat the settings name: those defined, then those that sections only take from sources."""
    said = (
        *(beat.name for beat in options.beats),
        *(name for section in options.sections for name in section.beats),
    )
    found: dict[str, str] = {}
    for name in said:
        found.setdefault(plain_name(name), name.strip())
    return tuple(found.values())
