"""Guessing the charset of bytes that name none and are no UTF-8.

One-byte charsets are told apart by the alphabets they spell: the right one gives letters of one
language, the wrong ones mixtures. Chinese, Japanese and Korean are told by their commonest
characters; what is left goes to charset-normalizer, which is poor at short texts.
"""

from __future__ import annotations

import re

from nutgraf.sources.east_asian import east_asian

_SAMPLE = 65536
_WIDE = 8  # bytes beyond ASCII of the fewest wide characters that tell
_COMMON = frozenset("“”‘’„‚«»–—…•·€£©®™°§²³½¼×\xa0\xad¿¡ºª†")
_LATIN = (
    ("cp1252", "éèàùçâêîôûëïüœæÿ"),
    ("cp1252", "äöüß"),
    ("cp1252", "ñóíáúéü"),
    ("cp1252", "ãõçáéíóúâêôà"),
    ("cp1252", "åäöøæé"),
    ("cp1252", "àèéìòù"),
    ("cp1252", "áéíóúýþæöð"),
    ("cp1250", "ąćęłńóśźż"),
    ("cp1250", "áčďéěíňóřšťúůýž"),
    ("cp1250", "áäčďéíĺľňóôŕšťúýž"),
    ("cp1250", "áéíóöőúüű"),
    ("cp1250", "čćđšž"),
    ("cp1250", "ăâîşţ"),
    ("iso8859-2", "ąćęłńóśźż"),
    ("iso8859-2", "áčďéěíňóřšťúůýž"),
    ("iso8859-2", "áäčďéíĺľňóôŕšťúýž"),
    ("iso8859-2", "áéíóöőúüű"),
    ("cp1254", "çğıöşü"),
    ("cp1257", "āčēģīķļņšūž"),
    ("cp1257", "ąčęėįšųūž"),
)
# Letters a language has and seldom writes: known, but less telling.
_RARE = {"cp1254": frozenset("âîû")}
# Signs in the middle of a word, and Spanish marks at its end, are letters of another charset.
_ODD = re.compile("(?<=[^\\W\\d_])(?:[³²¹½¼×£§©®°ºª•](?=[^\\W\\d_])|[¿¡])")
_THAI_ODD = re.compile("(?:^|[เ-ไ])[ะ-ฺๅ-๎]|[เ-ไ](?:[^ก-ฮ]|$)|[ิ-ฺ]{3}")
_HEBREW_INSIDE = re.compile("[ךםןףץ][א-ת]")
_SCRIPTS = (
    ("cp1255", "א-ת\u05b0-\u05c4"),
    ("koi8-r", "а-яё"),
    ("cp1251", "а-яё"),
    ("koi8-u", "а-яґєії"),
    ("cp1251", "а-яґєіїўђјљњћџ"),
    ("cp866", "а-яё"),
    ("iso8859-5", "а-яё"),
    ("cp1253", "ͰΆ-ώ"),
    ("iso8859-7", "ͰΆ-ώ"),
    ("cp1256", "ء-ي\u064b-\u0652پچژگکی،؟؛"),
    ("cp874", "ก-ฺเ-๛"),
)


def detect(data: bytes) -> str:
    """A Python codec name for the bytes, "" when nothing fits."""
    sample = data[:_SAMPLE]
    high = sum(1 for byte in sample if byte > 0x7F)
    letters = sum(1 for byte in sample if 65 <= byte <= 90 or 97 <= byte <= 122)
    found = east_asian(sample) if high >= _WIDE else ""
    if not found and high > letters // 2:
        found = _script(sample)
    return found or _latin(sample) or _asked(sample)


def _latin(sample: bytes) -> str:
    """The Latin charset in which nearly all that is not ASCII belongs to one language."""
    best, most = "", 0.9
    texts: dict[str, list[str]] = {}
    for charset, alphabet in _LATIN:
        if charset not in texts:
            decoded = sample.decode(charset, "replace").lower()
            odd = {found.start() for found in _ODD.finditer(decoded)}
            texts[charset] = [
                "\ufffd" if at in odd else char for at, char in enumerate(decoded) if char > "\x7f"
            ]
        high = texts[charset]
        rare = _RARE.get(charset, ())
        known = sum(1.0 for char in high if char in alphabet or char in _COMMON)
        known += sum(0.5 for char in high if char in rare)
        share = known / len(high) if high else 0.0
        if share > most + 0.005:
            best, most = charset, share
    return best


def _script(sample: bytes) -> str:
    """The charset of one of the small alphabets, when its letters stand in orderly words.

    KOI8 puts small Cyrillic letters where windows-1251 puts capitals, so the right one is the one
    in which capitals only begin words.
    """
    best, most = "", 0.8
    for charset, letters in _SCRIPTS:
        text = sample.decode(charset, "replace")
        high = [char for char in text if char > "\x7f" and char not in _COMMON]
        own = re.compile(f"[{letters}]", re.I)
        known = sum(1 for char in high if own.match(char))
        if len(high) < 4 or known < 0.96 * len(high):
            continue
        words = re.findall(f"[{letters}]{{2,}}", text, re.I)
        orderly = sum(1 for word in words if _orderly(word))
        share = (orderly / len(words) if words else 0.0) * known / len(high)
        capitals = sum(1 for word in words if word.isupper() and word.lower() != word)
        share -= 0.3 * capitals / max(len(words), 1)
        if share > most + 0.005:
            best, most = charset, share
    return best


def _orderly(word: str) -> bool:
    """Whether capitals only begin the word, Hebrew's final letters only end it, and Thai vowels
    stand by a consonant."""
    if "ก" <= word[0] <= "๛":
        return not _THAI_ODD.search(word)
    if "א" <= word[0] <= "ת":
        return not _HEBREW_INSIDE.search(word)
    return word[1:] == word[1:].lower() or word.isupper()


def _asked(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else ""
