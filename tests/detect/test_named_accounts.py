"""Which account a name means: handles, ids and uids, in any case, and never by chance."""

from collections.abc import Iterator

import duckdb
import pytest

from inunison.detect.explaining import Named, named_account
from inunison.errors import ExitCode, UsageError

ROWS = [
    ("u1", "twitter", "12", "Ada"),
    ("u2", "reddit", "ada_l", "ada_l"),
    ("u3", "twitter", "13", None),
    ("u4", "unnamed", None, None),
    ("u5", "twitter", "14", "Twin"),
    ("u6", "reddit", "twin", "twin"),
    ("ada_l", "twitter", "15", "odd"),
    *((f"m{number:02}", "twitter", f"9{number:02}", "many") for number in range(13)),
]


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as made:
        made.execute(
            "CREATE TABLE accounts"
            " (uid VARCHAR, platform VARCHAR, native_id VARCHAR, handle VARCHAR)"
        )
        made.executemany("INSERT INTO accounts VALUES (?, ?, ?, ?)", ROWS)
        yield made


@pytest.mark.parametrize(
    ("name", "uid", "shown"),
    [
        ("ada", "u1", "@Ada"),
        ("@ADA", "u1", "@Ada"),
        ("  @ada ", "u1", "@Ada"),
        ("twitter:12", "u1", "@Ada"),
        ("TWITTER:12", "u1", "@Ada"),
        ("u1", "u1", "@Ada"),
        ("reddit:ADA_L", "u2", "@ada_l"),
        ("@ada_l", "u2", "@ada_l"),
        ("ada_l", "ada_l", "@odd"),  # a uid to the letter comes before a handle
        ("twitter:13", "u3", "twitter:13"),
        ("u4", "u4", "unnamed:u4"),
        ("reddit:twin", "u6", "@twin"),
    ],
)
def test_a_name_means_one_account(
    database: duckdb.DuckDBPyConnection, name: str, uid: str, shown: str
) -> None:
    assert named_account(database, name) == Named(uid, shown)


@pytest.mark.parametrize(
    "name", ["", "@", "12", "ad", "ada%", "a_a", "U1", "unnamed:", "twitter:", "x' OR '1'='1"]
)
def test_what_nobody_is_called_is_told(database: duckdb.DuckDBPyConnection, name: str) -> None:
    with pytest.raises(UsageError) as refused:
        named_account(database, name)
    assert refused.value.message == f"No account of the case is called {name!r}."
    assert refused.value.exit_code == ExitCode.USAGE


def test_a_name_of_endless_length_is_cut(database: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageError) as refused:
        named_account(database, "x" * 100_000)
    assert len(refused.value.message) < 150


def test_two_of_a_name_are_listed_in_the_order_of_their_uids(
    database: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(UsageError) as refused:
        named_account(database, "@TWIN")
    assert refused.value.message == (
        "2 accounts are called '@TWIN': twitter:14 (@Twin, uid u5), reddit:twin (@twin, uid u6)."
    )


def test_of_many_ten_are_listed(database: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageError) as refused:
        named_account(database, "many")
    assert refused.value.message.startswith("13 accounts are called 'many': twitter:900 (@many")
    assert refused.value.message.endswith("uid m09) and 3 more.")
    assert refused.value.message.count("@many") == 10
