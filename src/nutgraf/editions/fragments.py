"""Links that lead a reader to the cited words on the live page: text fragments of the spans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

from nutgraf.archive.model import Capture, Span
from nutgraf.archive.selectors import link
from nutgraf.editions.model import SpanLink
from nutgraf.writing.model import Sentence

_DIRECTIVES = ":~:"
_TEXT = f"{_DIRECTIVES}text="


def span_links(
    sentences: Iterable[Sentence], captures: Mapping[str, Capture]
) -> tuple[SpanLink, ...]:
    """The links of all cited spans that have one, each span once, sorted by span."""
    spans = {cite.span for sentence in sentences for cite in sentence.cites}
    linked = ((span, span_link(captures[span.capture], span)) for span in sorted(spans))
    return tuple(SpanLink(span=span, url=url) for span, url in linked if url is not None)


def span_link(capture: Capture, span: Span) -> str | None:
    """The address of a capture with the text fragment of a span, None where none leads there.

    None as well for an address that has directives of its own: a page takes one set of them.
    """
    if _DIRECTIVES in capture.address:
        return None
    url = link(capture, span.start, span.end)
    return url if url != capture.address else None


def leads_to(link: str, address: str, quoted: str) -> bool:
    """Whether a link is an address with a text fragment that names the quoted words.

    Either all of them, or words they begin with and words they end with (WICG draft "Text
    fragments"). This much can be told without the text they stand in.
    """
    start = f"{address}{'' if '#' in address else '#'}{_TEXT}"
    if not address or not link.startswith(start):
        return False
    first, comma, last = link.removeprefix(start).partition(",")
    words = quoted.strip()
    if not comma:
        return _says(first, words)
    return (
        len(unquote(first)) + len(unquote(last)) < len(words)
        and _says(first, words[: len(unquote(first))])
        and _says(last, words[len(words) - len(unquote(last)) :])
    )


def _says(encoded: str, words: str) -> bool:
    """Whether percent-encoded text is these words, encoded the one way a directive is here."""
    return bool(words) and encoded == quote(words, safe="").replace("-", "%2D")
