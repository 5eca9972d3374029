"""The organic side of an invented collection: people who share what interests them.

Owns who shares what and when where nobody planned anything: topics, taste, activity, popularity,
news. Knows no group that acts together; that is `inunison.simulation.planted`.
"""

from dataclasses import dataclass, field

import numpy as np

from inunison.detect.events import UNPUBLISHED, Events, Real, Whole

DAY_S = 86_400.0
SECOND_US = 1_000_000
_WAKING_HOUR = 7.0
# Share of what comes in at night that waits for the morning.
_SLEEPERS = 0.9


@dataclass(frozen=True)
class Crowd:
    """The measures of an organic collection.

    Attributes:
        accounts: Ordinary accounts.
        topics: Topics that accounts and objects belong to.
        homophily: Share of an account's draws that stay in its topic.
        objects: Things to share.
        draws: Shares drawn; the first of an account on an object is kept.
        days: Length of the collection.
        delay_s: Median delay of a share behind its object, in seconds (lognormal, sd 1).
        breaking: Share of objects that are news: shared within minutes, and six times as much.
        breaking_delay_s: Median delay of a share of news, in seconds.
        communities: Nested communities inside of the topics, which half of the draws within a topic
            stay in; 0 for none.
        zones: Time zones that accounts live in; 0 where nobody sleeps. What reaches somebody at
            night is mostly shared in the hour after waking.
        news_hours: Half hours that all the news appear in; 0 where news appear at any time.
    """

    accounts: int = 3_000
    topics: int = 8
    homophily: float = 0.85
    objects: int = 5_000
    draws: int = 60_000
    days: float = 7.0
    delay_s: float = 7_200.0
    breaking: float = 0.03
    breaking_delay_s: float = 240.0
    communities: int = 0
    zones: int = 0
    news_hours: int = 0


# A crowd that is harder to tell from groups than the published one.
HARD = Crowd(communities=48, zones=3, news_hours=12)


@dataclass
class Shares:
    """Shares that accumulate: columns in seconds, and what is known of accounts and objects.

    Attributes:
        account: Number of the account of each share.
        object: Number of the object of each share.
        second: When, in seconds from the beginning of the collection.
        role: What each account is: "ordinary" or the name of the group that was planted.
        topic: Topic of each object, -1 where a planted group made it.
        author: Who published each object, as a number of its own; -1 for nobody (a text, a link).
        popularity: How much each object draws, 0 for planted ones.
        published: When each object appeared, in seconds.
    """

    account: list[Whole] = field(default_factory=list)
    object: list[Whole] = field(default_factory=list)
    second: list[Real] = field(default_factory=list)
    role: list[str] = field(default_factory=list)
    topic: list[int] = field(default_factory=list)
    author: list[int] = field(default_factory=list)
    popularity: list[float] = field(default_factory=list)
    published: list[float] = field(default_factory=list)

    def add(self, account: Whole, objects: Whole, second: Real) -> None:
        """Add shares: three columns of one length."""
        self.account.append(np.asarray(account, np.int64))
        self.object.append(np.asarray(objects, np.int64))
        self.second.append(np.asarray(second, np.float64))

    def new_accounts(self, count: int, role: str) -> Whole:
        """Add accounts of one role; return their numbers."""
        start = len(self.role)
        self.role += [role] * count
        return np.arange(start, start + count)

    def new_objects(self, count: int, published: Real, *, author: int = -1) -> Whole:
        """Add objects that no ordinary account draws; return their numbers."""
        start = len(self.topic)
        self.topic += [-1] * count
        self.author += [author] * count
        self.popularity += [0.0] * count
        self.published += published.tolist()
        return np.arange(start, start + count)

    def new_author(self) -> int:
        """Return the number of an author that nobody has yet."""
        return max(self.author, default=-1) + 1

    def publications(self) -> Whole:
        """Return when each object was published, microseconds; `UNPUBLISHED` where nobody did."""
        at = (np.asarray(self.published) * SECOND_US).astype(np.int64)
        return np.where(np.asarray(self.author) >= 0, at, UNPUBLISHED)

    def events(self) -> Events:
        """Return the shares as what the tests of one trace read."""
        account, objects, at = self.columns()
        sizes = (len(self.role), len(self.topic))
        return Events.gathered(account, objects, at, sizes=sizes, published=self.publications())

    def columns(self) -> tuple[Whole, Whole, Whole]:
        """Return account, object and instant (microseconds) of each account's first shares."""
        account = np.concatenate(self.account)
        objects = np.concatenate(self.object)
        at = (np.concatenate(self.second) * SECOND_US).astype(np.int64)
        order = np.lexsort((at, objects, account))
        account, objects, at = account[order], objects[order], at[order]
        first = np.concatenate(([True], (np.diff(account) != 0) | (np.diff(objects) != 0)))
        return account[first], objects[first], at[first]


def organic(crowd: Crowd, random: np.random.Generator) -> Shares:
    """Draw an organic collection.

    Args:
        crowd: Its measures.
        random: The source of chance; the same state gives the same shares.
    """
    shares = Shares()
    accounts = shares.new_accounts(crowd.accounts, "ordinary")
    taste = random.integers(0, crowd.topics, crowd.accounts)
    activity = np.minimum(0.2 + random.pareto(1.3, crowd.accounts), 60.0)
    _publish(shares, crowd, random)
    who = random.choice(accounts, crowd.draws, p=activity / activity.sum())
    what = _tastes(shares, crowd, taste[who], random)
    if crowd.communities:
        what = _stay_in_communities(shares, crowd, (who, taste[who], what), random)
    breaking = np.asarray(shares.popularity)[what] < 0
    median = np.where(breaking, crowd.breaking_delay_s, crowd.delay_s)
    delay = median * random.lognormal(0.0, 1.0, crowd.draws)
    second = np.asarray(shares.published)[what] + delay
    if crowd.zones:
        second = _after_waking(second, who, crowd, random)
    shares.add(who, what, second)
    shares.popularity = np.abs(shares.popularity).tolist()
    return shares


def _publish(shares: Shares, crowd: Crowd, random: np.random.Generator) -> None:
    """Make the objects; news carry their popularity with a minus until the shares are drawn."""
    popularity = np.minimum(0.05 + random.pareto(1.1, crowd.objects), 200.0)
    news = random.random(crowd.objects) < crowd.breaking
    shares.topic = random.integers(0, crowd.topics, crowd.objects).tolist()
    shares.author = list(range(crowd.objects))
    shares.popularity = np.where(news, -6.0 * popularity, popularity).tolist()
    published = random.random(crowd.objects) * crowd.days * DAY_S
    if crowd.news_hours:
        hours = random.random(crowd.news_hours) * crowd.days * DAY_S
        chosen = hours[random.integers(0, crowd.news_hours, int(news.sum()))]
        published[news] = chosen + random.random(len(chosen)) * 1_800.0
    shares.published = published.tolist()


def _after_waking(second: Real, who: Whole, crowd: Crowd, random: np.random.Generator) -> Real:
    """Let most of what would be shared at night wait until the hour after waking."""
    zone = random.integers(0, crowd.zones, crowd.accounts)[who] * DAY_S / crowd.zones
    hour = ((second + zone) % DAY_S) / 3_600.0
    asleep = (hour < _WAKING_HOUR) & (random.random(len(second)) < _SLEEPERS)
    wakes = second + (_WAKING_HOUR - hour) * 3_600.0
    return np.where(asleep, wakes + random.exponential(3_600.0, len(second)), second)


def _tastes(shares: Shares, crowd: Crowd, taste: Whole, random: np.random.Generator) -> Whole:
    """Draw an object for each share: of the account's topic mostly, by popularity."""
    weight = np.abs(np.asarray(shares.popularity))
    topic = np.asarray(shares.topic)
    what = random.choice(len(weight), len(taste), p=weight / weight.sum())
    stays = random.random(len(taste)) < crowd.homophily
    for number in range(crowd.topics):
        rows = np.flatnonzero(stays & (taste == number))
        own = np.flatnonzero(topic == number)
        if len(own):
            what[rows] = random.choice(own, len(rows), p=weight[own] / weight[own].sum())
    return what


def _stay_in_communities(
    shares: Shares, crowd: Crowd, draws: tuple[Whole, Whole, Whole], random: np.random.Generator
) -> Whole:
    """Draw half of what stays in an account's topic anew, from one small part of the topic.

    Args:
        shares: The objects.
        crowd: The measures.
        draws: Account, taste of the account, and object of each share.
        random: The source of chance.
    """
    who, taste, what = draws
    weight, topic = np.abs(np.asarray(shares.popularity)), np.asarray(shares.topic)
    parts = max(1, crowd.communities // crowd.topics)
    part = random.integers(0, parts, crowd.accounts)[who]
    part_of_object = random.integers(0, parts, len(topic))
    inside = (topic[what] == taste) & (random.random(len(what)) < 0.5)
    what = what.copy()
    for number in range(crowd.topics * parts):
        rows = np.flatnonzero(inside & (taste * parts + part == number))
        own = np.flatnonzero(topic * parts + part_of_object == number)
        if len(own):
            what[rows] = random.choice(own, len(rows), p=weight[own] / weight[own].sum())
    return what
