"""The same tweets as the API gave them, as activities and as a table give one state, on real data.

What activities cannot hold makes no difference here; what the table cannot hold is named.
"""

import csv
import json
from pathlib import Path

import duckdb
import pytest
from twarc import json2csv

from inunison import Case
from inunison.state import State

pytestmark = pytest.mark.real_data

NODES = ("accounts", "posts", "texts", "hashtags", "urls", "domains")
EDGES = ("posted", "says", "mentions", "tagged", "links_to", "reposted")
POINTERS = ("reposts", "quotes", "replies_to")

Rows = set[tuple[str, ...]]


def state_of(path: Path, scratch: Path) -> State:
    """The state of a case with one file."""
    case = Case.create(scratch / path.name, name=path.name)
    assert case.import_(path).source.rejects is None
    return case.state()


def rows(state: State, table: str) -> Rows:
    """The nodes of a table by their name, or its edges by their ends."""
    if not state.table(table).exists():
        return set()
    with duckdb.connect() as database:
        named = "uid" if table in NODES else 'start, "end"'
        path = str(state.table(table))
        return set(database.execute(f"SELECT {named} FROM read_parquet('{path}')").fetchall())


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    """The folder of the files."""
    return real_data / "twitter_api_v1"


@pytest.fixture(scope="module")
def tweets(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> State:
    """The state of the tweets as the API gave them."""
    return state_of(folder / "original_format.jsonl", tmp_path_factory.mktemp("tweets"))


def test_activities_say_what_the_tweets_say(folder: Path, tweets: State, tmp_path: Path) -> None:
    activities = state_of(folder / "activity_streams.jsonl", tmp_path)
    for table in (*NODES, *EDGES, *POINTERS):
        assert rows(activities, table) == rows(tweets, table), table
    assert len(rows(tweets, "posts")) == 29
    assert {table: len(rows(tweets, table)) for table in POINTERS} == {
        "reposts": 3,
        "quotes": 8,
        "replies_to": 6,
    }


def test_a_table_says_of_its_rows_what_the_tweets_say(
    folder: Path, tweets: State, tmp_path: Path
) -> None:
    path = tmp_path / "tweets.csv"
    lines = (folder / "original_format.jsonl").read_text().splitlines()
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(json2csv.get_headings())
        writer.writerows(json2csv.get_row(json.loads(line)) for line in lines)
    table = state_of(path, tmp_path / "case")
    for name in ("posts", "posted", "tagged", "reposted", "reposts", "quotes"):
        assert rows(table, name) == rows(tweets, name), name
    # links of long tweets, and what only tweets inside others say, are not in the table
    for name in ("links_to", "replies_to", "says"):
        assert rows(table, name) < rows(tweets, name), name
