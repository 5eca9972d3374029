"""Posts of a platform of microblogs: traffic and words put together, block by block.

Owns ids, handles, the text as the platform shows it (mentions before, without the account that a
reply answers; hashtags and links after; `RT @handle: ` and cut off on a repost) and the size of a
block. Knows no format.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from benchmarks.synthetic.traffic import (
    REPOST,
    Numbers,
    Shape,
    traffic,
    twitter_ids,
)
from benchmarks.synthetic.words import wording

BLOCK = 5_000
_SHOWN = 140


class Post(NamedTuple):
    """What a writer gets of one post; an account is a number (`handle`, `traffic.account_id`).

    Attributes:
        number: Its number.
        native_id: Its id.
        kind: POST, REPOST, REPLY or QUOTE.
        author: Number of its account.
        milliseconds: When, since 1970 in UTC.
        target: Number of the post it points to, -1 without one.
        target_id: Id of that post.
        target_author: Number of that post's account, -1 without one.
        text: The text as shown.
        language: Code of its language.
        tags: Hashtags without the sign.
        links: Numbers of its links.
        mentions: Numbers of the accounts it mentions, those of a repost's original on a repost.
    """

    number: int
    native_id: int
    kind: int
    author: int
    milliseconds: int
    target: int
    target_id: int
    target_author: int
    text: str
    language: str
    tags: tuple[str, ...]
    links: tuple[int, ...]
    mentions: tuple[int, ...]


def blocks(shape: Shape) -> Iterator[list[Post]]:
    """Yield all posts in order of time, at most `BLOCK` at once."""
    for begin in range(0, shape.posts, BLOCK):
        yield posts(shape, np.arange(begin, min(begin + BLOCK, shape.posts)))


def posts(shape: Shape, numbers: Numbers) -> list[Post]:
    """Return these posts, in the order asked for."""
    known = traffic(shape, numbers)
    reposted = known.kind == REPOST
    words = wording(shape, np.where(reposted, known.target, numbers))
    targets = twitter_ids(shape, np.maximum(known.target, 0))
    columns = (known.kind.tolist(), known.target_author.tolist())
    texts = map(_shown, *columns, words.texts, words.tags, words.links, words.mentions)
    return list(
        map(
            Post._make,
            zip(
                numbers.tolist(),
                twitter_ids(shape, numbers).tolist(),
                columns[0],
                known.author.tolist(),
                known.milliseconds.tolist(),
                known.target.tolist(),
                targets.tolist(),
                columns[1],
                texts,
                words.languages,
                words.tags,
                words.links,
                words.mentions,
                strict=True,
            ),
        )
    )


def _shown(  # the order of columns in `posts`
    kind: int,
    target_author: int,
    text: str,
    tags: tuple[str, ...],
    links: tuple[int, ...],
    mentions: tuple[int, ...],
) -> str:
    for tag in tags:
        text += f" #{tag}"
    for link in links:
        text += f" https://t.co/{link:x}"
    for account in mentions:
        text = f"@{handle(account)} {text}"
    if kind == REPOST:
        return f"RT @{handle(target_author)}: {text}"[:_SHOWN]
    return text


_FIRST = ("river", "Moss", "tea", "Nadia", "joao", "krit", "olga", "samir", "the_real", "News")


@lru_cache(1 << 17)
def handle(account: int) -> str:
    """Return the name that stands after the sign, at most 15 characters, different for each."""
    return f"{_FIRST[account % len(_FIRST)]}_{account:x}"
