"""Who was before whom on two platforms, against the order of the others; and whom a pair may be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.events import Events
from inunison.detect.join import windowed_pairs
from inunison.detect.precedence import precedence
from inunison.detect.statements import preceded

MINUTE = 60_000_000


def events(rows: list[tuple[int, int, int]], side: list[int]) -> Events:
    """Actions as (account, object, minute)."""
    columns = np.asarray(rows, np.int64).reshape(-1, 3)
    return Events.gathered(
        columns[:, 0],
        columns[:, 1],
        columns[:, 2] * MINUTE,
        sizes=(len(side), 5),
        side=np.asarray(side, np.int64),
    )


def test_the_plainest_order_is_told_with_what_the_others_make_of_it() -> None:
    # 0 and 1 on one platform, 2 on another; 3 to 5 are the others.
    rows = [(0, each, 10) for each in range(4)] + [(2, each, 20) for each in range(4)]
    rows += [(1, 0, 5), (0, 0, 30)]  # a later action of an account changes nothing
    others = [(3, 0, 1), (4, 0, 2), (5, 0, 3), (3, 1, 7), (4, 1, 7)]
    made = events(rows + others, [0, 0, 1, 0, 1, 1])
    found = precedence(made, np.array([0, 1, 2]), np.arange(4))
    assert found is not None
    assert (found.first, found.second, found.before, found.shared) == (0, 2, 4, 4)
    # Object 0: two pairs, both in that order; object 1: one pair at the same instant; else none.
    assert found.expected == pytest.approx((2 + 0.5) / 3 + (0.5 + 0.5) / 2 + 0.5 + 0.5)


def test_an_account_that_is_mostly_later_comes_second() -> None:
    rows = [(0, each, 20) for each in range(3)] + [(1, each, 10) for each in range(3)]
    found = precedence(events(rows, [0, 1]), np.array([0, 1]), np.arange(3))
    assert found is not None
    assert (found.first, found.second, found.before, found.shared) == (1, 0, 3, 3)


def test_accounts_of_one_platform_have_no_order() -> None:
    rows = [(0, 0, 1), (1, 0, 2), (2, 1, 3)]
    made = events(rows, [0, 0, 1])
    assert precedence(made, np.array([0, 1]), np.arange(2)) is None
    assert precedence(made, np.array([0, 1, 2]), np.arange(2)) is None


def test_the_sentence_says_who_and_how_often_and_nothing_more() -> None:
    said = preceded(("ada", "twitter"), ("bo", "reddit"), 7, 9, 4.25)
    assert said.startswith(
        " Account ada (twitter) preceded account bo (reddit) in 7 of 9 objects; 4.2 expected"
    )
    assert said.endswith("Nothing here says that two accounts are of one person.")


@given(
    rows=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 9)), max_size=40),
    side=st.lists(st.integers(0, 2), min_size=6, max_size=6),
)
@settings(deadline=None)
def test_pairs_across_are_the_pairs_on_different_platforms(
    rows: list[tuple[int, int, int]], side: list[int]
) -> None:
    windows = [MINUTE, 3 * MINUTE]
    all_pairs = windowed_pairs(events(rows, list(range(6))), windows)
    wanted = {
        (int(one), int(other)): count.tolist()
        for one, other, count in zip(
            all_pairs.first, all_pairs.second, all_pairs.count, strict=True
        )
        if side[one] != side[other]
    }
    found = windowed_pairs(events(rows, side), windows)
    made = zip(found.first, found.second, found.count, strict=True)
    assert {(int(a), int(b)): count.tolist() for a, b, count in made} == wanted
