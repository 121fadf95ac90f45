"""A run, stated once. Each step is select -> work -> keep: the store says what is still to do, a pure
function does it, the store keeps it in one transaction. A run that dies is finished by running
again.

1. look      at each source that is due, keep the bytes that came               look.py, sessions.py
2. receive   raw objects become items, items become captures,         (map)     receive.py, lines.py
             and what they lead to is looked at in turn                         follow_leads.py
3. read      captures become claims and features                      (map)     read.py
4. embed     captures become vectors, by the model the desk names     (map)     embed.py
5. gather    captures join or open stories, in order of arrival       (fold)    gather.py
6. rank      the day's stories by signal, with what was told of them  (fold)    ranked.py, remember.py
7. write     stories of the plan become drafts                        (map)     drafts.py
8. judge     every sentence gets its verdict from the gate            (map)     drafts.py
9. compose   judged drafts and what changed become one edition        (fold)    edition.py, past.py
10. publish  the edition is kept with what it told; files are written           publish.py
"""

from nutgraf.rundown.edition import make
from nutgraf.rundown.embed import embed, embedder_of
from nutgraf.rundown.gather import gather
from nutgraf.rundown.publish import publish, publish_to
from nutgraf.rundown.ranked import Ranked, rank
from nutgraf.rundown.read import read, unread
from nutgraf.rundown.remember import read_told_again
from nutgraf.rundown.rulings import rulings_at
from nutgraf.rundown.take_in import take_in

STEPS = (
    "look", "receive", "read", "embed", "gather", "rank", "write", "judge", "compose", "publish",
)  # fmt: skip

__all__ = [
    "STEPS", "Ranked", "embed", "embedder_of", "gather", "make", "publish", "publish_to", "rank",
    "read", "read_told_again", "rulings_at", "take_in", "unread",
]  # fmt: skip
