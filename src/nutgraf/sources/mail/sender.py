"""Whether a letter comes from whom it says: its From, its signatures, and the address it reached.

The signatures were checked when the letter arrived, at the edge, and are never checked again: keys are
changed and withdrawn, so the verdict is kept (`RawObject.seen`). A signature speaks for the sender when
its domain (the `d=` of DKIM, RFC 6376) is the From domain or one above or below it, which is the
relaxed alignment of DMARC (RFC 7489, section 3.1.1) without a list of public suffixes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from email.message import Message

from nutgraf.sources.mail.headers import Mailbox, headers_as_sent, mailboxes

_ADDRESS = re.compile(r"[^\s<>@]{1,200}@[^\s<>@]{1,253}\Z|@[^\s<>@]{1,253}\Z")
_IN_A_NAME = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_RESULT = re.compile(r"\s*dkim\s*=\s*([a-z]{3,12})(?![^\s])(.*)", re.I | re.S)
_SIGNER = re.compile(r"(?<!\S)header\.(?:d\s*=\s*|i\s*=\s*[^@\s;]*@)([A-Za-z0-9._-]{1,253})", re.I)
_REACHED = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
# Letters that look like a Latin one (of the confusables of Unicode TS 39), and digits in their place.
_LIKE = str.maketrans({
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i", "ј": "j", "ѕ": "s",
    "һ": "h", "ԁ": "d", "ԛ": "q", "ԝ": "w", "к": "k", "м": "m", "т": "t", "в": "b", "н": "h", "г": "r",
    "α": "a", "ο": "o", "ν": "v", "ρ": "p", "τ": "t", "υ": "u", "ι": "i", "κ": "k", "ε": "e", "χ": "x",
    "ɡ": "g", "ı": "i", "ł": "l", "ø": "o", "0": "o", "1": "l", "|": "l", "5": "s", "-": "",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Whom a source's letters must come from: an address, or `@domain` with all below it.

    `via` a domain whose signature counts too (a mailing service), `to` the source's own address:
    what only this subscription was told, so that a letter that reached it comes from there.
    `proved`: a letter for which neither speaks is refused, not only marked.
    """

    address: str
    via: str = ""
    to: str = ""
    proved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found of a sender: marks to know, and the rule that refuses it ("" for none)."""

    marks: tuple[tuple[str, str], ...]
    rule: str = ""


def expected(sender: str) -> Expected | None:
    """Read `ADDRESS [via DOMAIN] [to ADDRESS] [proved]`, None for any other words.

    `letters@news.example proved`, `@news.example via mailer.example`, `@news.example to me+news@home.example`.
    """
    words = sender.lower().split()
    proved = words[-1:] == ["proved"]
    if proved:
        words.pop()
    if not words or not _ADDRESS.match(words[0]) or len(words) % 2 == 0:
        return None
    said = dict(zip(words[1::2], words[2::2], strict=True))
    to = said.get("to", "")
    if len(said) * 2 + 1 != len(words) or said.keys() - {"via", "to"} or to.startswith("@"):
        return None
    if to and not _ADDRESS.match(to):
        return None
    return Expected(address=_ascii(words[0]), via=_ascii(said.get("via", "")), to=to, proved=proved)


def judged(
    message: Message, seen: tuple[tuple[str, str], ...], sender: str, trusted: str = ""
) -> Judged:
    """What is to be known of the sender, by what the edge saw (`seen`) and what the source expects.

    Marks: `sender` with `verified: ...`, `unverified: ...` or `forged: ...`, always one; `dkim` each
    verdict of the edge; `from` where the name shown contradicts the address, or the domain is not
    plain ASCII; `reply-to` where answers go elsewhere. `trusted` names the mail server (the
    authserv-id of RFC 8601) whose Authentication-Results count where the edge could not check.
    """
    senders = mailboxes(message, "From")
    one = senders[0] if len(senders) == 1 else Mailbox(name="", address="")
    alone = sum(1 for _ in headers_as_sent(message, "From")) == 1 and bool(one.address)
    verdicts = _verdicts(message, seen, trusted)
    words, rule = _verdict(message, senders, alone, verdicts, sender)
    marks = [("sender", words), *(("dkim", verdict) for verdict in verdicts)]
    marks += [("from", words) for words in _oddities(one)]
    answers = mailboxes(message, "Reply-To")[:1]
    if answers and answers[0].address and not aligned(answers[0].domain, one.domain):
        marks.append(("reply-to", answers[0].address))
    return Judged(marks=tuple(marks), rule=rule)


def aligned(signer: str, domain: str) -> bool:
    """Whether two domains are one, or one stands below the other; a bare top level never counts."""
    if "." not in signer or "." not in domain:
        return False
    return signer == domain or signer.endswith(f".{domain}") or domain.endswith(f".{signer}")


def likeness(domain: str) -> str:
    """What a domain looks like: look-alike letters as the Latin ones, hyphens taken out."""
    try:
        shown = domain.encode("ascii").decode("idna") if "xn--" in domain else domain
    except UnicodeError:
        shown = domain
    plain = unicodedata.normalize("NFKD", shown).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return letters.translate(_LIKE).replace("rn", "m").replace("vv", "w")


def _verdict(
    message: Message, senders: tuple[Mailbox, ...], alone: bool, verdicts: list[str], sender: str
) -> tuple[str, str]:
    """The words of the `sender` mark, and the rule that refuses the letter."""
    wanted = expected(sender) if sender else None
    if sender and wanted is None:
        return f"unverified: the source's sender {sender[:80]!r} is no address", "sender-unreadable"
    if not alone:
        return "forged: it has not exactly one sender", "sender-forged" if wanted else ""
    one = senders[0]
    if wanted is None:
        return _unasked(one, verdicts), ""
    if not _is_from(one, wanted):
        if pretends := _pretends(one, wanted):
            return f"forged: {pretends}", "sender-forged"
        return f"unverified: it comes from {one.address}", "sender-other"
    words = _proved(message, one, wanted, verdicts)
    if words.startswith("forged"):
        return words, "sender-forged"
    return words, "sender-unproved" if wanted.proved and not words.startswith("verified") else ""


def _unasked(one: Mailbox, verdicts: list[str]) -> str:
    """The words where the source expects nobody in particular."""
    passed = _domains(verdicts, "pass")
    if any(aligned(domain, one.domain) for domain in passed):
        return f"verified: signed by {_first_aligned(passed, one.domain)}"
    return f"unverified: {_unproved(one, verdicts)}"


def _proved(message: Message, one: Mailbox, wanted: Expected, verdicts: list[str]) -> str:
    """The words for a letter that says it comes from the expected sender."""
    passed = _domains(verdicts, "pass")
    if any(aligned(domain, one.domain) for domain in passed):
        return f"verified: signed by {_first_aligned(passed, one.domain)}"
    if wanted.via and any(d == wanted.via or d.endswith(f".{wanted.via}") for d in passed):
        return f"verified: signed by {wanted.via}, which sends for it"
    if wanted.to and _reached(message, wanted.to):
        return "verified: it reached the source's own address"
    if any(aligned(domain, one.domain) for domain in _domains(verdicts, "fail")):
        return f"forged: the signature of {one.domain} does not hold"
    if passed:
        return f"forged: it is signed by {passed[0]}, not by {one.domain}"
    if wanted.to:
        return "forged: it did not reach the source's own address and no signature holds"
    return f"unverified: {_unproved(one, verdicts)}"


def _unproved(one: Mailbox, verdicts: list[str]) -> str:
    passed, failed = _domains(verdicts, "pass"), _domains(verdicts, "fail")
    if passed:
        return f"it is signed by {passed[0]}, not by {one.domain}"
    if any(aligned(domain, one.domain) for domain in failed):
        return f"the signature of {one.domain} does not hold"
    if not verdicts:
        return "its signatures were not looked at"
    unchecked = next((words for words in verdicts if words.startswith("unchecked")), "")
    return f"its signature could not be checked ({unchecked[11:]})" if unchecked else "not signed"


def _is_from(one: Mailbox, wanted: Expected) -> bool:
    if not wanted.address.startswith("@"):
        return one.address == wanted.address
    domain = wanted.address[1:]
    return one.domain == domain or one.domain.endswith(f".{domain}")


def _pretends(one: Mailbox, wanted: Expected) -> str:
    """How a letter from elsewhere passes itself off as the expected sender, "" when it does not."""
    domain = wanted.address.rpartition("@")[2]
    for shown in _IN_A_NAME.findall(one.name.lower()):
        if shown == wanted.address or shown.rpartition("@")[2] == domain:
            return f"its name shows {shown}, its address is {one.address}"
    if one.domain != domain and likeness(one.domain) == likeness(domain):
        return f"{one.domain} only looks like {domain}"
    return ""


def _oddities(one: Mailbox) -> list[str]:
    found = []
    shown = next(iter(_IN_A_NAME.findall(one.name.lower())), "")
    if shown and one.address and not aligned(shown.rpartition("@")[2], one.domain):
        found.append(f"the name shows {shown}, the address is {one.address}")
    if one.written or "xn--" in one.domain:
        found.append(f"the domain is {one.domain}, which may look like another")
    return found


def _reached(message: Message, own: str) -> bool:
    return any(mailbox.address == own for name in _REACHED for mailbox in mailboxes(message, name))


def _verdicts(message: Message, seen: tuple[tuple[str, str], ...], trusted: str) -> list[str]:
    """What the edge said; what the trusted mail server said where the edge could not tell."""
    ours = [words for name, words in seen if name == "dkim"]
    if not trusted or any(words.startswith(("pass", "fail")) for words in ours):
        return ours
    theirs = []
    for value in headers_as_sent(message, "Authentication-Results"):
        server, _, results = _bare(value).partition(";")
        # Only the topmost header of that name was surely written by our own server.
        if server.split()[:1] == [trusted]:
            found = [_RESULT.match(result) for result in results.split(";")]
            theirs = [_told(one[1], one[2]) for one in found if one is not None]
            break
    return [words for words in theirs if words] or ours


def _bare(value: str) -> str:
    """A header's value with a blank for each quoted string and comment: anybody may write those."""
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif char == '"' and not depth:
            quoted = not quoted
            out.append(" ")
        elif char == "(" and not quoted:
            depth += 1
            out.append(" ")
        elif char == ")" and depth:
            depth -= 1
        elif not quoted and not depth:
            out.append(char)
    return "".join(out)


def _told(result: str, rest: str) -> str:
    signer = _SIGNER.search(rest)
    if signer is None or result.lower() not in {"pass", "fail"}:
        return ""
    return f"{result.lower()} {signer[1].lower()}"


def _domains(verdicts: list[str], verdict: str) -> list[str]:
    """The domains of a verdict: `pass news.example`, `fail news.example: why`."""
    return [
        words.split()[1].rstrip(":")
        for words in verdicts
        if words.startswith(f"{verdict} ") and len(words.split()) > 1
    ]


def _first_aligned(domains: list[str], domain: str) -> str:
    return next(one for one in domains if aligned(one, domain))


def _ascii(words: str) -> str:
    local, at, domain = words.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode('ascii').lower()}"
    except UnicodeError:
        return words
