"""robots.txt of an origin during a round: fetched like everything else, its rules settled once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from nutgraf.sources.looks.robots import LARGEST, RobotsRules, as_fetched, is_stale, robots_rules
from nutgraf.sources.looks.visits import Errand, HostState, Visit
from nutgraf.wire.refusing import LATER, RefusedError
from nutgraf.wire.resolver import Target

TOO_MANY = 429
_ACCEPT = "text/plain, */*;q=0.1"
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Origin(Generic[T]):
    """What a round knows of one origin. `rules` once they are settled for this round; `problem` why
    its robots.txt was not reached; `waiting` what waits for it while it is asked for (`asking`)."""

    state: HostState
    rules: RobotsRules | None = None
    problem: RefusedError | None = None
    asking: bool = False
    waiting: list[T] = field(default_factory=list)

    def errand(self) -> Errand:
        """The errand to its robots.txt; neither secret nor conditions go along."""
        return Errand(
            address=self.state.origin + "/robots.txt", source="", robots=False, accept=_ACCEPT,
            largest=LARGEST,
        )  # fmt: skip

    def recall(self, now: datetime) -> RobotsRules | None:
        """The rules, from memory where they are fresh; None while they are to be asked for."""
        if self.rules is None and not self.asking and not is_stale(self.state, now):
            self.rules = robots_rules(self.state, now)
        return self.rules

    def learn(self, visit: Visit, now: datetime) -> None:
        """Take down what a visit to robots.txt gave; a 429 says nothing about the rules."""
        if visit.status == TOO_MANY:
            return
        body = visit.raw.data if visit.raw else b""
        self.state = as_fetched(self.state, robots_status(visit), body, now)
        if visit.status < 500 and visit.outcome == "refused" and visit.refused is not None:
            why = visit.refused
            self.problem = RefusedError(why.rule, why.happened, why.next_step)


def robots_status(visit: Visit) -> int:
    """The status of robots.txt as RFC 9309 counts: a redirect that leads nowhere is not there, an
    answer that cannot be read was not reached."""
    rule = visit.refused.rule if visit.refused else ""
    told = visit.outcome == "read" or rule == "http-status" or rule.startswith("redirect-")
    return visit.status if told else 0


def forbidden(
    origin: Origin[T], rules: RobotsRules, target: Target, address: str
) -> RefusedError | None:
    """Why robots.txt does not let the address be asked; None when it does."""
    if rules.allows(address):
        return None
    if origin.problem is not None and not 200 <= rules.status < 500:
        return origin.problem
    if rules.everything is False:
        said = f"was answered {rules.status}" if rules.status else "could not be fetched"
        return RefusedError(
            "robots-unreached",
            f"The robots.txt of {target.host} {said}, so nothing of it may be asked for.",
            LATER,
        )
    return RefusedError(
        "robots", f"The robots.txt of {target.host} does not let nutgraf ask for this address.",
        "Ask the publisher; with their leave, set `robots = false` at the source.",
    )  # fmt: skip
