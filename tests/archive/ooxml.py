"""Office documents by a mini-generator: the few parts a reader looks at, and traps made of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
A = f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{_R}"'
S = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_R}"'


def package(parts: Mapping[str, str | bytes], *, pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of these parts, the list of types before them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", pack) as made:
        for name, body in {"[Content_Types].xml": _TYPES, **parts}.items():
            made.writestr(zipfile.ZipInfo(name), body, pack)
    return out.getvalue()


def relations(**targets: str) -> str:
    """Relationships by id: `rId1="slide slides/slide1.xml"`."""
    rows = ""
    for name, said in targets.items():
        kind, target = said.split(" ")
        mode = ' TargetMode="External"' if "://" in target else ""
        rows += f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{target}"{mode}/>'
    return f"<Relationships>{rows}</Relationships>"


def docx(body: str, **more: str | bytes) -> bytes:
    """A document of this body; more parts by path with `__` for `/`."""
    parts = {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in more.items()}
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return package({"word/document.xml": document, **parts})


def paragraph(*runs: str) -> str:
    """A paragraph of runs of words."""
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def pptx(slides: list[str], notes: Mapping[int, str] | None = None) -> bytes:
    """Slides of shapes, listed in their order though their files are numbered backwards."""
    parts: dict[str, str] = {}
    ids, rows = "", {}
    for at, slide in enumerate(slides):
        number = len(slides) - at
        parts[f"ppt/slides/slide{number}.xml"] = slide
        rows[f"rId{at}"] = f"slide slides/slide{number}.xml"
        ids += f'<p:sldId id="{256 + at}" r:id="rId{at}"/>'
        if notes and at in notes:
            parts[f"ppt/notesSlides/notes{number}.xml"] = notes[at]
            parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(
                rId1=f"notesSlide ../notesSlides/notes{number}.xml"
            )
    parts["ppt/presentation.xml"] = (
        f"<p:presentation {A}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    )
    parts["ppt/_rels/presentation.xml.rels"] = relations(**rows)
    return package(parts)


def slide(*texts: str, kind: str = "", more: str = "") -> str:
    """A slide of one shape a text, all of one placeholder kind."""
    place = (
        f'<p:nvSpPr><p:cNvPr id="1" name="x"/><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
        if kind
        else ""
    )
    shapes = "".join(
        f"<p:sp>{place}<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        for text in texts
    )
    return f"<p:sld {A} {more}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"


def xlsx(
    sheets: Mapping[str, str],
    *,
    shared: str = "",
    styles: str = "",
    book: str = "",
    states: Mapping[str, str] | None = None,
) -> bytes:
    """Sheets of rows by name, with shared strings and styles."""
    parts: dict[str, str] = {}
    listed, rows = "", {}
    for at, (name, data) in enumerate(sheets.items(), 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = (
            f"<worksheet {S}><sheetData>{data}</sheetData></worksheet>"
        )
        rows[f"rId{at}"] = f"worksheet worksheets/sheet{at}.xml"
        state = (states or {}).get(name, "")
        listed += (
            f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"'
            + (f' state="{state}"' if state else "")
            + "/>"
        )
    if shared:
        parts["xl/sharedStrings.xml"] = f"<sst {S}>{shared}</sst>"
        rows["rId98"] = "sharedStrings sharedStrings.xml"
    if styles:
        parts["xl/styles.xml"] = f"<styleSheet {S}>{styles}</styleSheet>"
        rows["rId99"] = "styles styles.xml"
    parts["xl/workbook.xml"] = f"<workbook {S}>{book}<sheets>{listed}</sheets></workbook>"
    parts["xl/_rels/workbook.xml.rels"] = relations(**rows)
    return package(parts)
