"""Questions over several platforms and places, against answers worked out by hand."""

from datetime import timedelta

import pytest

from inunison import queries
from inunison.graph import answers
from inunison.graph.connect import Connection
from tests.graph_rows import NOON, Rows

pytestmark = pytest.mark.server


def ask(connection: Connection, name: str, **given: object) -> list[dict[str, object]]:
    """The rows of a stored question."""
    return answers.ask(connection, queries.named(name, None), given).records()


@pytest.fixture
def two(graph: Connection) -> Connection:
    """Texts and links on two platforms, in two subreddits of one, and on one platform alone."""
    rows = Rows()
    for name in ("ann", "bea"):
        rows.account(name)
    for name in ("red", "ron", "rex"):
        rows.account(name, platform="reddit")
    rows.put(rows.say("ann", "wide", 0, "millisecond"), link="p.example/a")
    rows.say("bea", "wide", 30)
    rows.put(rows.say("red", "wide", 3_720), space="tarvenport", link="p.example/a")
    rows.put(rows.say("ron", "wide", 3_800), space="tarvenport")
    rows.put(rows.say("rex", "wide", 90_000), space="slowboats", link="p.example/a")
    rows.put(rows.say("red", "inside", 5), space="tarvenport", link="p.example/b")
    rows.put(rows.say("rex", "inside", 65), space="slowboats", link="p.example/b")
    rows.put(rows.say("ann", "alone", 0), link="p.example/c")
    rows.put(rows.say("bea", "alone", 1), link="p.example/c")
    rows.say("ann", "short", 0)
    rows.say("red", "short", 0)
    rows.short.add("short")
    rows.say("ann", "coarse", 0, "day")
    rows.put(rows.say("ron", "coarse", 50), space="tarvenport")
    rows.say("ann", "timeless", 9)
    rows.put(rows.say("red", "timeless", None), space="tarvenport")
    return rows.load(graph)


def test_texts_are_followed_from_place_to_place(two: Connection) -> None:
    wide, coarse, timeless = ask(two, "texts-across-platforms")
    assert wide["text_uid"] == "wide"
    assert (wide["platforms"], wide["places"], wide["accounts"], wide["posts"]) == (2, 3, 5, 5)
    assert (wide["first_place"], wide["first_account"]) == ("twitter", "ann")
    assert wide["first_at"] == NOON
    assert wide["reached"] == [
        "reddit r/tarvenport +1h2m red (posts: 2, accounts: 2)",
        "reddit r/slowboats +25h rex (posts: 1, accounts: 1)",
    ]
    assert wide["precision"] == "second"
    assert coarse["reached"] == [
        "reddit r/tarvenport (day alone known) ron (posts: 1, accounts: 1)"
    ]
    assert coarse["precision"] == "day"
    assert timeless["reached"] == ["reddit r/tarvenport (no time) red (posts: 1, accounts: 1)"]


def test_places_of_one_platform_are_shown_when_asked_for(two: Connection) -> None:
    found = ask(two, "texts-across-platforms", platforms=1)
    assert [row["text_uid"] for row in found] == ["wide", "coarse", "timeless", "inside"]
    assert found[3]["reached"] == ["reddit r/slowboats +1m rex (posts: 1, accounts: 1)"]
    assert [row["text_uid"] for row in ask(two, "texts-across-platforms", places=3)] == ["wide"]
    assert ask(two, "texts-across-platforms", platforms=3) == []


def test_links_are_followed_from_place_to_place(two: Connection) -> None:
    (row,) = ask(two, "links-across-platforms")
    assert (row["link"], row["sample"]) == ("p.example/a", "https://p.example/a")
    assert (row["platforms"], row["places"], row["posts"], row["accounts"]) == (2, 3, 3, 3)
    assert (row["first_place"], row["first_account"]) == ("twitter", "ann")
    assert row["reached"] == [
        "reddit r/tarvenport +1h2m red (posts: 1, accounts: 1)",
        "reddit r/slowboats +25h rex (posts: 1, accounts: 1)",
    ]
    both = ask(two, "links-across-platforms", platforms=1)
    assert [each["link"] for each in both] == ["p.example/a", "p.example/b"]


def test_the_limit_cuts_and_the_count_is_of_all(two: Connection) -> None:
    for name, total in (("texts-across-platforms", 3), ("links-across-platforms", 1)):
        answer = answers.ask(two, queries.named(name, None), {"limit": 1})
        assert (len(answer.rows), answer.total) == (1, total)


@pytest.fixture
def thread(graph: Connection) -> Connection:
    """A post, two answers, an answer to the first of them, and a post beside."""
    rows = Rows()
    for name in ("ann", "bea", "cid"):
        rows.account(name)
    root = rows.say("ann", "root", 0)
    first = rows.answer("bea", root, 60, "wide")
    rows.answer("cid", root, 600)
    rows.answer("ann", first, 90)
    rows.say("cid", "beside", 30)
    return rows.load(graph)


def test_a_conversation_is_told_in_order_with_who_answers_whom(thread: Connection) -> None:
    found = ask(thread, "conversation", post="np0000")
    columns = ("depth", "lag_s", "answer_s", "account", "answers")
    assert [tuple(row[name] for name in columns) for row in found] == [
        (0, 0, None, "ann", None),
        (1, 60, 60, "bea", "ann"),
        (2, 90, 30, "ann", "bea"),
        (1, 600, 600, "cid", "ann"),
    ]
    assert found[0]["at"] == NOON
    assert found[3]["at"] == NOON + timedelta(seconds=600)
    assert found[1]["words"] is not None
    assert found[2]["words"] is None
    assert ask(thread, "conversation", post="p0000") == found


def test_a_conversation_begins_where_it_is_asked_for(thread: Connection) -> None:
    assert len(ask(thread, "conversation", post="p0001")) == 2
    assert len(ask(thread, "conversation", post="p0004")) == 1
    assert ask(thread, "conversation", post="nothing") == []


def test_answers_that_answer_each_other_come_to_an_end(graph: Connection) -> None:
    rows = Rows()
    rows.account("ann")
    first = rows.say("ann", "root", 0)
    second = rows.answer("ann", first, 1)
    rows.answers.append((first, second))
    found = ask(rows.load(graph), "conversation", post=first)
    assert {row["post_uid"] for row in found} == {first, second}
