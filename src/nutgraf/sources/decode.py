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
_SAMPLE = 65536


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
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _best(data[len(mark) :], charset)
    if data[:4].strip(b"\x00"):
        for start, charset in _XML_WITHOUT_BOM:
            if data.startswith(start):
                return _best(data, charset)
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
    if charset not in _MULTI_BYTE and not charset.startswith("utf"):
        utf8 = _strict(data, "utf-8")
        if utf8 is not None:
            return utf8 if not data.isascii() else Decoded(text=utf8.text, charset="utf-8")
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


def _undeclared(data: bytes) -> Decoded | Undecodable:
    utf8 = _strict(data, "utf-8")
    if utf8 is not None:
        return utf8
    mostly = _mostly_utf8(data)
    if mostly is not None:
        return mostly
    charset = _detect(data)
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
    """UTF-8 with a few broken bytes (a cut file, a pasted word): four good letters to a bad one."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    return Decoded(text=text, charset="utf-8", replaced=bad) if good >= 4 * bad else None


def _detect(data: bytes) -> str:
    """The charset a detector finds in a sample, guarded where short samples mislead it."""
    sample = data[:_SAMPLE]
    high = [byte for byte in sample if byte > 0x7F]
    cyrillic = _cyrillic(sample)
    if cyrillic:
        return cyrillic
    if len(high) < 40 and len(high) * 8 < len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return known_charset(best.encoding.replace("_", "-")) or best.encoding if best else ""


def _cyrillic(sample: bytes) -> str:
    """koi8-r or cp1251 when nearly every high byte is a Cyrillic letter in words of one case.

    The two put small letters where the other puts capitals, so the right one is the one in which
    capitals only begin words.
    """
    best, most = "", 0.0
    for charset in ("koi8-r", "cp1251"):
        text = sample.decode(charset, "replace")
        letters = [char for char in text if char > "\x7f"]
        russian = sum(1 for char in letters if "А" <= char <= "я" or char in "Ёё")
        if len(letters) < 8 or russian < 0.97 * len(letters):
            continue
        words = re.findall(r"[А-Яа-яЁё]{2,}", text)
        orderly = sum(1 for word in words if word[1:].islower())
        share = orderly / len(words) if words else 0.0
        if share > max(most, 0.8):
            best, most = charset, share
    return best
