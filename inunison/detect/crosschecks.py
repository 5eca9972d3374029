"""Rules of other tools of the field, ported from their definitions, to stand beside a finding.

Owns the ports. None of them tests anything against chance: they are here because a reader who sees
how many accounts of the whole collection a rule flags learns more from that than from any q. An
account is flagged where it is an end of an edge that the rule keeps.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from inunison.detect.cosharing import activity
from inunison.detect.events import Events, Flags, Whole
from inunison.detect.finding import Check
from inunison.detect.join import windowed_pairs
from inunison.detect.significance import false_discovery

SECOND = 1_000_000
# Above this many accounts a rule that compares everybody with everybody is left out.
_COMPARABLE = 20_000


@dataclass(frozen=True)
class Rule:
    """A rule of another tool.

    Attributes:
        name: As findings name it.
        source: Where its definition stands.
        flags: Which accounts it flags, bool of shape (accounts,).
    """

    name: str
    source: str
    flags: Callable[[Events], Flags]


def _ends(events: Events, first: Whole, second: Whole) -> Flags:
    flagged = np.zeros(events.accounts, bool)
    flagged[first] = flagged[second] = True
    return flagged


def _at_least(count: int, seconds: int, posts: int = 0) -> Callable[[Events], Flags]:
    """Flag pairs with so many objects within the window; of accounts with more than some posts."""

    def flags(events: Events) -> Flags:
        pairs = windowed_pairs(events, [seconds * SECOND], least=count)
        flagged = _ends(events, pairs.first, pairs.second)
        done = np.bincount(events.account, minlength=events.accounts)
        return np.asarray(flagged & (done > posts))

    return flags


def _above_quantile(
    seconds: int, quantile: float, *, included: bool = False, participation: int = 2
) -> Callable[[Events], Flags]:
    """Flag pairs whose weight is above a quantile of the weights of all pairs."""

    def flags(events: Events) -> Flags:
        done = np.bincount(events.account, minlength=events.accounts)
        kept = events.where((done >= participation)[events.account])
        pairs = windowed_pairs(kept, [seconds * SECOND])
        if not len(pairs):
            return np.zeros(events.accounts, bool)
        weight = pairs.count[:, 0]
        threshold = np.quantile(weight, quantile)
        rows = weight >= threshold if included else weight > threshold
        return _ends(events, pairs.first[rows], pairs.second[rows])

    return flags


def _incidence(events: Events) -> sparse.csr_matrix:
    codes, counts = np.unique(events.incidence(), return_counts=True)
    objects = max(1, events.objects)
    return sparse.csr_matrix(
        (counts.astype(np.float64), (codes // objects, codes % objects)),
        (events.accounts, objects),
    )


def _most_similar(share: float, posts: int, least_sharers: int) -> Callable[[Events], Flags]:
    """Flag the most similar pairs by TF-IDF cosine (sublinear tf), as Pacheco et al. 2021, CS4."""

    def flags(events: Events) -> Flags:
        table = _incidence(events)
        rows = np.flatnonzero(np.asarray(table.sum(axis=1)).ravel() > posts)
        sharers = np.asarray((table[rows] > 0).sum(axis=0)).ravel()
        table = table[rows][:, sharers >= least_sharers].tocsr()
        if table.shape[0] < 2 or table.shape[0] > _COMPARABLE or not table.nnz:
            return np.zeros(events.accounts, bool)
        table.data = 1 + np.log(table.data)
        kept = np.asarray((table > 0).sum(axis=0)).ravel()
        weights = sparse.diags(np.log((1 + len(rows)) / (1 + kept)) + 1)
        weighted = (table @ weights).tocsr()
        length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
        unit = sparse.diags(1 / np.where(length > 0, length, 1.0)) @ weighted
        similar = sparse.triu(unit @ unit.T, 1).tocoo()
        if not similar.nnz:
            return np.zeros(events.accounts, bool)
        pairs = similar.data >= np.quantile(similar.data, 1 - share)
        return _ends(events, rows[similar.row[pairs]], rows[similar.col[pairs]])

    return flags


def _validated(q: float) -> Callable[[Events], Flags]:
    """Flag pairs by the hypergeometric null (Tumminello et al. 2011), at a false discovery rate."""

    def flags(events: Events) -> Flags:
        from scipy.stats import hypergeom

        table = (_incidence(events) > 0).astype(np.float64)
        number = activity(events)
        if events.accounts > _COMPARABLE:
            return np.zeros(events.accounts, bool)
        shared = sparse.triu(table @ table.T, 1).tocoo()
        first, second = shared.row.astype(np.int64), shared.col.astype(np.int64)
        # Few different counts stand behind many pairs, and a tail is slow to compute.
        most = int(number.max(initial=0)) + 1
        codes = (shared.data.astype(np.int64) * most + number[first]) * most + number[second]
        code, row = np.unique(codes, return_inverse=True)
        tails = hypergeom.sf(code // most**2 - 1, events.objects, code // most % most, code % most)
        p = np.asarray(tails)[row]
        active = int((number > 0).sum())
        found = false_discovery(np.asarray(p), max(active * (active - 1) // 2, len(p)))
        rows = found <= q
        return _ends(events, first[rows], second[rows])

    return flags


KELLER = "10.1038/s41598-022-08404-9"
COORTWEET = "10.5117/CCR2025.1.7.RIGH"
RULES = (
    Rule("3 or more within 60 s", KELLER, _at_least(3, 60)),
    Rule("10 or more within 60 s", KELLER, _at_least(10, 60, posts=10)),
    Rule("CooRTweet, 10 s, above the median", COORTWEET, _above_quantile(10, 0.5)),
    Rule("CooRTweet, 60 s, above the 0.99 quantile", COORTWEET, _above_quantile(60, 0.99)),
)
BENCH_RULES = (
    *RULES,
    Rule("toolkit, 60 s, weight 1", "10.1007/s42001-024-00260-z", _at_least(1, 60)),
    Rule("CooRTweet, 60 s, above the 0.95 quantile", COORTWEET, _above_quantile(60, 0.95)),
    Rule(
        "CooRnet, 60 s, from the 0.90 quantile",
        "10.1080/1369118X.2020.1739732",
        _above_quantile(60, 0.9, included=True, participation=1),
    ),
    Rule("co-share cosine, top 0.5 %", "10.1609/icwsm.v15i1.18075", _most_similar(0.005, 10, 3)),
    Rule("hypergeometric, q 0.01", "10.1371/journal.pone.0017994", _validated(0.01)),
)


def flagged(events: Events) -> dict[str, Flags]:
    """Return which accounts each rule flags, by its name."""
    return {rule.name: rule.flags(events) for rule in RULES}


def beside(flags: Mapping[str, Flags], members: Whole) -> tuple[Check, ...]:
    """Return what stands beside a finding: how many of its accounts, and of all, each rule flags.

    Args:
        flags: Which accounts each rule flags.
        members: Numbers of the finding's accounts.
    """
    return tuple(
        Check(rule=name, members=int(found[members].sum()), everybody=int(found.sum()))
        for name, found in flags.items()
    )
