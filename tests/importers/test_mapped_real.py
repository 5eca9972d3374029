"""A published table, mapped by hand, against the importer that knows its format."""

import time
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from inunison.opening import open_source
from inunison.records import AccountRef, Observation, Post, Record, Reject
from inunison_importers.base import Importer
from inunison_importers.ira_by_author import IraByAuthor
from inunison_importers.mapped_table import mapped
from inunison_importers.table_map import read_map

pytestmark = pytest.mark.real_data

MAP = """
platform = "twitter"
timezone = "UTC"
precision = "minute"
frame = "accounts"

[columns]
author_handle = "author_id"
text = "content"
time = "publish_date"
kind = "post_type"
observed_at = "harvested_date"
following = "following"
followers = "followers"
posts = "updates"

[kinds]
R = "repost"
Q = "quote"
"" = "post"
"""
# What the format's own importer knows beside the cells: which languages its names mean, which
# handles have an id behind them, which texts are guarded by apostrophes, and that equal rows count.
OWN = ("native_id", "author", "text", "language", "mentions", "hashtags", "links")


def read(importer: Importer, path: Path) -> list[Record | Reject]:
    """Everything that an importer makes of a file."""
    with open_source(path) as source:
        return list(importer.read(source.stream(source.members[0])))


def test_a_map_gives_the_posts_that_the_format_gives(real_data: Path) -> None:
    path = real_data / "ira_tweets_by_author" / "tweets_HashtagGamer.csv.zst"
    theirs = read(IraByAuthor(), path)
    started = time.monotonic()
    ours = read(mapped(read_map(MAP)), path)
    rate = len(ours) / (time.monotonic() - started)
    assert (
        Counter(map(type, ours))
        == Counter(map(type, theirs))
        == {
            Post: 218_104,
            Observation: 218_104,
        }
    )
    texts = 0
    for own, known in zip(ours, theirs, strict=True):
        if isinstance(own, Post) and isinstance(known, Post):
            blank = dict.fromkeys(OWN[:4]) | dict.fromkeys(OWN[4:], ())
            assert msgspec.structs.replace(own, **blank) == msgspec.structs.replace(known, **blank)
            texts += own.text == known.text
            assert own.text == known.text or (own.text or "").startswith("'")
            if own.text == known.text:
                assert (own.mentions, own.hashtags, own.links) == (
                    known.mentions,
                    known.hashtags,
                    known.links,
                )
            if own.author != known.author:
                assert own.author is not None
                assert known.author is not None
                assert known.author.handle is not None
                whole = f"{known.author.handle}{known.author.native_id}"
                assert own.author == AccountRef(handle=whole)
    assert texts > 200_000
    assert rate > 5_000
