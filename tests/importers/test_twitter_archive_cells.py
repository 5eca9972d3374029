"""Single cells of the Twitter/X archives: what they may hold, and what becomes of the rest."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import Precision
from inunison_importers import twitter_archive_cells as read
from inunison_importers.base import BadCell
from inunison_importers.twitter_archive_columns import (
    Columns,
    PostCells,
    ProfileCells,
    repaired_post,
    repaired_profile,
)
from tests.importers.archive_rows import POSTS_2018, POSTS_2020, PROFILE, hashed, hexed

ABSENT = ["", "absent", "None", "null", "nan", "NaN"]
START = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("cell", ABSENT)
def test_words_that_mean_absent(cell: str) -> None:
    assert read.account_id(cell, "x") is None
    assert read.post_id(cell, "x") is None
    assert read.count(cell, "x") is None
    assert read.truth(cell, "x") is None
    assert read.instant(cell, "x") is None
    assert read.day(cell, "x") is None
    assert read.language(cell) is None


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)))
@settings(deadline=None)
def test_every_time_is_read_exactly(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    wanted = (moment.replace(tzinfo=UTC) - START) // timedelta(microseconds=1)
    text = moment.isoformat(sep=" ")[:16]
    assert read.instant(text, "x") == (wanted, Precision.MINUTE)
    assert read.instant(text.replace(" ", "T") + ":00", "x") == (wanted, Precision.SECOND)
    assert read.instant(text + ":59.000Z", "x") == (wanted + 59_000_000, Precision.SECOND)


@given(st.dates())
@settings(deadline=None)
def test_every_day_is_read_exactly(day: date) -> None:
    wanted = (day - date(1970, 1, 1)).days * 86_400 * 10**6
    assert read.day(day.isoformat(), "x") == wanted
    assert read.day(f"{day.isoformat()} 12:34:56", "x") == wanted


@pytest.mark.parametrize(
    "cell",
    [
        "2020-1-1 10:00",
        "2020-02-01",
        "2020-02-01 24:00",
        "2020-02-01 10:60",
        "2020-02-01 10:00:60",
        "2020-13-01 10:00",
        "2020-02-01 10:00:00.5",
        "2020-02-01 10:00 PM",
        "01/02/2020 10:00",
        "\u0662\u0660\u0662\u0660-02-01 10:00",
        "Wed Sep 04 13:51:55 +0000 2019",
        "1580551200",
    ],
)
def test_what_is_no_time(cell: str) -> None:
    with pytest.raises(BadCell, match=r"^tweet_time is not a time$"):
        read.instant(cell, "tweet_time")


@pytest.mark.parametrize("cell", ["2020-02-30", "20200201", "2020-2-1", "1580551200", "2020-02"])
def test_what_is_no_date(cell: str) -> None:
    with pytest.raises(BadCell, match=r"^account_creation_date is not a date$"):
        read.day(cell, "account_creation_date")


@given(st.integers(0, 10**15 - 1))
@settings(deadline=None)
def test_counts(number: int) -> None:
    assert read.count(str(number), "x") == number
    assert read.count(f"{number}.0", "x") == number


@pytest.mark.parametrize(
    "cell", ["-1", "+1", "1.5", "1e3", "1,000", " 1", "1K", "\u0661", "9" * 16, "1." + "0" * 10]
)
def test_what_is_no_count(cell: str) -> None:
    with pytest.raises(BadCell, match=r"^like_count is not a count$"):
        read.count(cell, "like_count")


def test_truth() -> None:
    assert [read.truth(cell, "x") for cell in ("true", "True", "TRUE", "1", "1.0")] == [True] * 5
    assert [read.truth(cell, "x") for cell in ("false", "False", "0", "0.0")] == [False] * 4
    for cell in ("yes", "t", "2", "truefalse", "true "):
        with pytest.raises(BadCell, match="is_retweet is neither true nor false"):
            read.truth(cell, "is_retweet")


def test_ids_of_accounts() -> None:
    for cell in (hashed("a"), hexed("a"), "12", "9" * 18):
        assert read.account_id(cell, "userid") == cell
    for cell in (hashed("a") + "x", hexed("a")[:-2], "ida", "@12"):
        with pytest.raises(BadCell, match="userid is not an id"):
            read.account_id(cell, "userid")


def test_ids_of_posts_are_never_hashed() -> None:
    with pytest.raises(BadCell, match="tweetid is not an id"):
        read.post_id(hashed("a"), "tweetid")


def test_lists_of_accounts_name_each_once() -> None:
    assert read.account_ids("['5', '7', '5', None]", "x") == ["5", "7"]
    assert read.account_ids(f"[{hexed('a')}, 5]", "x") == [hexed("a"), "5"]
    with pytest.raises(BadCell, match="user_mentions is not an id"):
        read.account_ids("['5', 'ida']", "user_mentions")
    with pytest.raises(BadCell, match="user_mentions cannot be read: it is not a list whose"):
        read.account_ids("['5", "user_mentions")


def test_languages() -> None:
    assert read.language("th") == "th"
    assert read.language("zh-CN") == "zh-CN"
    assert read.language("und") is None


def test_reasons_name_the_column_and_never_the_value() -> None:
    """So that a thousand bad rows are told as one trouble, and no cell reaches a terminal."""
    value = "\x1b[31m\u202esecret"
    for reader in (read.account_id, read.post_id, read.count, read.truth, read.instant, read.day):
        with pytest.raises(BadCell) as raised:
            reader(value, "column")
        assert "secret" not in str(raised.value)
        assert str(raised.value).startswith("column ")


def test_columns_of_every_layout() -> None:
    for names, width in ((POSTS_2018, 31), (POSTS_2020, 30)):
        columns = Columns.of(names)
        assert (columns.width, columns.has_posts, columns.problem) == (width, True, None)
        assert columns.unknown == ()
        cells = [f"cell of {name}" for name in names] + [""]
        assert columns.post(cells) == PostCells(*(f"cell of {name}" for name in PostCells._fields))
        assert columns.profile(cells).userid == "cell of userid"
    assert Columns.of(POSTS_2018).missing == ()
    assert Columns.of(POSTS_2020).missing == ("poll_choices",)
    users = Columns.of(PROFILE)
    assert (users.has_posts, users.problem, users.missing) == (False, None, ())


def test_columns_whatever_their_writing() -> None:
    names = ["userId", " userScreenName ", "Account_Creation_Date", "USER_DISPLAY_NAME"]
    columns = Columns.of(names)
    assert columns.problem is None
    assert columns.profile(["5", "ida", "2020-01-01", "Ida", ""])[:3] == ("5", "Ida", "ida")
    assert "follower_count" in columns.missing


def test_a_missing_column_reads_as_empty() -> None:
    columns = Columns.of(["tweetid", "userid", "tweet_text", "tweet_time"])
    cells = columns.post(["1", "2", "words", "2020-01-01 10:00", ""])
    assert cells.tweet_text == "words"
    assert cells.retweet_tweetid == ""
    assert cells.user_mentions == ""


def test_repaired_cells() -> None:
    post = PostCells._make([*["ok"] * 17, "x\udc80"])
    assert repaired_post(post)[-2:] == ("ok", "x\ufffd")
    profile = ProfileCells._make(["\ud83d"] * 10)
    assert repaired_profile(profile) == ProfileCells._make(["\ufffd"] * 10)
