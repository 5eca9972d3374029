"""Who posts when about what: arrays of numbers, each a pure function of the seed and the post.

Owns the random draws and the heavy tails. Knows no text and no format. A post is a number from 0
on, in order of time. Numbers from `Shape.posts` on are posts that were seen from afar and not
collected: `Shape.posts + n` is one that stands an hour before post `n`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Draws = npt.NDArray[np.floating[Any]]

POST, REPOST, REPLY, QUOTE = range(4)
HOT_REPOSTS = 100_000

_TWITTER_EPOCH_MS = 1_288_834_974_657
_BEGIN_MS = 1_580_515_200_000  # 2020-02-01T00:00:00Z
_MINUTES = 30 * 24 * 60
_HOUR_MS = 3_600_000
_BURSTS = 12
_LEVELS = 14  # a post whose number is divisible by 2**k is reposted about 2**k times as often
_REPOSTED_SHARE = 0.4
_OUTSIDE_SHARE = 0.3


@dataclass(frozen=True)
class Shape:
    """The size of a set of posts and what follows from it.

    Attributes:
        posts: Number of posts.
        seed: Two seeds give two different sets.
    """

    posts: int
    seed: int = 1

    @property
    def accounts(self) -> int:
        """Number of accounts that post; as many again are only mentioned or reposted."""
        return max(16, self.posts // 8)

    @property
    def hot(self) -> int:
        """The number of the post that is reposted most."""
        return (self.posts // 50) & ~1

    @property
    def hot_reposts(self) -> int:
        """Exactly how many posts repost it."""
        return min(HOT_REPOSTS, self.posts // 10)

    @cached_property
    def minutes(self) -> Draws:
        """The share of the posts that is past at the end of each minute, from 0 to 1."""
        minute = np.arange(_MINUTES)
        weight = 1.0 + 0.7 * np.sin(2 * np.pi * (minute / 1440 - 0.3))
        for burst in np.random.default_rng(self.seed).integers(0, _MINUTES, _BURSTS):
            since = minute - burst
            weight += np.where(since >= 0, 25 * np.exp(-np.maximum(since, 0) / 45), 0)
        return np.array([0.0, *(np.cumsum(weight) / weight.sum())], np.float64)

    def draw(self, stream: int, numbers: Numbers) -> Draws:
        """Draw from [0, 1), independently for each stream and number."""
        return (self.bits(stream, numbers) >> np.uint64(11)) * 2.0**-53

    def bits(self, stream: int, numbers: Numbers) -> npt.NDArray[np.uint64]:
        """Draw 64 bits for each number: the finaliser of splitmix64 over a counter."""
        start = np.uint64((self.seed * 1_000 + stream) * 0x9E37_79B9_7F4A_7C15 % 2**64)
        mixed = numbers.astype(np.uint64) * np.uint64(0xD129_0211_9F7E_2B8B) + start
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
        return mixed ^ (mixed >> np.uint64(31))


def ranked(draws: Draws, count: int, shift: float) -> Numbers:
    """Turn draws into ranks below `count` whose frequency falls as 1 / (rank + shift)."""
    ranks = shift * ((count + shift) / shift) ** draws - shift
    return np.minimum(ranks.astype(np.int64), count - 1)


@dataclass(frozen=True)
class Traffic:
    """Some posts, as arrays of one length.

    Attributes:
        numbers: The posts.
        kind: POST, REPOST, REPLY or QUOTE.
        author: Number of the account.
        milliseconds: When, since 1970 in UTC.
        target: The post that is reposted, answered or quoted, -1 without one.
        target_author: Its account, -1 without one.
    """

    numbers: Numbers
    kind: Numbers
    author: Numbers
    milliseconds: Numbers
    target: Numbers
    target_author: Numbers


def traffic(shape: Shape, numbers: Numbers) -> Traffic:
    """Return what is known of these posts, which may stand in any order."""
    kind = _kinds(shape, numbers)
    target = np.where(kind == POST, -1, _targets(shape, numbers))
    return Traffic(
        numbers=numbers,
        kind=kind,
        author=authors(shape, numbers),
        milliseconds=milliseconds(shape, numbers),
        target=target,
        target_author=np.where(target < 0, -1, authors(shape, target)),
    )


def milliseconds(shape: Shape, numbers: Numbers) -> Numbers:
    """Return when the posts stand, never falling with their number."""
    inside = numbers % shape.posts
    past = (inside + 0.5) / shape.posts
    minute = np.interp(past, shape.minutes, np.arange(_MINUTES + 1))
    return _BEGIN_MS + (minute * 60_000).astype(np.int64) - _HOUR_MS * (numbers >= shape.posts)


def twitter_ids(shape: Shape, numbers: Numbers) -> Numbers:
    """Return ids that hold their time, as Twitter's do; different for different posts."""
    since = milliseconds(shape, numbers) - _TWITTER_EPOCH_MS
    inside = numbers % shape.posts
    return (since << 22) | ((inside & 0x1F_FFFF) << 1) | (numbers >= shape.posts)


def account_id(account: int) -> int:
    """Return an id that does not tell how much the account posts."""
    return 2**40 + (account * 0x9E_3779_B97F) % 2**40


def authors(shape: Shape, numbers: Numbers) -> Numbers:
    """Return who wrote the posts: few accounts most, and others alone what was not collected."""
    few = ranked(shape.draw(1, numbers), shape.accounts, 50)
    hot, order = _hot(shape, numbers)
    spread = (order * 7_919 + 11) % shape.accounts  # one account reposts it once
    inside = np.where(hot, spread, few)
    return np.where(numbers < shape.posts, inside, shape.accounts + few)


def _hot(shape: Shape, numbers: Numbers) -> tuple[npt.NDArray[np.bool_], Numbers]:
    """Say which posts repost the hot one, and in which order."""
    since = numbers - shape.hot
    order = since // 4
    hot = (since > 0) & (since % 4 == 1) & (order < shape.hot_reposts) & (numbers < shape.posts)
    return hot, order


def _kinds(shape: Shape, numbers: Numbers) -> Numbers:
    """Only odd posts repost, so that an even one can always be reposted."""
    hot, _ = _hot(shape, numbers)
    others = shape.posts / 2 - shape.hot_reposts
    share = (_REPOSTED_SHARE * shape.posts - shape.hot_reposts) / others
    repost = hot | ((numbers % 2 == 1) & (shape.draw(2, numbers) < share))
    own = np.searchsorted([0.55, 0.85], shape.draw(3, numbers), side="right")
    kind = np.where(repost, REPOST, np.array([POST, REPLY, QUOTE])[own])
    alone = (numbers >= shape.posts) | (numbers == 0)
    return np.where(alone, POST, kind)


def _targets(shape: Shape, numbers: Numbers) -> Numbers:
    """Return an even, earlier post for each: mostly a recent one, some far more often."""
    window = np.minimum(numbers, max(shape.posts // 15, 64))
    near = numbers - 1 - (window * shape.draw(4, numbers) ** 3).astype(np.int64)
    level = 1 + (shape.draw(5, numbers) * _LEVELS).astype(np.int64)
    even = (np.maximum(near, 0) >> level) << level
    outside = shape.draw(6, numbers) < _OUTSIDE_SHARE
    target = even + np.where(outside, shape.posts, 0)
    hot, _ = _hot(shape, numbers)
    return np.where(hot, shape.hot, target)
