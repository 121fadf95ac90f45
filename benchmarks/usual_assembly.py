"""The usual assembly of libraries for the same job, as one plain script would have it.

Feeds by feedparser, pages by trafilatura, sentences by pysbd, near-duplicates by datasketch's MinHash
LSH, stories by scikit-learn's TF-IDF and agglomerative clustering; each with its usual options. Run as
`python -m benchmarks.usual_assembly FOLDER`; prints what it counted as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHINGLE = 5
COPY_THRESHOLD = 0.7
JOIN_DISTANCE = 0.8


def main() -> None:
    texts = list(read(Path(sys.argv[1])))
    counted = {
        "captures": len(texts),
        "sentences": sentences(texts),
        "near_duplicates": near_duplicates(texts),
        "stories": stories(texts),
    }
    sys.stdout.write(json.dumps(counted) + "\n")


def read(folder: Path) -> Iterator[str]:
    """The text of every entry, page and line that has one."""
    import trafilatura
    from lxml import html

    for path in sorted((folder / "feeds").iterdir()):
        for entry in _entries(path.read_bytes()):
            text = html.fromstring(entry).text_content() if "<" in entry else entry
            if text.strip():
                yield text
    for path in sorted((folder / "pages").rglob("*.html")):
        text = trafilatura.extract(path.read_bytes()) or ""
        if text.strip():
            yield text
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


def _entries(data: bytes) -> Iterator[str]:
    """The content of a feed's entries; feedparser does not read JSON feeds, so a line for them."""
    import feedparser

    if data.lstrip().startswith(b"{"):
        for item in json.loads(data).get("items", []):
            yield item.get("content_html") or item.get("content_text") or item.get("title") or ""
        return
    for entry in feedparser.parse(data).entries:
        content = entry.content[0].value if entry.get("content") else entry.get("summary", "")
        yield content or entry.get("title", "")


def sentences(texts: list[str]) -> int:
    """How many sentences the texts have."""
    from pysbd import Segmenter

    segmenter = Segmenter(language="en", clean=False)
    return sum(len(segmenter.segment(text)) for text in texts)


def near_duplicates(texts: list[str]) -> int:
    """How many texts are near copies of an earlier one."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=COPY_THRESHOLD, num_perm=128)
    copies = 0
    for at, text in enumerate(texts):
        said = text.lower().split()
        runs = {" ".join(said[i : i + SHINGLE]) for i in range(max(1, len(said) - SHINGLE + 1))}
        signature = MinHash(num_perm=128)
        signature.update_batch([run.encode() for run in sorted(runs)])
        copies += bool(index.query(signature))
        index.insert(str(at), signature)
    return copies


def stories(texts: list[str]) -> int:
    """How many clusters of average cosine distance the texts make."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_distances

    vectors: Any = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=JOIN_DISTANCE
    )
    return len(set(clustering.fit_predict(cosine_distances(vectors)).tolist()))


if __name__ == "__main__":
    main()
