"""Times of day: `15:00`, `3 p.m.`, `5.30am`, `noon`, `half past five`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nutgraf.reading.numerals import in_words

_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_HALF = r"(?P<half>\s?(?:a\.m\.|p\.m\.|am\b|pm\b|AM\b|PM\b))"
_ZONE = r"(?:\s?(?:UTC|GMT|CET|CEST|BST|EST|EDT|ET|PST|PDT|PT)\b)"
_CLOCK = re.compile(
    # Not a running time (2:18:41), an odd (10:1) or a ratio.
    rf"(?<![\w:.,])(?P<hour>2[0-3]|[01]?\d):(?P<minute>[0-5]\d)(?!:\d|\d|\.\d){_HALF}?"
    rf"|(?<![\w:.,])(?P<hour2>2[0-3]|[01]?\d)(?:[.](?P<minute2>[0-5]\d))?(?:{_HALF.replace('half', 'half2')}|{_ZONE})"
    rf"|\b(?P<past>half|quarter|five|ten|twenty|twenty-five) (?P<side>past|to) (?P<hour3>{_HOURS}|1[0-2]|[1-9])\b(?! (?:percent|per cent)|[%.,]\d)"
    rf"|\b(?P<word>noon|midday|midnight)\b"
    rf"|\b(?P<hour4>{_HOURS}) o['’]clock\b"
)
_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day: `minute` after midnight, 0-1439; `half` tells whether the words say which
    half of the day (`3 p.m.`, `15:00`) or leave it open (`half past three`).
    """

    start: int
    end: int
    minute: int
    half: bool = True

    def meets(self, other: Clock) -> bool:
        """Whether both may be one time of day."""
        if self.half and other.half:
            return self.minute == other.minute
        return self.minute % (_DAY // 2) == other.minute % (_DAY // 2)


def clocks(text: str) -> tuple[Clock, ...]:
    """The times of day of a text, in order."""
    if ":" not in text and not any(hint in text for hint in _HINTS):
        return ()
    return tuple(one for match in _CLOCK.finditer(text) if (one := _read(match)) is not None)


_HINTS = ("am", "pm", "a.m", "p.m", "AM", "PM", "noon", "mid", "past", "to ", "clock",
          "UTC", "GMT", "CE", "ST", "ET", "PT", "DT")  # fmt: skip


def _read(match: re.Match[str]) -> Clock | None:
    if match["word"]:
        minute, half = 0 if match["word"] == "midnight" else _DAY // 2, True
    elif match["past"]:
        shift = _MINUTES[match["past"].casefold()]
        hour = _hour(match["hour3"])
        if match["side"] == "to" and match["past"] != "quarter":
            return None  # `from five to ten` are two figures
        minute, half = hour * 60 + (shift if match["side"] == "past" else -shift), False
    elif match["hour4"]:
        minute, half = _hour(match["hour4"]) * 60, False
    else:
        hour = int(match["hour"] or match["hour2"])
        minute = hour * 60 + int(match["minute"] or match["minute2"] or 0)
        mark = (match["half"] or match["half2"] or "").strip().casefold()
        half = True
        if mark:
            if hour > 12:
                return None
            minute += _DAY // 2 * ((mark[0] == "p") - (hour == 12))
        elif match["hour"] and len(match["hour"]) == 1 and hour < 10:
            half = False  # `9:20` may be morning or evening
    return Clock(start=match.start(), end=match.end(), minute=minute % _DAY, half=half)


def _hour(words: str) -> int:
    return int(words) if words.isdigit() else int(in_words(words) or 0)
