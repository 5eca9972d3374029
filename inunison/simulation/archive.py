"""The accounts of the campaigns as a release of listed accounts, as the platform published them.

Owns the columns of that table. It holds what is in the other file too: the same posts, in another
format, collected by a list of accounts. Times are of the minute, and the ids tell the rest.
"""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

from inunison.demo.files import POST, PROFILE
from inunison.simulation.posts import Person, Post


def archive_table(posts: Sequence[Post]) -> str:
    """Return the table of posts.

    Args:
        posts: The posts of the listed accounts, in the order in which they stand in it.
    """
    listed = {post.author.native_id for post in posts}
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(POST)
    writer.writerows(_row(post, listed) for post in posts)
    return out.getvalue()


def _row(post: Post, listed: set[str]) -> list[str]:
    moment = datetime.fromtimestamp(post.milliseconds // 1_000, UTC)
    cells = dict.fromkeys(POST, "")
    cells |= dict(zip(PROFILE, _profile(post.author), strict=True))
    cells |= {
        "tweetid": post.native_id,
        "tweet_language": post.language,
        "tweet_text": post.text,
        "tweet_time": moment.strftime("%Y-%m-%d %H:%M"),
        "tweet_client_name": post.client,
        "is_retweet": "false",
        "latitude": "absent",
        "longitude": "absent",
        "quote_count": "0",
        "reply_count": "0",
        "like_count": "0",
        "retweet_count": "0",
        "hashtags": repr(list(post.tags)),
        "urls": repr([post.link] if post.link else []),
        "user_mentions": "[]",
    }
    if post.target is not None:
        author = post.target.author.native_id
        cells |= {
            "is_retweet": "true",
            "retweet_userid": author if author in listed else "",
            "retweet_tweetid": post.target.native_id,
            "user_mentions": repr([author]),
        }
    return list(cells.values())


def _profile(person: Person) -> list[str]:
    number = int(person.native_id)
    return [
        person.native_id,
        person.handle.title(),
        person.handle,
        "",
        person.description,
        "",
        str(number * 31 % 9_973),
        str(number * 17 % 2_003),
        f"{2012 + number % 8}-{1 + number % 12:02}-{1 + number % 28:02}",
        "en",
    ]
