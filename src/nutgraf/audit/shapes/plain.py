"""The audit of a digest as JSON: the fields of `nutgraf check --json`, and more beside them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from nutgraf.archive.model import Capture
from nutgraf.audit.auditing import Audited, DigestReport, Noted
from nutgraf.audit.crosswise.model import SourcePlace
from nutgraf.audit.digest.model import Place

_LONGEST_QUOTE = 2_000


def plain_report(report: DigestReport, path: str) -> dict[str, Any]:
    """The report as plain values, by the public format."""
    return {
        "path": path,
        "proved": "source",
        "sentences": len(report.judged),
        "failed": [_failed(one, noted, report) for one, noted in report.failed],
        "digest": {
            "title": report.digest.title,
            "date": report.digest.day.isoformat() if report.digest.day else None,
            "form": report.digest.form,
            "sources": len(report.captures),
        },
        "verdicts": dict(sorted(Counter(one.outcome for one in report.judged).items())),
        "audited": [_audited(one) for one in report.judged],
        "notes": list(report.notes),
    }


def _failed(one: Audited, noted: Noted, report: DigestReport) -> dict[str, Any]:
    return {
        "sentence": one.sentence.id,
        "kind": noted.kind,
        "message": noted.message,
        "rule": noted.rule,
        "level": noted.level,
        "text": one.sentence.text,
        "start": noted.start,
        "end": noted.end,
        "place": _place(one.sentence.place),
        "sources": [_source(place, report.captures[place.capture]) for place in noted.places],
    }


def _source(place: SourcePlace, capture: Capture) -> dict[str, Any]:
    return {
        "capture": capture.id,
        "url": capture.address or None,
        "title": capture.title,
        "owner": capture.owner,
        "start": place.start,
        "end": place.end,
        "quote": capture.text[place.start : place.end][:_LONGEST_QUOTE],
    }


def _audited(one: Audited) -> dict[str, Any]:
    return {
        "sentence": one.sentence.id,
        "text": one.sentence.text,
        "place": _place(one.sentence.place),
        "verdict": one.outcome,
        "score": one.weighed.score if one.weighed else None,
        "cites": [
            {
                "url": led.cite.url or None,
                "pairing": led.cite.pairing,
                "capture": led.capture.id if led.capture else None,
            }
            for led in one.led
        ],
    }


def _place(place: Place) -> dict[str, int]:
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }
