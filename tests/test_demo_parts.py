"""How the demo is drawn: people, moments, posts and rows, each by itself."""

import csv
import io
import random
from collections import Counter
from datetime import date

import pytest

from inunison.demo import words
from inunison.demo.files import POST, PROFILE, posts_table, users_table
from inunison.demo.people import (
    INSTITUTIONS,
    MEMBERS,
    OUTSIDE,
    WELL_KNOWN,
    Person,
    long_id,
    members,
    outside,
    pick,
)
from inunison.demo.traffic import DAYS, END_MS, START_MS, Crowd, Traffic, Tweet
from inunison_importers.twitter_ids import id_time


@pytest.fixture
def people() -> list[Person]:
    """The members of a seed."""
    return members(random.Random(5))


@pytest.fixture
def traffic(people: list[Person]) -> Traffic:
    """Something that makes posts."""
    chance = random.Random(6)
    return Traffic(chance, people, (*INSTITUTIONS, *WELL_KNOWN), outside(chance))


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table by column."""
    return list(csv.DictReader(io.StringIO(table, newline="")))


def test_a_draw_reaches_every_option_and_no_more() -> None:
    chance = random.Random(1)
    assert {pick(chance, "abcde") for _ in range(300)} == set("abcde")


def test_ids_hold_their_time() -> None:
    made = long_id(START_MS + 417, 0x3FFFFF)
    assert id_time(made) == (START_MS + 417) * 1_000
    assert long_id(START_MS, 1 << 22) == long_id(START_MS, 0)


def test_members_of_every_community(people: list[Person]) -> None:
    assert Counter(person.community for person in people) == dict.fromkeys(
        range(len(words.INTERESTS)), MEMBERS
    )
    assert len({person.user_id for person in people}) == len(people)
    assert len({person.handle for person in people}) == len(people)
    for person in people:
        assert person.listed
        assert len(person.handle) <= 15
        assert person.handle.replace("_", "").isalnum()
        assert date(2011, 1, 1) < person.created < date(2021, 1, 1)
        assert person.followers < min(each.followers for each in WELL_KNOWN) / 10
        assert person.weight >= 1


def test_two_of_each_community_are_the_loudest(people: list[Person]) -> None:
    for community in range(len(words.INTERESTS)):
        weights = [person.weight for person in people if person.community == community]
        assert min(weights[:2]) > max(weights[2:])


def test_those_outside_are_not_listed() -> None:
    others = outside(random.Random(1))
    assert len(others) == OUTSIDE
    assert not any(person.listed for person in others)


def test_words_are_many_and_distinct() -> None:
    for interest in words.INTERESTS:
        for part in (interest.subjects, interest.actions, interest.details, interest.remarks):
            assert len(set(part)) == len(part) >= 8
            assert all(phrase == " ".join(phrase.split()) for phrase in part)
        assert interest.site.endswith(".example")
    parts = [part for each in words.INTERESTS for part in (*each.subjects, *each.details)]
    assert len(set(parts)) == len(parts)


def test_a_crowd_is_drawn_by_weight(people: list[Person]) -> None:
    chance = random.Random(2)
    drawn = Counter(Crowd(people).draw(chance).user_id for _ in range(20_000))
    total = sum(person.weight for person in people)
    loud = max(people, key=lambda person: person.weight)
    assert 0.7 < drawn[loud.user_id] / (20_000 * loud.weight / total) < 1.4
    assert len(drawn) == len(people)


def test_moments_lie_within_the_ten_days_and_more_in_the_evening(traffic: Traffic) -> None:
    moments = [traffic.moment() for _ in range(5_000)]
    assert min(moments) >= START_MS
    assert max(moments) < END_MS
    assert len({(each - START_MS) // 86_400_000 for each in moments}) == DAYS
    hours = Counter((each - START_MS) // 3_600_000 % 24 for each in moments)
    assert hours[19] > 4 * hours[3]


def test_answers_come_after_and_before_the_end(traffic: Traffic) -> None:
    for begun in (START_MS, END_MS - 3_600_000, END_MS - 2):
        later = [traffic.after(begun, 30) for _ in range(500)]
        assert begun < min(later)
        assert max(later) < END_MS + 1
    delays = sorted(traffic.after(START_MS, 30) - START_MS for _ in range(2_000))
    assert 20 < delays[1_000] / 60_000 < 45
    assert delays[-1] > 6 * 3_600_000


def test_no_sentence_is_said_twice(traffic: Traffic) -> None:
    said = [traffic.sentence(number % 6) for number in range(3_000)]
    assert len(set(said)) == 3_000
    assert all(sum(letter.isalpha() for letter in text) >= 30 for text in said)


def test_no_two_posts_have_one_id(traffic: Traffic, people: list[Person]) -> None:
    made = [traffic.tweet(START_MS, people[0], "x").tweet_id for _ in range(3_000)]
    assert len(set(made)) == 3_000


def test_reposts_replies_and_quotes_are_written_as_the_platform_does(
    traffic: Traffic, people: list[Person]
) -> None:
    target = traffic.tweet(START_MS, people[0], "word " * 40)
    target.tags, target.mentions = ("Tag",), (INSTITUTIONS[0],)
    repost = traffic.repost(people[1], target, START_MS + 9)
    assert repost.text.startswith(f"RT @{people[0].handle}: word ")
    assert len(repost.text) == 140
    assert repost.text.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert repost.mentions == (people[0], INSTITUTIONS[0])
    assert repost.tags == ("Tag",)
    reply = traffic.reply(people[1], target, "Yes", START_MS + 9)
    assert (reply.text, reply.mentions) == (f"@{people[0].handle} Yes", (people[0],))
    quote = traffic.quote(people[1], target, "Look", START_MS + 9)
    assert quote.text.startswith("Look https://s.example/q")
    assert quote.links[0].endswith(target.tweet_id)


def thread(traffic: Traffic, people: list[Person]) -> list[Tweet]:
    """A post, with one of each kind that points to it."""
    target = traffic.tweet(START_MS, people[0], 'say "it",\nplainly')
    return [
        traffic.quote(people[3], target, "Look", START_MS + 40_000),
        traffic.repost(people[1], target, START_MS + 20_000),
        traffic.reply(people[2], target, "Yes", START_MS + 30_000),
        target,
    ]


def test_rows_stand_in_order_of_their_ids(traffic: Traffic, people: list[Person]) -> None:
    found = rows(posts_table(thread(traffic, people), until=END_MS, later=True))
    assert list(found[0]) == list(POST)
    target, repost, reply, quote = found
    assert [row["is_retweet"] for row in found] == ["false", "true", "false", "false"]
    assert target["tweet_text"] == 'say "it",\nplainly'
    assert target["tweet_time"] == "2021-03-01 00:00"
    assert repost["retweet_tweetid"] == target["tweetid"]
    assert repost["retweet_userid"] == people[0].user_id
    assert reply["in_reply_to_tweetid"] == target["tweetid"]
    assert reply["in_reply_to_userid"] == people[0].user_id
    assert quote["quoted_tweet_tweetid"] == target["tweetid"]
    assert repost["user_mentions"] == f"['{people[0].user_id}']"
    assert target["user_mentions"] == "[]"


def test_counts_are_as_of_the_capture(traffic: Traffic, people: list[Person]) -> None:
    told = thread(traffic, people)
    for until, wanted in ((START_MS + 25_000, "1 0 0"), (END_MS, "1 1 1")):
        target = rows(posts_table(told, until=until, later=True))[0]
        names = ("retweet_count", "reply_count", "quote_count")
        assert " ".join(target[name] for name in names) == wanted


def test_the_author_of_a_repost_is_told_only_where_listed(traffic: Traffic) -> None:
    chance = random.Random(7)
    person = outside(chance)[0]
    target = traffic.tweet(START_MS, person, "words")
    repost = traffic.repost(INSTITUTIONS[0], target, START_MS + 9)
    (row,) = rows(posts_table([repost], until=END_MS, later=True))
    assert (row["retweet_userid"], row["retweet_tweetid"]) == ("", target.tweet_id)
    assert row["user_mentions"] == f"['{person.user_id}']"


def test_the_file_of_accounts(people: list[Person]) -> None:
    found = rows(users_table(people[:3]))
    assert list(found[0]) == list(PROFILE)
    assert [row["user_screen_name"] for row in found] == [each.handle for each in people[:3]]
    assert found[0]["account_creation_date"] == people[0].created.isoformat()
