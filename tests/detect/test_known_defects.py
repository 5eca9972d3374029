"""Defects of other tools, each as a test that ours does not have it (SCIENCE names where)."""

import numpy as np
import pytest

from inunison.detect.crowds import crowds
from inunison.detect.events import Events
from inunison.detect.join import windowed_pairs
from inunison.detect.ties import find_ties
from inunison.detect.traces import FAST_S, TRACES

SECOND = 1_000_000
DAY = 86_400 * SECOND


def _events(rows: list[tuple[int, int, int]], accounts: int = 6, objects: int = 120) -> Events:
    columns = np.array(rows, np.int64).T
    return Events.gathered(columns[0], columns[1], columns[2], sizes=(accounts, objects))


@pytest.mark.parametrize(("apart", "close"), [(5 * SECOND, 1), (DAY + 5 * SECOND, 0), (-5, 1)])
def test_whole_days_between_two_actions_are_not_dropped(apart: int, close: int) -> None:
    """A field of seconds alone takes a day and five seconds for five seconds."""
    pairs = windowed_pairs(_events([(0, 0, DAY), (1, 0, DAY + apart)]), [60 * SECOND])
    assert len(pairs) == close


def test_a_fast_repost_is_never_earlier_than_its_post_nor_a_day_later() -> None:
    trace = next(each for each in TRACES if each.name == "fast_repost")
    assert f"posts.created_at - original.created_at BETWEEN 0 AND {FAST_S * SECOND}" in trace.select


def test_one_action_amid_a_hundred_is_one_object() -> None:
    """Pairs of posts are never counted: one hyperactive account would make any weight."""
    rows = [(0, 0, place * SECOND) for place in range(100)] + [(1, 0, 50 * SECOND)]
    pairs = windowed_pairs(_events(rows), [60 * SECOND])
    assert pairs.count.tolist() == [[1]]


@pytest.mark.parametrize("quick", [0, 1, 2])
def test_which_of_two_accounts_has_the_smaller_number_is_of_no_matter(quick: int) -> None:
    """Ends of a pair that are put in order while their posts are not mix up the two."""
    others = [each for each in range(3) if each != quick]
    rows = [(quick, number, number * DAY + place) for number in range(5) for place in range(9)]
    rows += [(other, number, number * DAY + 3) for other in others for number in range(5)]
    pairs = windowed_pairs(_events(rows), [SECOND])
    assert list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == [
        (0, 1),
        (0, 2),
        (1, 2),
    ]
    assert pairs.count.ravel().tolist() == [5, 5, 5]


def test_an_account_is_never_paired_with_itself() -> None:
    rows = [(2, number, number * DAY + place) for number in range(9) for place in range(4)]
    events = _events(rows)
    assert len(windowed_pairs(events, [60 * SECOND])) == 0
    assert crowds(events, [60 * SECOND]).near.sum() == 0


def test_a_pair_stands_in_one_row_whoever_was_first() -> None:
    rows = [
        (account, number, number * DAY + ((account + number) % 2) * SECOND)
        for account in (3, 4)
        for number in range(8)
    ]
    pairs = windowed_pairs(_events(rows), [60 * SECOND])
    assert (pairs.first.tolist(), pairs.second.tolist()) == ([3], [4])
    assert pairs.count.tolist() == [[8]]


def test_no_share_of_the_pairs_is_kept_whatever_they_are() -> None:
    """A quantile of the weights keeps something of any collection; a test may keep nothing."""
    random = np.random.default_rng(5)
    events = Events.gathered(
        random.integers(0, 300, 6_000),
        random.integers(0, 500, 6_000),
        random.integers(0, 7 * DAY, 6_000),
        sizes=(300, 500),
    )
    ties = find_ties(events, [60 * SECOND, 3_600 * SECOND])
    assert not (ties.timing_q <= 0.01).any()
    assert not (ties.exclusive_q <= 0.01).any()


def test_all_accounts_on_one_object_are_no_finding() -> None:
    """One widely shared post made a clique of hundreds, each pair with a cosine of one."""
    ties = find_ties(_events([(account, 0, account) for account in range(300)], 300), [SECOND])
    assert len(ties.pairs) == 0


def test_a_window_holds_its_end_and_two_equal_instants() -> None:
    rows = [(0, 0, 0), (1, 0, 60 * SECOND), (2, 1, 7), (3, 1, 7), (4, 2, 0), (5, 2, 60_000_001)]
    pairs = windowed_pairs(_events(rows), [60 * SECOND])
    assert list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == [(0, 1), (2, 3)]


def test_two_actions_on_both_sides_of_a_full_minute_are_close() -> None:
    """Fixed bins drop pairs that straddle a border."""
    rows = [(0, 0, 60 * SECOND - 1), (1, 0, 60 * SECOND)]
    assert len(windowed_pairs(_events(rows), [SECOND])) == 1
