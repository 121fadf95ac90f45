"""Another reader as a source: the Google Reader API as FreshRSS, Miniflux and others serve it.

`accounts/ClientLogin` gives a token for a name and a password; the streams are asked with it. The
password comes from the environment at the edge, the token lives as long as the session; both go to the
origin of the source and to no other, over TLS or inside a network the operator allowed, and stand in
nothing that is kept, printed or raised.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.model import RawObject, Source
from nutgraf.wire.fetch import Fetcher
from nutgraf.wire.post import get_with, post_form

_PAGE = 100
_MOST_PAGES = 20
_OK, _UNAUTHORIZED = 200, frozenset({401, 403})
_LATER = "Look again later; nothing else of the run is touched."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSession:
    """A reader that let us in. `address` is the API's, without a slash at its end."""

    fetcher: Fetcher
    source: Source
    address: str
    _token: str = field(repr=False)

    def items(
        self, since: datetime | None = None, *, most_pages: int = _MOST_PAGES
    ) -> Iterator[RawObject | Refused]:
        """The pages of the reading list, newest first, as they came; `since` leaves out what the
        reader took in before.

        At most `most_pages` pages of 100 items; a Refused says so when there would be more.
        """
        asked = {"output": "json", "n": str(_PAGE)}
        if since is not None:
            asked["ot"] = str(int(since.timestamp()))
        seen: set[str] = set()
        for _ in range(most_pages):
            page = self._get("stream/contents/user/-/state/com.google/reading-list", asked)
            yield page
            goes_on = "" if isinstance(page, Refused) else _continuation(page.data)
            if not goes_on or goes_on in seen:
                return
            seen.add(goes_on)
            asked["c"] = goes_on
        yield _refused(
            self.source, "reader-too-long",
            f"The reader has more than {most_pages * _PAGE:,} new items; older items were not taken.",
            "Nothing needs doing; look more often if you want all of them.",
        )  # fmt: skip

    def subscriptions(self) -> RawObject | Refused:
        """The list of what the reader follows, as it came."""
        return self._get("subscription/list", {"output": "json"})

    def _get(self, what: str, asked: Mapping[str, str]) -> RawObject | Refused:
        address = f"{self.address}/reader/api/0/{what}?{urlencode(asked)}"
        headers = {
            "Authorization": f"GoogleLogin auth={self._token}",
            "Accept": "application/json",
        }
        found = get_with(self.fetcher, address, headers)
        if isinstance(found, Refused):
            return _refused(self.source, found.rule, found.happened, found.next_step)
        status, data = found
        if status in _UNAUTHORIZED:
            return _refused(
                self.source, "reader-login", "The reader no longer takes the token it gave.",
                "Look again; when it happens again, check the source's user and password.",
            )  # fmt: skip
        if status != _OK:
            happened = f"The reader answered {status}."
            return _refused(self.source, "http-status", happened, _LATER)
        return RawObject(
            name=address, data=data, sha256=sha256_hex(data), media_type="application/json",
            address=address,
        )  # fmt: skip


def log_in(
    fetcher: Fetcher, source: Source, environ: Mapping[str, str] | None = None
) -> ReaderSession | Refused:
    """A session with the reader at a source's address, by its `user` and the password that stands
    in the environment variable its `secret` names."""
    password = (os.environ if environ is None else environ).get(source.secret, "").strip()
    if not source.user or not source.secret or not password:
        missing = f"The environment variable {source.secret}" if source.secret else "The password"
        return _refused(
            source, "secret-missing",
            f"{missing} is not set." if source.user else "The source names no user.",
            "Give the source `user` and `secret` (the name of a variable), and set the variable.",
        )  # fmt: skip
    address = source.address.rstrip("/")
    found = post_form(
        fetcher, f"{address}/accounts/ClientLogin", {"Email": source.user, "Passwd": password},
        secret=True,
    )  # fmt: skip
    if isinstance(found, Refused):
        return _refused(source, found.rule, found.happened, found.next_step)
    status, data = found
    token = _token(data) if status == _OK else ""
    if not token:
        return _refused(
            source, "reader-login",
            "The reader did not let us in." if status in {_OK, *_UNAUTHORIZED}
            else f"The reader answered {status}.",
            "Check its address, the user, and that its API is switched on with a password of its own.",
        )  # fmt: skip
    return ReaderSession(fetcher=fetcher, source=source, address=address, _token=token)


def _token(data: bytes) -> str:
    """The `Auth=` line of an answer, if it is what a header can carry."""
    for line in data[:65536].decode("utf-8", "replace").splitlines():
        name, _, value = line.partition("=")
        value = value.strip()
        if name.strip() == "Auth" and value.isascii() and value.isprintable() and " " not in value:
            return value
    return ""


def _continuation(data: bytes) -> str:
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    said = value.get("continuation") if isinstance(value, dict) else None
    return str(said)[:500] if isinstance(said, str | int) and said else ""


def _refused(source: Source, rule: str, happened: str, next_step: str) -> Refused:
    return Refused(
        where=source.address[:500], rule=rule, happened=happened, next_step=next_step,
        source=source.id,
    )  # fmt: skip
