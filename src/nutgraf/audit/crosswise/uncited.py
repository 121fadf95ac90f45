"""Sentences without a citation, citations that lead to no source, and sources that say it otherwise by now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from nutgraf.archive.model import Capture
from nutgraf.audit.crosswise.model import Crossing, Led, Material, Told, crossing, whole
from nutgraf.audit.sourcing.pages import spans_in
from nutgraf.audit.sourcing.stretches import Stretch
from nutgraf.now import show_day
from nutgraf.sources.same_page import same_page
from nutgraf.text import one_line

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_ALIKE = 0.6


def uncited(material: Material) -> Iterator[Crossing]:
    """Findings of three rules: `uncited`, `dead-source` and `changed-source`."""
    for told in material.told:
        if told.sentence.role == "sentence" and not told.led:
            yield crossing("uncited", told, whole(told), "It states a fact and cites nothing.")
        for led in _dead(told):
            yield _dead_source(told, led, material)
        yield from _past_the_end(told)
        yield from _changed(told, material)


def _dead(told: Told) -> list[Led]:
    """Citations that lead nowhere; of those that only stand for a paragraph one is enough."""
    return [led for led in told.led if led.capture is None]


def _past_the_end(told: Told) -> Iterator[Crossing]:
    """Spans of notes (`CAPTURE:START-END`) that lead to no words of their capture."""
    for led in told.led:
        for name, start, end in spans_in(led.cite.label):
            capture = led.capture
            if (
                capture is not None
                and capture.id.startswith(name)
                and not start < end <= len(capture.text)
            ):
                message = f"The span {name[:12]}:{start}-{end} leads to no words of its source."
                yield crossing("uncited", told, whole(told), message, rule="dead-source")


def _dead_source(told: Told, led: Led, material: Material) -> Crossing:
    named = led.cite.url or led.cite.label or "a note without words"
    span = (led.cite.start, led.cite.end) if led.cite.end > led.cite.start else whole(told)
    why = material.failed.get(same_page(led.cite.url), "") if led.cite.url else ""
    message = f"No source at hand stands behind this citation: {one_line(named)[:200]}"
    message = f"{message} (looked at: {why})" if why else message
    return crossing("uncited", told, span, message, rule="dead-source")


def _changed(told: Told, material: Material) -> Iterator[Crossing]:
    """The words it was written from stand in an earlier capture of the page and no more in the latest."""
    for led in told.led:
        if led.page is None or len(led.page.versions) < 2:
            continue
        latest = led.page.versions[-1]
        for earlier in reversed(led.page.versions[:-1]):
            found = _replaced(told, earlier, latest, material)
            if found is not None:
                before, after = found
                day = show_day(latest.fetched_at.date())
                said = (
                    f"now it says {one_line(after.text)[:160]!r}" if after else "now that is gone"
                )
                message = f"The page was changed: it said {one_line(before.text)[:160]!r}, {said} (as captured on {day})."
                yield crossing(
                    "uncited",
                    told,
                    whole(told),
                    message,
                    *([after] if after else [before]),
                    rule="changed-source",
                )
                return


def _replaced(
    told: Told, earlier: Capture, latest: Capture, material: Material
) -> tuple[Stretch, Stretch | None] | None:
    """The stretch a sentence rests on and what stands in its place, where a word it tells was replaced."""
    before = material.source(earlier).best(told.words)
    if before is None or before.text in latest.text:
        return None
    after = material.source(latest).best(before.words)
    if after is not None and _likeness(before.text, after.text) < _ALIKE:
        after = None
    mine = _words(told.text)
    if after is None:
        return (before, None) if len(mine & _words(before.text)) >= 3 else None
    gone, come = _words(before.text) - _words(after.text), _words(after.text) - _words(before.text)
    if mine & gone and not mine & come:
        return before, after
    return None


def _words(text: str) -> set[str]:
    return {found[0].casefold() for found in _TOKEN.finditer(text)}


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:2000].split(), other[:2000].split(), autojunk=False).ratio()
