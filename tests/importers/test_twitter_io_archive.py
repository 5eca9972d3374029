"""The Twitter/X archive, row by row: what the columns say, and what they say only together."""

import csv
import tracemalloc
from typing import Any

import pytest

from inunison.records import Account, AccountRef, Kind, Mention, Post, PostRef, Precision
from inunison_importers import remembering
from inunison_importers.base import TextLines
from inunison_importers.twitter_io_archive import TwitterIoArchive
from tests.importers.archive_rows import (
    DEFAULTS,
    POSTS_2018,
    POSTS_2020,
    PROFILE,
    accounts,
    clock_id,
    hashed,
    hexed,
    microseconds,
    observations,
    post,
    posts,
    read_text,
    reject,
    table,
)

OTHER = clock_id("2020-01-31T20:00:00.250")
OTHER_TIME = microseconds("2020-01-31T20:00:00.250")
BOTH_HASHES = pytest.mark.parametrize("made", [hashed("anna"), hexed("anna")])


def pointer(author: str | None = None, *, inferred: bool = False) -> PostRef:
    """A pointer to the other post."""
    return PostRef(
        OTHER,
        None if author is None else AccountRef(author),
        inferred,
        OTHER_TIME,
        Precision.MILLISECOND,
    )


def mentions(*native_ids: str) -> tuple[Mention, ...]:
    """Mentions of accounts by id."""
    return tuple(Mention(AccountRef(each)) for each in native_ids)


def test_a_plain_post() -> None:
    found = post(
        tweet_text="Late &amp; slow\n<b>again</b> \x1b[31m =1+1",
        hashtags="['Tarvenport', '#Late']",
        urls="['https://a.example/x']",
        user_mentions="['310044871', '310051223', '310044871']",
    )
    assert found == Post(
        row=2,
        platform="twitter",
        native_id=DEFAULTS["tweetid"],
        author=AccountRef("123456", "minaketter"),
        kind=Kind.POST,
        created_at=microseconds("2020-02-01T10:00:00.123"),
        precision=Precision.MILLISECOND,
        stated_time="2020-02-01 10:00",
        text="Late &amp; slow\n<b>again</b> \x1b[31m =1+1",
        language="en",
        client="Twitter Web App",
        mentions=mentions("310044871", "310051223"),
        hashtags=("Tarvenport", "Late"),
        links=("https://a.example/x",),
    )


def test_the_account_on_the_row() -> None:
    (account,) = accounts(read_text(table([{"user_profile_url": "https://m.example"}])))
    assert account == Account(
        row=2,
        platform="twitter",
        native_id="123456",
        handle="minaketter",
        name="Mina Ketter",
        language="en",
        url="https://m.example",
        created_at=microseconds("2019-11-05T00:00:00"),
        created_precision=Precision.DAY,
    )


@BOTH_HASHES
def test_a_hashed_account_has_neither_handle_nor_name(made: str) -> None:
    cells = {"userid": made, "user_display_name": made, "user_screen_name": made}
    found = read_text(table([cells]))
    (account,) = accounts(found)
    assert (account.native_id, account.handle, account.name) == (made, None, None)
    assert post(**cells).author == AccountRef(made)


def test_a_profile_is_told_when_it_differs_from_what_was_told_last() -> None:
    ids = [clock_id("2020-02-01T10:00:00.123", low) for low in range(6)]
    followers = ["7", "7", "8", "8", "7", "7"]
    users = ["1", "1", "1", "2", "1", "2"]
    rows = [
        {"tweetid": native_id, "follower_count": count, "userid": user}
        for native_id, count, user in zip(ids, followers, users, strict=True)
    ]
    found = read_text(table(rows))
    told = [(each.row, each.native_id) for each in accounts(found)]
    assert told == [(2, "1"), (4, "1"), (5, "2"), (6, "1"), (7, "2")]
    seen = observations(found, "account")
    assert [(each.row, each.followers, each.following) for each in seen] == [
        (2, 7, 9),
        (4, 8, 9),
        (5, 8, 9),
        (6, 7, 9),
        (7, 7, 9),
    ]


def test_how_many_profiles_are_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "REMEMBERED", 2)
    rows = [{"userid": user} for user in ("1", "2", "3", "3", "1")]
    assert [each.row for each in accounts(read_text(table(rows, PROFILE)))] == [2, 3, 4, 6]


def test_hostile_cells_are_not_kept() -> None:
    """What is remembered between rows must not grow with what the cells hold."""
    size = 100_000
    rows = [
        {
            "tweetid": clock_id("2020-02-01T10:00:00.123", low),
            "userid": str(low + 1),
            "user_profile_description": str(low) * size,
            "hashtags": f"['{low}{'x' * size}']",
        }
        for low in range(60)
    ]
    text = table(rows)
    found = TwitterIoArchive().read(TextLines(text))
    tracemalloc.start()
    assert sum(isinstance(each, Post) for each in found) == 60
    left = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert left < 5 * size < len(text) // 20
    assert post(hashtags=f"['{'x' * size}']").hashtags == ("x" * size,)


def test_a_bad_row_tells_no_profile() -> None:
    rows = [{"tweet_time": "never"}, {}]
    found = read_text(table(rows))
    assert [type(each).__name__ for each in found] == [
        "Reject",
        "Account",
        "Observation",
        "Post",
        "Observation",
    ]
    assert [each.row for each in found] == [2, 3, 3, 3, 3]


def test_counts_are_what_was_seen() -> None:
    (seen,) = observations(read_text(table([{}])), "post")
    assert (seen.quotes, seen.replies, seen.likes, seen.reposts) == (0, 1, 2, 3)
    assert (seen.observed_at, seen.presence) == (None, None)
    floats = {"quote_count": "0.0", "reply_count": "1.0", "like_count": "2.00", "retweet_count": ""}
    (seen,) = observations(read_text(table([floats])), "post")
    assert (seen.quotes, seen.replies, seen.likes, seen.reposts) == (0, 1, 2, None)
    empty = dict.fromkeys(floats, "")
    assert observations(read_text(table([empty])), "post") == []
    none = {"follower_count": "", "following_count": "nan"}
    assert observations(read_text(table([none])), "account") == []


@pytest.mark.parametrize("word", ["true", "True", "TRUE", "1"])
def test_a_repost_of_a_listed_account(word: str) -> None:
    anna = hashed("anna")
    found = post(
        tweet_text=f"RT @{anna}: words",
        is_retweet=word,
        retweet_userid=anna,
        retweet_tweetid=OTHER,
        user_mentions=f"['{anna}', '310044871']",
        quoted_tweet_tweetid=clock_id("2020-01-30T20:00:00.000"),
    )
    assert found.kind is Kind.REPOST
    assert found.reposts == pointer(anna)
    assert found.mentions == mentions("310044871")
    assert found.text == f"RT @{anna}: words"
    assert (found.quotes, found.replies_to) == (None, None)


def test_the_author_of_a_repost_is_inferred_from_the_first_mention() -> None:
    found = post(
        tweet_text="RT @IdaVossmark: words",
        is_retweet="true",
        retweet_tweetid=OTHER,
        user_mentions="['884422001', '310044871', '884422001']",
    )
    assert found.reposts == pointer("884422001", inferred=True)
    assert found.mentions == mentions("310044871")


def test_a_repost_without_mentions_has_no_author() -> None:
    found = post(is_retweet="true", retweet_tweetid=OTHER)
    assert found.reposts == pointer()
    assert found.kind is Kind.REPOST


def test_the_author_is_inferred_from_the_hash_in_the_text() -> None:
    found = post(tweet_text=f"RT @{hashed('x')}: a", is_retweet="true", retweet_tweetid=OTHER)
    assert found.reposts == pointer(hashed("x"), inferred=True)
    assert found.mentions == ()


def test_a_repost_without_the_id_of_the_post() -> None:
    found = post(is_retweet="true", user_mentions="['5']")
    assert (found.kind, found.reposts) == (Kind.REPOST, None)


def test_the_id_alone_makes_a_repost() -> None:
    assert post(is_retweet="", retweet_tweetid=OTHER).kind is Kind.REPOST
    assert post(is_retweet="").kind is Kind.POST


def test_replies_and_quotes() -> None:
    answer = {"in_reply_to_tweetid": OTHER, "in_reply_to_userid": "77", "user_mentions": "['77']"}
    found = post(**answer)
    assert (found.kind, found.replies_to, found.quotes) == (Kind.REPLY, pointer("77"), None)
    assert found.mentions == mentions("77")
    found = post(quoted_tweet_tweetid=OTHER)
    assert (found.kind, found.replies_to, found.quotes) == (Kind.QUOTE, None, pointer())
    found = post(**answer, quoted_tweet_tweetid=OTHER)
    assert (found.kind, found.replies_to, found.quotes) == (Kind.REPLY, pointer("77"), pointer())
    found = post(in_reply_to_tweetid=OTHER)
    assert (found.kind, found.replies_to) == (Kind.REPLY, pointer())


def test_a_post_that_begins_with_a_mention_is_no_reply() -> None:
    found = post(in_reply_to_userid="77", user_mentions="['88']")
    assert (found.kind, found.replies_to) == (Kind.POST, None)
    assert found.mentions == mentions("77", "88")
    assert post(in_reply_to_userid="77", user_mentions="['88', '77']").mentions == mentions(
        "88", "77"
    )


@BOTH_HASHES
def test_hashed_mentions_in_the_text_are_found_once(made: str) -> None:
    text = f"@{made} and @{made}, not @plain"
    assert post(tweet_text=text).mentions == mentions(made)
    assert post(tweet_text=text, user_mentions=f"['5', '{made}']").mentions == mentions("5", made)


def test_the_orders_of_2018_and_2020_say_the_same() -> None:
    row = {"in_reply_to_tweetid": OTHER, "in_reply_to_userid": "77"}
    assert posts(row, columns=POSTS_2018) == posts(row, columns=POSTS_2020)
    assert posts(row, columns=sorted(POSTS_2020)) == posts(row)


def test_bare_lists_and_minimal_quoting() -> None:
    row = {
        "hashtags": "[Morning, Harbour]",
        "urls": "[https://a.example/x,y, https://b.example/]",
        "user_mentions": f"[{hexed('x')}, 5]",
    }
    text = table([row], POSTS_2018, csv.QUOTE_MINIMAL)
    (found,) = [each for each in read_text(text) if isinstance(each, Post)]
    assert found.hashtags == ("Morning", "Harbour")
    assert found.links == ("https://a.example/x,y", "https://b.example/")
    assert found.mentions == mentions(hexed("x"), "5")


def test_before_the_clock_the_stated_time_counts() -> None:
    found = post(tweetid="29000000000", tweet_time="2010-10-28 08:15")
    assert found.created_at == microseconds("2010-10-28T08:15:00")
    assert (found.precision, found.stated_time) == (Precision.MINUTE, None)
    found = post(tweetid="29000000000", tweet_time="2010-10-28 08:15:09")
    assert found.created_at == microseconds("2010-10-28T08:15:09")
    assert found.precision is Precision.SECOND
    found = post(tweetid="20", tweet_time="")
    assert (found.created_at, found.precision) == (None, None)


@pytest.mark.parametrize(
    ("stated", "conflict"),
    [
        ("2020-02-01 10:00", False),
        ("2020-02-01 10:00:00", False),
        ("2020-02-01T10:00:59Z", False),
        ("2020-02-01 10:00:00+00:00", False),
        ("2020-02-01 10:01", True),
        ("2020-02-01 09:59", True),
        ("2020-02-01 17:00", True),
    ],
)
def test_the_id_gives_the_time_and_a_conflict_is_marked(stated: str, conflict: bool) -> None:
    found = post(tweet_time=stated)
    assert found.created_at == microseconds("2020-02-01T10:00:00.123")
    assert found.stated_time == stated
    assert found.time_conflict is conflict


def test_without_a_stated_time_there_is_no_conflict() -> None:
    found = post(tweet_time="")
    assert (found.stated_time, found.time_conflict) == (None, False)
    assert found.precision is Precision.MILLISECOND


def test_undetermined_languages_and_empty_cells_are_absent() -> None:
    found = post(tweet_language="und", tweet_text="", tweet_client_name="")
    assert (found.language, found.text, found.client) == (None, None, None)
    found = post(user_screen_name="", tweet_text="None")
    assert found.author == AccountRef("123456")
    assert found.text == "None"


def test_bytes_that_are_no_text_are_repaired_and_marked() -> None:
    row = {"tweet_text": "caf\udce9 au lait", "user_profile_description": "\udcff"}
    found = read_text(table([row, {"userid": "5"}]))
    first, second = [each for each in found if isinstance(each, Post)]
    assert (first.text, first.text_repaired) == ("caf\ufffd au lait", True)
    assert second.text_repaired is False
    told = list(accounts(found))
    assert [(each.description, each.text_repaired) for each in told] == [
        ("\ufffd", True),
        (None, False),
    ]
    damaged = reject(tweetid="12\udce93")
    assert "\udce9" not in damaged.reason + damaged.excerpt


def test_ten_megabytes_in_a_cell() -> None:
    text = "x" * (10 << 20)
    assert post(tweet_text=text).text == text
    assert len(reject(tweet_text=text, tweetid="y").excerpt) == 200


def test_accounts_in_camel_case_say_the_same() -> None:
    camel = (
        "userid,userDisplayName,userScreenName,userReportedLocation,userProfileDescription,"
        "userProfileUrl,followerCount,followingCount,accountCreationDate,accountLanguage\n"
    )
    text = table([{}, {"userid": "7"}], PROFILE)
    assert read_text(camel + text.split("\n", 1)[1]) == read_text(text)


def test_the_order_of_rows_changes_only_their_numbers() -> None:
    rows: list[dict[str, Any]] = [
        {"tweetid": clock_id("2020-02-01T10:00:00.123", low), "userid": str(low + 1)}
        for low in range(5)
    ]

    def said(text: str) -> set[str]:
        found = TwitterIoArchive().read(TextLines(text))
        return {repr(each).split(",", 1)[1] for each in found}

    assert said(table(rows)) == said(table(rows[::-1]))
