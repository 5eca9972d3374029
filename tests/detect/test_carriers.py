"""Who carries texts between communities: the rule over given ties, without any test of them."""

from dataclasses import replace

import numpy as np
import pytest

from inunison.detect.bridges import Carriers, carriers
from inunison.detect.events import Events
from inunison.detect.frames import allowed
from inunison.detect.gathering import Gathered
from inunison.detect.join import PairCounts
from inunison.detect.judging import Kind
from inunison.detect.ties import find_ties
from inunison.detect.timing import Timing
from inunison.detect.traces import TRACES
from inunison.detect.tracing import TraceReport
from inunison.records import Frame

SECOND = 1_000_000
Pairs = list[tuple[int, int]]
# Who posts which text, and when, in seconds.
Rows = list[tuple[int, int, int]]


def _report(rows: Rows, accounts: int) -> TraceReport:
    """A report in which the first accounts are of one component and the others of none."""
    account, target, at = np.array(rows, np.int64).reshape(-1, 3).T
    objects = int(target.max()) + 1
    everybody = max(accounts, int(account.max()) + 1)
    events = Events.gathered(account, target, at * SECOND, sizes=(everybody, objects))
    trace = next(each for each in TRACES if each.name == "co_text")
    names = [f"a{n:02}" for n in range(everybody)]
    keys = [f"t{n:02}" for n in range(objects)]
    windows = (10 * SECOND, 60 * SECOND)
    number = np.arange(everybody)
    ties = replace(find_ties(events, windows), group=np.where(number < accounts, 0, number))
    gathered = Gathered(trace, events, names, keys, windows)
    return TraceReport(gathered, allowed([Frame.KEYWORD]), ties)


def _kind(pairs: Pairs, name: str, *, window: int = 1, q: float = 0.001) -> Kind:
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    size = len(pairs)
    counts = np.tile(np.array([2, 4]), (size, 1))
    test = Timing(
        count=counts,
        shared=np.full(size, 4),
        expected=np.tile(np.array([0.25, 0.5]), (size, 1)),
        p=np.linspace(1e-6, 1e-5, size),
        window=np.full(size, window),
        without_one=np.full(size, 1e-4),
    )
    held = PairCounts(first, second, counts)
    return Kind(name, held, test, np.full(size, q), np.full(size, q))


def _together(accounts: list[int], texts: int) -> Rows:
    return [(who, text, text * 100_000 + who) for who in accounts for text in range(texts)]


def _carriers(
    rows: Rows, pairs: Pairs, community: list[int], window: int = 1, test: str = "exclusive"
) -> list[Carriers]:
    """Return who carries; accounts that are given no community are outside of the component."""
    report = _report(rows, len(community))
    missing = len(report.gathered.accounts) - len(community)
    held = np.array(community + [-1] * missing, np.int64)
    return list(carriers(report, _kind(pairs, test, window=window), held))


def test_three_accounts_of_two_communities_carry_what_they_share() -> None:
    (found,) = _carriers(_together([0, 1, 2], 4), [(0, 1), (0, 2), (1, 2)], [5, 5, 9])
    assert found.members.tolist() == [0, 1, 2]
    assert found.objects.tolist() == [0, 1, 2, 3]
    assert (found.window, found.count, found.expected) == (1, 8, 1.0)
    assert found.p == pytest.approx(1e-5)
    assert found.q == 0.001


@pytest.mark.parametrize("community", [[5, 5, 5], [5, -1, -1], [-1, -1, -1], [5, 5, -1]])
def test_one_community_and_accounts_of_none_carry_nothing(community: list[int]) -> None:
    assert _carriers(_together([0, 1, 2], 4), [(0, 1), (0, 2), (1, 2)], community) == []


@pytest.mark.parametrize(("texts", "found"), [(2, 0), (3, 1), (4, 1)])
def test_three_texts_are_needed(texts: int, found: int) -> None:
    rows = _together([0, 1, 2], texts)
    assert len(_carriers(rows, [(0, 1), (0, 2), (1, 2)], [5, 6, 7])) == found


def test_two_accounts_are_no_bridge() -> None:
    assert _carriers(_together([0, 1], 6), [(0, 1)], [5, 6]) == []


@pytest.mark.parametrize(("window", "objects"), [(0, [0, 1, 2]), (1, [0, 1, 2, 3])])
def test_what_lies_outside_the_window_is_not_carried(window: int, objects: list[int]) -> None:
    """The last text but one is said within a minute, not within ten seconds; the last never."""
    rows = _together([0, 1, 2], 3) + [(who, 3, 900_000 + who * 20) for who in range(3)]
    rows += [(who, 4, 990_000 + who * 500) for who in range(3)]
    (found,) = _carriers(rows, [(0, 1), (0, 2), (1, 2)], [5, 6, 7], window)
    assert found.objects.tolist() == objects
    assert found.count == (6 if window == 0 else 12)


@pytest.mark.parametrize(
    ("pairs", "stands"),
    [
        ([(0, 1), (0, 2), (0, 3)], False),
        ([(0, 1), (0, 2), (1, 2), (2, 3)], True),
        ([(0, 1), (1, 2), (2, 3)], True),
    ],
)
def test_one_account_that_connects_the_others_is_told(pairs: Pairs, stands: bool) -> None:
    """Where the middle of a star leaves nothing is carried any more."""
    (found,) = _carriers(_together([0, 1, 2, 3], 4), pairs, [5, 6, 7, 8])
    assert found.stands is stands


def test_separate_sets_are_separate_and_in_the_order_of_their_first_account() -> None:
    rows = _together([0, 2, 4], 3)
    rows += [(who, 3 + text, text * 100_000 + who) for who in (1, 3, 5) for text in range(3)]
    pairs = [(1, 3), (3, 5), (0, 2), (2, 4)]
    found = _carriers(rows, pairs, [1, 1, 2, 2, 1, 1])
    assert [each.members.tolist() for each in found] == [[0, 2, 4], [1, 3, 5]]
    assert [each.objects.tolist() for each in found] == [[0, 1, 2], [3, 4, 5]]


def test_which_number_a_community_has_is_of_no_matter() -> None:
    """The pair within one community is not counted."""
    rows, pairs = _together([0, 1, 2, 3], 4), [(0, 1), (0, 2), (1, 2), (1, 3)]
    for community in ([0, 0, 1, 1], [7, 7, 3, 3]):
        (found,) = _carriers(rows, pairs, community)
        assert found.members.tolist() == [0, 1, 2, 3]
        assert found.count == 12


@pytest.mark.parametrize(
    ("test", "objects"), [("exclusive", [0, 1, 2, 3]), ("timing", [4, 5, 6]), ("pooled", [4, 5, 6])]
)
def test_only_what_the_test_looks_at_is_carried(test: str, objects: list[int]) -> None:
    """The last three texts are said by three others too, the first four by two others."""
    rows = _together([0, 1, 2], 7)
    rows += [
        (other, text, 5_000_000) for text in range(7) for other in ((3, 4, 5)[: 2 + text // 4])
    ]
    (found,) = _carriers(rows, [(0, 1), (0, 2), (1, 2)], [5, 6, 7], test=test)
    assert found.objects.tolist() == objects


@pytest.mark.parametrize("test", ["exclusive", "timing"])
def test_texts_of_the_other_test_do_not_make_up_three(test: str) -> None:
    rows = _together([0, 1, 2], 4)
    rows += [(other, text, 5_000_000) for text in (2, 3) for other in (3, 4, 5)]
    assert _carriers(rows, [(0, 1), (0, 2), (1, 2)], [5, 6, 7], test=test) == []
