"""The audit of a digest as SARIF 2.1.0 (OASIS, 2020), which code review shows at the sentence's line."""

from __future__ import annotations

from typing import Any

from nutgraf import __version__
from nutgraf.audit.auditing import Audited, DigestReport, Noted
from nutgraf.audit.shapes.quoting import quoted_sentences
from nutgraf.audit.shapes.rules import RULES
from nutgraf.ids import digest
from nutgraf.text import one_line

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_NAMES = tuple(RULES)
_LONGEST_QUOTE = 300


def sarif_of(report: DigestReport, path: str) -> dict[str, Any]:
    """One run: a rule per kind that was found, a result per finding with its region in the file.

    Columns count code points from 1 (`columnKind` says so). `partialFingerprints` are of the sentence
    and rule alone, so that a finding keeps its identity when lines move.
    """
    used = [name for name in _NAMES if any(noted.rule == name for _, noted in report.failed)]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "nutgraf",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "rules": [_rule(name) for name in used],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(one, noted, used, path, report) for one, noted in report.failed
                ],
            }
        ],
    }


def _rule(name: str) -> dict[str, Any]:
    title, said, then = RULES[name]
    return {
        "id": name,
        "name": "".join(word.capitalize() for word in title.split()),
        "shortDescription": {"text": said},
        "fullDescription": {"text": f"{said} {then}"},
        "help": {"text": f"{said} {then}", "markdown": f"**{title}.** {said}\n\n{then}"},
        "defaultConfiguration": {"level": "error"},
    }


def _result(
    one: Audited, noted: Noted, used: list[str], path: str, report: DigestReport
) -> dict[str, Any]:
    place = one.sentence.place
    quotes = []
    for found in noted.places[:3]:
        capture = report.captures[found.capture]
        words = quoted_sentences(capture, found, _LONGEST_QUOTE)
        quotes.append(f'"{words}" ({one_line(capture.address or capture.title)})')
    message = " ".join([one_line(noted.message), *dict.fromkeys(f"Source: {q}" for q in quotes)])
    return {
        "ruleId": noted.rule,
        "ruleIndex": used.index(noted.rule),
        "level": noted.level,
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(path)},
                    "region": {
                        "startLine": place.line,
                        "startColumn": place.column,
                        "endLine": place.end_line,
                        "endColumn": place.end_column,
                        "snippet": {"text": one_line(one.sentence.text)[:_LONGEST_QUOTE]},
                    },
                }
            }
        ],
        "partialFingerprints": {"sentenceAndRule/v1": digest(noted.rule, one.sentence.text)},
    }


def _uri(path: str) -> str:
    """A path as a relative reference (RFC 3986): slashes, and what a URI may not hold escaped."""
    from urllib.parse import quote

    return quote(path.replace("\\", "/"), safe="/._-~!$&'()*+,;=@")
