"""nutgraf.toml -> the options each room declares, every value with its origin.

A section of the file is an options dataclass of a room; a key that none of them has is an error
that names the file, the line and the nearest key there is.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_type_hints

import msgspec

from nutgraf import models
from nutgraf.editions.option_faults import option_faults
from nutgraf.editions.options import BeatOptions, EditionOptions, SectionOptions
from nutgraf.errors import SettingsError
from nutgraf.models import EmbeddingOptions
from nutgraf.now import parse_moment, zone
from nutgraf.sources.looks.rhythm import RhythmOptions
from nutgraf.sources.options import SourcesOptions
from nutgraf.stories.options import SIGNAL_PARTS, StoriesOptions
from nutgraf.stories.taste import TasteOptions, read_rule
from nutgraf.wire.addresses import allowed
from nutgraf.wire.fetch import FetchOptions
from nutgraf.writing.options import WritingOptions

FILE = "nutgraf.toml"

_DAYS = 36_500
_COUNT = (0, 10_000)
_LENGTH = (1, 10_000)
_SECONDS = (0.1, 3600)
_BYTES = (1, 1 << 30)
_SHARE = (0, 1)
# The least and the most each number may be; every number of every room stands here.
RANGES: Mapping[str, tuple[float, float]] = {
    "fetch.total_seconds": _SECONDS,
    "fetch.connect_seconds": _SECONDS,
    "fetch.read_seconds": _SECONDS,
    "fetch.largest": _BYTES,
    "fetch.largest_pdf": _BYTES,
    "fetch.most_redirects": (0, 20),
    "fetch.threads": (1, 256),
    "fetch.longest_wait": (0, 3600),
    "fetch.host_seconds": (0, 86_400),
    "sources.newest_entries": (1, 1_000_000),
    "sources.deepest_html": (1, 4096),
    "sources.most_mail_parts": (1, 10_000),
    "sources.deepest_mail": (1, 100),
    "sources.longest_line": _BYTES,
    "sources.most_leads": _COUNT,
    "sources.most_a_day": (1, 1_000_000),
    "sources.most_pages": _COUNT,
    "sources.newest_mails": (1, 1_000_000),
    "sources.most_audio_minutes": (1, 1440),
    "sources.most_sitemaps": (1, 1000),
    "rhythm.soonest_hours": (1, 168),
    "rhythm.latest_hours": (1, 168),
    "rhythm.unconditional_hours": (1, 168),
    "rhythm.failing_hours": (1, 168),
    "stories.window_days": (1, _DAYS),
    "stories.join_threshold": _SHARE,
    "stories.vector_threshold": _SHARE,
    "stories.copy_threshold": _SHARE,
    "stories.half_life_days": (0.01, _DAYS),
    "stories.lookalike_factor": _SHARE,
    "stories.signal_weights": (0, 100),
    "stories.newcomer_days": (0, _DAYS),
    "stories.rhythm_days": (2, _DAYS),
    "stories.record_days": (1, _DAYS),
    "taste.learn_from": (1, 10_000),
    "writing.fewest_facts": _COUNT,
    "writing.most_facts": _COUNT,
    "writing.most_quotes": _COUNT,
    "writing.shortest_sentence": _LENGTH,
    "writing.longest_sentence": _LENGTH,
    "writing.shortest_headline": _LENGTH,
    "writing.longest_headline": _LENGTH,
    "writing.longest_take": _LENGTH,
    "writing.longest_quote": _LENGTH,
    "writing.default_limit": _COUNT,
    "writing.same": _SHARE,
    "writing.weakest": (0, 100),
    "writing.weakest_lede": (0, 100),
    "edition.most_words": (1, 1_000_000),
    "edition.most_takes": _COUNT,
    "edition.most_updates": _COUNT,
    "edition.fewest_takes": _COUNT,
    "edition.fewest_stories": _COUNT,
    "edition.most_per_name": (1, 10_000),
    "edition.quiet_below": _COUNT,
    "edition.stale_days": (1, _DAYS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOptions:
    """The desk itself. `clock`, where set, stands for the system clock (RFC 3339): a desk made to
    be looked at again, such as the sample, keeps its day. `runner` is `pool` or `inline`.
    """

    name: str = "nutgraf"
    time_zone: str = "UTC"
    clock: str = ""
    runner: Literal["pool", "inline"] = "pool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything nutgraf.toml may say."""

    desk: DeskOptions = field(default_factory=DeskOptions)
    fetch: FetchOptions = field(default_factory=FetchOptions)
    sources: SourcesOptions = field(default_factory=SourcesOptions)
    rhythm: RhythmOptions = field(default_factory=RhythmOptions)
    embedding: EmbeddingOptions = field(default_factory=EmbeddingOptions)
    stories: StoriesOptions = field(default_factory=StoriesOptions)
    taste: TasteOptions = field(default_factory=TasteOptions)
    writing: WritingOptions = field(default_factory=WritingOptions)
    edition: EditionOptions = field(default_factory=EditionOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One value and where it comes from: `default`, or file and line."""

    name: str
    value: Any
    origin: str


def read_settings(values: Mapping[str, Any], text: str) -> tuple[Settings, tuple[Setting, ...]]:
    """Settings from the parsed values of nutgraf.toml, and every value with its origin.

    `text` is the file's own text, for line numbers. Raises SettingsError.
    """
    lines = _lines(text)
    rooms = get_type_hints(Settings)
    _refuse_unknown(values, tuple(rooms), "", lines)
    made = {}
    for room, kind in rooms.items():
        said = values.get(room, {})
        if not isinstance(said, dict):
            raise _wrong(room, lines, "must be a table", f"Write [{room}] and its keys below it.")
        _refuse_unknown(said, tuple(f.name for f in fields(kind)), room, lines)
        made[room] = _convert(said, kind, room, lines)
    settings = Settings(**made)
    _check_desk(settings.desk, lines)
    _check_allow(settings.fetch, lines)
    _check_topics(values.get("edition", {}), settings.edition, lines)
    _check_embedder(settings.embedding, lines)
    _check_weights(settings.stories, lines)
    _check_taste(settings.taste, text, lines)
    return settings, _origins(settings, values, lines)


def _convert(said: dict[str, Any], kind: type, room: str, lines: Mapping[str, int]) -> Any:
    hints = get_type_hints(kind)
    converted = {}
    for name, value in said.items():
        try:
            converted[name] = msgspec.convert(value, hints[name])
        except msgspec.ValidationError as problem:
            raise _wrong(
                f"{room}.{name}", lines, f"is not right: {problem}",
                "nutgraf settings show prints every setting with its value.",
            ) from problem  # fmt: skip
        _check_range(f"{room}.{name}", converted[name], lines)
    return kind(**converted)


def _check_range(dotted: str, value: Any, lines: Mapping[str, int]) -> None:
    """A number, or the second of each pair, within what RANGES says."""
    if dotted not in RANGES:
        return
    least, most = RANGES[dotted]
    for number in [pair[1] for pair in value] if isinstance(value, tuple) else [value]:
        if not least <= number <= most:
            raise _wrong(
                dotted, lines, f"is {number}, which is out of range",
                f"Set it from {least:,} to {most:,}, or take it out for the default.",
            )  # fmt: skip


def _check_allow(fetch: FetchOptions, lines: Mapping[str, int]) -> None:
    for entry in fetch.allow:
        try:
            allowed(entry)
        except ValueError as problem:
            raise _wrong(
                "fetch.allow", lines, f"is not right: {problem}",
                "Write each entry as CIDR:port, such as 192.168.1.0/24:8080 or [fd00::]/8:443.",
            ) from problem  # fmt: skip


def _check_topics(
    said: Mapping[str, Any], edition: EditionOptions, lines: Mapping[str, int]
) -> None:
    """The sections and beats: keys that are known, and what `editions.option_faults` finds."""
    kinds: Mapping[str, type] = {"sections": SectionOptions, "beats": BeatOptions}
    for table, kind in kinds.items():
        entries = said.get(table, ())
        for at, entry in enumerate(entries, 1):
            known = tuple(one.name for one in fields(kind))
            _refuse_unknown(entry, known, f"edition.{table}", lines, at=at)
    for fault in option_faults(edition):
        if fault.key == "other" and "other" not in said:
            continue  # without it the last section takes what nothing fits
        dotted = f"edition.{fault.table or fault.key}"
        raise _wrong(
            dotted, lines, fault.what, fault.next_step,
            places=(f"{dotted}.{fault.at}.{fault.key}", f"{dotted}.{fault.at}"),
        )  # fmt: skip


def _check_embedder(embedding: EmbeddingOptions, lines: Mapping[str, int]) -> None:
    """A name somebody has; whether it can run here is asked when it is needed."""
    if embedding.embedder == "none":
        return
    known = ("none", *models.names())
    if embedding.embedder not in known:
        near = difflib.get_close_matches(embedding.embedder, known, n=1, cutoff=0.4)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(known)}."
        raise _wrong(
            "embedding.embedder", lines, f"names no embedder: {embedding.embedder!r}", hint
        )


def _check_weights(stories: StoriesOptions, lines: Mapping[str, int]) -> None:
    for part, _ in stories.signal_weights:
        if part not in SIGNAL_PARTS:
            raise _wrong(
                "stories.signal_weights", lines, f"has no part {part!r}",
                f"The parts are: {', '.join(SIGNAL_PARTS)}.",
            )  # fmt: skip


def _check_taste(taste: TasteOptions, text: str, lines: Mapping[str, int]) -> None:
    for key in ("follow", "mute"):
        for written in getattr(taste, key):
            try:
                read_rule(written)
            except ValueError as problem:
                dotted = f"taste.{key}"
                raise _wrong(
                    dotted, {dotted: _line_of(written, text, lines.get(dotted, 1))},
                    f"is not right: {problem}",
                    'Write each rule as "name: Qwen", "topic: robotics" or "source: letters".',
                ) from problem  # fmt: skip


def _line_of(written: str, text: str, first: int) -> int:
    """The line of a list's entry, from the line its key stands on; that one where it is not found."""
    below = enumerate(text.splitlines()[first - 1 :], first)
    return next((number for number, line in below if written in line), first)


def _check_desk(desk: DeskOptions, lines: Mapping[str, int]) -> None:
    zone(desk.time_zone)
    if desk.clock:
        try:
            parse_moment(desk.clock)
        except ValueError as problem:
            raise _wrong(
                "desk.clock", lines, f"is not right: {problem}", "Mend it or take it out."
            ) from problem


def _refuse_unknown(
    said: Mapping[str, Any],
    known: tuple[str, ...],
    room: str,
    lines: Mapping[str, int],
    at: int = 0,
) -> None:
    """Refuse a key that is none; `at` counts the table of a list of tables it stands in."""
    for name in said:
        if name not in known:
            dotted = f"{room}.{name}" if room else name
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(known)}."
            places = (f"{room}.{at}.{name}", f"{room}.{at}", room) if at else ()
            raise _wrong(dotted, lines, "is not known", hint, places=places)


def _wrong(
    dotted: str,
    lines: Mapping[str, int],
    what: str,
    next_step: str,
    places: tuple[str, ...] = (),
) -> SettingsError:
    """The error at a key; `places` name nearer lines of it, the nearest first."""
    line = next((lines[place] for place in (*places, dotted) if place in lines), None)
    at = f", line {line}" if line else ""
    return SettingsError(f"In {FILE}{at}, {dotted!r} {what}.", next_step)


def _lines(text: str) -> dict[str, int]:
    """The line of each table and key: `edition.most_words` -> 12. The first one counts.

    Tables of a list are counted from 1 besides: `edition.sections.2.words` -> 30.
    """
    found: dict[str, int] = {}
    tables: Counter[str] = Counter()
    table = counted = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?", line):
            table = counted = header[2]
            if header[1] == "[[":
                tables[table] += 1
                counted = f"{table}.{tables[table]}"
            found.setdefault(table, number)
            found.setdefault(counted, number)
        elif key := re.match(r"\s*([\w\-]+)\s*=", line):
            for place in (table, counted):
                found.setdefault(f"{place}.{key[1]}" if place else key[1], number)
    return found


def _origins(
    settings: Settings, values: Mapping[str, Any], lines: Mapping[str, int]
) -> tuple[Setting, ...]:
    found = []
    for room in fields(Settings):
        options = getattr(settings, room.name)
        for part in fields(options):
            dotted = f"{room.name}.{part.name}"
            said = part.name in values.get(room.name, {})
            origin = f"{FILE}:{lines.get(dotted, 1)}" if said else "default"
            found.append(Setting(name=dotted, value=getattr(options, part.name), origin=origin))
    return tuple(found)
