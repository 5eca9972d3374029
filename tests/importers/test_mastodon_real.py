"""48 statuses of one server's public timeline, counted and held against the file itself."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from inunison.errors import SourceError
from inunison.importing import choose, verdicts
from inunison.opening import open_source
from inunison.records import Account, Kind, Observation, Post, Precision, Record, Reject

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def path(real_data: Path) -> Path:
    """The file."""
    return real_data / "mastodon" / "mastodonsocial.json"


@pytest.fixture(scope="module")
def found(path: Path) -> list[Record | Reject]:
    """What the importer that claims it makes of it."""
    with open_source(path) as source:
        importer = choose(source, source.members[0])
        assert importer.name == "mastodon"
        return list(importer.read(source.stream(source.members[0])))


@pytest.fixture(scope="module")
def rows(path: Path) -> list[dict[str, Any]]:
    """Its statuses, by Python's own reader."""
    return [json.loads(line) for line in path.read_text().split("\n") if line]


def test_counts(found: list[Record | Reject]) -> None:
    assert Counter(type(each) for each in found) == {Account: 48, Observation: 96, Post: 48}
    posts = [each for each in found if isinstance(each, Post)]
    assert Counter(each.kind for each in posts) == {Kind.POST: 43, Kind.REPLY: 5}
    assert {each.platform for each in posts} == {"mastodon"}
    assert sum(len(each.media) for each in posts) == 18
    assert sum(len(each.mentions) for each in posts) == 2
    assert Counter(each.precision for each in posts) == {
        Precision.SECOND: 37,
        Precision.MILLISECOND: 11,
    }


def test_every_status_is_told_as_the_file_has_it(
    found: list[Record | Reject], rows: list[dict[str, Any]]
) -> None:
    posts = [each for each in found if isinstance(each, Post)]
    for post, row in zip(posts, rows, strict=True):
        assert (post.native_id, post.url) == (row["uri"], row["url"])
        assert post.author is not None
        acct = row["account"]["acct"]
        assert post.author.handle == (acct if "@" in acct else f"{acct}@mastodon.social")
        assert list(post.hashtags) == [each["name"] for each in row["tags"]]
        assert (post.kind is Kind.REPLY) == (row["in_reply_to_id"] is not None)
        assert post.language == row["language"]
        assert "<" not in (post.text or "").replace("<3", "")
        for link in post.links:
            assert link in row["content"].replace("&amp;", "&")
            assert link in (post.text or ""), "addresses are whole in the text"


def test_other_formats_are_not_claimed(real_data: Path) -> None:
    mine = {"mastodon", "bluesky-api", "bluesky-jetstream"}
    seen = 0
    for path in sorted(real_data.rglob("*")):
        if path.parent.name in ("mastodon", "bluesky_jetstream") or not path.is_file():
            continue
        try:
            with open_source(path) as source:
                answers = verdicts(source.head(source.members[0]))
        except SourceError:
            continue
        seen += 1
        assert not [each for each in answers if each.claimed and each.importer.name in mine], path
    assert seen > 20


def test_local_accounts_have_the_domain_of_their_server(found: list[Record | Reject]) -> None:
    accounts = [each for each in found if isinstance(each, Account)]
    assert all(each.handle and each.handle.count("@") == 1 for each in accounts)
    local = {each.handle for each in accounts if (each.handle or "").endswith("@mastodon.social")}
    assert "linfavourite@mastodon.social" in local
    assert {each.created_precision for each in accounts} <= {Precision.DAY, Precision.SECOND}
