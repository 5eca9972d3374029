"""The cells that texts are held against one another within: link, reply, length and language.

Owns which cell a text is of. Its posts decide: what half of them have or more, the median of their
words, the language of most of them. They are read as columns of numbers, because the engine can
spill no median and no mode.
"""

import duckdb
import numpy as np

from inunison.detect.bursts import Texts
from inunison.detect.events import Flags, Whole, commonest

# A post may be known to answer another or not to, or neither.
_SAID = """
WITH languages AS (
    SELECT language, row_number() OVER (ORDER BY language NULLS LAST) - 1 AS code
    FROM (SELECT DISTINCT language FROM acts)
)
SELECT object_number.number AS text, acts.post IN (SELECT start FROM links_to) AS linked,
    coalesce(acts.answers::INTEGER, -1)::TINYINT AS answers, acts.words,
    languages.code AS language
FROM acts JOIN object_number ON object_number.key = acts.object
JOIN languages ON languages.language IS NOT DISTINCT FROM acts.language
"""
_GENERIC = """
SELECT number FROM object_number WHERE key IN (SELECT uid FROM generic)
"""


def read_texts(database: duckdb.DuckDBPyConnection, texts: int) -> Texts:
    """Return what is known of each text, in the order of the numbers.

    Args:
        database: The engine, with the tables that gathering the trace left in it.
        texts: How many there are; each was said at least once.
    """
    said = database.execute(_SAID).fetchnumpy()
    text, words = (np.asarray(said[name], np.int64) for name in ("text", "words"))
    answers = np.asarray(said["answers"], np.int8)
    linked = _mostly(text, np.asarray(said["linked"], bool), texts)
    answering = _mostly(text[answers >= 0], answers[answers >= 0] == 1, texts).astype(np.int64)
    answering[np.bincount(text[answers >= 0], minlength=texts) == 0] = 2
    cell = commonest(np.asarray(said["language"], np.int64), text, texts)
    for part, values in ((_third(_median(text, words, texts)), 3), (answering, 3), (linked, 2)):
        cell = cell * values + part
    generic = np.zeros(texts, bool)
    generic[np.asarray(database.execute(_GENERIC).fetchnumpy()["number"], np.int64)] = True
    return Texts(np.unique(cell, return_inverse=True)[1], linked, generic)


def _mostly(text: Whole, has: Flags, texts: int) -> Flags:
    """Return of which texts at least half of the rows have something."""
    rows = np.bincount(text, minlength=texts)
    return np.asarray((2 * np.bincount(text, has, texts) >= rows) & (rows > 0))


def _median(text: Whole, words: Whole, texts: int) -> Whole:
    """Return the median of each text's rows, of two in the middle the smaller."""
    order = np.lexsort((words, text))
    sizes = np.bincount(text, minlength=texts)
    return np.asarray(words[order][np.cumsum(sizes) - sizes + (sizes - 1) // 2])


def _third(words: Whole) -> Whole:
    """Return 0, 1 or 2: which third of all texts a text is of, by its words."""
    ranked = np.sort(words)
    # The first number that at least a third, and two thirds, of all are not above.
    borders = ranked[[max(1, -(-part * len(ranked) // 3)) - 1 for part in (1, 2)]]
    return np.searchsorted(borders, words, "left")
