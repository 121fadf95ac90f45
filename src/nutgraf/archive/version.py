"""The versions of the readers: a reader whose text may differ for any item gets a new number.

They stand in every capture id, so that a span keeps the text it was made in. Sound is heard by a
model, so its captures name that too (`audio/1-tiny.en`); they are not read again to prove a word,
for another machine's arithmetic may hear another one.
"""

AUDIO = "audio/1"
CAPTIONS = "captions/3"
HTML = "html/3"
MARKDOWN = "markdown/3"
OFFICE = "office/2"
PDF = "pdf/2"
PLAIN = "plain/2"
TRANSCRIPT = "transcript/2"
VERSION = " ".join((AUDIO, CAPTIONS, HTML, MARKDOWN, OFFICE, PDF, PLAIN, TRANSCRIPT))
