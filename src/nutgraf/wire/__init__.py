"""All that comes from outside: files, folders, streams and the one safe fetch."""

from __future__ import annotations

from nutgraf.wire.fetch import Fetcher, FetchOptions
from nutgraf.wire.folder import LinesFile, file, folder
from nutgraf.wire.lines import lines

__all__ = ["FetchOptions", "Fetcher", "LinesFile", "file", "folder", "lines"]
