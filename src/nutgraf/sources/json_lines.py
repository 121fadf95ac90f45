"""Captures as JSON Lines, by `formats.md`: one object a line, read without holding the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nutgraf.errors import Refused
from nutgraf.ids import slug
from nutgraf.now import parse_instant
from nutgraf.sources.address import host_of, join
from nutgraf.sources.keys import own_bytes
from nutgraf.sources.model import Link, Metadata, Received
from nutgraf.sources.options import DEFAULTS, SourcesOptions

_KNOWN = frozenset(
    {
        "source", "text", "html", "id", "url", "title", "author", "owner", "published_at",
        "fetched_at", "revision_of", "lang", "engagement", "links",
    }
)  # fmt: skip
_MEND = "Mend the line and import the file again; lines already taken are not taken twice."


class _LineError(ValueError):
    """What is wrong with a line, as rule and sentence."""

    def __init__(self, rule: str, happened: str) -> None:
        super().__init__(happened)
        self.rule = rule


@dataclass(slots=True)
class _Seen:
    """What was met in the file besides the captures."""

    unknown: dict[str, int] = field(default_factory=dict)
    offsets: int = 0


def read_lines(
    lines: Iterable[tuple[int, bytes]],
    *,
    raw: str,
    name: str,
    source_ids: Mapping[str, str],
    fallback: datetime,
    owners: Mapping[str, str] | None = None,
    options: SourcesOptions = DEFAULTS,
) -> Iterator[Received | Refused]:
    """The captures of a JSON Lines file, one Received or Refused a line, streaming.

    `lines` are (byte offset, line without its newline), empty ones included, so that line numbers
    are the file's; `raw` is the sha256 of the file, "" while it is not known; `name` how a person
    knows the file. `source_ids` gives the Source id for a `source` name (else its slug), `owners`
    the owner of a Source by its id. A Refused of rule `unknown-fields` or `link-offsets` comes once,
    at the end: a note, no loss.
    """
    seen = _Seen()
    for number, (offset, line) in enumerate(lines, 1):
        plain = line.strip()
        if number == 1:
            plain = plain.removeprefix(b"\xef\xbb\xbf").strip()
        if not plain:
            continue
        try:
            if len(line) > options.longest_line:
                raise _LineError(
                    "line-too-long", f"it is longer than {options.longest_line:,} bytes"
                )
            yield _received(
                _object(plain),
                plain,
                (offset, offset + len(line)),
                raw,
                source_ids,
                fallback,
                owners or {},
                seen,
            )
        except _LineError as bad:
            yield Refused(
                where=f"{name} line {number}", rule=bad.rule, raw=raw or None,
                happened=f"Line {number} was not taken: {bad}.", next_step=_MEND,
            )  # fmt: skip
    yield from _notes(seen, name, raw)


def _notes(seen: _Seen, name: str, raw: str) -> Iterator[Refused]:
    if seen.unknown:
        rows = ", ".join(f"{field} ({count:,})" for field, count in sorted(seen.unknown.items()))
        yield Refused(
            where=name, rule="unknown-fields", raw=raw or None,
            happened=f"Fields we do not know were kept with the bytes but not used: {rows}.",
            next_step="Nothing needs doing, unless one of them is a known field misspelt.",
        )  # fmt: skip
    if seen.offsets:
        yield Refused(
            where=name, rule="link-offsets", raw=raw or None,
            happened=f"{seen.offsets:,} links give a place outside their text; the links were kept without it.",
            next_step="Count `at` in code points of `text`, from 0.",
        )  # fmt: skip


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
        halved = b"\\ud" in line.lower() and _surrogate(value)
    except UnicodeDecodeError:
        raise _LineError("line-encoding", "it is not UTF-8") from None
    except RecursionError:
        raise _LineError("line-json", "it nests too deep") from None
    except _LineError:
        raise
    except ValueError as problem:
        raise _LineError("line-json", f"it is no whole JSON object ({problem})") from None
    if not isinstance(value, dict):
        raise _LineError("line-json", "it is no JSON object")
    if halved:
        raise _LineError("line-surrogate", "it holds half a surrogate pair, which is no character")
    return value


def _no_constant(name: str) -> Any:
    raise _LineError("line-json", f"{name} is no JSON number")


def _surrogate(value: Any) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in json.dumps(value, ensure_ascii=False))


def _received(
    row: dict[str, Any],
    line: bytes,
    place: tuple[int, int],
    raw: str,
    source_ids: Mapping[str, str],
    fallback: datetime,
    owners: Mapping[str, str],
    seen: _Seen,
) -> Received:
    named = _string(row, "source").strip()
    if not named:
        raise _LineError("line-source", "`source` is missing")
    text, html = _string(row, "text"), _string(row, "html")
    if not (text.strip() or html.strip()):
        raise _LineError("line-text", "`text` or `html` is missing or empty")
    plain = bool(text.strip())
    url = _string(row, "url").strip()
    source = source_ids.get(named) or slug(named)
    published = _time(row, "published_at")
    metadata = Metadata(
        title=_string(row, "title"),
        author=_string(row, "author"),
        owner=_string(row, "owner").strip() or owners.get(source, "") or host_of(url) or named,
        published_at=published,
        fetched_at=_time(row, "fetched_at") or published or fallback,
        lang=_string(row, "lang"),
        links=_links(row, len(text) if plain else None, seen),
        engagement=_engagement(row),
        revision_of=_string(row, "revision_of") or None,
    )
    for name in row.keys() - _KNOWN:
        seen.unknown[name] = seen.unknown.get(name, 0) + 1
    return Received(
        source=source,
        key=_id(row) or url or own_bytes(line),
        media_type="text/plain" if plain else "text/html",
        body=(text if plain else html).encode("utf-8"),
        raw=raw,
        address=join("", url),
        raw_range=place,
        charset="utf-8",
        metadata=metadata,
    )


def _string(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _LineError("line-field", f"`{name}` is no string")
    return value


def _id(row: Mapping[str, Any]) -> str:
    value = row.get("id")
    return (
        str(value) if isinstance(value, int) and not isinstance(value, bool) else _string(row, "id")
    )


def _time(row: Mapping[str, Any], name: str) -> datetime | None:
    written = _string(row, name)
    if not written.strip():
        return None
    try:
        return parse_instant(written)
    except (ValueError, OverflowError) as problem:
        raise _LineError("line-time", f"`{name}`: {problem}") from None


def _links(row: Mapping[str, Any], length: int | None, seen: _Seen) -> tuple[Link, ...]:
    rows = row.get("links")
    if rows is None:
        return ()
    if not isinstance(rows, list) or not all(isinstance(link, dict) for link in rows):
        raise _LineError("line-field", "`links` is no list of objects")
    out: list[Link] = []
    for link in rows:
        at = link.get("at")
        if at is not None and (isinstance(at, bool) or not isinstance(at, int)):
            raise _LineError("line-field", "`at` of a link is no whole number")
        if at is not None and (length is None or not 0 <= at <= length):
            seen.offsets += 1
            at = None
        out.append(Link(url=_string(link, "url"), at=at))
    return tuple(out)


def _engagement(row: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    counts = row.get("engagement")
    if counts is None:
        return ()
    if not isinstance(counts, dict) or not all(_count(value) for value in counts.values()):
        raise _LineError("line-field", "`engagement` is no object of counts")
    return tuple(sorted((name, int(value)) for name, value in counts.items() if value is not None))


def _count(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 2**63
