"""The demo case: a small invented release of an archive and a dump of a forum, with one story.

Owns the files that `inunison demo` imports. They hold about 300 accounts of six communities, two
well-known people and three institutions, and about 6,000 posts over ten days in March 2021; beside
them three subreddits, where some 60 people write some 300 submissions and comments. Every name,
text and link is invented. Nothing is downloaded, and nothing in it is about anyone.

Five files come out: an early capture of the posts (of 8 March), a later one (of 11 March), the
accounts, and Reddit's submissions and comments. The first post of the story is in the early capture
alone: the format has no column for posts that are gone, so that they are is seen from two captures,
as with real archives; `scopes` says what each holds all of and when it was made. Reddit's dumps say
so themselves: one comment of the thread reads ``[deleted]``.
"""

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from inunison.demo.dumps import comments_dump, submissions_dump, write_zst
from inunison.demo.files import posts_table, users_table, write_zip
from inunison.demo.forum import Entry, Thread, tell_forum
from inunison.demo.people import INSTITUTIONS, WELL_KNOWN, Person, members, outside
from inunison.demo.story import Said, Story, tell
from inunison.demo.traffic import END_MS, START_MS, Traffic, Tweet
from inunison.errors import StorageError

__all__ = [
    "COMMENTS",
    "EARLY",
    "LATER",
    "SUBMISSIONS",
    "USERS",
    "Said",
    "Story",
    "Thread",
    "scopes",
    "story",
    "thread",
    "write_demo",
]

EARLY = "tarvenia_032021_early_tweets_csv_unhashed.zip"
LATER = "tarvenia_032021_tweets_csv_unhashed.zip"
USERS = "tarvenia_032021_users_csv_unhashed.zip"
SUBMISSIONS = "RS_2021-03.zst"
COMMENTS = "RC_2021-03.zst"

_EARLY_MS = START_MS + 7 * 86_400_000 + 6 * 3_600_000


@dataclass(frozen=True)
class _Release:
    """Everything that the files say."""

    people: tuple[Person, ...]
    tweets: tuple[Tweet, ...]
    story: Story
    entries: tuple[Entry, ...]
    thread: Thread


@lru_cache(2)
def _release(seed: int) -> _Release:
    chance = random.Random(seed)  # noqa: S311 - drawn words need no secrecy
    people = members(chance)
    public = (*INSTITUTIONS, *WELL_KNOWN)
    traffic = Traffic(chance, people, public, outside(chance))
    told, facts = tell(traffic, people)
    tweets = (*told, *traffic.organic())
    entries, thread_facts = tell_forum(seed)
    return _Release((*people, *public), tweets, facts, tuple(entries), thread_facts)


def story(seed: int = 1) -> Story:
    """Return what the archive's files of the demo case hold.

    Args:
        seed: The seed that the files were written with.
    """
    return _release(seed).story


def thread(seed: int = 1) -> Thread:
    """Return what Reddit's files of the demo case hold.

    Args:
        seed: The seed that the files were written with.
    """
    return _release(seed).thread


def scopes(seed: int = 1) -> dict[str, dict[str, Any]]:
    """Return what each of the two captures holds all of, and when it was made, by its file's name.

    Args:
        seed: The seed that the files were written with.
    """
    accounts = sorted({tweet.author.handle for tweet in _release(seed).tweets})
    return {
        EARLY: {"accounts": accounts, "captured": "2021-03-08T06:00Z"},
        LATER: {"accounts": accounts, "captured": "2021-03-11"},
    }


def write_demo(folder: Path, *, seed: int = 1) -> list[Path]:
    """Write the files of the demo case; files of the same name are replaced.

    Args:
        folder: Where to; made when it is not there.
        seed: Another seed draws other people and other traffic around the same story. The same seed
            gives the same bytes on every machine.

    Returns:
        The paths, in the order in which they are best imported.

    Raises:
        StorageError: The folder cannot be written.
    """
    release = _release(seed)
    early = [tweet for tweet in release.tweets if tweet.milliseconds < _EARLY_MS]
    gone = release.story.first.tweet_id
    later = [tweet for tweet in release.tweets if tweet.tweet_id != gone]
    tables = {
        EARLY: posts_table(early, until=_EARLY_MS, later=False),
        LATER: posts_table(later, until=END_MS, later=True),
        USERS: users_table(release.people),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [write_zip(folder / name, table) for name, table in tables.items()]
        dumps = {
            SUBMISSIONS: submissions_dump(release.entries),
            COMMENTS: comments_dump(release.entries),
        }
        return [*written, *(write_zst(folder / name, dump) for name, dump in dumps.items())]
    except OSError as error:
        raise StorageError(
            f"The demo's files cannot be written to {folder}: {error.strerror}.",
            "Name another folder, or make room.",
        ) from error
