"""The posts as twarc2 writes what the API v2 of Twitter returns: a page of 100 posts a line.

Owns the shape of tweets, users and pages. `includes.tweets` holds what a page's posts point to and
`includes.users` every account that either names, like an answer with all expansions asked for.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec
import numpy as np

from benchmarks.synthetic.posts import Post, blocks, handle, posts
from benchmarks.synthetic.traffic import POST, REPLY, REPOST, Shape, account_id
from benchmarks.synthetic.words import link

_PAGE = 100
_TYPES = ("", "retweeted", "replied_to", "quoted")
_TWARC = (
    '"__twarc":{"url":"https://api.twitter.com/2/tweets/search/all?expansions=author_id",'
    '"version":"2.14.0","retrieved_at":"2021-03-12T09:00:00+00:00"}'
)
_encode = msgspec.json.Encoder().encode


def pages(shape: Shape) -> Iterator[str]:
    """Yield the file in pieces."""
    for block in blocks(shape):
        pointed = np.unique([post.target for post in block if post.target >= 0])
        told = {post.number: post for post in posts(shape, pointed.astype(np.int64))}
        yield "".join(
            _page(block[begin : begin + _PAGE], told) for begin in range(0, len(block), _PAGE)
        )


def _page(page: list[Post], told: dict[int, Post]) -> str:
    included = [told[number] for number in {post.target: 0 for post in page} if number >= 0]
    accounts: dict[int, int] = {}
    for post in (*page, *included):
        for account in (post.author, post.target_author, *post.mentions):
            accounts[account] = 0
    accounts.pop(-1, None)
    return (
        f'{{"data":[{",".join(map(_tweet, page))}],"includes":{{'
        f'"users":[{",".join(map(_user, accounts))}],'
        f'"tweets":[{",".join(map(_tweet, included))}]}},'
        f'"meta":{{"newest_id":"{page[-1].native_id}","oldest_id":"{page[0].native_id}",'
        f'"result_count":{len(page)}}},{_TWARC}}}\n'
    )


def _tweet(post: Post) -> str:
    return (
        f'{{"id":"{post.native_id}","author_id":"{account_id(post.author)}",'
        f'"conversation_id":"{post.target_id if post.kind == REPLY else post.native_id}",'
        f'"created_at":"{_second(post.milliseconds // 1_000)}.000Z","lang":"{post.language}",'
        f'"text":{_encode(post.text).decode()},"source":"Twitter Web App",'
        f'"possibly_sensitive":false,"reply_settings":"everyone",{_pointers(post)}'
        f'"entities":{_entities(post)},"public_metrics":{{"retweet_count":{post.number % 13},'
        f'"reply_count":{post.number % 7},"like_count":{post.number % 41},'
        f'"quote_count":{post.number % 3}}}}}'
    )


def _pointers(post: Post) -> str:
    if post.kind == POST:
        return ""
    pointer = f'"referenced_tweets":[{{"type":"{_TYPES[post.kind]}","id":"{post.target_id}"}}],'
    if post.kind == REPLY:
        return f'{pointer}"in_reply_to_user_id":"{account_id(post.target_author)}",'
    return pointer


def _entities(post: Post) -> str:
    """Return what the text holds; on a repost, like the platform, what was not cut off."""
    named = (post.target_author, *post.mentions) if post.kind in {REPOST, REPLY} else post.mentions
    end = 0
    parts = []
    for key, found in (
        ("mentions", [("@" + handle(each), _mention(each)) for each in named]),
        ("hashtags", [("#" + tag, f'"tag":{_encode(tag).decode()}') for tag in post.tags]),
        ("urls", [(f"https://t.co/{each:x}", _url(each)) for each in post.links]),
    ):
        placed = []
        for shown, body in found:
            start = post.text.find(shown)
            if start < 0:
                continue
            end = start + len(shown)
            placed.append(f'{{"start":{start},"end":{end},{body}}}')
        if placed:
            parts.append(f'"{key}":[{",".join(placed)}]')
    return "{" + ",".join(parts) + "}"


def _mention(account: int) -> str:
    return f'"username":"{handle(account)}","id":"{account_id(account)}"'


def _url(number: int) -> str:
    full = link(number)
    return f'"url":"https://t.co/{number:x}","expanded_url":"{full}","display_url":"{full[8:38]}"'


@lru_cache(1 << 16)
def _second(second: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)).strftime(
        "%Y-%m-%dT%H:%M:%S"
    )


@lru_cache(1 << 17)
def _user(account: int) -> str:
    created = datetime(2012, 1, 1, tzinfo=UTC) + timedelta(days=account % 2_800)
    return (
        f'{{"id":"{account_id(account)}","username":"{handle(account)}",'
        f'"name":"{handle(account).title()} {account}",'
        f'"created_at":"{created:%Y-%m-%d}T00:00:00.000Z",'
        f'"description":"Says what number {account} says.","location":"Town {account % 313}",'
        f'"url":"https://t.co/u{account:x}","verified":false,"protected":false,'
        f'"profile_image_url":"https://pbs.example.org/{account:x}.jpg","public_metrics":'
        f'{{"followers_count":{account * 31 % 9_973},"following_count":{account * 17 % 2_003},'
        f'"tweet_count":{account % 9_001},"listed_count":{account % 11}}}}}'
    )
