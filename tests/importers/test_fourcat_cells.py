"""What the tables of 4CAT have in common: zones, names, and posts without ids."""

import pytest

from inunison.records import AccountRef, PostRef, Precision
from inunison_importers import fourcat_cells as read
from inunison_importers.base import BadCell
from inunison_importers.keyed_tables import NamedRow
from inunison_importers.weak_targets import by_words

DIGEST = "0123456789abcdef" * 3
AT = 1_677_661_200_000_000


def row(**cells: str) -> NamedRow:
    """A row of a table."""
    return NamedRow(2, cells, False)


def test_which_of_the_two_times_is_right() -> None:
    both = row(timestamp="2023-03-01 09:00:00", unix_timestamp="1677657600")
    known = {"created_at": AT, "precision": Precision.SECOND}
    assert read.when(both, utc=True) == known
    earlier = {"created_at": AT - 3_600_000_000, "precision": Precision.SECOND}
    assert read.when(both, utc=False) == earlier


def test_a_local_time_alone_gives_no_instant() -> None:
    for unix in ("", "0", "undefined"):
        local = row(timestamp="2023-03-01 09:00:00", unix_timestamp=unix)
        assert read.when(local, utc=False) == {"stated_time": "2023-03-01 09:00:00"}
    assert read.when(row(timestamp="undefined", unix_timestamp=""), utc=False) == {}
    assert read.when(row(timestamp="0", unix_timestamp="0"), utc=False) == {}
    assert read.when(row(timestamp="0"), utc=True) == {}
    assert read.when(row(timestamp="undefined"), utc=True) == {}
    assert read.when(row(), utc=True) == {}


def test_a_number_of_seconds_may_stand_in_either_column() -> None:
    known = {"created_at": AT, "precision": Precision.SECOND}
    assert read.when(row(timestamp="1677661200"), utc=True) == known
    assert read.when(row(timestamp="1677661200"), utc=False) == known
    assert read.when(row(unix_timestamp="1677661200.0"), utc=False) == known


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"timestamp": "soon"}, "timestamp is not seconds since 1970"),
        ({"timestamp": "2023-02-30 00:00:00"}, "timestamp is no time that exists"),
    ],
)
def test_a_time_that_is_none(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(BadCell, match=reason):
        read.when(row(**cells), utc=True)
    with pytest.raises(BadCell, match="timestamp is not a time such as"):
        read.when(row(timestamp="soon"), utc=False)


def test_accounts() -> None:
    both = row(author_id="5", author="ada")
    assert read.account(both, "author_id", "author") == AccountRef("5", "ada")
    assert read.account(both, None, "author") == AccountRef(handle="ada")
    assert read.account(both, "author_id", None) == AccountRef("5")


@pytest.mark.parametrize("word", ["", "REDACTED", "N/A", "None"])
def test_words_that_name_nobody(word: str) -> None:
    assert read.account(row(author_id=word, author=word), "author_id", "author") is None
    assert read.account_number(word, "author_id") is None
    assert read.named(word, "author") is None


def test_digests_that_took_the_place_of_names() -> None:
    hidden = row(author_id="f" * 48, author=DIGEST)
    assert read.account(hidden, "author_id", "author") == AccountRef("f" * 48)
    assert read.account(hidden, None, "author") == AccountRef(DIGEST)
    assert read.account_number(DIGEST, "author_id") == DIGEST
    assert read.account_number("12", "author_id") == "12"
    with pytest.raises(BadCell, match="author_id went through a floating-point number"):
        read.account_number("1.2e+18", "author_id")


def test_what_is_required_and_what_is_too_long() -> None:
    assert read.required(row(id=" a "), "id") == "a"
    with pytest.raises(BadCell, match="id is empty"):
        read.required(row(id=" "), "id")
    with pytest.raises(BadCell, match="id is longer than any id"):
        read.required(row(id="1" * 301), "id")
    with pytest.raises(BadCell, match="author is longer than any name"):
        read.named("x" * 301, "author")


def test_words_that_were_taken_out() -> None:
    assert read.told(row(body="REDACTED"), "body") is None
    assert read.told(row(body=" a "), "body") == " a "
    assert read.told(row(body=""), "body") is None


def test_a_post_that_is_named_by_its_words() -> None:
    ada, eda = AccountRef(handle="ada"), AccountRef("5")
    first = by_words(ada, "the words", "1")
    assert first == by_words(ada, "the words", "2")
    assert first.native_id.startswith("@ada:")
    assert first != by_words(eda, "the words", "1")
    assert by_words(eda, "the words", "1").native_id.startswith("5:")
    assert by_words(ada, " ", "1") != by_words(ada, None, "2")
    assert by_words(ada, "x", "1", author_inferred=True) == PostRef(
        by_words(ada, "x", "1").native_id, ada, author_inferred=True
    )
    assert by_words(ada, "\ud800", "1").native_id
