"""A map: which column of somebody's own table is what.

Owns what a map may say and the sentences about one that says something else. Reads no file and no
row; `inunison_importers.mapped_table` does.
"""

import re
import tomllib
from typing import Any, Literal

import msgspec

from inunison.records import Frame, Kind
from inunison_importers.base import BadCell
from inunison_importers.json_lines import reason
from inunison_importers.mapped_times import checked_format, checked_zone
from inunison_importers.scopes import BadScope, Scope, checked

LONGEST_MAP = 1 << 20
_UNKNOWN = re.compile(r"unknown field `([^`]*)`(?: - at `(.*)`)?")
LISTS = ("mentions", "mentioned_ids", "hashtags", "links", "media")
COUNTS = ("likes", "reposts", "quotes", "replies", "views")
ACCOUNT_COUNTS = ("followers", "following", "posts")


class BadMap(ValueError):  # noqa: N818 - its text is one sentence for the user
    """A map cannot be used; its text is the reason, one sentence."""


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The column of each thing, by its name; of JSON, its path with points: ``user.id_str``."""

    platform: str | None = None
    post_id: str | None = None
    author_id: str | None = None
    author_handle: str | None = None
    author_name: str | None = None
    text: str | None = None
    time: str | None = None
    kind: str | None = None
    language: str | None = None
    client: str | None = None
    url: str | None = None
    reposted_id: str | None = None
    reposted_author_id: str | None = None
    reposted_author_handle: str | None = None
    quoted_id: str | None = None
    quoted_author_id: str | None = None
    quoted_author_handle: str | None = None
    replied_id: str | None = None
    replied_author_id: str | None = None
    replied_author_handle: str | None = None
    mentions: str | None = None
    mentioned_ids: str | None = None
    hashtags: str | None = None
    links: str | None = None
    media: str | None = None
    space: str | None = None
    space_id: str | None = None
    observed_at: str | None = None
    likes: str | None = None
    reposts: str | None = None
    quotes: str | None = None
    replies: str | None = None
    views: str | None = None
    followers: str | None = None
    following: str | None = None
    posts: str | None = None

    def named(self) -> dict[str, str]:
        """Return the columns that are named, by what they hold."""
        return {what: name for what in FIELDS if (name := getattr(self, what)) is not None}


FIELDS: tuple[str, ...] = Columns.__struct_fields__
"""Everything that a column can be."""


class TableMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole map.

    Attributes:
        columns: Which column is what.
        layout: Rows of a table, or one JSON object a line.
        delimiter: What stands between the cells of a table.
        platform: Of all posts, where no column says it.
        frame: How the table was collected.
        time_format: How times are written: ``iso``, ``unix seconds``, ``unix milliseconds``, or a
            pattern such as ``%d.%m.%Y %H:%M``.
        timezone: Of times that name no zone.
        precision: How fine times are, where their seconds, or hours, are there but say nothing.
        nulls: Words that stand for nothing, beside the empty cell.
        lists: How a column holds several things: ``json``, ``python``, or what stands between them.
        kinds: What the words of the column of kinds mean.
        space_kind: What the spaces are, such as ``channel``.
        marks_in_text: Hashtags, links and mentions are read from the text where no column has them.
        scope: What the table holds all of, and when it was captured.
    """

    columns: Columns
    layout: Literal["table", "json lines"] = "table"
    delimiter: str = ","
    platform: str | None = None
    frame: Frame | None = None
    time_format: str = "iso"
    timezone: str | None = None
    precision: Literal["second", "minute", "day"] | None = None
    nulls: tuple[str, ...] = ()
    lists: dict[str, str] = {}
    kinds: dict[str, Kind] = {}
    space_kind: str = "space"
    marks_in_text: bool = True
    scope: Scope | None = None

    def content(self) -> dict[str, Any]:
        """Return what the map says, without what is so by default: what a source keeps of it."""
        kept: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return kept


def read_map(text: str) -> TableMap:
    """Read a map.

    Args:
        text: The content of its file, TOML.

    Raises:
        BadMap: It is no TOML, or no map.
    """
    if len(text) > LONGEST_MAP:
        raise BadMap("it is longer than any map")
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        said = str(error) or "nested too deep"
        raise BadMap(f"it is not TOML ({said[:1].lower()}{said[1:]})") from error
    return map_of(content)


def map_of(content: Any) -> TableMap:
    """Return the map that says this: what `TableMap.content` returned, or a file holds.

    Raises:
        BadMap: It is no map.
    """
    try:
        made = msgspec.convert(content, TableMap)
    except (msgspec.ValidationError, RecursionError) as error:
        raise BadMap(_sentence(error)) from error
    for problem in _PROBLEMS:
        said = problem(made)
        if said is not None:
            raise BadMap(said)
    try:
        checked_format(made.time_format)
        checked_zone(made.timezone)
    except BadCell as error:
        raise BadMap(str(error)) from error
    return made


def _sentence(error: Exception) -> str:
    """Return what is wrong with the shape of a map, in the words of its own keys."""
    unknown = _UNKNOWN.search(str(error))
    if unknown is not None:
        if unknown[2] == "$.columns":
            return f"[columns] names {unknown[1][:40]}, and a column can be none"
        return f"it names {unknown[1][:40]}, and no map holds that"
    if "missing required field" in str(error):
        return "it has no [columns]"
    return reason(error).replace("the line:", "it:").replace("[...]", "")


def _column_problem(made: TableMap) -> str | None:
    columns = made.columns
    if any(not name for name in columns.named().values()):
        return "a column in [columns] has no name"
    if (made.platform is None) == (columns.platform is None):
        return "it must say the platform once: as platform above [columns], or as a column in it"
    if made.platform is not None and not made.platform.strip():
        return "platform is empty"
    return None


def _post_problem(made: TableMap) -> str | None:
    columns = made.columns
    if columns.post_id or columns.url:
        return None
    if not (columns.author_id or columns.author_handle):
        return "[columns] must name post_id, or url, or who wrote a post (author_id, author_handle)"
    if not (columns.text or columns.time):
        return "without post_id, [columns] must name text or time, by which posts are told apart"
    return None


def _table_problem(made: TableMap) -> str | None:
    if len(made.delimiter) != 1 or made.delimiter in '"\r\n\0':
        return "delimiter must be one character, such as a comma or \\t"
    if made.kinds and made.columns.kind is None:
        return "[kinds] is there, and [columns] names no kind"
    if made.columns.kind is not None and not made.kinds:
        return "[columns] names kind, and [kinds] does not say what its words mean"
    return None


def _scope_problem(made: TableMap) -> str | None:
    if made.scope is None:
        return None
    try:
        meant = checked(made.scope).frame
    except BadScope as error:
        return f"[scope]: {error}"
    if meant is not None and made.frame not in (None, meant):
        return f"a table of frame {made.frame} does not hold all of its scope, which is {meant}"
    return None


def _list_problem(made: TableMap) -> str | None:
    for what, style in made.lists.items():
        if what not in LISTS:
            return f"[lists] may hold {', '.join(LISTS)}, not {what[:40]!r}"
        if getattr(made.columns, what) is None:
            return f"[lists] names {what}, and [columns] does not"
        if style not in ("json", "python") and (not style or len(style) > 3):
            return f"[lists] must say of {what} json, python, or what stands between two of them"
    return None


_PROBLEMS = (_column_problem, _post_problem, _table_problem, _list_problem, _scope_problem)
