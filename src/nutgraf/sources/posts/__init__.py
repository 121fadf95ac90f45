"""Posts of public accounts, from bytes: Mastodon, Bluesky, Hacker News, Reddit, and archive exports.

One file a network; `threads` joins what one author wrote in one go, `times` reads the time out of a
post's id, `asking` says which address answers for what a person pastes. Nothing here asks anything.
"""

from __future__ import annotations

from nutgraf.sources.posts.asking import first_address, of_many_authors, surely_posts
from nutgraf.sources.posts.engagement import engagement_of
from nutgraf.sources.posts.recognise import network_of

__all__ = ["engagement_of", "first_address", "network_of", "of_many_authors", "surely_posts"]
