"""Tables for tests: rows by the names of their columns, and what an importer makes of them."""

import csv
import io
from collections.abc import Sequence

from inunison.records import Account, Observation, Post, Record, Reject
from inunison_importers.base import Importer, TextLines


class Table:
    """Makes rows of one format with usual cells, and reads them.

    Args:
        importer: Reads them.
        usual: The cells of a row where a test says nothing else.
        columns: The columns of the table; those of `usual` first.
    """

    def __init__(
        self, importer: Importer, usual: dict[str, str], columns: Sequence[str] = ()
    ) -> None:
        self.importer = importer
        self.usual = usual
        self.columns = list(dict.fromkeys([*usual, *columns]))

    def text(self, *rows: dict[str, str], without: Sequence[str] = ()) -> str:
        """Rows as a file, without some columns."""
        names = [name for name in self.columns if name not in without]
        for row in rows:
            names.extend(name for name in row if name not in names)
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for row in rows:
            writer.writerow([{**self.usual, **row}.get(name, "") for name in names])
        return file.getvalue()

    def read(self, *rows: dict[str, str]) -> list[Record | Reject]:
        """Everything that the importer makes of some rows."""
        return list(self.importer.read(TextLines(self.text(*rows))))

    def post(self, **cells: str) -> Post:
        """The collected post of a row, which is not rejected."""
        found = self.read(cells)
        assert not [each for each in found if isinstance(each, Reject)], found
        (made,) = [each for each in found if isinstance(each, Post) and each.collected]
        return made

    def account(self, **cells: str) -> Account:
        """The first account that a row tells."""
        return next(each for each in self.read(cells) if isinstance(each, Account))

    def seen(self, **cells: str) -> Observation:
        """What a row says that was seen of the post."""
        (made,) = [
            each
            for each in self.read(cells)
            if isinstance(each, Observation) and each.subject == "post"
        ]
        return made

    def reason(self, **cells: str) -> str:
        """Why a row is refused."""
        (found,) = self.read(cells)
        assert isinstance(found, Reject), found
        return found.reason
