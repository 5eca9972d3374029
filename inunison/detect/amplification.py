"""Amplification: do accounts of a group repost one account more than their own reposting explains?

Owns the columns of who reposted whom and the test over them. An account has one slot for each
account that it reposts, so a single reader who passes on everything counts once. Slots are compared
within strata of communities: that people of one community repost the same accounts is no news.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from inunison.detect.events import Flags, Real, Whole, expanded
from inunison.detect.exact import stratified_mean, stratified_tail

# Accounts of a group that must have reposted an account before it is tested.
LEAST = 3
# A community that is smaller, or that a group makes up this far, is no stratum of its own.
_LEAST_SHARE = 0.03
_LEAST_SLOTS = 200
_GREATEST_PART = 1 / 3


@dataclass(frozen=True)
class Reposts:
    """Each account's first repost of each post, in the order of post, instant and account.

    Attributes:
        reposter: Number of the account that reposted, int64 of shape (n,).
        leader: Number of the account that is reposted, never the same.
        post: Number of the post that is reposted.
        at: When, microseconds UTC.
        timed: Whether that instant is finer than a day.
        accounts: How many accounts there are.
        posts: How many posts there are.
    """

    reposter: Whole
    leader: Whole
    post: Whole
    at: Whole
    timed: Flags
    accounts: int
    posts: int

    def where(self, kept: Flags) -> "Reposts":
        """Return the reposts of a mask; the numbers keep their meaning."""
        return replace(
            self,
            reposter=self.reposter[kept],
            leader=self.leader[kept],
            post=self.post[kept],
            at=self.at[kept],
            timed=self.timed[kept],
        )


@dataclass(frozen=True)
class Slots:
    """Different pairs of an account and one that it reposts.

    Attributes:
        reposter: Number of the account, int64 of shape (s,).
        leader: Number of the one it reposts, in the order of reposter and leader.
        accounts: How many accounts there are.
    """

    reposter: Whole
    leader: Whole
    accounts: int

    @classmethod
    def of(cls, reposts: Reposts) -> "Slots":
        """Return the slots that some reposts fill."""
        codes = np.unique(reposts.reposter * reposts.accounts + reposts.leader)
        return cls(codes // reposts.accounts, codes % reposts.accounts, reposts.accounts)

    @cached_property
    def begins(self) -> Whole:
        """Where the slots of each account begin, shape (accounts + 1,)."""
        return np.searchsorted(self.reposter, np.arange(self.accounts + 1))

    def leaders_of(self, accounts: Whole) -> Whole:
        """Return whom some accounts repost, each of them once for each account that does."""
        begins = self.begins[accounts]
        return self.leader[expanded(begins, self.begins[accounts + 1] - begins)[1]]


@dataclass(frozen=True)
class Field:
    """Slots among the communities of their accounts: what all groups are tested on.

    Attributes:
        slots: Who reposts whom.
        community: Number of the community of each account, -1 for none, shape (accounts,).
    """

    slots: Slots
    community: Whole
    _joined: dict[bytes, Whole] = field(default_factory=dict, compare=False)

    @cached_property
    def own(self) -> Whole:
        """How many slots each account fills."""
        return np.bincount(self.slots.reposter, minlength=self.slots.accounts)

    @cached_property
    def by_leader(self) -> tuple[Whole, Whole]:
        """The reposters in the order of the account they repost, and where each one's begin."""
        order = np.argsort(self.slots.leader, kind="stable")
        borders = np.searchsorted(self.slots.leader[order], np.arange(self.slots.accounts + 1))
        return self.slots.reposter[order], borders

    @cached_property
    def place(self) -> Whole:
        """The community of each account by its place among them."""
        return np.unique(self.community, return_inverse=True)[1]

    @cached_property
    def reposted(self) -> sparse.csr_matrix:
        """How often each community reposts each account, shape (communities, accounts)."""
        count = int(self.place.max(initial=0)) + 1
        places = (self.place[self.slots.reposter], self.slots.leader)
        ones = np.ones(len(self.slots.reposter))
        return sparse.csr_matrix((ones, places), (count, self.slots.accounts))

    @cached_property
    def lengths(self) -> Real:
        """Euclidean length of each row of `reposted`."""
        table = self.reposted
        return np.asarray(np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel()))

    @cached_property
    def filled(self) -> Whole:
        """How many slots the accounts of each community fill."""
        return np.bincount(self.place, self.own).astype(np.int64)

    def joined(self, chosen: Whole) -> Whole:
        """Return the stratum of each account where some communities are strata of their own.

        Args:
            chosen: Places of these communities, rising; most groups leave the same ones.
        """
        key = chosen.tobytes()
        if key not in self._joined:
            table = self.reposted
            shared = np.asarray((table @ table[chosen].T).todense())
            alike = shared / np.maximum(self.lengths[chosen], 1.0)
            joined = np.round(alike, 9).argmax(axis=1)
            joined[chosen] = np.arange(len(chosen))
            self._joined[key] = np.asarray(joined[self.place], np.int64)
        return self._joined[key]


@dataclass(frozen=True)
class Amplified:
    """Accounts that enough members of a group reposted, by rising number.

    Attributes:
        leader: Number of the account, shape (a,).
        seen: Different members that reposted it.
        reposters: Different accounts that did.
        expected: Members among them if slots were filled at random within strata.
        p: How often chance fills as many.
        without_one: The same without the member whose leaving weakens it most.
        strata: How many strata are compared.
    """

    leader: Whole
    seen: Whole
    reposters: Whole
    expected: Real
    p: Real
    without_one: Real
    strata: int


def amplified(field: Field, members: Whole, *, least: int = LEAST) -> Amplified:
    """Test which accounts a group reposts beyond expectation.

    Args:
        field: Who reposts whom, and the communities.
        members: Numbers of the accounts of the group, rising.
        least: Members that must have reposted an account.
    """
    own = field.own
    stratum = strata(field, members)
    count = int(stratum.max(initial=0)) + 1
    population = np.bincount(stratum, own, count).astype(np.int64)
    held = np.bincount(field.slots.leaders_of(members), minlength=len(own))
    leaders = np.flatnonzero(held >= least)
    reposters, borders = field.by_leader
    belongs = np.zeros(len(own), bool)
    belongs[members] = True
    rows: list[tuple[int, float, float, float]] = []
    for leader in leaders.tolist():
        who = reposters[borders[leader] : borders[leader + 1]]
        others = members[members != leader]  # an account cannot repost itself
        marked = np.bincount(stratum[others], own[others], count).astype(np.int64)
        drawn = np.bincount(stratum[who], minlength=count)
        seen = who[belongs[who]]  # nobody reposts itself: the leader is not among them
        open_to = population.copy()
        open_to[stratum[leader]] -= own[leader]  # its own slots cannot hold it either
        p = stratified_tail(len(seen), open_to, marked, drawn)
        without = _without_one(seen, (open_to, marked, drawn), stratum, own)
        rows.append((len(who), stratified_mean(open_to, marked, drawn), p, without))
    table = np.array(rows, np.float64).reshape(-1, 4)
    return Amplified(
        leader=leaders,
        seen=held[leaders],
        reposters=table[:, 0].astype(np.int64),
        expected=table[:, 1],
        p=table[:, 2],
        without_one=table[:, 3],
        strata=count,
    )


def _without_one(
    seen: Whole, columns: tuple[Whole, Whole, Whole], stratum: Whole, own: Whole
) -> float:
    """Return the greatest p when one member leaves the group.

    Of the members of one stratum it is the one who reposts fewest others: its leaving takes as much
    from what was seen and least from what was expected.
    """
    population, marked, drawn = columns
    worst = 0.0
    for number in np.unique(stratum[seen]).tolist():
        least = int(own[seen[stratum[seen] == number]].min())
        left = marked.copy()
        left[number] -= least
        worst = max(worst, stratified_tail(len(seen) - 1, population, left, drawn))
    return worst


def strata(field: Field, members: Whole) -> Whole:
    """Return the stratum of each account: large communities, each with the small ones most like it.

    A stratum that a group fills by itself would hide the group, so a community that is small, or
    that the group makes up to a third, joins the large one that reposts the most alike. Where no
    community is large there is one stratum.

    Args:
        field: Who reposts whom, and the communities.
        members: Numbers of the accounts of the group.

    Returns:
        int64 of shape (accounts,), from 0.
    """
    slots, filled = field.slots, field.filled
    mine = np.bincount(field.place[members], field.own[members], len(filled))
    large = (filled >= max(_LEAST_SLOTS, _LEAST_SHARE * len(slots.reposter))) & (
        mine <= _GREATEST_PART * filled
    )
    if large.sum() < 2:
        return np.zeros(slots.accounts, np.int64)
    return field.joined(np.flatnonzero(large))
