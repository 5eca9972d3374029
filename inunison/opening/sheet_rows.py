"""Which line of a sheet, written as CSV, is which of its rows.

Owns the count. A cell that holds line breaks makes several lines of its row, so that the lines
after it have other numbers than the rows that a person sees. Holds 8 bytes for each line break.
"""

from array import array
from collections.abc import Iterator


class SheetRows:
    """The lines of a sheet that go on with the row of the line before, as far as it is read."""

    def __init__(self) -> None:
        self.within = array("q")
        self._line = 0
        self._open = False

    def watch(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the pieces of the sheet as they are, and count their lines.

        Args:
            pieces: CSV as `inunison.opening.cells` writes it: no quotation mark is missing in it.
        """
        for piece in pieces:
            if b'"' in piece or self._open:
                self._count(piece)
            else:
                self._line += piece.count(b"\n")
            yield piece

    def _count(self, piece: bytes) -> None:
        lines = piece.split(b"\n")
        for line in lines[:-1]:
            self._line += 1
            if self._open:
                self.within.append(self._line)
            if line.count(b'"') % 2:
                self._open = not self._open
        if lines[-1].count(b'"') % 2:
            self._open = not self._open
