"""What only shows across sentences and sources: one file a kind, all of them pure.

cross(material) -> the findings of every rule, in the order of the digest's sentences
"""

from __future__ import annotations

from nutgraf.audit.crosswise.at_odds import at_odds
from nutgraf.audit.crosswise.baseline import baseline
from nutgraf.audit.crosswise.conflict import conflict
from nutgraf.audit.crosswise.hearsay import hearsay
from nutgraf.audit.crosswise.model import Crossing, CrossKind, Led, Material, SourcePlace, Told
from nutgraf.audit.crosswise.one_platform import one_platform
from nutgraf.audit.crosswise.outlier import outlier
from nutgraf.audit.crosswise.points import points
from nutgraf.audit.crosswise.relative_date import relative_dates
from nutgraf.audit.crosswise.uncited import uncited
from nutgraf.audit.crosswise.variant import variant_or_year

__all__ = ["CrossKind", "Crossing", "Led", "Material", "SourcePlace", "Told", "cross"]

RULES = (
    points, baseline, variant_or_year, outlier, at_odds, relative_dates, hearsay, one_platform, conflict, uncited,
)  # fmt: skip


def cross(material: Material) -> tuple[Crossing, ...]:
    """Every finding, each once, by sentence and place."""
    order = {told.sentence.id: at for at, told in enumerate(material.told)}
    found = dict.fromkeys(one for rule in RULES for one in rule(material))
    return tuple(
        sorted(found, key=lambda one: (order[one.sentence], one.start, one.kind, one.rule))
    )
