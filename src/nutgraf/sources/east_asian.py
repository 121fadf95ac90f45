"""Telling the charsets of Chinese, Japanese and Korean apart by what they spell.

Japanese cannot be written without kana, Korean is nearly all Hangul, and in Chinese a few hundred
characters make half of any text; the wrong charset spells none of that.
"""

from __future__ import annotations

import re

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_MARKS = re.compile("[\u3000-\u303f\uff01-\uff65\u2010-\u2027\u00b7]")
_SIMPLE = frozenset(
    "的一是不了在有人这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小"
    "么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已从动两长"
    "市政府工程新司员示型更快现关报将被与及其月日周"
)
_TRADITIONAL = frozenset(
    "的一是不了在有人這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小"
    "麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已從動兩長"
    "市政府工程新司員示型更快現關報將被與及其月日週"
)
_FEWEST = 4
_KANA_SHARE = 0.2
_HANGUL_SHARE = 0.9
_COMMON_SHARE = 0.15


def east_asian(sample: bytes) -> str:
    """The codec of text in one of these scripts, "" where the bytes spell none of them."""
    for charset in ("euc_jp", "cp932"):
        if _share(_wide(sample, charset), _KANA) >= _KANA_SHARE:
            return charset
    korean = _MARKS.sub("", _wide(sample, "cp949"))
    if _share(korean, _HANGUL) >= _HANGUL_SHARE:
        return "cp949"
    shares = [
        (_common(_wide(sample, charset), known), charset)
        for charset, known in (("gb18030", _SIMPLE), ("big5hkscs", _TRADITIONAL))
    ]
    best, charset = max(shares, key=lambda one: one[0])
    return charset if best >= _COMMON_SHARE else ""


def _wide(sample: bytes, charset: str) -> str:
    """What is not ASCII in the decoded bytes, whose last character may be cut; "" if they are not
    of this charset."""
    for cut in range(4):
        try:
            text = sample[: len(sample) - cut].decode(charset)
        except UnicodeDecodeError:
            continue
        return "".join(char for char in text if char > "\x7f")
    return ""


def _share(text: str, kind: re.Pattern[str]) -> float:
    return len(kind.findall(text)) / len(text) if len(text) >= _FEWEST else 0.0


def _common(text: str, known: frozenset[str]) -> float:
    plain = _MARKS.sub("", text)
    return sum(char in known for char in plain) / len(plain) if len(plain) >= _FEWEST else 0.0
