"""The table that twarc itself makes of tweets says what the tweets say."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from twarc import json2csv

from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import Post
from tests.importers import twitter_v1_objects as api
from tests.importers.archive_rows import clock_id
from tests.importers.test_twarc1_csv import COLUMNS, read_text
from tests.importers.twitter_v1_objects import OTHER, accounts, posts, rejects, stated


def as_table(*tweets: dict[str, Any]) -> str:
    """The table that twarc itself makes of tweets."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(COLUMNS)
    writer.writerows([json2csv.get_row(each) for each in tweets])
    return made.getvalue()


def bare(found: Post) -> tuple[object, ...]:
    """What the table and the tweet itself both say of a post."""
    return (
        found.native_id,
        found.author,
        found.kind,
        found.created_at,
        found.text if not found.reposts else None,
        found.client,
        found.reposts,
        found.quotes,
        found.replies_to,
        {each.account.handle for each in found.mentions},
        found.hashtags,
        found.links if found.reposts is None and len(found.text or "") <= 140 else None,
    )


def test_twarc_writes_what_the_tweets_say() -> None:
    held = api.entities(
        hashtags=[{"text": "Trams"}],
        urls=[api.link("https://a.example")],
        user_mentions=[api.mention("103", "tavi")],
    )
    answered = {
        "in_reply_to_status_id": int(OTHER),
        "in_reply_to_status_id_str": OTHER,
        "in_reply_to_user_id": 102,
        "in_reply_to_user_id_str": "102",
        "in_reply_to_screen_name": "oro_lind",
    }
    ids = [clock_id(f"2019-09-05T00:00:0{second}.125") for second in range(5)]
    times = [f"2019-09-05T00:00:0{second}.125" for second in range(5)]
    tweets = [
        api.tweet(ids[0], times[0], text="A #Trams @tavi", entities=held),
        api.retweet(api.other()) | {"id_str": ids[1], "created_at": stated(times[1])},
        api.tweet(ids[2], times[2], is_quote_status=True, quoted_status=api.other()),
        api.tweet(ids[3], times[3], text="no", **answered),
        api.tweet(ids[4], times[4], text="yes", quoted_status=api.third(), **answered),
    ]
    mine = [each for each in posts(read_text(as_table(*tweets))) if each.collected]
    theirs = [each for each in posts(api.read(*tweets)) if each.collected]
    assert len(mine) == 5
    assert [bare(each) for each in mine] == [bare(each) for each in theirs]


@pytest.mark.real_data
def test_real_tweets_as_twarc_writes_them(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "twitter_api_v1" / "original_format.jsonl"
    tweets = [json.loads(line) for line in path.read_text().splitlines()]
    (tmp_path / "tweets.csv").write_text(as_table(*tweets), newline="")
    with open_source(tmp_path / "tweets.csv") as source:
        importer = choose(source, source.members[0])
        assert importer.name == "twarc1-csv"
        found = list(importer.read(source.stream(source.members[0])))
    with open_source(path) as source:
        theirs = list(choose(source, source.members[0]).read(source.stream(source.members[0])))
    assert rejects(found) == []
    mine = [each for each in posts(found) if each.collected]
    assert len(mine) == 25
    assert len(posts(found)) == 28
    assert [bare(each) for each in mine] == [bare(each) for each in posts(theirs) if each.collected]
    assert [(each.native_id, each.handle, each.created_at) for each in accounts(found)] == [
        (each.native_id, each.handle, each.created_at) for each in accounts(theirs)[:1]
    ]
