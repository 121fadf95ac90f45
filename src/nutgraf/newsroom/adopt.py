"""Follow oneself what another reader follows."""

from __future__ import annotations

from dataclasses import replace

from nutgraf.errors import Refused, UsageError
from nutgraf.newsroom.desk import Desk
from nutgraf.newsroom.follow import Added, find, follow_outlines
from nutgraf.sources.reader_items import subscriptions
from nutgraf.wire.reader_api import log_in


def adopt(desk: Desk, name: str) -> Added:
    """Follow the feeds that a reader (a source of kind `reader`, by id or name) subscribes to.

    Its folders become tags; what the desk follows already stays as it is. Raises UsageError when the
    source is no reader.
    """
    source = find(desk, name)
    if source.kind != "reader":
        raise UsageError(
            f"{source.id} is no reader but a {source.kind}.",
            "Name a source of kind reader, or add an OPML file.",
        )
    session = log_in(desk.out().fetcher, source)
    if isinstance(session, Refused):
        return Added(refused=(session,))
    found = session.subscriptions()
    if isinstance(found, Refused):
        return Added(refused=(found,))
    outlines, refused = subscriptions(found.data)
    rows = tuple(replace(one, source=source.id) for one in refused)
    return replace(follow_outlines(desk, outlines), refused=rows)
