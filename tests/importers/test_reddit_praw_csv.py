"""A table that a PRAW script made: the attributes of its objects, turned back into rows."""

import pytest

from inunison.records import AccountRef, Kind, PostRef, Presence, Space
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.reddit_praw_csv import RedditPrawCsv
from tests.importers.csv_tables import Table
from tests.importers.reddit_lines import comment, post_of, submission

SUBMISSION = {
    "fullname": "t3_lz9ab1",
    "title": "Who sold the rescue boat?",
    "selftext": "",
    "url": "https://portpapers.example/boat",
    "is_self": "False",
    "num_comments": "3",
    "created_utc": "1615042000.0",
    "author.name": "quayside_ada",
    "subreddit.display_name_prefixed": "r/tarvenport",
    "subreddit_id": "t5_2tarv",
}
COMMENT = {
    "id": "gq1aa01",
    "fullname": "t1_gq1aa01",
    "body": "The ferry was late again.",
    "created_utc": "1615043000.0",
    "parent_id": "t1_gq1aa00",
    "link_id": "t3_lz9ab1",
    "author.name": "lorcan_w",
    "subreddit.display_name": "tarvenport",
    "subreddit_id": "t5_2tarv",
}
submissions = Table(RedditPrawCsv(), SUBMISSION, ("score", "edited", "removed_by_category"))
comments = Table(RedditPrawCsv(), COMMENT, ("score", "is_submitter"))


def test_rows_become_what_those_of_a_dump_become() -> None:
    row = 2
    assert submissions.post() == _moved(post_of(submission()), row)
    assert comments.post() == _moved(post_of(comment()), row)


def _moved(post: object, row: int) -> object:
    import msgspec

    assert isinstance(post, msgspec.Struct)
    return msgspec.structs.replace(post, row=row)


def test_the_id_may_be_told_in_three_ways() -> None:
    for cells in (
        {"fullname": "t3_abc"},
        {"fullname": "", "id": "abc"},
        {"fullname": "", "name": "t3_abc"},
        {"fullname": "t3_abc", "id": "abc"},
    ):
        assert submissions.post(**cells).native_id == "t3_abc"
    assert submissions.reason(fullname="") == "fullname and id are empty"
    assert submissions.reason(id="other") == "name and id do not agree"


@pytest.mark.parametrize("author", ["", "None", "[deleted]", "nan"])
def test_nobody_is_no_account(author: str) -> None:
    assert submissions.post(**{"author.name": author}).author is None
    known = submissions.post(**{"author.name": author, "author_fullname": "t2_0ada"})
    assert known.author == AccountRef("t2_0ada")


def test_the_subreddit_loses_its_prefix() -> None:
    assert submissions.post().space == Space("subreddit", "tarvenport", "t5_2tarv")
    both = submissions.post(**{"subreddit.display_name": "r"})
    assert both.space == Space("subreddit", "r", "t5_2tarv")


def test_answers_and_counts() -> None:
    own = "https://www.reddit.com/r/tarvenport/comments/lz9ab1/x/"
    assert submissions.post(is_self="True", url=own).links == ()
    assert submissions.seen(num_comments="12.0").replies == 12
    assert submissions.reason(is_self="perhaps") == "is_self is neither yes nor no"
    assert submissions.reason(num_comments="many") == "num_comments is not a count"
    assert submissions.reason(created_utc="yesterday") == "created_utc is not a time"


def test_what_is_gone() -> None:
    gone = comments.seen(body="[removed]")
    assert gone.presence is Presence.REMOVED
    assert comments.post(body="[removed]").text is None
    taken = submissions.seen(removed_by_category="deleted")
    assert taken.presence is Presence.DELETED


def test_a_crosspost_without_its_original_is_a_quote() -> None:
    post = submissions.post(crosspost_parent="t3_orig1")
    assert (post.kind, post.quotes) == (Kind.QUOTE, PostRef("t3_orig1"))


def test_comments_and_submissions_in_one_table() -> None:
    both = Table(RedditPrawCsv(), COMMENT, tuple(SUBMISSION))
    assert both.post(title="").kind is Kind.COMMENT
    assert both.post(body="", title="x", fullname="t3_a", id="a").kind is Kind.POST


def test_what_is_claimed() -> None:
    importer = RedditPrawCsv()
    assert isinstance(importer.sniff(Sample("x", submissions.text({}))), Claim)
    assert isinstance(importer.sniff(Sample("x", comments.text({}))), Claim)
    answer = importer.sniff(Sample("x", submissions.text({}, without=["is_self"])))
    assert answer == Claim("10 columns of the format, 2 others left aside, without is_self")
    for without, missing in (
        (["author.name"], "author.name"),
        (
            ["subreddit.display_name_prefixed"],
            "subreddit.display_name or subreddit.display_name_prefixed",
        ),
        (["fullname"], "fullname or name or id"),
        (["title"], "title or body"),
    ):
        text = submissions.text({}, without=without)
        assert importer.sniff(Sample("x", text)) == Refusal(
            f"its first line has no column {missing}"
        )
