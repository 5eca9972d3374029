"""From drawn shares to accounts and posts of a platform, with ids, names, words and links.

Owns what a share becomes: a native repost, own words with a link, a text said again. Ids hold their
time, as the platform's do. Knows no file format and draws no behaviour: who acts when is settled.
"""

from dataclasses import dataclass

import numpy as np

from inunison.simulation.collection import LINK, POST, TEXT, Collection
from inunison.simulation.truth import DECLARED
from inunison.simulation.wording import LANGUAGES, Language, Sentences

BEGIN_MS = 1_614_556_800_000  # 2021-03-01T00:00:00Z
_TWITTER_EPOCH_MS = 1_288_834_974_657
_SYLLABLES = ("ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "wen", "dor", "fel", "bri")
_CLIENTS = ("Twitter Web App", "Twitter for iPhone", "Twitter for Android")
# Small changes that people make to words they were given; a fingerprint passes over them.
_ENDINGS = ("", "", "", "", "!", " 🔥", " …")


@dataclass(frozen=True)
class Person:
    """One account.

    Attributes:
        native_id: The platform's id.
        handle: Its handle, without the sign.
        description: Its profile text; declared accounts say in it what they are.
        role: The group it was planted in, or "ordinary".
    """

    native_id: str
    handle: str
    description: str
    role: str


@dataclass(frozen=True)
class Post:
    """One post.

    Attributes:
        native_id: The platform's id; the time is in it.
        milliseconds: When, since 1970 in UTC.
        author: Who.
        text: Its words, with a short link where it has one.
        language: Code of the language.
        tags: Hashtags in it, without the sign.
        link: What its link leads to; empty without one.
        target: The post that it passes on.
        client: The program it was made with.
    """

    native_id: str
    milliseconds: int
    author: Person
    text: str
    language: str
    tags: tuple[str, ...] = ()
    link: str = ""
    target: "Post | None" = None
    client: str = _CLIENTS[0]


def short_link(link: str) -> str:
    """Return the platform's short form of a link."""
    return "https://t.co/" + link.rpartition("/")[2]


def made_posts(collection: Collection) -> tuple[list[Person], list[Post]]:
    """Make accounts and posts.

    Returns:
        The accounts, and the posts in the order of time.
    """
    writer = _Writer(collection)
    originals = writer.originals()
    drafts = [*originals.values(), *writer.shares(originals)]
    drafts.sort(key=lambda post: int(post.native_id))
    return writer.people, drafts


class _Writer:
    """Writes the posts of one collection; every draw comes from one generator, in order."""

    def __init__(self, collection: Collection) -> None:
        self._drawn = collection
        self._random = np.random.default_rng([collection.measures.seed, 2])
        self._sentences = Sentences(self._random)
        self._number = 0
        roles = collection.shares.role
        # Ids and handles must not tell who was planted: they do not follow that order.
        self._places = self._random.permutation(2 * len(roles)).tolist()
        self.people = [
            _person(self._places[number], role, self._company(role))
            for number, role in enumerate(roles)
        ]
        self._authors: dict[int, Person] = {}
        self._said = [self._words(number) for number in range(len(collection.kind))]

    def _company(self, role: str) -> list[int]:
        """Return the places of the accounts of one owner; of any other role none."""
        roles = self._drawn.shares.role if role.startswith("owner ") else []
        return [self._places[number] for number, other in enumerate(roles) if other == role]

    def _language(self, number: int) -> Language:
        topic = self._drawn.shares.topic[number]
        return LANGUAGES[(topic if topic >= 0 else number) % len(LANGUAGES)]

    def _words(self, number: int) -> str:
        return self._sentences.draw(self._language(number))

    def originals(self) -> dict[int, Post]:
        """Write the posts that others pass on, by the number of the object."""
        shares = self._drawn.shares
        return {
            number: self._post(
                round(shares.published[number] * 1_000) - 1,
                self._author(shares.author[number], shares.topic[number] >= 0),
                self._said[number],
                number,
            )
            for number, kind in enumerate(self._drawn.kind)
            if kind == POST
        }

    def _author(self, number: int, ordinary: bool) -> Person:
        """Return who published something: an ordinary account, or one that does only that."""
        if number not in self._authors:
            if ordinary:
                chosen = self._random.integers(0, self._drawn.measures.accounts)
                self._authors[number] = self.people[int(chosen)]
            else:
                self._authors[number] = _person(self._places[len(self.people)], "ordinary", [])
                self.people.append(self._authors[number])
        return self._authors[number]

    def shares(self, originals: dict[int, Post]) -> list[Post]:
        """Write one post for each share."""
        drawn = self._drawn
        found = []
        for account, number, at in zip(
            drawn.account.tolist(), drawn.object.tolist(), drawn.at.tolist(), strict=True
        ):
            author, kind = self.people[account], drawn.kind[number]
            text = self._said[number]
            if kind == POST:
                found.append(self._repost(at // 1_000, author, originals[number]))
                continue
            link = "" if kind == TEXT else f"https://pages{number % 9}.example/{number:x}"
            if kind == LINK:
                text = self._words(number)
            elif kind == TEXT:
                text += _ENDINGS[int(self._random.integers(len(_ENDINGS)))]
            found.append(self._post(at // 1_000, author, text, number, link))
        return found

    def _post(
        self, milliseconds: int, author: Person, text: str, number: int, link: str = ""
    ) -> Post:
        topic = self._drawn.shares.topic[number]
        tags = (
            (f"topic{topic}x{number % 40}",) if topic >= 0 and self._random.random() < 0.3 else ()
        )
        shown = "".join(f" #{tag}" for tag in tags) + (f" {short_link(link)}" if link else "")
        return Post(
            native_id=self._id(milliseconds),
            milliseconds=BEGIN_MS + milliseconds,
            author=author,
            text=text + shown,
            language=self._language(number).code,
            tags=tags,
            link=link,
            client=self._client(author),
        )

    def _repost(self, milliseconds: int, author: Person, original: Post) -> Post:
        text = f"RT @{original.author.handle}: {original.text}"
        return Post(
            native_id=self._id(milliseconds),
            milliseconds=BEGIN_MS + milliseconds,
            author=author,
            text=text if len(text) <= 140 else text[:139] + "…",
            language=original.language,
            target=original,
            client=self._client(author),
        )

    def _id(self, milliseconds: int) -> str:
        """Return an id that holds the time; the number of the post keeps it apart from others."""
        self._number += 1
        since = BEGIN_MS + milliseconds - _TWITTER_EPOCH_MS
        return str((since << 22) | (self._number & 0x3FFFFF))

    def _client(self, author: Person) -> str:
        if author.role == "feeds":
            return "Kelmar Wire Feeder"
        return _CLIENTS[int(author.native_id) % len(_CLIENTS)]


def _person(place: int, role: str, company: list[int]) -> Person:
    handle = _handle(place)
    described = f"Account {place} of an invented collection"
    if company:
        names = ", ".join("@" + _handle(each) for each in company)
        described = f"One person, three accounts: {names}"
    elif role in DECLARED:
        described = DECLARED[role]
    return Person(str(900_000_000 + place * 617), handle, described, role)


def _handle(place: int) -> str:
    size = len(_SYLLABLES)
    parts = (place % size, place // size % size, place // size**2 % size)
    return "".join(_SYLLABLES[part] for part in parts) + str(place)
