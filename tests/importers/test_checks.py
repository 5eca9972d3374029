"""Figures of the public data sets that need no opinion, in whole cases: files in, states out.

What importers make of each file, row by row, is counted in the tests of each; here it is what the
state of a case holds of it, and that a file that comes twice, or packed in another way, changes
nothing.
"""

import gzip
from pathlib import Path

import pytest

from inunison import Case
from inunison.opening import open_source
from tests.importers.case_states import OF_THE_SOURCE, everything, rows
from tests.test_peer_pairs import Share, ours_by_post, peer

pytestmark = pytest.mark.real_data

SECOND = 1_000_000
REAL = (
    "twitter_io_archive/thailand_092020_tweets_csv_hashed.zip",
    "twitter_io_archive/thailand_092020_users_csv_hashed.zip",
    "twitter_api_v2/flat.jsonl",
    "twitter_api_v2/noflat.jsonl",
    "twitter_api_v2/flat.csv",
    "twitter_api_v2/users.jsonl",
    "twitter_api_v1/original_format.jsonl",
    "twitter_api_v1/activity_streams.jsonl",
    "reddit/RC_sample.zst",
    "reddit/RS_sample.zst",
    "bluesky_jetstream/expected_v1.jsonl",
    "mastodon/mastodonsocial.json",
    "telegram_desktop/public_channel.json",
    "coortweet/russian_coord_tweets.csv.gz",
    "coordination_toolkit/coretweet_test_input.csv",
    "coordination_toolkit/sample_data.csv",
    "ira_tweets_by_author/authors.csv.zst",
    "ira_tweets_by_author/original_21_columns_sample.csv.zst",
)


def case_of(folder: Path, *paths: Path) -> Case:
    """A case of some files."""
    case = Case.create(folder / "case", name="Real")
    for path in paths:
        case.import_(path)
    return case


def test_the_same_rows_again_change_nothing(real_data: Path, tmp_path: Path) -> None:
    """The same bytes are known; packed otherwise they are other sources of the same posts."""
    paths = [real_data / name for name in REAL]
    case = case_of(tmp_path, *paths)
    before = case.state()
    assert all(case.import_(path).was_known for path in paths)
    after = case.state()
    assert (after.id, after.summary) == (before.id, before.summary)
    once = everything(before, without=OF_THE_SOURCE)
    for path in paths:
        again = tmp_path / "again.gz"
        again.write_bytes(gzip.compress(unpacked(path), 1, mtime=0))
        assert not case.import_(again).was_known
    twice = everything(case.state(), without=OF_THE_SOURCE)
    # Each source tells its own names of accounts.
    assert set(once.pop("aliases")) == set(twice.pop("aliases"))
    assert {table: found.total() for table, found in twice.items()} == {
        table: found.total() for table, found in once.items()
    }
    assert twice == once


def unpacked(path: Path) -> bytes:
    """What is in a file, whatever packs it."""
    with open_source(path) as source:
        (member,) = source.members
        text = "".join(source.stream(member))
    return text.encode("utf-8", "surrogateescape")


def test_deleted_is_no_account_of_the_case(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "reddit" / "RC_sample.zst"
    state = case_of(tmp_path, path).state()
    assert rows(state, "SELECT count(*) FROM t WHERE collected") == [(5_463,)]
    assert rows(state, "SELECT count(*) FROM t WHERE collected AND account IS NULL") == [(226,)]
    handles = {handle for (handle,) in rows(state, "SELECT handle FROM t", "accounts")}
    assert not {each for each in handles if each and each.startswith("[")}


def test_submissions_and_crossposts_of_the_case(real_data: Path, tmp_path: Path) -> None:
    state = case_of(tmp_path, real_data / "reddit" / "RS_sample.zst").state()
    assert rows(state, "SELECT count(*) FROM t WHERE collected") == [(3_420,)]
    assert [len(rows(state, "FROM t", name)) for name in ("quotes", "reposts")] == [5, 1]


def test_the_table_of_shares_in_the_case(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "coortweet" / "russian_coord_tweets.csv.gz"
    state = case_of(tmp_path, path).state()
    assert rows(state, "SELECT count(*), count(DISTINCT account) FROM t WHERE collected") == [
        (35_085, 9_509)
    ]
    assert rows(state, "SELECT count(*) FROM t", "accounts") == [(9_509,)]
    assert rows(state, "SELECT count(*) FROM t", "reposts") == [(35_085,)]


def test_the_archive_in_the_case(real_data: Path, tmp_path: Path) -> None:
    archive = real_data / "twitter_io_archive"
    state = case_of(tmp_path, *sorted(archive.glob("thailand*.zip"))).state()
    collected = "SELECT count(*) FROM t WHERE collected"
    assert rows(state, collected) == [(21_385,)]
    assert rows(state, collected, "accounts") == [(926,)]
    assert rows(state, f"{collected} AND posts > 0", "accounts") == [(455,)]
    exact = "AND precision = 'millisecond' AND NOT time_conflict"
    assert rows(state, f"{collected} {exact}") == [(21_385,)]
    assert len(rows(state, "FROM t", "reposts")) == 11_199
    posts = {uid for (uid,) in rows(state, "SELECT uid FROM t WHERE collected")}
    inside = [end for (end,) in rows(state, 'SELECT "end" FROM t', "reposts") if end in posts]
    assert len(inside) == 437


def test_its_pairs_at_60_seconds_are_those_of_the_toolkit(real_data: Path, tmp_path: Path) -> None:
    """The test file of the tool, from the file through the case to its own rule."""
    path = real_data / "coordination_toolkit" / "coretweet_test_input.csv"
    state = case_of(tmp_path, path).state()
    told = rows(
        state,
        f"SELECT split_part(t.account, ':', 2), p.native_id, t.created_at FROM t"
        f" JOIN read_parquet('{state.table('reposts')}') r ON r.start = t.uid"
        f' JOIN t p ON p.uid = r."end" ORDER BY t.row',
    )
    shares: list[Share] = [(account, post, at // SECOND) for account, post, at in told]
    assert len(shares) == 15
    found = peer(shares, 60)
    assert found == ours_by_post(shares, 60)
    assert found == {
        ("uid0", "uid1"): 2,
        ("uid1", "uid0"): 1,
        ("uid2", "uid3"): 1,
        ("uid3", "uid2"): 1,
        ("uid4", "uid5"): 2,
        ("uid5", "uid4"): 2,
    }
