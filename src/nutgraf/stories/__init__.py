"""Stories: captures of one event gathered, copies linked, and the strongest told first.

Shapes of the room: `features` is a map step, `gather` and `rank` are folds; a
`Gathering` is such a fold that is carried on.
"""

from nutgraf.stories.background import Background
from nutgraf.stories.clustering import Gathering, gather, ordinal
from nutgraf.stories.features import VERSION, features
from nutgraf.stories.following import Merge, followed, merges
from nutgraf.stories.live import story_id
from nutgraf.stories.member import Member
from nutgraf.stories.names_of_day import counted_again, names_of_the_day
from nutgraf.stories.options import StoriesOptions
from nutgraf.stories.rank import rank
from nutgraf.stories.reasons import Link, why_together

__all__ = [
    "VERSION", "Background", "Gathering", "Link", "Member", "Merge", "StoriesOptions", "counted_again",
    "features", "followed", "gather", "merges", "names_of_the_day", "ordinal", "rank", "story_id",
    "why_together",
]  # fmt: skip
