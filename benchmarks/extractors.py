"""Those who take the main text out of a page, ours and others', each as bytes to text.

The others are no dependencies: those that are not installed are left out, and said to be.
"""

from __future__ import annotations

import importlib
import socket
from collections.abc import Callable
from typing import Any, NoReturn

from nutgraf import archive
from nutgraf.ids import sha256_hex
from nutgraf.sources.decode import Decoded, decode
from nutgraf.sources.model import Received

Extractor = Callable[[bytes], str]
OURS = "canonical text"
PEERS = {
    "readability-lxml": "readability", "resiliparse": "resiliparse.extract.html2text",
    "jusText": "justext", "BoilerPy3": "boilerpy3", "newspaper4k": "newspaper", "goose3": "goose3",
}  # fmt: skip


def ours(page: bytes) -> str:
    """The canonical text of a page, "" where it is refused."""
    received = Received(
        source="s", key="page", media_type="text/html", body=page, raw=sha256_hex(page)
    )
    made = archive.canonical(received)
    return made.text if isinstance(made, archive.Canonical) else ""


def extractors() -> dict[str, Extractor]:
    """All that are installed, by name; nothing they do reaches a network."""
    found: dict[str, Extractor] = {OURS: ours}
    for name, options in (
        ("trafilatura fast", {"fast": True}),
        ("trafilatura fast, for recall", {"fast": True, "favor_recall": True}),
        ("trafilatura", {}),
        ("trafilatura, for precision", {"favor_precision": True}),
    ):
        found[name] = _trafilatura(options)
    for name, module in PEERS.items():
        try:
            made = importlib.import_module(module)
        except ImportError:
            continue
        found[name] = _MAKERS[name](made)
    socket.getaddrinfo = _no_network  # type: ignore[assignment]
    return found


def _no_network(*_: object, **__: object) -> NoReturn:
    raise OSError("a benchmark asks for no address")


def _text(page: bytes) -> str:
    decoded = decode(page, media_type="text/html")
    return decoded.text if isinstance(decoded, Decoded) else page.decode("utf-8", "replace")


def _trafilatura(options: dict[str, Any]) -> Extractor:
    from trafilatura import extract

    return lambda page: extract(page, include_comments=False, **options) or ""


def _readability(module: Any) -> Extractor:
    from lxml import html

    def take(page: bytes) -> str:
        summary = html.fromstring(module.Document(_text(page)).summary())
        return "\n".join(str(words) for words in summary.itertext())

    return take


def _resiliparse(module: Any) -> Extractor:
    return lambda page: module.extract_plain_text(
        _text(page), main_content=True, alt_texts=False, list_bullets=False
    )


def _justext(module: Any) -> Extractor:
    words = module.get_stoplist("English")
    return lambda page: "\n".join(
        one.text for one in module.justext(page, words) if not one.is_boilerplate
    )


def _boilerpy(module: Any) -> Extractor:
    importlib.import_module("boilerpy3.extractors")
    return lambda page: module.extractors.ArticleExtractor().get_content(_text(page))


def _newspaper(module: Any) -> Extractor:
    def take(page: bytes) -> str:
        article = module.Article("https://page.example/")
        article.download(input_html=_text(page))
        article.parse()
        return str(article.text)

    return take


def _goose(module: Any) -> Extractor:
    made = module.Goose({"enable_image_fetching": False})
    return lambda page: str(made.extract(raw_html=_text(page)).cleaned_text)


_MAKERS: dict[str, Callable[[Any], Extractor]] = {
    "readability-lxml": _readability, "resiliparse": _resiliparse, "jusText": _justext,
    "BoilerPy3": _boilerpy, "newspaper4k": _newspaper, "goose3": _goose,
}  # fmt: skip
