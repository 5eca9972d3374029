"""Workbooks and Parquet files: known by their bytes, read as lines of CSV.

Owns how they are known and refused. They are read by a process of its own, whose memory is bounded
(`inunison.opening.table_process`): no file can end the one that imports it.
"""

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from subprocess import DEVNULL
from typing import BinaryIO

from inunison.errors import SourceError
from inunison.opening.table_process import DATA, END, Wanted
from inunison.opening.unpacking import Guard, Limits
from inunison.processes import Ended, Process, read_frame

_PARQUET = b"PAR1"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXCEL = frozenset(("xl/workbook.xml", "xl/workbook.bin"))
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_AS_CSV = "Save it as CSV with the program that wrote it, and import that."


@dataclass(frozen=True)
class TableFile:
    """A workbook or a Parquet file.

    Attributes:
        name: What it is called in sentences.
        size: Its bytes.
        limits: Bounds on what is made of it.
    """

    name: str
    size: int
    limits: Limits

    def sheets(self, file: BinaryIO) -> list[tuple[int, str]]:
        """Return the sheets of a workbook: place and name.

        Args:
            file: The workbook, open.

        Raises:
            SourceError: It is no workbook, is damaged, or has a password.
        """
        listed = b"".join(self._frames(file, Wanted.SHEETS, 0))
        return [(int(place), str(name)) for place, name in json.loads(listed)]

    def pieces(self, file: BinaryIO, sheet: int | None) -> Iterator[bytes]:
        """Yield a sheet as CSV, or the rows of a Parquet file.

        Args:
            file: The file, open.
            sheet: The place of the sheet; None for a Parquet file.

        Raises:
            SourceError: It is damaged, or takes more than the bounds allow.
        """
        guard = Guard(self.name, self.limits)
        wanted = Wanted.PARQUET if sheet is None else Wanted.SHEET
        for piece in self._frames(file, wanted, sheet or 0):
            guard.check(len(piece), self.size)
            yield piece

    def _frames(self, file: BinaryIO, wanted: Wanted, sheet: int) -> Iterator[bytes]:
        memory = self.limits.table_memory_mb
        os.lseek(file.fileno(), 0, os.SEEK_SET)  # on some systems the process reads on from there
        words = (wanted.value, file.fileno(), sheet, memory)
        process = Process(
            "inunison.opening.table_process:serve", words, files=[file.fileno()], errors=DEVNULL
        )
        try:
            while (frame := read_frame(process.answers))[:1] == DATA:
                yield frame[1:]
        except Ended as error:
            raise SourceError(
                f"{self.name} cannot be read within {memory:,} MB of memory, or is damaged.",
                _AS_CSV,
            ) from error
        finally:
            process.close(at_once=True)
        if frame[:1] != END:
            raise self._refusal(frame[1:])

    def _refusal(self, why: bytes) -> SourceError:
        if why == b"password":
            return SourceError(
                f"{self.name} is protected with a password.",
                "Save it without one with the program that wrote it, and import that.",
            )
        return SourceError(f"{self.name} is damaged, or no table that is known here.", _AS_CSV)


def is_parquet(beginning: bytes) -> bool:
    """Say whether a file that begins so is a Parquet file."""
    return beginning.startswith(_PARQUET)


def is_old_workbook(beginning: bytes) -> bool:
    """Say whether a file that begins so may be a workbook from before 2007, or an encrypted one."""
    return beginning.startswith(_OLE)


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Say whether a zip file is a workbook, of Excel or in the format of LibreOffice."""
    names = archive.namelist()
    if not _EXCEL.isdisjoint(names):
        return True
    if names[:1] != ["mimetype"] or archive.getinfo("mimetype").file_size > len(_OPEN_DOCUMENT):
        return False
    try:
        return archive.read("mimetype") == _OPEN_DOCUMENT
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return False


def was_workbook(names: list[str]) -> bool:
    """Say whether the files of a torn zip are those of a workbook."""
    return any(name.startswith("xl/") or name == "[Content_Types].xml" for name in names)
