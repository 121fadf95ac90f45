"""Computed sentences: each method is named and versioned, and anyone can run it again.

A method is a pure function of a computation's inputs and of the records and words they name. It
returns the whole sentence. It reads nothing but owners, times (published, else fetched) and the
words of its own spans, so that an edition's evidence is enough to compute it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from nutgraf.archive.words import Words
from nutgraf.errors import UsageError
from nutgraf.gate.changes import corrected, firmed, was
from nutgraf.gate.figures import figures
from nutgraf.gate.spread import section_spread, spread, spread_since
from nutgraf.gate.tallies import counted
from nutgraf.reading.model import Computation, Input

Method = Callable[[Sequence[Input], Words], str | None]

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "spread/1": spread,
        "spread-since/1": spread_since,
        "section-spread/1": section_spread,
        "figures/1": figures,
        "was/1": was,
        "firmed/1": firmed,
        "corrected/1": corrected,
        "counted/1": counted,
    }
)


def compute(method: str, inputs: Iterable[Input], words: Words) -> Computation | None:
    """The computation of `method` (as `name/version`) over its inputs; its result is a sentence.

    None where the inputs give no sentence: a capture that is not at hand, nothing to compare.
    Raises UsageError for a method that does not exist.
    """
    if method not in METHODS:
        raise UsageError(
            f"There is no computation {method!r}.", f"Use one of: {', '.join(METHODS)}."
        )
    given = tuple(inputs)
    result = METHODS[method](given, words)
    if not result:
        return None
    name, _, version = method.partition("/")
    return Computation(method=name, version=int(version), inputs=given, result=result)


def recompute(computation: Computation, words: Words) -> str | None:
    """What the computation gives today; None where its method or an input is not at hand."""
    method = METHODS.get(f"{computation.method}/{computation.version}")
    return method(computation.inputs, words) if method else None
