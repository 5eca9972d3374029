"""Grams as numbers against sets of strings."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.text import grams

# Few letters, so that grams repeat; and letters of every plane, lone surrogates among them.
NARROW = st.text("ab ", max_size=40)
WIDE = st.text(max_size=40)
TEXTS = st.lists(st.one_of(NARROW, WIDE), max_size=12)


def oracle(text: str) -> set[str]:
    return {text[place : place + 5] for place in range(len(text) - 4)}


def pairs(count: int) -> tuple[grams.Whole, grams.Whole]:
    first, second = np.meshgrid(np.arange(count), np.arange(count))
    return first.ravel(), second.ravel()


@settings(deadline=None)
@given(TEXTS)
def test_shared_grams_are_those_of_sets_of_strings(texts: list[str]) -> None:
    first, second = pairs(len(texts))
    one, other, both = grams.shared(texts, first, second)
    held = [oracle(text) for text in texts]
    assert one.tolist() == [len(held[each]) for each in first]
    assert other.tolist() == [len(held[each]) for each in second]
    assert both.tolist() == [
        len(held[a] & held[b]) for a, b in zip(first.tolist(), second.tolist(), strict=True)
    ]


@settings(deadline=None)
@given(NARROW, NARROW)
def test_jaccard_and_containment_are_those_of_sets_of_strings(one: str, other: str) -> None:
    left, right = oracle(one), oracle(other)
    counted = grams.shared([one, other], np.array([0]), np.array([1]))
    union, least = len(left | right), min(len(left), len(right))
    both = len(left & right)
    assert grams.jaccard(*counted)[0] == (both / union if union else 0.0)
    assert grams.containment(*counted)[0] == (both / least if least else 0.0)


@settings(deadline=None)
@given(TEXTS)
def test_runs_hold_every_gram_of_every_text_in_order(texts: list[str]) -> None:
    found = grams.runs(texts)
    assert np.diff(found.start).tolist() == [max(0, len(text) - 4) for text in texts]
    by_gram: dict[str, int] = {}
    spelled = [text[place : place + 5] for text in texts for place in range(len(text) - 4)]
    for gram, code in zip(spelled, found.code.tolist(), strict=True):
        assert by_gram.setdefault(gram, code) == code
    assert len(set(by_gram.values())) == len(by_gram)


@settings(deadline=None)
@given(TEXTS)
def test_sets_are_different_and_rising(texts: list[str]) -> None:
    found = grams.sets(grams.runs(texts))
    for place, text in enumerate(texts):
        codes = found.code[found.start[place] : found.start[place + 1]].tolist()
        assert codes == sorted(set(codes))
        assert len(codes) == len(oracle(text))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=30), st.integers(20, 60), st.integers(1, 5))
def test_portions_cover_every_text_once(lengths: list[int], characters: int, count: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grams, "_PORTION_CHARACTERS", characters)
        patched.setattr(grams, "_PORTION_TEXTS", count)
        bounds = list(grams.portions(["x" * length for length in lengths]))
    assert [place for begin, end in bounds for place in range(begin, end)] == list(
        range(len(lengths))
    )
    for begin, end in bounds:
        assert 0 < end - begin <= count
        assert end - begin == 1 or sum(lengths[begin:end]) <= characters


@settings(deadline=None)
@given(TEXTS)
def test_small_portions_count_the_same(texts: list[str]) -> None:
    whole = grams.shared(texts, *pairs(len(texts)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(grams, "_PORTION_CHARACTERS", 30)
        patched.setattr(grams, "_PORTION_PAIRS", 3)
        split = grams.shared(texts, *pairs(len(texts)))
    assert [column.tolist() for column in split] == [column.tolist() for column in whole]


def test_the_grams_of_a_version_never_change() -> None:
    """Families that were stored must be found again: the hash is part of the definition."""
    assert grams.runs(["abcdef", "สวัสดี"]).code.tolist() == PINNED


PINNED = [4342413044214608, 1821811299898932, 146754082090079, 4242570396912590]
