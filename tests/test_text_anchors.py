"""Anchors against windows of plain strings: what two texts must share to be compared."""

import random
from collections import Counter
from concurrent.futures import Executor, ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.text import anchors as module
from inunison.text import grams, proposals, rectangles
from inunison.text.anchors import Anchors, Outline, Rarity, anchors, counted, outline
from inunison.text.proposals import proposed

POOL: Executor = ThreadPoolExecutor(2)
LETTERS = "abcdefghijklmnopqrstuvwxyz "
TEXTS = st.lists(st.text("abcde ", max_size=40), max_size=10, unique=True)
SKETCH = module.SKETCH_BITS


def drawn(seed: int, length: int) -> str:
    """Return letters at random: two such texts hardly share a gram."""
    return "".join(random.Random(seed).choices(LETTERS, k=length))


def groups_of(found: Anchors) -> list[list[int]]:
    return [
        found.text[begin:end].tolist()
        for begin, end in zip(found.start[:-1], found.start[1:], strict=True)
    ]


def anchored(texts: list[str]) -> list[list[int]]:
    return groups_of(anchors(texts, outline(texts, POOL).rarity, POOL))


def pairs_of(texts: list[str], most: int = 1_000) -> list[tuple[int, int]]:
    held = outline(texts, POOL)
    earlier, later = proposed(anchors(texts, held.rarity, POOL), held, most, POOL)
    return list(zip(earlier.tolist(), later.tolist(), strict=True))


@given(TEXTS)
@settings(deadline=None, max_examples=25)
def test_rarity_is_never_below_how_often_a_gram_stands_there(texts: list[str]) -> None:
    found = grams.runs(texts)
    rarity = Rarity.added([counted(found.code)])
    stands = Counter(found.code.tolist())
    of = rarity.of(found.code).tolist()
    assert all(often >= stands[code] for code, often in zip(found.code.tolist(), of, strict=True))
    assert int(rarity.count.sum()) == len(found.code)


@given(TEXTS, st.integers(1, 9))
@settings(deadline=None, max_examples=20)
def test_rarity_counts_the_same_in_any_portions(texts: list[str], cut: int) -> None:
    code = grams.runs(texts).code
    parts = [code[begin : begin + cut] for begin in range(0, len(code), cut)]
    assert (Rarity.added(map(counted, parts)).count == Rarity.added([counted(code)]).count).all()


@given(TEXTS)
@settings(deadline=None, max_examples=25)
def test_outlines_count_the_different_grams(texts: list[str]) -> None:
    held = outline(texts, POOL)
    for place, text in enumerate(texts):
        different = {text[at : at + 5] for at in range(len(text) - 4)}
        assert held.size[place] == len(different)
        codes = Counter(int(code) % SKETCH for code in set(grams.runs([text]).code.tolist()))
        odd = {bit for bit, often in codes.items() if often % 2}
        bits = np.unpackbits(held.sketch[place].view(np.uint8), bitorder="little")
        assert set(np.flatnonzero(bits).tolist()) == odd


@given(TEXTS)
@settings(deadline=None, max_examples=25)
def test_bits_that_differ_are_at_most_the_grams_that_one_has_alone(texts: list[str]) -> None:
    held = outline(texts, POOL)
    sets = [set(grams.runs([text]).code.tolist()) for text in texts]
    for (one, mine), (other, theirs) in combinations(enumerate(sets), 2):
        differ = int(np.bitwise_count(held.sketch[one] ^ held.sketch[other]).sum())
        alone = len(mine ^ theirs)
        assert differ <= alone
        assert (alone - differ) % 2 == 0


@given(st.integers(0, 10_000), st.integers(0, 30), st.integers(0, 30), st.integers(12, 30))
@settings(deadline=None, max_examples=25)
def test_twelve_shared_characters_are_an_anchor_wherever_they_stand(
    seed: int, before: int, after: int, length: int
) -> None:
    """What few texts have is kept in the commoner half too, so no shared stretch is overlooked."""
    stretch = drawn(seed, length)
    texts = [
        drawn(seed + 20_000, before) + stretch + drawn(seed + 40_000, after),
        drawn(seed + 60_000, after) + stretch + drawn(seed + 80_000, before),
    ]
    if texts[0] != texts[1]:
        assert [0, 1] in anchored(texts)


@pytest.mark.parametrize("length", [0, 1, 4, 5, 11])
def test_a_text_shorter_than_a_window_has_no_anchor(length: int) -> None:
    word = drawn(3, length)
    assert anchored([word, word + "", word]) == []


def test_a_gram_of_one_text_alone_is_no_anchor() -> None:
    assert anchored([drawn(seed, 60) for seed in range(20)]) == []
    assert anchored([]) == []


@given(TEXTS)
@settings(deadline=None, max_examples=25)
def test_groups_hold_several_texts_in_their_order(texts: list[str]) -> None:
    found = anchors(texts, outline(texts, POOL).rarity, POOL)
    assert found.start[0] == 0
    assert found.start[-1] == len(found.text)
    for group in groups_of(found):
        assert len(group) > 1
        assert group == sorted(set(group))
        assert set(group) <= set(range(len(texts)))


@given(TEXTS)
@settings(deadline=None, max_examples=25)
def test_every_group_shares_a_gram(texts: list[str]) -> None:
    held = [{text[at : at + 5] for at in range(len(text) - 4)} for text in texts]
    for group in anchored(texts):
        assert set.intersection(*(held[each] for each in group))


@given(TEXTS)
@settings(deadline=None, max_examples=25)
def test_each_pair_is_proposed_once_the_earlier_first(texts: list[str]) -> None:
    found = pairs_of(texts)
    assert len(set(found)) == len(found)
    assert all(earlier < later for earlier, later in found)
    assert found == sorted(found, key=lambda pair: (pair[1], pair[0]))


@given(TEXTS)
@settings(deadline=None, max_examples=25)
def test_no_near_copy_with_a_common_anchor_is_lost(texts: list[str]) -> None:
    held = [{text[at : at + 5] for at in range(len(text) - 4)} for text in texts]
    together = {pair for group in anchored(texts) for pair in combinations(group, 2)}
    near = {
        (one, other)
        for one, other in together
        if 5 * len(held[one] & held[other]) >= 4 * min(len(held[one]), len(held[other]))
        and 2 * len(held[one] & held[other]) > max(len(held[one]), len(held[other]))
    }
    assert near <= set(pairs_of(texts)) <= together


@pytest.mark.parametrize(("most", "partners"), [(1, {0}), (2, {0, 1}), (50, set(range(11)))])
def test_a_text_is_compared_with_the_first_of_a_group_and_no_more(
    most: int, partners: set[int]
) -> None:
    original = drawn(1, 100)
    texts = [original + LETTERS[seed] for seed in range(12)]
    found = pairs_of(texts, most)
    assert {earlier for earlier, later in found if later == 11} == partners
    assert {later for _, later in found} == set(range(1, 12))


@given(TEXTS, st.integers(1, 20))
@settings(deadline=None, max_examples=20)
def test_chunks_and_portions_change_nothing(texts: list[str], chunk: int) -> None:
    texts = [*texts, *(drawn(1, 60) + each for each in texts)]
    whole = pairs_of(texts)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(proposals, "_CHUNK_PAIRS", chunk)
        patched.setattr(rectangles, "_ROWS", chunk)
        patched.setattr(rectangles, "_COLUMNS", chunk)
        patched.setattr(grams, "_PORTION_CHARACTERS", 50)
        assert pairs_of(texts) == whole


def test_unlike_sizes_are_not_proposed() -> None:
    """Five times as long: what both share is too little of the longer one."""
    phrase = drawn(2, 40)
    assert pairs_of([phrase, phrase + drawn(5, 200)]) == []
    assert pairs_of([phrase, phrase + drawn(5, 6)]) == [(0, 1)]


def test_no_groups_propose_nothing() -> None:
    empty = Anchors(np.empty(0, np.int32), np.zeros(1, np.int64))
    none = Outline(np.zeros(0, np.int32), np.zeros((0, 8), np.uint64), Rarity.added([]))
    earlier, later = proposed(empty, none, 5, POOL)
    assert (earlier.tolist(), later.tolist()) == ([], [])
