"""What feeds say of their own rhythm is read cheaply, and never believed beyond reason."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutgraf.ids import sha256_hex
from nutgraf.sources.looks.stated import Stated, stated_rhythm
from nutgraf.sources.model import RawObject


def said(text: str | bytes) -> Stated:
    data = text.encode() if isinstance(text, str) else text
    return stated_rhythm(RawObject(name="f", data=data, sha256=sha256_hex(data)))


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("<ttl>60</ttl>", 3600),
        ("<ttl> 90 </ttl>", 5400),
        ("<ttl><![CDATA[15]]></ttl>", 900),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<!-- <ttl>60</ttl> -->", None),
        ("<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", 3600),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21600),
        ("<syn:updatePeriod>weekly</syn:updatePeriod>", 604800),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 86400),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("<ttl>60</ttl><sy:updatePeriod>daily</sy:updatePeriod>", 86400),
        ("<item><ttl>60</ttl></item>", None),
        ("<title>a &lt;ttl&gt;60</title>", None),
    ],
)  # fmt: skip
def test_periods(head: str, seconds: int | None) -> None:
    text = f"<rss version='2.0'><channel>{head}<item><title>x</title></item></channel></rss>"
    assert said(text).seconds == seconds
    assert said(text.encode("utf-16")).seconds == seconds


def test_hours_and_days() -> None:
    text = (
        "<rss><channel><skipHours><hour>0</hour><hour> 5 </hour><hour>24</hour><hour>77</hour></skipHours>"
        "<skipDays><day>Saturday</day><day>sunday</day><day>Caturday</day></skipDays><item/></channel></rss>"
    )
    found = said(text)
    assert found == Stated(skip_hours=(0, 5), skip_days=(5, 6))
    friday = datetime(2026, 4, 3, 23, 30, tzinfo=UTC)
    assert found.wanted(friday) and found.next_wanted(friday) == friday
    saturday = datetime(2026, 4, 4, 10, 30, tzinfo=UTC)
    assert found.next_wanted(saturday) == datetime(2026, 4, 6, 1, tzinfo=UTC)


def test_a_feed_that_rules_out_every_hour_rules_out_none() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    days = "".join(f"<day>{day}day</day>" for day in
                   ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"))  # fmt: skip
    assert said(f"<rss><skipHours>{hours}</skipHours><skipDays>{days}</skipDays>") == Stated()


def test_only_the_head_is_looked_at() -> None:
    assert said(b"<rss>" + b" " * 70_000 + b"<ttl>60</ttl>") == Stated()


@given(st.binary(max_size=400) | st.text(alphabet="<>/!-[]CDATAtlskipHours 0123:", max_size=400).map(str.encode))  # fmt: skip
def test_any_bytes_are_read(data: bytes) -> None:
    found = said(b"<rss>" + data)
    assert found.seconds is None or found.seconds > 0
    assert len(found.skip_hours) < 24 and len(found.skip_days) < 7
