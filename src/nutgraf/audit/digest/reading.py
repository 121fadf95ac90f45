"""From the bytes of a file to a digest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from nutgraf.audit.digest.blocks import Block, Flow
from nutgraf.audit.digest.citing import cites_of, is_citation_only, shared, under_heading
from nutgraf.audit.digest.day import day_of_digest, is_dated
from nutgraf.audit.digest.html import html_flow, line_and_column
from nutgraf.audit.digest.markdown import markdown_flow
from nutgraf.audit.digest.model import Cite, Digest, DigestSentence, Place, Role
from nutgraf.audit.digest.telling import needs_citation
from nutgraf.errors import Refused
from nutgraf.reading.sentences import sentences
from nutgraf.sources.depth import html_depth

LARGEST = 16 << 20
_DEEPEST = 512
_PAGE = re.compile(r"\s*(?:<!doctype html|<html|<head|<body|<\?xml)", re.I)
_PAGES = (".html", ".htm", ".xhtml")
_QUOTES = re.compile(r"^(?:[ \t]*>){25}", re.M)


def read_digest(data: bytes, *, name: str, day: date | None = None) -> Digest | Refused:
    """A digest in Markdown or HTML, told apart by the name of the file or its first words.

    `day` is the day to take where a person gave one. Refused by `too-large` (16 MiB), `encoding` (no
    UTF-8), `too-deep` or `empty`.
    """
    if len(data) > LARGEST:
        return _refused(
            name, "too-large", "The file is larger than 16 MiB.", "Check its parts one by one."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused(
            name,
            "encoding",
            "The file is not UTF-8 text.",
            "Save it as UTF-8, in Markdown or HTML.",
        )
    text = text.replace("\0", "\ufffd")
    is_page = name.lower().endswith(_PAGES) or bool(_PAGE.match(text))
    if html_depth(data, _DEEPEST) > _DEEPEST or _QUOTES.search(text):
        return _too_deep(name)
    flow = html_flow(text) if is_page else markdown_flow(text)
    if flow.too_deep:
        return _too_deep(name)
    if not flow.blocks:
        return _refused(
            name, "empty", "There is no text in it.", "Name a digest in Markdown or HTML."
        )
    return _digest(flow, text, name, day, is_page)


def _digest(flow: Flow, text: str, name: str, day: date | None, is_page: bool) -> Digest:
    found_day = day or day_of_digest(flow.dated, flow.blocks, name)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return Digest(
        title=flow.title or _title(flow.blocks) or name,
        day=found_day,
        sentences=tuple(_sentences(flow, starts, found_day)),
        form="html" if is_page else "markdown",
    )


def _title(blocks: Sequence[Block]) -> str:
    return next((block.text.strip() for block in blocks if block.kind == "heading"), "")[:300]


def _sentences(flow: Flow, starts: list[int], day: date | None) -> list[DigestSentence]:
    made: list[DigestSentence] = []
    above: tuple[Cite, ...] = ()
    for number, block in enumerate(flow.blocks):
        spans = sentences(block.text)
        cites = cites_of(block, spans, flow.notes)
        if block.kind == "heading":
            above = under_heading([one for some in cites for one in some])
        elif block.kind == "paragraph":
            cites = shared(block, spans, cites)
            if not any(cites) and above:
                cites = [above for _ in spans]
        for span, mine in zip(spans, cites, strict=True):
            said = block.text[span[0] : span[1]]
            made.append(
                DigestSentence(
                    id=f"s{len(made) + 1}",
                    text=said,
                    block=number,
                    role=_role(block, span, spans, mine, day),
                    place=_place(block, span, starts),
                    cites=mine,
                )
            )
    return made


def _role(
    block: Block,
    span: tuple[int, int],
    spans: Sequence[tuple[int, int]],
    cites: tuple[Cite, ...],
    day: date | None,
) -> Role:
    said = block.text[span[0] : span[1]]
    if block.kind != "paragraph":
        return "row" if block.kind == "row" else "heading"
    if is_citation_only(block, span, spans):
        return "aside"
    own = [cite for cite in cites if cite.pairing in {"link", "mark"}]
    if own:
        return "sentence"
    if is_dated(block.text, day) and len(block.text) <= 200 and not block.links:
        return "aside"
    return "sentence" if needs_citation(said) else "aside"


def _place(block: Block, span: tuple[int, int], starts: list[int]) -> Place:
    at = block.at[span[0] : span[1]]
    line, column = line_and_column(starts, min(at))
    end_line, end_column = line_and_column(starts, max(at) + 1)
    return Place(line=line, column=column, end_line=end_line, end_column=end_column)


def _too_deep(name: str) -> Refused:
    return _refused(
        name,
        "too-deep",
        "Its markup is nested too deeply to be read.",
        "Save its text in plain Markdown.",
    )


def _refused(name: str, rule: str, happened: str, next_step: str) -> Refused:
    return Refused(where=name, rule=rule, happened=happened, next_step=next_step)
