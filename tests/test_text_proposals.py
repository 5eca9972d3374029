"""Proposed pairs against a look at every pair of every group, in groups of any size."""

import random
from concurrent.futures import Executor, ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.text import proposals, rectangles
from inunison.text.anchors import SKETCH_BITS, Anchors, Outline, Rarity, outline
from inunison.text.proposals import proposed

POOL: Executor = ThreadPoolExecutor(2)
NO_RARITY = Rarity(np.zeros(1 << 22, np.int32))


def held_of(sizes: list[int], bits: list[list[int]]) -> Outline:
    """Return texts of these sizes with these bits in their sketches."""
    sketch = np.zeros((len(sizes), SKETCH_BITS), bool)
    for place, each in enumerate(bits):
        sketch[place, each] = True
    packed = np.packbits(sketch, axis=1, bitorder="little").view(np.uint64)
    return Outline(np.array(sizes, np.int32), packed, NO_RARITY)


def groups_of(members: list[list[int]]) -> Anchors:
    start = np.concatenate([[0], np.cumsum([len(each) for each in members])]).astype(np.int64)
    text = [text for each in members for text in each]
    return Anchors(np.array(text, np.int32), start)


def looked_at(groups: list[list[int]], held: Outline, most: int) -> list[tuple[int, int]]:
    """Return the pairs, later first, that sizes and sketches leave possible."""
    bits = np.unpackbits(held.sketch.view(np.uint8), axis=1).astype(bool)
    found = set()
    for members in groups:
        for (one, earlier), (_, later) in combinations(enumerate(members), 2):
            if one >= most:
                continue
            unlike = int((bits[earlier] ^ bits[later]).sum())
            small, large = sorted((int(held.size[earlier]), int(held.size[later])))
            shared = min((small + large - unlike) / 2, small)
            if shared >= 0.8 * small and 2 * shared > large:
                found.add((later, earlier))
    return sorted(found)


@st.composite
def collections(draw: st.DrawFn) -> tuple[Outline, list[list[int]]]:
    texts = draw(st.integers(2, 12))
    bits = [draw(st.lists(st.integers(0, 20), max_size=12, unique=True)) for _ in range(texts)]
    sizes = [len(each) + draw(st.integers(0, 3)) for each in bits]
    member = st.lists(st.integers(0, texts - 1), min_size=2, max_size=texts, unique=True)
    groups = draw(st.lists(member.map(sorted), max_size=5))
    return held_of(sizes, bits), groups


@pytest.mark.parametrize("broad", [1, 3, 100])
@given(collection=collections(), most=st.integers(1, 12), pairs=st.integers(1, 40))
@settings(deadline=None, max_examples=60)
def test_pairs_are_those_of_a_look_at_every_one(
    broad: int, collection: tuple[Outline, list[list[int]]], most: int, pairs: int
) -> None:
    held, groups = collection
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proposals, "_BROAD", broad)
        patch.setattr(rectangles, "_ROWS", pairs)
        patch.setattr(rectangles, "_COLUMNS", pairs)
        patch.setattr(proposals, "_CHUNK_PAIRS", pairs)
        earlier, later = proposed(groups_of(groups), held, most, POOL)
    assert list(zip(later.tolist(), earlier.tolist(), strict=True)) == looked_at(groups, held, most)


def test_broad_and_narrow_groups_of_real_lengths_propose_the_same() -> None:
    draw = random.Random(4)
    words = [f"w{draw.randrange(10**6)}" for _ in range(60)]
    texts = sorted({" ".join(draw.choices(words, k=9)) for _ in range(300)})
    texts += [f"{text} {draw.choice(words)}" for text in texts[:40]]
    held = outline(texts, POOL)
    groups = [list(range(len(texts))), list(range(0, len(texts), 7)), [1, 300]]
    for most in (8, 100, 500):
        earlier, later = proposed(groups_of(groups), held, most, POOL)
        pairs = list(zip(later.tolist(), earlier.tolist(), strict=True))
        assert pairs == looked_at(groups, held, most)
    assert len(pairs) >= 40


def sets_of(draw: random.Random, sizes: range, count: int) -> list[set[int]]:
    """Return sets of numbers, as of grams: some at random, and of each some that are about near."""
    made = []
    for _ in range(count):
        one = set(draw.choices(range(1 << 40), k=draw.choice(sizes)))
        made.append(one)
        for _ in range(3):
            kept = set(draw.sample(sorted(one), draw.randint(len(one) // 2, len(one))))
            fresh = draw.randint(0, (2 * len(one)) // 5)
            made.append(kept | set(draw.choices(range(1 << 40), k=fresh)))
    draw.shuffle(made)
    return made


@pytest.mark.parametrize(
    ("least", "largest"),
    [(2, 30), (30, 46), (60, 80), (100, 180), (240, 270), (400, 1_500), (5, 400)],
)
@pytest.mark.parametrize("most", [7, 1_000])
def test_sketches_of_every_fold_lose_no_pair(least: int, largest: int, most: int) -> None:
    grams = sets_of(random.Random(least), range(least, largest), 60)
    bits = [np.bincount([gram % SKETCH_BITS for gram in each]) % 2 for each in grams]
    held = held_of([len(each) for each in grams], [np.flatnonzero(odd).tolist() for odd in bits])
    groups = [list(range(len(grams))), list(range(0, len(grams), 3))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proposals, "_BROAD", 1)
        earlier, later = proposed(groups_of(groups), held, most, POOL)
    pairs = list(zip(later.tolist(), earlier.tolist(), strict=True))
    assert pairs == looked_at(groups, held, most)
    assert pairs


def test_folded_sketches_leave_few_pairs_of_unlike_texts() -> None:
    for size in (40, 72, 150, 256):
        draw = random.Random(size)
        bits = [sorted(set(draw.choices(range(SKETCH_BITS), k=size))) for _ in range(100)]
        held = held_of([size] * 100, bits)
        parts = rectangles.possible(held.size.astype(np.int16), held.sketch, 100)
        assert sum(len(one) for one, _ in parts) < 0.2 * 100 * 99


def test_a_single_bit_decides_at_every_size() -> None:
    sizes = [2, 3, 10, 11, 16, 59, 255, 256, 3_001, 5_999, 6_000]
    pairs = [(large, small) for large in sizes for small in sizes if small <= large < 2 * small]
    for large, small in pairs:
        limit = large - -(-3 * small // 5)  # the most that may be unlike
        for unlike in {limit, limit + 1, small - 1, small} & set(range(SKETCH_BITS + 1)):
            held = held_of([large, small], [list(range(unlike)), []])
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(proposals, "_BROAD", 1)
                found, _ = proposed(groups_of([[0, 1]]), held, 2, POOL)
            assert bool(len(found)) == (unlike <= min(limit, small - 1)), (large, small, unlike)


def test_without_a_group_there_is_no_pair() -> None:
    earlier, later = proposed(groups_of([]), held_of([5, 5], [[1], [1]]), 8, POOL)
    assert earlier.tolist() == later.tolist() == []


def test_sizes_of_any_width_are_compared() -> None:
    """A book and its twin, and a sentence of the book."""
    held = held_of([2_000_000, 2_000_000, 40], [list(range(300)), list(range(300)), [1, 2, 3]])
    earlier, later = proposed(groups_of([[0, 1, 2]]), held, 8, POOL)
    assert list(zip(later.tolist(), earlier.tolist(), strict=True)) == [(1, 0)]
