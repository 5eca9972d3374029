"""The Reddit half of the demo case: three communities, and the thread in which the sentence lands.

Owns who writes there, what and when; all chance comes from a generator of its own, so that the
archive's half of the case stays what it is. Knows no file format.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from inunison.demo import words
from inunison.demo.people import pick
from inunison.demo.story import BEGIN_MS
from inunison.demo.traffic import END_MS, START_MS

PORT_TOWN = "Tarvenport"
BOATS = "SlowBoats"
PITCH = "RivergateFC"
SUBREDDITS = {PORT_TOWN: "t5_3tarv", BOATS: "t5_3slow", PITCH: "t5_3gate"}
THREAD_LINK = "https://www.portpapers.example/rescue-boat-sold?utm_source=share&utm_medium=web"

_TOPICS = {PORT_TOWN: (0, 1, 3), BOATS: (0, 4), PITCH: (2, 5)}
_PEOPLE = 60
_SUBMISSIONS = 45
_COMMENTS = 260
_SUBMISSION_BASE = 1_329_000_000
_COMMENT_BASE = 36_300_000_000
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BEGIN = BEGIN_MS // 1_000
_FIRST_MADE = date(2010, 5, 1)


@dataclass(frozen=True)
class Redditor:
    """One account.

    Attributes:
        made: When it was made, seconds since 1970.
    """

    name: str
    fullname: str
    made: int


@dataclass
class Entry:
    """One submission or comment, with everything that its row will say.

    Attributes:
        number: The id without its prefix.
        seconds: When, since 1970 in UTC.
        title: A submission's title; None for a comment.
        body: A comment's words, or the text below a title.
        parent: What a comment answers, or what a crosspost passes on.
        gone: ``[deleted]`` where the author took it away before the capture.
    """

    number: str
    seconds: int
    author: Redditor
    subreddit: str
    title: str | None = None
    body: str = ""
    url: str = ""
    parent: "Entry | None" = None
    gone: str = ""
    answers: list["Entry"] = field(default_factory=list)

    @property
    def native_id(self) -> str:
        """The id with its prefix."""
        return ("t1_" if self.title is None else "t3_") + self.number

    @property
    def top(self) -> "Entry":
        """The submission that a comment hangs on."""
        entry = self
        while entry.title is None and entry.parent is not None:
            entry = entry.parent
        return entry


@dataclass(frozen=True)
class Thread:
    """What the Reddit files hold, for tests and for the demo's own text.

    Attributes:
        submission: Id of the submission with the sentence as its title and the link beside it.
        lag_seconds: Seconds from the sentence's first post, on the other platform, to it.
        author: Who submitted it.
        comments: Ids of the comments below it, in order of time.
        pasted: Those of them that say the sentence again.
        gone: The one that its author took away.
        crosspost: Id of the submission that passes it on to another community.
        link: The link as it is written here.
    """

    submission: str
    lag_seconds: float
    author: str
    comments: tuple[str, ...]
    pasted: tuple[str, ...]
    gone: str
    crosspost: str
    link: str


# What stands below the submission: seconds after it, which comment it answers (-1: the submission),
# who (number of the account), and the words; None for the sentence itself.
_BELOW: tuple[tuple[int, int, int, str | None], ...] = (
    (251, -1, 4, "Source? The port's own page says nothing of a sale."),
    (402, 0, 5, "The link is above. Whether it is true I cannot tell from here."),
    (655, -1, 6, None),
    (1_130, 2, 7, "You are the third person to post exactly this today, u/Harbour_Heron."),
    (1_544, 1, 8, "I work next to the dry dock. There is a boat in it, that is all I know."),
    (2_006, 3, 6, "So what? I read it and I agree with it."),
    (2_410, 4, 9, "[deleted]"),
    (3_820, -1, 10, None),
    (5_475, 6, 11, "Whatever stood here was the only useful answer in the thread."),
)


class _Forum:
    """Makes people and entries; every draw comes from one generator, in a fixed order."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(f"forum {seed}")  # noqa: S311 - drawn words need no secrecy
        self._numbers: set[int] = set()
        self._said: set[str] = set()
        self.people = [self._redditor(number) for number in range(_PEOPLE)]
        self.entries: list[Entry] = []

    def _redditor(self, number: int) -> Redditor:
        first = pick(self.chance, words.FIRST_NAMES)
        last = pick(self.chance, words.LAST_NAMES)
        name = "Harbour_Heron" if number == 6 else f"{first}-{last[:6]}{number:02}"
        made = _FIRST_MADE + timedelta(days=int(self.chance.random() * 3_900))
        seconds = (made - date(1970, 1, 1)).days * 86_400 + int(self.chance.random() * 86_400)
        return Redditor(name, f"t2_{_base36(seconds // 7 + number)}", seconds)

    def add(self, entry: Entry) -> Entry:
        """Give an entry the id that its moment has, and keep it."""
        base = _COMMENT_BASE if entry.title is None else _SUBMISSION_BASE
        number = base + (entry.seconds - START_MS // 1_000) * 9
        while number in self._numbers:
            number += 1
        self._numbers.add(number)
        entry.number = _base36(number)
        if entry.title is None and entry.parent is not None:
            entry.parent.answers.append(entry)
        self.entries.append(entry)
        return entry

    def words(self, subreddit: str) -> str:
        """Draw two sentences that nobody said before, here or elsewhere in the case."""
        topic = words.INTERESTS[pick(self.chance, _TOPICS[subreddit])]
        while True:
            parts = (topic.remarks, topic.subjects, topic.actions, topic.details)
            text = "{} {} {} {}.".format(*(pick(self.chance, part) for part in parts))
            if text not in self._said:
                self._said.add(text)
                return text

    def organic(self) -> None:
        """Draw what is posted there without any story."""
        begin, end = START_MS // 1_000, END_MS // 1_000
        submissions = []
        for _ in range(_SUBMISSIONS):
            subreddit = pick(self.chance, tuple(SUBREDDITS))
            seconds = begin + int(self.chance.random() * (end - begin - 86_400))
            entry = Entry("", seconds, pick(self.chance, self.people), subreddit, "")
            entry.title = self.words(subreddit)
            submissions.append(self.add(entry))
        threads = list(submissions)
        for _ in range(_COMMENTS):
            parent = pick(self.chance, threads)
            delay = 40 + int(3_000 * self.chance.random() / (1.02 - self.chance.random()))
            seconds = min(parent.seconds + delay, end - 1)
            author = pick(self.chance, self.people)
            body = self.words(parent.subreddit)
            threads.append(
                self.add(Entry("", seconds, author, parent.subreddit, body=body, parent=parent))
            )


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits


def tell_forum(seed: int) -> tuple[list[Entry], Thread]:
    """Make all submissions and comments.

    Args:
        seed: Another seed draws other people and other talk around the same thread.

    Returns:
        The entries, in no order, and the facts about the thread.
    """
    forum = _Forum(seed)
    people = forum.people
    submission = forum.add(
        Entry("", _BEGIN + 2_847, people[3], PORT_TOWN, words.SENTENCE, url=THREAD_LINK)
    )
    below: list[Entry] = []
    for seconds, answered, author, said in _BELOW:
        parent = submission if answered < 0 else below[answered]
        gone = said if said == "[deleted]" else ""
        moment, body = submission.seconds + seconds, said or words.SENTENCE
        comment = Entry("", moment, people[author], PORT_TOWN, body=body, parent=parent, gone=gone)
        below.append(forum.add(comment))
    crosspost = forum.add(
        Entry("", _BEGIN + 6_125, people[12], BOATS, words.SENTENCE, parent=submission)
    )
    headline_at = START_MS // 1_000 + 2 * 86_400 + 31_415
    forum.add(
        Entry("", headline_at, people[20], PORT_TOWN, words.HEADLINE, url=words.HEADLINE_LINK)
    )
    forum.organic()
    return forum.entries, Thread(
        submission=submission.native_id,
        lag_seconds=(submission.seconds * 1_000 - BEGIN_MS) / 1_000,
        author=submission.author.name,
        comments=tuple(comment.native_id for comment in below),
        pasted=tuple(each.native_id for each in below if each.body == words.SENTENCE),
        gone=next(each.native_id for each in below if each.gone),
        crosspost=crosspost.native_id,
        link=THREAD_LINK,
    )
