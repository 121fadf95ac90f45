"""A report of a report told as first-hand: the cited words only pass on what another publication says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nutgraf.archive.model import Capture
from nutgraf.audit.crosswise.model import Crossing, Material, Told, crossing, who, whole
from nutgraf.audit.sourcing.stretches import Stretch, tokens
from nutgraf.sources.address import host_of
from nutgraf.text import fold, one_line

_PASSES_ON = re.compile(
    r"\b(?P<who>(?:[Tt]he )?[A-Z][\w’'&.-]*(?: (?:of |the |and |& )?[A-Z][\w’'&.-]*){0,4})\s+(?:has |had |first |also )?"
    r"(?:reports?|reported|writes|wrote|revealed|has learnt|has learned)\s+(?:that|how|on)\b"
    r"|\b(?:[Aa]ccording to|[Cc]iting|[Aa]s reported by|[Ff]irst reported by|[Vv]ia|[Aa]s)\s+"
    r"(?P<cited>(?:[Tt]he )?[A-Z][\w’'&.-]*(?: (?:of |the |and |& )?[A-Z][\w’'&.-]*){0,4})(?:\s+(?:reports?|reported|writes|wrote))?"
)
# Words by which publications are named.
_PRESS = re.compile(
    r"\b(?:Post|News|Times|Gazette|Desk|Wire|Journal|Herald|Courier|Tribune|Daily|Weekly|Review|Observer|Mail|Press|"
    r"Chronicle|Radio|TV|Television|Magazine|Dispatch|Register|Sentinel|Telegraph|Bulletin|Examiner|Standard|Mirror)\b"
)
_SAID_WITHIN = re.compile(
    r"\b(?:said|says|told|tells|announced|found|finds|shows?|showed|wrote|writes|confirmed|denied|claims?|claimed|believes?|"
    r"plans?|will|would|had)\b",
    re.I,
)


def hearsay(material: Material) -> Iterator[Crossing]:
    """A finding per sentence of which every cited source only passes on another publication's report,
    which the sentence does not name."""
    for told in material.facts():
        near = _nearest_each(told, material)
        found = [pair for one in near if (pair := _passed_on(told, one)) is not None]
        if found and len(found) == len(near):
            yield _finding(told, *found[0], material)


def _nearest_each(told: Told, material: Material) -> list[Stretch]:
    near = [material.source(capture).best(told.words) for capture in told.captures]
    return [one for one in near if one is not None]


def _passed_on(told: Told, one: Stretch) -> tuple[Stretch, str] | None:
    """The publication a stretch passes on, None where it speaks for itself or the sentence names it."""
    for match in _PASSES_ON.finditer(one.text):
        publication = match["who"] or match["cited"] or ""
        rest = one.text[match.end() :]
        if not publication or _is_self(publication, one) or _names(told.text, publication):
            continue
        linked = _link_near(one) is not None
        if match["who"] and not (linked or _SAID_WITHIN.search(rest) or _PRESS.search(publication)):
            continue
        if match["cited"] and not (linked or _PRESS.search(publication)):
            continue
        if len(told.words & tokens(rest or one.text)) >= 2:
            return one, publication
    return None


def _is_self(publication: str, one: Stretch) -> bool:
    mine = {
        fold(name).text
        for name in (one.capture.owner, one.capture.source, one.capture.author)
        if name
    }
    plain = _bare(publication)
    return any(plain in name or name in plain for name in mine)


def _names(text: str, publication: str) -> bool:
    return _bare(publication) in fold(text).text


def _bare(publication: str) -> str:
    return fold(publication).text.removeprefix("the ").strip()


def _link_near(one: Stretch) -> str | None:
    """The address linked in or beside a stretch, if any."""
    for link in one.capture.links:
        if link.at is not None and one.start - 5 <= link.at <= one.end + 5:
            return link.url
    return None


def _finding(told: Told, one: Stretch, publication: str, material: Material) -> Crossing:
    first = _first_report(publication, one, material)
    link = _link_near(one)
    if first is not None:
        where = f"; its report is among the sources ({one_line(first.title or first.address)[:80]})"
    else:
        where = f"; its report is linked there ({link})" if link else ""
    message = f"A report of a report, told as first-hand: {who(one.capture)} only says what {publication} reports{where}."
    return crossing("hearsay", told, whole(told), message, one)


def _first_report(publication: str, one: Stretch, material: Material) -> Capture | None:
    plain = _bare(publication)
    link = _link_near(one)
    for page in material.pages.pages:
        capture = page.versions[-1]
        if capture.id == one.capture.id:
            continue
        if plain in fold(f"{capture.owner} {capture.source}").text or (
            link and capture.address and host_of(link) == host_of(capture.address)
        ):
            return capture
    return None
