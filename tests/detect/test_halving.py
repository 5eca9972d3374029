"""Halves of reposts: a group found on reposts is asked on what it was not found on."""

import numpy as np
import pytest

from inunison.detect.amplification import Reposts
from inunison.detect.crowds import crowds
from inunison.detect.events import Events, Real, Whole
from inunison.detect.finding import Grade
from inunison.detect.frames import allowed
from inunison.detect.further import Asked, Group
from inunison.detect.gathering import Gathered
from inunison.detect.halving import Side, sides
from inunison.detect.join import PairCounts
from inunison.detect.judging import Bench
from inunison.detect.reposting import Network
from inunison.detect.setting import Setting, Settings
from inunison.detect.ties import Ties, find_ties
from inunison.detect.timing import Timing
from inunison.detect.traces import TRACES
from inunison.detect.tracing import TraceReport
from inunison.records import Frame

ACCOUNTS = ["a", "b", "c", "d", "e"]
OBJECTS = ["p0", "p1", "p2", "p3"]
Pairs = list[tuple[int, int]]


def _events() -> Events:
    nothing = np.zeros(0, np.int64)
    return Events.gathered(nothing, nothing, nothing, sizes=(len(ACCOUNTS), len(OBJECTS)))


def _timing(size: int) -> Timing:
    table, row = np.ones((size, 1), np.int64), np.ones(size, np.int64)
    low: Real = np.full(size, 0.001, np.float64)
    return Timing(table, row, np.full((size, 1), 0.1, np.float64), low, row * 0, low)


def _ties(pairs: Pairs, q: list[float]) -> Ties:
    """Ties of given pairs with given q, of both tests."""
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    held = PairCounts(first, second, np.ones((len(pairs), 1), np.int64))
    plain = find_ties(_events(), [1])
    values = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
    given = {"pairs": held, "timing": _timing(len(pairs)), "timing_q": np.array(q, np.float64)}
    given |= {"exclusive": _timing(len(pairs)), "exclusive_q": np.ones(len(pairs))}
    return Ties(**(values | given | {"tests": max(1, len(pairs))}))


def _network(leaders: list[int], posts: list[int]) -> Network:
    size = len(posts)
    reposts = Reposts(
        reposter=np.arange(size) % 3,
        leader=np.array(leaders, np.int64),
        post=np.array(posts, np.int64),
        at=np.arange(size),
        timed=np.ones(size, bool),
        accounts=5,
        posts=5,
    )
    community: Whole = np.full(5, -1)
    return Network(reposts, ACCOUNTS, [*OBJECTS, "p4"], community, allowed([Frame.KEYWORD]))


def _sides(
    trace: str,
    objects: list[str],
    halves: tuple[Ties, Ties],
    *,
    test: str | None = "timing",
    bench: bool = True,
) -> list[Side]:
    events, settings = _events(), Settings(q=0.01)
    held = Bench(
        events, (1,), find_ties(events, [1]), halves, np.array([True, False, True, False]), 0
    )
    chosen = next(each for each in TRACES if each.name == trace)
    report = TraceReport(
        Gathered(chosen, events, ACCOUNTS, objects, (1,)),
        allowed([Frame.KEYWORD]),
        bench=held if bench else None,
    )
    group = Group(("a", "b", "c"), "k" * 24, Grade.E1, trace, test, 0, 1)
    setting = Setting(None, {}, "0" * 64, settings)  # type: ignore[arg-type]
    asked = Asked(setting, (report,), (group,))
    return sides(asked, group, _network([3, 4, 3, 4, 3, 4], [0, 1, 2, 3, 4, 0]))


_HALVES = (
    _ties([(0, 1), (1, 2), (2, 3)], [0.001, 0.5, 0.001]),
    _ties([(0, 1), (0, 2)], [0.001, 0.01]),
)


def test_each_half_is_asked_about_who_the_other_half_finds() -> None:
    """The first half ties a and b; c is tied to one outside the group, and to b too weakly."""
    one, other = _sides("co_repost", OBJECTS, _HALVES)
    assert one.members.tolist() == [0, 1]
    assert one.reposts.post.tolist() == [1, 3]  # the second half
    assert other.members.tolist() == [0, 1, 2]
    assert other.reposts.post.tolist() == [0, 2, 0]


def test_no_repost_is_in_both_halves_and_one_of_neither_in_none() -> None:
    one, other = _sides("co_repost", OBJECTS, _HALVES)
    assert not set(one.reposts.at.tolist()) & set(other.reposts.at.tolist())
    assert 4 not in one.reposts.post
    assert 4 not in other.reposts.post


def test_fast_reposts_are_halved_by_the_account_that_is_reposted() -> None:
    one, other = _sides("fast_repost", ["d", "e", "x", "y"], _HALVES)
    assert set(one.reposts.leader.tolist()) == {4}
    assert set(other.reposts.leader.tolist()) == {3}


def test_the_test_that_found_the_group_finds_its_halves() -> None:
    for each in _sides("co_repost", OBJECTS, _HALVES, test="exclusive"):
        assert each.members.tolist() == []
    whole = _sides("co_repost", OBJECTS, _HALVES, test="pooled")
    assert [each.members.tolist() for each in whole] == [[0, 1, 2], [0, 1, 2]]  # the proposals
    plain = _sides("co_repost", OBJECTS, _HALVES, test=None)
    assert [each.members.tolist() for each in plain] == [[0, 1], [0, 1, 2]]


@pytest.mark.parametrize(("trace", "bench"), [("co_text", True), ("co_repost", False)])
def test_groups_of_other_traces_and_without_halves_are_asked_whole(trace: str, bench: bool) -> None:
    assert _sides(trace, OBJECTS, _HALVES, bench=bench) == []


def test_crowds_of_no_events_are_empty() -> None:
    assert len(crowds(_events(), [1]).sharers) == len(OBJECTS)
