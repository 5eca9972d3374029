"""The two shuffles: what each keeps and what it takes away."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.blocks import Blocks
from inunison.detect.events import Events
from inunison.detect.floors import shuffled_labels, shuffled_times

_ROWS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 5), st.integers(0, 10**6)),
    min_size=1,
    max_size=80,
    unique_by=lambda row: (row[0], row[1]),
)


def _events(rows: list[tuple[int, int, int]]) -> Events:
    columns = np.array(rows, np.int64).T
    return Events.gathered(*columns, sizes=(9, 6))


def _pairs(events: Events, name: str) -> list[tuple[int, int]]:
    return sorted(zip(events.object.tolist(), getattr(events, name).tolist(), strict=True))


@settings(max_examples=60, deadline=None)
@given(_ROWS, st.integers(0, 99))
def test_shuffled_times_keep_who_acted_and_when_anybody_did(
    rows: list[tuple[int, int, int]], seed: int
) -> None:
    before = _events(rows)
    after = shuffled_times(before, np.random.default_rng(seed))
    assert _pairs(before, "account") == _pairs(after, "account")
    assert _pairs(before, "at") == _pairs(after, "at")


@settings(max_examples=60, deadline=None)
@given(_ROWS, st.integers(0, 99))
def test_shuffled_labels_keep_the_times_and_what_each_did_in_each_block(
    rows: list[tuple[int, int, int]], seed: int
) -> None:
    before = _events(rows)
    blocks = Blocks(of_object=np.array([0, 0, 0, 1, 1, 1]), count=2)
    after = shuffled_labels(before, blocks, np.random.default_rng(seed))
    if len(after) < len(before):
        return  # an account that could not be exchanged acted twice at one instant: one event
    assert _pairs(before, "at") == _pairs(after, "at")

    def done(events: Events) -> list[tuple[int, int]]:
        block = blocks.of_object[events.object]
        return sorted(zip(events.account.tolist(), block.tolist(), strict=True))

    assert done(before) == done(after)


def test_an_object_of_few_is_left_alone_and_others_are_not() -> None:
    few = [(account, 0, account) for account in range(3)]
    many = [(account, 1, 100 + account) for account in range(9)]
    before = _events(few + many)
    after = shuffled_times(before, np.random.default_rng(0))
    assert after.account[:3].tolist() == [0, 1, 2]
    assert after.account[3:].tolist() != list(range(9))


def test_the_same_seed_shuffles_alike() -> None:
    before = _events(
        [(account, target, account * 7) for account in range(9) for target in range(6)]
    )
    one, other = (shuffled_times(before, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(one.account, other.account)
