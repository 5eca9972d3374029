"""The sentences of observations, from templates: counts of what is plain to see, without a test.

Owns their words. An observation says how many, of how many, and how common that is among the others
of the collection; it says nothing about why.
"""

from inunison.detect.statements import instant, number
from inunison.plurals import counted, form

_NO_TEST = "An observation; no test of chance was made."


def among(who: str, total: int) -> str:
    """Return who is counted: the accounts of a finding, or all of the collection."""
    accounts = counted(total, "account")
    return f"{accounts} that act together" if who == "group" else accounts


def shared(*, who: str, total: int, count: int, what: str, outside: tuple[int, int]) -> str:
    """Return the sentence of a value that several accounts have in common.

    Args:
        who: "group" or "collection".
        total: Accounts that are compared.
        count: Those that have it.
        what: What they have, as the end of a sentence: "give the same profile text".
        outside: How many of the other accounts have it too, and how many others there are.
    """
    sentence = f"{count:,} of {among(who, total)} {what}"
    if outside[1]:
        does = form(outside[0], "does", "do")
        sentence += f"; of {counted(outside[1], 'other')} {outside[0]:,} {does}"
    return f"{sentence}. {_NO_TEST}"


def created(*, who: str, total: int, count: int, days: int, start: int, expected: float) -> str:
    """Return the sentence of accounts that were created within days of one another."""
    return (
        f"{count:,} of {among(who, total)} {form(count, 'was', 'were')} created within {days} days"
        f" from {instant(start)}; {number(expected)} would be if they were created like the others"
        f" of the collection. {_NO_TEST}"
    )


def dormant(*, total: int, count: int, days: int, outside: tuple[int, int]) -> str:
    """Return the sentence of accounts that were silent before they acted."""
    return (
        f"{count:,} of {among('group', total)} posted nothing for {days} days or more, and then"
        f" again when they acted together; of {counted(outside[1], 'other')} {outside[0]:,} did in"
        f" the same time. {_NO_TEST}"
    )


def hours(*, total: int, alike: float, expected: float, quiet: float, begins: int) -> str:
    """Return the sentence of accounts that are active at the same hours of the day."""
    return (
        f"The hours of the day (UTC) at which {among('group', total)} post are alike to"
        f" {alike:.2f} (1 is the same); {expected:.2f} for as many other accounts. {quiet:.0%} of"
        f" their posts fall into the six quietest hours, from {begins:02d}:00 UTC. {_NO_TEST}"
    )


def deletion(
    *,
    group: tuple[int, int],
    controls: tuple[int, int],
    posts: tuple[int, int],
    other_posts: tuple[int, int],
    coverage: float,
    q: float,
) -> str:
    """Return the sentence of posts that were gone when somebody looked again.

    Args:
        group: Accounts with a post that is gone, and accounts that were looked at again.
        controls: The same of others as active at the same time.
        posts: Posts of the group that are gone, and that were looked at again.
        other_posts: The same of the others.
        coverage: Share of the group's posts that were looked at again.
        q: Share of false findings.
    """
    return (
        f"{group[0]:,} of {among('group', group[1])} {form(group[0], 'has', 'have')} posts that are"
        f" gone ({posts[0]:,} of {counted(posts[1], 'post')} that"
        f" {form(posts[1], 'was', 'were')} looked at again), against {controls[0]:,} of"
        f" {counted(controls[1], 'other')} as active at the same time ({other_posts[0]:,} of"
        f" {counted(other_posts[1], 'post')}) (q = {number(q)}). {coverage:.0%} of the group's"
        " posts were looked at again. A post may be gone because its author, or the platform, took"
        " it away."
    )
