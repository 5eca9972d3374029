"""Groups planted into an invented collection: those that act together, and those that only seem to.

Owns the campaigns, the declared feeds and the hard negatives: fan clubs, a meme, a petition. Each
adds its own accounts and says by `role` which they are, so that a test can be marked against truth.
"""

from dataclasses import dataclass

import numpy as np

from inunison.detect.events import Real, Whole
from inunison.simulation.crowd import DAY_S, Shares


@dataclass(frozen=True)
class Campaign:
    """Accounts that share the same objects, each with a chance, within a jitter.

    Attributes:
        role: Its name.
        accounts: How many accounts.
        objects: How many objects they share.
        chance: Chance that one of them shares one object.
        jitter_s: Seconds behind the start of the object's round, uniform from 0.
        outsiders: Least and most ordinary accounts that share each object too, over hours.
        reposts: The objects are posts of somebody, published when the round starts; else they are
            texts or links that the accounts themselves bring.
        popular: Take existing objects among that many of the most popular instead of own ones.
    """

    role: str
    accounts: int
    objects: int
    chance: float
    jitter_s: float
    outsiders: tuple[int, int] = (0, 0)
    reposts: bool = False
    popular: int = 0


COPIES = Campaign("copies", 20, 15, 0.8, 120.0, (0, 5))
RING = Campaign("ring", 15, 40, 0.6, 30.0, (20, 59), reposts=True)
DRIP = Campaign("drip", 12, 10, 0.9, 21_600.0)
HIDDEN = Campaign("hidden", 15, 12, 0.85, 90.0, reposts=True, popular=300)
CAMPAIGNS = (COPIES, RING, DRIP, HIDDEN)
FEEDS = Campaign("feeds", 10, 30, 0.9, 20.0)


def plant(
    shares: Shares, campaign: Campaign, random: np.random.Generator, *, days: float = 7.0
) -> Whole:
    """Add a campaign; return the numbers of its accounts."""
    members = shares.new_accounts(campaign.accounts, campaign.role)
    objects, start = _objects(shares, campaign, random, days)
    takes = random.random((len(objects), len(members))) < campaign.chance
    row, column = np.nonzero(takes)
    delay = random.random(len(row)) * campaign.jitter_s
    shares.add(members[column], objects[row], start[row] + delay)
    least, most = campaign.outsiders
    if most:
        _outsiders(shares, objects, start, random.integers(least, most + 1, len(objects)), random)
    return members


def _objects(
    shares: Shares, campaign: Campaign, random: np.random.Generator, days: float
) -> tuple[Whole, Real]:
    """Return the objects of a campaign and when it starts to share each."""
    if campaign.popular:
        best = np.argsort(-np.asarray(shares.popularity), kind="stable")[: campaign.popular]
        objects = random.choice(best, campaign.objects, replace=False)
        waits = random.random(len(objects)) * 14_400.0
        return objects, np.asarray(shares.published)[objects] + waits
    start = random.random(campaign.objects) * days * DAY_S
    author = shares.new_author() if campaign.reposts else -1
    return shares.new_objects(campaign.objects, start, author=author), start


def _outsiders(
    shares: Shares, objects: Whole, start: Real, counts: Whole, random: np.random.Generator
) -> None:
    """Let ordinary accounts share objects too, over hours."""
    ordinary = np.flatnonzero(np.asarray(shares.role) == "ordinary")
    what = np.repeat(np.arange(len(objects)), counts)
    who = random.choice(ordinary, len(what))
    delay = 7_200.0 * random.lognormal(0.0, 1.0, len(what))
    shares.add(who, objects[what], start[what] + delay)


def plant_cover(shares: Shares, members: Whole, each: int, random: np.random.Generator) -> None:
    """Let members of a group share so many things of the ordinary kind too, by popularity.

    Args:
        shares: The collection.
        members: Numbers of their accounts.
        each: How many things each of them shares.
        random: The source of chance.
    """
    weight = np.asarray(shares.popularity)
    what = random.choice(len(weight), each * len(members), p=weight / weight.sum())
    delay = 7_200.0 * random.lognormal(0.0, 1.0, len(what))
    shares.add(np.repeat(members, each), what, np.asarray(shares.published)[what] + delay)


def plant_fan_clubs(
    shares: Shares, random: np.random.Generator, *, clubs: int = 10, days: float = 7.0
) -> None:
    """Add clubs of ordinary people who are told of every post of one author, and share half."""
    for _ in range(clubs):
        fans = shares.new_accounts(15, "fan club")
        start = random.random(30) * days * DAY_S
        posts = shares.new_objects(30, start, author=shares.new_author())
        row, column = np.nonzero(random.random((30, 15)) < 0.5)
        delay = 300.0 * random.lognormal(0.0, 1.0, len(row))
        shares.add(fans[column], posts[row], start[row] + delay)
        _outsiders(shares, posts, start, random.integers(20, 120, 30), random)


def plant_meme(
    shares: Shares, random: np.random.Generator, *, people: int = 300, days: float = 7.0
) -> None:
    """Add one text that many accounts say once each, over a day."""
    sayers = shares.new_accounts(people, "meme")
    start = random.random(1) * (days - 1) * DAY_S
    text = shares.new_objects(1, start)
    delay = 28_800.0 * random.lognormal(0.0, 1.0, people)
    shares.add(sayers, np.repeat(text, people), start + delay)


def plant_petition(
    shares: Shares, random: np.random.Generator, *, people: int = 200, days: float = 7.0
) -> None:
    """Add three ready-made texts of a petition that many accounts post over hours."""
    signers = shares.new_accounts(people, "petition")
    start = random.random(3) * (days - 1) * DAY_S
    texts = shares.new_objects(3, start)
    row, column = np.nonzero(random.random((3, people)) < 0.6)
    delay = 7_200.0 * random.lognormal(0.0, 1.0, len(row))
    shares.add(signers[column], texts[row], start[row] + delay)


def plant_owners(
    shares: Shares, random: np.random.Generator, *, owners: int = 6, days: float = 7.0
) -> None:
    """Add people with three accounts each, who say everything on all of them within half a minute.

    Each owner is a role of its own; that they are one person is declared in their profiles.
    """
    for number in range(owners):
        own = Campaign(f"owner {number + 1}", 3, 25, 0.95, 30.0)
        plant(shares, own, random, days=days)


def plant_syndicate(shares: Shares, random: np.random.Generator, *, days: float = 7.0) -> None:
    """Add eight outlets of one house, which declare it, and publish the same within two minutes."""
    outlets = Campaign("syndicate", 8, 40, 0.85, 120.0, (0, 12))
    plant(shares, outlets, random, days=days)
