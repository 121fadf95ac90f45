"""All that comes from outside: files, folders, streams and the one safe fetch."""

from __future__ import annotations

from nutgraf.wire.fetch import Fetcher, FetchOptions
from nutgraf.wire.folder import LinesFile, file, folder, open_lines
from nutgraf.wire.lines import lines
from nutgraf.wire.round import Round
from nutgraf.wire.way_out import WayOut

__all__ = [
    "FetchOptions",
    "Fetcher",
    "LinesFile",
    "Round",
    "WayOut",
    "file",
    "folder",
    "lines",
    "open_lines",
]
