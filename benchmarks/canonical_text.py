"""Canonical text: main text beside its peers, hidden words, charsets, and characters nobody sees.

Run as `python -m benchmarks.canonical_text`. Peers that are installed take part.
"""

from __future__ import annotations

import gzip
import itertools
import json
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.data import arguments, require
from benchmarks.extractors import OURS, PEERS, extractors
from benchmarks.shingles import matching, precision_recall_f1, shingles
from nutgraf import archive
from nutgraf.archive.hidden import Hidden
from nutgraf.archive.html import _parse
from nutgraf.archive.visible import visible
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.decode import Decoded, decode
from nutgraf.sources.model import Received

COMMAND = "python -m benchmarks.canonical_text"
# Chosen on the second and third set alone, of all combinations of three to five: see the decision.
AGREEMENTS = {
    "no new dependency": ("trafilatura fast, for recall", "trafilatura, for precision", "trafilatura"),
    "one more": ("trafilatura fast", "trafilatura, for precision", "readability-lxml", "resiliparse"),
    "three more": (
        "trafilatura fast", "trafilatura fast, for recall", "readability-lxml", "goose3", "BoilerPy3",
    ),
}  # fmt: skip
SETS = {
    "news": "120 news pages",
    "readability": "pages of Readability",
    "segments": "pages with marked segments",
}
_SPACE = re.compile(r"\s+")
Texts = dict[str, str]


def main() -> None:
    results.commit()
    warnings.simplefilter("ignore")
    data = require(arguments("Measure canonical text.").parse_args().data, "html")
    figures = {
        "main_text": main_text(data / "html"),
        "places": places(data / "html"),
        "hidden": hidden(),
        "charsets": charsets(),
        "unseen": unseen(),
    }
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    results.keep("canonical_text", figures, command=COMMAND)


def pages(folder: Path, which: str) -> dict[str, bytes]:
    """The pages of a set by name."""
    patterns = {
        "news": "article-extraction-benchmark/html/*.gz", "segments": "trafilatura-eval/html/*.gz",
        "readability": "readability-pages/*/source.html.gz",
    }  # fmt: skip
    return {
        file.parent.name if which == "readability" else file.name: gzip.decompress(
            file.read_bytes()
        )
        for file in sorted(folder.glob(patterns[which]))
    }


def truth(folder: Path, which: str) -> dict[str, Any]:
    """What people marked: a text a page, or rows of segments."""
    if which == "news":
        said = json.loads((folder / "article-extraction-benchmark/ground-truth.json").read_text())
        return {f"{name}.html.gz": row["articleBody"] for name, row in said.items()}
    if which == "readability":
        return {
            file.parent.name: _words_of(gzip.decompress(file.read_bytes()))
            for file in folder.glob("readability-pages/*/expected.html.gz")
        }
    lines = (folder / "trafilatura-eval/evaldata.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["file"]: row for row in map(json.loads, lines)}


def _words_of(page: bytes) -> str:
    root = _parse(page.decode("utf-8", "replace"))
    return visible(root).text if root is not None else ""


def main_text(folder: Path) -> dict[str, Any]:
    """Each extractor on each set: precision, recall, F1 and pages a second; and their agreements."""
    found: dict[str, Any] = {"missing": [], "sets": {}, "agreements": {}}
    takers = extractors()
    found["missing"] = sorted(set(PEERS) - set(takers))
    for which in SETS:
        held, true = pages(folder, which), truth(folder, which)
        texts: dict[str, Texts] = {}
        rows = found["sets"][which] = {}
        for name, take in takers.items():
            began = time.process_time()
            texts[name] = {page: _taken(take, data) for page, data in held.items()}
            seconds = time.process_time() - began
            rows[name] = {
                **_scores(which, texts[name], true),
                "a_second": round(len(held) / seconds),
            }
        for name, pool in AGREEMENTS.items():
            if all(one in texts for one in pool):
                chosen = {page: _medoid([texts[one][page] for one in pool]) for page in held}
                scores = {**_scores(which, chosen, true), "pool": list(pool)}
                found["agreements"].setdefault(name, {})[which] = scores
    return found


def _taken(take: Callable[[bytes], str], page: bytes) -> str:
    try:
        return take(page) or ""
    except Exception:
        return ""  # a peer's failure is an empty text


def _scores(which: str, texts: Texts, true: dict[str, Any]) -> dict[str, float]:
    if which == "segments":
        precision, recall, f1 = _segments(texts, true)
    else:
        precision, recall, f1 = precision_recall_f1(
            [matching(true[name], text) for name, text in texts.items() if name in true]
        )
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _segments(texts: Texts, true: dict[str, Any]) -> tuple[float, float, float]:
    """Segments that must be there and must not, as trafilatura's own evaluation counts them."""
    right = wrong = missed = 0
    for name, row in true.items():
        text = _plain(texts.get(name, ""))
        inside = [_plain(one) in text for one in row["with"]]
        right, missed = right + sum(inside), missed + len(inside) - sum(inside)
        wrong += sum(_plain(one) in text for one in row["without"])
    precision, recall = right / (right + wrong), right / (right + missed)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _medoid(texts: list[str]) -> str:
    """The text most like the others by shingles, the first of equals."""
    grams = [shingles(text) for text in texts]
    like = [0.0] * len(texts)
    for (at, one), (there, other) in itertools.combinations(enumerate(grams), 2):
        size = one.total() + other.total()
        share = 2 * (one & other).total() / size if size else 1.0
        like[at] += share
        like[there] += share
    return texts[max(range(len(texts)), key=lambda at: (like[at], -at))]


def places(folder: Path) -> dict[str, Any]:
    """Of every block of every page: found at its offset of the visible text, and in its element."""
    count: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for data in itertools.chain.from_iterable(pages(folder, which).values() for which in SETS):
        decoded = decode(data, media_type="text/html")
        received = Received(
            source="s", key="page", media_type="text/html", body=data, raw=sha256_hex(data),
            address="https://page.example/",
        )  # fmt: skip
        made = archive.canonical(received)
        count["pages"] += 1
        if isinstance(made, Refused) or not isinstance(decoded, Decoded):
            count["refused"] += 1
            continue
        dropped.update(dict(made.dropped))
        root = _parse(decoded.text)
        assert root is not None
        unseen_by = Hidden(root)
        page = visible(root, unseen_by)
        for block in made.layout.blocks:
            words = made.text[block.start : block.end]
            count["blocks"] += 1
            at = block.visible if block.visible is not None else -1
            count["at_offset"] += page.text[at : at + len(words)] == words
            elements = root.xpath(block.path)
            count["in_element"] += (
                len(elements) == 1 and words in visible(elements[0], unseen_by).text
            )
    return {**dict(count), "dropped": dict(sorted(dropped.items()))}


def hidden() -> dict[str, Any]:
    """Samples of hidden words and their twins; how long telling takes on the real pages is in
    `main_text`."""
    from tests.archive.hidden_samples import HIDES, SHOWS, page

    shown = "The council voted on Tuesday to keep both libraries open for a year."
    found = {"hides": len(HIDES), "shows": len(SHOWS), "hidden": 0, "wrongly_hidden": 0}
    for samples, name in ((HIDES, "hidden"), (SHOWS, "wrongly_hidden")):
        for _, markup in samples:
            root = _parse(page(markup, "zqxcanaryqz", shown))
            found[name] += root is None or "zqxcanaryqz" not in visible(root).text
    taken = found["hidden"] + found["wrongly_hidden"]
    return {
        **found,
        "precision": round(found["hidden"] / taken, 4),
        "recall": round(found["hidden"] / found["hides"], 4),
    }


def charsets() -> dict[str, Any]:
    """Samples read right by ours, and those without a label by charset-normalizer alone."""
    from charset_normalizer import from_bytes

    from tests.sources.charset_samples import FRESH, is_right, samples

    made = samples()
    right = [is_right(one, decode(one.data, media_type=one.media_type)) for one in made]
    bare = [(one.data, one.text) for one in made if one.name.endswith("unlabelled")]
    fresh = [(text.encode(charset), text) for charset, text in FRESH]
    return {
        "samples": len(made),
        "right": sum(right),
        "unlabelled": len(bare),
        "fresh": len(fresh),
        "ours": {"unlabelled": _right(bare, _ours), "fresh": _right(fresh, _ours)},
        "charset_normalizer": {
            name: _right(rows, lambda data: str(from_bytes(data).best() or ""))
            for name, rows in (("unlabelled", bare), ("fresh", fresh))
        },
    }


def _ours(data: bytes) -> str:
    decoded = decode(data)
    return decoded.text if isinstance(decoded, Decoded) else ""


def _right(rows: Iterable[tuple[bytes, str | None]], read: Callable[[bytes], str]) -> int:
    return sum(read(data) == text for data, text in rows)


def unseen() -> dict[str, Any]:
    """200 strings that hide characters, through an edition: what of them is left in its files."""
    from nutgraf.editions.renderings import render
    from tests.editions.hostile import hostile
    from tests.editions.test_unseen_characters import tricks
    from tests.editions.test_unseen_characters import unseen as unseen_in

    words = tricks()
    made = hostile(words, pages=False)
    files = render(made.edition)
    cites = [
        cite
        for story in json.loads(files["edition.json"])["sections"][0]["stories"]
        for sentence in story["sentences"]
        for cite in sentence["cites"]
    ]
    exact = sum(
        cite["quote"] == made.captures[cite["capture"]].text[cite["start"] : cite["end"]]
        for cite in cites
    )
    return {
        "strings": len(words),
        "files": len(files),
        "unseen_in_files": sum(len(unseen_in(data.decode())) for data in files.values()),
        "cites": len(cites),
        "exact": exact,
    }


def section(figures: dict[str, Any]) -> str:
    """The Markdown of these figures for the page of measurements."""
    from benchmarks.page import table

    main, where, hide = figures["main_text"], figures["places"], figures["hidden"]
    chars, seen = figures["charsets"], figures["unseen"]
    absent = f" Not installed: {', '.join(main['missing'])}." if main["missing"] else ""
    return (
        "## Canonical text\n\n"
        "F1 of 4-gram shingles as the article extraction benchmark measures it (every page counting "
        "alike), of must-have and must-not segments on the third set; and pages of the first set a "
        f"second of processor time, one after another on the same machine.{absent}\n\n"
        + table(
            ("extractor", *SETS.values(), "precision", "recall", "pages/s"), _rows(main["sets"])
        )
        + "\nChoosing, for each page, the text that agrees most with the others; the pools were chosen "
        "on the second and third set:\n\n"
        + table(("pool", "extractors", *SETS.values()), _agreements(main["agreements"]))
        + f"\nOf the {where['blocks']:,} blocks of {where['pages'] - where.get('refused', 0)} pages "
        f"{where['at_offset']:,} stand at their offset of the visible text and {where['in_element']:,} "
        "in the element their path names.\n\n"
        f"Hidden words: {hide['hidden']} of {hide['hides']} ways to hide are told, "
        f"{hide['wrongly_hidden']} of {hide['shows']} honest twins taken for hidden (precision "
        f"{hide['precision']:.3f}, recall {hide['recall']:.3f}; samples and rules are ours, a browser "
        "agrees with the samples).\n\n"
        f"Charsets: {chars['right']} of {chars['samples']} samples read right. Without a label "
        f"{chars['ours']['unlabelled']} of {chars['unlabelled']} (charset-normalizer alone "
        f"{chars['charset_normalizer']['unlabelled']}), of sentences written afterwards "
        f"{chars['ours']['fresh']} of {chars['fresh']} ({chars['charset_normalizer']['fresh']}).\n\n"
        f"{seen['strings']} strings with characters that hide or re-order: {seen['unseen_in_files']} of "
        f"those in the {seen['files']} files of an edition of them, {seen['exact']:,} of "
        f"{seen['cites']:,} spans with the exact words.\n"
    )


def _rows(sets: dict[str, Any]) -> list[tuple[object, ...]]:
    names = sorted(sets["news"], key=lambda name: (name != OURS, -sets["news"][name]["f1"]))
    return [
        (
            name,
            *(f"{sets[which][name]['f1']:.3f}" for which in SETS),
            f"{sets['news'][name]['precision']:.3f}",
            f"{sets['news'][name]['recall']:.3f}",
            sets["news"][name]["a_second"],
        )
        for name in names
    ]


def _agreements(found: dict[str, Any]) -> list[tuple[object, ...]]:
    return [
        (name, ", ".join(rows["news"]["pool"]), *(f"{rows[which]['f1']:.3f}" for which in SETS))
        for name, rows in found.items()
    ]


if __name__ == "__main__":
    main()
