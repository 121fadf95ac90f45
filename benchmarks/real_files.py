"""The real files of each kind, in the form a desk would find them in a folder."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

Named = tuple[str, bytes]


def feeds(data: Path) -> Iterator[Named]:
    """Feeds of every version there is, some of them broken."""
    yield from _files(data / "feeds" / "real", "*")


def pages(data: Path) -> Iterator[Named]:
    """News pages and articles of three collections; their packed files unpacked."""
    html = data / "html"
    for folder in ("article-extraction-benchmark", "trafilatura-eval"):
        for name, packed in _files(html / folder / "html", "*.html.gz"):
            yield f"{folder}/{name.removesuffix('.gz')}", gzip.decompress(packed)
    for path in sorted((html / "readability-pages").glob("*/source.html*")):
        body = path.read_bytes()
        yield f"{path.parent.name}.html", gzip.decompress(body) if path.suffix == ".gz" else body


def pdfs(data: Path) -> Iterator[Named]:
    """Papers, forms, scans, and files that are broken or locked."""
    yield from _files(data / "pdf" / "files", "*")


def mails(data: Path) -> Iterator[Named]:
    """Newsletters and other mail, some of it malformed."""
    email = data / "email"
    yield from _files(email / "hard-ham", "*")
    yield from _files(email / "mail-parser", "*.eml")
    yield from _files(email, "*.eml")


def outlook(data: Path) -> Iterator[Named]:
    """Outlook's own message files."""
    yield from _files(data / "email", "*.msg")


KINDS: dict[str, Callable[[Path], Iterator[Named]]] = {
    "feeds": feeds, "pages": pages, "PDFs": pdfs, "mails": mails, "Outlook messages": outlook,
}  # fmt: skip


def _files(folder: Path, pattern: str) -> Iterator[Named]:
    for path in sorted(folder.glob(pattern)):
        if path.is_file():
            yield path.name, path.read_bytes()


def lay_out(data: Path, folder: Path, kinds: tuple[str, ...] = tuple(KINDS)) -> int:
    """Write the files of some kinds below a folder, one sub-folder a kind; returns how many."""
    count = 0
    for kind in kinds:
        for name, body in KINDS[kind](data):
            path = folder / kind / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
            count += 1
    return count
