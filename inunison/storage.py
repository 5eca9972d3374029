"""Writing to the disk so that a crash leaves the old or the new, and an error says what to do.

Owns the sentences for a full disk and a folder that may not be written, and the step from a file
that is being written to one that is there. Knows nothing of cases, sources or formats.
"""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from inunison.errors import StorageError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into one plain sentence.

    Args:
        path: What is being written, for the sentence.

    Raises:
        StorageError: Anything inside raised an OSError.
    """
    try:
        yield
    except OSError as error:
        raise refusal(path, error) from error


def refusal(path: Path, error: OSError) -> StorageError:
    """Return the error that a user reads for an OSError that was met while writing."""
    if error.errno in _FULL:
        return StorageError(
            f"The disk is full: {path} could not be written.",
            "Free some space, then run the command again: nothing that was there is lost.",
        )
    if error.errno in _FORBIDDEN:
        return StorageError(
            f"{path} may not be written by you.",
            "Change its permissions, or work on a copy of the case in a folder of yours.",
        )
    return StorageError(
        f"{path} could not be written ({error.strerror or error}).",
        "Check the disk and the path, then run the command again.",
    )


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another, or of none: whoever reads sees the old or the new.

    Args:
        path: The file; its folder exists.
        content: All that it is to hold.

    Raises:
        StorageError: It cannot be written.
    """
    making = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with writing(path):
        try:
            with making.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            making.replace(path)
            settle(path.parent)
        finally:
            with suppress(OSError):
                making.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Make the names in a folder outlive a power cut.

    Raises:
        OSError: The disk refuses.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network disks cannot
            raise
    finally:
        os.close(handle)
