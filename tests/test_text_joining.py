"""Who joins whom, against a walk over all pairs one by one."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inunison.text import joining
from inunison.text.grams import Whole

Pair = tuple[int, int]
Near = Callable[[Whole, Whole], NDArray[np.bool_]]


def told(near: set[Pair], asked: list[Pair]) -> Near:
    """Return what tells which pairs are near, and writes down what it was asked."""

    def tell(earlier: Whole, later: Whole) -> NDArray[np.bool_]:
        pairs = list(zip(earlier.tolist(), later.tolist(), strict=True))
        asked.extend(pairs)
        return np.array([pair in near for pair in pairs], bool)

    return tell


def walked(pairs: list[Pair], near: set[Pair], head: list[int]) -> list[int]:
    """Return the heads after a walk over the pairs; they are in the order of the later text."""
    head = list(head)
    leads = {each for place, each in enumerate(head) if each != place}
    for earlier, later in pairs:
        open_ = head[earlier] == earlier and head[later] == later and later not in leads
        if open_ and (earlier, later) in near:
            head[later] = earlier
            leads.add(earlier)
    return head


def joined(pairs: list[Pair], near: Near, head: list[int]) -> list[int]:
    found = np.array(head, np.int64)
    columns = np.array(pairs, np.int64).reshape(-1, 2).T
    joining.join(columns[0], columns[1], found, near)
    return [int(each) for each in found]


@st.composite
def collections(draw: st.DrawFn) -> tuple[list[Pair], set[Pair], list[int]]:
    """Return pairs in their order, those that are near, and who has joined whom already."""
    texts = draw(st.integers(2, 12))
    every = [(earlier, later) for later in range(texts) for earlier in range(later)]
    pairs = sorted(draw(st.sets(st.sampled_from(every))), key=lambda pair: (pair[1], pair[0]))
    near = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    head: list[int] = []
    for text in range(texts):
        heads = [each for each, leader in enumerate(head) if leader == each]
        head.append(draw(st.sampled_from([text, text, *heads])))
    return pairs, near, head


@pytest.mark.parametrize("together", [1, 3, 1_000])
@given(collection=collections())
@settings(deadline=None, max_examples=150)
def test_heads_are_those_of_a_walk_over_all_pairs(
    together: int, collection: tuple[list[Pair], set[Pair], list[int]]
) -> None:
    pairs, near, head = collection
    asked: list[Pair] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining, "_ROUND", together)
        assert joined(pairs, told(near, asked), head) == walked(pairs, near, head)
    assert len(asked) == len(set(asked))
    assert set(asked) <= set(pairs)


def test_a_text_that_joins_the_first_is_not_asked_about_the_others() -> None:
    pairs = [(earlier, later) for later in range(1_000) for earlier in range(later)]
    asked: list[Pair] = []
    assert joined(pairs, told(set(pairs), asked), list(range(1_000))) == [0] * 1_000
    assert len(asked) == 999


def test_a_chain_of_texts_is_walked_to_its_end() -> None:
    """Each is near to the one before it alone, so every other one is a head."""
    chain = [(text, text + 1) for text in range(50_000)]
    head = joined(chain, told(set(chain), []), list(range(50_001)))
    assert head == [text - text % 2 for text in range(50_001)]


def test_unlike_texts_are_asked_about_in_few_steps() -> None:
    pairs = [(earlier, later) for later in range(400) for earlier in range(later)]
    steps = []

    def tell(earlier: Whole, later: Whole) -> NDArray[np.bool_]:
        steps.append(len(later))
        return np.zeros(len(later), bool)

    assert joined(pairs, tell, list(range(400))) == list(range(400))
    assert sum(steps) == len(pairs)
    assert len(steps) < 20


def test_without_a_pair_nobody_joins() -> None:
    assert joined([], told(set(), []), [0, 0, 2]) == [0, 0, 2]
