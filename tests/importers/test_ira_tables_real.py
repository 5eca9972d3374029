"""Rows of the table as first published, counted: figures that need no opinion."""

from pathlib import Path

import pytest

from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import Kind, Observation, Post, Reject
from inunison_importers.twitter_ids import id_time
from tests.importers.named_rows import of_type

pytestmark = pytest.mark.real_data


def test_the_rows_of_one_account(real_data: Path) -> None:
    path = real_data / "ira_tweets_by_author" / "original_21_columns_sample.csv.zst"
    with open_source(path) as source:
        (member,) = source.members
        importer = choose(source, member)
        found = list(importer.read(source.stream(member)))
    assert importer.name == "ira-tables"
    posts = of_type(Post, found)
    assert (len(posts), len(of_type(Observation, found)), of_type(Reject, found)) == (11, 11, [])
    assert {each.author.native_id for each in posts if each.author} == {"905874659358453760"}
    assert [each.kind for each in posts].count(Kind.REPOST) == 3
    # The minute of the id is the stated one in all of them: the stated times are UTC.
    assert not any(each.time_conflict for each in posts)
    assert all(each.created_at == id_time(each.native_id) for each in posts)
    assert sum(each.text is not None and each.text.startswith("@") for each in posts) == 1
    assert sum(len(each.links) for each in posts) == 8
    assert not [link for each in posts for link in each.links if "t.co/" in link]
