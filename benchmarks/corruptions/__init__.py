"""A seeded generator of false sentences: one defect of one kind in a sentence a source bears.

It reads text by patterns of its own, not by the product's reading, so that what reading does not
see is not left out of the test.
"""

from benchmarks.corruptions.kinds import KINDS, corrupt
from benchmarks.corruptions.passages import Passage, passages

__all__ = ["KINDS", "Passage", "corrupt", "passages"]
