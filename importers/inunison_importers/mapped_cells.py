"""The cells of a row that a map names, out of a row of a table or out of a JSON object.

Owns their order, and how a value of JSON becomes a cell. Knows no meaning of a cell.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from inunison_importers.base import BadCell

Cell = str | tuple[str, ...]
"""A cell: text, or the entries of a list of JSON."""


class Cells(NamedTuple):
    """One cell for everything that a column can be; empty where the map names none.

    The names are those of `inunison_importers.table_map.Columns`, in the same order.
    """

    platform: Any
    post_id: Any
    author_id: Any
    author_handle: Any
    author_name: Any
    text: Any
    time: Any
    kind: Any
    language: Any
    client: Any
    url: Any
    reposted_id: Any
    reposted_author_id: Any
    reposted_author_handle: Any
    quoted_id: Any
    quoted_author_id: Any
    quoted_author_handle: Any
    replied_id: Any
    replied_author_id: Any
    replied_author_handle: Any
    mentions: Any
    mentioned_ids: Any
    hashtags: Any
    links: Any
    media: Any
    space: Any
    space_id: Any
    observed_at: Any
    likes: Any
    reposts: Any
    quotes: Any
    replies: Any
    views: Any
    followers: Any
    following: Any
    posts: Any


def picking(names: Sequence[str], wanted: Mapping[str, str]) -> Callable[[list[str]], Cells]:
    """Return what picks the cells of a row of a table.

    Args:
        names: The names of its columns.
        wanted: The column of each thing, by what it holds.
    """
    places = [names.index(wanted[what]) if what in wanted else -1 for what in Cells._fields]

    def pick(row: list[str]) -> Cells:
        return Cells._make([row[place] if place >= 0 else "" for place in places])

    return pick


def reaching(wanted: Mapping[str, str]) -> Callable[[dict[str, Any]], Cells]:
    """Return what picks the cells out of a JSON object, by paths with points.

    Args:
        wanted: The path of each thing, by what it holds.
    """
    paths = [(wanted[what], what) if what in wanted else None for what in Cells._fields]

    def reach(row: dict[str, Any]) -> Cells:
        return Cells._make([_cell(at(row, path[0]), path[1]) if path else "" for path in paths])

    return reach


def at(value: Any, path: str) -> Any:
    """Return what stands at a path: ``user.id``; in a list, what stands there in each entry.

    Args:
        value: What is left of the row.
        path: Names with points between them. A name may hold points itself.
    """
    if isinstance(value, list):
        found = (at(each, path) for each in value[:_LONGEST_LIST])
        return [each for each in found if each is not None]
    if not isinstance(value, dict):
        return None
    if path in value:
        return value[path]
    head, _, rest = path.partition(".")
    return at(value[head], rest) if rest and head in value else None


_LONGEST_LIST = 10_000


def _cell(value: Any, what: str) -> Cell:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        entries = (_scalar(each, what) for each in value[:_LONGEST_LIST])
        return tuple(entry for entry in entries if entry)
    return _scalar(value, what)


def _scalar(value: Any, what: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, int | float):
        try:
            return str(value)
        except ValueError as error:  # more digits than Python writes
            raise BadCell(f"{what} is a number longer than any") from error
    raise BadCell(f"{what} is an object, and the map does not say which part of it is meant")
