"""The organic traffic of the demo case: what people who share an interest post on ten days.

Owns the draw of posts, replies, quotes and reposts. Reposts stay mostly inside a community; a
slogan and a headline are shared by many without any arrangement. Knows no file format.
"""

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate

from inunison.demo import words
from inunison.demo.people import Person, long_id, pick

START = datetime(2021, 3, 1, tzinfo=UTC)
DAYS = 10
START_MS = int(START.timestamp()) * 1_000
END_MS = START_MS + DAYS * 86_400_000

ORIGINALS = 1_750
REPLIES = 1_150
QUOTES = 400
REPOSTS = 2_600

_SHARE_OUTSIDE = 0.05
_SHARE_WELL_KNOWN = 0.06
_SHARE_AWAY = 0.03
_HOURS = (1, 1, 1, 1, 1, 2, 4, 7, 8, 8, 8, 8, 9, 8, 8, 8, 9, 10, 12, 13, 12, 9, 5, 2)
_MINUTE_MS = 60_000


@dataclass
class Tweet:
    """One post, with everything that its row will say.

    Attributes:
        milliseconds: When, since 1970 in UTC; the id is made from it.
        liked: Likes it has beside two for every repost.
        kind: post, reply, quote or repost.
        target: The post that it answers, quotes or reposts.
    """

    tweet_id: str
    milliseconds: int
    author: Person
    text: str
    kind: str = "post"
    target: "Tweet | None" = None
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    mentions: tuple[Person, ...] = ()
    client: str = "Twitter Web App"
    liked: int = 0


class Crowd:
    """People, drawn in proportion to how much they post."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._sums = list(accumulate(person.weight for person in people))

    def draw(self, chance: random.Random) -> Person:
        """Draw one of them."""
        return self._people[bisect_right(self._sums, int(chance.random() * self._sums[-1]))]


class Traffic:
    """Draws the posts; every draw comes from one generator, in a fixed order.

    Args:
        chance: The generator.
        members: The people of the communities.
        public: Institutions and well-known people.
        outside: People who do not stand in the release.
    """

    def __init__(
        self,
        chance: random.Random,
        members: Sequence[Person],
        public: Sequence[Person],
        outside: Sequence[Person],
    ) -> None:
        self._chance = chance
        self._everybody = Crowd([*members, *public])
        self._by_community = [
            Crowd([person for person in members if person.community == number])
            for number in range(len(words.INTERESTS))
        ]
        self._members = Crowd(members)
        self._public = tuple(public)
        self._outside = outside
        self._said: set[str] = set()
        self._ids: set[str] = set()
        self._passed_on: set[tuple[str, str]] = set()
        self._originals: list[list[Tweet]] = [[] for _ in words.INTERESTS]
        self._from_public: list[Tweet] = []
        self._from_outside: list[Tweet] = []

    def tweet(self, milliseconds: int, author: Person, text: str, kind: str = "post") -> Tweet:
        """Make a post with an id that nothing else has."""
        while True:
            tweet_id = long_id(milliseconds, int(self._chance.random() * (1 << 22)))
            if tweet_id not in self._ids:
                break
        self._ids.add(tweet_id)
        liked = int(2 / (0.1 + self._chance.random())) + author.followers // 900
        client = self._client()
        return Tweet(tweet_id, milliseconds, author, text, kind, client=client, liked=liked)

    def organic(self) -> list[Tweet]:
        """Draw all posts of the ten days, in no order."""
        originals = [self._original() for _ in range(ORIGINALS)]
        self._outside_originals()
        shared = [*self._slogans(), *self._headlines()]
        replies = [self._reply() for _ in range(REPLIES)]
        quotes = [self._quote() for _ in range(QUOTES)]
        reposts = [self._repost() for _ in range(REPOSTS)]
        return [*originals, *shared, *replies, *quotes, *(each for each in reposts if each)]

    def _client(self) -> str:
        place = int(self._chance.random() * 100)
        for name, share in words.CLIENTS:
            if place < share:
                return name
            place -= share
        return words.CLIENTS[0][0]

    def moment(self) -> int:
        """Draw a moment of the ten days; evenings are busier than nights."""
        day = int(self._chance.random() * DAYS)
        place = int(self._chance.random() * sum(_HOURS))
        hour = bisect_right(list(accumulate(_HOURS)), place)
        return START_MS + (day * 24 + hour) * 3_600_000 + int(self._chance.random() * 3_600_000)

    def after(self, milliseconds: int, median_minutes: int) -> int:
        """Draw a moment after another: some react within seconds, some after a day."""
        share = self._chance.random()
        delay = 4_000 + int(median_minutes * _MINUTE_MS * share / (1.001 - share))
        room = END_MS - milliseconds
        return milliseconds + (delay if delay < room else 1 + int(room * share))

    def sentence(self, community: int) -> str:
        """Draw two sentences that nobody said before."""
        interest = words.INTERESTS[community]
        return self._new(
            "{} {} {}. {}", interest.subjects, interest.actions, interest.details, interest.remarks
        )

    def _new(self, form: str, *parts: Sequence[str]) -> str:
        """Draw a text of a form that nobody said before."""
        while True:
            text = form.format(*(self._pick(part) for part in parts))
            if text not in self._said:
                self._said.add(text)
                return text

    def _pick(self, options: Sequence[str]) -> str:
        return pick(self._chance, options)

    def _original(self) -> Tweet:
        author = self._everybody.draw(self._chance)
        community = author.community
        topic = community if community is not None else int(self._chance.random() * 6)
        tweet = self.tweet(self.moment(), author, self.sentence(topic))
        self._decorate(tweet, topic)
        (self._from_public if community is None else self._originals[community]).append(tweet)
        return tweet

    def _decorate(self, tweet: Tweet, topic: int) -> None:
        """Add a mention, hashtags and a link to some."""
        interest = words.INTERESTS[topic]
        chance = self._chance
        if chance.random() < 0.06:
            addressed = pick(chance, self._public[:3])
            tweet.mentions = (addressed,)
            tweet.text = f"@{addressed.handle} {tweet.text}"
        if chance.random() < 0.4:
            tweet.tags = tuple(dict.fromkeys(self._pick(interest.tags) for _ in range(2)))
            tweet.text += "".join(f" #{tag}" for tag in tweet.tags)
        if chance.random() < 0.22:
            page = int(chance.random() * 60)
            tweet.links = (f"https://{interest.site}/page/{page}",)
            tweet.text += f" https://s.example/{interest.name[:2]}{page}"

    def _outside_originals(self) -> None:
        for person in self._outside:
            for _ in range(3):
                assert person.community is not None
                text = self.sentence(person.community)
                self._from_outside.append(self.tweet(self.moment(), person, text))

    def _slogans(self) -> list[Tweet]:
        """The club's slogan: many say it, on match days and without arrangement."""
        slogans = []
        for _ in range(40):
            author = self._by_community[2].draw(self._chance)
            day = pick(self._chance, (5, 6))
            moment = START_MS + day * 86_400_000 + int((9 + 12 * self._chance.random()) * 3_600_000)
            slogans.append(self.tweet(moment, author, words.CLUB_SLOGAN))
        return slogans

    def _headlines(self) -> list[Tweet]:
        """A headline that a share button fills in, from every community, over two days."""
        headlines = []
        for _ in range(30):
            author = self._members.draw(self._chance)
            moment = START_MS + int((2 + 2 * self._chance.random()) * 86_400_000)
            tweet = self.tweet(moment, author, f"{words.HEADLINE} https://s.example/rain")
            tweet.links = (words.HEADLINE_LINK,)
            headlines.append(tweet)
        return headlines

    def _reply(self) -> Tweet:
        community = int(self._chance.random() * len(words.INTERESTS))
        target = pick(self._chance, self._originals[community])
        author = self._by_community[community].draw(self._chance)
        text = self._pick(words.REPLIES)
        if self._chance.random() < 0.6:
            interest = words.INTERESTS[community]
            text = self._new("{} {}. {}", words.LONG_REPLIES, interest.details, interest.remarks)
        return self.reply(author, target, text, self.after(target.milliseconds, 18))

    def reply(self, author: Person, target: Tweet, text: str, milliseconds: int) -> Tweet:
        """Make a reply; like the platform's, its text begins with the handle it answers."""
        tweet = self.tweet(milliseconds, author, f"@{target.author.handle} {text}", "reply")
        tweet.target = target
        tweet.mentions = (target.author,)
        return tweet

    def _quote(self) -> Tweet:
        community = int(self._chance.random() * len(words.INTERESTS))
        target = pick(self._chance, self._originals[community])
        author = self._by_community[community].draw(self._chance)
        interest = words.INTERESTS[community]
        text = self._new("{} {}. {}", words.COMMENTS, interest.details, interest.remarks)
        return self.quote(author, target, text, self.after(target.milliseconds, 40))

    def quote(self, author: Person, target: Tweet, text: str, milliseconds: int) -> Tweet:
        """Make a quote; like the platform's, its text ends with a link to the quoted post."""
        short = f"https://s.example/q{target.tweet_id[-6:]}"
        tweet = self.tweet(milliseconds, author, f"{text} {short}", "quote")
        tweet.target = target
        tweet.links = (f"https://s.example/{target.author.handle}/status/{target.tweet_id}",)
        return tweet

    def _repost(self) -> Tweet | None:
        author = self._members.draw(self._chance)
        assert author.community is not None
        place = self._chance.random()
        if place < _SHARE_OUTSIDE:
            target = pick(self._chance, self._from_outside)
        elif place < _SHARE_OUTSIDE + _SHARE_WELL_KNOWN:
            target = pick(self._chance, self._from_public)
        elif place < _SHARE_OUTSIDE + _SHARE_WELL_KNOWN + _SHARE_AWAY:
            target = pick(self._chance, pick(self._chance, self._originals))
        else:
            target = pick(self._chance, self._originals[author.community])
        if target.author is author or (author.user_id, target.tweet_id) in self._passed_on:
            return None
        return self.repost(author, target, self.after(target.milliseconds, 35))

    def repost(self, author: Person, target: Tweet, milliseconds: int) -> Tweet:
        """Make a repost; like the platform's, its text is the original's, cut at 140 characters."""
        self._passed_on.add((author.user_id, target.tweet_id))
        text = f"RT @{target.author.handle}: {target.text}"
        if len(text) > 140:
            text = text[:139] + "\N{HORIZONTAL ELLIPSIS}"
        tweet = self.tweet(milliseconds, author, text, "repost")
        tweet.target = target
        tweet.tags, tweet.links = target.tags, target.links
        tweet.mentions = (target.author, *target.mentions)
        return tweet
