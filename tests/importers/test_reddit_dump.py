"""Reddit's dumps: what a row of any year becomes."""

from typing import Any

import pytest

from inunison.records import (
    Account,
    AccountRef,
    Kind,
    Observation,
    Post,
    PostRef,
    Precision,
    Presence,
    Space,
)
from tests.importers.reddit_lines import (
    comment,
    post_of,
    read_rows,
    seen_of,
    submission,
)

ORIGINAL = submission(name="t3_lz9ab1", author_fullname="t2_0ada")


def crosspost(**fields: Any) -> dict[str, Any]:
    """A crosspost of ORIGINAL with its title."""
    own = {
        "id": "lz9ab3",
        "author": "runa_brank",
        "subreddit": "slowboats",
        "subreddit_id": "t5_3slow",
        "url": "/r/tarvenport/comments/lz9ab1/x/",
        "crosspost_parent": "t3_lz9ab1",
        "crosspost_parent_list": [ORIGINAL],
    }
    return submission(**own) | fields


def test_a_comment_answers_its_parent_in_its_subreddit() -> None:
    assert post_of(comment()) == Post(
        row=1,
        platform="reddit",
        native_id="t1_gq1aa01",
        author=AccountRef(handle="lorcan_w"),
        kind=Kind.COMMENT,
        created_at=1_615_043_000 * 10**6,
        precision=Precision.SECOND,
        text="The ferry was late again.",
        replies_to=PostRef("t1_gq1aa00"),
        space=Space("subreddit", "tarvenport", "t5_2tarv"),
    )


def test_a_comment_without_parent_answers_the_submission_whose_author_may_be_told() -> None:
    row = comment(link_author="quayside_ada")
    del row["parent_id"]
    assert post_of(row).replies_to == PostRef("t3_lz9ab1", AccountRef(handle="quayside_ada"))
    gone = comment(parent_id="t3_lz9ab1", link_author="[deleted]")
    assert post_of(gone).replies_to == PostRef("t3_lz9ab1")
    deeper = comment(link_author="quayside_ada")
    assert post_of(deeper).replies_to == PostRef("t1_gq1aa00")


def test_a_submission_says_its_title_and_its_text_and_leads_to_its_link() -> None:
    made = post_of(submission(selftext="Read this:\nhttps://a.example/x"))
    assert made.text == "Who sold the rescue boat?\n\nRead this:\nhttps://a.example/x"
    assert made.links == ("https://portpapers.example/boat", "https://a.example/x")
    assert (made.kind, made.native_id, made.replies_to) == (Kind.POST, "t3_lz9ab1", None)
    assert post_of(submission()).text == "Who sold the rescue boat?"


def test_a_text_post_does_not_link_to_itself() -> None:
    own = "https://www.reddit.com/r/tarvenport/comments/lz9ab1/x/"
    assert post_of(submission(is_self=True, url=own)).links == ()
    assert post_of(submission(url="/r/tarvenport/comments/lz9ab1/x/")).links == ()
    linked = submission(url=own, url_overridden_by_dest="https://i.redd.it/q.jpg")
    assert post_of(linked).links == post_of(linked).media == ("https://i.redd.it/q.jpg",)


def test_the_address_is_told_where_the_row_has_it() -> None:
    assert post_of(comment()).url is None
    made = post_of(comment(permalink="/r/tarvenport/comments/lz9ab1/x/gq1aa01/"))
    assert made.url == "https://www.reddit.com/r/tarvenport/comments/lz9ab1/x/gq1aa01/"
    assert post_of(comment(permalink="javascript:x")).url is None


@pytest.mark.parametrize("time", [1210000000, "1210000000", 1210000000.0, "1210000000.0"])
def test_times_of_every_year(time: Any) -> None:
    made = post_of(comment(created_utc=time))
    assert (made.created_at, made.precision) == (1_210_000_000 * 10**6, Precision.SECOND)


@pytest.mark.parametrize("time", [None, ""])
def test_a_row_without_time(time: Any) -> None:
    made = post_of(comment(created_utc=time))
    assert (made.created_at, made.precision) == (None, None)


@pytest.mark.parametrize("edited", [False, True, 1615043100, 1615043100.0, None])
def test_whether_it_was_edited_is_left_aside_whatever_its_type(edited: Any) -> None:
    assert post_of(comment(edited=edited)) == post_of(comment())


def test_a_missing_name_is_built_and_a_missing_id_is_taken_from_it() -> None:
    assert post_of(comment(name="t1_gq1aa01")).native_id == "t1_gq1aa01"
    row = comment(name="t1_gq1aa01")
    del row["id"]
    assert post_of(row).native_id == "t1_gq1aa01"
    same = submission(id="gq1aa01")
    assert post_of(same).native_id == "t3_gq1aa01", "comments and submissions share no ids"


@pytest.mark.parametrize("author", ["[deleted]", "[removed]", None, ""])
def test_nobody_is_no_account(author: Any) -> None:
    for row in (comment(author=author), submission(author=author)):
        assert post_of(row).author is None
    known = post_of(comment(author=author, author_fullname="t2_0ada"))
    assert known.author == AccountRef("t2_0ada")


def test_an_account_has_its_id_where_it_is_told() -> None:
    both = AccountRef("t2_0ada", "lorcan_w")
    assert post_of(comment(author_fullname="t2_0ada")).author == both
    assert post_of(comment(author_fullname=None)).author == AccountRef(handle="lorcan_w")
    assert post_of(comment(author_id="t2_0ada")).author == both


def test_when_an_account_was_made_is_told_once() -> None:
    row = comment(author_fullname="t2_0ada", author_created_utc=1500000000)
    again = row | {"id": "gq1aa02", "author_created_utc": 1500000000.0}
    accounts = [each for each in read_rows(row, again) if isinstance(each, Account)]
    assert accounts == [
        Account(
            row=1,
            platform="reddit",
            native_id="t2_0ada",
            handle="lorcan_w",
            created_at=1_500_000_000 * 10**6,
            created_precision=Precision.SECOND,
        )
    ]
    nobody = comment(author="[deleted]", author_created_utc=1500000000)
    assert not [each for each in read_rows(nobody) if isinstance(each, Account)]


@pytest.mark.parametrize(
    ("body", "presence"),
    [
        ("[deleted]", Presence.DELETED),
        ("\\[deleted\\]", Presence.DELETED),
        ("[removed]", Presence.REMOVED),
        ("[ Removed by Reddit ]", Presence.REMOVED),
        ("[removed by reddit in response to a copyright notice]", Presence.REMOVED),
    ],
)
def test_a_word_that_a_text_is_gone_is_no_text(body: str, presence: Presence) -> None:
    for row in (comment(body=body), submission(selftext=body)):
        seen = seen_of(row | {"retrieved_on": 1615100000})
        assert [(each.presence, each.observed_at) for each in seen] == [
            (presence, 1_615_100_000 * 10**6)
        ]
    assert post_of(comment(body=body)).text is None
    assert post_of(submission(selftext=body)).text == "Who sold the rescue boat?"


@pytest.mark.parametrize("body", ["[deleted] is all it says", "[a](b)", "deleted", "[removed](x)"])
def test_other_texts_in_brackets_are_texts(body: str) -> None:
    assert post_of(comment(body=body)).text == body


def test_a_title_may_be_gone_too() -> None:
    row = submission(title="[deleted by user]", author="[deleted]", retrieved_on=1615100000)
    assert post_of(row).text is None
    assert seen_of(row)[0].presence is Presence.DELETED


@pytest.mark.parametrize(
    ("category", "presence"),
    [
        ("deleted", Presence.DELETED),
        ("author", Presence.DELETED),
        ("moderator", Presence.REMOVED),
        ("automod_filtered", Presence.REMOVED),
        ("reddit", Presence.REMOVED),
        ("content_takedown", Presence.REMOVED),
        ("copyright_takedown", Presence.REMOVED),
        ("anti_evil_ops", Presence.REMOVED),
        ("community_ops", Presence.REMOVED),
        ("something_new", Presence.MISSING),
        (None, Presence.LIVE),
    ],
)
def test_who_took_a_submission_away(category: Any, presence: Presence) -> None:
    (seen,) = seen_of(submission(removed_by_category=category, retrieved_utc="1615100000"))
    assert (seen.presence, seen.observed_at) == (presence, 1_615_100_000 * 10**6)


def test_a_comment_collapsed_because_it_is_gone() -> None:
    (seen,) = seen_of(comment(collapsed_reason_code="DELETED"))
    assert (seen.presence, seen.observed_at) == (Presence.MISSING, None)
    assert seen_of(comment(collapsed_reason_code="LOW_SCORE")) == []


def test_an_account_that_is_gone_does_not_say_that_its_post_is() -> None:
    (seen,) = seen_of(comment(author="[deleted]", retrieved_on=1615100000))
    assert (seen.presence, seen.observed_at) == (None, 1_615_100_000 * 10**6)


def looks(**meta: Any) -> list[tuple[int | None, Presence | None]]:
    """What two looks of Arctic Shift saw, times in seconds."""
    seen = seen_of(comment(retrieved_on=100, _meta=meta))
    return [
        (None if each.observed_at is None else each.observed_at // 10**6, each.presence)
        for each in seen
    ]


def test_the_second_look_of_arctic_shift() -> None:
    later = {"retrieved_2nd_on": 200}
    assert looks(**later) == [(200, Presence.LIVE)]
    assert looks(was_deleted_later=True, removal_type="deleted", **later) == [
        (100, Presence.LIVE),
        (200, Presence.DELETED),
    ]
    assert looks(was_deleted_later=True, **later) == [
        (100, Presence.LIVE),
        (200, Presence.MISSING),
    ]
    assert looks(was_initially_deleted=True, removal_type="removed", **later) == [
        (100, Presence.REMOVED),
        (200, Presence.LIVE),
    ]
    assert looks(removal_type="removed by reddit", **later) == [(200, Presence.REMOVED)]
    assert looks(was_deleted_later=True, removal_type="deleted") == [
        (100, Presence.LIVE),
        (None, Presence.DELETED),
    ]


def test_counts_are_of_the_last_look() -> None:
    row = submission(retrieved_on=100, num_crossposts=2, score=-5, ups=9)
    row["_meta"] = {"was_deleted_later": True, "retrieved_2nd_on": 200}
    first, last = seen_of(row)
    assert (first.replies, first.reposts) == (None, None)
    assert (last.replies, last.reposts, last.likes) == (3, 2, None)
    assert seen_of(comment(num_comments=3)) == []


def test_a_crosspost_with_the_title_of_its_original_is_a_repost() -> None:
    found = read_rows(crosspost())
    original, made, seen = found
    assert isinstance(original, Post)
    assert (original.native_id, original.collected) == ("t3_lz9ab1", False)
    assert original.author == AccountRef("t2_0ada", "quayside_ada")
    assert original.links == ("https://portpapers.example/boat",)
    assert isinstance(made, Post)
    assert (made.kind, made.quotes, made.links) == (Kind.REPOST, None, ())
    assert made.reposts == PostRef(
        "t3_lz9ab1",
        AccountRef("t2_0ada", "quayside_ada"),
        created_at=1_615_042_000 * 10**6,
        precision=Precision.SECOND,
    )
    assert isinstance(seen, Observation)
    assert seen.native_id == "t3_lz9ab3"


def test_a_crosspost_with_words_of_its_own_is_a_quote() -> None:
    for row in (crosspost(title="They should answer"), crosspost(selftext="My own words")):
        made = post_of(row)
        assert (made.kind, made.reposts) == (Kind.QUOTE, None)
        assert made.quotes is not None
        assert made.quotes.native_id == "t3_lz9ab1"


def test_a_crosspost_that_does_not_show_its_original_is_a_quote() -> None:
    for row in (crosspost(crosspost_parent_list=None), crosspost(crosspost_parent_list=[])):
        made = post_of(row)
        assert (made.kind, made.quotes) == (Kind.QUOTE, PostRef("t3_lz9ab1"))


def test_the_original_is_the_one_that_is_named() -> None:
    other = ORIGINAL | {"id": "zzz", "name": "t3_zzz"}
    made = post_of(crosspost(crosspost_parent_list=[other, ORIGINAL]))
    assert made.reposts is not None
    assert made.reposts.native_id == "t3_lz9ab1"
    unnamed = post_of(crosspost(crosspost_parent=None))
    assert unnamed.reposts is not None
    assert unnamed.reposts.native_id == "t3_lz9ab1"


def test_an_advertisement_is_a_post_that_may_stand_nowhere() -> None:
    row = submission(promoted=True)
    del row["subreddit"], row["subreddit_id"]
    assert (post_of(row).space, post_of(row).kind) == (None, Kind.POST)
