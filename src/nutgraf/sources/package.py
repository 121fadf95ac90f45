"""What kind of office document a zip package is, by the names of its members alone."""

from __future__ import annotations

import io
import zipfile

_TYPES = "[content_types].xml"
_KINDS = (
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("xl/workbook.xml", "xlsx"),
)
_MOST_NAMES = 10_000


def package_kind(data: bytes) -> str:
    """`docx`, `pptx` or `xlsx` (ECMA-376), "" for every other zip archive and all else.

    Nothing is unpacked. A package of more names than documents have is none.
    """
    if not data.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.lower() for name in package.namelist()[: _MOST_NAMES + 1]}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return ""
    if _TYPES not in names or len(names) > _MOST_NAMES:
        return ""
    return next((kind for part, kind in _KINDS if part in names), "")
