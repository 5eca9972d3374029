"""What is kept of communities, texts and totals, against the same worked out in Python."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from inunison.records import Precision, Record
from inunison.state import write_tables
from tests import graph_derived
from tests.resolve.building import NOON, SECOND, post, repost, source

_WIDTHS = {Precision.MILLISECOND: 0, Precision.SECOND: 1, Precision.MINUTE: 60}


def _records(chance: random.Random) -> list[Record]:
    """Three crowds that repost and copy mostly their own, with hashtags, at drawn times."""
    made: list[Record] = []
    originals: list[tuple[str, str]] = []  # post and author
    for row in range(2, 260):
        author = str(100 * (chance.randrange(3) + 1) + chance.randrange(6))
        ours = [each for each in originals if each[1][0] == author[0]]
        if ours and chance.random() < 0.4:
            of, writer = chance.choice(ours if chance.random() < 0.9 else originals)
            made.append(repost(row, str(row), author, of, of_author=writer))
            continue
        number = chance.randrange(12) if chance.random() < 0.8 else row
        originals.append((str(row), author))
        made.append(
            post(
                row,
                str(row),
                author,
                text=f"Sentence {number} of a long day at the harbour is said once more today",
                created_at=NOON + chance.randrange(9_000_000) * SECOND // 1000,
                precision=chance.choice(list(_WIDTHS)),
                hashtags=tuple(chance.sample(("vote", "ferry", "port"), chance.randrange(3))),
            )
        )
    return made


@pytest.fixture(scope="module", params=range(3))
def state(request: Any, tmp_path_factory: Any) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of a drawn state."""
    folder: Path = tmp_path_factory.mktemp("facts")
    made = source(folder / "parts", "made.jsonl", _records(random.Random(request.param)))
    (folder / "state").mkdir()
    write_tables(folder / "state", [made])
    with duckdb.connect() as database:
        for path in (folder / "state").glob("*.parquet"):
            database.execute(f"CREATE VIEW {path.stem} AS SELECT * FROM read_parquet('{path}')")
        yield database


def _maps(database: duckdb.DuckDBPyConnection, table: str) -> dict[str, dict[str, Any]]:
    answer = database.execute(f"SELECT * FROM {table}")
    names = [each[0] for each in answer.description or ()]
    return {
        row[names.index("uid")]: {
            key: value for key, value in zip(names, row, strict=True) if value is not None
        }
        for row in answer.fetchall()
    }


def _said(database: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    return set(database.execute('SELECT start, "end" FROM said').fetchall())


def _reposted(database: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    rows = database.execute('SELECT start, "end", posts FROM reposted').fetchall()
    return {(start, end): posts for start, end, posts in rows}


def test_communities_hold_what_marks_them(state: duckdb.DuckDBPyConnection) -> None:
    accounts = _maps(state, "accounts")
    tags: dict[int, Counter[str]] = defaultdict(Counter)
    place = graph_derived.community_of(accounts)
    for account, tag in set(
        state.execute(
            'SELECT posted.start, tagged."end" FROM posted'
            ' JOIN tagged ON tagged.start = posted."end"'
        ).fetchall()
    ):
        if account in place:
            tags[place[account]][tag] += 1
    wanted = graph_derived.communities(accounts, _reposted(state), _said(state))
    assert len(wanted) >= 2
    for row in wanted:
        counts = tags[int(str(row["number"]))]
        row["hashtag"] = min((-count, tag) for tag, count in counts.items())[1]
        row["stability"] = pytest.approx(row["stability"])
    found = sorted(_maps(state, "communities").values(), key=lambda row: row["number"])
    assert [{**row, "uid": f"community{row['number']}"} for row in found] == wanted


def test_accounts_hold_how_many_repost_them(state: duckdb.DuckDBPyConnection) -> None:
    held = {
        uid: row["reposters"] for uid, row in _maps(state, "accounts").items() if "reposters" in row
    }
    assert held == graph_derived.reposters(_reposted(state))


def test_texts_hold_their_spread_and_their_times(state: duckdb.DuckDBPyConnection) -> None:
    said = _said(state)
    facts = graph_derived.text_facts(said, _maps(state, "accounts"))
    times = graph_derived.text_times(
        (text, account, at // 1000, _WIDTHS[Precision(precision)])
        for text, account, at, precision in state.execute(
            'SELECT says."end", posted.start, posts.created_at, precision FROM says'
            ' JOIN posted ON posted."end" = says.start JOIN posts ON posts.uid = says.start'
        ).fetchall()
        if (account, text) in said
    )
    texts = _maps(state, "texts")
    names = ("communities", "placed", "spread", "closest_ms", "coarsest_s")
    for uid, row in texts.items():
        held = {name: row[name] for name in names if name in row}
        assert held == {**facts.get(uid, {}), **times.get(uid, {})}
    assert any("spread" in row for row in texts.values())


def test_totals_count_what_is_there(state: duckdb.DuckDBPyConnection) -> None:
    counts = {row["what"]: row["count"] for row in _maps(state, "totals").values()}
    kinds = dict(state.execute("SELECT kind, count(*) FROM posts GROUP BY kind").fetchall())
    assert (counts["posts"], counts["reposts"]) == (kinds["post"], kinds["repost"])
    assert counts["accounts"] == len(_maps(state, "accounts"))
    assert counts["hashtags"] == 3
    assert (counts["links"], counts["communities"]) == (0, len(_maps(state, "communities")))
    first, last = state.execute(
        "SELECT min(created_at), max(created_at) FROM posts WHERE kind = 'repost'"
    ).fetchone() or (0, 0)
    (row,) = [each for each in _maps(state, "totals").values() if each["what"] == "reposts"]
    assert (row["first"], row["last"]) == (first, last)
