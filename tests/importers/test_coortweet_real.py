"""The table that comes with CooRTweet, counted: figures that need no opinion."""

from collections import Counter
from pathlib import Path

import pytest

from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import Kind, Post

pytestmark = pytest.mark.real_data


def test_every_row_is_a_repost_by_somebody(real_data: Path) -> None:
    with open_source(real_data / "coortweet" / "russian_coord_tweets.csv.gz") as source:
        (member,) = source.members
        importer = choose(source, member)
        assert importer.name == "coortweet"
        found = list(importer.read(source.stream(member)))
    assert Counter(type(each) for each in found) == {Post: 35_125}
    posts = [each for each in found if isinstance(each, Post)]
    contents = {each.native_id for each in posts}
    objects = {each.reposts.native_id for each in posts if each.reposts}
    assert len(contents) == 35_085
    assert len({each.author for each in posts}) == 9_509
    assert len(objects) == 7_285
    # Objects that are contents too: these are ids of posts, hashed alike.
    assert len(objects & contents) == 1_084
    assert {(each.kind, each.platform) for each in posts} == {(Kind.REPOST, "unnamed")}
    shares = {(each.native_id, each.author, each.created_at) for each in posts}
    assert len(shares) == 35_085, "a content has one account and one time"
