"""Communities: who passes on whom and who says the same, as one partition with its stability.

Owns the weights of the ties between accounts and the partition made of them. The ties:

* each different post of one that the other reposted, in either direction, weighs 1;
* each text long enough to be evidence ties an account to its other sayers together with weight 1:
  to each alike, or, where there are more than ten others, to ten of them. Its sayers stand in a
  circle whose order is a hash of text and account, and each is tied to the five on either side: a
  random regular graph keeps the weight of every account and the company of the text, and the ties
  grow with the posts and not with their square. A text that more than `SAYERS_LIMIT` accounts said
  ties nobody (a slogan is not company).

The partition is Leiden's (Traag, Waltman and van Eck 2019, doi:10.1038/s41598-019-41695-z), at
resolution 1, as the consensus of seeded runs (Lancichinetti and Fortunato 2012,
doi:10.1038/srep00336): ties whose ends fell together in at least half of the runs, weighted by that
share, are partitioned once more. There are `SEEDS` runs, fewer where there are many ties (see
`runs_of`). It is the same for any number of cores.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt

from inunison import machine
from inunison.detect.numbering import Numbered
from inunison.identity import uid_in_sql

Progress = Callable[[str, int, int], None]

SAYERS_LIMIT = 100
SEEDS = 20
RESOLUTION = 1.0

# To how many on either side in its circle a text ties an account.
_REACH = 5

# Runs of a large network: so many ties are looked at in all, in no fewer runs than this.
_TIES_IN_ALL = 8_000_000
_LEAST_SEEDS = 10

# What one run needs for each tie, as measured, and what is held beside all runs, in MB.
_BYTES_PER_TIE = 150
_HELD_MB = 400

# Sums of fractions would differ in the last bit with the number of threads: millionths are whole.
_TIES = f"""
CREATE TABLE ties AS
SELECT start, "end", sum(weight)::BIGINT AS weight FROM (
    SELECT least(start, "end") AS start, greatest(start, "end") AS "end",
        posts * 1000000 AS weight
    FROM reposted
    UNION ALL
    SELECT least(mine.account, other.account) AS start,
        greatest(mine.account, other.account) AS "end",
        1000000 // least(mine.accounts - 1, {2 * _REACH}) AS weight
    FROM sayers AS mine JOIN sayers AS other USING (text)
    WHERE CASE WHEN mine.accounts <= {2 * _REACH} THEN mine.place < other.place
        ELSE (other.place - mine.place + mine.accounts) % mine.accounts BETWEEN 1 AND {_REACH} END
)
GROUP BY ALL
"""

_SAYERS = f"""
CREATE TABLE sayers AS
SELECT text, account, accounts,
    row_number() OVER (PARTITION BY text ORDER BY md5(text || account), account) AS place
FROM (
    SELECT DISTINCT says."end" AS text, {uid_in_sql("says.account")} AS account,
        counts.accounts
    FROM says JOIN text_counts AS counts ON counts.uid = says."end"
    WHERE counts.evidence AND counts.accounts BETWEEN 2 AND {SAYERS_LIMIT}
        AND says.account IS NOT NULL
)
"""


@dataclass(frozen=True)
class Partition:
    """Communities of accounts.

    Attributes:
        community: Per account, the number of its community, from 1, the largest first.
        stability: Per account, the mean share of its community that stays with it, over the seeds;
            1.0 where every run agrees.
        modularity: Of the consensus on the ties themselves.
        runs: How many seeded runs it is the consensus of.
    """

    community: npt.NDArray[np.int64]
    stability: npt.NDArray[np.float64]
    modularity: float
    runs: int


@dataclass(frozen=True)
class Ties:
    """An undirected weighted network in key order.

    Attributes:
        size: Number of accounts; they are numbered 0 to size - 1.
        start: First end of each tie, int64; smaller than the second.
        end: Second end of each tie, int64.
        weight: Weight of each tie, float64, above 0.
    """

    size: int
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]


def gather_ties(database: duckdb.DuckDBPyConnection) -> Ties:
    """Read the ties between accounts from the tables of a state.

    Returns:
        The ties; the table `tied` names the accounts of the numbers, in the order of their uids.
    """
    database.execute(_SAYERS)
    database.execute(_TIES)
    numbered = Numbered(database, "ties", "tied")
    start, end, weight = numbered.edges("weight")
    return Ties(numbered.size, start, end, weight.astype(np.float64) / 1_000_000)


@dataclass(frozen=True)
class _Matrix:
    """Ties as the compressed rows of a symmetric matrix, as the partition reads them."""

    pointers: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float64]

    @classmethod
    def of(cls, ties: Ties) -> "_Matrix":
        rows, columns = np.r_[ties.start, ties.end], np.r_[ties.end, ties.start]
        order = np.argsort(rows * ties.size + columns)
        counts = np.bincount(rows, minlength=ties.size)
        return cls(
            np.r_[0, np.cumsum(counts)].astype(np.int64),
            columns[order].astype(np.int32),
            np.r_[ties.weight, ties.weight][order],
        )

    def leiden(self, seed: int) -> npt.NDArray[np.int32]:
        """Return the community of each account in one seeded run; isolated ones stand alone."""
        import graspologic_native

        size = len(self.pointers) - 1
        _, found = graspologic_native.leiden_csr(
            self.pointers, self.columns, self.weights, size, resolution=RESOLUTION, seed=seed
        )
        labels = np.arange(size, 2 * size, dtype=np.int32)
        accounts = np.fromiter(found.keys(), np.int64, len(found))
        labels[accounts] = np.fromiter(found.values(), np.int32, len(found))
        return labels


def leiden(ties: Ties, seed: int) -> npt.NDArray[np.int64]:
    """Return the community of each account in one seeded run; isolated ones stand alone.

    Args:
        ties: The network.
        seed: Of the run; the same seed gives the same labels.

    Returns:
        Labels without order or meaning, int64 of shape (size,).
    """
    return _Matrix.of(ties).leiden(seed).astype(np.int64)


def modularity(ties: Ties, labels: npt.NDArray[np.int64]) -> float:
    """Return Newman's modularity of a partition (doi:10.1103/PhysRevE.69.026113) at resolution 1.

    Args:
        ties: The network.
        labels: Label of each account, any numbers.
    """
    total = float(ties.weight.sum())
    _, groups = np.unique(labels, return_inverse=True)
    strength = np.bincount(ties.start, ties.weight, ties.size)
    strength += np.bincount(ties.end, ties.weight, ties.size)
    inside = float(ties.weight[groups[ties.start] == groups[ties.end]].sum())
    sums = np.bincount(groups, strength)
    return inside / total - float(((sums / (2 * total)) ** 2).sum())


def _kept_company(
    final: npt.NDArray[np.int64], runs: list[npt.NDArray[np.int32]]
) -> npt.NDArray[np.float64]:
    """Per account, the mean share of its final community that each run keeps with it."""
    sizes = np.bincount(final)[final].astype(np.float64)
    kept = np.zeros(len(final))
    for run in runs:
        _, groups = np.unique(run, return_inverse=True)
        pairs = final * (int(groups.max()) + 1) + groups
        _, where, counts = np.unique(pairs, return_inverse=True, return_counts=True)
        kept += (counts[where] - 1) / np.maximum(sizes - 1, 1)
    alone = sizes == 1
    return np.where(alone, 1.0, kept / len(runs))


def _numbered(labels: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Number communities from 1 by size; of two alike, the one with the first account first."""
    _, first, groups, counts = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -counts))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(1, len(order) + 1)
    return number[groups]


def partition(
    ties: Ties, progress: Progress = lambda *_: None, *, memory_mb: int | None = None
) -> Partition:
    """Find the communities of a network.

    Args:
        ties: At least one tie.
        progress: Called with "communities", how many of the seeded runs are done, and of how many.
        memory_mb: Memory that all may take, in MB (10^6 bytes), if one run can do with it; as
            `machine.memory_mb` says when None. No answer depends on it.

    Returns:
        The consensus of the seeded runs, with the stability of every account in it.
    """
    runs = _runs(ties, progress, machine.memory_mb(memory_mb))
    together = np.zeros(len(ties.start))
    for run in runs:
        together += run[ties.start] == run[ties.end]
    together /= len(runs)
    kept = together >= 0.5
    agreed = Ties(ties.size, ties.start[kept], ties.end[kept], together[kept])
    labels = leiden(agreed, 0) if kept.any() else np.arange(ties.size, dtype=np.int64)
    community = _numbered(labels)
    stability = _kept_company(community, runs)
    return Partition(community, stability, modularity(ties, community), len(runs))


def runs_of(ties: int) -> int:
    """Return how many seeded runs a network of so many ties gets.

    Up to 400,000 ties it is `SEEDS`; beyond, runs times ties stay at 8 million, and from 800,000
    ties on there are ten runs. Fewer runs make a stability coarser.
    """
    return max(_LEAST_SEEDS, min(SEEDS, _TIES_IN_ALL // max(ties, 1)))


def _runs(ties: Ties, progress: Progress, memory_mb: int) -> list[npt.NDArray[np.int32]]:
    """Return the communities of each seeded run, as many at once as memory and cores allow."""
    matrix = _Matrix.of(ties)
    room = (memory_mb - _HELD_MB) * 1_000_000 // (_BYTES_PER_TIE * len(ties.start))
    at_once = min(machine.cores(), max(1, room))
    runs: list[npt.NDArray[np.int32]] = []
    seeds = runs_of(len(ties.start))
    with ThreadPoolExecutor(at_once) as pool:
        for run in pool.map(matrix.leiden, range(seeds)):
            runs.append(run)
            progress("communities", len(runs), seeds)
    return runs
