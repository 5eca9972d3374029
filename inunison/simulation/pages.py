"""Posts of an invented collection as twarc2 writes what Twitter's API v2 returns.

Owns the shape of pages, tweets and users: a page of 100 posts a line, with the accounts that it
names and the posts that it points to. Every byte is the same for the same posts.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from inunison.simulation.posts import Person, Post, short_link

_PAGE = 100
_FROM = datetime(2012, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def pages(posts: Sequence[Post]) -> Iterator[str]:
    """Yield the lines of the file.

    Args:
        posts: The posts in the order in which they stand in it.
    """
    for begin in range(0, len(posts), _PAGE):
        yield _line(_page(posts[begin : begin + _PAGE]))


def _line(page: dict[str, Any]) -> str:
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")) + "\n"


def _page(page: Sequence[Post]) -> dict[str, Any]:
    pointed = {post.target.native_id: post.target for post in page if post.target is not None}
    people = {post.author.native_id: post.author for post in (*page, *pointed.values())}
    return {
        "data": [_tweet(post) for post in page],
        "includes": {
            "users": [_user(person) for person in people.values()],
            "tweets": [_tweet(post) for post in pointed.values()],
        },
        "meta": {
            "newest_id": page[-1].native_id,
            "oldest_id": page[0].native_id,
            "result_count": len(page),
        },
        "__twarc": {
            "url": "https://api.example/2/tweets/search/all?query=invented",
            "version": "2.14.0",
            "retrieved_at": "2021-04-01T00:00:00+00:00",
        },
    }


def _tweet(post: Post) -> dict[str, Any]:
    moment = _EPOCH + timedelta(milliseconds=post.milliseconds)
    tweet: dict[str, Any] = {
        "id": post.native_id,
        "author_id": post.author.native_id,
        "conversation_id": post.native_id,
        "created_at": f"{moment:%Y-%m-%dT%H:%M:%S}.{post.milliseconds % 1_000:03}Z",
        "lang": post.language,
        "text": post.text,
        "source": post.client,
        "entities": _entities(post),
        "public_metrics": {
            "retweet_count": 0,
            "reply_count": 0,
            "like_count": 0,
            "quote_count": 0,
        },
    }
    if post.target is not None:
        tweet["referenced_tweets"] = [{"type": "retweeted", "id": post.target.native_id}]
    return tweet


def _entities(post: Post) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if post.target is not None:
        author = post.target.author
        end = 4 + len(author.handle)
        found["mentions"] = [
            {"start": 3, "end": end, "username": author.handle, "id": author.native_id}
        ]
    if post.tags:
        found["hashtags"] = [
            {"start": post.text.index("#" + tag), "end": _end(post, "#" + tag), "tag": tag}
            for tag in post.tags
        ]
    if post.link:
        shown = short_link(post.link)
        found["urls"] = [
            {
                "start": post.text.index(shown),
                "end": _end(post, shown),
                "url": shown,
                "expanded_url": post.link,
                "display_url": post.link.removeprefix("https://"),
            }
        ]
    return found


def _end(post: Post, shown: str) -> int:
    return post.text.index(shown) + len(shown)


def _user(person: Person) -> dict[str, Any]:
    number = int(person.native_id)
    created = _FROM + timedelta(days=number % 2_800)
    return {
        "id": person.native_id,
        "username": person.handle,
        "name": person.handle.title(),
        "created_at": f"{created:%Y-%m-%d}T00:00:00.000Z",
        "description": person.description,
        "verified": False,
        "protected": False,
        "public_metrics": {
            "followers_count": number * 31 % 9_973,
            "following_count": number * 17 % 2_003,
            "tweet_count": number % 9_001,
            "listed_count": number % 11,
        },
    }
