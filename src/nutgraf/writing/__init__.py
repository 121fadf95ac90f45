"""Writing: from a story's captures to sentences that are cited, computed, or not there.

write(brief, *, form, words, options) -> Draft
alternates(brief, *, form, options) -> tuple[Sentence, ...]     other headlines, best first
lede(brief, draft, *, options) -> tuple[Sentence, ...]          facts in other words, best first
"""

from nutgraf.writing.extractive import alternates, lede, write
from nutgraf.writing.model import Brief, Draft, Sentence
from nutgraf.writing.options import WritingOptions

__all__ = ["Brief", "Draft", "Sentence", "WritingOptions", "alternates", "lede", "write"]
