"""Newsletters: real mails read, links kept where they stood, forged senders, and links beside claims.

Run as `python -m benchmarks.mail`.
"""

from __future__ import annotations

import email
import email.policy
import html
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks import real_files, results
from benchmarks.data import Day, arguments, replay_days, require
from nutgraf import archive, reading, sources
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.mail.redirectors import unwrapped
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.testing import letters
from nutgraf.testing.letters import Letter
from nutgraf.wire.dkim import Dkim

AT = datetime(2026, 11, 1, 18, tzinfo=UTC)
_REFERENCE = re.compile(r" ?\[\d+\]")
Sentence = tuple[str, tuple[str, ...]]


def main() -> None:
    results.commit()
    data = require(arguments("Read real and made letters.").parse_args().data, "email", "ainews")
    days = replay_days(data)
    figures = {
        "real": real(data),
        "hostile": hostile(),
        "html": beside(days, "text/html"),
        "plain": beside(days, "text/plain"),
    }
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    results.keep("mail", figures, command="python -m benchmarks.mail")


def captured(
    name: str, data: bytes, *, sender: str = "", seen: tuple[tuple[str, str], ...] = ()
) -> Iterator[Capture | Refused]:
    """A mail as captures and refusals, as a run receives it."""
    raw = RawObject(
        name=name, data=data, sha256=sha256_hex(data), media_type="message/rfc822", seen=seen
    )
    source = Source(id="s", name="S", kind="mailbox", address="m", owner="", sender=sender)
    for found in sources.read(raw, source):
        if isinstance(found, Received):
            made = archive.canonical(found)
            if isinstance(made, Refused):
                yield made
            else:
                yield archive.capture(found, made, owner=found.metadata.owner, fetched_at=AT)
        elif isinstance(found, Refused):
            yield found


def real(data: Path) -> dict[str, Any]:
    """The real mails: what was read, and the links of the newsletters against their anchors."""
    mails = {
        name: body for name, body in real_files.KINDS["mails"](data) if not name.endswith(".msg")
    }
    began = time.process_time()
    found = {name: list(captured(name, body)) for name, body in mails.items()}
    seconds = time.process_time() - began
    began = time.process_time()
    theirs = sum(_read_by_the_library(body) for body in mails.values())
    their_seconds = time.process_time() - began
    captures = {n: [c for c in made if isinstance(c, Capture)] for n, made in found.items()}
    rules = Counter(
        r.rule
        for n, made in found.items()
        if not captures[n]
        for r in made
        if isinstance(r, Refused)
    )
    every = [one for made in captures.values() for one in made]
    links = [(one, link) for one in every for link in one.links]
    placed = [(one, link) for one, link in links if link.at is not None]
    right = sum(_stands(one.text, link.at or 0, link.words) for one, link in placed)
    return {
        "mails": len(mails),
        "read": sum(bool(made) for made in captures.values()),
        "refused": dict(sorted(rules.items())),
        "mails_a_second": round(len(mails) / seconds),
        "read_by_the_library": theirs,
        "library_mails_a_second": round(len(mails) / their_seconds),
        "html": sum(one.media_type == "text/html" for one in every),
        "links": len(links),
        "links_placed": len(placed),
        "links_with_their_words_at_their_place": right,
        "tracking_pixels": sum(dict(one.dropped).get("tracking pixel", 0) for one in every),
        "attachments": sum(dict(one.dropped).get("attachment", 0) for one in every),
        "dated": sum(one.published_at is not None for one in every),
        "lists": len({words for one in every for name, words in one.marks if name == "list"}),
    }  # fmt: skip


def _read_by_the_library(body: bytes) -> bool:
    """Whether the standard library's own way gives words: its default policy and `get_body`. It makes
    no text of HTML and no links; that is what ours takes longer for."""
    try:
        found = email.message_from_bytes(body, policy=email.policy.default).get_body(
            ("html", "plain")
        )
        return bool(found is not None and found.get_content().strip())
    except Exception:  # whatever it trips over, the mail is not read
        return False


def _stands(text: str, at: int, words: str) -> bool:
    """Whether the words of a link stand at its place; white space within them does not count."""
    near = " ".join(text[at : at + 2 * len(words) + 20].split())
    return bool(words) and near.startswith(words)


def hostile() -> dict[str, Any]:
    """The eighty hostile letters and the honest ones, with every connection of the process counted."""
    asked: list[str] = []

    def watch(event: str, details: object) -> None:
        if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request"}:
            asked.append(event)

    sys.addaudithook(watch)
    made = [(one, _judged(one, "")) for one in letters.hostile()]
    proved = [_judged(one, " proved") for one in letters.hostile() if one.trick == "forged sender"]
    honest = [_judged(one, " proved") for one in letters.honest()]
    forged = [found for one, found in made if one.trick == "forged sender"]
    captures = [one for _, one in made if isinstance(one, Capture)]
    return {
        "letters": len(made),
        "forged": len(forged),
        "forged_refused": sum(isinstance(one, Refused) for one in forged),
        "forged_marked": sum(isinstance(one, Capture) and not _verified(one) for one in forged),
        "forged_refused_where_proof_is_asked": sum(isinstance(one, Refused) for one in proved),
        "honest": len(honest),
        "honest_verified": sum(isinstance(one, Capture) and _verified(one) for one in honest),
        "header_injections": sum(_injected(one) for one in captures),
        "remote_loads": len(asked),
        "tracking_pixels": sum(dict(one.dropped).get("tracking pixel", 0) for one in captures),
    }


def _judged(one: Letter, proved: str) -> Capture | Refused:
    seen = Dkim(look_up=letters.txt).seen(one.data)
    sender = f"{one.sender}{proved}" if one.sender else ""
    (found,) = captured(one.name, one.data, sender=sender, seen=seen)
    return found


def _verified(one: Capture) -> bool:
    return dict(one.marks).get("sender", "").startswith("verified")


def _injected(one: Capture) -> bool:
    """Whether a control or a line break stands in anything a capture says of itself."""
    said = [one.title, one.author, one.owner, one.key, one.address, one.lang]
    said += [words for pair in one.marks for words in pair]
    return any(
        re.search("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e]", words) for words in said
    )


def beside(days: tuple[Day, ...], media_type: str) -> dict[str, Any]:
    """Real newsletters as letters of our making: does each claim get the links of its sentence?

    The truth is where a link stood in the newsletter's own text, by sentence; its links are wrapped
    as senders of letters wrap them.
    """
    told: Counter[str] = Counter()
    for day in days:
        truth = {
            words: links for record in day.records for words, links in _truth(record, media_type)
        }
        (found,) = captured(day.slug, _letter(day, media_type))
        if not isinstance(found, Capture):
            told["letters_refused"] += 1
            continue
        claims = {_plain(claim.text): claim.links for claim in reading.claims(found)}
        told["letters"] += 1
        told["claims"] += len(claims)
        told["claims_with_links"] += sum(bool(links) for links in claims.values())
        for words, links in truth.items():
            if not links or words not in claims:
                told["sentences_that_are_no_claim" if links else "sentences_without_link"] += 1
                continue
            told["linked_claims"] += 1
            told["exactly_its_links"] += claims[words] == links[:8]
            told["a_link_of_another"] += bool(set(claims[words]) - set(links))
    return dict(sorted(told.items()))


def _anchored(record: dict[str, Any]) -> list[tuple[int, int, str]]:
    """Start, end and address of the links whose words end where the link stood; none overlap."""
    out: list[tuple[int, int, str]] = []
    for link in sorted(record["links"], key=lambda one: one["at"]):
        start = link["at"] - len(link.get("anchor") or "")
        words = record["text"][start : link["at"]]
        whole = words.strip() and words == link["anchor"] and unwrapped(link["url"])
        if whole and start >= (out[-1][1] if out else 0):
            out.append((start, link["at"], link["url"]))
    return out


def _truth(record: dict[str, Any], media_type: str) -> Iterator[Sentence]:
    """Each sentence and its links: those whose words reach into it (in a plain letter, whose number
    does), and the addresses written out in it."""
    text = record["text"]
    anchored = _anchored(record)
    number = media_type == "text/plain"
    links = [(last if number else first, last, url) for first, last, url in anchored]
    for found in re.finditer(r"https?://[^\s<>\"'`{}|\\^]+", text):
        url = found[0].rstrip(".,;:!?*_~…)]")
        if not any(first <= found.start() < last for first, last, _ in anchored):
            links.append((found.start(), found.start() + len(url), url))
    links.sort()
    for start, end in reading.sentences(text):
        own = [url for first, last, url in links if first < end + number and last > start]
        yield _plain(text[start:end]), tuple(dict.fromkeys(map(unwrapped, own)))


def _plain(words: str) -> str:
    return " ".join(_REFERENCE.sub("", words).split())


def _letter(day: Day, media_type: str) -> bytes:
    head = (
        f"From: AI Letters <letters@news.example>\r\nSubject: {day.slug}\r\nMessage-ID: <{day.slug}@news.example>\r\n"
        f"Date: Thu, 02 Apr 2026 10:00:00 +0000\r\nContent-Type: {media_type}; charset=utf-8\r\n\r\n"
    )
    body = _html(day) if media_type == "text/html" else _numbered(day)
    return head.encode() + body.encode("utf-8", "replace")


def _html(day: Day) -> str:
    items = []
    for number, record in enumerate(day.records):
        at, out = 0, []
        for start, end, url in _anchored(record):
            href = html.escape(_wrapped(url, number))
            out.append(html.escape(record["text"][at:start]))
            out.append(f'<a href="{href}">{html.escape(record["text"][start:end])}</a>')
            at = end
        items.append(f"<li>{''.join(out)}{html.escape(record['text'][at:])}</li>")
    pixel = '<img src="https://t.example/open.gif" width="1" height="1">'
    return f"<html><body><ul>{''.join(items)}</ul>{pixel}</body></html>"


def _numbered(day: Day) -> str:
    """A plain letter with numbered references and the addresses at its end."""
    paragraphs, notes = [], list[str]()
    for number, record in enumerate(day.records):
        at, out = 0, []
        for start, end, url in _anchored(record):
            notes.append(_wrapped(url, number))
            out.append(f"{record['text'][at:start]}{record['text'][start:end]} [{len(notes)}]")
            at = end
        paragraphs.append("".join(out) + record["text"][at:])
    listed = [f"[{number}] {url}" for number, url in enumerate(notes, 1)]
    return "\n\n".join([*paragraphs, "\n".join(listed)]) + "\n"


def _wrapped(url: str, number: int) -> str:
    coded = quote(url, safe="")
    joint = "&" if "?" in url else "?"
    return (
        url,
        f"{url.partition('#')[0]}{joint}utm_source=letter" if "#" not in url else url,
        f"https://www.google.com/url?q={coded}&sa=D",
        f"https://eur01.safelinks.protection.outlook.com/?url={coded}&data=05",
        f"https://click.mailer.example/track/click?id=9&url={coded}",
    )[number % 5]


def section(figures: dict[str, Any]) -> str:
    """The part of the measurements page about newsletters."""
    from benchmarks.page import table

    seen, made = figures["real"], figures["hostile"]
    refused = ", ".join(f"{rule} {count}" for rule, count in seen["refused"].items()) or "none"
    rows = [
        ("real mails read", f"{seen['read']} of {seen['mails']} (refused: {refused})"),
        ("links placed in the text whose words stand at their place", f"{seen['links_with_their_words_at_their_place']:,} of {seen['links_placed']:,}"),
        ("tracking pixels counted, none loaded", f"{seen['tracking_pixels']:,}"),
        ("read by the standard library (`email.policy.default`, `get_body`)", f"{seen['read_by_the_library']} of {seen['mails']}"),
        ("mails a second of processor time, to text with links", f"{seen['mails_a_second']}; the library alone, to bodies {seen['library_mails_a_second']}"),
        ("made letters: forged senders refused or marked", f"{made['forged_refused'] + made['forged_marked']} of {made['forged']}"),
        ("refused at once, and where the source asks for proof", f"{made['forged_refused']} and {made['forged_refused_where_proof_is_asked']} of {made['forged']}"),
        ("honest letters verified", f"{made['honest_verified']} of {made['honest']}"),
        ("line breaks or controls out of headers", made["header_injections"]),
        ("connections while reading", made["remote_loads"]),
    ]  # fmt: skip
    kinds = [
        (name, one["letters"], one["linked_claims"], one["exactly_its_links"], one["a_link_of_another"])
        for name, one in (("HTML", figures["html"]), ("plain text, numbered references", figures["plain"]))
    ]  # fmt: skip
    return (
        "## Newsletters\n\n"
        f"The {seen['mails']} real mails, and {made['letters']} hostile letters that are made by "
        "`nutgraf.testing.letters`.\n\n"
        + table(("measure", "result"), rows)
        + "\nClaims and the links that stood in their sentences: real newsletters written as letters, every "
        "link wrapped in one of five ways that senders use.\n\n"
        + table(("letters as", "letters", "claims with links in their sentence", "exactly these links", "with a link of another sentence"), kinds)
    )  # fmt: skip


if __name__ == "__main__":
    main()
