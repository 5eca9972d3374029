"""The pace of an account's own: how soon it answers what is published, and what that explains.

Owns the chance that two accounts who answer independently of one another, each at its own pace
behind the publication, are within a window. Followers who are told of every post of an author are
close in time because both are quick; that alone is no agreement. Knows no test.
"""

import numpy as np

from inunison.detect.events import UNPUBLISHED, Events, Real, Whole

# Answers sooner than this count as spread evenly over it: a person who is told of a post may take
# any of these moments, so only closeness beyond that says something. Microseconds.
PROMPT = 300 * 1_000_000


def prompt_share(events: Events, members: Whole, objects: Whole) -> float | None:
    """Return which share of some accounts' first answers to some objects came promptly.

    Args:
        events: The actions.
        members: Numbers of the accounts.
        objects: Numbers of the objects.

    Returns:
        A number from 0 to 1; None where it is not known of every object when it was published.
    """
    if events.published is None or (events.published[objects] == UNPUBLISHED).any():
        return None
    inside = np.isin(events.account, members) & np.isin(events.object, objects)
    answers = events.where(inside).firsts()
    return float((answers.at - events.published[answers.object] < PROMPT).mean())


def own_pace(pair: Whole, first: Whole, second: Whole, width: int, *, pairs: int) -> Real:
    """Return, for each pair, the chance that two independent answers are within a window.

    Every answer of one account is compared with every answer of the other on a different object:
    were the two independent, which object an answer belongs to would not matter.

    Args:
        pair: Place of the pair of each row, rising.
        first: Delay of the first account's answer behind the publication, microseconds.
        second: Delay of the second account's.
        width: The window in microseconds, included.
        pairs: How many pairs there are.

    Returns:
        float64 of shape (pairs,); 0 for a pair with fewer than two rows.
    """
    number = np.bincount(pair, minlength=pairs)
    total = _all_against_all(pair, first, second, width, pairs) - np.bincount(
        pair, _closeness(first, second, width), pairs
    )
    return np.asarray(np.maximum(total, 0.0) / np.maximum(number * (number - 1), 1))


def _closeness(first: Whole, second: Whole, width: int) -> Real:
    """Return the chance that each two answers are within the window, prompt ones spread out."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    both = _both_prompt(width)
    one = np.clip((PROMPT - high + width) / PROMPT, 0.0, 1.0)
    apart = (high - low <= width).astype(np.float64)
    return np.asarray(np.where(high < PROMPT, both, np.where(low < PROMPT, one, apart)))


def _both_prompt(width: int) -> float:
    return 1.0 - max(0.0, 1.0 - width / PROMPT) ** 2


def _all_against_all(pair: Whole, first: Whole, second: Whole, width: int, pairs: int) -> Real:
    """Return the sum of the closeness of all answers of one with all of the other, per pair."""
    quick_first = np.bincount(pair, first < PROMPT, pairs)
    quick_second = np.bincount(pair, second < PROMPT, pairs)
    reached_first = np.bincount(pair, _reached(first, width), pairs)
    reached_second = np.bincount(pair, _reached(second, width), pairs)
    slow = _slow_pairs(pair, first, second, width, pairs)
    return np.asarray(
        quick_first * quick_second * _both_prompt(width)
        + quick_first * reached_second
        + quick_second * reached_first
        + slow
    )


def _reached(delay: Whole, width: int) -> Real:
    """Return the chance that a prompt answer is within the window of each slow one."""
    chance = np.clip((PROMPT - delay + width) / PROMPT, 0.0, 1.0)
    return np.asarray(np.where(delay < PROMPT, 0.0, chance))


def _slow_pairs(pair: Whole, first: Whole, second: Whole, width: int, pairs: int) -> Real:
    """Count, for each pair, the slow answers of the two that are within the window."""
    mine, theirs = first >= PROMPT, second >= PROMPT
    who = np.concatenate((pair[mine], pair[theirs]))
    delay = np.concatenate((first[mine], second[theirs]))
    asks = np.concatenate((np.ones(int(mine.sum()), bool), np.zeros(int(theirs.sum()), bool)))
    order = np.lexsort((delay, who))
    who, delay, asks = who[order], delay[order], asks[order]
    gaps = np.minimum(np.diff(delay), width + 1)
    gaps[np.diff(who) != 0] = width + 1
    places = np.concatenate(([0], np.cumsum(gaps)))[: len(who)]
    asked = places[~asks]
    near = np.searchsorted(asked, places[asks] + width, "right") - np.searchsorted(
        asked, places[asks] - width, "left"
    )
    counted = np.bincount(who[asks], near, pairs)
    return np.asarray(counted, np.float64)
