"""What clustering needs of one capture; a pure map step, the same on every machine."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from nutgraf.archive.model import Capture
from nutgraf.reading.model import Claim
from nutgraf.sources.address import canonical_address
from nutgraf.stories.model import Features
from nutgraf.stories.terms import terms, weigh, words

VERSION = 2
SIGNATURE_WORDS = 64
SHINGLE_WORDS = 5
TITLE_WEIGHT = 2  # a word of the title counts as so many more
NAME_TITLE_WEIGHT = 3
_LEAD = re.compile(r"\s*(?:\S+\s+){0,39}\S+")  # 40 words, in which a story says what it is about
_SEED = 20260403
_SIGNATURE_OF_NOTHING: tuple[int, ...] = ()
_LONGEST_FURNITURE = 60  # words; a longer paragraph has something of its own to say
_FURNITURE = re.compile(
    r"\W*(?:advertisement\b|all rights reserved|©|copyright\b|click here|demonstration text\b"
    r"|disclaimer\b|editing by\b|follow us\b|for more information\b|get the latest\b|image credit"
    r"|join our\b|listen to this\b|more from\b|photo(?:graph)? by\b|privacy policy|read (?:more|next)\b"
    r"|related(?: articles| stories)?:|reporting by\b|share this\b|sign up\b|sponsored\b|subscribe\b"
    r"|terms of (?:service|use)\b|this (?:article|post|story) (?:was|is|has been|first|originally)\b"
    r"|thanks for reading|unsubscribe\b|view in (?:your )?browser|you are receiving this\b)",
    re.IGNORECASE,
)


def features(capture: Capture, claims: Sequence[Claim]) -> Features:
    """The features of one capture and the claims read from it.

    Terms weigh more in the title, in the first forty words and within names; paragraphs that are furniture (subscribe, copyright, a notice of
    demonstration) are left out as long as anything else is there. `names` stand in order of
    salience: title, then how often, then how early; the publication's own name is left out.
    """
    told = _without_furniture(capture.text)
    shingles = shingle_hashes(told)
    return Features(
        capture=capture.id,
        source=capture.source,
        owner=capture.owner,
        fetched_at=capture.fetched_at,
        published_at=capture.published_at,
        terms=weigh(_counts(capture.title, told), _words_of_names(claims)),
        signature=signature(shingles),
        shingles=shingles,
        names=_names(capture, claims),
        links=_links(capture),
        text_sha256=capture.text_sha256,
        previous=capture.previous,
    )


def shingle_hashes(text: str) -> tuple[int, ...]:
    """The sorted 64-bit hashes (BLAKE2b, 8 bytes, big-endian) of the runs of five words.

    A text of fewer than five words is one shingle; a text without words has none.
    """
    said = list(words(text))
    runs = {
        " ".join(said[at : at + SHINGLE_WORDS])
        for at in range(max(1, len(said) - SHINGLE_WORDS + 1))
        if said
    }
    return tuple(sorted(_hash(run) for run in runs))


def signature(shingles: Sequence[int]) -> tuple[int, ...]:
    """The MinHash signature (Broder, 1997) of a set of shingles: 64 words of 32 bits, or none."""
    if not shingles:
        return _SIGNATURE_OF_NOTHING
    from rensa import RMinHash

    rows = RMinHash.digest_matrix_from_token_hash_sets([list(shingles)], SIGNATURE_WORDS, _SEED)
    return tuple(rows.to_rows()[0])


def address_key(url: str) -> str:
    """What two spellings of one address share, "" for no web address and for a site's front page."""
    canonical = canonical_address(url)
    if not canonical:
        return ""
    parts = urlsplit(canonical)
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return host + path + (f"?{parts.query}" if parts.query else "")


def _hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8"), digest_size=8).digest(), "big")


def _without_furniture(text: str) -> str:
    paragraphs = text.split("\n")
    kept = [paragraph for paragraph in paragraphs if not _is_furniture(paragraph)]
    return "\n".join(kept) if any(paragraph.strip() for paragraph in kept) else text


def _is_furniture(paragraph: str) -> bool:
    return bool(_FURNITURE.match(paragraph)) and len(paragraph.split()) <= _LONGEST_FURNITURE


def _counts(title: str, text: str) -> Counter[str]:
    counts = Counter(terms(text))
    for term in terms(title):
        counts[term] += TITLE_WEIGHT
    lead = _LEAD.match(text)
    counts.update(terms(lead.group() if lead else ""))
    return counts


def _words_of_names(claims: Sequence[Claim]) -> frozenset[str]:
    written = {name.text for claim in claims for name in claim.parts.names}
    return frozenset(term for name in written for term in terms(name))


def _names(capture: Capture, claims: Sequence[Claim]) -> tuple[str, ...]:
    own = {_plain(capture.owner), _plain(capture.author), _plain(capture.source), ""}
    title = f" {_plain(capture.title)} "
    salience: Counter[str] = Counter()
    for key, written in _mentions(capture.text, claims):
        if _plain(written) in own or _plain(key) in own:
            continue
        if not salience[key] and f" {_plain(written)} " in title:
            salience[key] += NAME_TITLE_WEIGHT
        salience[key] += 1
    first = {key: at for at, key in enumerate(salience)}
    return tuple(sorted(salience, key=lambda key: (-salience[key], first[key])))


def _mentions(text: str, claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    for claim in claims:
        if not _is_furniture(claim.text):
            for name in claim.parts.names:
                yield name.key, name.text


def _plain(name: str) -> str:
    return " ".join(words(name))


def _links(capture: Capture) -> tuple[str, ...]:
    keys = {address_key(url) for url in (capture.address, *(link.url for link in capture.links))}
    return tuple(sorted(keys - {""}))
