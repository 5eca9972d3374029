"""Pairs of the windowed join beside those of coordination-network-toolkit's own rule.

The rule is the SQL of version 1.5.2 (`compute_co_retweet_parallel`, `compute_co_tweet_network`),
asked of sqlite3 here: for each ordered pair of accounts the distinct messages of the first that lie
within the window of some message of the second on the same object. It counts posts where we count
objects, and pairs every account with itself.
"""

import csv
import sqlite3
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inunison.detect.events import Events
from inunison.detect.join import windowed_pairs

SECOND = 1_000_000
Share = tuple[str, str, int]  # account, object, second
Weights = dict[tuple[str, str], int]

_RULE = """
select e_1.user_id as user_1, e_2.user_id as user_2, count(distinct e_1.message_id) as weight
from edge e_1
inner join edge e_2
    on e_1.repost_id = e_2.repost_id
    and e_2.timestamp between e_1.timestamp - ?1 and e_1.timestamp + ?1
group by e_1.user_id, e_2.user_id
having weight >= ?2
"""


def peer(shares: list[Share], window_s: int, least: int = 1) -> Weights:
    """The toolkit's network, without its self-loops."""
    database = sqlite3.connect(":memory:")
    database.execute("create table edge (message_id, user_id, repost_id, timestamp)")
    rows = [(number, *share) for number, share in enumerate(shares)]
    database.executemany("insert into edge values (?, ?, ?, ?)", rows)
    found = database.execute(_RULE, (window_s, least)).fetchall()
    database.close()
    return {(one, other): weight for one, other, weight in found if one != other}


def numbered(values: list[str]) -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Different values in order, and the number of each."""
    known = sorted(set(values))
    return known, np.asarray([known.index(each) for each in values], np.int64)


def events(shares: list[Share], *, by_post: bool) -> tuple[list[str], Events]:
    """Shares as events, of accounts or of each post by itself."""
    accounts, account = numbered([share[0] for share in shares])
    _, target = numbered([share[1] for share in shares])
    at = np.asarray([share[2] for share in shares], np.int64) * SECOND
    who = np.arange(len(shares)) if by_post else account
    return accounts, Events.gathered(who, target, at)


def ours_by_post(shares: list[Share], window_s: int) -> Weights:
    """Our join over single posts, counted the toolkit's way."""
    _, made = events(shares, by_post=True)
    pairs = windowed_pairs(made, [window_s * SECOND])
    near: set[tuple[str, str, int]] = set()
    for one, other in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True):
        near.add((shares[one][0], shares[other][0], one))
        near.add((shares[other][0], shares[one][0], other))
    return dict(Counter((one, other) for one, other, _ in near if one != other))


def ours(shares: list[Share], window_s: int) -> set[tuple[str, str]]:
    """Our pairs of accounts, both ways round."""
    accounts, made = events(shares, by_post=False)
    pairs = windowed_pairs(made, [window_s * SECOND])
    found = {
        (accounts[one], accounts[other])
        for one, other in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
    }
    return found | {(other, one) for one, other in found}


shares_made = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("xyz"), st.integers(0, 200)), max_size=40
)


@given(shares=shares_made, window_s=st.integers(0, 90))
@example(shares=[("a", "x", 0), ("b", "x", 60), ("c", "x", 61)], window_s=60)
@settings(deadline=None)
def test_pairs_and_counts_are_those_of_the_rule(shares: list[Share], window_s: int) -> None:
    wanted = peer(shares, window_s)
    assert ours(shares, window_s) == set(wanted)
    assert ours_by_post(shares, window_s) == wanted


@given(shares=shares_made, least=st.integers(1, 3))
@settings(deadline=None)
def test_we_never_count_more_objects_than_it_counts_posts(shares: list[Share], least: int) -> None:
    accounts, made = events(shares, by_post=False)
    pairs = windowed_pairs(made, [60 * SECOND], least=least)
    wanted = peer(shares, 60)
    for one, other, count in zip(pairs.first, pairs.second, pairs.count[:, 0], strict=True):
        ways = wanted[accounts[one], accounts[other]], wanted[accounts[other], accounts[one]]
        assert least <= count <= min(ways)


def test_a_pair_of_one_account_with_itself_is_none() -> None:
    assert ours([("a", "x", 0), ("a", "x", 1)], 60) == set()


@pytest.mark.real_data
def test_the_pairs_of_its_own_test_file(real_data: Path) -> None:
    path = real_data / "coordination_toolkit" / "coretweet_test_input.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    shares = [(row["user_id"], row["repost_id"], int(row["timestamp"])) for row in rows]
    assert len(shares) == 15
    wanted = {
        ("uid0", "uid1"): 2,
        ("uid1", "uid0"): 1,
        ("uid2", "uid3"): 1,
        ("uid3", "uid2"): 1,
        ("uid4", "uid5"): 2,
        ("uid5", "uid4"): 2,
    }
    assert peer(shares, 60) == wanted
    assert ours_by_post(shares, 60) == wanted
    assert ours(shares, 60) == set(wanted)
