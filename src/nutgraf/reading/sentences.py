"""Sentences as spans of a text: nupunkt's proposals, then repairs of ours.

nupunkt 0.8 is an unsupervised Punkt model (Kiss & Strunk 2006) that gives spans. The repairs are
the rules below, each a line of a table: boundaries it misses (full stops of other scripts, a
sentence that opens with a handle or a lower-case product name, bullets inside a line) and
boundaries it should not make (`No. 3`, `Yahoo! Inc.`, an open quotation or bracket, a closing mark
left alone, a next word in lower case).

A newline always ends a sentence: canonical text joins paragraphs by newlines. White space and list
bullets around a sentence are no part of its span.
"""

from __future__ import annotations

import re

from nutgraf.reading.wordlists import listed

Range = tuple[int, int]

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[-*•‣◦▪·–—>]|\(?\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_ABBREVIATIONS = frozenset(
    listed(
        "e.g i.e vs cf al no nos fig figs eq eqs sec secs ch vol pp p dr mr mrs ms prof st sr jr gen "
        "sen rep gov hon rev capt col lt sgt approx est ca viz resp incl dept univ jan feb mar apr "
        "jun jul aug sep sept oct nov dec a.k.a"
    )
)
# Abbreviations that do end sentences too: only a following number or small word undoes the cut.
_MISSED = re.compile(
    r"(?<=[。！？｡])\s*(?=[^\s。！？｡」』”’）\"')])"
    r"|(?<=[.!?…][”’\"')\]])\s+(?=@\w)"
    r"|(?<=[.!?…])\s+(?=@\w)"
    r"|(?<=[.!?])\s+(?=(?:i|e|x|v)[A-Z]{1,2}\w)"
    r"|(?<!\s)\s+(?=• )"
)
# nupunkt takes a rare word before a full stop for an abbreviation; a whole lower-case word of three
# letters or more that is none of ours ends its sentence, and so does the X of "on X".
_ENDED = re.compile(r"\b(?:[a-z]{3,}|(?:on|to|from|via) X)\.(?P<gap>\s+)(?=[A-Z])")
_ON_X = re.compile(r"\b(?:on|to|from|via) X\.$")
_LAST_WORD = re.compile(r"[\w.]*\w(?=\.$)")
_INITIAL = re.compile(r"(?:^|[\s.(])[A-Z]\.$")
_SMALL_START = re.compile(r"[a-zß-ÿ][a-zß-ÿ]*(?![\w]*[A-Z])")
_FIRM_START = re.compile(r"(?:Inc|Corp|Ltd|Co|LLC|PLC|GmbH)\b")
_CLOSERS = "”’»)]}"
_JOINERS = "”’»)]},;:–—/%"
_LONGEST_QUOTE = 350
_WINDOW = 20_000


def sentences(text: str) -> tuple[Range, ...]:
    """The sentences of a text as half-open code-point ranges.

    Ordered, not overlapping, inside the text, never blank, without surrounding white space. A
    stretch of more than 20,000 characters without any sentence end is cut at a space (or at
    20,000): it is no sentence, and a single endless line must not hold up a run.
    """
    found: list[Range] = []
    for line in _LINE.finditer(text):
        start, end = _trim(text, line.start(), line.end())
        if start == end:
            continue
        bullet = _BULLET.match(text, start, end)
        start = bullet.end() if bullet else start
        found.extend(_line_sentences(text, start, end))
    return tuple(found)


def _line_sentences(text: str, start: int, end: int) -> list[Range]:
    proposed: list[Range] = []
    for first, last in _proposals(text, start, end):
        at = first
        for stop, on in _cuts(text, first, last):
            if at < stop:
                proposed.append((at, stop))
                at = on
        proposed.append((at, last))
    trimmed = [_trim(text, first, last) for first, last in proposed]
    return _joined(text, [(first, last) for first, last in trimmed if first < last])


def _cuts(text: str, start: int, end: int) -> list[Range]:
    """Where nupunkt missed a boundary: the end of a sentence and the start of the next."""
    found = [
        missed.span()
        for missed in _MISSED.finditer(text, start, end)
        if not _is_abbreviated(text[start : missed.start()])
    ]
    found += [
        ended.span("gap")
        for ended in _ENDED.finditer(text, start, end)
        if " X" in ended[0] or not _is_abbreviated(ended[0].rstrip())
    ]
    return sorted(found)


def _proposals(text: str, start: int, end: int) -> list[Range]:
    """nupunkt's spans of one line, a window at a time so that cost stays linear."""
    from nupunkt import sent_spans

    found: list[Range] = []
    while start < end:
        stop = min(end, start + _WINDOW)
        spans = [(start + first, start + last) for first, last in sent_spans(text[start:stop])]
        if stop < end and len(spans) > 1:
            spans.pop()
        elif stop < end:
            space = text.rfind(" ", start + 1, stop)
            spans = [(start, space if space > start else stop)]
        if not spans:
            break
        found.extend(spans)
        start = spans[-1][1]
    return found


def _joined(text: str, spans: list[Range]) -> list[Range]:
    """Undo the cuts that are none; closing marks go to the sentence they close."""
    kept: list[Range] = []
    for start, end in spans:
        if not kept:
            kept.append((start, end))
            continue
        first, last = kept[-1]
        moved = start
        while moved < end and text[moved] in _CLOSERS:
            moved += 1
        if moved > start and _is_open(text[first:last], text[start:moved]):
            last = moved
            kept[-1] = (first, last)
            start, end = _trim(text, moved, end)
        if start < end and _belong_together(text, (first, last), (start, end)):
            kept[-1] = (first, end)
        elif start < end:
            kept.append((start, end))
    return kept


def _belong_together(text: str, before: Range, after: Range) -> bool:
    first, last = before
    start, end = after
    tail = text[max(first, last - 40) : last]
    head = text[start : start + 24].lstrip(_CLOSERS + ' "').lstrip()
    if text[last - 1] in "。！？｡" or _ON_X.search(tail):
        return False
    if _SMALL_START.match(head) and text[start] != "•" and not head.startswith("http"):
        return True
    if text[start] in _JOINERS:
        return True
    if _FIRM_START.match(head) or (text[last - 1] == "." and _is_abbreviated(tail, head)):
        return True
    return end - first <= _LONGEST_QUOTE and _is_open(text[first:last], text[start:end])


def _is_abbreviated(tail: str, head: str = "") -> bool:
    """Whether a stretch ends in an abbreviation that does not end a sentence before `head`."""
    word = _LAST_WORD.search(tail[-40:])
    if not word:
        return False
    plain = word.group().casefold()
    if plain in {"no", "nos", "p", "pp", "sec", "ch", "vol"} or plain in _MONTHS:
        return head[:1].isdigit()
    return plain in _ABBREVIATIONS or bool(_INITIAL.search(tail) and head[:1].isupper())


_MONTHS = frozenset(listed("jan feb mar apr jun jul aug sep sept oct nov dec"))


def _is_open(before: str, after: str) -> bool:
    """Whether `before` opens a quotation or bracket that `after` closes."""
    for opener, closer in (("“", "”"), ("(", ")"), ("[", "]"), ("«", "»")):
        if before.count(opener) > before.count(closer) and after.count(closer) > after.count(
            opener
        ):
            return True
    return before.count('"') % 2 == 1 and after.count('"') % 2 == 1


def _trim(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
