"""Models that are called: today embedders, which make a vector of a text.

A model is looked up by name (`registry`), ours or a stranger's by the entry points `nutgraf.models`.
"""

from nutgraf.models.embedding import Embedder, unit
from nutgraf.models.options import EmbeddingOptions
from nutgraf.models.registry import embedder, names, source_of

__all__ = ["Embedder", "EmbeddingOptions", "embedder", "names", "source_of", "unit"]
