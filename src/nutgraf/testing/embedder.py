"""An embedder that needs nothing: the words of a text, thrown into a few dimensions by their digests.

Texts that share words are alike, whatever order the words stand in (the hashing trick, Weinberger and
others 2009, arXiv:0902.2206). A stranger's embedder is found by its entry point; `offered` gives one to
a process and its workers without a package being installed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from nutgraf.models.embedding import unit


class ScriptedEmbedder:
    """Sixteen dimensions. A word of a text that is in `same` counts as the word it is given there, so
    that a test can say which words mean the same."""

    name = "scripted"
    version = "1"
    dimensions = 16
    same: Mapping[str, str] = {"craft": "vessel", "ship": "vessel"}

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> bytes:
        sums = [0.0] * self.dimensions
        for word in re.findall(r"\w+", text.lower()):
            digest = hashlib.sha256(self.same.get(word, word).encode("utf-8", "replace")).digest()
            sums[digest[0] % self.dimensions] += 1.0 if digest[1] % 2 else -1.0
        return unit(sums)


def offered(folder: Path, group: str, points: Mapping[str, str]) -> Path:
    """Write into `folder` what pip leaves of an installed package named `offered` that has entry points
    (`{"scripted": "nutgraf.testing.embedder:ScriptedEmbedder"}`); returns the folder.

    Put the folder on `sys.path`, and this process and the workers it starts find them.
    """
    place = folder / "offered-1.dist-info"
    place.mkdir(parents=True)
    (place / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1\n")
    lines = [f"{name} = {where}\n" for name, where in points.items()]
    (place / "entry_points.txt").write_text("".join([f"[{group}]\n", *lines]))
    return folder
