"""Columns of the Twitter/X archive say what its rows say; the reader of rows is the oracle."""

import csv
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.opening import open_source
from inunison.sources.gathering import Gathered, gather, gather_columns
from inunison_importers.base import TextLines
from inunison_importers.twitter_io_archive import TwitterIoArchive
from tests.importers.archive_rows import (
    POSTS_2018,
    POSTS_2020,
    PROFILE,
    clock_id,
    hashed,
    hexed,
    table,
)

_SLOW = settings(deadline=None)
_OLD, _NEW = "20", clock_id("2020-02-01T10:00:00.123")
_BAD_IDS = ("1.2E+18", "0012", "9999999999999999999", "x", "-4", "17.0", "1" * 20, "٣٤")
_NOTHING = ("", "absent", "nan", "null", "None")

_post_id = st.one_of(
    st.integers(1, (1 << 63) - 1).map(str),
    st.sampled_from((_OLD, _NEW, "29700859246", "29700859247", str((1 << 63) - 1), str(1 << 63))),
    st.sampled_from(_BAD_IDS + _NOTHING),
)
_account = st.one_of(
    st.integers(1, 30).map(str),
    st.sampled_from(("8999999999999999999", "9000000000000000000", str(1 << 63))),
    st.integers(1, 4).map(lambda each: hashed(str(each))),
    st.integers(1, 4).map(lambda each: hexed(str(each))),
    st.sampled_from(_BAD_IDS + _NOTHING),
)
_count = st.one_of(
    st.integers(0, 3).map(str),
    st.sampled_from(("4.0", "007", "1" * 16, "1e3", "-1", "many", *_NOTHING)),
)
_letters = st.text(st.characters(codec="utf-8"), max_size=12)
_list = st.one_of(
    st.lists(_letters, max_size=3).map(repr),
    st.lists(_account, max_size=3).map(repr),
    st.integers(1, 30).map(lambda each: f"['{each}']"),
    st.lists(_account, max_size=3).map(lambda entries: f"[{', '.join(entries)}]"),
    st.sampled_from(("", "[]", "['']", "[' ']", "['a,b']", "['a', 'b", "[x", "['#']", '["q"]')),
)
_time = st.one_of(
    st.datetimes().map(lambda time: f"{time:%Y-%m-%d %H:%M}"),
    st.sampled_from(
        ("2020-02-30 10:00", "2020-02-01 24:00", "0000-01-01 00:00", "2020-02-01T10:00")
    ),
    st.datetimes().map(lambda time: f"{time:%Y-%m-%d %H:%M:%S}Z"),
    st.sampled_from(("yesterday", *_NOTHING)),
)
_minutes = st.datetimes().map(lambda time: f"{time:%Y-%m-%d %H:%M}")
_text = st.one_of(
    _letters,
    st.tuples(_letters, _account, _letters).map(lambda parts: f"{parts[0]}@{parts[1]} {parts[2]}"),
    st.integers(1, 4).map(lambda each: f"RT @{hashed(str(each))}: @{hexed('1')} words"),
)
_CELLS = {
    "tweetid": _post_id,
    "userid": _account,
    "user_display_name": st.one_of(_letters, _account),
    "user_screen_name": _account,
    "user_profile_description": st.sampled_from(("", "one", "two", "d" * 5_000)),
    "follower_count": _count,
    "account_creation_date": st.one_of(st.dates().map(str), st.sampled_from(("", "2020-13-01"))),
    "account_language": st.sampled_from(("en", "und", "", "nan")),
    "tweet_language": st.sampled_from(("en", "und", "")),
    "tweet_text": _text,
    "tweet_client_name": st.sampled_from(("", "Web", "=cmd()")),
    "in_reply_to_userid": _account,
    "in_reply_to_tweetid": _post_id,
    "quoted_tweet_tweetid": _post_id,
    "is_retweet": st.sampled_from(("true", "false", "True", "1", "0.0", "", "maybe")),
    "retweet_userid": _account,
    "retweet_tweetid": _post_id,
    "like_count": _count,
    "retweet_count": _count,
    "hashtags": _list,
    "urls": _list,
    "user_mentions": _list,
}
_some_cells = st.fixed_dictionaries({}, optional={**_CELLS, "tweet_time": _time})


def in_rows(body: str) -> Gathered:
    """What the reader of rows makes of a file."""
    return gather(TwitterIoArchive().read(TextLines(body)), 3, 70)


def in_columns(body: str) -> Gathered | None:
    """What the reader of columns makes of it."""
    read = TwitterIoArchive().read_columns(body.encode("utf-8"))
    return None if read is None else gather_columns(read, 3, 70)


def assert_the_same(body: str) -> None:
    """The file is read as columns, and these are what the rows say."""
    columns, rows = in_columns(body), in_rows(body)
    assert columns is not None
    assert columns.rejects == rows.rejects
    assert (columns.posted, columns.observed) == (rows.posted, rows.observed)
    assert list(columns.batches) == list(rows.batches)
    for kind, batch in rows.batches.items():
        assert columns.batches[kind].to_pylist() == batch.to_pylist()
        assert columns.batches[kind].schema == batch.schema


@_SLOW
@given(st.lists(_some_cells, min_size=1, max_size=8), st.sampled_from((POSTS_2018, POSTS_2020)))
def test_whatever_stands_in_the_cells(rows: list[dict[str, str]], columns: list[str]) -> None:
    assert_the_same(table(rows, columns))


@_SLOW
@given(st.lists(_minutes, min_size=1, max_size=20))
def test_times_to_the_minute_are_read_by_day_and_minute(times: list[str]) -> None:
    assert_the_same(table([{"tweetid": _OLD, "tweet_time": time} for time in times]))


@pytest.mark.parametrize("name", _CELLS)
def test_each_cell_by_itself(name: str) -> None:
    """Every kind of cell beside good ones, so that no cell hides behind another one's fault."""
    odd = (*_BAD_IDS, *_NOTHING, "true", "7", "[]", "['a', 'b']", hashed("a"), "word")
    assert_the_same(table([{"tweet_text": "good"}, *({name: cell} for cell in odd)]))


def test_columns_that_a_file_does_not_have() -> None:
    needed = ["tweetid", "userid", "tweet_text", "tweet_time"]
    assert_the_same(table([{}, {"userid": "x"}], needed))
    assert_the_same(table([{}], [*needed, "and_one_more"]))


def test_a_profile_is_told_when_it_changes() -> None:
    rows = [
        {"userid": "1", "follower_count": "5"},
        {"userid": "2", "follower_count": "5"},
        {"userid": "1", "follower_count": "5"},
        {"userid": "1", "follower_count": "6", "tweetid": "x"},
        {"userid": "1", "follower_count": "6"},
        {"userid": "1", "follower_count": "5"},
        {"userid": "2", "user_profile_description": "d" * 4_000},
        {"userid": "2", "user_profile_description": "d" * 4_000},
    ]
    assert_the_same(table(rows))
    found = in_columns(table(rows))
    assert found is not None
    assert found.batches["accounts"]["row"].to_pylist() == [72, 73, 76, 77, 78, 79]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "tweetid\n1\n",
        table([{}], PROFILE),
        table([{}]).replace("\n", "\n\n"),
        table([{}]) + "one,two\n",
        table([{}]).replace('"Nothing much"', '"Nothing" much'),
        "\ufeff" + table([{}]),
    ],
)
def test_what_is_unusual_is_left_to_the_rows(body: str) -> None:
    assert in_columns(body) is None


def test_whom_lists_of_several_name() -> None:
    """Lists of numbers are read together, all other rows one by one: they meet in one column."""
    several = ("['1', '2', '3']", "['2', '1']", "['1', '1', '2']", "[]", "", "['3', 'x']", "[1, 2]")
    lists = (*several, f"['1', '{hashed('a')}']", f"['{hashed('a')}', '2']")
    pointed: tuple[dict[str, str], ...] = (
        {},
        {"is_retweet": "true"},
        {"retweet_tweetid": _NEW},
        {"retweet_tweetid": _NEW, "retweet_userid": "2"},
        {"in_reply_to_userid": "3"},
        {"in_reply_to_userid": "2", "in_reply_to_tweetid": _OLD},
        {"tweet_text": f"@{hashed('a')} and @{hashed('b')}"},
    )
    rows = [{**cells, "user_mentions": each} for each in lists for cells in pointed]
    assert_the_same(table(rows))
    assert_the_same(table(rows[::-1]))
    assert_the_same(table([each for each in rows if each["user_mentions"] == several[0]]))


def test_more_accounts_than_are_remembered_are_left_to_the_rows() -> None:
    rows = [{"userid": str(each)} for each in range(1, 20_002)]
    assert in_columns(table(rows)) is None
    assert in_columns(table(rows[1:])) is not None


def test_quoting_makes_no_difference() -> None:
    rows = [{"tweet_text": 'he said "no",\nand left'}, {"tweet_text": "and\r\nso\ron"}]
    for quoting in (csv.QUOTE_ALL, csv.QUOTE_MINIMAL):
        body = table(rows, quoting=quoting)
        assert_the_same(body)
        assert_the_same(body.removesuffix("\n"))


@pytest.mark.real_data
def test_a_whole_release(real_data: Path) -> None:
    path = real_data / "twitter_io_archive" / "thailand_092020_tweets_csv_hashed.zip"
    with open_source(path) as opened:
        (member,) = opened.members
        body = b"".join(opened.stream(member).blocks()).decode("utf-8")
    assert_the_same(body)
    posts = in_rows(body).batches["posts"]
    assert posts.num_rows == 21_385
    assert isinstance(posts, pa.RecordBatch)
