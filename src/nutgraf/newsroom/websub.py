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
from http import HTTPStatus

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
from nutgraf.wire.resolver import LookUp, look_up_name
from nutgraf.wire.transport import Connect, connect_to

LEASE_SECONDS = 10 * 24 * 3600
_TAKEN = frozenset({HTTPStatus.OK, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Hubs:
    """The way to the hubs: the public address of this desk without a slash at the end, and the way
    to connect, which tests replace."""

    callback: str
    look_up: LookUp = look_up_name
    connect: Connect = connect_to


def subscribe(
    desk: Desk, source: Source, offered: Offer, hubs: Hubs, *, now: datetime
) -> Subscription | Refused:
    """Ask the first hub of a feed that takes it; what stands already is not asked for again."""
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
        answer = _ask(desk, wanted, "subscribe", hubs)
        if isinstance(answer, Subscription):
            return answer
        kept.forget(wanted.id)
    assert answer is not None, "an offer has a hub"
    return answer


def renew(desk: Desk, hubs: Hubs, *, now: datetime) -> tuple[Subscription | Refused, ...]:
    """Ask again for every subscription whose lease is nearly over, or that was never verified."""
    kept = Subscriptions(desk.store.commits)
    answers: list[Subscription | Refused] = []
    for one in kept.due(now):
        answer = _ask(desk, one, "subscribe", hubs)
        if isinstance(answer, Subscription) and one.state == "asked":
            kept.keep(replace(one, asked_at=now))
        answers.append(answer)
    return tuple(answers)


def unsubscribe(
    desk: Desk, source: str, hubs: Hubs, *, now: datetime
) -> tuple[Subscription | Refused, ...]:
    """Ask the hubs of a source to stop. One that cannot be reached is not believed any more."""
    kept = Subscriptions(desk.store.commits)
    answers: list[Subscription | Refused] = []
    for one in kept.of_source(source):
        if one.state not in {"asked", "active"}:
            continue
        leaving = replace(one, state="leaving", asked_at=now)
        kept.keep(leaving)
        answer = _ask(desk, leaving, "unsubscribe", hubs)
        if isinstance(answer, Refused):
            kept.keep(replace(leaving, state="ended", until=None))
        answers.append(answer)
    return tuple(answers)


def hub_asked(desk: Desk, id: str, query: Mapping[str, str], *, now: datetime) -> Reply:
    """A hub's GET to the callback: the challenge where we meant it, else 404."""
    kept = Subscriptions(desk.store.commits)
    answer = websub.answered(kept.get(id), query, now)
    if isinstance(answer, Refused):
        return Reply(status=HTTPStatus.NOT_FOUND, said=answer)
    if isinstance(answer, Verified):
        kept.keep(answer.subscription)
        return Reply(status=HTTPStatus.OK, body=answer.challenge)
    kept.keep(answer)
    denied = Refused(
        where=answer.topic, rule="websub-denied", source=answer.source,
        happened="The hub does not push this feed to us.",
        next_step="Nothing needs doing; the feed is looked at as before.",
    )  # fmt: skip
    return Reply(status=HTTPStatus.OK, said=denied)


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
        return Delivery(reply=Reply(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
    found = websub.delivered(kept, body, lower, now)
    if isinstance(found, Refused):
        gone = found.rule in {"websub-not-asked", "websub-late"}
        return Delivery(reply=Reply(status=HTTPStatus.GONE if gone else HTTPStatus.OK, said=found))
    assert kept is not None, "what was delivered was asked for"
    desk.store.keep_raw(found.data, now)
    return Delivery(reply=Reply(status=HTTPStatus.OK), source=kept.source, raw=found)


def _ask(desk: Desk, wanted: Subscription, mode: Mode, hubs: Hubs) -> Subscription | Refused:
    form = websub.request(
        wanted, mode, hubs.callback + websub.callback_path(wanted), lease_seconds=LEASE_SECONDS
    )
    answer = post_form(
        wanted.hub, form, options=desk.settings.fetch, source=wanted.source, look_up=hubs.look_up,
        connect=hubs.connect,
    )  # fmt: skip
    if isinstance(answer, Refused):
        return answer
    if answer.status not in _TAKEN:
        return Refused(
            where=wanted.hub, rule="websub-hub", source=wanted.source,
            happened=f"The hub answered {answer.status} when asked to {mode}.",
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
        progress.begin("reading what hubs delivered")
        receive(desk.shift(runner, progress, moment), arrivals, intake)
        progress.end(f"{counted(intake.items, 'item')}, {intake.fresh} new")
    return intake
