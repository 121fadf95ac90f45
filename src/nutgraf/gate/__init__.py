"""The gate: one file per kind of defect; the verdict. Deterministic, and it explains itself."""

from nutgraf.gate.computed import compute, recompute
from nutgraf.gate.judge import judge
from nutgraf.gate.pairs import PairReason, PairVerdict, judge_pair
from nutgraf.gate.templates import TEMPLATES, fits, render

__all__ = [
    "TEMPLATES",
    "PairReason",
    "PairVerdict",
    "compute",
    "fits",
    "judge",
    "judge_pair",
    "recompute",
    "render",
]
