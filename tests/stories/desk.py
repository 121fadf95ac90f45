"""Captures, claims and members made by hand, for tests of stories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from nutgraf import reading, stories
from nutgraf.archive.model import Capture, Layout, capture_id
from nutgraf.ids import text_sha256
from nutgraf.reading.model import Claim, Name, Parts
from nutgraf.sources.model import Link
from nutgraf.stories import Background, Member, StoriesOptions
from nutgraf.stories.model import Features, Membership, Story, Told

MONDAY = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
OPTIONS = StoriesOptions()

HERON = (
    "Vireo Labs has put out Heron 2, a small open model that reads whole folders of scanned pages. "
    "Heron 2 has 7 billion parameters and runs on a laptop, Vireo Labs says. "
    "The weights are under a licence that lets anybody sell what they make with the model."
)
HERON_RETOLD = (
    "A model called Heron 2 came from Vireo Labs this morning. Its 7 billion parameters fit a laptop. "
    "Scanned pages are what Heron 2 was made for, and whoever builds with it may sell the result."
)
SORREL = (
    "Quillon Robotics showed its walking machine Sorrel at a harbour in Lisbon on Tuesday. "
    "Sorrel carried 40 kilograms up wet stairs while a crowd looked on. "
    "Quillon Robotics wants 12 ports to have one by winter."
)
FLOOD = (
    "The river Morava left its banks near Olomouc during the night. Fire brigades brought 300 people "
    "out of their houses, and the railway to Ostrava is closed until Friday."
)


def at(hours: float) -> datetime:
    """So many hours after Monday at nine."""
    return MONDAY + timedelta(hours=hours)


def capture(
    text: str, *, key: str = "", title: str = "", owner: str = "Harbour Wire", hours: float = 0.0,
    links: tuple[str, ...] = (), address: str = "", published: float | None = None,
    previous: str | None = None,
) -> Capture:  # fmt: skip
    """A plain capture fetched `hours` after Monday at nine, published then too unless said."""
    source = owner.lower().replace(" ", "-")
    return Capture(
        id=capture_id(source, key or text, "plain/1", text), source=source, key=key or text,
        canonicaliser="plain/1", text=text, text_sha256=text_sha256(text), layout=Layout(), raw="",
        raw_range=None, address=address, title=title, author="", owner=owner,
        published_at=at(hours if published is None else published), fetched_at=at(hours),
        media_type="text/plain", links=tuple(Link(url=url) for url in links), previous=previous,
    )  # fmt: skip


def read(one: Capture) -> Features:
    """The features of a capture as the reading room reads it."""
    return stories.features(one, reading.claims(one))


def claim(one: Capture, *names: str, kind: str = "company") -> Claim:
    """A claim over the whole text of a capture with names that stand in it."""
    found = tuple(
        Name(start=start, end=start + len(name), text=name, key=name.casefold(), kind=kind)
        for name in names
        if (start := one.text.find(name)) >= 0
    )
    return Claim(
        capture=one.id, start=0, end=len(one.text), text=one.text, parts=Parts(names=found),
        said_by="", made_by="test",
    )  # fmt: skip


def places(*captures: Capture, options: StoriesOptions = OPTIONS) -> dict[str, Membership]:
    """Where the fold puts captures, by capture id."""
    made = stories.gather((), [read(one) for one in captures], options)
    return {membership.capture: membership for membership in made}


def members(
    *captures: Capture, engagement: int = 0, options: StoriesOptions = OPTIONS
) -> list[Member]:
    """Captures placed by the fold, as the ranking takes them."""
    placed = places(*captures, options=options)
    return [
        Member(
            features=read(one), membership=placed[one.id], record=one.record,
            names=tuple(name for said in reading.claims(one) for name in said.parts.names),
            figures=sum(len(said.parts.quantities) for said in reading.claims(one)),
            engagement=(("likes", engagement),) if engagement else (),
        )
        for one in captures
    ]  # fmt: skip


def ranked(
    given: list[Member], *, hours: float = 12.0, told: tuple[Told, ...] = (),
    background: Background | None = None,
) -> tuple[Story, ...]:  # fmt: skip
    """The stories of members as of so many hours after Monday at nine."""
    return stories.rank(given, told=told, background=background, now=at(hours), options=OPTIONS)
