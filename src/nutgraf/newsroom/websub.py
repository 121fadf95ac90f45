"""Feeds that are pushed: subscribe at a feed's hub, answer its questions, take what it delivers.

The doors with a public address call `hub_asked` and `hub_posted` for `GET` and `POST` of
`/websub/ID`; a run calls `renew` and, after a feed was read, `subscribe`. A feed that is pushed is still
looked at, more seldom: a hub may forget us.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nutgraf.errors import Refused
from nutgraf.newsroom.desk import Desk
from nutgraf.rundown.receive import Intake, receive
from nutgraf.rundown.work import Arrival
from nutgraf.runners.pool import Runner
from nutgraf.sources import websub
from nutgraf.sources.model import RawObject, Source
from nutgraf.sources.websub import Mode, Offer, Subscription, Verified
from nutgraf.store.folder import held
from nutgraf.store.subscriptions import Subscriptions
from nutgraf.telemetry import Progress, counted
from nutgraf.wire.post import post_form

LEASE_SECONDS = 10 * 24 * 3600
_OK, _ACCEPTED, _NO_CONTENT = 200, 202, 204
_NOT_FOUND, _GONE, _TOO_LARGE = 404, 410, 413
_TAKEN = frozenset({_OK, _ACCEPTED, _NO_CONTENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the door answers a hub: a status, and the whole body as plain text. `said` is for the
    report when the hub was not believed."""

    status: int
    body: str = ""
    said: Refused | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a hub posted: the answer, and the kept raw object of the feed with its source id."""

    reply: Reply
    source: str = ""
    raw: RawObject | None = None


def subscribe(
    desk: Desk, source: Source, offered: Offer, callback: str, *, now: datetime
) -> Subscription | Refused:
    """Ask the first hub of a feed that takes it; what stands already is not asked for again.

    `callback` is the public address of this desk, to which `/websub/ID` is added.
    """
    kept = Subscriptions(desk.store.commits)
    for one in kept.of_source(source.id):
        if websub.same_offer(one, offered) and one.state in {"asked", "active", "denied"}:
            return one
    answer: Subscription | Refused | None = None
    for hub in offered.hubs:
        wanted = websub.begun(
            source.id, hub, offered.topic, id=secrets.token_urlsafe(24),
            secret=secrets.token_hex(32), now=now,
        )  # fmt: skip
        # Kept first: a quick hub asks back before it answers.
        kept.keep(wanted)
        answer = _ask(desk, wanted, "subscribe", callback)
        if isinstance(answer, Subscription):
            return answer
        kept.forget(wanted.id)
    assert answer is not None, "an offer has a hub"
    return answer


def renew(desk: Desk, callback: str, *, now: datetime) -> tuple[Subscription | Refused, ...]:
    """Ask again for every subscription whose lease is nearly over, or that was never verified."""
    kept = Subscriptions(desk.store.commits)
    answers: list[Subscription | Refused] = []
    for one in kept.due(now):
        answer = _ask(desk, one, "subscribe", callback)
        if isinstance(answer, Subscription) and answer.state == "asked":
            kept.keep(replace(answer, asked_at=now))
        answers.append(answer)
    return tuple(answers)


def unsubscribe(
    desk: Desk, source: str, callback: str, *, now: datetime
) -> tuple[Subscription | Refused, ...]:
    """Ask the hubs of a source to stop. One that cannot be reached is not believed any more."""
    kept = Subscriptions(desk.store.commits)
    answers: list[Subscription | Refused] = []
    for one in kept.of_source(source):
        if one.state not in {"asked", "active"}:
            continue
        leaving = replace(one, state="leaving", asked_at=now)
        kept.keep(leaving)
        answer = _ask(desk, leaving, "unsubscribe", callback)
        if isinstance(answer, Refused):
            kept.keep(replace(leaving, state="ended", until=None))
        answers.append(answer)
    return tuple(answers)


def hub_asked(desk: Desk, id: str, query: Mapping[str, str], *, now: datetime) -> Reply:
    """A hub's GET to the callback: the challenge where we meant it, else 404."""
    kept = Subscriptions(desk.store.commits)
    answer = websub.answered(kept.get(id), query, now)
    if isinstance(answer, Refused):
        return Reply(status=_NOT_FOUND, said=answer)
    if isinstance(answer, Verified):
        kept.keep(answer.subscription)
        return Reply(status=_OK, body=answer.challenge)
    kept.keep(answer)
    denied = Refused(
        where=answer.topic, rule="websub-denied", source=answer.source,
        happened="The hub does not push this feed to us.",
        next_step="Nothing needs doing; the feed is looked at as before.",
    )  # fmt: skip
    return Reply(status=_OK, said=denied)


def hub_posted(
    desk: Desk, id: str, body: bytes, headers: Mapping[str, str], *, now: datetime
) -> Delivery:
    """A hub's POST to the callback: its bytes kept first, for the next run to read; or thrown away.

    `headers` by name in any case. What is not believed is answered 200 like the rest when it is only
    wrongly signed (section 8), and 410 when nobody asked for it, so that the hub stops.
    """
    kept = Subscriptions(desk.store.commits).get(id)
    lower = {name.lower(): value for name, value in headers.items()}
    if len(body) > desk.settings.fetch.largest:
        return Delivery(reply=Reply(status=_TOO_LARGE))
    found = websub.delivered(kept, body, lower, now)
    if isinstance(found, Refused):
        gone = found.rule in {"websub-not-asked", "websub-late"}
        return Delivery(reply=Reply(status=_GONE if gone else _OK, said=found))
    assert kept is not None, "what was delivered was asked for"
    desk.store.keep_raw(found.data, now)
    return Delivery(reply=Reply(status=_OK), source=kept.source, raw=found)


def _ask(desk: Desk, wanted: Subscription, mode: Mode, callback: str) -> Subscription | Refused:
    form = websub.request(
        wanted,
        mode,
        callback.rstrip("/") + websub.callback_path(wanted),
        lease_seconds=LEASE_SECONDS,
    )
    signed = any(name == "hub.secret" for name, _ in form)
    answer = post_form(desk.out().fetcher, wanted.hub, form, secret=signed)
    if isinstance(answer, Refused):
        return replace(answer, source=wanted.source)
    status, _ = answer
    if status not in _TAKEN:
        return Refused(
            where=wanted.hub, rule="websub-hub", source=wanted.source,
            happened=f"The hub answered {status} when asked to {mode}.",
            next_step="Nothing needs doing; the feed is looked at as before.",
        )  # fmt: skip
    return Subscriptions(desk.store.commits).get(wanted.id) or wanted


def take_in_delivered(
    desk: Desk, deliveries: Sequence[Delivery], *, runner: Runner, progress: Progress,
    now: datetime | None = None,
) -> Intake:  # fmt: skip
    """Read what hubs delivered into captures, as a look at each feed would have.

    The bytes are kept already; a delivery read twice adds nothing. What belongs to a source that is
    no longer followed is left where it is.
    """
    intake = Intake()
    moment = desk.moment(now)
    followed = {source.id: source for source in desk.store.followed()}
    arrivals = [
        Arrival(source=followed[one.source], raw=one.raw, at=moment, options=desk.settings.sources)
        for one in deliveries
        if one.raw is not None and one.source in followed
    ]
    with held(desk.folder), runner:
        desk.store.know_sources(followed.values())
        desk.store.spool.note([(one.source, one.raw, None) for one in arrivals], moment)
        progress.begin("reading what hubs delivered")
        receive(desk.shift(runner, progress, moment), arrivals, intake)
        progress.end(f"{counted(intake.items, 'item')}, {intake.fresh} new")
    return intake
