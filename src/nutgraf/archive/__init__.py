"""What arrived, as text that never changes: canonical text, captures, spans and citations.

`canonical` makes the text of an item and `capture` the noun that carries it; `cite` resolves a span
of it; `selectors`, `text_fragment` and `link` name a span for others. Readers by media type are
listed in `archive.readers`; heavy parsers are imported only when one of them is used.
"""

from nutgraf.archive.canonical_text import Canonical
from nutgraf.archive.capturing import canonical, capture
from nutgraf.archive.change import same_but_for_noise
from nutgraf.archive.citation import Citation, cite, cite_passage
from nutgraf.archive.decoding import Decode, Decoder, Failure
from nutgraf.archive.identity import Questions, Resolved, questions, resolve
from nutgraf.archive.model import Block, Capture, Layout, Record, Span, capture_id
from nutgraf.archive.revision import Change, Revision, describe
from nutgraf.archive.selectors import link, selectors, text_fragment
from nutgraf.archive.words import CaptureWords, Words

__all__ = [
    "Block",
    "Canonical",
    "Capture",
    "CaptureWords",
    "Change",
    "Citation",
    "Decode",
    "Decoder",
    "Failure",
    "Layout",
    "Questions",
    "Record",
    "Resolved",
    "Revision",
    "Span",
    "Words",
    "canonical",
    "capture",
    "capture_id",
    "cite",
    "cite_passage",
    "describe",
    "link",
    "questions",
    "resolve",
    "same_but_for_noise",
    "selectors",
    "text_fragment",
]
