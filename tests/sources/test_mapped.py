"""A table that is imported by a map: the map is a part of what its source is."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from inunison import Case, custody
from inunison.errors import SourceError
from inunison.folder import CaseFolder
from inunison.mapping import open_map
from inunison.records import Frame
from inunison.sources import ImportOutcome, import_file, list_sources, state_key
from inunison.sources.source import read_source
from inunison.verify import is_sound, verify
from inunison_cli.app import run
from tests.sources.files import visible, write
from tests.workbooks import xlsx

TABLE = "Id,User,Words,Sent\n1,ida,Good morning,2020-01-01 10:00\n2,bo,#dawn,2020-01-01 10:01\n"
MAP = """platform = "forum"
timezone = "UTC"
frame = "accounts"
scope = {accounts = ["ida", "bo"], captured = "2020-01-02"}

[columns]
post_id = "Id"
author_handle = "User"
text = "Words"
time = "Sent"
"""
SCOPE = next(line for line in MAP.splitlines(keepends=True) if line.startswith("scope"))
UNSCOPED = MAP.replace(SCOPE, "")


def put_map(folder: CaseFolder, text: str = MAP, name: str = "map.toml") -> Path:
    """A map beside the case."""
    return write(folder, text, name)


def take(folder: CaseFolder, path: Path, text: str = MAP) -> ImportOutcome:
    """Import by a map."""
    return import_file(folder, path, importer=open_map(put_map(folder, text)))


def texts(outcome: ImportOutcome) -> list[str | None]:
    """The texts of its posts."""
    found: list[str | None] = pq.read_table(outcome.source.part("posts"))["text"].to_pylist()
    return found


def test_a_table_is_read_by_its_map_and_keeps_it(folder: CaseFolder) -> None:
    outcome = take(folder, write(folder, TABLE))
    source = outcome.source
    assert texts(outcome) == ["Good morning", "#dawn"]
    assert (source.importer, source.rank, source.frame) == ("mapped-table", 20, Frame.ACCOUNTS)
    assert source.mapping is not None
    assert source.mapping["columns"]["author_handle"] == "User"
    assert source.mapping["scope"] == {"accounts": ["ida", "bo"], "captured": "2020-01-02"}
    assert source.scope is not None
    assert source.scope.content() == source.mapping["scope"]
    kept = json.loads((source.path / "source.json").read_bytes())
    assert kept["mapping"] == source.mapping
    assert list_sources(folder) == [source]
    assert is_sound(verify(folder))


def test_the_same_file_with_the_same_map_changes_nothing(folder: CaseFolder) -> None:
    path = write(folder, TABLE)
    first = take(folder, path)
    seen, log = visible(folder), folder.custody_path.read_bytes()
    for text in (MAP, "# other words, the same map\n" + MAP.replace('"UTC"', "'UTC'")):
        again = take(folder, path, text)
        assert again.was_known
        assert again.source == first.source
    assert import_file(folder, path).was_known  # the case knows the map
    assert (visible(folder), folder.custody_path.read_bytes()) == (seen, log)


def test_another_map_is_another_reading(folder: CaseFolder) -> None:
    path = write(folder, TABLE)
    first = take(folder, path)
    second = take(folder, path, MAP.replace('text = "Words"\n', ""))
    assert not second.was_known
    assert texts(second) == [None, None]
    assert list_sources(folder) == [second.source]
    assert state_key([first.source], "1") != state_key([second.source], "1")
    assert is_sound(verify(folder))
    same_rows = take(folder, path, MAP.replace('["ida", "bo"]', '["ida"]'))
    other_scope = take(folder, path)
    assert same_rows.source.parts.keys() == other_scope.source.parts.keys()
    assert state_key([same_rows.source], "1") != state_key([other_scope.source], "1")
    assert [each.action for each in custody.entries(folder)].count("import") == 4


def test_a_frame_that_was_given_stays(folder: CaseFolder) -> None:
    path = write(folder, TABLE)
    table_map = open_map(put_map(folder, UNSCOPED))
    assert (
        import_file(folder, path, importer=table_map, frame=Frame.SAMPLE).source.frame == "sample"
    )
    assert take(folder, path, UNSCOPED).was_known
    assert list_sources(folder)[0].frame is Frame.SAMPLE


def test_who_is_asked_for_a_frame_is_asked_where_the_map_has_none(folder: CaseFolder) -> None:
    asked: list[Frame] = []

    def ask(_name: str, suggested: Frame) -> Frame:
        asked.append(suggested)
        return Frame.KEYWORD

    path = write(folder, TABLE)
    import_file(folder, path, importer=open_map(put_map(folder)), frame=ask)
    assert asked == []
    without = put_map(folder, UNSCOPED.replace('frame = "accounts"\n', ""), "other.toml")
    other = write(folder, TABLE + "3,ida,x,2020-01-01 10:02\n", "more.csv")
    assert (
        import_file(folder, other, importer=open_map(without), frame=ask).source.frame == "keyword"
    )
    assert asked == [Frame.UNKNOWN]


def test_a_known_format_can_be_read_by_a_map_and_back(folder: CaseFolder) -> None:
    shares = "object_id,account_id,content_id,timestamp_share\n#dawn,ida,c1,1577836800\n"
    path = write(folder, shares)
    assert import_file(folder, path).source.mapping is None
    text = 'platform = "x"\ntime_format = "unix seconds"\n[columns]\npost_id = "content_id"\n'
    mapped = take(folder, path, text)
    assert mapped.source.importer == "mapped-table"
    assert import_file(folder, path).source.importer == "mapped-table"
    assert import_file(folder, path, importer="coortweet").source.mapping is None


def test_two_sheets_and_one_that_does_not_fit(folder: CaseFolder) -> None:
    rows = [line.split(",") for line in TABLE.splitlines()]
    path = folder.path.parent / "book.bin"
    path.write_bytes(xlsx({"May": rows, "June": [rows[0], ["9", "ida", "x"]], "Notes": [["hi"]]}))
    outcome = take(folder, path)
    assert texts(outcome) == ["Good morning", "#dawn", "x"]
    assert outcome.source.members == ("May", "June", "Notes")
    ((name, why),) = outcome.source.skipped
    assert name == "Notes"
    assert why == (
        "Notes does not fit the map: its first line has no column Id, User, Words, Sent."
    )


def test_parquet_by_a_map(folder: CaseFolder) -> None:
    import pyarrow as pa

    path = folder.path.parent / "posts.bin"
    table = {"Id": [1], "User": ["ida"], "Words": ["x"], "Sent": ["2020-01-01 10:00"]}
    pq.write_table(pa.table(table), path)
    assert texts(take(folder, path)) == ["x"]


def test_helpers_read_portions_by_the_map_too(folder: CaseFolder) -> None:
    rows = "".join(f"{n},ida,{'word ' * 40}{n},2020-01-01 10:00\n" for n in range(200_000))
    path = write(folder, TABLE + rows)
    outcome = take(folder, path)
    assert outcome.source.counts["posts"] == 200_002
    assert outcome.source.counts["rejects"] == 0
    alone = CaseFolder.create(folder.path.parent / "alone", name="alone")
    table_map = open_map(put_map(folder))
    single = import_file(alone, path, importer=table_map, processes=1).source
    assert single.parts == outcome.source.parts


def test_a_table_that_does_not_fit_is_refused(folder: CaseFolder) -> None:
    path = write(folder, "a,b\n1,2\n")
    with pytest.raises(SourceError) as raised:
        take(folder, path)
    assert raised.value.message == (
        "posts.txt does not fit the map: its first line has no column Id, User, Words, Sent."
    )
    assert "inunison importers map FILE" in raised.value.advice
    with pytest.raises(SourceError, match="is not of a format that is known here") as raised:
        import_file(folder, path)
    assert "inunison importers map FILE" in raised.value.advice
    with pytest.raises(SourceError, match="mapped-table reads a table by a map"):
        import_file(folder, path, importer="mapped-table")
    assert list_sources(folder) == []


def test_a_map_that_somebody_broke_in_the_case_is_told(folder: CaseFolder) -> None:
    path = write(folder, TABLE)
    source = take(folder, path).source
    described = source.path / "source.json"
    described.write_bytes(described.read_bytes().replace(b'"platform"', b'"colour"'))
    assert read_source(source.path).mapping is not None
    with pytest.raises(SourceError, match="The map by which a source was read cannot be used"):
        import_file(folder, path)
    assert not is_sound(verify(folder))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "The map map.toml does not exist."),
        (b"\xff\xfe", "The map map.toml is not UTF-8."),
        (b"platform = ", "The map map.toml cannot be used: it is not TOML"),
        (b'platform = "x"\n', "The map map.toml cannot be used: it has no [columns]."),
    ],
)
def test_a_map_that_cannot_be_used_is_told(
    folder: CaseFolder, content: bytes | None, said: str
) -> None:
    path = folder.path.parent / "map.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError) as raised:
        open_map(path)
    assert raised.value.message.startswith(said)
    assert raised.value.advice
    with pytest.raises(SourceError, match="cannot be read"):
        open_map(folder.path)


def test_the_command_and_the_library(
    folder: CaseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    path, table_map = write(folder, TABLE), put_map(folder)
    words = ["import", str(path), "--case", str(folder.path), "--format", "json"]
    assert run([*words, "--map", str(table_map)]) == 0
    captured = capsys.readouterr()
    (row,) = json.loads(captured.out)
    assert (row["importer"], row["frame"], row["posts"]) == ("mapped-table", "accounts", 2)
    assert captured.err == ""
    assert Case.open(folder.path).import_(path, table_map=table_map).was_known
    assert run([*words, "--map", str(table_map), "--importer", "coortweet"]) == 2
    assert "--importer and --map cannot both be given. Leave" in capsys.readouterr().err.replace(
        "\n", " "
    )
    assert run([*words, "--map", str(folder.path.parent / "none")]) == 2
    assert "The map none does not exist." in capsys.readouterr().err


def test_rows_of_a_sheet_have_the_numbers_that_it_shows(folder: CaseFolder) -> None:
    """Cells with line breaks make several lines of a row."""
    names = TABLE.splitlines()[0].split(",")
    sent = "2020-01-01 10:00"
    rows = [
        names,
        ["1", "ida", 'two\nlines, "quoted\n"', sent],
        [],
        ["2", "i\nda", "x", sent],
        ["3", "ida", "x", "soon"],
        ["4", "ida", "\n\n", sent],
        ["5", "ida", "x", sent],
    ]
    path = folder.path.parent / "book.bin"
    path.write_bytes(xlsx({"Posts": rows, "More": [names, ["6", "ida", "x", sent]]}))
    source = take(folder, path).source
    posts = pq.read_table(source.part("posts"))
    assert dict(zip(posts["native_id"].to_pylist(), posts["row"].to_pylist(), strict=True)) == {
        "1": 2,
        "2": 4,
        "4": 6,
        "5": 7,
        "6": 2,
    }
    assert source.reasons[0].first == (("Posts", 5),)


def test_rows_of_a_long_sheet_read_in_portions(folder: CaseFolder) -> None:
    import pyarrow as pa

    count = 60_000
    long = {
        "Id": [str(n) for n in range(count)],
        "User": ["ida"] * count,
        "Words": [("line\n" * (n % 3)) + "word " * 60 + str(n) for n in range(count)],
        "Sent": ["2020-01-01 10:00"] * count,
    }
    path = folder.path.parent / "long.bin"
    pq.write_table(pa.table(long), path)
    posts = pq.read_table(take(folder, path).source.part("posts"))
    assert posts["row"].to_pylist() == [int(own) + 2 for own in posts["native_id"].to_pylist()]
    assert posts.num_rows == count
