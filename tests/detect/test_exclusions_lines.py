"""Lists as people write them: any ending of a line, any order, and what they name in a state."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.exclusions import KINDS, Exclusion, apply, key_of, read_exclusions
from inunison.redirects import Redirects
from inunison.text import fingerprint

ENTRY = st.text("abc:@/.", min_size=1, max_size=8)
SLOGAN = "the harbour belongs to all of us and nobody may sell it away"


@settings(deadline=None)
@given(st.lists(ENTRY, max_size=8), st.sampled_from(["\n", "\r\n"]), st.integers(0, 9))
def test_neither_order_nor_repetition_nor_notes_matter(
    entries: list[str], ending: str, seed: int
) -> None:
    lines = [*entries, *entries[:3], "", "  ", "# a note", "   # another"]
    random.Random(seed).shuffle(lines)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "accounts" / "list.txt"
        path.parent.mkdir()
        path.write_bytes(ending.join(f"  {line}\t" for line in lines).encode())
        (found,) = read_exclusions(Path(folder))
    assert found == Exclusion("accounts", "list", tuple(sorted(set(entries))))
    assert key_of((found,)) == key_of((Exclusion("accounts", "list", found.entries),))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_folder(tmp_path: Path, kind: str) -> None:
    for name in ("b", "a"):
        (tmp_path / kind).mkdir(exist_ok=True)
        (tmp_path / kind / f"{name}.txt").write_text(f"{name}1\n{name}0\n")
    assert read_exclusions(tmp_path) == (
        Exclusion(kind, "a", ("a0", "a1")),
        Exclusion(kind, "b", ("b0", "b1")),
    )


def test_an_empty_list_is_a_list_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "none.txt").write_text("# nothing yet\n")
    (found,) = read_exclusions(tmp_path)
    assert found.entries == ()


def _state() -> duckdb.DuckDBPyConnection:
    key = fingerprint(SLOGAN).key
    database = duckdb.connect(":memory:")
    for statement in (
        "CREATE TABLE accounts (uid VARCHAR, platform VARCHAR, native_id VARCHAR, handle VARCHAR)",
        "INSERT INTO accounts VALUES ('a', 'twitter', '7', 'Ada'), ('b', 'unnamed', '7', NULL)",
        f"CREATE TABLE texts AS SELECT unnest(['{key}', 't2', 't3']) AS uid",
        'CREATE TABLE variant_of (start VARCHAR, "end" VARCHAR)',
        f"INSERT INTO variant_of VALUES ('{key}', 'family'), ('t2', 'family'), ('t3', 'other')",
        "CREATE TABLE urls (uid VARCHAR, url VARCHAR)",
        "INSERT INTO urls VALUES ('u', 'site.example/A'), ('v', 'site.example/b?id=7')",
        'CREATE TABLE on_domain (start VARCHAR, "end" VARCHAR)',
        "INSERT INTO on_domain VALUES ('u', 'd'), ('v', 'd')",
        "CREATE TABLE domains AS SELECT 'd' AS uid, 'site.example' AS name",
        'CREATE TABLE says (start VARCHAR, "end" VARCHAR)',
        'CREATE TABLE links_to (start VARCHAR, "end" VARCHAR)',
    ):
        database.execute(statement)
    return database


@pytest.mark.parametrize(
    ("kind", "entry", "named"),
    [
        ("accounts", "@ada", ["a"]),
        ("accounts", "ADA", ["a"]),
        ("accounts", "TWITTER:7", ["a"]),
        ("accounts", "unnamed:7", ["b"]),
        ("accounts", "7", []),
        ("accounts", "%", []),
        ("links", "site.example", ["u", "v"]),
        ("links", "www.Site.example", ["u", "v"]),
        ("links", "https://m.site.example:443/", ["u", "v"]),
        ("links", "SITE.example/A", ["u"]),
        ("links", "HTTP://www.site.example/A/#top", ["u"]),
        ("links", "https://site.example/b?utm_source=x&id=7", ["v"]),
        ("links", "site.example/a", []),  # a path in other letters may be another page
        ("links", "site.example/b", []),
        ("links", "example", []),
        ("links", "*.site.example", []),
        ("links", "short.example/1", ["u"]),
        ("links", "short.example/2", []),  # the front page is not the whole site
        ("texts", "something else that nobody of the case ever said", []),
        ("texts", "#onlyatag", []),
    ],
)
def test_what_an_entry_names(kind: str, entry: str, named: list[str]) -> None:
    with _state() as database:
        redirects = Redirects(
            {"short.example/1": "site.example/A", "short.example/2": "site.example"}
        )
        (applied,) = apply(database, (Exclusion(kind, "l", (entry,)),), redirects)
        assert applied.unmatched == (() if named else (entry,))
        what = "accounts" if kind == "accounts" else "objects"
        rows = database.execute(f"SELECT uid FROM excluded_{what} ORDER BY uid").fetchall()
        assert [uid for (uid,) in rows] == named


def test_a_text_takes_its_family_and_not_what_else_is_in_other_families() -> None:
    with _state() as database:
        apply(database, (Exclusion("texts", "slogans", (SLOGAN.upper() + "!!",)),))
        rows = database.execute("SELECT uid, list FROM excluded_objects").fetchall()
        assert sorted(rows) == sorted([(fingerprint(SLOGAN).key, "slogans"), ("family", "slogans")])


def test_one_account_on_two_lists_stands_on_both() -> None:
    with _state() as database:
        lists = tuple(Exclusion("accounts", name, ("ada", "twitter:7")) for name in ("x", "y"))
        apply(database, lists)
        rows = database.execute("SELECT uid, list FROM excluded_accounts ORDER BY list").fetchall()
        assert rows == [("a", "x"), ("a", "y")]
