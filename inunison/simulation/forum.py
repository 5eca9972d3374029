"""The Reddit half of an invented collection: threads about its links, and one group that comments.

Owns who submits and comments, and the rows of a dump. Ordinary people submit the links that others
share elsewhere, hours later, and comment in words of their own; six accounts put the same words
under many threads.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from inunison.simulation.collection import HEADLINE, LINK, Collection
from inunison.simulation.posts import BEGIN_MS
from inunison.simulation.wording import LANGUAGES, Sentences

GROUP = "reddit copies"
_SUBREDDITS = ("tarvenharbour", "quaysidetalk", "northernnews", "openroads", "saltstore")
_MEMBERS, _TEXTS = 6, 12
_COMMENTS = 6
_RETRIEVED = BEGIN_MS // 1_000 + 40 * 86_400


@dataclass
class Forum:
    """The rows of the two files, and the accounts.

    Attributes:
        submissions: Rows of submissions.
        comments: Rows of comments.
        accounts: Name and planted group of each account.
    """

    submissions: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    accounts: list[tuple[str, str]] = field(default_factory=list)


def draw_forum(collection: Collection) -> Forum:
    """Draw threads and comments."""
    measures, shares = collection.measures, collection.shares
    random = np.random.default_rng([measures.seed, 3])
    forum = Forum()
    people = [f"quay_{number:x}" for number in range(measures.scaled(300, 40))]
    forum.accounts = [(name, "ordinary") for name in people]
    sentences = Sentences(random)
    linked = [
        number
        for number, kind in enumerate(collection.kind)
        if kind in {LINK, HEADLINE} and shares.topic[number] >= 0
    ]
    for number in linked[: measures.scaled(500, 40)]:
        since = shares.published[number] + 7_200.0 * random.lognormal(0.0, 1.0)
        name = people[int(random.integers(len(people)))]
        title = sentences.draw(LANGUAGES[shares.topic[number] % len(LANGUAGES)])
        link = f"https://pages{number % 9}.example/{number:x}"
        _submit(forum, (name, since), title, link)
    for thread in list(forum.submissions):
        for _ in range(int(random.integers(0, 2 * _COMMENTS))):
            since = thread["created_utc"] - BEGIN_MS // 1_000 + random.exponential(14_400.0)
            name = people[int(random.integers(len(people)))]
            _comment(forum, (name, since), sentences.draw(LANGUAGES[0]), thread)
    if measures.campaigns:
        _plant(forum, sentences, random)
    forum.submissions.sort(key=_order)
    forum.comments.sort(key=_order)
    return forum


def _order(row: dict[str, Any]) -> tuple[int, str]:
    return row["created_utc"], row["id"]


def _plant(forum: Forum, sentences: Sentences, random: np.random.Generator) -> None:
    """Let some accounts say the same in different threads, within a minute and a half."""
    members = [f"tide_{number:x}" for number in range(_MEMBERS)]
    forum.accounts += [(name, GROUP) for name in members]
    for _ in range(_TEXTS):
        text = sentences.draw(LANGUAGES[0])
        first = forum.submissions[int(random.integers(len(forum.submissions)))]
        start = first["created_utc"] - BEGIN_MS // 1_000 + 3_600.0
        for name in members:
            if random.random() < 0.9:
                thread = forum.submissions[int(random.integers(len(forum.submissions)))]
                _comment(forum, (name, start + 90.0 * random.random()), text, thread)


def _row(forum: Forum, author: str, since: float) -> dict[str, Any]:
    number = len(forum.submissions) + len(forum.comments)
    return {
        "author": author,
        "created_utc": BEGIN_MS // 1_000 + int(since),
        "edited": False,
        "id": np.base_repr(60_000_000 + number, 36).lower(),
        "retrieved_on": _RETRIEVED,
        "score": 1 + number % 17,
    }


def _submit(forum: Forum, who: tuple[str, float], title: str, link: str) -> None:
    row = _row(forum, *who)
    where = _SUBREDDITS[len(forum.submissions) % len(_SUBREDDITS)]
    forum.submissions.append(
        row
        | {
            "is_self": False,
            "num_comments": 0,
            "over_18": False,
            "permalink": f"/r/{where}/comments/{row['id']}/invented/",
            "selftext": "",
            "subreddit": where,
            "subreddit_id": f"t5_{where[:4]}",
            "title": title,
            "url": link,
        }
    )


def _comment(forum: Forum, who: tuple[str, float], text: str, thread: dict[str, Any]) -> None:
    thread["num_comments"] += 1
    row = _row(forum, *who)
    forum.comments.append(
        row
        | {
            "body": text,
            "link_id": f"t3_{thread['id']}",
            "parent_id": f"t3_{thread['id']}",
            "permalink": f"{thread['permalink']}{row['id']}/",
            "subreddit": thread["subreddit"],
            "subreddit_id": thread["subreddit_id"],
        }
    )


def dump(rows: Iterable[dict[str, Any]]) -> str:
    """Return rows as a dump, one JSON object a line."""
    return "".join(
        json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        for row in rows
    )
