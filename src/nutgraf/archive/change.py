"""Whether a text changed, or only what changes at every look: clocks, counters, advertisements.

A watched page says "3 minutes ago", "1,024 views" and today's date; none of it is news. What is
compared is each line with such words taken out. All other figures count as they stand: a death toll
or a price that moves is a change.
"""

from __future__ import annotations

import re
from unicodedata import category

from nutgraf.text import one_line

_UNITS = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhd]"
    r"|sekunden?|minuten?|stunden?|std\.?|tag(?:en?)?|wochen?|monat(?:en?)?|jahr(?:en?)?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?"
    r"|segundos?|minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|años?)"
)
_MANY = r"(?:\d{1,4}|an?|one|a few|einer?|einem|une?|quelques|un[ao]?|unos|unas)"
_AGO = re.compile(
    rf"\b{_MANY}\s?{_UNITS}\s+ago\b|\bvor\s+{_MANY}\s+{_UNITS}(?!\w)"
    rf"|\bil y a\s+{_MANY}\s+{_UNITS}(?!\w)|\bhace\s+{_MANY}\s+{_UNITS}(?!\w)|\bjust now\b|\bmoments ago\b",
    re.I,
)
_NUMBER = r"\d{1,3}(?:[.,\u202f\u00a0 ]\d{3})+|\d+(?:[.,]\d+)?"
_COUNTER = re.compile(
    rf"(?<![\w$€£%.,-])(?:{_NUMBER})\s?(?:[kKmM]\b)?\s?"
    r"(?:views?|comments?|shares?|likes?|reactions?|repl(?:y|ies)|reposts?|retweets?|upvotes?|points?"
    r"|claps?|reads|followers?|subscribers?|(?:readers?|users?|people|visitors?|guests?) (?:are )?online"
    r"|min(?:ute)?s? read|kommentare?|aufrufe|vues|commentaires?|partages|vistas|comentarios?)\b",
    re.I,
)  # fmt: skip
_COUNTED = re.compile(
    rf"\b(?:views?|comments?|shares?|likes?|reactions?|followers?|subscribers?|replies|kommentare"
    rf"|aufrufe|commentaires|comentarios)\s?[:(]\s?(?:{_NUMBER})\s?[kKmM]?\)?",
    re.I,
)
_NAMES = (
    r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[eé]rcoles|jueves|viernes"
    r"|s[aá]bado|domingo|wed|thu|sat"
    r"|jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[eé]v(?:rier)?|mar(?:ch|s|zo)?|märz|apr(?:il)?|avril|may|mai"
    r"|june?|juni|juin|july?|juli|juillet|aug(?:ust)?|août|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?"
    r"|nov(?:ember|embre)?|de[cz](?:ember)?|déc(?:embre)?|enero|febrero|abril|mayo|junio|julio|agosto"
    r"|septiembre|octubre|noviembre|diciembre"
)
_CLOCK_WORD = re.compile(
    rf"(?:{_NAMES})\.?|\d{{1,4}}(?:st|nd|rd|th|er)?|\d{{1,2}}[:.h]\d{{2}}(?:[:.]\d{{2}})?(?:am|pm)?"
    r"|\d{4}-\d\d-\d\dt?[\d:.z+-]*|[ap]\.?m\.?|utc|gmt|[ecmp][sd]?t|cest?|bst|uhr|at|on|of|um|à|le|de|el"
    r"|last|updated?|posted|published|modified|refreshed|today|time|now|local|page|generated|loaded|as"
    r"|stand|aktualisiert|zuletzt|heute|veröffentlicht|mis|jour|publié|modifié|aujourd'hui"
    r"|actualizado|publicado|hoy|última|actualización",
    re.I,
)
_CLOCK_SURE = re.compile(
    rf"\d{{1,2}}[:h]\d{{2}}|\d{{4}}-\d\d-\d\d|\b(?:{_NAMES})\b|(?:up|ak)\w*(?:date|siert)|just now",
    re.I,
)
# A date alone may be a deadline. One with its day of the week stands at the head of a front page.
_CLOCK_BESIDE = re.compile(
    r"\d{1,2}[:h]\d{2}|just now|\b(?:last|(?:up|ak)\w*(?:dated?|siert)|posted|published|modified|refreshed|today|now"
    r"|generated|loaded|stand|zuletzt|heute|veröffentlicht|jour|publié|modifié|aujourd'hui|actualizado"
    r"|publicado|hoy|actualización|(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)\b",
    re.I,
)
_ADVERTISED = re.compile(
    r"(?:advertisements?|advertising|ads?|sponsored(?: content)?|promoted|anzeige|werbung|publicit[eé]"
    r"|publicidad|anuncio)\W*(?:continue reading below|scroll to continue|story continues below.*)?"
    r"|(?:story|article) continues below(?: advertisement)?\W*|skip ad\w*\W*",
    re.I,
)
_MARKS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+|\t")
_SIGNS = re.compile(r"(?<=\d)[.,](?=\d)|[-−](?=\d)|%|(?<=\d) ?/|/(?= ?\d)")
_LONGEST_CLOCK = 160
_LONGEST_AGO = 60
_MOST_AGO_WORDS = 8
_LONGEST = 500_000


def same_but_for_noise(old: str, new: str) -> bool:
    """Whether two canonical texts say the same once clocks, counters and advertisement labels are out.

    True only when every line that is left is equal, in the same order, letter case, punctuation and
    white space aside. Symmetric; the cost is linear in the texts, and texts of more than 500,000
    characters are compared as they stand.
    """
    if old == new or max(len(old), len(new)) > _LONGEST:
        return old == new
    return settled(old) == settled(new)


def settled(text: str) -> tuple[str, ...]:
    """The lines of a text as they are compared: without what changes at every look."""
    lines = (_settled_line(line) for line in text.split("\n"))
    return tuple(line for line in lines if line)


def _settled_line(line: str) -> str:
    plain = one_line(line)
    if _ADVERTISED.fullmatch(plain):
        return ""
    if len(plain) <= _LONGEST_CLOCK:
        plain = " ".join(part for part in _PARTS.split(plain) if not _moves(part.strip()))
    if len(plain) <= _LONGEST_AGO and len(plain.split()) <= _MOST_AGO_WORDS:
        plain = _AGO.sub(" ", plain)
    # A sign before or inside a figure stays: -3 is not 3, 1.5 is not 15, and < is not >.
    kept = _SIGNS.sub(lambda mark: f" {ord(mark[0].strip())} ", plain)
    kept = "".join(
        f" {ord(one)} " if category(one) in {"Sm", "Sc"} and one != "|" else one for one in kept
    )
    return _MARKS.sub(" ", kept).strip().casefold()


def _moves(part: str) -> bool:
    """Whether a short line, or a part of one between marks, is a clock, a counter or a label."""
    return bool(
        _COUNTER.fullmatch(part)
        or _COUNTED.fullmatch(part)
        or _ADVERTISED.fullmatch(part)
        or _is_clock(part)
        or (_AGO.search(part) and len(_AGO.sub(" ", part).split()) < 2)
    )


def _is_clock(line: str) -> bool:
    """Whether a line holds nothing but a date, a time or when the page was made."""
    if not (_CLOCK_SURE.search(line) and _CLOCK_BESIDE.search(line)):
        return False
    words = [word.strip("()[],;:–—-.") for word in line.split()]
    return all(not word or _CLOCK_WORD.fullmatch(word) for word in words)
