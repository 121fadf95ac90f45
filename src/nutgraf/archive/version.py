"""The versions of the readers: a reader whose text may differ for any item gets a new number.

They stand in every capture id, so that a span keeps the text it was made in.
"""

CAPTIONS = "captions/2"
HTML = "html/2"
MARKDOWN = "markdown/2"
PDF = "pdf/1"
PLAIN = "plain/2"
VERSION = " ".join((CAPTIONS, HTML, MARKDOWN, PDF, PLAIN))
