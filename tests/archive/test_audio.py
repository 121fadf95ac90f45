"""Recordings: words with their seconds, what is refused, and playlists that point elsewhere."""

from __future__ import annotations

import io
import json
import socket
import struct
import sys
import wave
from pathlib import Path

import pytest

from nutgraf import archive, sources
from nutgraf.archive import audio
from nutgraf.archive.audio import Decoded, Heard
from nutgraf.archive.decoding import decode_here
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.newsroom.places import places_of
from nutgraf.rundown.work import in_a_child
from nutgraf.runners.child import ChildFailure
from nutgraf.sources.model import RawObject, Source
from nutgraf.sources.sound import is_playlist, sound_type
from tests.archive.samples import NOW, item, refused

SOURCE = Source(id="talks", name="Talks", kind="folder", address="talks", owner="Talks")
needs_extra = pytest.mark.skipif(not audio._has_extra(), reason="the audio extra is not installed")


def tone(seconds: float, *, level: int = 0, rate: int = 16_000) -> bytes:
    """A WAV file of a square wave, silence at level 0."""
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(rate)
        period = struct.pack("<40h", *([level] * 20 + [-level] * 20))
        made.writeframes(period * int(seconds * rate / 40))
    return out.getvalue()


def raw(data: bytes, name: str = "talk.mp3", media_type: str = "") -> RawObject:
    return RawObject(name=name, data=data, sha256=sha256_hex(data), media_type=media_type)


def heard(data: bytes, media_type: str = "audio/wav; minutes=5") -> archive.Canonical | Refused:
    return archive.canonical(item(data, media_type), decode=in_a_child)


def answer(**said: object) -> bytes:
    import msgspec

    return msgspec.json.encode(Decoded(model="tiny.en", **said))


SEGMENTS = (
    Heard(start=754.2, end=756.0, words=((754.2, 754.9, " Ask"), (754.9, 756.0, " not."))),
    Heard(start=757.5, end=761.0, words=((757.5, 759.0, " Twelve"), (759.0, 761.0, "-thirty."))),
)


def test_words_carry_their_seconds_and_the_text_says_who_heard_it() -> None:
    made = archive.canonical(
        item(b"RIFF", "audio/wav; minutes=1"), decode=lambda *_: answer(segments=SEGMENTS, beyond=90.4, unsure=2)
    )  # fmt: skip
    assert isinstance(made, archive.Canonical)
    assert made.text == "Ask not. Twelve-thirty."
    words = [(made.text[w.start : w.end], w.seconds) for w in made.layout.words]
    assert words == [
        ("Ask", (754.2, 754.9)), ("not.", (754.9, 756.0)), ("Twelve", (757.5, 759.0)),
        ("-thirty.", (759.0, 761.0)),
    ]  # fmt: skip
    assert [made.text[b.start : b.end] for b in made.layout.blocks] == [
        "Ask not.",
        "Twelve-thirty.",
    ]
    assert made.canonicaliser == "audio/1-tiny.en"
    assert dict(made.dropped) == {
        "seconds of sound beyond the most that are heard": 90,
        "stretches too unsure to be taken for speech": 2,
    }
    assert made.found.marks[0][0] == "words" and "tiny.en" in made.found.marks[0][1]
    capture = archive.capture(item(b"RIFF", "audio/wav"), made, owner="o", fetched_at=NOW)
    assert places_of(capture, 0, 8) == ("00:12:34-00:12:36",)
    assert places_of(capture, 9, 15) == ("00:12:37-00:12:39",)


def test_the_minutes_and_the_format_go_with_the_bytes() -> None:
    asked = []

    def run(decoder: object, data: bytes) -> bytes:
        asked.append((decoder, data))
        return answer(segments=SEGMENTS)

    archive.canonical(item(b"fLaC!", "audio/flac; minutes=7"), decode=run)
    archive.canonical(item(b"x" * 5_000_000, "audio/mpeg"), decode=run)
    assert asked[0][1] == b"flac 7\nfLaC!"
    assert asked[1][1].startswith(b"mp3 120\nxxx")
    assert asked[0][0].cpu_seconds < asked[1][0].cpu_seconds <= 7_680


@pytest.mark.parametrize("kind", ["memory", "cpu", "time", "crash"])
def test_a_child_that_failed_is_a_refusal(kind: str) -> None:
    failure = ChildFailure(kind=kind, message="It did.")
    made = archive.canonical(item(b"x", "audio/mpeg"), decode=lambda *_: failure)
    assert isinstance(made, Refused) and made.rule == f"audio-{kind}"
    made = archive.canonical(item(b"x", "audio/mpeg"), decode=lambda *_: b"{oops")
    assert isinstance(made, Refused) and made.rule == "audio-crash"


def test_without_the_extra_a_recording_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audio, "_EXTRA", ("no_such_package_of_sound",))
    made = refused(tone(0.1), "audio/wav")
    assert made.rule == "audio-extra"
    assert "pip install 'nutgraf[audio]'" in made.next_step
    audio.warm()


@needs_extra
def test_silence_and_noise_hold_no_words() -> None:
    silent = heard(tone(2))
    assert isinstance(silent, Refused) and silent.rule == "audio-no-words"


@needs_extra
@pytest.mark.parametrize(
    "data",
    [b"", b"RIFF\x00\x00\x00\x00WAVE", tone(1)[:30], b"ID3" + b"\x00" * 500, b"fLaC" + b"\xff" * 900,
     b"OggS" + bytes(range(256)), b"\x00\x00\x00\x20ftypM4A " + b"\x00" * 64],
)  # fmt: skip
def test_what_is_no_recording_is_refused(data: bytes) -> None:
    for media_type in ("audio/mpeg", "audio/wav", "audio/flac", "audio/ogg", "audio/mp4"):
        made = heard(data, media_type)
        assert isinstance(made, Refused)
        assert made.rule in {"audio-broken", "audio-no-words"}


@needs_extra
def test_only_so_many_minutes_are_heard_and_the_rest_is_counted() -> None:
    made = json.loads(audio.decode(b"wav 1\n" + tone(90)))
    assert 59.9 <= made["seconds"] <= 60.1 and 29 <= made["beyond"] <= 31
    made = json.loads(audio.decode(b"wav 2\n" + tone(90)))
    assert made["seconds"] == pytest.approx(90, abs=0.1) and made["beyond"] == 0


@needs_extra
def test_real_speech_is_heard_the_same_twice(shared_data: Path) -> None:
    data = (shared_data / "audio" / "jfk.flac").read_bytes()
    first, second = heard(data, "audio/flac"), heard(data, "audio/flac")
    assert isinstance(first, archive.Canonical)
    assert first == second
    assert "what your country can do for you" in first.text
    last = first.layout.words[-1]
    assert first.text[last.start : last.end].startswith("country")
    assert last.seconds and 10 < last.seconds[0] < last.seconds[1] < 11
    for word in first.layout.words:
        assert first.text[word.start : word.end].strip() == first.text[word.start : word.end]


SECRET = "/etc/hostname"
INSIDE = "http://127.0.0.1:9/a.mp3"
PLAYLISTS = {
    "HLS": f"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:9,\n{INSIDE}\n#EXT-X-ENDLIST\n",
    "HLS with a key": f'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{INSIDE}"\n#EXTINF:9,\nfile://{SECRET}\n',
    "HLS of a file": f"#EXTM3U\n#EXTINF:9,\nfile://{SECRET}\n",
    "HLS by concat": f"#EXTM3U\n#EXTINF:9,\nconcat:{INSIDE}?|file://{SECRET}\n",
    "HLS by subfile": f"#EXTM3U\n#EXTINF:9,\nsubfile,,start,0,end,64,,:{SECRET}\n",
    "M3U": f"#EXTM3U\n{INSIDE}\n",
    "PLS": f"[playlist]\nFile1={INSIDE}\nNumberOfEntries=1\n",
    "ffconcat": f"ffconcat version 1.0\nfile '{SECRET}'\n",
    "ffconcat of an address": f"ffconcat version 1.0\nfile '{INSIDE}'\n",
    "DASH": f'<?xml version="1.0"?><MPD><BaseURL>{INSIDE}</BaseURL></MPD>',
    "XSPF": f'<?xml version="1.0"?><playlist><trackList><track><location>{INSIDE}</location></track></trackList></playlist>',
    "SMIL": f'<smil><body><audio src="{INSIDE}"/></body></smil>',
    "ASX": f'<asx version="3.0"><entry><ref href="{INSIDE}"/></entry></asx>',
    "ASX reference": f"[Reference]\nRef1={INSIDE}\n",
    "SDP": "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 9 RTP/AVP 0\r\n",
}  # fmt: skip


@pytest.mark.threat("P11")
def test_there_are_fifteen_playlists() -> None:
    assert len(PLAYLISTS) == 15


@pytest.mark.threat("P11")
@pytest.mark.parametrize("name", PLAYLISTS)
@pytest.mark.parametrize("called", ["a.mp3", "a.m3u8", "a.txt", "episode"])
def test_a_playlist_is_refused_whatever_it_is_called(name: str, called: str) -> None:
    (found,) = sources.read(raw(PLAYLISTS[name].encode(), called, "audio/mpeg"), SOURCE)
    assert isinstance(found, Refused)
    assert found.rule == "playlist"


@pytest.mark.threat("P11")
@needs_extra
@pytest.mark.enable_socket
def test_playlists_behind_a_false_front_open_nothing() -> None:
    """Handed to the sound reader as each of its formats, with a server waiting where they point."""
    audio.warm()
    opened: list[str] = []
    watching = True

    def watch(event: str, said: tuple[object, ...]) -> None:
        if watching and event in {"socket.connect", "socket.getaddrinfo", "open"}:
            opened.append(f"{event} {said}")

    fronts = (b"", b"ID3\x04" + bytes(6), b"OggS", b"fLaC", b"\x00\x00\x00\x08ftypM4A ")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        there = f"127.0.0.1:{server.getsockname()[1]}"
        sys.addaudithook(watch)
        for playlist in PLAYLISTS.values():
            for front in fronts:
                body = front + playlist.replace("127.0.0.1:9", there).encode()
                for container in ("mp3", "wav", "flac", "ogg", "mov"):
                    said = json.loads(audio.decode(f"{container} 1\n".encode() + body))
                    assert said["refused"] == "audio-broken" or not said["segments"]
        watching = False
        with pytest.raises(BlockingIOError):
            server.accept()
    assert [one for one in opened if SECRET in one or "socket" in one] == []


@needs_extra
def test_a_movie_file_that_refers_to_another_file_does_not_get_it() -> None:
    """A QuickTime data reference (`dref` with an `alis` to a path) is not followed."""

    def atom(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body) + 8) + kind + body

    path = SECRET.encode()
    alias = atom(b"alis", struct.pack(">I", 0) + struct.pack(">HH", 18, 2) + path)
    reference = atom(b"dref", struct.pack(">II", 0, 1) + alias)
    movie = atom(b"ftyp", b"qt  \x00\x00\x00\x00qt  ") + atom(
        b"moov", atom(b"trak", atom(b"mdia", atom(b"minf", atom(b"dinf", reference))))
    )
    assert json.loads(audio.decode(b"mov 1\n" + movie))["refused"] == "audio-broken"


@pytest.mark.parametrize(
    ("data", "name", "media_type", "expected"),
    [
        (b"ID3\x04", "a", "", "audio/mpeg"), (b"fLaC", "a", "", "audio/flac"), (b"OggS", "a", "", "audio/ogg"),
        (tone(0.01), "a", "", "audio/wav"), (b"RIFF\x00\x00\x00\x00WEBP", "a", "", ""), (b"RIFF\x00\x00\x00\x00AVI ", "a", "", ""),
        (b"\x00\x00\x00\x20ftypM4A ", "a", "", "audio/mp4"), (b"\x00\x00\x00\x20ftypisom", "a.mp4", "", ""),
        (b"\x00\x00\x00\x20ftypisom", "a.m4a", "", "audio/mp4"), (b"\x00\x00\x00\x20ftypmp42", "a", "audio/mp4", "audio/mp4"),
        (b"\xff\xfb\x90\x00" + b"\x00" * 413 + b"\xff\xfb\x90\x00", "a", "", "audio/mpeg"),
        (b"\xff\xfb\x90\x00" + b"\x00" * 413 + b"words", "a", "", ""), (b"\xff\xfe" + "text".encode("utf-16-le"), "a.txt", "", ""),
        (b"words", "a.mp3", "audio/mpeg", ""),
    ],
)  # fmt: skip
def test_sound_is_known_by_its_bytes(
    data: bytes, name: str, media_type: str, expected: str
) -> None:
    assert sound_type(raw(data, name, media_type)) == expected


@pytest.mark.parametrize(
    "text", ["[Reference](https://x.example/)", "v=0 is a start", "#EXTRA words", "<p>MPD"]
)
def test_words_are_no_playlist(text: str) -> None:
    assert not is_playlist(text)


def test_a_recording_is_one_item_with_its_minutes() -> None:
    (found,) = sources.read(raw(tone(0.01), "a.wav"), SOURCE)
    assert not isinstance(found, Refused)
    assert found.media_type == "audio/wav; minutes=120"
    assert decode_here(audio.decoder_for(1), b"wav 1\nnothing")
