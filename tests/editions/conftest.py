"""A small edition made by hand: four captures, cited through the archive, judged by the gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from nutgraf.archive import cite
from nutgraf.archive.model import Capture, Layout, Span, capture_id
from nutgraf.archive.words import CaptureWords
from nutgraf.editions.fragments import span_links
from nutgraf.editions.model import (
    Colophon,
    Edition,
    Failure,
    LeftOut,
    Passage,
    PrintedStory,
    Refusal,
    Section,
)
from nutgraf.gate import judge
from nutgraf.gate.computed import compute
from nutgraf.ids import sha256_hex, text_sha256
from nutgraf.reading.model import Input
from nutgraf.stories.model import Signal, SignalPart, StoryName
from nutgraf.writing.model import Sentence

HERON = (
    "Vireo Labs released Heron 2, a language model with 7 billion parameters, under the Apache 2.0"
    " licence on 1 April 2026. Heron 2 reads 64,000 tokens at once.\n"
    'Ines Okafor, chief scientist at Vireo Labs, said: "We measured it on four tests before we'
    ' trusted it."'
)
TIDE = (
    "The Ostrava Institute measured 58.7% on TideBench for Heron 2. TideBench has 1,240 tasks.\n"
    "The test ran on 2 April 2026."
)
SORREL = "Quillon Robotics showed the arm Sorrel at 12 pilot sites. Orders open in September 2026."
HOSTILE = (
    "Marrow Systems sells Lattice Desk at $24 a seat a month. Look at <b>this</b> "
    "[[page]] {{ 7 * 7 }} for more."
)


def _capture(owner: str, key: str, title: str, text: str, hour: int, address: str = "") -> Capture:
    source = owner.lower().replace(" ", "-")
    return Capture(
        id=capture_id(source, key, "plain/1", text),
        source=source,
        key=key,
        canonicaliser="plain/1",
        text=text,
        text_sha256=text_sha256(text),
        layout=Layout(),
        raw=sha256_hex(text.encode()),
        raw_range=None,
        address=address or f"https://{source}.example/{key}",
        title=title,
        author=owner,
        owner=owner,
        published_at=datetime(2026, 4, 2, hour, 15, tzinfo=UTC),
        fetched_at=datetime(2026, 4, 2, hour, 40, tzinfo=UTC),
        media_type="text/plain",
    )


CAPTURES = (
    _capture("Harbour Wire", "hw-1", "Heron 2 is out", HERON, 8),
    _capture("Benchmark Ledger", "bl-7", "TideBench: first numbers", TIDE, 11),
    _capture("Lab Bulletin", "lb-3", "An arm called Sorrel", SORREL, 12),
    _capture(
        "Copper Courier",
        "cc-9",
        "A [desk](javascript:alert(1)) <script>alert(1)</script>",
        HOSTILE,
        13,
        "javascript:alert(document.domain)",
    ),
)
WORDS = CaptureWords(CAPTURES)


def cited(at: int, words: str) -> Any:
    """The citation of words where they first stand in the capture number `at`."""
    start = CAPTURES[at].text.index(words)
    return cite(CAPTURES[at], start, start + len(words))


def judged(text: str, role: Any, cites: tuple[Any, ...] = (), **more: Any) -> Sentence:
    """A sentence with the verdict the gate gives it."""
    plain = Sentence(text=text, role=role, cites=cites, **more)
    verdict = judge(
        text=text,
        role=role,
        cites=cites,
        computation=plain.computation,
        speaker=plain.speaker,
        label=plain.label,
        template=plain.template,
        words=WORDS,
    )
    return Sentence(text=text, role=role, cites=cites, verdict=verdict, **more)


def verbatim(at: int, words: str, role: Any = "fact", **more: Any) -> Sentence:
    """A sentence that says what a capture says, word for word."""
    return judged(words, role, (cited(at, words),), **more)


def _computed(method: str, inputs: tuple[Input, ...], **more: Any) -> Sentence:
    computation = compute(method, inputs, WORDS)
    assert computation is not None
    return judged(
        computation.result, "why", computation=computation, label="Why it matters", **more
    )


def _input(at: int, words: str = "") -> Input:
    span = cited(at, words).span if words else Span(capture=CAPTURES[at].id, start=0, end=0)
    return Input(
        capture=span.capture, start=span.start if words else None, end=span.end if words else None
    )


def _story(form: Any, name: str, theme: str, at: tuple[int, ...], *told: Sentence) -> PrintedStory:
    return PrintedStory(
        id=sha256_hex(name.encode()),
        form=form,
        theme=theme,
        captures=tuple(CAPTURES[one].id for one in at),
        signal=Signal(
            parts=(
                SignalPart(name="owners", value=0.5 * len(at), weight=2.0),
                SignalPart(name="speed", value=0.25, weight=1.0),
                SignalPart(name="novelty", value=1.0, weight=0.5),
            )
        ),
        names=(StoryName(name=name, key=name.lower(), kind="other", captures=len(at)),),
        sentences=told,
    )


def _passages() -> tuple[Passage, ...]:
    whole = sorted(CAPTURES, key=lambda capture: capture.id)
    return tuple(
        Passage(capture=one.id, start=0, end=len(one.text), text=one.text) for one in whole
    )


FIRST = HERON.split(". Heron 2 reads")[0] + "."
MEASURED = "The Ostrava Institute measured 58.7% on TideBench for Heron 2."
SOLD = "Marrow Systems sells Lattice Desk at $24 a seat a month."


def _heron() -> PrintedStory:
    return _story(
        "story",
        "Heron 2",
        "",
        (0, 1),
        verbatim(0, "Vireo Labs released Heron 2", "headline"),
        verbatim(
            0, "We measured it on four tests before we trusted it.", "quote", speaker="Ines Okafor"
        ),
        verbatim(0, FIRST),
        verbatim(0, "Heron 2 reads 64,000 tokens at once."),
        verbatim(1, MEASURED, paragraph=1),
        verbatim(1, "TideBench has 1,240 tasks.", paragraph=1),
        _computed("spread/1", (_input(0), _input(1)), paragraph=2),
    )


def _sorrel() -> PrintedStory:
    return _story(
        "story",
        "Sorrel",
        "Robots",
        (2,),
        verbatim(2, "Quillon Robotics showed the arm Sorrel at 12 pilot sites.", "headline"),
        verbatim(2, "Orders open in September 2026."),
    )


def _takes() -> tuple[PrintedStory, ...]:
    told = (SOLD, "Look at <b>this</b> [[page]] {{ 7 * 7 }} for more.")
    names = ("Lattice Desk", "Marrow")
    return tuple(
        _story("take", name, "", (3,), verbatim(3, words, "headline"))
        for name, words in zip(names, told, strict=True)
    )


def small_edition() -> Edition:
    """Two sections, a theme, a pull quote, computed whys, two takes of which one is hostile."""
    edition = _without_links()
    captures = {one.id: one for one in CAPTURES}
    return replace(edition, links=span_links(edition.sentences(), captures))


def _without_links() -> Edition:
    return Edition(
        id="2026-04-02",
        date=date(2026, 4, 2),
        now=datetime(2026, 4, 2, 18, tzinfo=UTC),
        desk="Sample desk",
        revision=1,
        released_by="",
        title="Vireo Labs released Heron 2",
        lede=(verbatim(0, FIRST),),
        sections=(
            Section(
                name="Top stories",
                why=(
                    _computed(
                        "section-spread/1", (_input(0, "Heron 2"), _input(1), _input(2, "Sorrel"))
                    ),
                ),
                stories=(_heron(),),
            ),
            Section(name="Products", why=(), stories=(_sorrel(),)),
            Section(name="Quick takes", why=(), stories=_takes()),
        ),
        records=tuple(sorted((one.record for one in CAPTURES), key=lambda one: one.capture)),
        passages=_passages(),
        colophon=Colophon(
            read=9,
            left_out=(LeftOut(capture="f" * 64, reason="older than seven days"),) * 2,
            failed=(Failure(source="Tallyline", message="The feed ends in mid-air."),),
            refused=(
                Refusal(text="Heron 2 has 70 billion parameters.", kind="number", message="No."),
            ),
            versions=(("nutgraf", "0.1.0"), ("reading", "1")),
        ),
    )


@pytest.fixture(scope="session")
def captures() -> tuple[Capture, ...]:
    return CAPTURES


@pytest.fixture(scope="session")
def words() -> CaptureWords:
    return WORDS


@pytest.fixture(scope="session")
def edition() -> Edition:
    return small_edition()
