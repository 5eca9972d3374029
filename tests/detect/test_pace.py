"""The pace of two accounts against a comparison of every answer with every other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.detect.events import UNPUBLISHED, Events
from inunison.detect.pace import PROMPT, own_pace, prompt_share

SECOND = 1_000_000


def _chance(one: int, other: int, width: int, steps: int = 400) -> float:
    """Spread prompt answers over a grid; an exact count in place of a formula."""
    grid = (np.arange(steps) + 0.5) * PROMPT / steps
    mine = grid if one < PROMPT else np.array([float(one)])
    theirs = grid if other < PROMPT else np.array([float(other)])
    return float(np.mean(np.abs(mine[:, None] - theirs[None, :]) <= width))


delays = st.integers(0, 2_000).map(lambda second: second * SECOND)


@given(
    st.lists(st.tuples(st.integers(0, 2), delays, delays), max_size=12),
    st.sampled_from([10, 60, 300, 900]),
)
def test_it_is_the_mean_over_answers_to_different_objects(
    rows: list[tuple[int, int, int]], seconds: int
) -> None:
    rows.sort(key=lambda row: row[0])
    width = seconds * SECOND
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    found = own_pace(columns[0], columns[1], columns[2], width, pairs=3)
    for pair in range(3):
        mine = [(first, second) for number, first, second in rows if number == pair]
        chances = [
            _chance(first, second, width)
            for place, (first, _) in enumerate(mine)
            for other, (_, second) in enumerate(mine)
            if place != other
        ]
        wanted = sum(chances) / len(chances) if chances else 0.0
        assert found[pair] == pytest.approx(wanted, abs=0.01)


def test_two_quick_followers_are_explained_by_their_quickness() -> None:
    random = np.random.default_rng(5)
    delay = (300 * random.lognormal(0, 1, (2, 5000)) * SECOND).astype(np.int64)
    width = 60 * SECOND
    seen = np.mean(np.abs(delay[0] - delay[1]) <= width)
    explained = own_pace(np.zeros(5000, np.int64), delay[0], delay[1], width, pairs=1)[0]
    assert explained >= seen * 0.9


def test_two_that_wait_for_one_another_are_not() -> None:
    """Both answer at any time within a day, and within a minute of one another."""
    random = np.random.default_rng(5)
    first = random.integers(PROMPT, 86_400 * SECOND, 30)
    second = first + random.integers(0, 60 * SECOND, 30)
    width = 60 * SECOND
    assert np.all(np.abs(first - second) <= width)
    assert own_pace(np.zeros(30, np.int64), first, second, width, pairs=1)[0] < 0.02


def test_the_share_of_prompt_answers_is_of_first_answers_to_published_objects() -> None:
    account = np.array([0, 0, 1, 1, 1, 2])
    target = np.array([0, 1, 0, 0, 1, 0])
    delay = np.array([10, 299, 300, 900, 10, 5]) * SECOND
    published = np.array([5_000, 9_000, UNPUBLISHED // SECOND]) * SECOND
    published[2] = UNPUBLISHED
    events = Events.gathered(
        account, target, published[target] + delay, sizes=(3, 3), published=published
    )
    members, objects = np.array([0, 1]), np.array([0, 1])
    assert prompt_share(events, members, objects) == 0.75
    assert prompt_share(events, members, objects[:1]) == 0.5
    assert prompt_share(events, members, np.array([0, 1, 2])) is None
    blind = Events.gathered(account, target, published[target] + delay)
    assert prompt_share(blind, members, objects) is None
