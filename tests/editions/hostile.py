"""Editions whose captures say hostile words wherever a source can put words."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from nutgraf import archive
from nutgraf.archive.model import Capture
from nutgraf.archive.words import CaptureWords
from nutgraf.editions.fragments import span_links
from nutgraf.editions.model import (
    Colophon,
    Edition,
    Failure,
    LeftOut,
    PrintedStory,
    Refusal,
    Section,
)
from nutgraf.editions.passages import passages
from nutgraf.errors import Refused
from nutgraf.gate import judge
from nutgraf.gate.computed import compute
from nutgraf.ids import digest, sha256_hex
from nutgraf.reading.model import Input
from nutgraf.sources.model import Link, Metadata, Received
from nutgraf.stories.model import Signal, SignalPart, StoryName
from nutgraf.writing.model import Sentence

NOW = datetime(2026, 4, 2, 18, tzinfo=UTC)
SAID = "We measured it on four tests before we trusted it."
_PAGE = """<!doctype html><html><head><title>{0}</title></head><body><article>
<p>Vireo Labs released Heron 2 on 1 April 2026, and {0} stood on the page that told of it.</p>
<p>The weights are under a licence that a school can use. <a href="{0}">{0}</a></p>
</article></body></html>"""


def plain_capture(words: str, at: int) -> Capture:
    """A line of captures: its text, title, owner, author, address and links are hostile."""
    text = f'Vireo Labs released {words} today.\n{words}\n"{SAID}" said {words}.\nIt has 7 parts.'
    return _capture(f"{at}", words, text, "text/plain", words)


def page_capture(words: str, at: int) -> Capture | None:
    """A page that shows the words and links to them; None where nothing of it can be read."""
    body = _PAGE.format(html.escape(words))
    address = f"https://page.example/{at}?q={words}#{words}"
    try:
        return _capture(f"page {at}", words, body, "text/html", address)
    except ValueError:
        return None


def _capture(key: str, words: str, body: str, media_type: str, address: str) -> Capture:
    data = body.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode("utf-8")
    received = Received(
        source="hostile",
        key=f"{key} {words}",
        media_type=media_type,
        body=data,
        raw=sha256_hex(data),
        raw_range=(0, len(data)),
        charset="utf-8",
        address=address,
        metadata=Metadata(
            title=words, author=words, owner=words, links=(Link(url=words, words=words),)
        ),
    )
    made = archive.canonical(received)
    if isinstance(made, Refused):
        raise ValueError(made.happened)
    return archive.capture(received, made, owner=words, fetched_at=NOW)


@dataclass(kw_only=True)
class Hostile:
    """An edition and what of it the gate let through."""

    edition: Edition
    captures: dict[str, Capture]
    printed: dict[str, int]


def hostile(words: Sequence[str], *, pages: bool = True) -> Hostile:
    """An edition of a story for each of the words; what the gate refuses is in the colophon."""
    maker = _Maker()
    stories = [maker.story(one, at, pages=pages) for at, one in enumerate(words)]
    return maker.hostile(words, [story for story in stories if story is not None])


class _Maker:
    def __init__(self) -> None:
        self.captures: dict[str, Capture] = {}
        self.printed: dict[str, int] = {}
        self._refused: list[Refusal] = []
        self._failed: list[Failure] = []

    def story(self, words: str, at: int, *, pages: bool) -> PrintedStory | None:
        mine = [plain_capture(words, at)]
        if pages and (page := page_capture(words, at)) is not None:
            mine.append(page)
        self.captures |= {one.id: one for one in mine}
        held = CaptureWords(mine)
        told = [one for capture in mine for one in self._lines(capture, held)]
        speaks = words.strip() or "Nobody"
        told += self._judged(_words_of(mine[0], SAID), "quote", held, speaker=speaks)
        why = compute("spread/1", [Input(capture=one.id) for one in mine], held)
        if why is not None:
            told += self._judged(None, "why", held, computation=why, label="Why it matters")
        self._failed.append(Failure(source=words, message=words))
        heads = [one for one in told if one.role == "headline"]
        if not heads:
            return None
        return PrintedStory(
            id=digest(words, str(at)),
            form="take" if at % 3 == 2 else "story",
            theme=heads[0].text if at % 3 == 1 else "",
            captures=tuple(one.id for one in mine),
            signal=Signal(parts=(SignalPart(name=words or "x", value=0.5, weight=1.0),)),
            names=tuple(
                StoryName(name=name, key=name, kind="other", captures=1)
                for name in (words, heads[0].text)
            ),
            sentences=(heads[0], *(one for one in told if one.role != "headline")),
        )

    def _lines(self, capture: Capture, held: CaptureWords) -> list[Sentence]:
        """Each line of a capture as a fact, and its first as a headline too."""
        told: list[Sentence] = []
        at = 0
        for line in capture.text.splitlines(keepends=True):
            if line.strip():
                cite = archive.cite(capture, at, at + len(line.rstrip()))
                told += self._judged(cite, "fact", held)
                if not at:
                    told += self._judged(cite, "headline", held)
            at += len(line)
        return told

    def _judged(self, cite: Any, role: Any, held: CaptureWords, **more: Any) -> list[Sentence]:
        computed = more.get("computation")
        text = computed.result if computed else cite.quote
        cites = () if computed else (cite,)
        verdict = judge(
            text=text, role=role, cites=cites, computation=computed, template="", words=held,
            speaker=more.get("speaker", ""), label=more.get("label", ""),
        )  # fmt: skip
        if verdict.outcome == "not_judged":
            return []  # marks alone state nothing
        if not verdict.prints:
            reason = verdict.reasons[0]
            self._refused.append(Refusal(text=text, kind=reason.kind, message=reason.message))
            return []
        self.printed[role] = self.printed.get(role, 0) + 1
        return [Sentence(text=text, role=role, cites=cites, verdict=verdict, **more)]

    def hostile(self, words: Sequence[str], stories: Sequence[PrintedStory]) -> Hostile:
        first = words[0]
        sections = (Section(name=first, why=(), stories=tuple(stories)),)
        told = [one for story in stories for one in story.sentences]
        edition = Edition(
            id="2026-04-02",
            date=date(2026, 4, 2),
            now=NOW,
            desk=first,
            revision=1,
            released_by=first,
            title="; ".join(story.headline.text for story in stories[:2]) or first,
            lede=tuple(one for one in told if one.role == "fact")[:2],
            sections=sections if stories else (),
            records=tuple(
                sorted((one.record for one in self.captures.values()), key=lambda one: one.capture)
            ),
            passages=passages(told, self.captures),
            links=span_links(told, self.captures),
            colophon=Colophon(
                read=len(self.captures),
                left_out=tuple(LeftOut(capture=one, reason=first) for one in self.captures),
                failed=tuple(self._failed),
                refused=tuple(self._refused),
                versions=(("nutgraf", "0.1.0"), (first, first)),
            ),
        )
        return Hostile(edition=edition, captures=self.captures, printed=self.printed)


def _words_of(capture: Capture, words: str) -> Any:
    start = capture.text.index(words)
    return archive.cite(capture, start, start + len(words))
