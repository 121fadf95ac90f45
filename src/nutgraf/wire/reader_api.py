"""Another reader as a source: the Google Reader API as FreshRSS, Miniflux and others serve it.

`accounts/ClientLogin` gives a token for a name and a password. `stream/items/ids` lists what is there, and
`stream/items/contents` gives the items themselves: both servers have these two, where `stream/contents`
is missing in Miniflux (which answers `[]`). The password comes from the environment at the edge, the token
lives as long as the session; both go to the origin of the source and to no other, over TLS or inside a
network the operator allowed, and stand in nothing that is kept, printed or raised.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.address import without_user
from nutgraf.sources.model import RawObject, Source
from nutgraf.sources.reader_items import item_key
from nutgraf.wire.fetch import Fetcher
from nutgraf.wire.post import get_with, post_form
from nutgraf.wire.refusing import LATER, RefusedError
from nutgraf.wire.secrets import secret_of

_LISTED, _TOGETHER = 1000, 100
_MOST = 2000
_READING_LIST = "user/-/state/com.google/reading-list"
_OK, _UNAUTHORIZED = 200, frozenset({401, 403})


def _nothing(key: str) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderSession:
    """A reader that let us in. `address` is the API's, without a slash at its end."""

    fetcher: Fetcher
    source: Source
    address: str
    _token: str = field(repr=False)

    def items(
        self,
        since: datetime | None = None,
        *,
        known: Callable[[str], bool] = _nothing,
        most: int = _MOST,
    ) -> Iterator[RawObject | Refused]:
        """The items of the reading list as they came, newest first, a hundred to an object.

        `since` leaves out earlier ones: by when they were taken in (FreshRSS) or published (Miniflux),
        so it had better lie days back; `known` is asked with each item's key, and what it knows is not
        asked for. At most `most` items are listed; a Refused says so when there would be more.
        """
        ids, problem = self._ids(since, most)
        wanted = [one for one in ids if not known(item_key(one))]
        for at in range(0, len(wanted), _TOGETHER):
            page = self._contents(wanted[at : at + _TOGETHER])
            yield page
            if isinstance(page, Refused):
                return
        if problem is not None:
            yield problem

    def subscriptions(self) -> RawObject | Refused:
        """The list of what the reader follows, as it came."""
        return self._get("subscription/list", {"output": "json"})

    def _ids(self, since: datetime | None, most: int) -> tuple[list[str], Refused | None]:
        """The ids of the reading list, and why there are not all of them."""
        asked = {"output": "json", "s": _READING_LIST, "n": str(min(_LISTED, most))}
        if since is not None:
            asked["ot"] = str(int(since.timestamp()))
        ids: dict[str, None] = {}
        while True:
            page = self._get("stream/items/ids", asked)
            if isinstance(page, Refused):
                return list(ids), page
            found, goes_on = _listed(page.data)
            if found is None:
                return list(ids), _refused(
                    self.source, "reader-unreadable", "The reader gave no list of items.",
                    "Check the address of its API: FreshRSS has it at /api/greader.php.",
                )  # fmt: skip
            more = [one for one in found if one not in ids]
            ids.update(dict.fromkeys(more))
            if not goes_on or not more:
                return list(ids)[:most], None
            if len(ids) >= most:
                return list(ids)[:most], _refused(
                    self.source, "feed-too-long",
                    f"The reader lists more than {most:,} items; older items were not taken.",
                    "Nothing needs doing; look more often if you want all of them.",
                )  # fmt: skip
            asked["c"] = goes_on

    def _contents(self, ids: list[str]) -> RawObject | Refused:
        # Miniflux takes the token of a POST from the form alone, FreshRSS from the header.
        form = [("T", self._token), ("output", "json"), *(("i", one) for one in ids)]
        what = f"{self.address}/reader/api/0/stream/items/contents"
        found = post_form(self.fetcher, what, form, headers=self._headers, secret=True)
        return self._taken(f"{what}?output=json&i={ids[0]}", found)

    def _get(self, what: str, asked: Mapping[str, str]) -> RawObject | Refused:
        address = f"{self.address}/reader/api/0/{what}?{urlencode(asked)}"
        return self._taken(address, get_with(self.fetcher, address, self._headers))

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"GoogleLogin auth={self._token}", "Accept": "application/json"}

    def _taken(self, address: str, found: tuple[int, bytes] | Refused) -> RawObject | Refused:
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
            return _refused(self.source, "http-status", happened, LATER)
        return RawObject(
            name=address, data=data, sha256=sha256_hex(data), media_type="application/json",
            address=address,
        )  # fmt: skip


def log_in(fetcher: Fetcher, source: Source) -> ReaderSession | Refused:
    """A session with the reader at a source's address, by its `user` and the password that stands
    in the environment variable its `secret` names."""
    if not source.user:
        return _refused(
            source, "reader-user", "The source names no user.",
            "Give the source `user`, and in `secret` the name of the variable with the password.",
        )  # fmt: skip
    try:
        password = secret_of(source.secret, fetcher.environ)
    except RefusedError as missing:
        return _refused(source, missing.rule, missing.happened, missing.next_step)
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


def _listed(data: bytes) -> tuple[list[str] | None, str]:
    """The ids of a list and where it goes on; None for what is no list."""
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError):
        return None, ""
    rows = value.get("itemRefs") if isinstance(value, dict) else None
    if not isinstance(rows, list):
        return None, ""
    ids = [str(row["id"]) for row in rows if isinstance(row, dict) and _is_id(row.get("id"))]
    said = value.get("continuation")
    return ids, str(said)[:500] if isinstance(said, str | int) and said else ""


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and 0 < len(str(value)) < 100


def _refused(source: Source, rule: str, happened: str, next_step: str) -> Refused:
    return Refused(
        where=without_user(source.address)[:500], rule=rule, happened=happened, next_step=next_step,
        source=source.id,
    )  # fmt: skip
