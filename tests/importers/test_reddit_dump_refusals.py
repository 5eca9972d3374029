"""Reddit's dumps: links and mentions in Markdown, rejected rows, files that are refused."""

import json
from typing import Any

import pytest

from inunison.records import AccountRef, Mention, Post
from inunison_importers.base import Claim, Refusal, Sample
from inunison_importers.reddit_dump import RedditDump
from tests.importers.reddit_lines import (
    COMMENT,
    SUBMISSION,
    comment,
    post_of,
    read_rows,
    read_text,
    reason_of,
    submission,
)


def test_accounts_are_addressed_by_name() -> None:
    made = post_of(comment(body="Ask u/Ada_L and /u/bruno-x, u/ada_l. Not /r/u, email u/a."))
    assert made.mentions == (
        Mention(AccountRef(handle="Ada_L")),
        Mention(AccountRef(handle="bruno-x")),
    )
    link = "https://www.reddit.com/u/Ada_L or reddit.com/u/bruno-x"
    assert post_of(comment(body=link)).mentions == ()
    assert post_of(comment(body="#notatag")).hashtags == ()


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("see https://a.example/x.", ("https://a.example/x",)),
        ("[t](https://a.example/x), **https://b.example/**", ("https://a.example/x", "https://b.example/")),
        ("[https://a.example](https://a.example)", ("https://a.example",)),
        ("https://a.example/ferry_(night)", ("https://a.example/ferry_(night)",)),
        ("(https://a.example/x_(y))", ("https://a.example/x_(y)",)),
        ("https://a.example/?b=1&amp;c=2", ("https://a.example/?b=1&c=2",)),
        ("https://a.example/the\\_boat", ("https://a.example/the_boat",)),
        ("&lt;https://a.example/x&gt; said", ("https://a.example/x",)),
        ("HTTP://A.example/X", ("HTTP://A.example/X",)),
        ("https:// and ftp://a.example", ()),
        ("https://a.example https://a.example", ("https://a.example",)),
    ],
)  # fmt: skip
def test_links_in_markdown(body: str, links: tuple[str, ...]) -> None:
    made = post_of(comment(body=body))
    assert (made.links, made.text) == (links, body)


def test_a_long_text_of_closing_marks_is_read_at_once() -> None:
    assert post_of(comment(body="https://a.example/" + ").," * 200_000)).links == (
        "https://a.example/",
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (comment(id="x y"), "id is not an id"),
        (comment(id=12), "id: expected text, got a whole number"),
        (comment(name="t3_gq1aa01"), "name and id do not agree"),
        (comment(id=None), "id is missing"),
        (comment(id=None, name="abc"), "name is not a full name such as t1_abc"),
        (comment(created_utc="yesterday"), "created_utc is not a time"),
        (comment(created_utc=-1), "created_utc is not a time"),
        (comment(created_utc=1e300), "created_utc is not a time"),
        (comment(parent_id="abc"), "parent_id is not a full name such as t1_abc"),
        (comment(parent_id=7), "parent_id: expected text, got a whole number"),
        (comment(link_id="x"), "link_id is not a full name such as t1_abc"),
        (comment(author="x" * 300), "author is longer than any name"),
        (comment(author_fullname="0ada"), "author_fullname is not a full name such as t1_abc"),
        (comment(subreddit="x" * 300), "subreddit is longer than any name"),
        (comment(subreddit_id="5"), "subreddit_id is not a full name such as t1_abc"),
        (comment(body="x" * 10_000_000), "body is longer than 1,000,000 characters"),
        (comment(body={"a": 1}), "body: expected text, got object"),
        (comment(retrieved_on="x"), "retrieved_on is not a time"),
        (comment(_meta=[]), "_meta: expected object, got a list"),
        (comment(_meta={"retrieved_2nd_on": "x"}), "retrieved_2nd_on is not a time"),
        (submission(title="x" * 2_000_000), "title is longer than 1,000,000 characters"),
        (submission(title=None), "it has neither a title nor a body"),
        (submission(url="http://" + "x" * 2_000_000), "url is longer than any link"),
        (submission(num_comments=-1), "num_comments is not a count"),
        (submission(num_crossposts=1.5), "num_crossposts is not a count"),
        (
            submission(crosspost_parent_list=[{"body": 5}]),
            "crosspost_parent_list[0].body: expected text, got a whole number",
        ),
        (
            submission(crosspost_parent="x"),
            "crosspost_parent is not a full name such as t1_abc",
        ),
        (comment(id=None, name="t3_abc"), "name is of another kind than the row"),
        (submission(author_created_utc="x"), "author_created_utc is not a time"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_told_by_its_field(row: dict[str, Any], reason: str) -> None:
    assert reason_of(row) == reason


def test_rows_of_both_kinds_may_stand_in_one_file_and_a_bad_one_stops_nothing() -> None:
    found = read_rows(comment(), comment(id=1), submission())
    posts = [each for each in found if isinstance(each, Post)]
    assert [(each.row, each.native_id) for each in posts] == [(1, "t1_gq1aa01"), (3, "t3_lz9ab1")]


def test_lone_surrogates_are_replaced_and_said() -> None:
    line = '{"id":"a1","body":"x\\ud800","link_id":"t3_a","subreddit":"s","created_utc":1}\n'
    (made,) = read_text(line)
    assert isinstance(made, Post)
    assert (made.text, made.text_repaired) == ("x\ufffd", True)


def claim(*rows: dict[str, Any] | str) -> Claim | Refusal:
    """What the importer says of a file of these lines."""
    text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    return RedditDump().sniff(Sample("RC_2021-03.zst", text))


def test_dumps_are_claimed_by_their_fields() -> None:
    said = "{} of Reddit, one JSON object a line"
    assert claim(COMMENT) == Claim(said.format("comments"))
    assert claim(SUBMISSION, SUBMISSION) == Claim(said.format("submissions"))
    assert claim(COMMENT, SUBMISSION) == Claim(said.format("comments and submissions"))
    assert isinstance(claim(COMMENT, COMMENT, "{broken"), Claim)
    promoted = submission(promoted=True)
    del promoted["subreddit"], promoted["subreddit_id"]
    assert isinstance(claim(promoted), Claim)


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "t1", "data": COMMENT},
        {"kind": "Listing", "data": {"children": []}},
    ],
)
def test_answers_of_the_interface_are_refused_by_name(row: dict[str, Any]) -> None:
    answer = claim(row)
    assert isinstance(answer, Refusal)
    assert "answer of Reddit's interface" in answer.reason


@pytest.mark.parametrize(
    "row",
    [
        "id,author,body",
        "[1, 2]",
        {"id": "1", "text": "x", "author_id": "2"},
        {"title": "x", "url": "https://a.example"},
        {"subreddit": "x", "title": "y"},
        {"body": "x", "link_id": "t3_a"},
    ],
)
def test_other_files_are_refused(row: dict[str, Any] | str) -> None:
    answer = claim(row)
    assert isinstance(answer, Refusal)
    assert "subreddit" in answer.reason
