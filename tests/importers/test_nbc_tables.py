"""The tables of NBC News: posts and accounts, by their columns."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Mention,
    Observation,
    Post,
    PostRef,
    Precision,
    Reject,
)
from inunison_importers import nbc_tables
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.nbc_tables import NbcTables
from tests.importers.named_rows import Table, microseconds, of_type, one

TWEET = {
    "user_id": "2532611999",
    "user_key": "minaketter",
    "created_at": "1488207240000",
    "created_str": "2017-02-27 14:54:00",
    "retweet_count": "",
    "retweeted": "",
    "favorite_count": "",
    "text": "Nothing much",
    "tweet_id": "836227891897651201",
    "source": "",
    "hashtags": "[]",
    "expanded_urls": "[]",
    "posted": "POSTED",
    "mentions": "[]",
    "retweeted_status_id": "",
    "in_reply_to_status_id": "",
}
USER = {
    "id": "2532611999",
    "location": "Tarvenport",
    "name": "Mina Ketter",
    "followers_count": "1053",
    "statuses_count": "31858",
    "time_zone": "",
    "verified": "false",
    "lang": "en",
    "screen_name": "minaketter",
    "description": "Boats",
    "created_at": "Tue Dec 29 23:15:22 +0000 2009",
    "favourites_count": "2774",
    "friends_count": "1055",
    "listed_count": "35",
}
TWEETS = Table(NbcTables(), TWEET)
USERS = Table(NbcTables(), USER)
AUTHOR = AccountRef("2532611999", "minaketter")


def exact(native_id: str) -> int:
    return ((int(native_id) >> 22) + 1288834974657) * 1000


def test_a_plain_post() -> None:
    assert TWEETS.read({}) == [
        Post(
            row=2,
            platform="twitter",
            native_id="836227891897651201",
            author=AUTHOR,
            created_at=exact("836227891897651201"),
            precision=Precision.MILLISECOND,
            stated_time="2017-02-27 14:54:00",
            text="Nothing much",
        )
    ]


def test_a_time_that_its_id_does_not_have() -> None:
    assert TWEETS.post(created_at="1488207300000").time_conflict
    assert not TWEETS.post(created_at="").time_conflict
    assert not TWEETS.post(created_at="", created_str="").time_conflict


@pytest.mark.parametrize(
    ("cells", "at", "precision"),
    [
        ({}, "2017-02-27 14:54:00", Precision.MINUTE),
        ({"created_at": "1488207241000"}, "2017-02-27 14:54:01", Precision.SECOND),
        ({"created_at": ""}, "2017-02-27 14:54:00", Precision.MINUTE),
    ],
)
def test_a_post_without_id(cells: dict[str, str], at: str, precision: Precision) -> None:
    found = TWEETS.post(tweet_id="", **cells)
    assert found.native_id.startswith("made-")
    assert (found.created_at, found.precision) == (microseconds(at), precision)
    assert found.stated_time == "2017-02-27 14:54:00"


def test_a_post_without_id_and_time() -> None:
    found = TWEETS.post(tweet_id="", created_at="", created_str="")
    assert (found.created_at, found.precision, found.stated_time) == (None, None, None)


def test_equal_rows_without_id_are_posts_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"tweet_id": ""}, {"tweet_id": ""}, {"tweet_id": "", "text": "x"}]
    first, second, third = of_type(Post, TWEETS.read(*rows))
    assert second.native_id == f"{first.native_id}-2"
    assert third.native_id != first.native_id
    monkeypatch.setattr(nbc_tables, "_MOST_POSTS", 1)
    (rejected,) = of_type(Reject, TWEETS.read(*rows))
    assert rejected.reason == "the file has more posts than can be told apart"


def test_a_repost_names_its_original() -> None:
    found = TWEETS.post(
        text="RT @OleBrant: @tarvenport boats",
        mentions='["olebrant","tarvenport"]',
        retweeted_status_id="780400000000000000",
        in_reply_to_status_id="780400000000000001",
    )
    assert found.kind is Kind.REPOST
    assert found.reposts == PostRef(
        "780400000000000000",
        AccountRef(handle="OleBrant"),
        author_inferred=True,
        created_at=exact("780400000000000000"),
        precision=Precision.MILLISECOND,
    )
    assert found.replies_to is None
    assert found.mentions == (Mention(AccountRef(handle="tarvenport")),)


def test_a_repost_by_its_text_alone() -> None:
    found = TWEETS.post(text="RT @olebrant: boats", mentions='["olebrant"]')
    assert (found.kind, found.reposts, found.mentions) == (Kind.REPOST, None, ())
    assert TWEETS.post(text="so RT @olebrant: boats").kind is Kind.POST


def test_a_repost_whose_text_has_no_name() -> None:
    found = TWEETS.post(text="boats", retweeted_status_id="20")
    assert (found.kind, found.reposts) == (Kind.REPOST, PostRef("20"))


def test_a_reply() -> None:
    found = TWEETS.post(mentions='["olebrant","olebrant",""]', in_reply_to_status_id="20")
    assert (found.kind, found.replies_to) == (Kind.REPLY, PostRef("20"))
    assert found.mentions == (Mention(AccountRef(handle="olebrant")),)


def test_lists_and_client_and_counts() -> None:
    post, seen = TWEETS.read(
        {
            "hashtags": '["Ferry","\\u00c4rger"]',
            "expanded_urls": '["https:\\/\\/tarvenport.example\\/ferry"]',
            "source": '<a href="http://x.example" rel="nofollow">Boat Client</a>',
            "retweet_count": "3",
            "text": "https://t.co/a",
        }
    )
    assert isinstance(post, Post)
    assert post.hashtags == ("Ferry", "Ärger")
    assert post.links == ("https://tarvenport.example/ferry",)
    assert post.client == "Boat Client"
    assert seen == Observation(
        row=2, platform="twitter", subject="post", native_id=post.native_id, reposts=3
    )
    assert TWEETS.post(text="https://t.co/a").links == ("https://t.co/a",)
    assert TWEETS.post(source="Boat Client").client == "Boat Client"


def test_an_account_with_its_counts() -> None:
    assert USERS.read({}) == [
        Account(
            row=2,
            platform="twitter",
            native_id="2532611999",
            handle="minaketter",
            name="Mina Ketter",
            description="Boats",
            location="Tarvenport",
            language="en",
            created_at=microseconds("2009-12-29 23:15:22"),
            created_precision=Precision.SECOND,
            verified=False,
        ),
        Observation(
            row=2,
            platform="twitter",
            subject="account",
            native_id="2532611999",
            handle="minaketter",
            followers=1053,
            following=1055,
            posts=31858,
        ),
    ]


def test_an_account_of_which_only_the_handle_is_known() -> None:
    empty = dict.fromkeys(USER, "") | {"screen_name": "olebrant"}
    assert USERS.read(empty) == [Account(row=2, platform="twitter", handle="olebrant")]
    assert one(Account, USERS.read({"id": ""})).native_id is None
    assert one(Account, USERS.read({"screen_name": ""})).handle is None
    assert one(Account, USERS.read({"verified": "True"})).verified is True


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"user_id": "", "user_key": ""}, "user_id and user_key are both empty"),
        ({"user_key": "Mina Ketter"}, "user_key is not a handle"),
        ({"user_id": "2.53E+9"}, "user_id went through a floating-point number"),
        ({"tweet_id": "8.36227891897651E+17"}, "tweet_id went through a floating-point number"),
        ({"tweet_id": "abc"}, "tweet_id is not an id"),
        ({"retweeted_status_id": "7.8E+17"}, "retweeted_status_id went through"),
        ({"in_reply_to_status_id": "x"}, "in_reply_to_status_id is not an id"),
        ({"created_at": "soon"}, "created_at is no number of milliseconds"),
        ({"created_at": "9" * 5000}, "created_at is no number of milliseconds"),
        ({"created_at": "", "created_str": "27/02/2017"}, "created_str is not a time"),
        ({"hashtags": "['a']"}, "hashtags is not a list of texts"),
        ({"hashtags": "[1]"}, "hashtags is not a list of texts"),
        ({"mentions": "[" * 5000}, "mentions is not a list of texts"),
        ({"expanded_urls": "x"}, "expanded_urls is not a list of texts"),
        ({"retweet_count": "-1"}, "retweet_count is not a count"),
    ],
)
def test_posts_that_cannot_be_read(cells: dict[str, str], reason: str) -> None:
    assert TWEETS.reason(**cells).startswith(reason)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"id": "", "screen_name": ""}, "id and screen_name are both empty"),
        ({"id": "x"}, "id is not an id"),
        ({"created_at": "2009-12-29"}, "created_at is not a time"),
        ({"created_at": "Tue Dez 29 23:15:22 +0000 2009"}, "created_at is not a time"),
        ({"created_at": "Tue Dec 32 23:15:22 +0000 2009"}, "created_at is not a time"),
        ({"verified": "perhaps"}, "verified is neither true nor false"),
        ({"followers_count": "many"}, "followers_count is not a count"),
    ],
)
def test_accounts_that_cannot_be_read(cells: dict[str, str], reason: str) -> None:
    assert USERS.reason(**cells) == reason


def test_claims() -> None:
    assert NbcTables().sniff(Sample("x", TWEETS.text({}))) == Claim(
        "posts in 16 columns; left aside: retweeted, posted"
    )
    assert NbcTables().sniff(Sample("x", USERS.text({}))) == Claim(
        "accounts in 14 columns; left aside: time_zone, favourites_count, listed_count"
    )
    few = [name for name in USER if name != "listed_count"]
    assert NbcTables().sniff(Sample("x", USERS.text({}, columns=few))) == Refusal(
        "its first line has no column listed_count"
    )


@given(
    text=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30),
    tags=st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=9), max_size=4),
)
@settings(deadline=None)
def test_texts_and_lists_come_back(text: str, tags: list[str]) -> None:
    found = TWEETS.post(text=text, hashtags=json.dumps(tags))
    assert (found.text or "") == text
    assert found.hashtags == tuple(tags)
