"""The files of the demo case, in the format in which the platform published its archives.

Owns columns, quoting and the zip around them. Every byte is the same on every machine: times in the
zip are fixed and nothing is compressed, because compressors differ from machine to machine.
"""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from inunison.demo.people import Person
from inunison.demo.traffic import Tweet

PROFILE = (
    "userid",
    "user_display_name",
    "user_screen_name",
    "user_reported_location",
    "user_profile_description",
    "user_profile_url",
    "follower_count",
    "following_count",
    "account_creation_date",
    "account_language",
)
POST = (
    "tweetid",
    *PROFILE,
    "tweet_language",
    "tweet_text",
    "tweet_time",
    "tweet_client_name",
    "in_reply_to_userid",
    "in_reply_to_tweetid",
    "quoted_tweet_tweetid",
    "is_retweet",
    "retweet_userid",
    "retweet_tweetid",
    "latitude",
    "longitude",
    "quote_count",
    "reply_count",
    "like_count",
    "retweet_count",
    "hashtags",
    "urls",
    "user_mentions",
)
_ZIP_TIME = (2021, 3, 12, 9, 0, 0)


def users_table(people: Sequence[Person]) -> str:
    """Return the file of accounts."""
    return _table(PROFILE, (_profile(person, later=True) for person in people))


def posts_table(tweets: Sequence[Tweet], *, until: int, later: bool) -> str:
    """Return a file of posts, in order of their ids.

    Args:
        tweets: The posts that stand in it.
        until: The moment of the capture, milliseconds since 1970; counts are as of then.
        later: It is the later capture; the accounts have a few more followers in it.
    """
    counts = Counter(
        (tweet.kind, tweet.target.tweet_id)
        for tweet in tweets
        if tweet.target is not None and tweet.milliseconds < until
    )
    ordered = sorted(tweets, key=lambda tweet: int(tweet.tweet_id))
    return _table(POST, (_post(tweet, counts, later=later) for tweet in ordered))


def write_zip(path: Path, table: str) -> Path:
    """Write a table as the only file of a zip."""
    info = zipfile.ZipInfo(f"{path.stem}.csv", _ZIP_TIME)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(info, table.encode())
    return path


def _table(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return out.getvalue()


def _profile(person: Person, *, later: bool) -> list[str]:
    followers = person.followers if later else person.followers - person.followers // 150
    return [
        person.user_id,
        person.name,
        person.handle,
        person.location,
        person.description,
        person.url,
        str(followers),
        str(person.following),
        person.created.isoformat(),
        "en",
    ]


def _post(tweet: Tweet, counts: Counter[tuple[str, str]], *, later: bool) -> list[str]:
    reposts = counts["repost", tweet.tweet_id]
    time = datetime.fromtimestamp(tweet.milliseconds // 1_000, UTC)
    return [
        tweet.tweet_id,
        *_profile(tweet.author, later=later),
        "en",
        tweet.text,
        time.strftime("%Y-%m-%d %H:%M"),
        tweet.client,
        *_pointers(tweet),
        "absent",
        "absent",
        str(counts["quote", tweet.tweet_id]),
        str(counts["reply", tweet.tweet_id]),
        "0" if tweet.kind == "repost" else str(tweet.liked + 2 * reposts),
        str(reposts),
        repr(list(tweet.tags)),
        repr(list(tweet.links)),
        repr([person.user_id for person in tweet.mentions]),
    ]


def _pointers(tweet: Tweet) -> list[str]:
    """Return the six cells from in_reply_to_userid to retweet_tweetid."""
    target = tweet.target
    cells = ["", "", "", "false", "", ""]
    if target is None:
        return cells
    if tweet.kind == "reply":
        cells[0:2] = [target.author.user_id, target.tweet_id]
    elif tweet.kind == "quote":
        cells[2] = target.tweet_id
    else:  # like the platform's, the author is told only where the release lists the account
        author = target.author.user_id if target.author.listed else ""
        cells[3:6] = ["true", author, target.tweet_id]
    return cells
