"""The contract of an importer: what it is given, what it answers, what it yields.

Owns the base class and the small types around it. Opens no file, knows no container, compression or
encoding (that is `inunison.opening`), stores nothing and resolves nothing: lines go in, records and
rejects come out, in the order of their rows.

An importer imports `inunison.records`, this module and the shared modules beside it, nothing else
of inunison, so that one written elsewhere needs no more than one written here.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import TYPE_CHECKING, ClassVar, Protocol

from inunison.records import Frame, Record, Reject

# Arrow is loaded by an importer that makes columns, when it does.
if TYPE_CHECKING:
    import pyarrow as pa

EXCERPT_CHARACTERS = 200

_SURROGATE = re.compile("[\ud800-\udfff]")
# An even number of backslashes before an escape is none of it; a whole pair is the second group.
_HALF_ESCAPE = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


class Lines(Protocol):
    """The physical lines of one file, read once, from the first to the last."""

    @property
    def damaged(self) -> bool:
        """Whether bytes were met that are no text.

        They stand in the lines as lone surrogates, which `repair` turns into U+FFFD. While this is
        false no line holds one; once true it stays true.
        """

    @property
    def cut(self) -> str | None:
        """Why the file ended before its end (half a download), else None.

        It is set before the last, unfinished line is handed out.
        """

    @property
    def broken(self) -> Mapping[int, str]:
        """Lines that could not be handed out, by number, with the reason.

        An empty line stands in the place of each, or one quotation mark where it held an odd
        number of them.
        """

    def __iter__(self) -> Iterator[str]: ...


class RowGoesOn(Exception):  # noqa: N818 - the rest of the row is in the next portion
    """The last lines are the beginning of a row whose end is not among them.

    Raised only where `goes_on` says so, after every whole row was yielded.

    Attributes:
        line: The 1-based line on which that row begins.
    """

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class TextLines:
    """Lines of a text that is already in memory, such as a sample's."""

    def __init__(self, text: str) -> None:
        self.damaged = repair(text)[1]
        self.cut: str | None = None
        self.broken: Mapping[int, str] = {}
        self._text = text

    def __iter__(self) -> Iterator[str]:
        return StringIO(self._text, newline="\n")


class LinesThrough:
    """Lines that are other lines' in another form, and tell beside them what those tell."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    @property
    def damaged(self) -> bool:
        """Whether bytes were met that are no text."""
        return self._lines.damaged

    @property
    def cut(self) -> str | None:
        """Why the file ended before its end."""
        return self._lines.cut

    @property
    def broken(self) -> Mapping[int, str]:
        """Lines that could not be handed out."""
        return self._lines.broken

    @property
    def goes_on(self) -> bool:
        """Whether the file goes on after these lines."""
        return goes_on(self._lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)


@dataclass(frozen=True)
class Sample:
    """The beginning of a file, for an importer to say whether it knows it.

    Attributes:
        name: The file's own name. A hint for people; a claim never rests on it.
        text: The first lines, whole ones where a line ends within the sample.
        complete: The sample is the whole file.
    """

    name: str
    text: str
    complete: bool = True

    def lines(self) -> Lines:
        """Return the sample's lines, to be read like a file's."""
        return TextLines(self.text)


@dataclass(frozen=True)
class Claim:
    """An importer knows this file.

    Attributes:
        reason: What it recognised, and which columns or keys are missing or unknown to it.
        certain: False where the shape fits but other formats share it; a certain claim goes first.
    """

    reason: str
    certain: bool = True


@dataclass(frozen=True)
class Refusal:
    """An importer does not know this file.

    Attributes:
        reason: What is missing, in a few words that a person can check.
    """

    reason: str


class Portions(StrEnum):
    """Whether a large file may be read in portions, by several processes at once."""

    NONE = "none"  # a row may depend on any before it: it is read in one piece
    LINES = "lines"  # each line is a row and stands by itself
    TABLE = "table"  # a first row of names, then rows of `delimited.rows` that stand by themselves


class BadCell(ValueError):  # noqa: N818 - it ends one row, which becomes a reject
    """A cell cannot be read; its text is the reason, for the `Reject` of its row.

    The reason names the column and never the value, so that equal troubles are counted together.
    """


@dataclass(frozen=True)
class ReadColumns:
    """What `Importer.read` yields of some lines, as columns.

    A column has the name of the field in `inunison.records`, ``row`` among them; one that is not
    there holds what the field holds where nothing is said. ``author`` and a `PostRef` are written
    as in the parts of a source: ``author_id`` and ``author_handle``; structs of ``native_id``,
    ``author_id``, ``author_handle``, ``author_inferred``, ``created_at`` and ``precision``.

    Attributes:
        tables: Columns of one length in the order of their rows, each with what they are of:
            "accounts", "posts" or "observations". One kind may come several times; of one row,
            those of the earlier table come first.
        rejects: Rows that cannot be read.
    """

    tables: "Sequence[tuple[str, Mapping[str, pa.Array]]]"
    rejects: Sequence[Reject] = ()


class Importer(ABC):
    """One format: whether a file is of it, and what its rows say.

    Attributes:
        name: Short name, in small letters with hyphens; the same as its entry point.
        title: What people call the format.
        version: Raised whenever the same file yields other records; the case then reads it anew.
        rank: Which format is believed where two disagree on one post: the higher one. 90 and above
            for what a platform's own interface returned, 60 to 89 for archives that a platform
            published, 30 to 59 for tables that tools made from those, below 30 for copies by hand.
        platforms: The platforms whose posts it holds.
        suggested_frame: How files of this format are usually collected.
        portions: Whether `read` gives the same of each portion of a file, the first row of a table
            before it, as of the whole. What was told of an account, or of a post that is only seen
            inside others, may be told again in each.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    version: ClassVar[int]
    rank: ClassVar[int]
    platforms: ClassVar[tuple[str, ...]]
    suggested_frame: ClassVar[Frame] = Frame.UNKNOWN
    portions: ClassVar[Portions] = Portions.NONE

    @abstractmethod
    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Say whether the file that begins so is of this format.

        Args:
            sample: The beginning of the file. May be anything at all; this never raises.

        Returns:
            A claim or a refusal, with the reason.
        """

    @abstractmethod
    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a file, one pass, in memory that does not grow with it.

        A row that cannot be read becomes a `Reject` and the next one is read. Called once per file;
        nothing is kept between calls.

        Args:
            lines: The lines of a file that `sniff` claimed.

        Yields:
            Records and rejects, in the order of their rows.
        """

    def beside(self, samples: Iterable[Sample]) -> "Importer":
        """Return who reads the files of one source, where one file says what others leave out.

        Only for formats that are read in one piece (`Portions.NONE`); most need not have it.

        Args:
            samples: The beginnings of the files inside a source that `sniff` claimed, in the order
                in which the source lists them. They may be read once.

        Returns:
            An importer of the same format that knows what stands in them.
        """
        return self

    def read_columns(self, body: bytes) -> ReadColumns | None:
        """Read the lines of a portion all at once, where that gives exactly what `read` gives.

        For formats of which files of many millions of rows are held; most need no more than `read`.

        Args:
            body: Lines as UTF-8, of a table the row of names first; none was cut or too long.

        Returns:
            What `read` yields of these lines; None where they are to be read row by row.
        """
        return None


def goes_on(lines: Lines) -> bool:
    """Whether these are the lines of a portion, and the file goes on after them.

    Lines that know nothing of portions are those of a whole file.
    """
    return getattr(lines, "goes_on", False)


def repair(text: str) -> tuple[str, bool]:
    """Replace what no text may hold.

    Args:
        text: A cell of a file, perhaps with lone surrogates.

    Returns:
        The text with U+FFFD in the place of each of them, and whether there was any.
    """
    try:  # to encode it finds them ten times faster than to search it
        text.isascii() or text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text), True
    return text, False


def repair_escapes(encoded: str) -> str:
    """Return JSON in which each escape of half a character is one of U+FFFD; pairs stay."""
    if "\\u" not in encoded:  # to look for what cannot be there is slow in a long document
        return encoded
    return _HALF_ESCAPE.sub(lambda found: found[0] if found[2] else rf"{found[1]}\ufffd", encoded)


def excerpt(text: str) -> str:
    """Return the beginning of a row for a `Reject`: at most 200 characters, repaired."""
    return repair(text[:EXCERPT_CHARACTERS])[0]
