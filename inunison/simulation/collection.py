"""An invented collection with a known truth: what is drawn, before any of it is a file.

Owns the measures and which kind of thing each object is: a post that is passed on, a text, a link,
a headline with its link. Who acts when is drawn by `crowd` and `planted`; how posts look on a
platform is `posts`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from inunison.detect.events import Whole
from inunison.simulation.crowd import HARD, Shares, organic
from inunison.simulation.planted import (
    CAMPAIGNS,
    FEEDS,
    plant,
    plant_cover,
    plant_fan_clubs,
    plant_meme,
    plant_owners,
    plant_petition,
    plant_syndicate,
)

# What an object is, and so what a share of it is.
POST, TEXT, LINK, HEADLINE = "post", "text", "link", "headline"
# Shares of the ordinary objects that are links, and headlines with a share button.
_LINKS, _HEADLINES = 0.15, 0.10
# The published measures have 3,000 accounts; other things are in proportion to it.
_PUBLISHED = 3_000


@dataclass(frozen=True)
class Measures:
    """How large a collection is, and what is in it.

    Attributes:
        seed: Another seed draws another collection.
        accounts: Ordinary accounts; objects, shares and look-alikes are in proportion.
        days: Length of the collection.
        campaigns: Plant the four campaigns.
        cover: Share of what accounts of a campaign do that is ordinary, from 0 to 0.9.
    """

    seed: int = 1
    accounts: int = 3_000
    days: float = 7.0
    campaigns: bool = True
    cover: float = 0.3

    def scaled(self, number: int, least: int) -> int:
        """Return a number of the published measures in proportion to the accounts."""
        return max(least, round(number * self.accounts / _PUBLISHED))


@dataclass(frozen=True)
class Collection:
    """What was drawn.

    Attributes:
        measures: Its measures.
        shares: Who shares what when; `shares.role` is the truth.
        kind: What each object is: "post", "text", "link" or "headline".
        account: Account of each share, in the order of time.
        object: Object of each share.
        at: Microseconds of each share from the beginning.
    """

    measures: Measures
    shares: Shares
    kind: list[str]
    account: Whole
    object: Whole
    at: Whole


def draw(measures: Measures) -> Collection:
    """Draw a collection."""
    random = np.random.default_rng([measures.seed, 1])
    crowd = replace(
        HARD,
        accounts=measures.accounts,
        objects=measures.scaled(5_000, 50),
        draws=measures.scaled(60_000, 200),
        days=measures.days,
    )
    shares = organic(crowd, random)
    kind = _ordinary_kinds(shares, measures, random)
    for planted in _planted(shares, measures, random):
        kind += [planted] * (len(shares.topic) - len(kind))
    account, target, at = shares.columns()
    order = np.lexsort((account, target, at))
    return Collection(measures, shares, kind, account[order], target[order], at[order])


def _popular(measures: Measures) -> int:
    return measures.scaled(300, 25)


def _ordinary_kinds(shares: Shares, measures: Measures, random: np.random.Generator) -> list[str]:
    """Say what each ordinary object is; the most popular ones are posts, for groups to hide in."""
    drawn = random.random(len(shares.topic))
    kind = np.where(
        drawn < _LINKS, LINK, np.where(drawn < _LINKS + _HEADLINES, HEADLINE, POST)
    ).astype(object)
    best = np.argsort(-np.asarray(shares.popularity), kind="stable")[: _popular(measures)]
    kind[best] = POST
    for number in np.flatnonzero(kind != POST).tolist():
        shares.author[number] = -1
    return list(kind)


def _planted(shares: Shares, measures: Measures, random: np.random.Generator) -> Iterator[str]:
    """Plant everything, part after part; yield what kind the objects of each part are."""
    days = measures.days
    for campaign in CAMPAIGNS if measures.campaigns else ():
        popular = _popular(measures) if campaign.popular else 0
        members = plant(shares, replace(campaign, popular=popular), random, days=days)
        own = campaign.objects * campaign.chance
        plant_cover(shares, members, round(own * measures.cover / (1 - measures.cover)), random)
        yield POST if campaign.reposts else TEXT
    plant(shares, FEEDS, random, days=days)
    yield HEADLINE
    plant_syndicate(shares, random, days=days)
    yield HEADLINE
    plant_owners(shares, random, days=days)
    yield TEXT
    plant_fan_clubs(shares, random, clubs=measures.scaled(10, 1), days=days)
    yield POST
    plant_meme(shares, random, people=measures.scaled(300, 20), days=days)
    yield TEXT
    plant_petition(shares, random, people=measures.scaled(200, 20), days=days)
    yield HEADLINE
