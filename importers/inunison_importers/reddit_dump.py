"""The monthly dumps of Reddit: submissions (RS) and comments (RC), one JSON object a line.

Owns the recognition of a dump and its lines; what a row becomes is told in `reddit_posts`. Knows no
container and stores nothing.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec

from inunison.records import Frame, Record, Reject
from inunison_importers.base import (
    Claim,
    Importer,
    Lines,
    Portions,
    Refusal,
    Sample,
)
from inunison_importers.json_lines import kinds_of_lines, line_by_line
from inunison_importers.reddit_posts import PLATFORM, REMEMBERED, records
from inunison_importers.reddit_rows import RedditRow
from inunison_importers.remembering import Told

_rows = msgspec.json.Decoder(RedditRow)


class _Keys(msgspec.Struct, kw_only=True):
    """The fields by which the format is known, whatever they hold."""

    subreddit: Any = None
    subreddit_id: Any = None
    promoted: Any = None
    body: Any = None
    link_id: Any = None
    parent_id: Any = None
    title: Any = None
    num_comments: Any = None
    kind: Any = None
    data: Any = None

    @property
    def is_comment(self) -> bool:
        return None not in (self.subreddit or self.subreddit_id, self.body, self.link_id)

    @property
    def is_submission(self) -> bool:
        place = self.subreddit or self.subreddit_id or self.promoted
        return None not in (place, self.title, self.num_comments)


_keys = msgspec.json.Decoder(_Keys)


class RedditDump(Importer):
    """Reads a dump of submissions, of comments, or of both."""

    name: ClassVar[str] = "reddit-dump"
    title: ClassVar[str] = "Reddit submissions and comments (NDJSON, zst)"
    version: ClassVar[int] = 1
    rank: ClassVar[int] = 60
    platforms: ClassVar[tuple[str, ...]] = (PLATFORM,)
    suggested_frame: ClassVar[Frame] = Frame.SPACE
    portions: ClassVar[Portions] = Portions.LINES

    def sniff(self, sample: Sample) -> Claim | Refusal:
        """Claim lines of JSON that have a subreddit, and a body in a thread or a title."""
        found = kinds_of_lines(sample, _keys, _kind_of)
        if found["answers"]:
            return Refusal(
                "it is an answer of Reddit's interface (kind and data), not a dump with one"
                " post a line"
            )
        if found["comments"] + found["submissions"] <= found[None]:
            return Refusal(
                "its lines are not JSON with subreddit, and with body and link_id (comments)"
                " or title and num_comments (submissions)"
            )
        kinds = [name for name in ("comments", "submissions") if found[name]]
        return Claim(f"{' and '.join(kinds)} of Reddit, one JSON object a line")

    def read(self, lines: Lines) -> Iterator[Record | Reject]:
        """Read a dump."""
        told = Told(REMEMBERED)
        return line_by_line(lines, _rows, lambda row: records(row, told))


def _kind_of(keys: _Keys) -> str | None:
    if keys.is_comment:
        return "comments"
    if keys.is_submission:
        return "submissions"
    return "answers" if keys.kind is not None and keys.data is not None else None
