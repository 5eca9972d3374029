"""Tables and maps of them, for tests of what is read by a map."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from inunison.records import Precision, Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.mapped_table import MappedTable, mapped
from inunison_importers.table_map import map_of

NEW_YEAR = 1_577_836_800_000_000
TWEET = "1212172434673762309"  # that of 2020-01-01T00:43:24.158Z
MADE_AT = 1_577_839_404_158_000
SECOND, FINE = Precision.SECOND, Precision.MILLISECOND
PLAIN = {"post_id": "id", "author_handle": "who", "text": "words", "time": "when"}


def reader(columns: dict[str, str] | None = None, **settings: Any) -> MappedTable:
    """An importer by a map."""
    platform = {} if "platform" in (columns or {}) else {"platform": "forum"}
    return mapped(map_of({"columns": columns or PLAIN, "timezone": "UTC", **platform, **settings}))


def table(rows: Sequence[dict[str, str]]) -> str:
    """Rows as CSV."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(importer: MappedTable, text: str) -> list[Record | Reject]:
    """All that a text holds."""
    return list(importer.read(TextLines(text)))


def lines(*objects: Any) -> str:
    """JSON lines."""
    return "".join(json.dumps(each) + "\n" for each in objects)
