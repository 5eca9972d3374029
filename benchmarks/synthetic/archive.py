"""The posts as a release of Twitter's archives of 2020: 30 columns, every cell quoted.

Owns the columns and their quoting. Like in the real ones, the account behind a repost is told only
where the release holds it; else it is the first of `user_mentions`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from benchmarks.synthetic.posts import Post, blocks, handle
from benchmarks.synthetic.traffic import QUOTE, REPLY, REPOST, Shape, account_id
from benchmarks.synthetic.words import link
from inunison.demo.files import POST

_CLIENTS = ("Twitter Web App", "Twitter for Android", "Twitter for iPhone", "TweetDeck")


def archive(shape: Shape) -> Iterator[str]:
    """Yield the file in pieces."""
    yield ",".join(f'"{name}"' for name in POST) + "\n"
    for block in blocks(shape):
        yield "".join(_row(shape, post) for post in block)


def _row(shape: Shape, post: Post) -> str:
    text = post.text.replace('"', '""') if '"' in post.text else post.text
    author = post.author
    return (
        f'"{post.native_id}",{_profile(author)},"{post.language}","{text}",'
        f'"{_minute(post.milliseconds // 60_000)}","{_CLIENTS[author & 3]}",'
        f'{_pointers(shape, post)},"absent","absent",{_counts(post)},'
        f'"{_listed(post.tags)}","{_listed(tuple(map(link, post.links)))}",'
        f'"{_mentioned(post)}"\n'
    )


def _pointers(shape: Shape, post: Post) -> str:
    """Return the six cells from in_reply_to_userid to retweet_tweetid."""
    if post.kind == REPOST:
        told = account_id(post.target_author) if post.target < shape.posts else ""
        return f'"","","","true","{told}","{post.target_id}"'
    if post.kind == REPLY:
        return f'"{account_id(post.target_author)}","{post.target_id}","","false","",""'
    if post.kind == QUOTE:
        return f'"","","{post.target_id}","false","",""'
    return '"","","","false","",""'


def _mentioned(post: Post) -> str:
    named = post.mentions
    if post.kind in {REPOST, REPLY}:
        named = (post.target_author, *named)
    return _listed(tuple(str(account_id(each)) for each in named))


def _counts(post: Post) -> str:
    """Return quotes, replies, likes and reposts; a repost has none of its own."""
    if post.kind == REPOST:
        return '"0","0","0","0"'
    return f'"{post.number % 3}","{post.number % 7}","{post.number % 41}","{post.number % 13}"'


def _listed(items: tuple[str, ...]) -> str:
    return "[" + ", ".join(f"'{item}'" for item in items) + "]" if items else "[]"


@lru_cache(1 << 16)
def _minute(minute: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)).strftime("%Y-%m-%d %H:%M")


@lru_cache(1 << 17)
def _profile(account: int) -> str:
    name = handle(account)
    created = datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=account % 2_800)
    return (
        f'"{account_id(account)}","{name.title()} {account}","{name}",'
        f'"Town {account % 313}","Says what number {account} says. ""Since {created:%Y}""",'
        f'"https://t.co/u{account:x}","{account * 31 % 9_973}","{account * 17 % 2_003}",'
        f'"{created:%Y-%m-%d}","en"'
    )
