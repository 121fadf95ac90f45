"""The same item by key, words or address; two items never become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import archive
from nutgraf.archive.identity import Resolved, likeness, questions, resolve
from nutgraf.archive.model import Capture, Record
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.sources import read
from nutgraf.sources.model import Metadata, RawObject, Received, Source
from tests.archive.samples import NOW, item

WORDS = "The laboratory opened its second reactor on Monday and will run it for three years."


def arrived(key: str, text: str = WORDS, address: str = "", title: str = "A title", hours: int = 0, published: datetime | None = None) -> Capture:  # fmt: skip
    received = item(text.encode(), "text/plain", charset="utf-8", raw_range=(0, len(text)))
    received = replace(
        received, key=key, address=address, metadata=Metadata(title=title, published_at=published)
    )
    made = archive.canonical(received)
    assert isinstance(made, archive.Canonical)
    return archive.capture(received, made, owner="o", fetched_at=NOW + timedelta(hours=hours))


class Kept:
    """Captures as a store keeps them, asked by the three questions alone."""

    def __init__(self) -> None:
        self.captures: dict[str, Capture] = {}

    def answer(self, arriving: Sequence[Capture]) -> list[Record]:
        asked = questions(arriving)
        return [
            one.record
            for one in self.captures.values()
            if (one.source, one.key) in asked.keys
            or (one.source, one.text_sha256) in asked.texts
            or (one.source, one.address) in asked.addresses
        ]

    def text_of(self, name: str) -> str | None:
        return self.captures[name].text if name in self.captures else None

    def take(self, *arriving: Capture) -> list[Resolved]:
        found = resolve(arriving, self.answer(arriving), self.text_of)
        for one in found:
            assert (one.same == "new") == (one.of == "")
            if one.same in {"new", "revision"}:
                assert one.capture.id not in self.captures
                self.captures[one.capture.id] = one.capture
            else:
                assert one.of in self.captures
        return list(found)

    def takes(self, *arriving: Capture) -> list[str]:
        return [one.same for one in self.take(*arriving)]


def test_a_known_key_is_seen_again_or_revised() -> None:
    kept = Kept()
    assert kept.takes(arrived("k")) == ["new"]
    assert kept.takes(arrived("k", hours=1)) == ["seen"]
    (revised,) = kept.take(arrived("k", WORDS + " It failed.", hours=2))
    assert revised.same == "revision" and revised.capture.previous == arrived("k").id
    (noise,) = kept.take(arrived("k", WORDS + " It failed.\n3 minutes ago", hours=3))
    assert noise.same == "noise" and noise.of == revised.capture.id
    assert kept.takes(arrived("k", hours=4)) == ["seen"]  # back to its first words


@pytest.mark.parametrize(
    ("later", "same", "why"),
    [
        ({"address": "https://a.example/1"}, "seen", "words and address"),
        ({"address": "https://a.example/1?utm_source=x"}, "seen", "words and address"),
        ({"address": "https://a.example/2"}, "seen", "words and title"),
        ({"address": "https://a.example/2", "published": NOW - timedelta(days=1)}, "new", "neither"),
        ({"address": "https://a.example/1", "published": NOW - timedelta(days=1)}, "seen", "words and address"),
        ({"address": "https://a.example/1", "text": WORDS + " More."}, "revision", "address and title"),
        ({"address": "https://a.example/1", "text": WORDS + "\n5 comments"}, "noise", "address and title"),
        ({"address": "https://a.example/1", "text": WORDS + " More.", "title": "Other"}, "revision", "most of the words"),
        ({"address": "https://a.example/1", "text": "All else is new.", "title": "Other"}, "new", "neither"),
        ({"address": "https://a.example/2", "title": "Other"}, "new", "neither"),
        ({"address": "https://a.example/2", "text": WORDS + " More."}, "new", "neither"),
    ],
)  # fmt: skip
def test_an_item_under_a_new_key(later: dict[str, object], same: str, why: str) -> None:
    kept = Kept()
    first = arrived("one", address="https://a.example/1", published=NOW - timedelta(days=2))
    kept.take(first)
    (found,) = kept.take(arrived("two", hours=1, **({"published": None} | later)))  # type: ignore[arg-type]
    assert (found.same, why in found.why) == (same, True), found.why
    assert found.capture.key == ("two" if same == "new" else "one")
    assert found.same != "revision" or found.capture.previous == first.id


def test_entries_that_share_an_address_stay_apart() -> None:
    """A status page: every entry links the page itself, all under one title."""
    page = "https://status.example/now"
    kept = Kept()
    one, two = (arrived(key, f"Incident {key}: {WORDS}", page, "Incident") for key in "ab")
    assert kept.takes(one, two) == ["new", "new"]
    assert kept.takes(arrived("c", "Incident c is over.", page, "Incident", 1)) == ["new"]
    yesterday = NOW - timedelta(days=1)
    assert kept.takes(arrived("d", "All is well.", page, "Well", 2, yesterday)) == ["new"]
    later = arrived("e", "All is well.", page, "Well", 3, NOW)
    assert kept.takes(later, one) == ["new", "seen"]


def test_what_is_named_beside_an_item_is_not_that_item() -> None:
    kept = Kept()
    known = arrived("one", address="https://a.example/1")
    kept.take(known)
    other = arrived("two", WORDS + " More.", address="https://a.example/1")
    assert kept.takes(known, other) == ["seen", "new"]


def test_the_front_of_a_site_names_no_item() -> None:
    kept = Kept()
    kept.take(arrived("one", address="https://a.example/"))
    assert kept.takes(arrived("two", WORDS + " More.", "https://a.example/")) == ["new"]


def test_letters_of_the_same_words_on_two_days_are_two() -> None:
    kept = Kept()
    days = [
        arrived(str(day), "Nothing new.", published=NOW - timedelta(days=day)) for day in (2, 1)
    ]
    assert [kept.takes(one) for one in days] == [["new"], ["new"]]


def test_sources_do_not_mix() -> None:
    kept = Kept()
    kept.take(arrived("one", address="https://a.example/1"))
    other = replace(arrived("one", address="https://a.example/1"), source="other", id="other")
    assert kept.takes(other) == ["new"]


def test_a_newer_reader_makes_a_capture_that_names_the_old_one() -> None:
    kept = Kept()
    old = arrived("one")
    kept.take(old)
    name = f"{old.canonicaliser}x"
    newer = replace(
        old, canonicaliser=name, id=archive.capture_id(old.source, "one", name, old.text)
    )
    (found,) = kept.take(newer)
    assert found.same == "revision" and found.capture.previous == old.id and "anew" in found.why


def feed(look: int, *, link: str, date: str = "") -> bytes:
    entries = "".join(
        f"<item><guid>urn:{look}:{n}</guid><title>Story number {n}</title>"
        f"<link>{link.format(n=n, look=look)}</link>{date.format(look=look)}"
        f"<description>Words of story {n}, which stay what they are.</description></item>"
        for n in range(5)
    )
    return f"<rss version='2.0'><channel><title>Churn</title>{entries}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("link", "date"),
    [
        ("https://a.example/{n}", ""),
        ("https://a.example/{n}?visit={look}", ""),
        ("https://a.example/{n}", "<pubDate>Fri, 03 Apr 2026 10:00:{look:02} GMT</pubDate>"),
        ("https://a.example/", ""),
    ],
)
def test_a_thousand_looks_at_a_feed_that_renames_its_entries(link: str, date: str) -> None:
    """F8: new guids at every look, 1,000 looks: no capture twice."""
    source = Source(
        id="s", name="S", kind="feed", address="https://a.example/feed", owner="S",
        full_text="never",
    )  # fmt: skip
    kept = Kept()
    for look in range(1000 if date == "" and link.endswith("{n}") else 60):
        data = feed(look, link=link, date=date)
        raw = RawObject(name="feed", data=data, sha256=sha256_hex(data), address=source.address)
        batch = []
        for received in read(raw, source):
            assert isinstance(received, Received)
            made = archive.canonical(received)
            assert not isinstance(made, Refused)
            batch.append(archive.capture(received, made, owner="S", fetched_at=datetime(2026, 4, 4, tzinfo=UTC) + timedelta(hours=look)))  # fmt: skip
        kept.take(*batch)
    assert len(kept.captures) == 5


ONE = st.builds(
    arrived,
    st.sampled_from("abc"),
    st.sampled_from([WORDS, WORDS + " More.", "Short.", WORDS + "\n3 comments"]),
    st.sampled_from(["", "https://a.example/", "https://a.example/1", "https://a.example/2"]),
    st.sampled_from(["A title", "Another"]),
    st.integers(0, 3),
)


@settings(deadline=None)
@given(st.lists(st.lists(ONE, max_size=4, unique_by=lambda one: one.key), max_size=5))
def test_every_arrival_is_kept_or_names_what_is(batches: list[list[Capture]]) -> None:
    kept = Kept()
    for batch in batches:
        assert len(kept.take(*batch)) == len(batch)
        assert set(kept.takes(*batch)) <= {"seen", "noise"}


def test_likeness_is_a_share() -> None:
    assert likeness(WORDS, WORDS) == 1.0 and likeness(WORDS, "Quite other words stand here.") == 0.0
    assert likeness("", "") == 0.0 and 0 < likeness(WORDS, WORDS + " More.") < 1
