"""Raw objects: what arrived, byte for byte, zstd-compressed, named by the sha256 of its bytes.

An object is written beside its place, synced, then renamed: a name that exists is whole.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from nutgraf.errors import StoreError
from nutgraf.ids import sha256_hex
from nutgraf.store.database import saying_what_failed

_CHUNK = 1 << 20


class Objects:
    """The folder of raw objects."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where an object is, or would be."""
        return self._folder / sha256[:2] / f"{sha256}.zst"

    def keep(self, data: bytes) -> tuple[str, int]:
        """Keep bytes; returns their sha256 and the stored size.

        Keeping twice changes nothing, but for an object that was damaged: it is written anew.
        """
        sha256 = sha256_hex(data)
        path = self.path(sha256)
        if not self._whole(sha256):
            packed = zstandard.ZstdCompressor(level=3).compress(data)
            with saying_what_failed(lambda: len(packed)):
                write_whole(path, packed)
        return sha256, path.stat().st_size

    def _whole(self, sha256: str) -> bool:
        try:
            return bool(self.path(sha256).exists() and self.read(sha256) is not None)
        except StoreError:
            return False

    def keep_stream(self, stream: BinaryIO) -> tuple[str, int, int]:
        """Keep a stream without holding it; returns sha256, size and stored size in bytes."""
        with saying_what_failed():
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".coming-")
            try:
                return self._compress(stream, handle, Path(name))
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def _compress(self, stream: BinaryIO, handle: int, name: Path) -> tuple[str, int, int]:
        whole, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as out:
            with zstandard.ZstdCompressor(level=3).stream_writer(out, closefd=False) as packed:
                while chunk := stream.read(_CHUNK):
                    whole.update(chunk)
                    size += len(chunk)
                    packed.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        path = self.path(whole.hexdigest())
        path.parent.mkdir(exist_ok=True)
        name.chmod(0o644)
        name.replace(path)
        sync_folder(path.parent)
        return whole.hexdigest(), size, path.stat().st_size

    def read(self, sha256: str) -> bytes:
        """The bytes of an object; raises StoreError when it is missing or is not what its name says."""
        try:
            with self.open(sha256) as stream:
                data = stream.read()
        except (zstandard.ZstdError, EOFError) as problem:
            raise damaged(sha256) from problem
        if sha256_hex(data) != sha256:
            raise damaged(sha256)
        return data

    def fault(self, sha256: str, packed_sha256: str) -> str:
        """What is wrong with an object whose file once had `packed_sha256`, "" when it is whole."""
        whole = hashlib.sha256()
        try:
            if file_sha256(self.path(sha256)) != packed_sha256:
                return f"The raw object {sha256[:12]} is damaged: its file was changed."
            with self.open(sha256) as stream:
                while chunk := stream.read(_CHUNK):
                    whole.update(chunk)
        except FileNotFoundError:
            return f"The raw object {sha256[:12]} is missing from objects/."
        except (zstandard.ZstdError, EOFError, OSError):
            return f"The raw object {sha256[:12]} is damaged: it cannot be unpacked."
        return "" if whole.hexdigest() == sha256 else damaged(sha256).happened

    @contextmanager
    def open(self, sha256: str) -> Iterator[BinaryIO]:
        """The bytes of an object as a stream, unverified; raises StoreError when it is missing."""
        path = self.path(sha256)
        if not path.exists():
            raise StoreError(
                f"The raw object {sha256[:12]} is missing from objects/.",
                "Restore objects/ from a backup, or look at its source again.",
            )
        with (
            path.open("rb") as packed,
            zstandard.ZstdDecompressor().stream_reader(packed) as unpacked,
        ):
            # The library's reader has no readline of its own.
            yield io.BufferedReader(cast(io.RawIOBase, unpacked), _CHUNK)


def damaged(sha256: str) -> StoreError:
    """The error for an object whose bytes are not those its name was made from."""
    return StoreError(
        f"The raw object {sha256[:12]} is damaged: its bytes are not those its name was made from.",
        "Restore it from a backup, or look at its source again.",
    )


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is either as before or whole: beside it, synced, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".coming-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
