"""Stories: captures of one event gathered, copies linked, and the strongest told first.

Shapes of the room: `features` is a map step, `gather` and `rank` are folds.
"""

from nutgraf.stories.clustering import gather, ordinal, story_id
from nutgraf.stories.features import VERSION, features
from nutgraf.stories.member import Member
from nutgraf.stories.names_of_day import names_of_the_day
from nutgraf.stories.options import StoriesOptions
from nutgraf.stories.rank import rank

__all__ = [
    "VERSION", "Member", "StoriesOptions", "features", "gather", "names_of_the_day", "ordinal",
    "rank", "story_id",
]  # fmt: skip
