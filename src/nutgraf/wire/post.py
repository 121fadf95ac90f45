"""The one safe way to post a form: the checks of a fetch, no redirect followed, nothing of the body kept."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPException

from nutgraf.errors import Refused
from nutgraf.wire.addresses import allowed
from nutgraf.wire.fetch import FetchOptions
from nutgraf.wire.resolver import ForbiddenError, LookUp, check, look_up_name
from nutgraf.wire.transport import Connect, HeadersError, ask, connect_to

_SAID = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What the server answered: its status, and the first words of its body."""

    status: int
    said: str


def post_form(
    address: str,
    form: bytes,
    *,
    options: FetchOptions,
    source: str = "",
    look_up: LookUp = look_up_name,
    connect: Connect = connect_to,
) -> Posted | Refused:
    """Post `application/x-www-form-urlencoded` bytes to a public address, once.

    A redirect is an answer like any other: what was meant for one server is told to no second one.
    Nothing raises for what an address or its server does.
    """
    from urllib3.exceptions import HTTPError

    headers = {
        "User-Agent": options.user_agent,
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(form)),
        "Accept-Encoding": "identity",
    }
    try:
        checked = check(
            address, look_up=look_up, allow=tuple(allowed(entry) for entry in options.allow),
            timeout=options.connect_seconds,
        )  # fmt: skip
        with ask(
            checked, headers, connect=connect, connect_timeout=options.connect_seconds,
            read_timeout=options.read_seconds, total=options.total_seconds, method="POST", body=form,
        ) as answer:  # fmt: skip
            said = next(iter(answer.pieces), b"")[:_SAID].decode("utf-8", "replace")
            return Posted(status=answer.status, said=" ".join(said.split()))
    except ForbiddenError as forbidden:
        return Refused(
            where=address[:500], rule=forbidden.rule, happened=str(forbidden), source=source,
            next_step="Use a public http or https address; the operator can allow a network in fetch.allow.",
        )  # fmt: skip
    except (OSError, HTTPError, HTTPException, HeadersError, ValueError):
        return Refused(
            where=address[:500], rule="unreachable", happened="The server could not be reached.",
            next_step="It is tried again later; nothing else of the run is touched.", source=source,
        )  # fmt: skip
