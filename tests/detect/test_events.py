"""Events put together by account and object, against the plain way."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.events import Events


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 9)), max_size=40))
@settings(deadline=None)
def test_units_are_the_different_codes_in_order(rows: list[tuple[int, int, int]]) -> None:
    columns = np.asarray(rows, np.int64).reshape(-1, 3)
    made = Events.gathered(columns[:, 0], columns[:, 1], columns[:, 2])
    codes, unit, counts = np.unique(made.incidence(), return_inverse=True, return_counts=True)
    found = made.units
    assert found.codes.tolist() == codes.tolist()
    assert found.unit.tolist() == unit.tolist()
    assert found.counts.tolist() == counts.tolist()
    assert found.single.tolist() == (counts[unit] == 1).tolist()
    plain = np.lexsort((made.at, made.object, made.account))
    assert found.order.tolist() == plain.tolist()
    assert made.incidence()[found.order][found.starts].tolist() == codes.tolist()


def test_some_of_the_events_have_units_of_their_own() -> None:
    made = Events.gathered(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([5, 6, 7]))
    assert len(made.units.codes) == 3
    assert made.where(np.array([True, False, True])).units.codes.tolist() == [0, 3]
