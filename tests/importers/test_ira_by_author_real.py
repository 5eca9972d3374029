"""The by-author tables as they were published, counted: figures that need no opinion."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from inunison.importing import choose, verdicts
from inunison.opening import open_source
from inunison.records import Account, Kind, Observation, Post, Record, Reject

pytestmark = pytest.mark.real_data

FIGURES = [
    ("tweets_LeftTroll", 427_811, 234, 340_092, 10_493),
    ("tweets_HashtagGamer", 218_104, 113, 146_852, 1_918),
]


def packed(folder: Path, name: str) -> Path:
    """One file of the tables."""
    return folder / "ira_tweets_by_author" / f"{name}.csv.zst"


def read(path: Path) -> Iterator[Record | Reject]:
    """Everything that the file's importer makes of it, one by one."""
    with open_source(path) as source:
        (member,) = source.members
        importer = choose(source, member)
        assert importer.name == "ira-by-author"
        yield from importer.read(source.stream(member))


@pytest.mark.parametrize(("name", "rows", "accounts", "reposts", "quotes"), FIGURES)
def test_every_row_is_a_post(
    real_data: Path, name: str, rows: int, accounts: int, reposts: int, quotes: int
) -> None:
    types: Counter[type] = Counter()
    kinds: Counter[Kind | None] = Counter()
    ids, authors, open_ended = set(), set(), 0
    for each in read(packed(real_data, name)):
        types[type(each)] += 1
        if isinstance(each, Post):
            kinds[each.kind] += 1
            ids.add(each.native_id)
            authors.add(each.author)
            open_ended += bool(each.text and each.text.startswith("'@"))
    assert types == {Post: rows, Observation: rows}
    assert (len(ids), len(authors)) == (rows, accounts)
    assert kinds == {
        Kind.REPOST: reposts,
        Kind.QUOTE: quotes,
        Kind.POST: rows - reposts - quotes,
    }
    # Three texts begin with a guarding apostrophe that nothing ends; no other begins with a name.
    assert open_ended <= 3


def test_ids_of_accounts_are_exact_or_absent(real_data: Path) -> None:
    path = packed(real_data, "authors")
    found = list(read(path))
    assert Counter(type(each) for each in found) == {Account: 2_856}
    ids = [each.native_id for each in found if isinstance(each, Account) and each.native_id]
    assert not [each for each in ids if each.endswith("0" * 9)]
    text = zstandard.ZstdDecompressor().stream_reader(path.read_bytes()).read().decode()
    stated = [row["external_author_id"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    short = [each for each in stated if 0 < len(each) < 16]
    # 532 of the stated ids were rounded; another list gives 454 of them back.
    assert len(short) == 2_856 - 532 - 1
    assert len(ids) == len(short) + 454
    assert set(short) <= set(ids)


def test_the_table_as_first_published_is_refused(real_data: Path) -> None:
    with open_source(packed(real_data, "original_21_columns_sample")) as source:
        (member,) = source.members
        answers = verdicts(source.head(member))
    (ours,) = [each for each in answers if each.importer.name == "ira-by-author"]
    assert not ours.claimed
    assert ours.answer.reason.startswith("it is the table as first published")
