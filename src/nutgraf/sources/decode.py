"""Bytes to text: which charset, and what could not be read.

Order: byte order mark, the sender's charset, the XML declaration or HTML meta, valid UTF-8, a
detector. A declared one-byte charset yields to bytes that are valid UTF-8 throughout, because
one-byte text is UTF-8 by accident practically never while wrong labels are common. UTF-7 is
refused: no honest page uses it and it smuggles markup past every scanner.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from nutgraf.sources.detect import detect

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_WITHOUT_BOM = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
# Labels as the WHATWG Encoding Standard reads them (section 4.2): latin-1 means windows-1252, and
# so on. Only these names reach Python's codecs: some of those are no charsets at all.
_LABELS = {
    "utf8": "utf-8", "ascii": "cp1252", "usascii": "cp1252", "iso88591": "cp1252",
    "latin1": "cp1252", "l1": "cp1252", "windows1252": "cp1252", "cp1252": "cp1252",
    "iso885915": "iso8859-15", "latin9": "iso8859-15", "iso88592": "iso8859-2",
    "latin2": "iso8859-2", "iso88593": "iso8859-3", "iso88594": "iso8859-4",
    "iso88595": "iso8859-5", "iso88596": "iso8859-6", "iso88597": "iso8859-7",
    "iso88598": "iso8859-8", "iso88598i": "iso8859-8", "iso88599": "cp1254", "latin5": "cp1254",
    "iso885910": "iso8859-10", "iso885913": "iso8859-13", "iso885914": "iso8859-14",
    "iso885916": "iso8859-16", "iso885911": "cp874", "tis620": "cp874", "windows874": "cp874",
    "windows1250": "cp1250", "cp1250": "cp1250", "windows1251": "cp1251", "cp1251": "cp1251",
    "cp1253": "cp1253", "cp1254": "cp1254", "cp1255": "cp1255", "cp1256": "cp1256",
    "cp1257": "cp1257", "cp1258": "cp1258", "cp874": "cp874", "cp932": "cp932", "cp949": "cp949",
    "windows1253": "cp1253", "windows1254": "cp1254", "windows1255": "cp1255",
    "windows1256": "cp1256", "windows1257": "cp1257", "windows1258": "cp1258",
    "koi8r": "koi8-r", "koi8u": "koi8-u", "ibm866": "cp866", "cp866": "cp866", "cp437": "cp437",
    "macintosh": "mac-roman", "macroman": "mac-roman", "gb2312": "gb18030", "gbk": "gb18030",
    "gb18030": "gb18030", "xgbk": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs",
    "shiftjis": "cp932", "sjis": "cp932", "xsjis": "cp932", "windows31j": "cp932",
    "eucjp": "euc_jp", "xeucjp": "euc_jp", "iso2022jp": "iso2022_jp", "euckr": "cp949",
    "ksc56011987": "cp949", "windows949": "cp949", "utf16": "utf-16-le", "utf16le": "utf-16-le",
    "utf16be": "utf-16-be", "utf32": "utf-32-le", "utf32le": "utf-32-le", "utf32be": "utf-32-be",
    "unicode": "utf-16-le", "unicodefffe": "utf-16-be",
}  # fmt: skip
_SEVEN = frozenset({"utf7", "unicode11utf7", "unicode20utf7", "csunicode11utf7", "xunicode20utf7"})
_MULTI_BYTE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "iso2022_jp"})
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_META_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.I
)
_HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.I)
_BROKEN = re.compile("\ufffd+")
_TELLING = 10  # characters beyond ASCII after which valid UTF-8 is no accident


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text, the charset that read it, and how many characters had to be replaced by U+FFFD."""

    text: str
    charset: str
    replaced: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecodable:
    """Bytes that must not or cannot be read as text, in two sentences."""

    rule: str
    happened: str
    next_step: str


def decode(data: bytes, *, media_type: str = "") -> Decoded | Undecodable:
    """The text of `data`; `media_type` is what the sender said, its `charset` parameter included."""
    marked = marked_charset(data)
    if marked:
        return _best(data[marked[1] :], marked[0])
    labels = (_http_label(media_type), declared_label(data))
    if any(_plain(label) in _SEVEN for label in labels):
        return Undecodable(
            rule="charset-utf-7",
            happened="It says that it is written in UTF-7, which hides markup from every check.",
            next_step="Save it as UTF-8 and add it again.",
        )
    for label in labels:
        charset = known_charset(label)
        decoded = _as_declared(data, charset) if charset else None
        if decoded is not None:
            return decoded
    return _undeclared(data)


def marked_charset(data: bytes) -> tuple[str, int] | None:
    """Charset and length of the byte order mark; (charset, 0) for UTF-16 and UTF-32 whose zero
    bytes give them away without one; None for all else."""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return charset, len(mark)
    if data[:4].strip(b"\x00"):
        for start, charset in _XML_WITHOUT_BOM:
            if data.startswith(start):
                return charset, 0
    head = data[:400]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) >= 8 and max(even, odd) * 5 > len(head) * 2 and min(even, odd) * 20 < len(head):
        return ("utf-16-le" if odd > even else "utf-16-be"), 0
    return None


def known_charset(label: str) -> str:
    """The codec for a charset label, "" for one we do not read."""
    return _LABELS.get(_plain(label), "")


def declared_label(data: bytes) -> str:
    """The charset an XML declaration or an HTML meta element names, as written; "" for none."""
    found = _XML_DECLARED.search(data[:1024]) or _META_DECLARED.search(data[:4096])
    return found[1].decode("ascii") if found else ""


def _http_label(media_type: str) -> str:
    found = _HTTP_CHARSET.search(media_type)
    return found[1] if found else ""


def _plain(label: str) -> str:
    return re.sub(r"[^a-z0-9]", "", label.lower().removeprefix("cs"))


def _as_declared(data: bytes, charset: str) -> Decoded | None:
    """The text if the declared charset can be true of these bytes."""
    if charset.startswith(("utf-16", "utf-32")) and b"\x00" not in data[:256]:
        return None  # a label readable as ASCII cannot stand in UTF-16
    if charset == "utf-8":
        return _strict(data, "utf-8")
    if not charset.startswith("utf"):
        utf8 = _strict(data, "utf-8")
        one_byte = charset not in _MULTI_BYTE
        if utf8 is not None and (one_byte or (charset != "iso2022_jp" and _telling(utf8.text))):
            return utf8
        if one_byte:
            return _strict(data, charset) or (_latin(data) if charset == "cp1252" else None)
    strict = _strict(data, charset)
    if strict is not None:
        return strict
    if charset.startswith("utf"):
        return _best(data, charset)
    loose = data.decode(charset, "replace")
    replaced = loose.count("\ufffd")
    return (
        Decoded(text=loose, charset=charset, replaced=replaced)
        if replaced * 50 < len(loose)
        else None
    )


def _telling(text: str) -> bool:
    return sum(1 for char in text if char > "\x7f") >= _TELLING


def _undeclared(data: bytes) -> Decoded | Undecodable:
    utf8 = _strict(data, "utf-8")
    if utf8 is not None:
        return utf8
    mostly = _mostly_utf8(data)
    if mostly is not None:
        return mostly
    charset = detect(data)
    found = _strict(data, charset) if charset else None
    return found or _strict(data, "cp1252") or _latin(data)


def _strict(data: bytes, charset: str) -> Decoded | None:
    try:
        return Decoded(text=data.decode(charset), charset=charset)
    except (UnicodeDecodeError, LookupError):
        return None


def _best(data: bytes, charset: str) -> Decoded:
    text = data.decode(charset, "replace")
    return Decoded(
        text=text, charset=charset, replaced=0 if _strict(data, charset) else text.count("\ufffd")
    )


def _latin(data: bytes) -> Decoded:
    """windows-1252 whose five unassigned bytes stay the control characters they are in latin-1."""
    text = "".join(
        bytes([byte]).decode("latin-1" if byte in _UNASSIGNED else "cp1252") for byte in data
    )
    return Decoded(text=text, charset="cp1252")


_UNASSIGNED = frozenset(b"\x81\x8d\x8f\x90\x9d")


def _mostly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken places (a cut file, a pasted word): two good letters to a place."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    places = len(_BROKEN.findall(text))
    return Decoded(text=text, charset="utf-8", replaced=bad) if good >= 2 * places else None
