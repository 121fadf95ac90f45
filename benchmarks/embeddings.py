"""Embeddings of the texts of a benchmark: out of a folder, else made by the `embed` extra, else none."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path

EMBEDDER = "minilm"


def vectors_of(name: str, texts: Mapping[str, str], folder: Path | None) -> dict[str, bytes] | None:
    """The vector of each text by id, a signed byte a dimension; None where there is no embedder."""
    if folder is not None:
        return _kept(folder / f"vectors-{name}.npz", texts)
    if importlib.util.find_spec("nutgraf.models") is None:
        return None
    try:
        embedder = importlib.import_module("nutgraf.models").embedder(EMBEDDER)
        made = embedder.embed(list(texts.values()))
    except Exception as problem:
        sys.stdout.write(f"without vectors: {problem}\n")
        return None
    return dict(zip(texts, made, strict=True))


def _kept(file: Path, texts: Mapping[str, str]) -> dict[str, bytes] | None:
    if not file.exists():
        sys.stdout.write(f"without vectors: there is no {file}\n")
        return None
    numpy = importlib.import_module("numpy")
    table = numpy.load(file)
    found = {
        str(name): row.tobytes() for name, row in zip(table["ids"], table["int8"], strict=True)
    }
    return {name: found[name] for name in texts}
