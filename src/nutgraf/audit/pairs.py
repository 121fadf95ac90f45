"""Pairs of a sentence and the texts it is said to stand on: a line in, a line out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import Any

from nutgraf.gate import PairVerdict, judge_pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence and its sources; `id` is any JSON value, echoed as it came."""

    id: Any
    sentence: str
    sources: tuple[str, ...]


def answer_pair(line: bytes, number: int) -> tuple[str, bool]:
    """The answer to one line of pairs, as one line of JSON without its end, and whether it could be
    answered.

    A line that cannot be read is answered by its `number` (from 1) and why; raises nothing.
    """
    try:
        pair = read_pair(line)
    except ValueError as problem:
        return _json({"id": None, "line": number, "error": str(problem)}), False
    verdict = judge_pair(pair.sentence, pair.sources)
    return _json({"id": pair.id, **_verdict(verdict)}), True


def read_pair(line: bytes) -> Pair:
    """One line of pairs; raises ValueError with a sentence on what is wrong with it."""
    try:
        given = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number, parse_float=_finite)
    except UnicodeDecodeError:
        raise ValueError("The line is not UTF-8.") from None
    except RecursionError:
        raise ValueError("The line is nested too deeply.") from None
    except ValueError as problem:
        raise ValueError(f"The line is not JSON: {problem}.") from None
    if not isinstance(given, dict):
        raise ValueError("The line is no JSON object.")
    if missing := [name for name in ("id", "sentence", "source") if name not in given]:
        raise ValueError(f"The line has no {' and no '.join(missing)}.")
    sentence, source = given["sentence"], given["source"]
    if not isinstance(sentence, str):
        raise ValueError("Its sentence is no text.")
    sources = source if isinstance(source, list) else [source]
    if not all(isinstance(text, str) for text in sources):
        raise ValueError("Its source is neither a text nor a list of texts.")
    return Pair(id=given["id"], sentence=sentence, sources=tuple(sources))


def _verdict(verdict: PairVerdict) -> dict[str, Any]:
    return {
        "verdict": verdict.verdict,
        "score": verdict.score,
        "reasons": [
            {
                "kind": reason.kind,
                "sentence": list(reason.sentence),
                "source": list(reason.source) if reason.source is not None else None,
                "words": reason.words,
                "message": reason.message,
            }
            for reason in verdict.reasons
        ],
    }


def _json(answer: dict[str, Any]) -> str:
    """One line of JSON; half of a surrogate pair, which UTF-8 cannot hold, stays an escape."""
    plain = json.dumps(answer, ensure_ascii=False)
    if any("\ud800" <= char <= "\udfff" for char in plain):
        return json.dumps(answer)
    return plain


def _finite(number: str) -> float:
    """A number as it can be echoed: JSON has no way to write one that is too large to be held."""
    value = float(number)
    if not isfinite(value):
        raise ValueError(f"{number[:40]} is too large a number")
    return value


def _no_number(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON number")
