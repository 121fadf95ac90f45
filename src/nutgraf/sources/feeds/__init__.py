"""Feeds: RSS 0.9x-2.0, Atom 0.3 and 1.0 and RDF from bytes, whole or damaged; JSON Feed is its own reader."""

from __future__ import annotations

from nutgraf.sources.feeds.reading import read_feed

__all__ = ["read_feed"]
