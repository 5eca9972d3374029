"""The stored questions against answers worked out by hand or by brute force in Python."""

import itertools
import math
import random
from collections import Counter

import pytest

from inunison import queries
from inunison.graph import answers
from inunison.graph.connect import Connection
from tests.graph_rows import NOON, Rows

pytestmark = pytest.mark.server


def ask(connection: Connection, name: str, **given: object) -> list[dict[str, object]]:
    """The rows of a stored question."""
    return answers.ask(connection, queries.named(name, None), given).records()


def entropy(counts: list[int], groups: int) -> float:
    """Normalised entropy of counts over so many groups."""
    total = sum(counts)
    return -sum(n / total * math.log(n / total) for n in counts if n) / math.log(groups)


def expected_entropy(shares: list[float], drawn: int) -> float:
    """Mean normalised entropy of a multinomial draw, by counting every sequence of draws."""
    mean = 0.0
    for sequence in itertools.product(range(len(shares)), repeat=drawn):
        chance = math.prod(shares[group] for group in sequence)
        mean += chance * entropy(list(Counter(sequence).values()), len(shares))
    return mean


@pytest.fixture
def bridge(graph: Connection) -> Connection:
    """One text over communities 1 and 2, one within 1; four posters in 1, one in 2, one in 3."""
    rows = Rows()
    for name, community in (("ann", 1), ("bea", 1), ("cid", 1), ("dan", 1), ("eva", 2), ("fin", 3)):
        rows.account(name, community)
    rows.account("guest")
    rows.say("ann", "bridge", 0)
    rows.say("bea", "bridge", 192)
    rows.say("bea", "bridge", 500)
    rows.say("eva", "bridge", 601)
    rows.say("guest", "bridge", 4000)
    rows.say("cid", "inside", 0)
    rows.say("dan", "inside", 5)
    rows.say("eva", "other", 0)
    rows.say("fin", "other", 86_400 * 2)
    rows.say("ann", "short", 0)
    rows.say("fin", "short", 1)
    rows.short.add("short")
    return rows.load(graph)


def test_bridges_name_communities_first_poster_and_lags(bridge: Connection) -> None:
    rows = {row["text_uid"]: row for row in ask(bridge, "shared-text-bridges", window="10m")}
    assert set(rows) == {"bridge", "other"}
    row = rows["bridge"]
    assert row["communities"] == [1, 2]
    assert row["accounts"] == 4
    assert (row["first_poster"], row["first_community"], row["first_at"]) == ("ann", 1, NOON)
    assert row["followers"] == ["bea +3m12s", "eva +10m1s", "guest +1h6m40s"]
    assert row["fast"] == 1
    assert row["precision"] == "second"
    assert rows["other"]["followers"] == ["fin +48h"]


def test_bridges_compare_the_spread_with_a_multinomial_draw(bridge: Connection) -> None:
    rows = {row["text_uid"]: row for row in ask(bridge, "shared-text-bridges")}
    # Posters of long shared texts with a community: ann, bea, cid, dan in 1, eva in 2, fin in 3.
    shares = [4 / 6, 1 / 6, 1 / 6]
    assert rows["bridge"]["spread"] == pytest.approx(entropy([2, 1], 3), abs=5e-5)
    assert rows["bridge"]["expected_spread"] == pytest.approx(expected_entropy(shares, 3), abs=5e-5)
    assert rows["other"]["expected_spread"] == pytest.approx(expected_entropy(shares, 2), abs=5e-5)
    assert rows["bridge"]["expected_communities"] == pytest.approx(
        sum(1 - (1 - share) ** 3 for share in shares), abs=5e-3
    )


def test_bridges_come_in_order_and_are_counted(bridge: Connection) -> None:
    answer = answers.ask(bridge, queries.named("shared-text-bridges", None), {"limit": 1})
    assert [row[-1] for row in answer.rows] == ["other"]  # as even as two posters can be
    assert (answer.total, answer.truncated) == (2, True)


def test_many_posters_use_the_corrected_entropy(graph: Connection) -> None:
    rows = Rows()
    for number in range(120):
        rows.account(f"a{number:03}", 1 + number % 2)
        rows.say(f"a{number:03}", "all", number)
    (row,) = ask(rows.load(graph), "shared-text-bridges")
    assert row["spread"] == 1.0
    assert row["expected_spread"] == pytest.approx(1 - 1 / (240 * math.log(2)), abs=5e-5)
    assert row["fast"] == 119
    assert len(row["followers"]) == 10  # type: ignore[arg-type]


def test_bridges_do_not_tell_lags_that_the_times_cannot_tell(graph: Connection) -> None:
    rows = Rows()
    for name, community in (("ann", 1), ("bea", 2), ("cid", 2), ("dan", 1)):
        rows.account(name, community)
    rows.say("ann", "days", 0, "day")
    rows.say("bea", "days", 86_400, "day")
    rows.say("cid", "mixed", 0)
    rows.say("ann", "mixed", 20)
    rows.say("bea", "mixed", 50, "day")
    rows.say("dan", "mixed", None)
    found = {row["text_uid"]: row for row in ask(rows.load(graph), "shared-text-bridges")}
    assert found["days"]["followers"] == ["bea (day alone known)"]
    assert found["days"]["fast"] is None
    assert found["days"]["precision"] == "day"
    assert found["mixed"]["followers"] == ["ann +20s", "bea (day alone known)", "dan (no time)"]
    assert found["mixed"]["fast"] == 1


def brute_force(posts: list[tuple[str, int]], window: int) -> int:
    """The most different accounts within any stretch as long as the window."""
    return max(
        len({account for account, at in posts if begin <= at <= begin + window})
        for _, begin in posts
    )


@pytest.mark.parametrize("seed", range(4))
def test_same_text_within_window_equals_brute_force(graph: Connection, seed: int) -> None:
    chance = random.Random(seed)
    rows = Rows()
    said: dict[str, list[tuple[str, int]]] = {}
    for name in "abcdefgh":
        rows.account(name, 1)
    for number in range(6):
        text = f"text{number}"
        said[text] = [(chance.choice("abcdefgh"), chance.randrange(2000)) for _ in range(25)]
        for account, at in said[text]:
            rows.say(account, text, at)
    found = ask(rows.load(graph), "same-text-within-window", window="100s", accounts=1)
    assert {row["text_uid"]: row["accounts_within"] for row in found} == {
        text: brute_force(posts, 100) for text, posts in said.items()
    }
    for row in found:
        posts = said[str(row["text_uid"])]
        begin = round((row["within_from"] - NOON).total_seconds())  # type: ignore[operator]
        inside = {account for account, at in posts if begin <= at <= begin + 100}
        assert len(inside) == row["accounts_within"]


def test_same_text_counts_an_account_once_and_the_window_is_closed(graph: Connection) -> None:
    rows = Rows()
    for name in ("ann", "bea"):
        rows.account(name, 1)
    for at in (0, 5, 9):
        rows.say("ann", "again", at)
    rows.say("bea", "again", 600)
    connection = rows.load(graph)
    (row,) = ask(connection, "same-text-within-window", window="10m")
    assert row["accounts_within"] == 2
    assert row["within_from"] == NOON
    assert ask(connection, "same-text-within-window", window="9m") == []


def test_same_text_says_what_cannot_be_tested(graph: Connection) -> None:
    rows = Rows()
    for name in ("ann", "bea", "cid"):
        rows.account(name, 1)
    rows.say("ann", "days", 0, "day")
    rows.say("bea", "days", 0, "day")
    rows.say("ann", "mixed", 0)
    rows.say("bea", "mixed", 30)
    rows.say("cid", "mixed", 0, "day")
    found = ask(rows.load(graph), "same-text-within-window", window="10m")
    told = [(row["text_uid"], row["accounts_within"], row["too_coarse"]) for row in found]
    assert told == [("mixed", 2, 1), ("days", None, 2)]
    assert found[1]["within_from"] is None


def test_hubs_count_accounts_and_their_side_of_the_border(graph: Connection) -> None:
    rows = Rows()
    rows.account("hub", 1, followers=9, pagerank=0.5)
    for name, community in (("ann", 1), ("bea", 2), ("cid", None), ("dan", 1)):
        rows.account(name, community)
    first, second = rows.say("hub", "one"), rows.say("hub", "two")
    for name in ("ann", "bea", "cid", "dan"):
        rows.repost(name, first)
    rows.repost("ann", second)
    rows.repost("hub", second)
    (row,) = ask(rows.load(graph), "hub-influencers")
    assert (row["account"], row["reposters"], row["reposts"]) == ("hub", 4, 5)
    assert (row["inside_share"], row["outside_share"]) == (0.5, 0.5)
    assert (row["attention"], row["followers"]) == (0.5, 9)


def test_communities_show_what_marks_them(graph: Connection) -> None:
    rows = Rows()
    for name, community in (("ann", 1), ("bea", 1), ("cid", 1), ("dan", 2), ("eva", 2)):
        rows.account(name, community, community_stability=0.9, posts=1)
    post = rows.say("ann", "ours", 0)
    rows.say("bea", "ours", 1)
    rows.repost("bea", post)
    rows.repost("cid", post)
    rows.repost("dan", post)
    rows.account("alone")
    rows.account("fay", 3, community_stability=1.0, posts=1)  # a community of one is no group
    first, second = ask(rows.load(graph), "communities")
    assert first["accounts"] == 3
    assert (first["reposts_inside"], first["reposts_outside"]) == (2, 0)
    assert (first["most_reposted"], first["reposters"]) == ("ann", 3)
    assert str(first["text"]).endswith("ours")
    assert (second["reposts_inside"], second["reposts_outside"]) == (0, 1)
    assert (second["most_reposted"], second["reposters"]) == (None, 0)
    assert second["text"] is None


def test_the_timeline_has_posts_and_reposts_with_lags_and_rows(graph: Connection) -> None:
    rows = Rows()
    for name in ("ann", "bea", "cid"):
        rows.account(name, 1)
    first = rows.say("ann", "ferry", 0)
    rows.repost("cid", first, 30)
    rows.say("bea", "ferry", 60)
    rows.say("bea", "ferry", 86_400, "day")
    rows.say("cid", "else", 1)
    connection = rows.load(graph)
    found = ask(connection, "text-timeline", text="the NIGHT ferry stays cancelled")
    assert [(row["account"], row["does"], row["lag_s"]) for row in found] == [
        ("ann", "says it", 0),
        ("cid", "reposts it", 30),
        ("bea", "says it", 60),
        ("bea", "says it", None),
    ]
    assert found[0]["row"] == 2
    assert found[0]["source"] == "s" * 64
    by_uid = ask(connection, "text-timeline", text="else")
    assert [row["account"] for row in by_uid] == ["cid"]
    assert ask(connection, "text-timeline", text="nobody says this") == []


def test_the_timeline_has_no_lags_after_a_day(graph: Connection) -> None:
    rows = Rows()
    rows.account("ann", 1)
    rows.say("ann", "ferry", 0, "day")
    rows.say("ann", "ferry", 60)
    found = ask(rows.load(graph), "text-timeline", text="ferry")
    assert [row["lag_s"] for row in found] == [None, None]


def test_the_overview_counts_by_kind(graph: Connection) -> None:
    rows = Rows()
    rows.account("ann", 1, collected=True, posts=2)
    rows.account("bea")
    post = rows.say("ann", "ferry", 0)
    rows.repost("bea", post, 5)
    counts = {row["what"]: row["count"] for row in ask(rows.load(graph), "case-overview")}
    assert counts["accounts"] == 2
    assert counts["accounts whose profile is in a file"] == 1
    assert counts["communities"] == 1
    assert (counts["posts"], counts["reposts"]) == (1, 1)


@pytest.mark.parametrize("query", queries.shipped(), ids=lambda query: query.name)
def test_an_empty_graph_gives_no_error(graph: Connection, query: queries.Query) -> None:
    given = {each.name: "x" for each in query.parameters if each.required}
    answer = answers.ask(graph, query, given)
    assert answer.columns == query.columns
    assert answer.total == len(answer.rows)
