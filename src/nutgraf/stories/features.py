"""What clustering needs of one capture; a pure map step, the same on every machine."""

from __future__ import annotations

import re
import struct
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import urlsplit

from nutgraf.archive.model import Capture
from nutgraf.reading.model import Claim
from nutgraf.sources.address import canonical_address
from nutgraf.stories.event_kinds import kinds_and_fields
from nutgraf.stories.model import Features
from nutgraf.stories.terms import runs, terms, terms_of, weigh, words, words_of

VERSION = 4
SIGNATURE_WORDS = 64
SHINGLE_WORDS = 5
TITLE_WEIGHT = 2  # a word of the title counts as so many more
NAME_TITLE_WEIGHT = 3
_LEAD = re.compile(r"\s*(?:\S+\s+){0,39}\S+")  # 40 words, in which a story says what it is about
_SEED = 20260403
_KEPT = 1 << 13  # names whose words are kept
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
    lead, rest = _parted(told)
    titled = runs(capture.title)
    shingles = shingles_of([*words_of(lead), *words_of(rest)])
    events, fields = kinds_and_fields(titled, lead)
    return Features(
        capture=capture.id,
        source=capture.source,
        owner=capture.owner,
        fetched_at=capture.fetched_at,
        published_at=capture.published_at,
        terms=weigh(_counts(titled, lead, rest), _words_of_names(claims)),
        signature=signature(shingles),
        shingles=shingles,
        names=_names(capture, claims),
        links=_links(capture),
        text_sha256=capture.text_sha256,
        previous=capture.previous,
        events=events,
        fields=fields,
    )


def shingles_of(said: Sequence[str]) -> tuple[int, ...]:
    """The sorted 64-bit hashes (BLAKE2b, 8 bytes, big-endian) of the runs of five words.

    Fewer than five words are one shingle; no words have none.
    """
    if not said:
        return ()
    shifted = [said[at:] for at in range(min(SHINGLE_WORDS, len(said)))]
    found = {" ".join(run).encode() for run in zip(*shifted, strict=False)}
    joined = b"".join([blake2b(run, digest_size=8).digest() for run in found])
    return tuple(sorted(struct.unpack(f">{len(found)}Q", joined)))


def signature(shingles: Sequence[int]) -> tuple[int, ...]:
    """The MinHash signature (Broder, 1997) of a set of shingles: 64 words of 32 bits, or none."""
    if not shingles:
        return _SIGNATURE_OF_NOTHING
    from rensa import RMinHash

    # Flat buffers stay in this thread; sets are handed to others and waited for.
    rows = RMinHash.digest_matrix_from_flat_token_hashes(
        array("Q", shingles), array("Q", (0, len(shingles))), SIGNATURE_WORDS, _SEED
    )
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


def _without_furniture(text: str) -> str:
    paragraphs = text.split("\n")
    kept = [paragraph for paragraph in paragraphs if not _is_furniture(paragraph)]
    return "\n".join(kept) if any(paragraph.strip() for paragraph in kept) else text


def _is_furniture(paragraph: str) -> bool:
    return bool(_FURNITURE.match(paragraph)) and len(paragraph.split()) <= _LONGEST_FURNITURE


def _parted(text: str) -> tuple[Sequence[str], Sequence[str]]:
    """The runs of a text: those of the lead and those after it. No run has a space in it."""
    lead = _LEAD.match(text)
    end = lead.end() if lead else 0
    return runs(text[:end]), runs(text[end:])


def _counts(title: Sequence[str], lead: Sequence[str], rest: Sequence[str]) -> Counter[str]:
    """How often each term occurs: one of the lead counts twice, one of the title twice more."""
    first, titled = terms_of(lead), terms_of(title)
    return Counter([*first, *terms_of(rest), *titled * TITLE_WEIGHT, *first])


def _words_of_names(claims: Sequence[Claim]) -> frozenset[str]:
    written = {name.text for claim in claims for name in claim.parts.names}
    return frozenset(term for name in written for term in _kept_terms(name))


def _names(capture: Capture, claims: Sequence[Claim]) -> tuple[str, ...]:
    own = {_kept_plain(capture.owner), _kept_plain(capture.author), _kept_plain(capture.source), ""}
    title = f" {_plain(capture.title)} "
    salience: Counter[str] = Counter()
    for key, written in _mentions(claims):
        plain = _kept_plain(written)
        if plain in own or _kept_plain(key) in own:
            continue
        if key not in salience and f" {plain} " in title:
            salience[key] = NAME_TITLE_WEIGHT
        salience[key] += 1
    # Stable: of names met as often the earlier stands first.
    return tuple(sorted(salience, key=salience.__getitem__, reverse=True))


def _mentions(claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    for claim in claims:
        if not _is_furniture(claim.text):
            for name in claim.parts.names:
                yield name.key, name.text


def _plain(name: str) -> str:
    return " ".join(words(name))


# Names come again and again.
_kept_terms = lru_cache(maxsize=_KEPT)(lambda name: tuple(terms(name)))
_kept_plain = lru_cache(maxsize=_KEPT)(_plain)


def _links(capture: Capture) -> tuple[str, ...]:
    keys = {address_key(url) for url in (capture.address, *(link.url for link in capture.links))}
    return tuple(sorted(keys - {""}))
