"""The tables of comments on YouTube that were published at UCI for work on spam (2015).

Owns one format, of five columns. Knows no container and stores nothing.

What the rows do not say plainly, and how it is read here:

* `DATE` has no zone; it is read as UTC and kept as stated. It is empty in many rows.
* `AUTHOR` is a name and no id: two of one name cannot be told apart, and count as one account.
* The id of a reply is that of the comment that it answers, a point, and its own. The video is told
  by the name of the file alone, which is no part of it.
* The text is kept as it is; many hold U+FEFF, which comparing leaves out.
* `CLASS` is the opinion of those who labelled the rows. It makes no record.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from inunison.records import Frame, Kind, Post, Record
from inunison_importers import table_cells as read
from inunison_importers.base import BadCell, Portions
from inunison_importers.shaped_tables import Shape, ShapedTable, TableRow
from inunison_importers.text_marks import hashtags_in, links_in
from inunison_importers.youtube_ids import PLATFORM, author_of, parent_of


class _Cells(NamedTuple):
    native_id: str
    author: str
    date: str
    content: str
    label: str


_COLUMNS: Mapping[str, str | tuple[str, ...]] = {
    "native_id": "COMMENT_ID",
    "author": "AUTHOR",
    "date": "DATE",
    "content": "CONTENT",
    "label": "CLASS",
}


def _comment(row: TableRow) -> Sequence[Record]:
    cells: _Cells = row.cells
    if not cells.native_id.strip():
        raise BadCell("COMMENT_ID is empty")
    return (
        Post(
            row=row.line,
            platform=PLATFORM,
            native_id=cells.native_id,
            author=author_of("", cells.author.strip("\ufeff ")),
            kind=Kind.COMMENT,
            text=cells.content or None,
            text_repaired=row.repaired,
            replies_to=parent_of(cells.native_id),
            hashtags=hashtags_in(cells.content),
            links=links_in(cells.content.replace("\ufeff", " ")),
            **_time(cells.date.strip("\ufeff ")),
        ),
    )


def _time(date: str) -> dict[str, Any]:
    """Return what a comment holds of its time.

    Raises:
        BadCell: It is no time.
    """
    if not date:
        return {}
    at, precision, zone = read.instant(date, "DATE")
    return {"created_at": at, "precision": precision, "stated_time": None if zone else date}


class UciComments(ShapedTable):
    """Reads a table of comments."""

    name: ClassVar[str] = "uci-comments"
    title: ClassVar[str] = "UCI tables of YouTube comments (CSV)"
    version: ClassVar[int] = 2
    rank: ClassVar[int] = 35
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.CONVERSATION
    portions: ClassVar[Portions] = Portions.TABLE
    shapes: ClassVar[tuple[Shape, ...]] = (
        Shape("comments", _Cells, _Cells._fields, lambda: _comment, _COLUMNS),
    )
