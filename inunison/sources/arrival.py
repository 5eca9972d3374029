"""A file as it arrives: where it lies, what it is called, its hash, and whether it stays as it is.

Owns the hash that names a source, and the copy that is kept of what comes through a stream. It
looks at bytes only.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from inunison import storage
from inunison.canonical import readable
from inunison.errors import SourceError

Progress = Callable[[str, int, int], None]

STANDARD_INPUT = "standard input"

_PIECE = 1 << 20


@dataclass(frozen=True)
class Fingerprint:
    """What a file was when it was hashed.

    Attributes:
        sha256: Hash of its bytes.
        bytes: Number of them.
        stamp: What changes when a file is written to, or when another takes its place.
    """

    sha256: str
    bytes: int
    stamp: tuple[int, ...]


@dataclass(frozen=True)
class ArrivedFile:
    """A file that is to be imported.

    Attributes:
        path: Where its bytes are read.
        name: What it is called; text that can be written anywhere.
        original: Where it was; None for a stream, whose bytes are kept at `path`.
    """

    path: Path
    name: str
    original: str | None

    @classmethod
    def named(cls, path: Path) -> Self:
        """Return the file of a path; whether it is there is seen when it is opened."""
        try:
            original = str(path.absolute())
        except OSError:  # the current folder was deleted
            original = str(path)
        return cls(path, readable(path.name), original)

    @classmethod
    def received(cls, stream: BinaryIO, target: Path, progress: Progress) -> Self:
        """Keep what comes through a stream: it cannot be read twice.

        Args:
            stream: Such as standard input.
            target: Where to keep it; not there yet.
            progress: Told of the bytes.

        Raises:
            SourceError: The stream breaks.
            StorageError: The disk refuses.
        """
        done = 0
        with storage.writing(target):
            file = target.open("xb")
        with file:
            for piece in _pieces(stream, STANDARD_INPUT):
                with storage.writing(target):
                    file.write(piece)
                done += len(piece)
                progress("receiving", done, 0)
            with storage.writing(target):
                file.flush()
        return cls(target, STANDARD_INPUT, None)

    def fingerprint(self, progress: Progress) -> Fingerprint:
        """Hash the file.

        Args:
            progress: Told of the bytes.

        Raises:
            SourceError: It cannot be read to its end.
        """
        hasher = hashlib.sha256()
        stamp = self._stamp()
        done = 0
        try:
            with self.path.open("rb") as file:
                total = os.fstat(file.fileno()).st_size
                for piece in _pieces(file, self.name):
                    hasher.update(piece)
                    done += len(piece)
                    progress("hashing", done, total)
        except OSError as error:
            raise _broken(self.name, error) from error
        return Fingerprint(hasher.hexdigest(), done, stamp)

    def require_unchanged(self, before: Fingerprint, progress: Progress) -> None:
        """Refuse a file that was written to while it was read: its rows would fit to no hash.

        Args:
            before: Its fingerprint from before it was read.
            progress: Told of the bytes if it has to be hashed again.

        Raises:
            SourceError: It is another file now.
        """
        stamp = self._stamp()
        if stamp and stamp == before.stamp:
            return
        if not stamp or self.fingerprint(progress).sha256 != before.sha256:
            raise SourceError(
                f"{self.name} changed while it was read.",
                "Wait until whatever writes it has ended, or import a copy of it.",
            )

    def _stamp(self) -> tuple[int, ...]:
        try:
            status = self.path.stat()
        except OSError:
            return ()
        return (
            status.st_dev,
            status.st_ino,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
        )


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pieces(stream: BinaryIO, name: str) -> Iterator[bytes]:
    while True:
        try:
            piece = stream.read(_PIECE)
        except (OSError, ValueError) as error:
            raise _broken(name, error) from error
        if not piece:
            return
        yield piece


def _broken(name: str, error: Exception) -> SourceError:
    reason = getattr(error, "strerror", None) or error
    return SourceError(
        f"{name} could not be read to its end ({reason}).",
        "Check the disk or the pipe it comes from, then import it again.",
    )
