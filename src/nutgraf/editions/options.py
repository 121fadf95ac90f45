"""What an edition looks like: its sections, how long it is, what may fill it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOptions:
    """A section: its name, the words its stories are known by, the most stories it holds.

    A section without words takes the strongest stories, whatever they are about.
    """

    name: str
    words: tuple[str, ...] = ()
    most_stories: int = 4


_RESEARCH = """
research paper study arxiv researcher experiment benchmark evaluation interpretability dataset method
training architecture reasoning preprint theory measured vector representation activation result score
leaderboard ablation baseline test predictor simulated average orchestration probability forecast survey institute laboratory hypothesis evaluator finding
"""
_PRODUCTS = """
launch release app feature price plan api beta user available editor ide plugin subscription rollout
download licence license version developer tool update desktop mobile voice assistant agent platform
seat customer account integration workspace browser extension preview open-source context family
"""
_INDUSTRY = """
acquire acquisition acquires acquired buys funding revenue invest investor investment valuation
market share deal merger hire hires layoff partnership contract enterprise datacenter compute chip gpu
megawatt mw traffic procurement cloud vendor electricity supply capacity stock shares robot robotics pilot factory founder earnings ipo stake billion staff
"""
_POLICY = """
policy law bill vote regulation regulator government court lawsuit legislature assembly parliament
congress senate committee minister act standard copyright ban treaty election rights safety oversight
child society union compliance audit liability export military ethics petition rapporteur labour jobs
"""

DEFAULT_SECTIONS = (
    SectionOptions(name="Top stories"),
    SectionOptions(name="Research", words=tuple(_RESEARCH.split())),
    SectionOptions(name="Products", words=tuple(_PRODUCTS.split())),
    SectionOptions(name="Industry", words=tuple(_INDUSTRY.split())),
    SectionOptions(name="Policy", words=tuple(_POLICY.split())),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionOptions:
    """Options of an edition.

    `most_words` bounds all its sentences; `most_per_name` the stories (and, again, the quick takes)
    about one main name; `fewest_takes` and `fewest_stories` (a section) are what is kept longest
    when it is too long; an edition of fewer stories than `quiet_below` says that the day was quiet;
    captures published more than `stale_days` before now are no candidates; `other` is the section
    of stories that no section's words fit; `updates_name` that of what changed since it was told, which
    lists at most `most_updates` changes beside every correction.
    """

    sections: tuple[SectionOptions, ...] = DEFAULT_SECTIONS
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
