"""Lists of what is not to be counted: how they are read, and what they take out."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from inunison.detect.exclusions import Exclusion, apply, key_of, read_exclusions
from inunison.errors import CaseError
from inunison.text import fingerprint


def _write(folder: Path, name: str, content: bytes | str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_no_folder_is_no_list(tmp_path: Path) -> None:
    assert read_exclusions(tmp_path / "none") == ()


def test_lists_are_plain_lines_in_the_order_of_kinds_and_names(tmp_path: Path) -> None:
    _write(tmp_path, "links/b.txt", "b.example\n")
    _write(tmp_path, "accounts/z.txt", "# declared\n\n  ann \r\nben\nann\n")
    _write(tmp_path, "accounts/a.txt", b"\xef\xbb\xbftwitter:1\n")
    _write(tmp_path, "accounts/notes.md", "not a list")
    assert read_exclusions(tmp_path) == (
        Exclusion("accounts", "a", ("twitter:1",)),
        Exclusion("accounts", "z", ("ann", "ben")),
        Exclusion("links", "b", ("b.example",)),
    )


def test_a_list_that_is_no_text_is_one_sentence(tmp_path: Path) -> None:
    _write(tmp_path, "texts/bad.txt", b"\xff\xfe\x00a")
    with pytest.raises(CaseError, match="no text in UTF-8"):
        read_exclusions(tmp_path)


def test_a_list_of_endless_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "texts" / "big.txt"
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate((16 << 20) + 1)
    with pytest.raises(CaseError, match="larger than 16 MB"):
        read_exclusions(tmp_path)


@pytest.mark.parametrize("name", ["acounts/a.txt", "domains/a.txt", "slogans.txt"])
def test_a_list_that_nobody_would_read_is_refused(tmp_path: Path, name: str) -> None:
    _write(tmp_path, name, "ann\n")
    with pytest.raises(CaseError, match="no list of what is to be left out") as caught:
        read_exclusions(tmp_path)
    assert "accounts, texts or links" in caught.value.advice


def test_notes_and_hidden_folders_beside_lists_are_left_alone(tmp_path: Path) -> None:
    _write(tmp_path, "README.md", "why")
    _write(tmp_path, ".git/config", "")
    assert read_exclusions(tmp_path) == ()


def test_the_key_is_of_what_they_say() -> None:
    one = (Exclusion("accounts", "a", ("x",)),)
    assert key_of(one) == key_of((Exclusion("accounts", "a", ("x",)),))
    others = [
        (),
        (Exclusion("accounts", "a", ("y",)),),
        (Exclusion("accounts", "b", ("x",)),),
        (Exclusion("texts", "a", ("x",)),),
    ]
    assert len({key_of(each) for each in [one, *others]}) == 5


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    made = duckdb.connect(":memory:")
    made.execute(
        "CREATE TABLE accounts (uid VARCHAR, platform VARCHAR, native_id VARCHAR, handle VARCHAR)"
    )
    made.executemany(
        "INSERT INTO accounts VALUES (?, ?, ?, ?)",
        [
            ("a1", "twitter", "1", "Ann"),
            ("a2", "reddit", "1", "ann"),
            ("a3", "twitter", "3", "ben"),
            ("a4", "twitter", "4", None),
        ],
    )
    made.execute("CREATE TABLE texts (uid VARCHAR)")
    made.execute('CREATE TABLE variant_of (start VARCHAR, "end" VARCHAR)')
    slogan = fingerprint("Come what may we walk together through the river gate")
    made.execute("INSERT INTO texts VALUES (?), ('other')", [slogan.key])
    made.execute("CREATE TABLE urls (uid VARCHAR, url VARCHAR)")
    made.execute(
        "INSERT INTO urls VALUES ('u1', 'a.example/x'), ('u2', 'b.example/y'), ('u3', 'c.example')"
    )
    made.execute('CREATE TABLE on_domain (start VARCHAR, "end" VARCHAR)')
    made.execute("INSERT INTO on_domain VALUES ('u1', 'd1'), ('u2', 'd2')")
    made.execute("CREATE TABLE domains (uid VARCHAR, name VARCHAR)")
    made.execute("INSERT INTO domains VALUES ('d1', 'a.example'), ('d2', 'b.example')")
    made.execute('CREATE TABLE says (start VARCHAR, "end" VARCHAR)')
    made.execute('CREATE TABLE links_to (start VARCHAR, "end" VARCHAR)')
    yield made
    made.close()


def _excluded(database: duckdb.DuckDBPyConnection, what: str) -> list[tuple[str, str]]:
    return database.execute(f"SELECT uid, list FROM excluded_{what} ORDER BY ALL").fetchall()


def test_accounts_are_named_by_handle_or_by_id(database: duckdb.DuckDBPyConnection) -> None:
    apply(database, (Exclusion("accounts", "l", ("@ANN", "Twitter:4", "nobody", "x'); --")),))
    assert _excluded(database, "accounts") == [("a1", "l"), ("a2", "l"), ("a4", "l")]
    assert _excluded(database, "objects") == []


def test_texts_are_compared_as_all_texts_are(database: duckdb.DuckDBPyConnection) -> None:
    said = "@port COME what may: we walk together, through the river gate! https://x.example"
    apply(database, (Exclusion("texts", "slogans", (said, "unheard of words in a row")),))
    assert [name for _, name in _excluded(database, "objects")] == ["slogans"]


def test_a_link_or_all_of_a_domain(database: duckdb.DuckDBPyConnection) -> None:
    apply(database, (Exclusion("links", "l", ("A.example", "c.example")),))
    assert _excluded(database, "objects") == [("u1", "l"), ("u3", "l")]


def test_each_list_says_what_of_it_names_nothing(database: duckdb.DuckDBPyConnection) -> None:
    lists = (
        Exclusion("accounts", "l", ("ann", "anna", "x'); --")),
        Exclusion("links", "l", ("a.example", "d.example", "d.example/x")),
        Exclusion("texts", "l", ("!", "unheard of words in a row")),
        Exclusion("texts", "none", ()),
    )
    applied = apply(database, lists)
    assert [each.exclusion for each in applied] == list(lists)
    assert [each.unmatched for each in applied] == [
        ("anna", "x'); --"),
        ("d.example", "d.example/x"),
        ("!", "unheard of words in a row"),
        (),
    ]


def test_posts_that_hold_what_is_named_are_out_whatever_they_hold_beside(
    database: duckdb.DuckDBPyConnection,
) -> None:
    slogan = fingerprint("Come what may we walk together through the river gate").key
    database.execute("INSERT INTO variant_of VALUES (?, 'f'), ('near', 'f')", [slogan])
    database.execute("INSERT INTO says VALUES ('p1', ?), ('p2', 'near'), ('p3', 'other')", [slogan])
    database.execute("INSERT INTO links_to VALUES ('p3', 'u1'), ('p3', 'u3'), ('p4', 'u2')")
    lists = (
        Exclusion("texts", "slogans", ("Come what may we walk together through the river gate",)),
        Exclusion("links", "press", ("a.example",)),
        Exclusion("accounts", "own", ("ann",)),
    )
    apply(database, lists)
    assert _excluded(database, "posts") == [("p1", "slogans"), ("p2", "slogans"), ("p3", "press")]


def test_applying_again_starts_anew(database: duckdb.DuckDBPyConnection) -> None:
    apply(database, (Exclusion("links", "l", ("a.example",)),))
    apply(database, ())
    assert _excluded(database, "objects") == []
