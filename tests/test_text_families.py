"""Families of near-copies: what joins, what never does, and the same answer every time."""

import random
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.text import families, normalise
from inunison.text.families import Families, find_families, near
from tests import text_samples as samples


def words(draw: random.Random, count: int) -> str:
    """Return a sentence of invented words: two of them hardly share a gram."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return " ".join("".join(draw.choices(letters, k=draw.randint(3, 9))) for _ in range(count))


def grams_of(text: str) -> set[str]:
    return {text[place : place + 5] for place in range(len(text) - 4)}


def alike(one: str, other: str) -> bool:
    """Return whether two texts are near, by sets of strings."""
    left, right = grams_of(one), grams_of(other)
    both, small, large = len(left & right), *sorted((len(left), len(right)))
    return bool(small) and 5 * both >= 4 * small and 2 * both > large


def grouped(texts: list[str], found: Families) -> set[frozenset[str]]:
    made: dict[int, set[str]] = {}
    for text, head in zip(texts, found.head.tolist(), strict=True):
        made.setdefault(head, set()).add(text)
    return {frozenset(members) for members in made.values() if len(members) > 1}


def crowd(count: int) -> list[str]:
    draw = random.Random(5)
    return [words(draw, draw.randint(12, 25)) for _ in range(count)]


ORIGINALS = [normalise(text) for text in crowd(200)]


def recall(disguise: samples.Disguise) -> float:
    draw = random.Random(7)
    copies = [normalise(disguise(text, draw)) for text in ORIGINALS]
    texts = list(dict.fromkeys([*ORIGINALS, *copies]))
    place = {text: number for number, text in enumerate(texts)}
    head = find_families(texts).head.tolist()
    pairs = zip(ORIGINALS, copies, strict=True)
    found: int = sum(head[place[one]] == head[place[two]] for one, two in pairs)
    return found / len(ORIGINALS)


@pytest.mark.parametrize("disguise", samples.FORMAT_DISGUISES, ids=lambda each: each.__name__)
def test_a_disguise_of_form_is_always_seen_through(disguise: samples.Disguise) -> None:
    assert recall(disguise) == 1.0


@pytest.mark.parametrize(
    "disguise",
    [
        samples.punctuation,
        samples.prefix_phrase,
        samples.typos,
        samples.truncation,
        samples.halves_reordered,
    ],
    ids=lambda each: each.__name__,
)
def test_a_changed_copy_joins_its_original(disguise: samples.Disguise) -> None:
    assert recall(disguise) == 1.0


def test_a_quotation_with_a_comment_joins_what_it_quotes() -> None:
    assert recall(lambda text, draw: f"{text} {words(draw, len(text.split()) // 2)}") == 1.0


def test_many_other_words_make_another_text() -> None:
    assert recall(lambda text, draw: f"{text} {words(draw, 3 * len(text.split()))}") == 0.0


def test_unlike_texts_are_alone() -> None:
    found = find_families(ORIGINALS)
    assert found.head.tolist() == list(range(len(ORIGINALS)))


@settings(deadline=None)
@given(
    st.lists(st.text("abc ", min_size=12, max_size=30), min_size=2, max_size=12, unique=True),
)
def test_near_is_what_sets_of_strings_say(texts: list[str]) -> None:
    sets = [grams_of(text) for text in texts]
    for one, other in combinations(range(len(texts)), 2):
        sizes = [len(sets[one]), len(sets[other]), len(sets[one] & sets[other])]
        found = near(*(np.array([size]) for size in sizes))
        assert found[0] == alike(texts[one], texts[other])


@given(st.integers(0, 200), st.integers(0, 200), st.data())
def test_a_jaccard_index_of_seven_tenths_is_near(one: int, other: int, data: st.DataObject) -> None:
    both = data.draw(st.integers(0, min(one, other)))
    union = one + other - both
    if union and 10 * both >= 7 * union:
        assert near(np.array([one]), np.array([other]), np.array([both]))[0]


# Copies of copies: each is cut or grown from one before it, so that chains abound.
@st.composite
def related(draw: st.DrawFn) -> list[str]:
    source = random.Random(draw(st.integers(0, 9)))
    texts = [words(source, 14)]
    for _ in range(draw(st.integers(1, 25))):
        parts = draw(st.sampled_from(texts)).split(" ")
        begin = draw(st.integers(0, 3))
        parts = parts[begin : len(parts) - draw(st.integers(0, 3))]
        texts.append(" ".join(parts) + " " + words(source, draw(st.integers(0, 5))))
    return [text.strip() for text in dict.fromkeys(texts) if len(text.strip()) > 20]


@settings(max_examples=40, deadline=None)
@given(related())
def test_every_text_of_a_family_is_near_its_head(texts: list[str]) -> None:
    head = find_families(texts).head.tolist()
    for place, each in enumerate(head):
        assert head[each] == each <= place
        assert each == place or alike(texts[place], texts[each])


@settings(max_examples=40, deadline=None)
@given(related())
def test_two_texts_of_a_family_share_words(texts: list[str]) -> None:
    for members in grouped(texts, find_families(texts)):
        for one, other in combinations(sorted(members), 2):
            assert grams_of(one) & grams_of(other)


@settings(max_examples=40, deadline=None)
@given(related())
def test_no_two_heads_are_near(texts: list[str]) -> None:
    heads = sorted(set(find_families(texts).head.tolist()))
    for one, other in combinations(heads, 2):
        assert not alike(texts[one], texts[other])


def test_a_chain_of_near_texts_is_not_one_family() -> None:
    """A is near B, B is near C and so on; A and the last share nothing."""
    draw = random.Random(3)
    stream = words(draw, 60).split(" ")
    chain = [" ".join(stream[begin : begin + 20]) for begin in range(0, 40, 2)]
    assert all(alike(one, other) for one, other in pairwise(chain))
    assert not grams_of(chain[0]) & grams_of(chain[-1])
    found = find_families(chain)
    assert len(grouped(chain, found)) > 1
    for members in grouped(chain, found):
        assert all(grams_of(one) & grams_of(other) for one, other in combinations(members, 2))
    for place, head in enumerate(found.head.tolist()):
        assert place == head or alike(chain[place], chain[head])


def test_two_texts_are_not_joined_by_a_third_that_is_near_to_both() -> None:
    """The first in the order leads: what is near it joins, what is near a member only does not."""
    draw = random.Random(4)
    stream = words(draw, 40).split(" ")
    first, between, last = (" ".join(stream[begin : begin + 20]) for begin in (0, 3, 6))
    assert alike(first, between)
    assert alike(between, last)
    assert not alike(first, last)
    assert grouped([first, between, last], find_families([first, between, last])) == {
        frozenset({first, between})
    }
    assert grouped([last, between, first], find_families([last, between, first])) == {
        frozenset({last, between})
    }


def test_a_short_phrase_does_not_gather_long_texts() -> None:
    draw = random.Random(6)
    phrase = words(draw, 7)
    texts = [phrase, *(f"{phrase} {words(draw, 20)}" for _ in range(30))]
    assert grouped(texts, find_families(texts)) == set()


@settings(max_examples=15, deadline=None)
@given(related(), st.integers(1, 4))
def test_threads_and_portions_change_nothing(texts: list[str], threads: int) -> None:
    everything = [*texts, *ORIGINALS[:50]]
    whole = find_families(everything, threads=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("inunison.text.grams._PORTION_CHARACTERS", 200)
        patched.setattr("inunison.text.proposals._CHUNK_PAIRS", 7)
        patched.setattr("inunison.text.proposals._BROAD", 3)
        patched.setattr("inunison.text.joining._ROUND", 3)
        split = find_families(everything, threads=threads)
    assert split.head.tolist() == whole.head.tolist()
    assert split.generic.tolist() == whole.generic.tolist()


def test_a_crowd_of_copies_is_one_family_whatever_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Groups above the crowd's size are compared with their first few alone: nothing is lost."""
    draw = random.Random(8)
    original = words(draw, 20)
    copies = list(dict.fromkeys(samples.typos(original, draw) for _ in range(400)))
    texts = list(dict.fromkeys([original, *copies, *ORIGINALS]))
    for crowded in (8, 10_000):
        monkeypatch.setattr(families, "_CROWDED", crowded)
        made = grouped(texts, find_families(texts))
        assert made == {frozenset(texts[: len(texts) - len(ORIGINALS)])}


SCRIPTS = {
    "Thai": "รัฐบาลประกาศเปิดโรงพยาบาลแห่งใหม่บนเนินเขาวันพรุ่งนี้ตอนเที่ยงและทุกคนยินดี",
    "Hindi": "सरकार कल दोपहर पहाड़ी पर एक नया अस्पताल खोलेगी और सभी लोगों का स्वागत किया जाएगा",
    "Arabic": "تفتتح الحكومة غدا مستشفى جديدا على التل عند الظهر والجميع مدعوون للحضور",
    "Chinese": "政府明天中午将在山上开设一家新医院欢迎所有人前来参观并希望大家能够支持",
    "Japanese": "政府は明日の正午に丘の上に新しい病院を開設しますのでどなたでもお越しください",
    "Korean": "정부는 내일 정오에 언덕 위에 새 병원을 열 예정이며 모든 분들을 환영합니다",
    "Russian": "Правительство завтра в полдень откроет на холме новую больницу и ждет всех",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_near_copies_in_every_script(script: str) -> None:
    text = SCRIPTS[script]
    others = [normalise(each) for each in SCRIPTS.values()]
    cut = normalise(text[: int(len(text) * 0.8)])
    longer = normalise(text + text[5:20])
    texts = [*others, cut, longer]
    assert grouped(texts, find_families(texts)) == {frozenset({normalise(text), cut, longer})}


def test_no_text_and_one_text() -> None:
    assert find_families([]).head.tolist() == []
    assert find_families([]).generic.tolist() == []
    assert find_families(["only one"]).head.tolist() == [0]
    assert find_families(["", "a", "ab", "abc"]).head.tolist() == [0, 1, 2, 3]
    assert not find_families(["", "a", "ab", "abc"]).generic.any()


def test_a_text_of_ten_megabytes_has_near_copies_too() -> None:
    letters = np.array([*map(ord, "กขคงจฉชซ ฌญฎฏฐฑฒณ ดตถทธนบปผฝพ")], np.uint32)
    drawn = letters[np.random.default_rng(1).integers(0, len(letters), 3_600_000)]
    long = drawn.tobytes().decode("utf-32-le")
    assert len(long.encode()) > 10_000_000
    texts = [long, ORIGINALS[0], long[: len(long) * 3 // 4], ORIGINALS[0] + " indeed"]
    assert find_families(texts).head.tolist() == [0, 1, 0, 1]


def test_what_everybody_says_is_generic_and_what_is_copied_is_not() -> None:
    draw = random.Random(9)
    common = ["have a nice day", "good morning to you all", "thank you so much my friends"]
    chat = [f"{draw.choice(common)} {draw.choice(common)} {words(draw, 25)}" for _ in range(300)]
    original = words(draw, 20)
    copies = [samples.typos(original, draw) for _ in range(200)]
    texts = list(dict.fromkeys([*chat, original, *copies, " ".join(common), *ORIGINALS]))
    found = find_families(texts)
    generic = {text for text, is_generic in zip(texts, found.generic, strict=True) if is_generic}
    assert generic == {" ".join(common)}


def test_in_a_small_collection_nothing_is_generic() -> None:
    draw = random.Random(10)
    texts = [f"good morning to you all {words(draw, 2)}" for _ in range(10)]
    assert not find_families(texts).generic.any()


@pytest.mark.real_data
def test_real_near_copies_are_found(real_data: Path) -> None:
    """Every near pair of a sample of real posts, by sets of strings, has a head in common reach."""
    raw = samples.real_texts(real_data, 1_200)
    texts = [text for text in dict.fromkeys(map(normalise, raw)) if len(text) >= 35]
    head = find_families(texts).head.tolist()
    held = [grams_of(text) for text in texts]
    for one, other in combinations(range(len(texts)), 2):
        small, large = sorted((len(held[one]), len(held[other])))
        if 2 * small > large and alike(texts[one], texts[other]):
            heads = {head[one], head[other]}
            assert heads != {one, other}, (texts[one], texts[other])
