"""All that comes from outside: files, folders, streams and the one safe fetch."""

from __future__ import annotations

from nutgraf.wire.folder import LinesFile, file, folder
from nutgraf.wire.lines import lines

__all__ = ["LinesFile", "file", "folder", "lines"]
