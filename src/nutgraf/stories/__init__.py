"""Stories: captures of one event gathered, copies linked, and the strongest told first.

Shapes of the room: `features` is a map step, `gather` and `rank` are folds; a
`Gathering` is such a fold that is carried on.
"""

from nutgraf.stories.clustering import Gathering, gather, ordinal
from nutgraf.stories.features import VERSION, features
from nutgraf.stories.following import Merge, followed, merges
from nutgraf.stories.live import story_id
from nutgraf.stories.member import Member
from nutgraf.stories.options import StoriesOptions
from nutgraf.stories.rank import rank
from nutgraf.stories.reasons import Link, why_together

__all__ = [
    "VERSION", "Gathering", "Link", "Member", "Merge", "StoriesOptions", "features", "followed",
    "gather", "merges", "ordinal", "rank", "story_id", "why_together",
]  # fmt: skip
