"""4CAT's table of Reddit: rows turned back into those of a dump."""

import msgspec
import pytest

from inunison.records import Kind, PostRef, Presence
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.fourcat_reddit_csv import FourcatRedditCsv
from tests.importers.csv_tables import Table
from tests.importers.reddit_lines import comment, post_of, submission

SUBMISSION = {
    "thread_id": "lz9ab1",
    "id": "lz9ab1",
    "timestamp": "1615042000",
    "body": "",
    "subject": "Who sold the rescue boat?",
    "author": "quayside_ada",
    "author_flair": "",
    "post_flair": "",
    "domain": "portpapers.example",
    "url": "https://portpapers.example/boat",
    "image_file": "",
    "image_md5": "",
    "subreddit": "tarvenport",
    "parent": "",
    "score": "4",
}
COMMENT = SUBMISSION | {
    "id": "gq1aa01",
    "timestamp": "1615043000",
    "body": "The ferry was late again.",
    "subject": "",
    "author": "lorcan_w",
    "domain": "",
    "url": "",
    "parent": "t1_gq1aa00",
}
submissions = Table(FourcatRedditCsv(), SUBMISSION)
comments = Table(FourcatRedditCsv(), COMMENT)


def test_rows_become_what_those_of_a_dump_become() -> None:
    moved = msgspec.structs.replace
    assert submissions.post() == moved(post_of(submission(subreddit_id=None)), row=2)
    assert comments.post() == moved(post_of(comment(subreddit_id=None)), row=2)


@pytest.mark.parametrize(
    ("cells", "seconds"),
    [
        ({"timestamp": "2021-03-06 14:46:40", "unix_timestamp": "1615042000"}, 1615042000),
        ({"timestamp": "1615042000.0"}, 1615042000),
        ({"timestamp": "", "unix_timestamp": "1615042000"}, 1615042000),
    ],
)
def test_times(cells: dict[str, str], seconds: int) -> None:
    assert submissions.post(**cells).created_at == seconds * 10**6


def test_rows_without_a_time_or_with_one_that_is_none() -> None:
    for cell in ("", "undefined"):
        assert submissions.post(timestamp=cell).created_at is None
    assert submissions.reason(timestamp="soon") == "timestamp is not seconds since 1970"


def test_what_a_comment_answers() -> None:
    assert comments.post().replies_to == PostRef("t1_gq1aa00")
    assert comments.post(parent="t3_lz9ab1").replies_to == PostRef("t3_lz9ab1")
    assert comments.post().kind is Kind.COMMENT
    assert comments.reason(parent="gq1aa00") == "parent_id is not a full name such as t1_abc"


def test_a_text_post_leads_nowhere() -> None:
    post = submissions.post(domain="self.tarvenport", body="Read https://a.example/x")
    assert post.links == ("https://a.example/x",)
    assert post.text == "Who sold the rescue boat?\n\nRead https://a.example/x"


def test_what_is_gone() -> None:
    seen = comments.seen(body="[removed]")
    assert seen.presence is Presence.REMOVED
    assert comments.post(body="[deleted]", author="[deleted]").author is None
    assert comments.post(author="REDACTED", body="REDACTED").author is None


def test_what_is_refused() -> None:
    assert submissions.reason(id="") == "id is empty"
    assert submissions.reason(id="?") == "id is not an id"


def test_what_is_claimed() -> None:
    importer = FourcatRedditCsv()
    assert isinstance(importer.sniff(Sample("x", comments.text({}))), Claim)
    assert importer.sniff(Sample("x", comments.text({}, without=["parent"]))) == Refusal(
        "its first line has no column parent"
    )
