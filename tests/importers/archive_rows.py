"""Rows in the shape of the Twitter/X archives, for tests: columns, hashes, ids made from times."""

import base64
import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from inunison.records import Account, Observation, Post, Record, Reject
from inunison_importers.base import TextLines
from inunison_importers.twitter_io_archive import TwitterIoArchive


def _columns(names: str) -> list[str]:
    return names.split(",")


PROFILE = _columns(
    "userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,"
    "user_profile_url,follower_count,following_count,account_creation_date,account_language"
)
_BEGIN = ["tweetid", *PROFILE, "tweet_language", "tweet_text", "tweet_time", "tweet_client_name"]
_END = _columns(
    "quoted_tweet_tweetid,is_retweet,retweet_userid,retweet_tweetid,latitude,longitude,"
    "quote_count,reply_count,like_count,retweet_count,hashtags,urls,user_mentions"
)
POSTS_2020 = [*_BEGIN, "in_reply_to_userid", "in_reply_to_tweetid", *_END]
POSTS_2018 = [*_BEGIN, "in_reply_to_tweetid", "in_reply_to_userid", *_END, "poll_choices"]

Cells = Mapping[str, str]


def hashed(name: str) -> str:
    """The hash of 2020 on: base64 without slashes."""
    return base64.b64encode(hashlib.sha256(name.encode()).digest()).decode().replace("/", "")


def hexed(name: str) -> str:
    """The hash of 2018 and 2019."""
    return hashlib.sha256(name.encode()).hexdigest()


def clock_id(time: str, low: int = 5) -> str:
    """The id of a post of that time, such as 2020-02-01T10:00:00.123."""
    moment = datetime.fromisoformat(time).replace(tzinfo=UTC)
    milliseconds = round(moment.timestamp() * 1_000)
    return str(((milliseconds - 1_288_834_974_657) << 22) | low)


def microseconds(time: str) -> int:
    """The instant of a time in UTC."""
    return round(datetime.fromisoformat(time).replace(tzinfo=UTC).timestamp() * 1_000) * 1_000


DEFAULTS: Cells = {
    "tweetid": clock_id("2020-02-01T10:00:00.123"),
    "userid": "123456",
    "user_display_name": "Mina Ketter",
    "user_screen_name": "minaketter",
    "follower_count": "7",
    "following_count": "9",
    "account_creation_date": "2019-11-05",
    "account_language": "en",
    "tweet_language": "en",
    "tweet_text": "Nothing much",
    "tweet_time": "2020-02-01 10:00",
    "tweet_client_name": "Twitter Web App",
    "is_retweet": "false",
    "latitude": "absent",
    "longitude": "absent",
    "quote_count": "0",
    "reply_count": "1",
    "like_count": "2",
    "retweet_count": "3",
    "hashtags": "[]",
    "urls": "[]",
    "user_mentions": "[]",
}


def table(
    rows: Sequence[Cells], columns: Sequence[str] = POSTS_2020, quoting: int = csv.QUOTE_ALL
) -> str:
    """A file with a row for each mapping; what one does not say is as in `DEFAULTS`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow(columns)
    for row in rows:
        writer.writerow([{**DEFAULTS, **row}.get(column, "") for column in columns])
    return out.getvalue()


def read_text(text: str) -> list[Record | Reject]:
    """What the importer makes of a file."""
    return list(TwitterIoArchive().read(TextLines(text)))


def posts(*rows: Cells, columns: Sequence[str] = POSTS_2020) -> list[Post]:
    """The posts of a file, of which no row may be rejected."""
    found = read_text(table(rows, columns))
    assert [each for each in found if isinstance(each, Reject)] == []
    return [each for each in found if isinstance(each, Post)]


def post(**cells: str) -> Post:
    """The post of a file of one row."""
    (only,) = posts(cells)
    return only


def reject(**cells: str) -> Reject:
    """The reject of a file of one row, which yields nothing else."""
    (only,) = read_text(table([cells]))
    assert isinstance(only, Reject)
    return only


def accounts(found: Sequence[Record | Reject]) -> Iterator[Account]:
    """The accounts among records."""
    return (each for each in found if isinstance(each, Account))


def observations(found: Sequence[Record | Reject], subject: str) -> list[Observation]:
    """The observations of accounts, or of posts, among records."""
    return [each for each in found if isinstance(each, Observation) and each.subject == subject]
