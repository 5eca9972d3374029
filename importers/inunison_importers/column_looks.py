"""What the cells of a column look like, told from the first rows of a table.

Owns the looks: what shapes of cells there are, and how a time is written. Claims nothing of what a
column means. Looks at cells as text only.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inunison.records import Precision
from inunison_importers.base import BadCell
from inunison_importers.mapped_ids import is_rounded
from inunison_importers.mapped_times import (
    ISO,
    UNIX_MILLISECONDS,
    UNIX_SECONDS,
    Instant,
    time_reader,
)

_NULLS = ("NA", "N/A", "None", "null", "NULL", "nan", "NaN", "-")
_FORMATS = (
    ISO,
    "%a %b %d %H:%M:%S %z %Y",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%d %b %Y",
    "%b %d, %Y %I:%M:%S %p",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y",
)
# The same cells may be read by either of two; only a day above 12 tells which.
_EITHER = tuple(
    (f"%m/%d/%{year}{clock}", f"%d/%m/%{year}{clock}")
    for year in "Yy"
    for clock in ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
)
_FIRST_SECOND, _LAST_SECOND = 946_684_800, 4_102_444_800  # 2000 to 2100
_LINK = re.compile(r"https?://\S+")
_PERMALINK = re.compile(r"https?://\S+/status(?:es)?/[0-9]+\S*")
_HANDLE = re.compile(r"@?[A-Za-z0-9_.]{1,30}(?:@[A-Za-z0-9.-]+)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_NUMBER = re.compile(r"[0-9]+")
_COUNT = re.compile(r"[0-9]{1,10}(?:\.0)?")
_PYTHON = re.compile(r"\[\s*(?:'.*)?\]", re.DOTALL)
_JSON = re.compile(r'\[\s*(?:".*)?\]', re.DOTALL)
_SEPARATORS = ("|", ";", ",", " ")


@dataclass(frozen=True)
class Look:
    """What the cells of a column look like.

    Attributes:
        name: The column.
        cells: The cells that hold something, in their order.
        rows: How many rows were looked at.
        nulls: Words among the cells that stand for nothing.
    """

    name: str
    cells: tuple[str, ...]
    rows: int
    nulls: tuple[str, ...] = ()

    def all_are(self, pattern: re.Pattern[str]) -> bool:
        """Say whether every cell is of a shape, and there is one."""
        return bool(self.cells) and all(pattern.fullmatch(cell) for cell in self.cells)

    @property
    def distinct(self) -> bool:
        """Whether every row has a cell of its own here."""
        return len(self.cells) == self.rows == len(set(self.cells))

    @property
    def rounded(self) -> bool:
        """Whether they are long numbers whose last digits a spreadsheet took."""
        return bool(self.cells) and all(is_rounded(cell) and len(cell) > 4 for cell in self.cells)

    @property
    def partly_rounded(self) -> bool:
        """Whether some of them are such numbers, beyond doubt: written with an exponent."""
        return any(is_rounded(cell) and "e+" in cell.lower() for cell in self.cells)


def look_at(name: str, cells: Sequence[str]) -> Look:
    """Return what a column looks like.

    Args:
        name: Its name.
        cells: Its first cells, one for each row.
    """
    stripped = [cell.strip() for cell in cells]
    nulls = tuple(word for word in _NULLS if word in stripped)
    held = tuple(cell for cell in stripped if cell not in ("", "[]", "{}", *nulls))
    return Look(name, held, len(cells), nulls)


def is_listed(look: Look) -> bool:
    """Say whether every cell is a list, or an object, of JSON."""
    return bool(look.cells) and all(cell[0] + cell[-1] in ("[]", "{}") for cell in look.cells)


def holds_several(look: Look) -> bool:
    """Say whether the cells may be lists: of texts, not of objects."""
    if any(cell.startswith(("{", "[{")) for cell in look.cells):
        return False
    return list_style(look) is not None or is_short(look)


def is_own_link(look: Look) -> bool:
    """Say whether the cells are addresses of the rows' own posts."""
    return is_permalink(look) or (is_link(look) and look.distinct)


def is_link(look: Look) -> bool:
    """Say whether the cells are addresses."""
    return look.all_are(_LINK)


def is_permalink(look: Look) -> bool:
    """Say whether the cells are addresses that hold the id of a post."""
    return look.all_are(_PERMALINK)


def is_id(look: Look) -> bool:
    """Say whether the cells may be ids: short, without blanks, and no words of a text."""
    return bool(look.cells) and all(
        len(cell) <= 100 and not re.search(r"\s", cell) and not _LINK.match(cell)
        for cell in look.cells
    )


def is_handle(look: Look) -> bool:
    """Say whether the cells may be handles, and are not all numbers."""
    return look.all_are(_HANDLE) and not look.all_are(_NUMBER)


def is_language(look: Look) -> bool:
    """Say whether the cells may be codes of languages."""
    return look.all_are(_LANGUAGE)


def is_count(look: Look) -> bool:
    """Say whether the cells are counts."""
    return look.all_are(_COUNT)


def is_words(look: Look) -> bool:
    """Say whether the cells may be texts: some of them hold several words."""
    spaced = sum(cell.count(" ") >= 2 for cell in look.cells)
    return spaced > 0 and spaced * 4 >= len(look.cells) and not is_link(look)


def is_short(look: Look) -> bool:
    """Say whether the cells may be names or labels: on one line and not long."""
    return bool(look.cells) and all(len(cell) <= 200 and "\n" not in cell for cell in look.cells)


def list_style(look: Look) -> str | None:
    """Return how the cells hold several things; None where nothing shows that they do."""
    if not look.cells:
        return None
    for style, pattern in (("json", _JSON), ("python", _PYTHON)):
        if look.all_are(pattern):
            return style
    many = [cell for cell in look.cells if len(cell) <= 1_000]
    for mark in _SEPARATORS:
        if mark == " " and any(other in cell for cell in many for other in _SEPARATORS[:-1]):
            return None  # words of entries that something else stands between
        if any(mark in cell.strip(mark) for cell in many) and not _inside(mark, many):
            return mark
    return None


def _inside(mark: str, cells: Sequence[str]) -> bool:
    """Say whether a mark stands inside the entries: then they would hold several words."""
    entries = [entry.strip() for cell in cells for entry in cell.split(mark)]
    return any(" " in entry or "\n" in entry for entry in entries)


@dataclass(frozen=True)
class TimeLook:
    """How the times of a column are written.

    Attributes:
        form: The format.
        zoned: They name their zone.
        limit: How fine they are, where they look finer: their seconds are all zero.
        either: The other format by which all of them can be read; none shows which it is.
    """

    form: str
    zoned: bool
    limit: Precision | None = None
    either: str | None = None


def time_look(look: Look) -> TimeLook | None:
    """Return how the cells are written as times; None where they are none."""
    if not look.cells:
        return None
    if look.all_are(re.compile(r"[0-9]{9,14}(?:\.[0-9]+)?")):
        return _counted(look)
    for form in _FORMATS:
        read = _read_all(look, form)
        if read is not None:
            return TimeLook(form, read[0].zoned, _limit(read))
    for american, other in _EITHER:
        first, second = _read_all(look, american), _read_all(look, other)
        if first is not None and second is not None:
            return TimeLook(american, False, _limit(first), other)
        if first is not None or second is not None:
            read = first or second or []
            return TimeLook(american if first is not None else other, False, _limit(read))
    return None


def _counted(look: Look) -> TimeLook | None:
    for form, unit in ((UNIX_SECONDS, 1), (UNIX_MILLISECONDS, 1_000)):
        read = _read_all(look, form)
        if read is not None and all(
            _FIRST_SECOND <= float(cell) / unit <= _LAST_SECOND for cell in look.cells
        ):
            return TimeLook(form, True, _limit(read))
    return None


def _read_all(look: Look, form: str) -> list[Instant] | None:
    read: Callable[[str, str], Instant] = time_reader(form, "UTC")
    try:
        return [read(cell, "time") for cell in look.cells]
    except BadCell:
        return None


def _limit(read: Sequence[Instant]) -> Precision | None:
    """Return how fine times are whose finer parts are all zero, where there are enough to tell."""
    finest = min((each.precision for each in read), key=lambda each: each.microseconds)
    if len(read) < 8:
        return None
    for coarse in (Precision.DAY, Precision.MINUTE, Precision.SECOND):
        if all(each.at % coarse.microseconds == 0 for each in read):
            return coarse if coarse.microseconds > finest.microseconds else None
    return None
