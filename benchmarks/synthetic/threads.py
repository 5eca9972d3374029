"""Submissions and comments of Reddit, in the keys of its monthly dumps.

Owns subreddits, threads, base-36 ids and the shape of the objects. Threads have heavy tails, and
one has 100,000 comments. One comment of a hundred was deleted by its author.
"""

from collections.abc import Iterator

import msgspec
import numpy as np

from benchmarks.synthetic.posts import BLOCK, handle
from benchmarks.synthetic.traffic import Numbers, Shape, authors, milliseconds, ranked
from benchmarks.synthetic.words import Wording, link, wording

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TRIPLES = [a + b + c for a in _DIGITS for b in _DIGITS for c in _DIGITS]
_COMMENTS, _SUBMISSIONS, _ACCOUNTS = 7 * 36**6, 6 * 36**6, 5 * 36**6
_TOGETHER = 8  # comments in a row that stand in one thread
_NEAR = 512  # such rows that share 64 threads
_encode = msgspec.json.Encoder().encode


def base36(number: int) -> str:
    """Return a number below 36**7 and from 36**6 on as seven digits."""
    head, tail = divmod(number, 36**6)
    return _DIGITS[head] + _TRIPLES[tail // 36**3] + _TRIPLES[tail % 36**3]


def comments(shape: Shape) -> Iterator[str]:
    """Yield a file of comments in pieces."""
    for numbers, words in _blocks(shape):
        threads = _threads(shape, numbers // _TOGETHER).tolist()
        top = (shape.draw(52, numbers) < 0.4) | (numbers % _TOGETHER == 0)
        lines = zip(
            numbers.tolist(),
            authors(shape, numbers).tolist(),
            (milliseconds(shape, numbers) // 1_000).tolist(),
            threads,
            top.tolist(),
            map(_text, words.texts, words.links),
            strict=True,
        )
        yield "".join(_comment(*line) for line in lines)


def submissions(shape: Shape) -> Iterator[str]:
    """Yield a file of submissions in pieces."""
    for numbers, words in _blocks(shape):
        crossposted = np.where(
            (shape.draw(53, numbers) < 0.05) & (numbers > 0), numbers * 3 // 4, -1
        )
        lines = zip(
            numbers.tolist(),
            authors(shape, numbers).tolist(),
            (milliseconds(shape, numbers) // 1_000).tolist(),
            crossposted.tolist(),
            words.texts,
            words.links,
            strict=True,
        )
        yield "".join(_submission(*line) for line in lines)


def _blocks(shape: Shape) -> Iterator[tuple[Numbers, Wording]]:
    for begin in range(0, shape.posts, BLOCK):
        numbers = np.arange(begin, min(begin + BLOCK, shape.posts))
        yield numbers, wording(shape, numbers)


def _threads(shape: Shape, rows: Numbers) -> Numbers:
    near = rows // _NEAR * 64 + ranked(shape.draw(51, rows), 64, 1)
    since = rows - shape.hot // _TOGETHER
    hot = (since >= 0) & (since % 4 == 0) & (since // 4 < shape.hot_reposts // _TOGETHER)
    return np.where(hot, 0, near)


def _text(text: str, links: tuple[int, ...]) -> str:
    return f"{text}\n\n[see here]({link(links[0])})" if links else text


def _subreddit(thread: int) -> str:
    return f"community{thread * 7 % 89 % (thread % 13 + 1)}"


def _comment(  # the columns of `comments`
    number: int,
    author: int,
    second: int,
    thread: int,
    top: bool,
    text: str,
) -> str:
    name, link_id = base36(_COMMENTS + number), base36(_SUBMISSIONS + thread)
    parent = f"t3_{link_id}" if top else f"t1_{base36(_COMMENTS + number - 1)}"
    deleted = number % 100 == 99
    who = (
        '"author":"[deleted]"'
        if deleted
        else f'"author":"{handle(author)}","author_fullname":"t2_{base36(_ACCOUNTS + author)}"'
    )
    where = _subreddit(thread)
    return (
        f'{{"archived":true,{who},"author_flair_text":null,'
        f'"body":{_encode("[deleted]" if deleted else text).decode()},"collapsed":false,'
        f'"controversiality":0,"created_utc":{second},"distinguished":null,"edited":false,'
        f'"gilded":0,"id":"{name}","is_submitter":false,"link_id":"t3_{link_id}",'
        f'"name":"t1_{name}","parent_id":"{parent}","permalink":"/r/{where}/comments/{link_id}/x/'
        f'{name}/","retrieved_on":{second + 172_800},"score":{number % 31},'
        f'"score_hidden":false,"stickied":false,"subreddit":"{where}",'
        f'"subreddit_id":"t5_{len(where) * 37 + thread % 13}","subreddit_type":"public"}}\n'
    )


def _submission(  # the columns of `submissions`
    number: int, author: int, second: int, crossposted: int, text: str, links: tuple[int, ...]
) -> str:
    name, where = base36(_SUBMISSIONS + number), _subreddit(number)
    page = f"/r/{where}/comments/{name}/x/"
    url = link(links[0]) if links else f"https://www.reddit.com{page}"
    own = not links and crossposted < 0
    crosspost = ""
    if crossposted >= 0:
        parent = base36(_SUBMISSIONS + crossposted)
        url = f"/r/{_subreddit(crossposted)}/comments/{parent}/x/"
        crosspost = f'"crosspost_parent":"t3_{parent}",'
    return (
        f'{{"archived":true,"author":"{handle(author)}",'
        f'"author_fullname":"t2_{base36(_ACCOUNTS + author)}","created_utc":{second},{crosspost}'
        f'"distinguished":null,"domain":"{f"self.{where}" if own else url.split("/")[2]}",'
        f'"edited":false,"gilded":0,"id":"{name}","is_self":{"true" if own else "false"},'
        f'"locked":false,"name":"t3_{name}","num_comments":{number % 77},"num_crossposts":0,'
        f'"over_18":false,"permalink":"{page}","pinned":false,"retrieved_on":{second + 172_800},'
        f'"score":{number % 211},"selftext":{_encode(text if own else "").decode()},'
        f'"spoiler":false,"stickied":false,"subreddit":"{where}",'
        f'"subreddit_id":"t5_{len(where) * 37 + number % 13}","subreddit_type":"public",'
        f'"title":{_encode(text[:300]).decode()},"url":"{url}"}}\n'
    )
