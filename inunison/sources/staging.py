"""Where a source stands while it is being made: a hidden folder that nobody reads.

Owns the life of that folder: made and locked, put in place whole by one rename, or gone. What a
killed process leaves is known by its lock, which the system gave back, and is cleared away by the
next import. Knows nothing of records and formats.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from inunison import faults, storage

PREFIX = ".tmp-"
DESCRIPTION = "source.json"

_LOCK = "lock"
# A folder without its lock, or with one that nobody holds yet, may be between two steps of a
# process that lives; it is not once it is older than this.
_UNLOCKED_S = 60.0
_UNHELD_S = 2.0


class Staging:
    """A folder that is being filled.

    Attributes:
        path: Where it lies; after `commit` or `commit_over` it is no longer there.
    """

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self._lock = lock

    def commit(self, final: Path) -> bool:
        """Put the whole folder in place.

        Args:
            final: Where it is to lie, in the same parent folder.

        Returns:
            False where something lies there already; then nothing was changed.

        Raises:
            StorageError: The disk refuses.
        """
        with storage.writing(final):
            self._settle()
            if final.exists():
                return False
            (self.path / _LOCK).unlink(missing_ok=True)
            faults.reach("import: before the rename")
            try:
                self.path.rename(final)
            except OSError:
                if final.exists():  # another process was faster by a moment
                    return False
                raise
            storage.settle(final.parent)
        return True

    def commit_over(self, final: Path, description: bytes, keep: frozenset[str]) -> None:
        """Put the content in place of what lies there: readers see all of the old or of the new.

        The files are moved beside the old ones, under names of their own; the description, which
        says which files count, is replaced in one step; then what it does not name is deleted.

        Args:
            final: The folder that lies there. The caller holds the lock on replacing.
            description: The new content of its description.
            keep: Names of the files that count from now on.

        Raises:
            StorageError: The disk refuses; the old content still counts.
        """
        with storage.writing(final):
            self._settle()
            for file in sorted(self.path.iterdir()):
                if file.name in keep and file.name != DESCRIPTION:
                    file.replace(final / file.name)
                    faults.reach("import: put over in part")
            storage.settle(final)
            storage.replace(final / DESCRIPTION, description)
            faults.reach("import: put over, old files there")
            for file in final.iterdir():
                if file.name not in keep | {DESCRIPTION}:
                    file.unlink(missing_ok=True)

    def _settle(self) -> None:
        for file in self.path.iterdir():
            with file.open("rb") as handle:
                os.fsync(handle.fileno())
        storage.settle(self.path)


@contextmanager
def staging(sources: Path) -> Iterator[Staging]:
    """Make a folder to fill; it is gone afterwards unless it was committed.

    Args:
        sources: The folder of the sources; made when it is not there.

    Raises:
        StorageError: It cannot be made.
    """
    path = sources / f"{PREFIX}{secrets.token_hex(6)}"
    lock = None
    try:  # an interrupt may come between any two of these steps
        with storage.writing(path):
            sources.mkdir(parents=True, exist_ok=True)
            path.mkdir()
            lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield Staging(path, lock)
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def clear_leftovers(sources: Path) -> int:
    """Delete what processes that no longer live have left half made.

    Args:
        sources: The folder of the sources; need not be there.

    Returns:
        How many were deleted. What may not be deleted stays: it harms nobody.
    """
    cleared = 0
    with suppress(OSError):
        for path in sorted(sources.glob(f"{PREFIX}*")):
            if _is_left(path):
                shutil.rmtree(path, ignore_errors=True)
                cleared += 1
    return cleared


def _is_left(path: Path) -> bool:
    try:
        lock = os.open(path / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return _age(path) > _UNLOCKED_S
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _age(path / _LOCK) > _UNHELD_S
    except OSError:
        return False
    finally:
        os.close(lock)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def distinct_names(parts: Mapping[str, str]) -> dict[str, str]:
    """Return a name for each file that no other content has, for `Staging.commit_over`.

    Args:
        parts: SHA-256 of each file by its name, such as ``posts.parquet``.

    Returns:
        The new name by the old one, such as ``posts.1a2b3c4d5e6f.parquet``.
    """
    return {name: f"{Path(name).stem}.{sha[:12]}{Path(name).suffix}" for name, sha in parts.items()}
