"""Rows in the shape of the by-author tables, for tests."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from inunison.records import Account, Observation, Post, Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.ira_by_author import IraByAuthor


def _columns(names: str) -> list[str]:
    return names.split(",")


POSTS = _columns(
    "author_id,content,region,language,publish_date,harvested_date,following,followers,updates,"
    "post_type,retweet"
)
AUTHORS = _columns(
    "author_id,author,external_author_id,account_type,account_category,new_june_2018,"
    "congress_2017_id,in_congress_2017,in_congress_2018"
)

Cells = Mapping[str, str]

POST: Cells = {
    "author_id": "minaketter",
    "content": "Nothing much",
    "region": "Unknown",
    "language": "English",
    "publish_date": "2016-03-01 09:14:00",
    "harvested_date": "2016-03-01 09:16:00",
    "following": "158",
    "followers": "79",
    "updates": "261",
    "post_type": "",
    "retweet": "0",
}
AUTHOR: Cells = {
    "author_id": "minaketter",
    "author": "minaketter",
    "external_author_id": "2528776999",
    "account_type": "left",
    "account_category": "Ferries",
    "new_june_2018": "0",
    "congress_2017_id": "",
    "in_congress_2017": "0",
    "in_congress_2018": "1",
}


def table(rows: Sequence[Cells], columns: Sequence[str] = POSTS) -> str:
    """A file with a row for each mapping; what one does not say is as in `POST` or `AUTHOR`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    defaults = POST if "content" in columns else AUTHOR
    for row in rows:
        writer.writerow([{**defaults, **row}.get(column, "") for column in columns])
    return out.getvalue()


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a file."""
    return list(IraByAuthor().read(TextLines(text)))


def posts(*rows: Cells, columns: Sequence[str] = POSTS) -> list[Post]:
    """The posts of a file, of which no row may be rejected."""
    found = read_text(table(rows, columns))
    assert [each for each in found if isinstance(each, Reject)] == []
    return [each for each in found if isinstance(each, Post)]


def post(**cells: str) -> Post:
    """The post of a file of one row."""
    (only,) = posts(cells)
    return only


def observation(**cells: str) -> Observation | None:
    """What was seen of the author of a file of one row."""
    found = [each for each in read_text(table([cells])) if isinstance(each, Observation)]
    return found[0] if found else None


def account(**cells: str) -> Account:
    """The account of a table of authors with one row."""
    (only,) = read_text(table([cells], AUTHORS))
    assert isinstance(only, Account)
    return only


def reject(columns: Sequence[str] = POSTS, **cells: str) -> Reject:
    """The reject of a file of one row, which yields nothing else."""
    (only,) = read_text(table([cells], columns))
    assert isinstance(only, Reject)
    return only


def microseconds(time: str) -> int:
    """The instant of a time in UTC."""
    return round(datetime.fromisoformat(time).replace(tzinfo=UTC).timestamp()) * 10**6
