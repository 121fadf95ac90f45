"""All that comes from outside: files, folders, streams and the one safe fetch."""

from __future__ import annotations

from nutgraf.wire.fetch import Fetcher, FetchOptions
from nutgraf.wire.folder import LinesFile, file, folder, open_lines
from nutgraf.wire.lines import lines

__all__ = ["FetchOptions", "Fetcher", "LinesFile", "file", "folder", "lines", "open_lines"]
