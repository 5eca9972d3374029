"""What a changed copy may look like and still be the same text: exact recall per disguise.

The shares are those that the fingerprint was designed for; a copy that is found by near-duplicate
search only is not expected here, and the last tests say so.
"""

import html
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from inunison.text import fingerprint, normalise
from tests import text_samples as samples

EXACT = [
    samples.spacing_and_case,
    samples.additions,
    samples.mention_swap,
    samples.homoglyphs,
    samples.full_width,
    samples.zero_width,
    samples.accents,
    samples.repost_prefix,
]
SENTENCES = samples.sentences(400)


def _recall(texts: list[str], disguise: samples.Disguise) -> float:
    draw = random.Random(7)
    found = sum(normalise(text) == normalise(disguise(text, draw)) for text in texts)
    return found / len(texts)


def _real_sentences(folder: Path) -> list[str]:
    """Posts with enough text for evidence that are no copies themselves and differ in wording."""
    kept: dict[str, str] = {}
    for raw in samples.real_texts(folder, 30_000):
        text = html.unescape(raw)
        found = fingerprint(text)
        if found.key and found.evidence and not found.manual_repost and text.isascii():
            kept.setdefault(found.key, text)
    return list(kept.values())[:: max(1, len(kept) // 400)][:400]


@pytest.mark.parametrize("disguise", EXACT, ids=lambda disguise: disguise.__name__)
def test_a_disguise_of_form_is_always_seen_through(disguise: samples.Disguise) -> None:
    assert _recall(SENTENCES, disguise) == 1.0


def test_disguises_on_top_of_each_other_are_seen_through() -> None:
    draw = random.Random(11)
    for text in SENTENCES:
        copy = samples.homoglyphs(samples.spacing_and_case(text, draw), draw)
        copy = samples.zero_width(samples.additions(copy, draw), draw)
        assert normalise(copy) == normalise(text)


def test_changed_punctuation_is_nearly_always_seen_through() -> None:
    assert _recall(SENTENCES, samples.punctuation) >= 0.94


@pytest.mark.real_data
@pytest.mark.parametrize("disguise", EXACT, ids=lambda disguise: disguise.__name__)
def test_a_disguise_of_form_on_real_posts(disguise: samples.Disguise, real_data: Path) -> None:
    texts = _real_sentences(real_data)
    assert len(texts) == 400
    assert _recall(texts, disguise) == 1.0


@pytest.mark.real_data
def test_changed_punctuation_on_real_posts(real_data: Path) -> None:
    assert _recall(_real_sentences(real_data), samples.punctuation) >= 0.94


def test_different_sentences_stay_different() -> None:
    assert len({normalise(text) for text in SENTENCES}) == len(SENTENCES)


@pytest.mark.real_data
def test_real_posts_that_become_equal_have_equal_words(real_data: Path) -> None:
    """Two posts share a key only where they share every word of more than three letters."""
    by_key: dict[str, set[frozenset[str]]] = {}
    for text in samples.real_texts(real_data, 20_000):
        found = fingerprint(text)
        if found.key and found.evidence:
            words = normalise(text).split()
            by_key.setdefault(found.key, set()).add(frozenset(w for w in words if len(w) > 3))
    assert all(len(words) == 1 for words in by_key.values())


CHANGES: list[Callable[[str], str]] = [
    lambda text: text[: int(len(text) * 0.7)],
    lambda text: "I have to say this: " + text,
    lambda text: text.replace("the", "teh"),
]


@pytest.mark.parametrize("change", CHANGES, ids=["truncation", "prefix", "typo"])
def test_changed_words_are_another_text(change: Callable[[str], str]) -> None:
    assert all(normalise(change(text)) != normalise(text) for text in SENTENCES)
