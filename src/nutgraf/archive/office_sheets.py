"""The cells of a workbook (SpreadsheetML, ECMA-376, part 1, section 18): a row is a line.

Values are those the file keeps; nothing is computed. A number whose style is a date is written as
one, a percentage with its sign, every other with the 15 digits a spreadsheet shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nutgraf.archive.office_package import Attributes, Package, PackageError, read_xml
from nutgraf.archive.office_words import OfficeLine

_BOOK = "xl/workbook.xml"
MOST_ROWS = 50_000
_LONGEST_CELL = 32_767
# Built-in number formats (18.8.30): dates and times, percentages.
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DURATION = 46  # [h]:mm:ss
_PERCENTS = frozenset({9, 10})
_LITERAL = re.compile(r'"[^"]*"|\\.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|_.|\*.', re.I)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - days without a zone


@dataclass(slots=True, kw_only=True)
class _Book:
    sheets: list[tuple[str, str]] = field(default_factory=list)
    hidden: int = 0
    epoch: datetime = _EPOCH

    def start(self, name: str, said: Attributes) -> None:
        if name == "sheet" and said.get("state", "visible") == "visible":
            self.sheets.append((said.get("name", ""), said.get("r:id", "")))
        elif name == "sheet":
            self.hidden += 1
        elif name == "workbookPr" and said.get("date1904", "0").lower() in {"1", "true"}:
            self.epoch = _EPOCH_1904


def sheet_lines(package: Package, dropped: Counter[str]) -> Iterator[OfficeLine]:
    """The rows of every visible sheet in the order of the book, cells a tab apart."""
    main = package.main(_BOOK)
    if not package.has(main):
        raise PackageError("office-broken")
    book = _Book()
    read_xml(package.chunks(main), start=book.start)
    if book.hidden:
        dropped["hidden sheets"] += book.hidden
    relations = package.relations(main)
    part_of = {one.kind: one.part for one in relations.values() if package.has(one.part)}
    shared = _shared(package, part_of.get("sharedStrings", ""))
    styles = _styles(package, part_of.get("styles", ""))
    for name, relation in book.sheets:
        found = relations.get(relation)
        if found is not None and found.kind == "worksheet" and package.has(found.part):
            sheet = _Sheet(shared=shared, styles=styles, epoch=book.epoch)
            read_xml(package.chunks(found.part), start=sheet.start, end=sheet.end, text=sheet.text)
            yield from (OfficeLine(text=text, part=name, line=row) for row, text in sheet.rows)
            if sheet.beyond:
                dropped[f"rows beyond the first {MOST_ROWS:,}"] += sheet.beyond
            if sheet.unseen:
                dropped["hidden rows"] += sheet.unseen


class _Sheet:
    """Collects the rows of one sheet."""

    def __init__(self, *, shared: list[str], styles: list[str], epoch: datetime) -> None:
        self.rows: list[tuple[int, str]] = []
        self.beyond = self.unseen = 0
        self._shared, self._styles, self._epoch = shared, styles, epoch
        self._row = 0
        self._hidden = False
        self._cells: list[str] = []
        self._kind = self._style = ""
        self._value: list[str] = []
        self._in_value = self._in_guide = False

    def start(self, name: str, said: Attributes) -> None:
        if name == "row":
            given = said.get("r", "")
            self._row = int(given) if given.isdecimal() and len(given) < 8 else self._row + 1
            self._hidden = said.get("hidden", "0").lower() in {"1", "true"}
            self._cells = []
        elif name == "c":
            self._kind, self._style = said.get("t", "n"), said.get("s", "0")
            self._value = []
        elif name in {"v", "t"}:
            self._in_value = not self._in_guide
        elif name == "f":
            self._in_value = False
        elif name == "rPh":
            self._in_guide = True

    def text(self, words: str) -> None:
        if self._in_value:
            self._value.append(words)

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._in_value = False
        elif name == "rPh":
            self._in_guide = False
        elif name == "c":
            self._cells.append(" ".join(self._shown("".join(self._value)).split())[:_LONGEST_CELL])
        elif name == "row":
            self._finish("\t".join(cell for cell in self._cells if cell))

    def _finish(self, line: str) -> None:
        if not line:
            return
        if self._hidden:
            self.unseen += 1
        elif len(self.rows) >= MOST_ROWS:
            self.beyond += 1
        else:
            self.rows.append((self._row, line))

    def _shown(self, value: str) -> str:
        plain = value.strip()
        if self._kind == "s":
            at = int(plain) if plain.isdecimal() and len(plain) < 10 else -1
            return self._shared[at] if 0 <= at < len(self._shared) else ""
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(plain, plain)
        if self._kind != "n" or not plain:
            return value
        at = int(self._style) if self._style.isdecimal() and len(self._style) < 10 else 0
        return _number(plain, self._styles[at] if at < len(self._styles) else "", self._epoch)


def _number(value: str, style: str, epoch: datetime) -> str:
    """A number as its style (`date`, `duration`, `percent`, "") shows it."""
    try:
        number = float(value)
        if style == "duration":
            minutes, seconds = divmod(round(abs(number) * 86_400), 60)
            said = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}".removesuffix(":00")
            return f"-{said}" if number < 0 else said
        if style == "date":
            if epoch == _EPOCH and 1 <= number < 60:
                epoch += timedelta(days=1)  # a spreadsheet's 1900 has a 29 February
            moment = epoch + timedelta(seconds=round(number * 86_400))
            if 0 <= number < 1:
                return moment.strftime("%H:%M:%S").removesuffix(":00")
            whole = number == int(number)
            day = f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
            return day if whole else f"{day} {moment:%H:%M:%S}".removesuffix(":00")
        if style == "percent":
            return f"{number * 100:.13g}%"
        return f"{number:.15g}" if "e" not in f"{number:.15g}" else value
    except (ValueError, OverflowError):
        return value


def _shared(package: Package, part: str) -> list[str]:
    """The shared strings, phonetic guides left out."""
    out: list[str] = []
    pieces: list[str] = []
    inside = [0, 0]  # in t, in rPh

    def start(name: str, _: Attributes) -> None:
        if name == "si":
            pieces.clear()
        inside[0] += name == "t"
        inside[1] += name == "rPh"

    def end(name: str) -> None:
        if name == "si":
            out.append("".join(pieces))
        inside[0] -= name == "t"
        inside[1] -= name == "rPh"

    def text(words: str) -> None:
        if inside[0] and not inside[1]:
            pieces.append(words)

    if part:
        read_xml(package.chunks(part), start=start, end=end, text=text)
    return out


def _styles(package: Package, part: str) -> list[str]:
    """For each cell style what its numbers are: `date`, `duration`, `percent` or ""."""
    formats: dict[int, str] = {}
    styles: list[str] = []
    within: list[str] = []

    def start(name: str, said: Attributes) -> None:
        within.append(name)
        given = said.get("numFmtId", "")
        number = int(given) if given.isdecimal() and len(given) < 10 else 0
        if name == "numFmt":
            formats[number] = _meaning(said.get("formatCode", ""))
        elif name == "xf" and "cellXfs" in within:
            usual = "date" if number in _DATES else "percent" if number in _PERCENTS else ""
            usual = "duration" if number == _DURATION else usual
            styles.append(formats.get(number, usual))

    def end(_: str) -> None:
        within.pop()

    if part:
        read_xml(package.chunks(part), start=start, end=end)
    return styles


def _meaning(code: str) -> str:
    """What a custom format makes of a number, by the first of its sections."""
    plain = _LITERAL.sub("", code.split(";")[0]).lower()
    if "%" in plain:
        return "percent"
    if "[" in plain:
        return "duration"
    return "date" if re.search(r"[ymdhs]", plain.replace("general", "")) else ""
