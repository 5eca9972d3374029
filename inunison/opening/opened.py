"""Opens files: what is inside a source, and its lines as text.

Owns containers (zip folders, compressed files, workbooks, binary files of Bluesky's network: known
by their bytes, never by their names) and the first refusals: not there, a directory, no permission,
empty, encrypted, no text. Knows no format; writes nothing. Nothing is ever unpacked to disk, and no
file is held in memory whole, but for a sheet of a workbook, by the process that reads it.
"""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from inunison.canonical import shown
from inunison.errors import SourceError
from inunison.opening.lines import SAMPLE_BYTES, LineStream, check_text, sample_text
from inunison.opening.network_files import BinaryLines, binary_lines
from inunison.opening.sheet_rows import SheetRows
from inunison.opening.tables import (
    TableFile,
    is_old_workbook,
    is_parquet,
    is_workbook,
    was_workbook,
)
from inunison.opening.torn_zip import TornMember, torn_members, torn_pieces
from inunison.opening.unpacking import Cut, Guard, Limits, pieces_of, plain
from inunison_importers.base import Sample

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MAGIC_BYTES = 8
_ENCRYPTED = 0x1
_NOISE = ("__MACOSX/",)
_NOISE_NAMES = (".DS_Store", "Thumbs.db")
_PIECE = 1 << 18
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)
_GET_AGAIN = "Get it again: it may have been cut while it was copied or downloaded."


@dataclass
class Meter:
    """How far a source is read, for whoever watches.

    Attributes:
        done: Bytes that were read, as they lie in the source; those inside a zip once unpacked.
    """

    done: int = 0

    def count(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the pieces as they are."""
        for piece in pieces:
            self.done += len(piece)
            yield piece


@dataclass(frozen=True)
class Member:
    """A file inside a source.

    Attributes:
        index: Its place among the source's files, from 0; a source that is one file has only 0.
        name: Its path inside the zip, else the file's own name.
        bytes: How many a `Meter` counts when it is read whole; 0 where nobody knows.
    """

    index: int
    name: str
    bytes: int = field(default=0, compare=False)


class OpenSource:
    """A source that is open: its members and their lines. Close it, or use it in a ``with``.

    Args:
        path: The file.
        name: What to call it, where that is not its own name (standard input that was spooled).
        limits: Bounds against files made to exhaust a machine.

    Raises:
        SourceError: It cannot be opened, holds nothing, or is refused.
    """

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self.path = path
        self.name = name
        self._limits = limits
        self._parts: list[_Part] = []
        self._is_zip = False
        with ExitStack() as stack:  # a refusal closes the file; else it stays open until `close`
            self._open(stack)
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every file that is still open."""
        self._stack.close()

    @property
    def members(self) -> list[Member]:
        """The files inside, in the order in which the source lists them."""
        return [Member(index, part.name, part.bytes) for index, part in enumerate(self._parts)]

    def head(self, member: Member) -> Sample:
        """Read the beginning of a member.

        Returns:
            Up to 256 KiB of it, as text.

        Raises:
            SourceError: It is empty, encrypted, no text, or damaged from its first byte.
        """
        beginning = b""
        complete = True
        reason = "is empty."
        try:
            for piece in self._plain(member):
                beginning += piece
                if len(beginning) > SAMPLE_BYTES:
                    complete = False
                    break
        except Cut as cut:
            reason, complete = f"cannot be read: {cut.reason}.", False
        text = sample_text(beginning[:SAMPLE_BYTES], complete)
        if not text.strip("\ufeff\0 \t\r\n"):
            raise SourceError(f"{called(member.name)} {reason}", _GET_AGAIN)
        check_text(called(member.name), beginning[:SAMPLE_BYTES])
        return Sample(Path(member.name).name, text, complete)

    def stream(self, member: Member, meter: Meter | None = None) -> LineStream:
        """Return the lines of a member, to be read once, from the first to the last.

        Args:
            member: One of `members`.
            meter: Counts the bytes as they are read.

        Raises:
            SourceError: While it is read: it is encrypted, or unpacks without bound.
        """
        sheet = SheetRows() if self._parts[member.index].is_table else None
        return LineStream(self._plain(member, meter, sheet), self._limits, sheet)

    def _open(self, stack: ExitStack) -> None:
        file = stack.enter_context(_open_file(self.path, self.name))
        beginning = file.read(_MAGIC_BYTES)
        if is_parquet(beginning):
            self._parts = [self._table_part(file, None, self.name)]
        elif is_old_workbook(beginning):
            self._parts = self._sheets(file)
        elif lines := binary_lines(beginning):
            self._parts = [_Part(self.name, lambda: self._lines(lines))]
        elif beginning.startswith(_ZIP):
            file.seek(0)
            self._open_zip(file, stack)
        else:
            self._parts = [_Part(self.name, self._whole, self.path.stat().st_size)]

    def _open_zip(self, file: BinaryIO, stack: ExitStack) -> None:
        self._is_zip = True
        try:
            archive = stack.enter_context(zipfile.ZipFile(file))
        except (*_ZIP_ERRORS, NotImplementedError) as error:
            torn = [each for each in torn_members(file) if not _is_noise(each.name)]
            self._parts = [self._torn(member) for member in torn]
            if not self._parts or was_workbook([each.name for each in torn]):
                raise SourceError(
                    f"{called(self.name)} is not a whole {'workbook' if torn else 'zip file'}.",
                    _GET_AGAIN,
                ) from error
            return
        infos = [info for info in archive.infolist() if not _is_noise(info.filename)]
        if not infos:
            raise SourceError(
                f"{called(self.name)} is a zip file without any file in it.", _GET_AGAIN
            )
        guard = Guard(called(self.name), self._limits)
        guard.check(sum(info.file_size for info in infos), self.path.stat().st_size)
        if is_workbook(archive):
            self._is_zip = False
            self._parts = self._sheets(file)
        else:
            self._parts = [self._inside(archive, info) for info in infos]

    def _sheets(self, file: BinaryIO) -> list["_Part"]:
        """Return the sheets of a workbook."""
        sheets = self._table().sheets(file)
        return [self._table_part(file, place, name) for place, name in sheets]

    def _table(self) -> TableFile:
        return TableFile(called(self.name), self.path.stat().st_size, self._limits)

    def _table_part(self, file: BinaryIO, sheet: int | None, name: str) -> "_Part":
        return _Part(name, lambda: self._table().pieces(file, sheet), is_table=True)

    def _plain(
        self, member: Member, meter: Meter | None = None, sheet: SheetRows | None = None
    ) -> Iterator[bytes]:
        """Yield the plain bytes of a member; a compressed file inside a zip is unpacked too."""
        pieces = self._parts[member.index].pieces()
        if sheet is not None:
            pieces = sheet.watch(pieces)
        if meter is not None:
            pieces = meter.count(pieces)
        if self._is_zip:
            pieces = _no_zip(pieces, member.name)
        return plain(pieces, Guard(called(member.name), self._limits))

    def _whole(self) -> Iterator[bytes]:
        with _open_file(self.path, self.name) as file:
            yield from pieces_of(file)

    def _lines(self, lines: BinaryLines) -> Iterator[bytes]:
        size = self.path.stat().st_size
        with _open_file(self.path, self.name) as file:
            yield from lines(file, size, Guard(called(self.name), self._limits))

    def _inside(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> "_Part":
        return _Part(
            info.filename, lambda: _zip_pieces(archive, info, self._limits), info.file_size
        )

    def _torn(self, member: TornMember) -> "_Part":
        def pieces() -> Iterator[bytes]:
            with _open_file(self.path, self.name) as file:
                guard = Guard(called(member.name), self._limits)
                yield from torn_pieces(file, member, guard)

        return _Part(member.name, pieces)


@dataclass(frozen=True)
class _Part:
    """A member, and how its bytes are read from the start."""

    name: str
    pieces: Callable[[], Iterator[bytes]]
    bytes: int = 0
    is_table: bool = False


def _zip_pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> Iterator[bytes]:
    """Yield the bytes of one file inside a zip, piece by piece."""
    if info.flag_bits & _ENCRYPTED:
        raise SourceError(
            f"{called(info.filename)} is encrypted.",
            "Unpack it with its password and import the file that comes out.",
        )
    try:
        file = archive.open(info)
    except (*_ZIP_ERRORS, NotImplementedError, RuntimeError) as error:
        raise SourceError(
            f"{called(info.filename)} cannot be unpacked: its part of the zip file is damaged, "
            "or of a kind that few programs know.",
            "Unpack it with another program and import the file that comes out.",
        ) from error
    guard = Guard(called(info.filename), limits)
    with file:
        while True:
            try:
                piece = file.read(_PIECE)
            except _ZIP_ERRORS as error:
                if isinstance(error, OSError) and error.errno is not None:
                    raise  # the disk failed, not the file
                raise Cut("the zip file is damaged here") from error
            if not piece:
                return
            guard.check(len(piece), info.compress_size)
            yield piece


def open_source(path: Path | str, *, name: str = "", limits: Limits | None = None) -> OpenSource:
    """Open a file for import.

    Args:
        path: The file: plain, as .gz, .zst, .bz2, .xz or .zip, a workbook, a Parquet file, a
            repository of Bluesky (CAR) or frames of its stream; known by content.
        name: What to call it; its own name by default.
        limits: Bounds against files made to exhaust a machine.

    Raises:
        SourceError: It is not there, a directory, not readable, empty, or a zip without files.
    """
    path = Path(path)
    return OpenSource(path, name or path.name, limits or Limits())


def _open_file(path: Path, name: str) -> BinaryIO:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SourceError(f"{called(name)} is a directory.", "Name the files in it.")
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(
                f"{called(name)} is not a regular file.",
                "Give its content through standard input (-).",
            )
        file = path.open("rb")
    except FileNotFoundError as error:
        raise SourceError(f"{called(name)} does not exist.", "Check the path.") from error
    except PermissionError as error:
        raise SourceError(
            f"{called(name)} may not be read by you.", "Ask its owner, or change its permissions."
        ) from error
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{called(name)} cannot be opened.", "Check the path and the disk."
        ) from error
    if status.st_size == 0:
        file.close()
        raise SourceError(f"{called(name)} is empty.", _GET_AGAIN)
    return file


def called(name: str) -> str:
    """Return a file's name for a sentence: as it is, or written out where a terminal would obey."""
    return name if name.isprintable() else shown(name)


def _is_noise(name: str) -> bool:
    return name.endswith("/") or name.startswith(_NOISE) or Path(name).name in _NOISE_NAMES


def _no_zip(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Refuse a zip file inside a zip file."""
    first = next(pieces, b"")
    if first.startswith(_ZIP[0]):
        raise SourceError(
            f"{called(name)} is a zip file inside a zip file.",
            "Unpack the outer one and import the inner.",
        )
    if first:
        yield first
    yield from pieces
