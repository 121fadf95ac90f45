"""How often sources are looked at, and how late that finds what is new, against a look every hour.

Run as `python -m benchmarks.rhythm`. Two hundred feeds of a simulated month (simulated_feeds.py); no
request is sent, no second passes. Both look at the same feeds; the peer looks on the hour, whatever comes.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks import results
from benchmarks.simulated_feeds import DAYS, Feed, Look, delays, feeds, hourly, month, too_early
from nutgraf.sources.looks.rhythm import RhythmOptions

COUNT = 200
SEED = 20260301


def main() -> None:
    results.commit()
    followed = feeds(COUNT, SEED)
    options = RhythmOptions()
    figures = {
        "feeds": COUNT,
        "days": DAYS,
        "seed": SEED,
        "validators": sum(feed.validators for feed in followed),
        "items": sum(len(feed.published) for feed in followed),
        "ours": _figures(followed, [month(feed, options)[0] for feed in followed]),
        "hourly": _figures(followed, [hourly(feed) for feed in followed]),
    }
    sys.stdout.write(section(figures))
    results.keep("rhythm", figures, command="python -m benchmarks.rhythm")


def _figures(followed: Sequence[Feed], looks: Sequence[tuple[Look, ...]]) -> dict[str, Any]:
    pairs = list(zip(followed, looks, strict=True))
    unchanged = [look for _, some in pairs for look in some if look.unchanged]
    return {
        "looks": sum(len(some) for some in looks),
        "early": sum(len(too_early(feed, some)) for feed, some in pairs),
        "unchanged": len(unchanged),
        "answered_304": sum(look.visit.status == 304 for look in unchanged),
        "hours_late": _hours(pairs),
        "hours_late_free": _hours([pair for pair in pairs if _free(pair[0])]),
    }


def _free(feed: Feed) -> bool:
    """Whether a feed lets itself be asked every hour."""
    asked_for = max(feed.max_age or 0, feed.stated.seconds or 0)
    return feed.validators and asked_for <= 3600 and not feed.stated.skip_hours and not feed.spells


def _hours(pairs: Sequence[tuple[Feed, tuple[Look, ...]]]) -> dict[str, float]:
    late = [hours for feed, some in pairs for hours in delays(feed, some)]
    return {
        "feeds": len(pairs),
        "median": round(statistics.median(late), 2),
        "tenth_worst": round(statistics.quantiles(late, n=10)[8], 2),
    }


def section(figures: dict[str, Any]) -> str:
    """The section of the measurements page."""
    from benchmarks.page import table

    ours, peer = figures["ours"], figures["hourly"]
    names = {"ours": "nutgraf", "hourly": "every hour"}
    rows = [
        (words, one["looks"], one["early"], f"{one['answered_304'] / one['unchanged']:.1%}",
         one["hours_late"]["median"], one["hours_late"]["tenth_worst"],
         one["hours_late_free"]["median"], one["hours_late_free"]["tenth_worst"])
        for words, one in ((names[key], figures[key]) for key in names)
    ]  # fmt: skip
    return (
        "## How often sources are looked at\n\n"
        f"{figures['feeds']} simulated feeds over {figures['days']} days, {figures['validators']} of "
        "them on servers with validators, some with a freshness, a ttl, hours or days to be spared, "
        "spells of failure, Retry-After, an end or a move. Too early is a look sooner than the answer "
        "before it allowed (at least an hour; a day where there are no validators). Hours late is the "
        "time from an item's publication to the look that found it; the last two columns count the "
        f"{ours['hours_late_free']['feeds']} feeds that let themselves be asked every hour and never "
        "failed.\n\n"
        + table(
            ("", "requests", "too early", "unchanged answered 304", "hours late, median",
             "nine in ten within", "of the free, median", "nine in ten within "),
            rows,
        )
        + f"\n{peer['looks'] / ours['looks']:.1f} times fewer requests.\n"
    )  # fmt: skip


if __name__ == "__main__":
    main()
