"""Other explanations of a group, each with its test and what came of it.

Owns the list, which is shown with every group finding whether or not anything is ruled out: what is
not tested is said to be not testable. Most of what acts together is no more than this.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from inunison.detect.finding import Alternative, Effect, Evidence, Verdict

# Where this share of the posts has one client, or shares a stem or a link, it is no coincidence.
_MOSTLY = 0.8
# Of fewer posts than this share it is not asked with which clients they were made.
_COVERED = 0.5
_REGULAR = -0.5
# From this share of prompt answers on, quick followers cannot be told from those who agree.
_PROMPTLY = 0.5
_LEAST_GAPS = 10

FOLLOWERS = "followers who are told of each post"
READY_MADE = "a share button, a petition or a slogan"

_CLIENTS = """
SELECT coalesce(client, '') AS client, count(*) FROM posts WHERE uid IN (SELECT unnest(?))
GROUP BY client ORDER BY 2 DESC, 1
"""
_LINKED = """
SELECT count(DISTINCT start) FROM links_to WHERE start IN (SELECT unnest(?))
"""
_DESCRIPTIONS = """
SELECT uid, handle, lower(trim(description)) FROM accounts
WHERE uid IN (SELECT unnest(?)) ORDER BY uid
"""


@dataclass(frozen=True)
class Facts:
    """What the alternatives of one group are judged by.

    Attributes:
        test: "timing", "exclusive" or "pooled".
        accounts: Uids of its accounts.
        evidence: Its posts.
        generic: How many of its objects say too little.
        objects: How many objects it has.
        effect: How large its departure from chance is.
        prompt: Share of its members' answers that came within `pace.PROMPT` of the publication,
            where each one's own pace behind it was part of the test; None where it is not known of
            every object when it was published.
        saturated: The co-sharing null does not describe the collection; see `calibration`.
        own_words: The trace is of texts that the accounts wrote.
    """

    test: str
    accounts: Sequence[str]
    evidence: Sequence[Evidence]
    generic: int
    objects: int
    effect: Effect
    prompt: float | None
    saturated: bool
    own_words: bool


def alternatives(database: duckdb.DuckDBPyConnection, facts: Facts) -> tuple[Alternative, ...]:
    """Judge every alternative explanation of a group.

    Args:
        database: The engine with the tables of the state.
        facts: What is known of the group.
    """
    return (
        _news(facts),
        _followers(facts),
        _ready_made(database, facts),
        _one_owner(database, facts),
        _scheduler(database, facts),
        _same_audience(facts),
    )


def _news(facts: Facts) -> Alternative:
    timing = facts.test != "exclusive"
    return Alternative(
        name="news that everybody shares at once",
        test="pace of the other sharers at the same moment" if timing else "none",
        statistic=facts.effect.ratio if timing else None,
        verdict=Verdict.RULED_OUT if timing else Verdict.NOT_TESTABLE,
        note=(
            "Others who shared the same were not as close in time."
            if timing
            else "Too few others shared the same to compare with."
        ),
    )


def _followers(facts: Facts) -> Alternative:
    whole = ", the group as a whole" if facts.test == "pooled" else ""
    test = f"each account's own pace behind the publication{whole}"
    if facts.prompt is None:
        return Alternative(
            name=FOLLOWERS,
            test=test,
            verdict=Verdict.NOT_TESTABLE,
            note="It is not known of every object when, or by whom, it was published.",
        )
    quick = facts.test == "pooled" or facts.prompt >= _PROMPTLY
    return Alternative(
        name=FOLLOWERS,
        test=test,
        statistic=facts.effect.ratio,
        verdict=Verdict.NOT_RULED_OUT if quick else Verdict.RULED_OUT,
        note=(
            "They are closer than followers who answer at any moment of the first five minutes;"
            " followers who are all quicker than that would be as close."
            if quick
            else "They are closer to one another than their own pace behind each post explains."
        ),
    )


def _ready_made(database: duckdb.DuckDBPyConnection, facts: Facts) -> Alternative:
    posts = [each.post for each in facts.evidence]
    linked = int(database.execute(_LINKED, [posts]).fetchall()[0][0]) / max(1, len(set(posts)))
    applies = facts.own_words and (linked >= 1 - _MOSTLY or facts.generic)
    return Alternative(
        name=READY_MADE,
        test="share of the posts with a link, and of the texts that say little",
        statistic=round(max(linked, facts.generic / max(1, facts.objects)), 6),
        verdict=Verdict.NOT_RULED_OUT if applies or not facts.own_words else Verdict.RULED_OUT,
        note=(
            "Ready-made words spread by a page would look the same."
            if applies
            else "Few of the texts hold a link or are short."
            if facts.own_words
            else "What was shared is not the accounts' own words."
        ),
    )


def _one_owner(database: duckdb.DuckDBPyConnection, facts: Facts) -> Alternative:
    rows = database.execute(_DESCRIPTIONS, [list(facts.accounts)]).fetchall()
    described = Counter(description for _, _, description in rows if description)
    same = max(described.values(), default=0) / max(1, len(rows))
    return Alternative(
        name="outlets or accounts of one owner, openly declared",
        test="largest share of accounts with the same profile text",
        statistic=round(same, 6),
        verdict=Verdict.NOT_RULED_OUT,
        note="Declared accounts act together too: look at the profiles; a list excludes them.",
    )


def _scheduler(database: duckdb.DuckDBPyConnection, facts: Facts) -> Alternative:
    test = "share of the most used client among those known, and regularity of the gaps"
    posts = [each.post for each in facts.evidence]
    clients = database.execute(_CLIENTS, [posts]).fetchall()
    known = [count for name, count in clients if name]
    told, number = sum(known), sum(count for _, count in clients)
    if not known or told < _COVERED * number:
        return Alternative(
            name="one program that posts for its users",
            test=test,
            verdict=Verdict.NOT_TESTABLE,
            note=f"The files name the program of {told:,} of {number:,} posts.",
        )
    share = known[0] / told
    regular = burstiness([each.at for each in facts.evidence])
    applies = share >= _MOSTLY or (regular is not None and regular <= _REGULAR)
    return Alternative(
        name="one program that posts for its users",
        test=test,
        statistic=round(share, 6),
        verdict=Verdict.NOT_RULED_OUT if applies else Verdict.RULED_OUT,
        note=(
            "Most of the posts were made with one program, or at regular gaps."
            if applies
            else "The posts were made with different programs, at irregular gaps."
        ),
    )


def burstiness(at: Sequence[int]) -> float | None:
    """Return how uneven the gaps between instants are: -1 regular, 0 random, towards 1 in bursts.

    Corrected for few events (Kim and Jo 2016, doi:10.1103/PhysRevE.94.032311).

    Args:
        at: Instants in microseconds, in any order.

    Returns:
        A number from -1 to 1; None with fewer than ten gaps, or where all gaps are nothing.
    """
    gaps = np.diff(np.sort(np.asarray(at, np.float64)))
    if len(gaps) < _LEAST_GAPS or not gaps.mean():
        return None
    ratio = float(gaps.std() / gaps.mean())
    plus, minus = np.sqrt(len(gaps) + 1), np.sqrt(len(gaps) - 1)
    return round(float((plus * ratio - minus) / ((plus - 2) * ratio + minus)), 6)


def _same_audience(facts: Facts) -> Alternative:
    open_ = facts.saturated or facts.test == "exclusive"
    return Alternative(
        name="the same interests",
        test="co-sharing beyond the topics and the activity of both",
        verdict=Verdict.NOT_RULED_OUT if open_ else Verdict.RULED_OUT,
        note=(
            "The co-sharing null does not describe this collection, so shared interests stay open."
            if facts.saturated
            else "Hardly anybody else shared the same, so nobody's pace tells how close they were."
            if facts.test == "exclusive"
            else "They share more than their topics explain, and closer in time than others who do."
        ),
    )
