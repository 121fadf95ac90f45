"""A digest that somebody else made, read as its reader sees it: sentences and what they cite.

read_digest(data, name=...) -> Digest | Refused
"""

from nutgraf.audit.digest.model import Cite, Digest, DigestSentence, Place
from nutgraf.audit.digest.reading import read_digest

__all__ = ["Cite", "Digest", "DigestSentence", "Place", "read_digest"]
