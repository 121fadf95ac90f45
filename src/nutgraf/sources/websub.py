"""WebSub, the W3C Recommendation of 23 January 2018, as pure steps: a hub tells us when a feed changes.

A feed names its hub (section 4); we ask the hub to subscribe (5.1); it asks our callback whether we
meant it (5.3) or says that it will not (5.2); then it posts what changed, signed with the secret we
gave it (7 and 8). Nothing here sends or waits: `newsroom.websub` does, over an opened desk.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.address import join
from nutgraf.sources.model import RawObject

State = Literal["asked", "active", "leaving", "ended", "denied"]
Mode = Literal["subscribe", "unsubscribe"]

_LINK = re.compile(r"<(?P<address>[^<>]{1,2000})>(?P<rest>(?:\s*;(?:[^,;\"]|\"[^\"]*\")*)*)")
_REL = re.compile(r""";\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))""", re.I)
_METHODS = ("sha512", "sha384", "sha256", "sha1")
_SIGNATURE = re.compile(r"(sha1|sha256|sha384|sha512)=([0-9a-f]{40,128})\Z")
_LONGEST_SECRET = 200  # bytes (5.1: "less than 200")
_LONGEST_LEASE = timedelta(days=90)
# A lease is renewed when this share of it is over, so that a failed try leaves time for others.
_RENEW_AFTER = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A feed's hubs in its own order, and the address it calls itself (the topic)."""

    topic: str
    hubs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What was asked of a hub. `id` is part of the callback's address and cannot be guessed;
    `secret` signs what the hub delivers; `until` when the lease ends, None before it is verified.

    `state`: `asked` (not verified yet), `active`, `leaving` (asked to end), `ended`, `denied`.
    """

    id: str
    source: str
    hub: str
    topic: str
    secret: str
    state: State
    asked_at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The hub's question was ours: the subscription as it stands now, and the words to answer with."""

    subscription: Subscription
    challenge: str


def offer(links: Iterable[tuple[str, str]], header: str = "", address: str = "") -> Offer | None:
    """The offer in a feed's links (relation, address) and in the Link header it came with.

    The header goes first (section 4); `address` is where the feed was found, the topic when the feed
    names none. None without a hub.
    """
    said = [*_header(header, address), *links]
    hubs = tuple(dict.fromkeys(place for relation, place in said if relation == "hub" and place))
    own = next((place for relation, place in said if relation == "self" and place), address)
    return Offer(topic=own, hubs=hubs) if hubs and own else None


def _header(header: str, base: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for found in _LINK.finditer(header[:20_000]):
        named = _REL.search(found["rest"])
        place = join(base, found["address"])
        for relation in ((named[1] or named[2] or "") if named else "").lower().split():
            rows.append((relation, place))
    return rows


def begun(
    source: str, hub: str, topic: str, *, id: str, secret: str, now: datetime
) -> Subscription:
    """A subscription to be asked for. `id` and `secret` are random words made at the edge."""
    return Subscription(
        id=id, source=source, hub=hub, topic=topic, secret=secret, state="asked", asked_at=now
    )


def request(
    subscription: Subscription, mode: Mode, callback: str, *, lease_seconds: int
) -> tuple[tuple[str, str], ...]:
    """The form to post to the hub (5.1), as pairs; it is sent url-encoded, in UTF-8.

    `lease_seconds` is a wish; the hub decides. The secret is sent to an https hub only (5.1: it
    "SHOULD only" be).
    """
    rows = [
        ("hub.callback", callback), ("hub.mode", mode), ("hub.topic", subscription.topic),
    ]  # fmt: skip
    if mode == "subscribe":
        rows.append(("hub.lease_seconds", str(lease_seconds)))
        if may_sign(subscription):
            rows.append(("hub.secret", subscription.secret))
    return tuple(rows)


def may_sign(subscription: Subscription) -> bool:
    """Whether the hub was given the secret, so that what it delivers must be signed."""
    hub = urlsplit(subscription.hub)
    safe = hub.scheme == "https" or (hub.hostname or "") in {"127.0.0.1", "localhost", "::1"}
    return safe and 0 < len(subscription.secret.encode()) < _LONGEST_SECRET


def answered(
    subscription: Subscription | None, query: Mapping[str, str], now: datetime
) -> Verified | Subscription | Refused:
    """What the hub's GET to the callback means (5.2 and 5.3).

    Verified: answer 200 with the challenge as the whole body. A Subscription: the hub denied it;
    answer 200 with no body. Refused: we did not mean it; answer 404. `query` has each parameter once.
    """
    mode, topic = query.get("hub.mode", ""), query.get("hub.topic", "")
    if subscription is None or topic != subscription.topic:
        return _not_asked(subscription, "A hub asked about a subscription that was never wanted.")
    if mode == "denied":
        return replace(subscription, state="denied", until=None)
    challenge = query.get("hub.challenge", "")
    if not challenge or len(challenge) > 4096:
        return _not_asked(subscription, "A hub asked without a challenge that can be answered.")
    if mode == "unsubscribe" and subscription.state == "leaving":
        return Verified(
            subscription=replace(subscription, state="ended", until=None), challenge=challenge
        )
    if mode != "subscribe" or subscription.state not in {"asked", "active"}:
        return _not_asked(subscription, f"A hub asked to {mode or 'do nothing'}, which we did not.")
    lease = query.get("hub.lease_seconds", "")
    if not (lease.isascii() and lease.isdecimal() and len(lease) < 12 and int(lease)):
        return _not_asked(
            subscription, "A hub confirmed a subscription without saying for how long."
        )
    until = now + min(timedelta(seconds=int(lease)), _LONGEST_LEASE)
    return Verified(
        subscription=replace(subscription, state="active", asked_at=now, until=until),
        challenge=challenge,
    )


def _not_asked(subscription: Subscription | None, happened: str) -> Refused:
    return Refused(
        where=subscription.topic if subscription else "the callback", rule="websub-not-asked",
        happened=happened, next_step="Nothing needs doing; it was answered with 404.",
        source=subscription.source if subscription else "",
    )  # fmt: skip


def signature(secret: str, body: bytes, method: str = "sha256") -> str:
    """The value of X-Hub-Signature for a body (section 8): HMAC (RFC 2104) in lower-case hex."""
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


def signed_by(secret: str, body: bytes, header: str) -> bool:
    """Whether X-Hub-Signature is that of the secret, compared in constant time."""
    found = _SIGNATURE.match(header.strip())
    if found is None or found[1] not in _METHODS:
        return False
    expected = hmac.new(secret.encode(), body, getattr(hashlib, found[1])).hexdigest()
    return hmac.compare_digest(expected, found[2])


def delivered(
    subscription: Subscription | None, body: bytes, headers: Mapping[str, str], now: datetime
) -> RawObject | Refused:
    """What a hub posted to the callback, as the raw object of its feed, or why it is not believed.

    `headers` by lower-case name. A delivery that is not signed as it must be is thrown away though it
    is answered 200 (section 8), so that nobody learns by trying. The Link header with hub and self is
    kept in `seen` as (`link`, words).
    """
    if subscription is None or subscription.state not in {"active", "leaving"}:
        return _distrusted(
            subscription, "websub-not-asked", "Something was pushed that was never asked for."
        )
    if subscription.until is not None and now > subscription.until:
        return _distrusted(
            subscription, "websub-late", "Something was pushed after its subscription ended."
        )
    if may_sign(subscription) and not signed_by(
        subscription.secret, body, headers.get("x-hub-signature", "")
    ):
        return _distrusted(
            subscription,
            "websub-signature",
            "What was pushed is not signed with the secret of its hub.",
        )
    if not body:
        return _distrusted(subscription, "websub-empty", "A hub pushed nothing.")
    link = headers.get("link", "")
    return RawObject(
        name=subscription.topic, data=body, sha256=sha256_hex(body),
        media_type=headers.get("content-type", "")[:200], address=subscription.topic,
        seen=(("link", link[:2000]),) if link else (),
    )  # fmt: skip


def _distrusted(subscription: Subscription | None, rule: str, happened: str) -> Refused:
    return Refused(
        where=subscription.topic if subscription else "the callback", rule=rule, happened=happened,
        next_step="It was thrown away; the feed itself is still looked at.",
        source=subscription.source if subscription else "",
    )  # fmt: skip


def renewal_due(subscription: Subscription) -> datetime | None:
    """When to ask again: when four fifths of the lease are over; None where nothing is to be renewed.

    One that was asked for and never verified is due again after a day.
    """
    if subscription.state == "asked":
        return subscription.asked_at + timedelta(days=1)
    if subscription.state != "active" or subscription.until is None:
        return None
    return subscription.asked_at + (subscription.until - subscription.asked_at) * _RENEW_AFTER


def callback_path(subscription: Subscription) -> str:
    """The path of a subscription's callback below the desk's public address."""
    return f"/websub/{subscription.id}"


def same_offer(one: Subscription, offered: Offer) -> bool:
    """Whether a subscription still is what the feed offers: its topic, and one of its hubs."""
    return one.topic == offered.topic and one.hub in offered.hubs
