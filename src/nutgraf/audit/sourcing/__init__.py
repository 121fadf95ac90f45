"""The sources of a digest as given: which capture a citation leads to, and which of its sentences are
the nearest to what is told."""

from nutgraf.audit.sourcing.pages import Page, Pages
from nutgraf.audit.sourcing.stretches import SourceText, Stretch

__all__ = ["Page", "Pages", "SourceText", "Stretch"]
