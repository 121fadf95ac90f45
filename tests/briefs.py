"""Briefs made from real text through the real reading; nothing is patched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from nutgraf import reading
from nutgraf.archive.model import Capture, Layout, capture_id
from nutgraf.ids import digest, sha256_hex, text_sha256
from nutgraf.stories.model import Signal, SignalPart, Story, StoryName, Told
from nutgraf.writing import Brief

MORNING = datetime(2026, 4, 2, 8, 0, tzinfo=UTC)


def make_capture(
    owner: str, text: str, *, at: datetime = MORNING, key: str = "", source: str = ""
) -> Capture:
    """One item of an owner as a capture."""
    source = source or owner.lower().replace(" ", "-")
    key = key or digest(owner, text)[:12]
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
        address=f"https://{source}.example/{key}",
        title=text.split(".")[0][:60],
        author=owner,
        owner=owner,
        published_at=at,
        fetched_at=at + timedelta(minutes=4),
        media_type="text/plain",
    )


def make_story(
    captures: Sequence[Capture], *, told: Sequence[Told] = (), rank: float = 0.5
) -> Story:
    """The story that captures make, its names counted as they stand in their sentences."""
    seen: Counter[str] = Counter()
    shown: dict[str, tuple[str, str]] = {}
    for capture in captures:
        names = {n.key: n for claim in reading.claims(capture) for n in claim.parts.names}
        for key, name in names.items():
            seen[key] += 1
            shown.setdefault(key, (name.text, name.kind))
    ordered = sorted(seen.items(), key=lambda one: (-one[1], one[0]))
    return Story(
        id=digest("story", *(capture.id for capture in captures)),
        captures=tuple(capture.id for capture in captures),
        copies=(),
        names=tuple(
            StoryName(name=shown[key][0], key=key, kind=shown[key][1], captures=count)
            for key, count in ordered[:8]
        ),
        first=captures[0].id if captures else "",
        first_seen=captures[0].fetched_at if captures else MORNING,
        last_seen=captures[-1].fetched_at if captures else MORNING,
        signal=Signal(parts=(SignalPart(name="owners", value=rank, weight=1.0),)),
        told=tuple(told),
    )


def make_brief(
    captures: Sequence[Capture],
    *,
    limits: Sequence[tuple[str, int]] = (),
    told: Sequence[Told] = (),
    section: str = "Top stories",
) -> Brief:
    """What a writer gets of the story that captures make."""
    return Brief(
        story=make_story(captures, told=told),
        section=section,
        captures=tuple(captures),
        claims=tuple(claim for capture in captures for claim in reading.claims(capture)),
        limits=tuple(limits),
    )


def told_of(capture: Capture, words: str, *, on: date = date(2026, 4, 1)) -> Told:
    """That an earlier edition printed these words of a capture."""
    start = capture.text.index(words)
    return Told(
        edition=on, story="", role="fact", text=words, capture=capture.id, start=start,
        end=start + len(words),
    )  # fmt: skip


GEMMA = (
    (
        "Harbour Wire",
        "Google DeepMind has released Gemma 4, a family of open models under Apache 2.0. Gemma 4 is"
        " meant for reasoning and agentic workflows on personal hardware, Google DeepMind says.\n"
        "The two larger models are a dense Gemma 4 with 31B parameters and a mixture-of-experts model"
        " with 26B. Gemma 4 supports up to 256K tokens of context, according to Google.\n"
        "Demonstration text: Harbour Wire is a fictional publication made for the nutgraf sample desk.",
    ),
    (
        "Benchmark Ledger",
        "Artificial Analysis measured 85.7% on GPQA Diamond for Gemma 4 31B (Reasoning). Artificial"
        " Analysis measured 79.2% on GPQA Diamond for Gemma 4 26B A4B (Reasoning).\n"
        "They can both run on one card. The table above has more.\n"
        '"A rank is not a reason," said Tomasz Brandl, director of the Ostrava Institute.\n'
        "Demonstration text: Benchmark Ledger is a fictional publication made for the nutgraf sample"
        " desk.",
    ),
    (
        "Open Weights Weekly",
        "Google DeepMind released Gemma 4 on 2 April under Apache 2.0, in four sizes. LM Studio, vLLM"
        " and llama.cpp all run Gemma 4 on the day of its release.\n"
        "Gemma 4 supports a context of up to 256K tokens, Google says. Is that enough?\n"
        "Demonstration text: Open Weights Weekly is a fictional publication made for the nutgraf sample"
        " desk.",
    ),
)


def gemma_captures() -> tuple[Capture, ...]:
    """The three captures of the release, forty minutes apart."""
    return tuple(
        make_capture(owner, text, at=MORNING + timedelta(minutes=40 * at))
        for at, (owner, text) in enumerate(GEMMA)
    )


def gemma_brief() -> Brief:
    """Three owners on one release; no limits but the default."""
    return make_brief(gemma_captures())
