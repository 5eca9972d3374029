"""From a drawn collection to posts, pages, a release, threads and the truth, part by part."""

import ast
import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from inunison.demo.files import POST as RELEASE_COLUMNS
from inunison.simulation.archive import archive_table
from inunison.simulation.collection import (
    HEADLINE,
    LINK,
    POST,
    TEXT,
    Collection,
    Measures,
    draw,
)
from inunison.simulation.forum import Forum, draw_forum, dump
from inunison.simulation.pages import pages
from inunison.simulation.posts import BEGIN_MS, Person, Post, made_posts, short_link
from inunison.simulation.truth import CAMPAIGN, COLUMNS, role_of, truth_table
from inunison.simulation.wording import LANGUAGES, Language, Sentences
from inunison.text import fingerprint

MEASURES = Measures(seed=7, accounts=120, days=2.0)
Made = tuple[list[Person], list[Post]]


@pytest.fixture(scope="module")
def drawn() -> Collection:
    return draw(MEASURES)


@pytest.fixture(scope="module")
def made(drawn: Collection) -> Made:
    return made_posts(drawn)


@pytest.fixture(scope="module")
def forum(drawn: Collection) -> Forum:
    return draw_forum(drawn)


@pytest.mark.parametrize(
    ("accounts", "number", "least", "wanted"),
    [
        (3_000, 300, 25, 300),
        (1_000, 300, 25, 100),
        (100, 300, 25, 25),
        (100, 10, 1, 1),
        (6_000, 10, 1, 20),
    ],
)
def test_measures_are_in_proportion_to_the_accounts(
    accounts: int, number: int, least: int, wanted: int
) -> None:
    assert Measures(accounts=accounts).scaled(number, least) == wanted


def test_every_object_is_of_a_kind_and_every_kind_is_there(drawn: Collection) -> None:
    assert len(drawn.kind) == len(drawn.shares.topic) == len(drawn.shares.author)
    assert set(drawn.kind) == {POST, TEXT, LINK, HEADLINE}
    for kind, author in zip(drawn.kind, drawn.shares.author, strict=True):
        assert (kind == POST) == (author >= 0)


def test_shares_are_in_the_order_of_time(drawn: Collection) -> None:
    assert len(drawn.account) == len(drawn.object) == len(drawn.at)
    assert (np.diff(drawn.at) >= 0).all()
    pairs = set(zip(drawn.account.tolist(), drawn.object.tolist(), strict=True))
    assert len(pairs) == len(drawn.at)


def test_the_most_popular_things_are_posts_for_groups_to_hide_in(drawn: Collection) -> None:
    best = np.argsort(-np.asarray(drawn.shares.popularity), kind="stable")
    assert {drawn.kind[number] for number in best[:25].tolist()} == {POST}


@settings(max_examples=8, deadline=None)
@given(st.floats(0.0, 0.9))
def test_cover_is_the_share_of_ordinary_things(cover: float) -> None:
    found = draw(Measures(seed=3, accounts=100, days=2.0, cover=cover))
    role = found.shares.role
    own = Counter(
        found.shares.topic[number] < 0
        for account, number in zip(found.account.tolist(), found.object.tolist(), strict=True)
        if role[account] == "copies"
    )
    # What is drawn twice is shared once, and so heavy cover is a little lighter than asked.
    share = own[False] / (own[True] + own[False])
    assert cover - 0.35 < share < cover + 0.1


def test_sentences_are_never_drawn_twice() -> None:
    sentences = Sentences(np.random.default_rng(1))
    found = [sentences.draw(language) for _ in range(100) for language in LANGUAGES]
    assert len(set(found)) == len(found)
    tiny = Language("xx", ("a", "b"))
    few = [sentences.draw(tiny) for _ in range(200)]
    assert len(set(few)) == 200


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.code)
def test_a_sentence_is_of_its_language_and_long_enough_to_be_evidence(language: Language) -> None:
    sentences = Sentences(np.random.default_rng(2))
    for _ in range(20):
        sentence = sentences.draw(language)
        assert fingerprint(sentence).evidence
        if language.between:
            words = sentence.split(language.between)
            assert 9 <= len(words) <= 15
            assert set(words) <= set(language.words)
    assert len(set(language.words)) == len(language.words)


def test_accounts_have_ids_and_handles_of_their_own(drawn: Collection, made: Made) -> None:
    people, _ = made
    assert len({each.native_id for each in people}) == len(people)
    assert len({each.handle for each in people}) == len(people)
    assert [each.role for each in people[: len(drawn.shares.role)]] == drawn.shares.role
    assert {each.role for each in people[len(drawn.shares.role) :]} == {"ordinary"}


def test_owners_name_each_other(made: Made) -> None:
    people, _ = made
    for number in range(1, 7):
        own = [each for each in people if each.role == f"owner {number}"]
        assert len(own) == 3
        for each in own:
            assert all(f"@{other.handle}" in each.description for other in own)


def test_posts_hold_their_time_in_their_id(made: Made) -> None:
    _, posts = made
    assert len({post.native_id for post in posts}) == len(posts)
    for post in posts:
        assert (int(post.native_id) >> 22) + 1_288_834_974_657 == post.milliseconds
        assert post.milliseconds >= BEGIN_MS - 1
    ids = [int(post.native_id) for post in posts]
    assert ids == sorted(ids)


def test_a_repost_lies_behind_what_it_passes_on(made: Made) -> None:
    _, posts = made
    passed_on = [post for post in posts if post.target is not None]
    assert passed_on
    for post in passed_on:
        assert post.target is not None
        assert post.milliseconds >= post.target.milliseconds
        assert post.text.startswith(f"RT @{post.target.author.handle}: ")
        assert len(post.text) <= 140
        assert (post.link, post.tags) == ("", ())


def test_links_and_tags_stand_in_the_words(made: Made) -> None:
    _, posts = made
    for post in posts:
        assert all(f"#{tag}" in post.text for tag in post.tags)
        if post.link:
            assert post.text.endswith(short_link(post.link))
    assert short_link("https://pages3.example/1a") == "https://t.co/1a"


def test_campaign_texts_are_copies(made: Made) -> None:
    _, posts = made
    said = Counter(
        fingerprint(post.text).key
        for post in posts
        if post.author.role == "copies" and post.target is None
    )
    assert sum(count >= 5 for count in said.values()) >= 10


def test_a_link_is_shared_in_own_words_and_a_headline_in_those_of_its_button(
    drawn: Collection, made: Made
) -> None:
    _, posts = made
    said: dict[int, list[str | None]] = {}
    for post in posts:
        if post.link:
            number = int(post.link.rpartition("/")[2], 16)
            said.setdefault(number, []).append(fingerprint(post.text).key)
    assert {drawn.kind[number] for number in said} == {LINK, HEADLINE}
    for number, keys in said.items():
        assert len(set(keys)) == (len(keys) if drawn.kind[number] == LINK else 1)


def test_pages_hold_every_post_once_in_order_with_whom_they_name(made: Made) -> None:
    _, posts = made
    lines: list[dict[str, Any]] = [json.loads(line) for line in pages(posts)]
    assert [tweet["id"] for page in lines for tweet in page["data"]] == [
        post.native_id for post in posts
    ]
    for page in lines:
        assert 0 < len(page["data"]) == page["meta"]["result_count"] <= 100
        users = {user["id"] for user in page["includes"]["users"]}
        included = {tweet["id"] for tweet in page["includes"]["tweets"]}
        for tweet in page["data"]:
            assert tweet["author_id"] in users
            pointed = {each["id"] for each in tweet.get("referenced_tweets", ())}
            assert pointed <= included
        assert page["meta"]["oldest_id"] == page["data"][0]["id"]
        assert page["meta"]["newest_id"] == page["data"][-1]["id"]
    assert list(pages([])) == []


def test_entities_stand_where_they_say(made: Made) -> None:
    _, posts = made
    seen = Counter[str]()
    for line in pages(posts[:3_000]):
        for tweet in json.loads(line)["data"]:
            for kind, of in (("hashtags", "tag"), ("urls", "url"), ("mentions", "username")):
                for each in tweet["entities"].get(kind, ()):
                    shown = tweet["text"][each["start"] : each["end"]]
                    assert shown.lstrip("#@") == each[of]
                    seen[kind] += 1
    assert min(seen[kind] for kind in ("hashtags", "urls", "mentions")) > 10


def test_stated_times_are_those_of_the_posts(made: Made) -> None:
    _, posts = made
    (line,) = pages(posts[:50])
    for tweet, post in zip(json.loads(line)["data"], posts, strict=False):
        moment = datetime.fromisoformat(tweet["created_at"])
        assert moment.tzinfo == UTC
        assert round(moment.timestamp() * 1_000) == post.milliseconds


def test_a_release_names_only_listed_accounts(made: Made) -> None:
    _, posts = made
    listed = [post for post in posts if role_of(post.author.role) == CAMPAIGN]
    rows = list(csv.DictReader(io.StringIO(archive_table(listed))))
    assert list(rows[0]) == list(RELEASE_COLUMNS)
    assert len(rows) == len(listed)
    ids = {post.author.native_id for post in listed}
    for row, post in zip(rows, listed, strict=True):
        assert (row["tweetid"], row["userid"]) == (post.native_id, post.author.native_id)
        assert row["tweet_text"] == post.text
        assert row["is_retweet"] == ("true" if post.target else "false")
        assert row["retweet_userid"] in {"", *ids}
        assert tuple(ast.literal_eval(row["hashtags"])) == post.tags
        assert ast.literal_eval(row["urls"]) == ([post.link] if post.link else [])


def test_a_release_of_nobody_is_a_line_of_names() -> None:
    assert len(archive_table([]).splitlines()) == 1


def test_threads_come_first_and_comments_name_them(forum: Forum) -> None:
    threads = {row["id"]: row for row in forum.submissions}
    counts = Counter(row["link_id"] for row in forum.comments)
    assert len(threads) == len(forum.submissions) >= 20
    for row in forum.comments:
        thread = threads[row["link_id"].removeprefix("t3_")]
        assert row["parent_id"] == row["link_id"]
        assert (row["subreddit"], row["subreddit_id"]) == (
            thread["subreddit"],
            thread["subreddit_id"],
        )
        assert row["permalink"] == f"{thread['permalink']}{row['id']}/"
    for name, thread in threads.items():
        assert thread["num_comments"] == counts[f"t3_{name}"]
    names = {name for name, _ in forum.accounts}
    assert {row["author"] for row in (*forum.submissions, *forum.comments)} <= names


def test_the_group_of_the_forum_says_each_text_within_a_minute_and_a_half(forum: Forum) -> None:
    members = {name for name, group in forum.accounts if group == "reddit copies"}
    assert len(members) == 6
    said: dict[str, list[int]] = {}
    for row in forum.comments:
        if row["author"] in members:
            said.setdefault(row["body"], []).append(row["created_utc"])
    assert len(said) == 12
    assert all(max(times) - min(times) <= 90 for times in said.values())
    others = [row["body"] for row in forum.comments if row["author"] not in members]
    assert len(set(others)) == len(others)


def test_a_forum_without_campaigns_has_no_group() -> None:
    quiet = draw_forum(draw(Measures(seed=7, accounts=100, days=1.0, campaigns=False)))
    assert {group for _, group in quiet.accounts} == {"ordinary"}


def test_a_dump_is_one_object_a_line_in_the_order_given() -> None:
    rows: list[dict[str, Any]] = [{"b": 1, "a": "ж"}, {"a": "line\nbreak"}]
    text = dump(rows)
    assert text == '{"a":"ж","b":1}\n{"a":"line\\nbreak"}\n'
    assert [json.loads(line) for line in text.splitlines()] == rows
    assert dump([]) == ""


def test_the_truth_is_a_table_that_any_program_reads() -> None:
    text = truth_table(
        [("twitter:1", "a,b", "ring"), ("reddit:c", "c", "ordinary"), ("twitter:2", "d", "owner 2")]
    )
    assert list(csv.reader(io.StringIO(text))) == [
        list(COLUMNS),
        ["twitter:1", "a,b", "campaign", "ring"],
        ["reddit:c", "c", "ordinary", ""],
        ["twitter:2", "d", "declared", "owner 2"],
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--accounts", "99"], "accounts 99"),
        (["--days", "366"], "days 366.0"),
        (["--cover", "0.91"], "cover 0.91"),
        (["--seed", "-1"], "seed -1"),
    ],
)
def test_the_command_refuses_measures_before_it_writes(
    tmp_path: Path, words: list[str], said: str
) -> None:
    from inunison_cli.app import app

    done = CliRunner().invoke(app, ["simulate", str(tmp_path / "out"), *words])
    assert done.exit_code != 0
    assert said in str(done.exception)
    assert not (tmp_path / "out").exists()


def test_the_command_prints_each_path_on_a_line(tmp_path: Path) -> None:
    from inunison_cli.app import app

    folder = tmp_path / "out"
    words = ["simulate", str(folder), "--accounts", "100", "--days", "1", "--without-campaigns"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0
    printed = {Path(line) for line in done.stdout.splitlines()}
    assert printed == set(folder.iterdir())
    assert "README.md" in done.stderr
