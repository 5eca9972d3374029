"""The cells of texts against a reading of them post by post, in plain Python."""

import math
from collections import Counter
from pathlib import Path
from statistics import median_low

import duckdb
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison import engine
from inunison.detect.cells import read_texts

# The text, whether there is a link, whether it answers, its words, its language.
Post = tuple[int, bool, bool | None, int, str | None]

POSTS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.booleans(),
        st.sampled_from([True, False, None]),
        st.integers(1, 9),
        st.sampled_from(["en", "th", None]),
    ),
    min_size=1,
    max_size=25,
)


def _tables(database: duckdb.DuckDBPyConnection, posts: list[Post], generic: set[int]) -> int:
    """Make the tables that gathering leaves, the texts numbered by their names in order."""
    names = sorted({f"t{text}" for text, *_ in posts})
    number = {name: place for place, name in enumerate(names)}
    acts = [(f"p{n}", f"t{text}", *rest) for n, (text, _, *rest) in enumerate(posts)]
    links = [(f"p{n}",) for n, (_, linked, *_) in enumerate(posts) if linked]
    for name, columns, rows in (
        ("acts", "post TEXT, object TEXT, answers BOOLEAN, words INTEGER, language TEXT", acts),
        ("links_to", "start TEXT", links),
        ("generic", "uid TEXT", [(f"t{text}",) for text in generic]),
        ("object_number", "key TEXT, number BIGINT", list(number.items())),
    ):
        database.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
    return len(names)


def _third(words: int, everybody: list[int]) -> int:
    """Say which third a text is of: borders are what a third, two thirds, are not above."""
    ranked = sorted(everybody)
    borders = [ranked[max(1, math.ceil(part * len(ranked) / 3)) - 1] for part in (1, 2)]
    return sum(words > border for border in borders)


def _plainly(posts: list[Post]) -> list[tuple[bool, bool | None, int, str]]:
    """Return link, reply, length and language of each text."""
    by_text: dict[int, list[Post]] = {}
    for post in posts:
        by_text.setdefault(post[0], []).append(post)
    middle = [median_low([words for *_, words, _ in said]) for said in by_text.values()]
    found = []
    for (_, said), words in zip(sorted(by_text.items()), _in_order(by_text, middle), strict=True):
        answers = [answer for _, _, answer, *_ in said if answer is not None]
        spoken = Counter(language or "~" for *_, language in said)
        language = min(spoken, key=lambda each: (-spoken[each], each))
        linked = 2 * sum(link for _, link, *_ in said) >= len(said)
        reply = 2 * sum(answers) >= len(answers) if answers else None
        found.append((linked, reply, _third(words, middle), language))
    return found


def _in_order(by_text: dict[int, list[Post]], values: list[int]) -> list[int]:
    return [value for _, value in sorted(zip(by_text, values, strict=True))]


@given(posts=POSTS, generic=st.sets(st.integers(0, 7)))
@settings(max_examples=60, deadline=None)
def test_texts_are_of_one_cell_where_all_four_are_the_same(
    posts: list[Post], generic: set[int]
) -> None:
    with engine.opened(Path("never-spills")) as database:
        found = read_texts(database, _tables(database, posts, generic))
    plainly = _plainly(posts)
    assert found.linked.tolist() == [linked for linked, *_ in plainly]
    cells: dict[tuple[bool, bool | None, int, str], set[int]] = {}
    for cell, number in zip(plainly, found.cell.tolist(), strict=True):
        cells.setdefault(cell, set()).add(number)
    assert all(len(numbers) == 1 for numbers in cells.values())
    assert len({min(numbers) for numbers in cells.values()}) == len(cells)
    said = sorted({text for text, *_ in posts})
    assert found.generic.tolist() == [text in generic for text in said]
    assert found.cell.dtype == np.int64


def test_of_two_in_the_middle_the_shorter_one_counts_and_a_tie_of_languages_goes_by_name() -> None:
    posts: list[Post] = [
        (0, False, None, 3, "th"),
        (0, True, None, 8, "en"),
        (1, True, None, 3, "en"),
    ]
    with engine.opened(Path("never-spills")) as database:
        found = read_texts(database, _tables(database, posts, set()))
    assert found.cell.tolist() == [0, 0]  # half of the posts of the first one hold a link
