"""When a followed source is looked at next: as often as it changes, and never sooner than it allows.

The distance between looks halves when something new came and grows by half when nothing did, up to a
part of the time that usually passes between new items. Servers are asked again at the earliest after an
hour, and after a day where they give nothing to ask conditionally with, as the feed reader score demands
(https://rachelbythebay.com/fs/help.html); later where Retry-After (RFC 9110, 10.2.3), the freshness of
the answer (RFC 9111, 4.2) or the feed itself asks for more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nutgraf.errors import Refused
from nutgraf.ids import digest
from nutgraf.now import show_instant
from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.looks.stated import Stated
from nutgraf.sources.looks.visits import Visit

_HOUR = 3600
_LONGEST = 7 * 24 * _HOUR  # what anybody may ask for: a week
_LEAST_PATIENCE = 60
_LONGEST_GAP = 60 * 24 * _HOUR
_NEWEST_COUNTS = 0.3
# A source is looked at so many times between two new items, when they come as they usually do.
_LOOKS_A_GAP = 4
_JITTER = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmOptions:
    """How often a source is looked at, in hours.

    `soonest_hours` and `latest_hours` bound the distance between looks of a source that can be asked
    conditionally; `unconditional_hours` is the least distance where its server gives neither ETag nor
    Last-Modified; `failing_hours` the most that a source which fails waits for its next try.
    """

    soonest_hours: float = 1.0
    latest_hours: float = 24.0
    unconditional_hours: float = 24.0
    failing_hours: float = 24.0


DEFAULTS = RhythmOptions()


def is_due(standing: Standing | None, now: datetime) -> bool:
    """Whether a source is to be looked at: never one that is gone, at once one that is new.

    Hours in which a feed wants no look put it off by a day at most, and days by a week, so that a desk
    that runs only then still looks. Where the last look lies ahead the clock was set back. Then the source waits at most twice as long
    as was meant, and is looked at once where the last look lies further ahead than that wait.
    """
    if standing is None:
        return True
    if standing.gone:
        return False
    if standing.next_look is None:
        return True
    if now >= standing.next_look:
        return not _spared(standing.stated, now, now - standing.next_look)
    if standing.last_look is None:
        return False
    return standing.last_look - now > max(standing.next_look - standing.last_look, timedelta())


def _spared(stated: Stated, now: datetime, overdue: timedelta) -> bool:
    in_hours = now.hour in stated.skip_hours and overdue < timedelta(days=1)
    in_days = now.weekday() in stated.skip_days and overdue < timedelta(days=7)
    return in_hours or in_days


def after(
    standing: Standing,
    visit: Visit,
    *,
    fresh: int = 0,
    items: int = 0,
    conditional: bool = False,
    stated: Stated | None = None,
    unreadable: Refused | None = None,
    options: RhythmOptions = DEFAULTS,
) -> Standing:
    """How a source stands after a look.

    `fresh` new captures came of `items` items; `conditional` says that there are validators to ask
    again with; `stated` is what the feed that was read says of its rhythm (None: what it said before
    stays); `unreadable` why nothing could be read in what came, which makes the look a failed one.
    """
    if visit.outcome == "later" and not visit.asked:
        return _not_asked(standing, visit)
    if visit.outcome == "gone":
        seen = _failed(standing, visit, visit.refused)
        return replace(seen, gone=True, next_look=None, paused_until=None)
    if visit.outcome in {"read", "unchanged"} and unreadable is None:
        seen = _good(standing, visit, fresh, items, options)
        wait = seen.every_seconds
    else:
        seen = _failed(standing, visit, unreadable or visit.refused)
        wait = _back_off(seen.failures, options)
    if visit.outcome == "read" and stated is not None:
        seen = replace(seen, stated=stated)
    conditional = conditional or visit.outcome == "unchanged"
    wait = max(wait, _least(visit, seen.stated, conditional, options))
    return replace(seen, next_look=_spread(seen, visit.at, wait))


def _good(
    standing: Standing, visit: Visit, fresh: int, items: int, options: RhythmOptions
) -> Standing:
    read = visit.outcome == "read"
    gap = _gap(standing, visit.at) if fresh else standing.gap_seconds
    return replace(
        standing,
        last_look=visit.at,
        last_good=visit.at,
        last_new=visit.at if fresh else standing.last_new,
        gap_seconds=gap,
        every_seconds=_every(standing, visit.at, gap, fresh, options),
        empties=(0 if items else standing.empties + 1) if read else standing.empties,
        failures=0,
        failing_since=None,
        paused_until=None,
        rule="",
        happened="",
        next_step="",
        status=visit.status,
        looks=standing.looks + 1,
        unchanged=standing.unchanged + (not read),
        moved_to=visit.permanent if read else standing.moved_to,
    )


def _failed(standing: Standing, visit: Visit, why: Refused | None) -> Standing:
    """A look that gave nothing; the rhythm of better days is kept for when they come back."""
    patience = _patience(visit)
    return replace(
        standing,
        last_look=visit.at,
        failures=standing.failures + 1,
        failing_since=standing.failing_since or visit.at,
        paused_until=visit.at + timedelta(seconds=patience) if patience else None,
        rule=why.rule if why else f"http-{visit.status}",
        happened=why.happened if why else f"The server answered {visit.status}.",
        next_step=why.next_step if why else "It is looked at again later by itself.",
        status=visit.status,
        looks=standing.looks + 1,
        refused=standing.refused + (visit.outcome != "later"),
    )


def _not_asked(standing: Standing, visit: Visit) -> Standing:
    """Its host asks for patience, so nothing was sent: no look, and none before that has passed."""
    until = visit.at + timedelta(seconds=max(_patience(visit), _LEAST_PATIENCE))
    planned = standing.next_look
    return replace(
        standing, paused_until=until, next_look=max(until, planned) if planned else until
    )


def _gap(standing: Standing, at: datetime) -> int:
    """The usual time between looks that gave something new, the newest counting for three tenths."""
    if standing.last_new is None or standing.last_new >= at:
        return standing.gap_seconds
    newest = min(int((at - standing.last_new).total_seconds()), _LONGEST_GAP)
    usual = standing.gap_seconds
    return round(usual + _NEWEST_COUNTS * (newest - usual)) if usual else newest


def _every(standing: Standing, at: datetime, gap: int, fresh: int, options: RhythmOptions) -> int:
    """The distance between looks from now on: half when something came, half as much again when not.

    It grows no further than a part of the usual gap, or of the present silence when that is longer.
    """
    soonest = int(options.soonest_hours * _HOUR)
    latest = max(soonest, int(options.latest_hours * _HOUR))
    present = standing.every_seconds or soonest
    if fresh:
        return min(max(soonest, present // 2), latest)
    silence = int((at - standing.last_new).total_seconds()) if standing.last_new else latest
    most = min(max(soonest, max(gap, silence) // _LOOKS_A_GAP), latest)
    return max(soonest, min(present * 3 // 2, most))


def _back_off(failures: int, options: RhythmOptions) -> int:
    """An hour after the first failure, then twice as long each time."""
    soonest = int(options.soonest_hours * _HOUR)
    most = max(soonest, int(options.failing_hours * _HOUR))
    return min(soonest << min(failures - 1, 20), most)


def _least(visit: Visit, stated: Stated, conditional: bool, options: RhythmOptions) -> int:
    """The fewest seconds that all who have a say allow between this look and the next."""
    hours = options.soonest_hours
    # A server that answered with an error has served nothing: the back-off of failures is enough.
    if visit.outcome == "read" and not conditional:
        hours = max(hours, options.unconditional_hours)
    asked_for = (_patience(visit), visit.fresh_seconds or 0, stated.seconds or 0)
    return max(int(hours * _HOUR), *(min(seconds, _LONGEST) for seconds in asked_for))


def _patience(visit: Visit) -> int:
    """Seconds of Retry-After, a minute to a week; 0 where there was none."""
    if visit.retry_seconds is None:
        return 0
    return min(max(visit.retry_seconds, _LEAST_PATIENCE), _LONGEST)


def _spread(standing: Standing, at: datetime, wait: int) -> datetime:
    """The next look: after the wait and up to a tenth of it, so that sources do not march in step.

    What looks like chance is a digest of the source and the instant: the same each time.
    """
    part = int(digest("jitter", standing.source, show_instant(at))[:8], 16) / 16**8
    meant = at + timedelta(seconds=wait + int(wait * _JITTER * part))
    free = standing.stated.next_wanted(meant)
    return free if free == meant else free + timedelta(seconds=int(part * _HOUR / 2))
