"""Addresses as they are shown to a person: look-alike letters of other alphabets are seen.

By the highly restrictive level of Unicode Technical Standard 39 (section 5.2): a label of a host is
shown in its letters only when they are of one script, or of the scripts that Chinese, Japanese or
Korean are written in. One whose letters all pass for Latin ones stays in its ASCII form (`xn--`).
"""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from nutgraf.text import showable

_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
_SCRIPTS = frozenset({
    "LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "HEBREW", "ARABIC", "DEVANAGARI", "BENGALI", "GURMUKHI",
    "GUJARATI", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN",
    "MYANMAR", "GEORGIAN", "ETHIOPIC", "KHMER", "HANGUL", "HIRAGANA", "KATAKANA", "CJK", "BOPOMOFO",
    "KATAKANA-HIRAGANA", "IDEOGRAPHIC",
})  # fmt: skip
# Letters of other alphabets that pass for Latin ones (UTS 39, confusables.txt, the usual ones).
_PASS_FOR_LATIN = frozenset("асԁеԍһіјӏкӄоорԛгѕтԝвнмхуүѵѡҽьпцшωοανκρυτιερκηγχϲϳіοսոցհօզյոſıɩɑɡ")


def shown_address(address: str) -> str:
    """An address for a person to read: its host as `shown_host` has it, the rest as it stands.

    What is no web address is given back, without characters that hide.
    """
    plain = showable(address)
    try:
        host = urlsplit(plain).hostname or ""
    except ValueError:
        return plain
    start = plain.lower().find(host) if host else -1
    if start < 0:
        return plain
    return plain[:start] + shown_host(host) + plain[start + len(host) :]


def shown_host(host: str) -> str:
    """A host name in its own letters where no label can be taken for another, else in ASCII."""
    try:
        letters = [_letters(label) for label in host.split(".")]
        plain = [_ascii(label) for label in letters]
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")
    if all(_is_plain(label) for label in letters):
        return ".".join(letters)
    return ".".join(plain)


def _letters(label: str) -> str:
    """A label in its letters; what `xn--` hides is read, and must be written as IDNA has it."""
    if not label.lower().startswith("xn--"):
        return label
    letters = label[4:].encode("ascii").decode("punycode")
    return letters if _ascii(letters) == label.lower() else label


def _ascii(label: str) -> str:
    return label if label.isascii() else label.encode("idna").decode("ascii")


def _is_plain(label: str) -> bool:
    if label.isascii():
        return True
    if unicodedata.normalize("NFKC", label).casefold() != label.casefold():
        return False
    scripts = {_script(char) for char in label if not char.isascii() or char.isalpha()}
    if not scripts <= _SCRIPTS:
        return False
    if len(scripts) > 1:
        return any(scripts <= together for together in _TOGETHER)
    others = [char for char in label.lower() if not (char.isdecimal() or char == "-")]
    return not all(char in _PASS_FOR_LATIN for char in others)


def _script(char: str) -> str:
    """The first word of a character's name, which for letters is that of their script."""
    return unicodedata.name(char, "").partition(" ")[0]
