"""The story inside the demo case: one sentence, who said it when, and who passed it on.

Owns what happens and its times, fixed to the second whatever the seed; only the names around it are
drawn. States what is in the files, and what a reader of them may find; says nothing of anyone.
"""

from dataclasses import dataclass

from inunison.demo import words
from inunison.demo.people import INSTITUTIONS, WELL_KNOWN, Person
from inunison.demo.traffic import START_MS, Traffic, Tweet

BEGIN_MS = START_MS + 5 * 86_400_000 + (14 * 3_600 + 3 * 60 + 12) * 1_000 + 417
"""2021-03-06T14:03:12.417Z, the first post."""

_PORT, _FERRIES, _COUNCIL = INSTITUTIONS
_IDA, _ROLLO = WELL_KNOWN


@dataclass(frozen=True)
class Said:
    """One account's part in the story.

    Attributes:
        lag_seconds: Seconds after the first post.
        community: Name of its interest.
    """

    handle: str
    user_id: str
    tweet_id: str
    lag_seconds: float
    community: str


@dataclass(frozen=True)
class Story:
    """What the files of the demo case hold, for tests and for the demo's own text.

    Attributes:
        sentence: The words that are said again and again.
        first: Who said them first. The post stands in the early file only: by the time of the later
            one it was gone.
        copies: Who said the same after that, in order of time; the third of them adds two hashtags
            and a link, the last three speak in other communities.
        reposts: The ten who passed the first post on.
        rehearsals: Ids of earlier posts of the first account that eight of the ten passed on within
            two minutes.
        well_known: What two accounts with large followings made of it, in order of time.
        addressed: Handles of the institutions that the copies mention.
        hashtags: The two hashtags that the third copy added.
        link: The link that it added.
        organic: Texts that many said without arrangement: a slogan and a headline.
        communities: The handles of every planted community, by its name.
    """

    sentence: str
    first: Said
    copies: tuple[Said, ...]
    reposts: tuple[Said, ...]
    rehearsals: tuple[str, ...]
    well_known: tuple[Said, ...]
    addressed: tuple[str, ...]
    hashtags: tuple[str, ...]
    link: str
    organic: tuple[str, str]
    communities: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Copy:
    """A copy to be told: who (community and number), when (seconds), whom it addresses."""

    community: int
    number: int
    seconds: float
    addressed: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


_COPIES = (
    _Copy(0, 10, 0, (_PORT,)),
    _Copy(0, 17, 129.3, (_PORT,)),
    _Copy(0, 23, 341.8, (_PORT, _COUNCIL)),
    _Copy(1, 9, 680.2, (_COUNCIL,), words.FOURTH_TAGS, (words.FOURTH_LINK,)),
    _Copy(1, 30, 9_804.6, (_FERRIES,)),
    _Copy(2, 12, 16_210.9),
    _Copy(2, 20, 16_457.1),
)
_REPOSTERS = (
    (0, 11, 41.2),
    (0, 14, 66.9),
    (1, 15, 88.4),
    (0, 19, 131.0),
    (0, 27, 204.5),
    (2, 16, 260.7),
    (0, 31, 402.3),
    (1, 22, 655.8),
    (0, 36, 1_020.4),
    (1, 26, 1_518.6),
)
_REHEARSALS = (0.35, 1.4, 2.45, 3.6, 4.7)
_IDA_SAYS = (
    "Is it true that the night ferry runs without any rescue boat now? "
    "I would like to hear it from the port itself."
)
_ROLLO_SAYS = (
    "I sang on that ferry for nine summers. If the rescue boat is gone, tell us where it went."
)
_PORT_SAYS = "The rescue boat was not sold. It is in dry dock and returns in May."


def _person(members: list[Person], community: int, number: int) -> Person:
    return [person for person in members if person.community == community][number]


def tell(traffic: Traffic, members: list[Person]) -> tuple[list[Tweet], Story]:
    """Make the posts of the story.

    Args:
        traffic: Makes the posts.
        members: The people of the communities.

    Returns:
        The posts, and the facts about them.
    """
    copies = [_copy(traffic, members, copy) for copy in _COPIES]
    reposts = [
        traffic.repost(_person(members, community, number), copies[0], _moment(seconds))
        for community, number, seconds in _REPOSTERS
    ]
    rehearsals, echoes = _rehearse(traffic, members, copies[0].author)
    taken_up = _take_up(traffic, copies[3])
    reactions = _react(traffic, members, taken_up)
    facts = Story(
        sentence=words.SENTENCE,
        first=_said(copies[0]),
        copies=tuple(map(_said, copies[1:])),
        reposts=tuple(map(_said, reposts)),
        rehearsals=tuple(tweet.tweet_id for tweet in rehearsals),
        well_known=tuple(map(_said, taken_up)),
        addressed=tuple(person.handle for person in INSTITUTIONS),
        hashtags=words.FOURTH_TAGS,
        link=words.FOURTH_LINK,
        organic=(words.CLUB_SLOGAN, words.HEADLINE),
        communities={
            interest.name: tuple(person.handle for person in members if person.community == number)
            for number, interest in enumerate(words.INTERESTS)
        },
    )
    return [*copies, *reposts, *rehearsals, *echoes, *taken_up, *reactions], facts


def _moment(seconds: float) -> int:
    return BEGIN_MS + round(seconds * 1_000)


def _said(tweet: Tweet) -> Said:
    community = tweet.author.community
    return Said(
        handle=tweet.author.handle,
        user_id=tweet.author.user_id,
        tweet_id=tweet.tweet_id,
        lag_seconds=(tweet.milliseconds - BEGIN_MS) / 1_000,
        community="" if community is None else words.INTERESTS[community].name,
    )


def _copy(traffic: Traffic, members: list[Person], copy: _Copy) -> Tweet:
    addressed = "".join(f"@{person.handle} " for person in copy.addressed)
    tags = "".join(f" #{tag}" for tag in copy.tags)
    links = " https://s.example/boat" if copy.links else ""
    text = f"{addressed}{words.SENTENCE}{tags}{links}"
    author = _person(members, copy.community, copy.number)
    tweet = traffic.tweet(_moment(copy.seconds), author, text)
    tweet.mentions, tweet.tags, tweet.links = copy.addressed, copy.tags, copy.links
    return tweet


def _rehearse(
    traffic: Traffic, members: list[Person], author: Person
) -> tuple[list[Tweet], list[Tweet]]:
    """On five days before, eight of the ten pass on a post of the first account at once."""
    posts, echoes = [], []
    for number, days in enumerate(_REHEARSALS):
        moment = START_MS + round(days * 86_400_000)
        post = traffic.tweet(moment, author, traffic.sentence(0))
        posts.append(post)
        for place, (community, member, _) in enumerate(_REPOSTERS):
            if (place - number) % 5:  # two of the ten stay out each time
                delay = 9_000 + 11_700 * ((place * 7 + number * 3) % 10)
                person = _person(members, community, member)
                echoes.append(traffic.repost(person, post, moment + delay))
    return posts, echoes


def _take_up(traffic: Traffic, fourth: Tweet) -> list[Tweet]:
    """Two well-known accounts speak of it in their own words."""
    ida = traffic.quote(_IDA, fourth, _IDA_SAYS, _moment(6_044.0))
    rollo = traffic.tweet(_moment(9_311.5), _ROLLO, f"{_ROLLO_SAYS} #{words.FOURTH_TAGS[0]}")
    rollo.tags = words.FOURTH_TAGS[:1]
    return [ida, rollo]


def _react(traffic: Traffic, members: list[Person], taken_up: list[Tweet]) -> list[Tweet]:
    """Every seventh member passes one of them on, and the port answers."""
    reactions = [traffic.reply(_PORT, taken_up[0], _PORT_SAYS, _moment(14_832.0))]
    for number, person in enumerate(members):
        if number % 7 == 0:
            target = taken_up[number // 7 % 2]
            reactions.append(traffic.repost(person, target, traffic.after(target.milliseconds, 55)))
    return reactions
