"""Transcripts with times: podcast JSON, TTML, srv3, json3, and text whose lines begin with a time."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nutgraf import archive, sources
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.newsroom.places import clock, places_of
from nutgraf.sources.model import RawObject, Source
from nutgraf.sources.transcript import SEGMENTS, SRV3, STAMPED, TTML, transcript_type
from tests.archive.samples import NOW, item, read, refused

SOURCE = Source(id="talks", name="Talks", kind="folder", address="talks", owner="Talks")
PODCAST = {
    "version": "1.0.0",
    "segments": [
        {"speaker": "Ann", "startTime": 0.5, "endTime": 2.25, "body": "Good morning,"},
        {"startTime": 2.25, "endTime": 3, "body": "everyone."},
        {"speaker": "Bo", "startTime": 3, "endTime": 5.5, "body": " The model scored 91.5. "},
    ],
}
SPEECH = {"text": "…", "segments": [{"id": 0, "start": 1.0, "end": 2.5, "text": " Ask not."}]}
JSON3 = {
    "wireMagic": "pb3",
    "events": [{"tStartMs": 1500, "dDurationMs": 2000, "segs": [{"utf8": "Ask"}, {"utf8": " not."}]},
               {"tStartMs": 3500, "segs": [{"utf8": "\n"}]}],
}  # fmt: skip
W3C = """<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"><body><div>
<p begin="00:00:01.500" end="00:00:03">Ask <span>not</span><br/>what.</p><p begin="3s" dur="1500ms">Then.</p>
</div></body></tt>"""
VIDEO = '<?xml version="1.0"?><timedtext format="3"><body><p t="1500" d="2000">Ask <s>not.</s></p></body></timedtext>'
LINES = """The talk

[00:00:01] Ann Lee: Good morning, everyone.
We begin.
[00:12:34.5] Bo: The model scored 91.5.
(1:00:02) Ann Lee: Thanks.
"""


def places(made: archive.Canonical) -> list[tuple[str, tuple[float, float] | None, str]]:
    return [(made.text[b.start : b.end], b.seconds, b.speaker) for b in made.layout.blocks]


def test_podcast_json() -> None:
    made = read(json.dumps(PODCAST), SEGMENTS)
    assert made.text == "Good morning, everyone.\nThe model scored 91.5."
    assert places(made) == [
        ("Good morning,", (0.5, 2.25), "Ann"), ("everyone.", (2.25, 3.0), "Ann"),
        ("The model scored 91.5.", (3.0, 5.5), "Bo"),
    ]  # fmt: skip
    assert made.canonicaliser == "transcript/2"


@pytest.mark.parametrize(
    ("body", "media_type", "expected"),
    [
        (json.dumps(SPEECH), SEGMENTS, [("Ask not.", (1.0, 2.5), "")]),
        (json.dumps(JSON3), SEGMENTS, [("Ask not.", (1.5, 3.5), "")]),
        (W3C, TTML, [("Ask not what.", (1.5, 3.0), ""), ("Then.", (3.0, 4.5), "")]),
        (VIDEO, SRV3, [("Ask not.", (1.5, 3.5), "")]),
    ],
)
def test_other_forms(body: str, media_type: str, expected: object) -> None:
    assert transcript_type(body) == media_type
    assert places(read(body, media_type)) == expected


def test_a_piece_without_words_says_none() -> None:
    segments = [{"utf8": None}, {"utf8": "Ask."}]
    assert (
        read(json.dumps({"events": [{"tStartMs": 500, "segs": segments}]}), SEGMENTS).text == "Ask."
    )


def test_lines_that_begin_with_a_time() -> None:
    assert transcript_type(LINES) == STAMPED
    made = read(LINES, STAMPED)
    assert (
        made.text == "The talk\nGood morning, everyone. We begin.\nThe model scored 91.5.\nThanks."
    )
    assert places(made) == [
        ("The talk", None, ""), ("Good morning, everyone.", (1.0, 754.5), "Ann Lee"),
        ("We begin.", (1.0, 754.5), "Ann Lee"), ("The model scored 91.5.", (754.5, 3602.0), "Bo"),
        ("Thanks.", (3602.0, 3602.0), "Ann Lee"),
    ]  # fmt: skip
    capture = archive.capture(item(LINES, STAMPED), made, owner="o", fetched_at=NOW)
    at = made.text.index("scored")
    assert places_of(capture, at, at + 6) == ("00:12:34-01:00:02 Bo",)
    assert capture.title == "The talk"


def test_a_sentence_before_a_colon_is_no_speaker() -> None:
    made = read(
        "[00:00:05] The answer is simple: no.\n[00:00:07] Speaker 1: Why?\n"
        "[00:00:09] Mary Ann Lee O\u2019Hara: So.\n[00:00:11] One Two Three Four Five: six.",
        STAMPED,
    )
    assert [(words, who) for words, _, who in places(made)] == [
        ("The answer is simple: no.", ""), ("Why?", "Speaker 1"), ("So.", "Mary Ann Lee O\u2019Hara"),
        ("One Two Three Four Five: six.", "Mary Ann Lee O\u2019Hara"),
    ]  # fmt: skip


def test_times_alone_on_their_lines() -> None:
    made = read("0:05\nFirst words.\n0:09\nSecond words\nat 3:45 pm.\n1:02:03\nLast.", STAMPED)
    assert made.text == "First words. Second words at 3:45 pm. Last."
    assert [one.seconds for one in made.layout.blocks] == [
        (5.0, 9.0), (9.0, 3723.0), (9.0, 3723.0), (3723.0, 3723.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["[10:30] <ann> hello\n[10:31] <bo> hello\n[10:35] <ann> so", "[0:05] a\n[0:03] b\n[0:09] c", "", "Words.", "At 10:30 we met.\nAt 11:00 we left.\nAt 12:00 we ate.", "{}", '{"segments": []}', "[00:01] one\n[00:02] two",
     "1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\n00:00:03,000 --> 00:00:04,000\ny\n\n3\n00:00:05,000 --> 00:00:06,000\nz",
     "WEBVTT\n\n00:01.000 --> 00:02.000\nx", "<p>[00:01] x", '{"version": "https://jsonfeed.org/version/1", "items": []}'],
)  # fmt: skip
def test_what_is_no_transcript(text: str) -> None:
    assert transcript_type(text) == ""


@pytest.mark.parametrize("media_type", [SEGMENTS, TTML, SRV3, STAMPED])
@pytest.mark.parametrize(
    "body", ["words", "{", "[]", '{"segments": 5, "events": [[]]}', "<tt>", "\x00"]
)
def test_what_has_no_times_is_refused(media_type: str, body: str) -> None:
    assert refused(body, media_type).rule == "transcript-no-times"


def test_a_document_type_ends_ttml() -> None:
    bomb = '<!DOCTYPE tt [<!ENTITY a "words">]>' + W3C.split("?>")[1].replace("not", "&a;")
    assert refused(bomb, TTML).rule == "transcript-no-times"


def test_a_transcript_file_is_one_item_with_its_title() -> None:
    data = LINES.encode()
    raw = RawObject(name="talk.txt", data=data, sha256=sha256_hex(data))
    (found,) = sources.read(raw, SOURCE)
    assert not isinstance(found, Refused)
    assert (found.media_type, found.metadata.title, found.key) == (STAMPED, "The talk", "talk.txt")
    data = json.dumps(PODCAST).encode()
    raw = RawObject(
        name="a.json", data=data, sha256=sha256_hex(data), media_type="application/json"
    )
    (found,) = sources.read(raw, SOURCE)
    assert not isinstance(found, Refused) and found.media_type == SEGMENTS


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from([SEGMENTS, TTML, SRV3, STAMPED]))
def test_any_text_is_read_or_refused(text: str, media_type: str) -> None:
    made = archive.canonical(item(text.encode("utf-8", "replace"), media_type, charset="utf-8"))
    if isinstance(made, archive.Canonical):
        for block in made.layout.blocks:
            assert made.text[block.start : block.end].strip()
            assert block.seconds is None or 0 <= block.seconds[0] <= block.seconds[1]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 200_000), st.integers(0, 9000), st.from_regex(r"[a-z]{1,8}( [a-z]{1,8}){0,3}", fullmatch=True)),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_every_segment_keeps_its_words_and_times(rows: list[tuple[int, int, str]]) -> None:
    segments = [
        {"startTime": first / 100, "endTime": (first + lasts) / 100, "body": words}
        for first, lasts, words in rows
    ]
    made = read(json.dumps({"segments": segments}), SEGMENTS)
    assert [(words, seconds) for words, seconds, _ in places(made)] == [
        (words, (round(first / 100, 3), round((first + lasts) / 100, 3))) for first, lasts, words in rows
    ]  # fmt: skip


def test_clocks() -> None:
    assert [clock(one) for one in (0, 59.9, 754.2, 3600, 360_000)] == [
        "00:00:00", "00:00:59", "00:12:34", "01:00:00", "100:00:00",
    ]  # fmt: skip
