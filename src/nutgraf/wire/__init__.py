"""All that comes from outside: files, folders, streams and the one safe fetch."""

from __future__ import annotations

from nutgraf.wire.fetch import Fetcher, FetchOptions
from nutgraf.wire.folder import LinesFile, file, folder, open_lines
from nutgraf.wire.lines import lines
from nutgraf.wire.round import Round

__all__ = ["FetchOptions", "Fetcher", "LinesFile", "Round", "file", "folder", "lines", "open_lines"]
