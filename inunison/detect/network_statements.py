"""The sentences of bridges, hubs and rings, from templates.

Owns their words, as `statements` owns those of groups and texts: what was seen beside what chance
would have produced, never what an account is.
"""

from dataclasses import dataclass

from inunison.detect.statements import duration, instant, number
from inunison.plurals import counted, form


@dataclass(frozen=True, kw_only=True)
class Hub:
    """What the sentence of a hub says.

    Attributes:
        group: Accounts of the group.
        seen: Those of them that reposted the account.
        reposters: All accounts that did.
        expected: Members among them by chance.
        q: Share of false findings.
        reposts: Reposts of its posts, one for each account and post.
        by_group: Those by members.
        ahead: Share of comparisons that a member's repost came first in; None where none was made.
        compared: Posts in which that could be compared.
        h_all: h posts with h reposters each.
        h_outside: The same without the accounts of tested groups.
        reach: Whether the frames allow to say how much of its reach the groups are.
    """

    group: int
    seen: int
    reposters: int
    expected: float
    q: float
    reposts: int
    by_group: int
    ahead: float | None
    compared: int
    h_all: int
    h_outside: int
    reach: bool


def hub(said: Hub) -> str:
    """Return the sentence of one account that a group reposts beyond expectation."""
    sentence = (
        f"{said.seen:,} of {counted(said.group, 'account')} that act together are among the"
        f" {said.reposters:,} that reposted one account; {number(said.expected)} expected from how"
        f" many others they repost (q = {number(said.q)})."
    )
    if said.reach:
        are = form(said.by_group, "is", "are")
        sentence += (
            f" {said.by_group:,} of its {counted(said.reposts, 'repost')} here {are} theirs."
        )
    if said.ahead is not None:
        sentence += (
            f" In {counted(said.compared, 'post')} that others reposted too, theirs came first in"
            f" {said.ahead:.0%} of the comparisons."
        )
    sentence += (
        f" {said.h_all:,} of its posts {form(said.h_all, 'has', 'have')} as many different"
        f" reposters (h = {said.h_all:,})"
    )
    if said.reach:
        sentence += f"; without the accounts of tested groups h = {said.h_outside:,}"
    return f"{sentence}."


def ring(*, members: int, mutual: int, cycles: int, expected: tuple[float, float], q: float) -> str:
    """Return the sentence of accounts that repost one another beyond expectation."""
    return (
        f"Among {counted(members, 'account')} that act together {counted(mutual, 'pair')} reposted"
        f" one another, and {counted(cycles, 'three')} in a circle; {number(expected[0])} and"
        f" {number(expected[1])} expected where each reposts, and is reposted by, as many accounts"
        f" as it does here (q = {number(q)})."
    )


@dataclass(frozen=True, kw_only=True)
class Bridge:
    """What the sentence of a bridge says.

    Attributes:
        accounts: Accounts that carry.
        communities: Communities they belong to.
        objects: What they carry across.
        things: What one is: "texts".
        window_s: Seconds within which two of different communities acted.
        count: How often, over the pairs.
        expected: How often by chance.
        q: Share of false findings.
        first: The earliest post, microseconds UTC.
        last: The latest.
        spread: Mean spread of the objects over communities, 0 to 1.
        spread_expected: What as many random posters would reach.
    """

    accounts: int
    communities: int
    objects: int
    things: str
    window_s: float
    count: int
    expected: float
    q: float
    first: int
    last: int
    spread: float
    spread_expected: float


def bridge(said: Bridge) -> str:
    """Return the sentence of accounts that carry the same objects from community to community."""
    return (
        f"The same {counted(said.accounts, 'account')} of"
        f" {counted(said.communities, 'community', 'communities')} posted"
        f" {said.objects:,} {said.things}, by two of different communities within"
        f" {duration(said.window_s)} of one another {counted(said.count, 'time')} between"
        f" {instant(said.first)} and {instant(said.last)}; {number(said.expected)} expected from"
        f" the pace of others (q = {number(said.q)}). All who posted these {said.things} reach"
        f" {said.spread:.2f} of an even spread over the communities; as many random posters would"
        f" reach {said.spread_expected:.2f}."
    )
