"""Real tweets that twitwi wrote into both tables, read beside what it says of them."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from twitwi import apply_tcat_format, format_tweet_as_csv_row, normalize_tweet
from twitwi.constants import TWEET_FIELDS, TWEET_FIELDS_TCAT, TWEET_PLURAL_FIELDS

from inunison.records import Kind, Post
from inunison_importers.base import TextLines
from inunison_importers.dmi_tcat import DmiTcat
from inunison_importers.gazouilloire import Gazouilloire
from tests.importers.scraped_objects import posts, reasons

pytestmark = pytest.mark.real_data

TWEETS = 25


@pytest.fixture(scope="module")
def said(real_data: Path) -> list[dict[str, Any]]:
    """What twitwi makes of each tweet."""
    text = (real_data / "twitter_api_v1" / "original_format.jsonl").read_text()
    given = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [normalize_tweet(each) for each in given if "id_str" in each]


def by_id(found: list[Post]) -> dict[str, Post]:
    """Posts by their id."""
    return {each.native_id: each for each in found}


def test_the_table_of_gazouilloire(said: list[dict[str, Any]]) -> None:
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(TWEET_FIELDS)
    writer.writerows(format_tweet_as_csv_row(each) for each in said)
    found = list(Gazouilloire().read(TextLines(made.getvalue())))
    assert reasons(found) == []
    read = by_id(posts(found))
    assert len(read) == len({each["id"] for each in said}) == TWEETS
    for each in said:
        post = read[each["id"]]
        assert post.author
        assert (post.author.native_id, post.author.handle) == (
            each["user_id"],
            each["user_screen_name"],
        )
        assert post.created_at
        assert post.created_at // 1_000_000 == each["timestamp_utc"]
        assert not post.time_conflict
        assert (post.reposts.native_id if post.reposts else None) == each["retweeted_id"]
        assert (post.text or "") == each["text"].replace("\r\n", "\n")
        if post.reposts is None:
            assert (post.quotes.native_id if post.quotes else None) == each["quoted_id"]
            assert list(post.hashtags) == each["hashtags"]
            assert {mention.account.native_id for mention in post.mentions} >= set(
                each["mentioned_ids"]
            )


def test_the_table_of_tcat(said: list[dict[str, Any]]) -> None:
    made = io.StringIO()
    writer = csv.DictWriter(made, TWEET_FIELDS_TCAT, extrasaction="ignore")
    writer.writeheader()
    for each in said:
        row = apply_tcat_format(each)
        for name in TWEET_PLURAL_FIELDS & row.keys():
            row[name] = "|".join(row[name])
        row["media_type"] = "|".join(row["media_type"])
        row["from_user_verified"] = int(row["from_user_verified"])
        writer.writerow(row)
    found = list(DmiTcat().read(TextLines(made.getvalue())))
    assert reasons(found) == []
    read = by_id(posts(found))
    assert len(read) == TWEETS
    for each in said:
        post = read[each["id"]]
        assert post.created_at
        assert post.created_at // 1_000_000 == each["timestamp_utc"]
        assert (post.kind is Kind.REPOST) == (each["retweeted_id"] is not None)
        if post.kind is Kind.REPOST:
            (mention,) = post.mentions
            assert mention.account.handle == each["retweeted_user"]
            continue
        assert {mention.account.native_id for mention in post.mentions} >= set(
            each["mentioned_ids"]
        )
        assert list(post.hashtags) == each["hashtags"]
