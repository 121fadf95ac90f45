"""Words of sources as Markdown that shows them and does nothing else.

Escapes are backslashes (CommonMark 0.31, 2.4), and entities for what HTML reads too. Beyond
CommonMark they break what other readers act on: footnotes and wiki links, `{{ }}` and `<% %>` of
template engines, `%%` comments, `#tags`, `$maths$`, bare addresses that would become links.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from nutgraf.editions.emphasis import Run
from nutgraf.text import one_line

_ENTITIES = {"<": "&lt;", ">": "&gt;"}
_ESCAPED = re.compile(
    r"""[\\`*\[\]|~$]                       # always: code, emphasis, links, tables, strikes, maths
    | (?<![^\W_])_ | _(?![^\W_])            # an underscore that is not inside a word
    | \{(?=[{%#]) | (?<=\{)[{%#] | [}%#](?=\}) | (?<=[}%])\}   # template tags
    | %(?=%) | (?<=%)% | =(?==) | (?<==)=   # comments and highlights
    | :(?=//) | (?<=\bwww)\. | (?<=\bmailto): | (?<=[^\s])@(?=[^\s])   # bare addresses
    | (?<![^\s(])\#(?=\S)                   # tags""",
    re.VERBOSE | re.IGNORECASE,
)
_ENTITY_LIKE = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
_WRITTEN = re.compile(r"\\([!-/:-@\[-`{-~])|&(lt|gt|amp);|\*\*|\[\^\d+\]")
_MEANT = {"lt": "<", "gt": ">", "amp": "&"}
_LEADING = re.compile(r"([-+=#:])|(\d{1,9})([.)])(?=\s|\Z)")


def escape(text: str) -> str:
    """Source words on one line, as Markdown that shows exactly them anywhere within a line."""
    return "".join(_characters(one_line(text)))


def escape_start(escaped: str) -> str:
    """Escaped words fit to begin a line: no list, heading or underline starts with them."""
    found = _LEADING.match(escaped)
    if found is None:
        return escaped
    at = found.start(1) if found.group(1) else found.start(3)
    return f"{escaped[:at]}\\{escaped[at:]}"


def escape_runs(runs: Sequence[Run]) -> str:
    """Runs of one line as escaped Markdown, bold where a parser takes the asterisks as bold."""
    text = "".join(run.text for run in runs)
    shown = _characters(text)
    out: list[str] = []
    at = 0
    for run in runs:
        end = at + len(run.text)
        inside = "".join(shown[at:end])
        bold = run.bold and _can_be_bold(text, at, end)
        out.append(f"**{inside}**" if bold else inside)
        at = end
    return "".join(out)


def unescape(markdown: str) -> str:
    """The words that escaped Markdown shows: escapes undone, bold and note marks taken out."""
    return _WRITTEN.sub(lambda found: found[1] or _MEANT.get(found[2], ""), markdown)


def _characters(text: str) -> list[str]:
    """Each code point as it is written; the patterns see the whole text, unescaped."""
    shown = [_ENTITIES.get(char, char) for char in text]
    for found in _ESCAPED.finditer(text):
        shown[found.start()] = "\\" + text[found.start()]
    for found in _ENTITY_LIKE.finditer(text):
        shown[found.start()] = "&amp;"
    return shown


def _can_be_bold(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return _flanks(before, text[start]) and _flanks(after, text[end - 1])


def _flanks(outside: str, inside: str) -> bool:
    """Whether `**` between these two characters opens (or closes) bold: CommonMark 0.31, 6.2."""
    if inside.isspace():
        return False
    return not _is_mark(inside) or outside.isspace() or _is_mark(outside)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"
