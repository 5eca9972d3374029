"""Halves of the reposts for groups that were found on reposts themselves.

Owns that rule alone: what a group was found on is no news about it. Where a group's trace rests on
reposts, each half of the objects is asked about the members that the other half finds.
"""

from dataclasses import dataclass

import numpy as np

from inunison.detect.amplification import Reposts
from inunison.detect.events import Whole
from inunison.detect.further import Asked, Group
from inunison.detect.judging import found_on
from inunison.detect.reposting import Network
from inunison.detect.tracing import TraceReport

# What one object of a trace is among the columns of reposts.
_RESTS_ON = {"co_repost": "post", "fast_repost": "leader"}


@dataclass(frozen=True)
class Side:
    """One half to ask on.

    Attributes:
        members: Members that the other half finds, as numbers of the network, rising.
        reposts: Reposts of this half.
    """

    members: Whole
    reposts: Reposts


def sides(asked: Asked, group: Group, network: Network) -> list[Side]:
    """Return both halves of a group that was found on reposts; nothing for any other group.

    Args:
        asked: What came of the traces.
        group: The group.
        network: Who reposted whom.
    """
    if group.trace not in _RESTS_ON:
        return []
    report = next(each for each in asked.reports if each.gathered.trace.name == group.trace)
    if report.bench is None:
        return []
    first = _first_half(report, group, network)
    reposts = network.reposts
    keys = reposts.post if _RESTS_ON[group.trace] == "post" else reposts.leader
    made = []
    for half in (0, 1):
        found = network.places(_found_again(report, group, half, asked.setting.settings.q))
        made.append(Side(found, reposts.where(first[keys] == 1 - half)))  # the other half
    return made


def _first_half(report: TraceReport, group: Group, network: Network) -> Whole:
    """Return, per post or account, 0 for the first half, 1 for the second, -1 for neither."""
    assert report.bench is not None
    gathered = report.gathered
    names = network.posts if _RESTS_ON[group.trace] == "post" else network.accounts
    half = {
        key: 0 if first else 1
        for key, first in zip(gathered.objects, report.bench.first_half.tolist(), strict=True)
    }
    return np.array([half.get(name, -1) for name in names], np.int64)


def _found_again(report: TraceReport, group: Group, half: int, q: float) -> list[str]:
    """Return the members that the ties of one half hold together."""
    assert report.bench is not None
    accounts = report.gathered.accounts
    mine = set(group.accounts)
    members = np.array([n for n, uid in enumerate(accounts) if uid in mine], np.int64)
    pairs = found_on(report.bench.halves[half], group.test or "timing", q)
    inside = np.isin(pairs.first, members) & np.isin(pairs.second, members)
    seen = np.union1d(pairs.first[inside], pairs.second[inside])
    return [accounts[n] for n in seen]
