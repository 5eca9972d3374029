"""The accounts of the demo case: who they are and how much they post.

Owns the draw of people from the word lists. All chance comes from one seeded generator, through
`pick` and whole numbers only, so that every machine and every Python draws the same.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from inunison.demo import words

EPOCH_MS = 1_288_834_974_657
MEMBERS = 48
OUTSIDE = 36

_T = TypeVar("_T")
_FIRST_CREATED = date(2011, 3, 1)
_FIRST_LONG_ID = date(2016, 1, 1)
_DAYS_OF_CREATION = 3_500


@dataclass(frozen=True)
class Person:
    """One account.

    Attributes:
        user_id: The platform's id.
        community: Number of the interest, from 0; None for those who belong to no one.
        weight: How much it posts, and how much is passed on of it.
        listed: It stands in the release; others are only reposted or mentioned.
    """

    user_id: str
    handle: str
    name: str
    community: int | None
    weight: int
    followers: int
    following: int
    created: date
    location: str = ""
    description: str = ""
    url: str = ""
    listed: bool = True


def pick(chance: random.Random, options: Sequence[_T]) -> _T:
    """Draw one of some options; the same draw on every version of Python."""
    return options[int(chance.random() * len(options))]


def long_id(milliseconds: int, low: int) -> str:
    """Make an id as the platform makes it: the time above, 22 bits of machine and count below."""
    return str(((milliseconds - EPOCH_MS) << 22) | (low & 0x3FFFFF))


def members(chance: random.Random) -> list[Person]:
    """Draw the accounts of every community, `MEMBERS` each; the first two are its loudest."""
    people = []
    for community, interest in enumerate(words.INTERESTS):
        for number in range(MEMBERS):
            loud = 40 if number < 2 else 0
            weight = loud + 1 + int(9 / (1 + 8 * chance.random()))
            followers = int(30 / (0.02 + chance.random())) + loud * 90
            people.append(
                _person(chance, community, weight, followers, f"{interest.bio}. {_own(chance)}")
            )
    return people


def _own(chance: random.Random) -> str:
    return f"{pick(chance, words.PLACES[:5])}, {pick(chance, ('tea', 'coffee', 'cocoa', 'cider'))}."


def outside(chance: random.Random) -> list[Person]:
    """Draw accounts that the release does not list, but whose posts are passed on in it."""
    return [
        _person(chance, number % len(words.INTERESTS), 3, 900, "", listed=False)
        for number in range(OUTSIDE)
    ]


def _person(
    chance: random.Random,
    community: int,
    weight: int,
    followers: int,
    description: str,
    *,
    listed: bool = True,
) -> Person:
    first, last = pick(chance, words.FIRST_NAMES), pick(chance, words.LAST_NAMES)
    number = int(chance.random() * 9_000) + 1_000
    created = _FIRST_CREATED + timedelta(days=int(chance.random() * _DAYS_OF_CREATION))
    return Person(
        user_id=_user_id(chance, created),
        handle=f"{first.lower()}_{last[:5].lower()}{number}"[:15],
        name=f"{first} {last}",
        community=community,
        weight=weight,
        followers=followers,
        following=int(60 / (0.05 + chance.random())),
        created=created,
        location=pick(chance, words.PLACES),
        description=description,
        listed=listed,
    )


def _user_id(chance: random.Random, created: date) -> str:
    if created < _FIRST_LONG_ID:
        return str(200_000_000 + int(chance.random() * 3_000_000_000))
    noon = datetime(created.year, created.month, created.day, 12, tzinfo=UTC)
    return long_id(int(noon.timestamp()) * 1_000, int(chance.random() * (1 << 22)))


def _public(user_id: str, handle: str, name: str, followers: int, description: str) -> Person:
    return Person(
        user_id=user_id,
        handle=handle,
        name=name,
        community=None,
        weight=30,
        followers=followers,
        following=212,
        created=date(2011, 9, 5),
        location="Tarvenport",
        description=description,
        url=f"https://{handle.lower()}.example/",
    )


INSTITUTIONS = (
    _public(
        "310044871",
        "TarvenPort",
        "Port of Tarvenport",
        8_214,
        "The port authority. Office hours 8 to 4.",
    ),
    _public("310051223", "TarvenFerries", "Tarven Ferries", 12_902, "Timetables and delays."),
    _public("310078450", "TarvenCouncil", "Tarvenport Council", 15_377, "The town council."),
)
WELL_KNOWN = (
    _public("310120034", "IdaVossmark", "Ida Vossmark", 482_310, "Broadcaster. The Evening Quay."),
    _public("310133519", "RolloPendry", "Rollo Pendry", 213_475, "Sings, mostly in the rain."),
)
