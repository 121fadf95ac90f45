"""How a followed source is doing, in a word, a sentence, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from nutgraf.sources.looks.standing import Standing
from nutgraf.sources.model import Source

State = Literal["good", "new", "empty", "silent", "failing", "gone", "paused", "moved"]

_SILENT_AT_LEAST = timedelta(days=7)
_GAPS_OF_SILENCE = 6
_NOT_FOUND_FOR = timedelta(days=3)
_NOTHING = "Nothing needs doing."
_BY_ITSELF = "Nothing needs doing; it is looked at again by itself."


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How one source is doing at an instant.

    `state`: `good`; `new` (not looked at yet); `empty` (what comes can be read and holds no item);
    `silent` (nothing new for longer than its own rhythm explains); `failing`; `paused` (its server
    asks for patience); `moved` (for good, and the list of sources does not know yet); `gone` (410: not
    looked at again). `said` and `next_step` are sentences. The counts are those of `Standing`;
    `refused_share` is refused looks by all looks, 0 without any.
    """

    source: str
    state: State
    said: str
    next_step: str
    last_good: datetime | None = None
    last_new: datetime | None = None
    next_look: datetime | None = None
    failures: int = 0
    looks: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def refused_share(self) -> float:
        """The share of its looks that were refused, 0 to 1."""
        return self.refused / self.looks if self.looks else 0.0

    @property
    def sound(self) -> bool:
        """Whether nobody needs to look into it."""
        return self.state in {"good", "new", "paused"}


def health(standing: Standing | None, now: datetime, *, source: Source) -> Health:
    """How a source is doing at `now`, from how it stands (None: never looked at)."""
    if standing is None or not standing.looks:
        return Health(
            source=source.id,
            state="new",
            said="It was not looked at yet.",
            next_step="Run nutgraf run to look at it.",
            next_look=standing.next_look if standing else None,
        )
    state, said, next_step = _state(standing, now, source)
    return Health(
        source=source.id,
        state=state,
        said=said,
        next_step=next_step,
        last_good=standing.last_good,
        last_new=standing.last_new,
        next_look=standing.next_look,
        failures=standing.failures,
        looks=standing.looks,
        unchanged=standing.unchanged,
        refused=standing.refused,
    )


def looks_of(health: Health) -> str:
    """What its looks came to, in a sentence: `Of 32 looks 20 found nothing changed, 2 were refused.`"""
    if not health.looks:
        return "There were no looks yet."
    share = f" ({health.refused_share:.0%})" if health.refused else ""
    return (
        f"Of {_count(health.looks, 'look')} {health.unchanged} found nothing changed, "
        f"{health.refused} {'was' if health.refused == 1 else 'were'} refused{share}."
    )


def _state(standing: Standing, now: datetime, source: Source) -> tuple[State, str, str]:
    if standing.gone:
        return (
            "gone",
            f"Its publisher took it away for good on {_day(standing.last_look)} (410); "
            "it is not looked at any more.",
            f"Remove it (nutgraf sources remove {source.id}), or add its new address.",
        )
    if standing.paused_until is not None and standing.paused_until > now:
        return (
            "paused",
            f"Its server asks not to be asked before {_minute(standing.paused_until)}.",
            _BY_ITSELF,
        )
    if standing.failures:
        return ("failing", *_failing(standing, now))
    if standing.moved_to and standing.moved_to != source.address:
        return (
            "moved",
            f"It has moved for good to {standing.moved_to}.",
            f"Put the new address of {source.id} into sources.toml.",
        )
    if standing.empties:
        return (
            "empty",
            f"What came could be read, and held no item, {_times(standing.empties)}.",
            f"Open {source.address} and see whether it still is what you follow.",
        )
    return _silent(standing, now, source) or (
        "good", f"It was last read well on {_minute(standing.last_good)}.", _NOTHING,
    )  # fmt: skip


def _failing(standing: Standing, now: datetime) -> tuple[str, str]:
    since = standing.failing_since or standing.last_look or now
    if standing.status == 404 and now - since >= _NOT_FOUND_FOR:
        return (
            f"It was not found (404) {_times(standing.failures)}, for {_days(now - since)}; "
            "it is tried once a day.",
            "Open its site in a browser: it has most likely another address now, or is gone.",
        )
    return (
        f"It failed {_times(standing.failures)}, since {_minute(since)}: {standing.happened}",
        standing.next_step,
    )


def _silent(standing: Standing, now: datetime, source: Source) -> tuple[State, str, str] | None:
    if standing.last_new is None or not standing.gap_seconds:
        return None
    gap = timedelta(seconds=standing.gap_seconds)
    silence = now - standing.last_new
    if silence <= max(_SILENT_AT_LEAST, _GAPS_OF_SILENCE * gap):
        return None
    return (
        "silent",
        f"Nothing new came for {_days(silence)}; usually something comes every {_length(gap)}.",
        f"Open {source.site or source.address} and see whether it is still written.",
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times in a row"


def _count(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count:,} {one}s"


def _days(length: timedelta) -> str:
    return _count(max(length.days, 1), "day")


def _length(length: timedelta) -> str:
    hours = round(length.total_seconds() / 3600)
    if hours >= 48:
        return _days(timedelta(days=round(hours / 24)))
    return "hour" if hours <= 1 else f"{hours} hours"


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "an unknown day"


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "an unknown day"
