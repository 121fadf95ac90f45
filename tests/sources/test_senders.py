"""Eighty letters nobody should trust: each is marked or refused, and nothing of one gets out."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import archive, sources
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources.mail.sender import Expected, aligned, expected, likeness
from nutgraf.sources.model import RawObject, Received, Source
from nutgraf.testing import letters
from nutgraf.testing.letters import Letter
from nutgraf.wire.dkim import Dkim

pytestmark = pytest.mark.threat("P10")


AT = datetime(2026, 4, 3, 9, tzinfo=UTC)
HOSTILE, HONEST = letters.hostile(), letters.honest()
BROKEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def read(one: Letter, *, sender: str = "", server: str = "") -> Received | Refused:
    raw = RawObject(
        name=one.name, data=one.data, sha256=sha256_hex(one.data), media_type="message/rfc822",
        seen=Dkim(look_up=letters.txt).seen(one.data),
    )  # fmt: skip
    source = Source(
        id="s", name="S", kind="mailbox", address="m", owner="", sender=sender or one.sender
    )
    options = sources.SourcesOptions(mail_server=server)
    (found,) = sources.read(raw, source, options=options)
    assert isinstance(found, Received | Refused)
    if isinstance(found, Refused):
        assert found.raw == raw.sha256
    return found


def mark(one: Received, name: str = "sender") -> str:
    return dict(one.metadata.marks).get(name, "")


def test_there_are_eighty() -> None:
    assert len(HOSTILE) == 80 and len({one.name for one in HOSTILE}) == 80


@pytest.mark.parametrize(
    "one", [one for one in HOSTILE if one.trick == "forged sender"], ids=lambda one: one.name
)
def test_a_forged_sender_is_refused_or_marked_and_refused_where_proof_is_asked_for(one: Letter) -> None:  # fmt: skip
    found = read(one)
    if isinstance(found, Refused):
        assert found.rule in {"sender-forged", "sender-other"}
    else:
        assert mark(found).startswith("unverified: ")
    proved = read(one, sender=f"{one.sender} proved")
    assert isinstance(proved, Refused)


@pytest.mark.parametrize("one", HONEST, ids=lambda one: one.name)
def test_an_honest_letter_is_verified(one: Letter) -> None:
    found = read(one, sender=f"{one.sender} proved")
    assert isinstance(found, Received) and mark(found).startswith("verified: ")


@pytest.mark.parametrize("way", ["a bare CR", "a From line"])
def test_a_signed_letter_with_headers_that_hide_is_never_verified(way: str) -> None:
    good = next(one for one in HONEST if one.name == "signed by its own domain").data
    top = b"X-A: b\rFrom: letters@policy.example\rSubject: The bank has failed\r\rforged words\r\n"
    line = b"\r\nFrom letters@policy.example Thu Apr  2 10:00:00 2026\r\nTo:"
    data = top + good if way == "a bare CR" else good.replace(b"\r\nTo:", line)
    for sender in (letters.SENDER, "", "@policy.example"):
        found = read(Letter(name=way, trick="forged sender", data=data, sender=sender))
        assert isinstance(found, Refused) or not mark(found).startswith("verified")
        proved = read(Letter(name=way, trick="forged sender", data=data, sender=f"{letters.SENDER} proved"))  # fmt: skip
        assert isinstance(proved, Refused)


def told(capture: Capture) -> list[str]:
    """Every line a capture says of itself."""
    marks = [words for pair in capture.marks for words in pair]
    links = [words for link in capture.links for words in (link.url, link.words)]
    return [capture.title, capture.author, capture.owner, capture.key, capture.address, capture.lang, *marks, *links]  # fmt: skip


@pytest.mark.parametrize("one", HOSTILE, ids=lambda one: one.name)
def test_no_line_break_or_control_gets_out_of_a_header(one: Letter) -> None:
    found = read(one)
    if isinstance(found, Refused):
        assert not BROKEN.search(found.happened + found.where) and len(found.happened) < 800
        return
    made = archive.canonical(found)
    assert isinstance(made, archive.Canonical)
    capture = archive.capture(found, made, owner=found.metadata.owner, fetched_at=AT)
    assert [words for words in told(capture) if BROKEN.search(words)] == []
    assert all(len(words) <= 600 for words in told(capture))
    pixels = dict(capture.dropped).get("tracking pixel", 0)
    assert pixels == (one.trick == "remote image") and "t.example" not in capture.text


def test_the_word_of_the_own_mail_server_counts_only_where_it_is_named() -> None:
    said = "Authentication-Results: mx.home.example; spf=pass; dkim=pass header.d=policy.example header.s=s1\r\n"
    forged = "Authentication-Results: evil.example; dkim=pass header.d=policy.example\r\n"
    one = Letter(name="a", trick="honest", data=letters.letter(more=said), sender="@policy.example")
    assert mark(_received(read(one))) == "unverified: not signed"
    assert (
        mark(_received(read(one, server="mx.home.example"))) == "verified: signed by policy.example"
    )
    one = Letter(
        name="b", trick="honest", data=letters.letter(more=forged), sender="@policy.example"
    )
    assert mark(_received(read(one, server="mx.home.example"))) == "unverified: not signed"


def test_nobody_replaces_a_verified_letter_by_writing_its_message_id() -> None:
    said = "Authentication-Results: mx.home.example; dkim=pass header.d=policy.example\r\n"
    one = Letter(name="a", trick="honest", data=letters.letter(more=said), sender="@policy.example")
    verified, not_asked = _received(read(one, server="mx.home.example")), _received(read(one))
    assert verified.key == f"{not_asked.key} of policy.example"


@pytest.mark.parametrize(
    "results",
    [
        'spf=pass smtp.mailfrom="a; dkim=pass header.d=policy.example"@evil.example; dkim=none',
        "spf=pass (a (b) ; dkim=pass header.d=policy.example) smtp.mailfrom=evil.example; dkim=none",
        "spf=pass smtp.mailfrom=dkim=pass/header.d=policy.example@evil.example; dkim=none",
    ],
)
def test_what_a_stranger_wrote_into_the_results_is_no_result(results: str) -> None:
    said = f"Authentication-Results: mx.home.example; {results}\r\n"
    one = Letter(name="q", trick="honest", data=letters.letter(more=said), sender="@policy.example")
    assert mark(_received(read(one, server="mx.home.example"))) == "unverified: not signed"


def test_the_edge_goes_before_the_mail_server() -> None:
    said = b"Authentication-Results: mx.home.example; dkim=pass header.d=policy.example\r\n"
    changed = next(one for one in HOSTILE if one.name == "words changed")
    one = Letter(name="c", trick="honest", data=said + changed.data, sender="@policy.example")
    found = read(one, server="mx.home.example")
    assert isinstance(found, Refused) and found.rule == "sender-forged"


def test_where_nobody_is_expected_the_marks_say_what_is_known() -> None:
    data = letters.letter(
        sender='"ceo@bank.example" <x@evil.example>', more="Reply-To: y@third.example\r\nList-Id: The Brief <brief.evil.example>\r\n"
    )  # fmt: skip
    found = _received(read(Letter(name="d", trick="honest", data=data)))
    assert mark(found) == "unverified: not signed"
    assert mark(found, "from") == "the name shows ceo@bank.example, the address is x@evil.example"
    assert mark(found, "reply-to") == "y@third.example"
    assert mark(found, "list") == "brief.evil.example" and found.metadata.owner == "The Brief"


def _received(found: Received | Refused) -> Received:
    assert isinstance(found, Received)
    return found


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        ("Letters@News.example", Expected(address="letters@news.example")),
        ("@news.example via Mailer.example to me+n@home.example proved",
         Expected(address="@news.example", via="mailer.example", to="me+n@home.example", proved=True)),
        ("@grün.example", Expected(address="@xn--grn-ioa.example")),
        ("news.example", None), ("a@b@c", None), ("a@b via", None), ("a@b by c", None), ("proved", None),
        ("a@b to @c", None), ("a@b to c", None), ("a@b via c via d", None), ("", None),
    ],
)  # fmt: skip
def test_how_a_sender_is_written(words: str, read_as: Expected | None) -> None:
    assert expected(words) == read_as


def test_a_sender_that_cannot_be_read_refuses_every_letter() -> None:
    one = Letter(name="e", trick="honest", data=letters.letter(), sender="policy.example")
    found = read(one)
    assert isinstance(found, Refused) and found.rule == "sender-unreadable"


LABEL = st.sampled_from(["news", "mail", "policy", "evil", "example", "com"])
DOMAIN = st.lists(LABEL, min_size=1, max_size=4).map(".".join)


@settings(deadline=None)
@given(DOMAIN, DOMAIN)
def test_alignment_is_mutual_and_never_by_a_top_level_alone(one: str, other: str) -> None:
    assert aligned(one, other) == aligned(other, one)
    assert aligned(one, one) == ("." in one)
    if aligned(one, other):
        assert one.split(".")[-2:] == other.split(".")[-2:]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_domain_has_a_likeness(domain: str) -> None:
    assert likeness(domain) == likeness(domain)


@settings(deadline=None, max_examples=150)
@given(
    st.binary(max_size=80),
    st.sampled_from(["From", "To", "Subject", "List-Id", "Reply-To", "Message-ID"]),
)
def test_any_bytes_in_a_header_are_survived_and_stay_in_their_line(value: bytes, name: str) -> None:  # fmt: skip
    line = name.encode() + b": " + value + b"\r\n"
    rest = [one for one in letters.letter().split(b"\r\n") if not one.startswith(name.encode())]
    found = read(Letter(name="f", trick="header", data=line + b"\r\n".join(rest)))
    if isinstance(found, Received):
        meta = found.metadata
        marks = [words for pair in meta.marks for words in pair]
        told = [meta.title, meta.author, meta.owner, meta.lang, found.key, *marks]
        assert not any(BROKEN.search(words) for words in told)


@pytest.mark.parametrize(
    "data",
    [
        letters.letter(sender="(" * 50_000),
        letters.letter(sender="a@b.example, " * 20_000),
        letters.letter(more="From: a@b.example\r\n" * 50_000),
        letters.letter(more="Reply-To: " + '"' * 50_000 + "\r\nTo: " + "<" * 50_000 + "\r\n"),
        letters.letter(more="Content-Type: text/html\r\n", words="<" * 500_000),
        letters.letter(more="Content-Type: text/html\r\n", words="x" + "<img " * 100_000),
        letters.letter(more="Content-Type: text/html\r\n", words="x" + "<style" * 100_000),
        letters.letter(more="Content-Type: text/plain; " + "a=b; " * 50_000 + "\r\n"),
        letters.letter(more="List-Id: " + "<" * 100_000 + "\r\nArchived-At: " + "<" * 100_000 + "\r\n"),
    ],
    ids=range(9),
)  # fmt: skip
def test_what_is_made_to_hold_a_reader_up_does_not(data: bytes) -> None:
    began = time.monotonic()
    found = read(Letter(name="g", trick="structure", data=data))
    assert isinstance(found, Received | Refused)
    assert time.monotonic() - began < 10
