"""The ported rules on a collection where each of them must and must not flag."""

import numpy as np
import pytest

from inunison.detect.crosschecks import BENCH_RULES, RULES, Rule
from inunison.detect.events import Events
from inunison.simulation.crowd import Crowd, organic
from inunison.simulation.planted import RING, plant

SECOND = 1_000_000


def _rule(name: str) -> Rule:
    return {rule.name: rule for rule in BENCH_RULES}[name]


def _pair(objects: int, apart_s: int) -> Events:
    """Two accounts on some objects, so far apart; two others on ten objects a day apart."""
    rows = [
        (account, target, target * 10**9 + account * apart_s * SECOND)
        for account in (0, 1)
        for target in range(objects)
    ]
    rows += [
        (account, 100 + target, target * 10**9 + account * 86_400 * SECOND)
        for account in (2, 3)
        for target in range(12)
    ]
    columns = np.array(rows, np.int64).T
    return Events.gathered(columns[0], columns[1], columns[2], sizes=(4, 112))


@pytest.mark.parametrize(
    ("name", "objects", "apart_s", "flagged"),
    [
        ("3 or more within 60 s", 3, 60, True),
        ("3 or more within 60 s", 2, 60, False),
        ("3 or more within 60 s", 3, 61, False),
        ("10 or more within 60 s", 11, 5, True),
        ("10 or more within 60 s", 9, 5, False),
        ("toolkit, 60 s, weight 1", 2, 60, True),
        ("CooRnet, 60 s, from the 0.90 quantile", 2, 60, True),
    ],
)
def test_a_rule_flags_what_its_definition_says(
    name: str, objects: int, apart_s: int, flagged: bool
) -> None:
    found = _rule(name).flags(_pair(objects, apart_s))
    assert found.tolist() == [flagged, flagged, False, False]


def test_a_median_of_one_means_two_or_more() -> None:
    """Weights are whole: above a median of 1 is 2 or more (a defect of such thresholds)."""
    rows = [(2 * pair + side, pair, 0) for pair in range(20) for side in (0, 1)]
    rows += [(side, 50, 10**9) for side in (0, 1)] + [
        (number, 60 + number, 0) for number in range(40)
    ]
    columns = np.array(rows, np.int64).T
    events = Events.gathered(columns[0], columns[1], columns[2], sizes=(40, 100))
    found = _rule("CooRTweet, 10 s, above the median").flags(events)
    assert np.flatnonzero(found).tolist() == [0, 1]


def test_rules_without_a_null_flag_ordinary_accounts() -> None:
    """What SCIENCE 4.6 measured: rules by quantile flag many where nothing was planted."""
    shares = organic(Crowd(), np.random.default_rng(21))
    events = Events.gathered(*shares.columns(), sizes=(len(shares.role), len(shares.topic)))
    share = {rule.name: float(rule.flags(events).mean()) for rule in BENCH_RULES}
    assert share["toolkit, 60 s, weight 1"] > 0.5
    assert share["CooRTweet, 60 s, above the 0.95 quantile"] > 0.05
    assert share["hypergeometric, q 0.01"] > 0.5
    assert share["10 or more within 60 s"] < 0.005


def test_a_ring_is_flagged_by_the_fixed_rule() -> None:
    random = np.random.default_rng(22)
    shares = organic(Crowd(accounts=300, objects=500, draws=6_000), random)
    members = plant(shares, RING, random)
    events = Events.gathered(*shares.columns(), sizes=(len(shares.role), len(shares.topic)))
    assert _rule("10 or more within 60 s").flags(events)[members].mean() > 0.9


def test_the_rules_beside_findings_are_among_those_of_the_bench() -> None:
    assert set(RULES) <= set(BENCH_RULES)
    nothing = np.zeros(0, np.int64)
    empty = Events.gathered(nothing, nothing, nothing, sizes=(3, 3))
    for rule in BENCH_RULES:
        assert rule.flags(empty).tolist() == [False] * 3
