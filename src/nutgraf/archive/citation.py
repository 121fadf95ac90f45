"""Citations: spans known to resolve. There is one way to make one, `cite`."""

from __future__ import annotations

from dataclasses import InitVar, dataclass

from nutgraf.archive.model import Capture, Span
from nutgraf.errors import PromiseError, SpanError
from nutgraf.ids import text_sha256

_SEAL = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A span that resolved, with the words it resolved to.

    Made only by `cite` and `cite_passage`; building one by hand raises PromiseError.
    `text_sha256` is that of the whole canonical text the span was resolved in.
    """

    span: Span
    quote: str
    text_sha256: str
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise PromiseError(
                "A citation was built by hand.", "Make it with archive.cite, which resolves it."
            )


def cite(capture: Capture, start: int, end: int) -> Citation:
    """The citation of `capture.text[start:end]`.

    Raises SpanError when the range is empty, blank, backwards or past the end, or when the text is
    not the one its digest names.
    """
    if text_sha256(capture.text) != capture.text_sha256:
        raise SpanError(
            f"The text of capture {capture.id[:12]} is not the one its digest names.",
            "Restore the desk from a backup, or look at the source again.",
        )
    return _resolve(capture.id, capture.text, 0, capture.text_sha256, start, end)


def cite_passage(
    capture: str, passage: str, at: int, digest: str, start: int, end: int
) -> Citation:
    """A citation resolved in a passage of a text that is not at hand whole.

    `passage` stands at code point `at` of the text whose sha256 is `digest`; `start` and `end` count
    in the whole text. Used where only an edition's evidence is there. Raises SpanError.
    """
    return _resolve(capture, passage, at, digest, start, end)


def _resolve(capture: str, text: str, at: int, digest: str, start: int, end: int) -> Citation:
    quote = text[start - at : end - at] if at <= start < end <= at + len(text) else ""
    if not quote.strip():
        raise SpanError(
            f"The span {capture[:12]}:{start}-{end} does not lead to any words.",
            "Check the offsets: they count code points of the capture's canonical text.",
        )
    return Citation(
        span=Span(capture=capture, start=start, end=end),
        quote=quote,
        text_sha256=digest,
        seal=_SEAL,
    )
