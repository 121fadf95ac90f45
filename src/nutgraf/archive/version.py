"""The versions of the readers: a reader whose text may differ for any item gets a new number.

They stand in every capture id, so that a span keeps the text it was made in.
"""

CAPTIONS = "captions/1"
HTML = "html/1"
MARKDOWN = "markdown/1"
PDF = "pdf/1"
PLAIN = "plain/1"
VERSION = " ".join((CAPTIONS, HTML, MARKDOWN, PDF, PLAIN))
