"""Which files are sound, by their bytes; and which only say where sound is to be found."""

from __future__ import annotations

import re

from nutgraf.sources.model import RawObject

# Brands of ISO base media files that hold sound alone (RFC 4337 and the MP4 registration authority).
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B ")
_MPEG_AUDIO = re.compile(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]")
_PLAYLIST = re.compile(
    r"#EXTM3U|#EXT-X-|\[(?:playlist|Reference)\]\s*\r?\n|ffconcat\s+version|<asx\b"
    r"|(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:MPD|playlist|SmoothStreamingMedia|smil)\b|v=0\r?\no=",
    re.I | re.S,
)


def sound_type(raw: RawObject) -> str:
    """The media type of a recording we hear, by its first bytes; "" for all else.

    A file of the MP4 family is sound where its brand says so, or else its name or its sender.
    """
    data = raw.data
    if data.startswith(b"ID3"):
        return "audio/mpeg"
    if data.startswith(b"fLaC"):
        return "audio/flac"
    if data.startswith(b"OggS"):
        return "audio/ogg"
    if data.startswith((b"RIFF", b"RF64")) and data[8:12] == b"WAVE":
        return "audio/wav"
    if data[4:8] == b"ftyp":
        said = raw.media_type.lower().startswith("audio/")
        named = raw.name.lower().endswith((".m4a", ".m4b"))
        return "audio/mp4" if data[8:12] in _SOUND_BRANDS or said or named else ""
    return "audio/mpeg" if _is_mpeg(data) else ""


def _is_mpeg(data: bytes) -> bool:
    """Whether two MPEG audio layer III frames follow each other (ISO/IEC 11172-3, 2.4.1.3)."""
    size = _frame(data[:4])
    return bool(size) and bool(_frame(data[size : size + 4]))


def _frame(head: bytes) -> int:
    """The length of the layer III frame with this header, 0 when it is none."""
    if len(head) < 4 or not _MPEG_AUDIO.match(head) or (head[1] >> 1) & 3 != 1:
        return 0
    newest = (head[1] >> 3) & 3 == 3
    bits, rate = head[2] >> 4, (head[2] >> 2) & 3
    rates = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
    table = (
        (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
        if newest
        else (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
    )
    version = (head[1] >> 3) & 3
    if rate == 3 or not table[bits] or version not in rates:
        return 0
    padding = (head[2] >> 1) & 1
    return (144 if newest else 72) * table[bits] * 1000 // rates[version][rate] + padding


def is_playlist(start: str) -> bool:
    """Whether a text opens as a list of places to play (M3U and HLS, PLS, ffconcat, ASX, XSPF, DASH,
    SMIL, SDP), which a player would go and fetch."""
    return bool(_PLAYLIST.match(start))
