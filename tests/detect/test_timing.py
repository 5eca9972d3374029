"""The timing test: what makes it reject, and what must never change it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.crowds import crowds
from inunison.detect.events import Events, Whole
from inunison.detect.join import PairCounts, windowed_pairs
from inunison.detect.timing import Timing, shared_objects, timing_tests

SECOND = 1_000_000
WINDOWS = [10 * SECOND, 60 * SECOND, 300 * SECOND, 3_600 * SECOND]
Columns = tuple[list[int], list[int], list[int]]


def _tested(
    columns: Columns, group: Whole, published: Whole | None = None
) -> tuple[PairCounts, Timing, Timing]:
    account, target, at = (np.array(column, np.int64) for column in columns)
    sizes = (len(group), int(target.max()) + 1)
    events = Events.gathered(account, target, at, sizes=sizes, published=published)
    pairs = windowed_pairs(events, WINDOWS, least=3)
    inside = (group[pairs.first] == 0) & (group[pairs.second] == 0)
    kept = PairCounts(pairs.first[inside], pairs.second[inside], pairs.count[inside])
    timing, exclusive = timing_tests(events, kept, group, crowds(events, WINDOWS), WINDOWS)
    return kept, timing, exclusive


def _group(members: int, accounts: int) -> Whole:
    return np.where(np.arange(accounts) < members, 0, np.arange(accounts) - members + 1)


def _among_slower_sharers(random: np.random.Generator) -> Columns:
    """Twelve accounts on 25 posts within a minute, among 10 to 40 others over hours."""
    account, target, at = [], [], []
    for post in range(25):
        start = post * 86_400 * SECOND
        for member in range(12):
            account.append(member)
            target.append(post)
            at.append(start + int(random.integers(0, 60 * SECOND)))
        for other in random.choice(np.arange(12, 400), random.integers(10, 41), replace=False):
            account.append(int(other))
            target.append(post)
            at.append(start + int(7_200 * SECOND * random.lognormal(0, 1)))
    return account, target, at


def test_all_pairs_of_a_group_that_is_faster_than_everybody_else_are_rejected() -> None:
    pairs, timing, _ = _tested(_among_slower_sharers(np.random.default_rng(1)), _group(12, 400))
    assert len(pairs) == 66
    assert timing.p.max() < 1e-4


def test_outsiders_as_dense_as_the_group_explain_it() -> None:
    random = np.random.default_rng(2)
    account, target, at = [], [], []
    for post in range(20):
        for sharer in [*range(6), *random.choice(np.arange(6, 200), 30, replace=False).tolist()]:
            account.append(sharer)
            target.append(post)
            at.append(post * 86_400 * SECOND + int(random.integers(0, 600 * SECOND)))
    _, timing, _ = _tested((account, target, at), _group(6, 200))
    assert np.quantile(timing.p, 0.05) >= 0.05


def test_the_groups_own_pairs_never_change_its_baseline() -> None:
    """More members at the same moments: what is expected of the first two stays."""
    few = _among_slower_sharers(np.random.default_rng(3))
    more = [list(column) for column in few]
    for post in range(25):
        for member in range(400, 420):
            more[0].append(member)
            more[1].append(post)
            more[2].append(post * 86_400 * SECOND + 5 * SECOND)
    group = np.concatenate((_group(12, 400), np.zeros(20, np.int64)))
    pairs_few, timing_few, _ = _tested(few, group)
    pairs_more, timing_more, _ = _tested((more[0], more[1], more[2]), group)
    row_few = (pairs_few.first == 0) & (pairs_few.second == 1)
    row_more = (pairs_more.first == 0) & (pairs_more.second == 1)
    pace = 5 / (5 + 10) * 25  # the pace of objects of that size may move, by its weight at most
    moved = timing_few.expected[row_few] - timing_more.expected[row_more]
    assert np.abs(moved).max() < pace * 0.2


def test_objects_that_only_the_group_holds_are_never_in_the_timing_test() -> None:
    account = [member for member in range(3) for _ in range(5)]
    target = list(range(5)) * 3
    at = [post * 3_600 * SECOND for _ in range(3) for post in range(5)]
    pairs, timing, exclusive = _tested((account, target, at), _group(3, 3))
    assert len(pairs) == 3
    assert timing.shared.tolist() == [0, 0, 0]
    assert timing.p.tolist() == [1.0, 1.0, 1.0]
    assert exclusive.shared.tolist() == [5, 5, 5]


@pytest.mark.parametrize(("others", "expected"), [(0, 5.0), (9, 5.0), (10, 5 / 12), (40, 5 / 42)])
def test_an_object_of_the_group_alone_needs_others_of_its_size(
    others: int, expected: float
) -> None:
    """Two slow strangers share each of the other objects: with ten of them there is a pace."""
    rows = [(member, post, post * 10**10 + member) for member in range(2) for post in range(5)]
    for other in range(others):
        start = (10 + other) * 10**11
        rows += [(2 + 2 * other, 5 + other, start), (3 + 2 * other, 5 + other, start + 10**10)]
    account, target, at = (list(column) for column in zip(*rows, strict=True))
    _, _, exclusive = _tested((account, target, at), _group(2, 2 + 2 * others))
    assert exclusive.count.tolist() == [[5] * len(WINDOWS)]
    assert exclusive.expected[0] == pytest.approx([expected] * len(WINDOWS))
    assert (exclusive.p[0] < 1e-3) == (others >= 10)


def test_where_a_size_has_no_others_the_quickest_pace_of_any_size_stands_in() -> None:
    """Twenty other objects of ten sharers each, all within the hour: so are the group's two."""
    rows = [(member, post, post * 10**11 + member) for member in range(2) for post in range(5)]
    rows += [
        (2 + who, 5 + other, (10 + other) * 10**11 + who * 300 * SECOND)
        for other in range(20)
        for who in range(10)
    ]
    account, target, at = (list(column) for column in zip(*rows, strict=True))
    _, _, exclusive = _tested((account, target, at), _group(2, 12))
    near = 20 * 9  # neighbours are five minutes apart
    assert exclusive.expected[0, 2] == pytest.approx(5 * (1 + near) / (2 + 20 * 45))
    assert exclusive.expected[0, 3] == pytest.approx(5 * (1 + 20 * 45) / (2 + 20 * 45))


def test_followers_who_answer_one_author_quickly_are_not_rejected() -> None:
    """All of them within minutes behind each post, independent of one another."""
    random = np.random.default_rng(4)
    columns = _among_slower_sharers(random)
    at = list(columns[2])
    for row, account in enumerate(columns[0]):
        if account < 12:
            delay = 300 * SECOND * random.lognormal(0, 1)
            at[row] = columns[1][row] * 86_400 * SECOND + int(delay)
    published = np.arange(25, dtype=np.int64) * 86_400 * SECOND
    _, blind, _ = _tested((columns[0], columns[1], at), _group(12, 400))
    _, timing, _ = _tested((columns[0], columns[1], at), _group(12, 400), published)
    assert (blind.p < 1e-3).any()
    assert (timing.p >= 1e-3).all()


@given(st.integers(-(10**15), 10**15), st.permutations(range(30)))
@settings(max_examples=25, deadline=None)
def test_shifted_times_and_renamed_accounts_change_no_number(
    shift: int, renamed: list[int]
) -> None:
    random = np.random.default_rng(6)
    account, target = random.integers(0, 30, 600), random.integers(0, 20, 600)
    at = random.integers(0, 3_000 * SECOND, 600)
    group = np.arange(30) // 15
    one = _all(account, target, at, group)
    places = np.array(renamed)
    new_group = np.empty(30, np.int64)
    new_group[places] = group
    other = _all(places[account], target, at + shift, new_group)
    assert one == pytest.approx(other)


def _all(account: Whole, target: Whole, at: Whole, group: Whole) -> list[float]:
    events = Events.gathered(account, target, at, sizes=(30, 20))
    pairs = windowed_pairs(events, WINDOWS)
    same = group[pairs.first] == group[pairs.second]
    kept = PairCounts(pairs.first[same], pairs.second[same], pairs.count[same])
    timing, exclusive = timing_tests(events, kept, group, crowds(events, WINDOWS), WINDOWS)
    return sorted(timing.p.tolist()) + sorted(exclusive.p.tolist())


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 50)), min_size=1, max_size=60
    )
)
@settings(deadline=None)
def test_shared_objects_are_those_of_a_brute_force_look(rows: list[tuple[int, int, int]]) -> None:
    columns = np.array(rows, np.int64).T
    events = Events.gathered(columns[0], columns[1], columns[2], sizes=(6, 6))
    first, second = np.triu_indices(6, 1)
    found = shared_objects(events, first, second)
    times: dict[tuple[int, int], list[int]] = {}
    for account, target, at in rows:
        times.setdefault((account, target), []).append(at)
    wanted = [
        (pair, target, min(abs(a - b) for a in times[one, target] for b in times[other, target]))
        for pair, (one, other) in enumerate(zip(first.tolist(), second.tolist(), strict=True))
        for target in range(6)
        if (one, target) in times and (other, target) in times
    ]
    rows_found = zip(
        found.pair.tolist(), found.object.tolist(), found.distance.tolist(), strict=True
    )
    assert sorted(rows_found) == wanted
