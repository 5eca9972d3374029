"""The Twitter/X archive: rows that are rejected, files that are refused, columns that are told."""

import pytest

from inunison.records import AccountRef, Kind, Mention, Post, Reject
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.twitter_io_archive import TwitterIoArchive
from tests.importers.archive_rows import (
    DEFAULTS,
    POSTS_2020,
    PROFILE,
    post,
    posts,
    read_text,
    reject,
    table,
)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"tweetid": ""}, "tweetid is empty"),
        ({"tweetid": "abc"}, "tweetid is not an id"),
        ({"tweetid": "1.2235466194248873e+18"}, "went through a floating-point number"),
        ({"tweetid": "1223546619424887300.0"}, "went through a floating-point number"),
        ({"userid": ""}, "userid is empty"),
        ({"userid": "ida"}, "userid is not an id"),
        ({"userid": "9.06e+17"}, "userid went through"),
        ({"retweet_tweetid": "1.19e18"}, "retweet_tweetid went through"),
        ({"in_reply_to_tweetid": "1.19E+18"}, "in_reply_to_tweetid went through"),
        ({"quoted_tweet_tweetid": "x"}, "quoted_tweet_tweetid is not an id"),
        ({"in_reply_to_userid": "x y"}, "in_reply_to_userid is not an id"),
        ({"is_retweet": "true", "retweet_userid": "?"}, "retweet_userid is not an id"),
        ({"user_mentions": "['ida']"}, "user_mentions is not an id"),
        ({"user_mentions": "['5"}, "user_mentions cannot be read: it is not a list"),
        ({"urls": "['https://a.example"}, "urls cannot be read: it is not a list"),
        ({"hashtags": "['a' 'b']"}, "hashtags cannot be read: it is not a list"),
        ({"tweet_time": "19.11.2019"}, "tweet_time is not a time"),
        ({"tweet_time": "2020-02-30 10:00"}, "tweet_time is not a time"),
        ({"tweet_time": "2020-02-01 17:00+07:00"}, "is not a time"),
        ({"account_creation_date": "soon"}, "account_creation_date is not a date"),
        ({"is_retweet": "maybe"}, "is_retweet is neither true nor false"),
        ({"like_count": "many"}, "like_count is not a count"),
        ({"like_count": "-1"}, "like_count is not a count"),
        ({"follower_count": "1.5"}, "follower_count is not a count"),
    ],
)
def test_a_cell_that_cannot_be_read_rejects_its_row(cells: dict[str, str], reason: str) -> None:
    found = reject(**cells)
    assert reason in found.reason
    assert found.row == 2
    assert found.excerpt.startswith(cells.get("tweetid", DEFAULTS["tweetid"]))


def test_the_advice_of_a_damaged_id_says_what_to_do() -> None:
    assert "take the file as it was published" in reject(tweetid="1.2e+18").reason


def test_ids_that_a_float_did_not_damage_are_kept() -> None:
    found = post(userid="123456.0", in_reply_to_userid="77.0", user_mentions="[88.0, nan]")
    assert found.author is not None
    assert found.author.native_id == "123456"
    assert found.mentions == (Mention(AccountRef("77")), Mention(AccountRef("88")))


def test_rows_of_another_width() -> None:
    text = table([{}]) + '"1","2"\n' + table([{}]).split("\n", 1)[1]
    found = read_text(text)
    (bad,) = [each for each in found if isinstance(each, Reject)]
    assert (bad.row, bad.reason) == (
        3,
        "the row has more or fewer cells than the first line has names",
    )
    assert len([each for each in found if isinstance(each, Post)]) == 2


def test_columns_that_are_missing_or_unknown_are_told() -> None:
    importer = TwitterIoArchive()
    few = ["userid", "tweetid", "tweet_text", "tweet_time", "mood"]
    answer = importer.sniff(Sample("x.csv", table([{}], few)))
    assert isinstance(answer, Claim)
    assert answer.reason.startswith("posts in 5 columns; without user_display_name, ")
    assert answer.reason.endswith("; left aside: mood")
    odd = [*few, "\x1b[31m", *(f"column{number}" for number in range(20))]
    answer = importer.sniff(Sample("x.csv", table([{}], odd)))
    assert "mood, '\\x1b[31m', column0, " in answer.reason
    assert answer.reason.endswith("column5 and 14 more")
    (found,) = posts({}, columns=few)
    assert (found.kind, found.mentions, found.author) == (Kind.POST, (), AccountRef("123456"))
    answer = importer.sniff(Sample("x.csv", table([{}])))
    assert answer == Claim("posts in 30 columns; without poll_choices")
    answer = importer.sniff(Sample("x.csv", table([{}], PROFILE)))
    assert answer == Claim("accounts in 10 columns")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "its first line is no row of CSV"),
        ('"never closed\n', "its first line is no row of CSV"),
        ("tweetid,text\n1,a\n", "its first line has no column userid, tweet_text, tweet_time"),
        ("userid,name\n1,a\n", "has no column user_screen_name, account_creation_date"),
        (table([{}], [*POSTS_2020, "tweetid"]), "its first line names tweetid more than once"),
        ('{"id_str": "1"}\n', "its first line has no column userid"),
    ],
)
def test_other_files_are_refused_with_the_reason(text: str, reason: str) -> None:
    answer = TwitterIoArchive().sniff(Sample("x.csv", text))
    assert isinstance(answer, Refusal)
    assert reason in answer.reason
    found = read_text(text)
    assert all(isinstance(each, Reject) for each in found)
    assert len(found) == bool(text)
