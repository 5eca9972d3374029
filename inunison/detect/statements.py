"""The sentences of findings, from templates: what was seen, beside what chance would have produced.

Owns every word that is said about accounts. It says "beyond expectation" and "not explained by";
it never says what an account is or what anybody meant (SCIENCE 10.2 lists the words, a test reads
all templates for them).
"""

from collections.abc import Sequence
from decimal import Decimal

from inunison import instants
from inunison.detect.bursts import LEAST_COMPARED
from inunison.detect.finding import Alternative, Verdict
from inunison.plurals import counted, form

_SMALLEST_WRITTEN_OUT = 1e-6
_ONE_TEXT = "One text; nothing about other behaviour of these accounts."


def instant(microseconds: int) -> str:
    """Return an instant as a reader takes it, in UTC: "2020-09-01 12:30 UTC"."""
    moment = instants.instant(microseconds)
    if moment is None:
        return "a time outside of the years 1 to 9999"
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def duration(seconds: float) -> str:
    """Return a width as a reader takes it: "10 seconds", "5 minutes", "1 hour"."""
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size and seconds % size == 0:
            return counted(int(seconds // size), name)
    return f"{seconds:g} seconds"


def number(value: float) -> str:
    """Return an expectation or a q in as many digits as it means something with."""
    if value >= 10 or value == 0:
        return f"{value:,.0f}"
    if value >= 0.001:
        return f"{value:.2g}"
    rounded = f"{value:.0e}"
    return f"{Decimal(rounded):f}" if value >= _SMALLEST_WRITTEN_OUT else rounded


def group(
    *,
    members: int,
    meaning: str,
    objects: int,
    things: str,
    window_s: float,
    count: int,
    period: tuple[int, int],
    expected: float | None,
    q: float | None,
) -> str:
    """Return the sentence of a group of accounts."""
    first, last = (instant(each) for each in period)
    said = (
        f"{counted(members, 'account')} {meaning}: {objects:,} {things}, by two of them within"
        f" {duration(window_s)} of one another {counted(count, 'time')} between {first} and {last}"
    )
    if expected is None or q is None:
        return f"{said}; no test of chance was made."
    return (
        f"{said}; {number(expected)} expected from the pace of the others who did the same"
        f" (q = {number(q)})."
    )


def by_test(sentence: str, test: str) -> str:
    """Say what the expectation of a group rests on, where it is not the others alone.

    Args:
        sentence: Of `group`.
        test: "timing"; "exclusive": nobody else acted on the objects, and speed is held against
            others of that size; "pooled": it is the group as a whole that stands out.
    """
    others = "expected from the pace of the others who did the same"
    if test == "exclusive":
        return sentence.replace(others, "expected from the pace of other objects of that size")
    if test == "pooled":
        said = sentence.replace(others, f"{others} and from each one's own pace")
        return f"{said} That is said of the group as a whole, not of each pair in it."
    return sentence


def preceded(
    first: tuple[str, str], second: tuple[str, str], before: int, shared: int, expected: float
) -> str:
    """Return the sentence of one account before another on another platform.

    Args:
        first: Name and platform of the earlier account.
        second: Name and platform of the other.
        before: On how many objects the first was earlier.
        shared: On how many both acted.
        expected: On how many the order of the others would have put it first.
    """
    return (
        f" Account {first[0]} ({first[1]}) preceded account {second[0]} ({second[1]}) in"
        f" {before:,} of {counted(shared, 'object')}; {number(expected)} expected from the order of"
        " the others. Nothing here says that two accounts are of one person."
    )


def burst(
    *,
    accounts: int,
    window_s: float,
    start: int,
    as_many: int,
    compared: int,
    later: int,
) -> str:
    """Return the sentence of one text that several accounts said within minutes."""
    said = (
        f"{counted(accounts, 'account')} posted one text within {duration(window_s)} from"
        f" {instant(start)}"
    )
    if later:
        said += f", and {counted(later, 'post')} repeated it later"
    if compared < LEAST_COMPARED:
        return f"{said}; too few comparable texts for a base rate. {_ONE_TEXT}"
    were = form(as_many, "was", "were")
    rare = f"of {compared:,} comparable texts {as_many:,} {were} posted by as many within that time"
    return f"{said}; {rare}. {_ONE_TEXT}"


def not_ruled_out(alternatives: Sequence[Alternative]) -> str:
    """Return all that remains possible, as a sentence; nothing where all was ruled out."""
    left = [each.name for each in alternatives if each.verdict is not Verdict.RULED_OUT]
    if not left:
        return ""
    return f" Alternatives not ruled out: {'; '.join(left)}."  # their names hold commas
