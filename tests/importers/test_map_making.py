"""`inunison importers map`: from a file to a map of it, in a pipe and in a terminal."""

import gzip
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from inunison.errors import SourceError, StorageError
from inunison.folder import CaseFolder
from inunison.map_making import guess_map
from inunison_cli import map_asking
from inunison_cli.importers import app
from inunison_importers.table_map import read_map
from tests.workbooks import xlsx

NAMES = ["id", "username", "message", "created_at", "note"]
ROWS = [
    [f"p{n}", "ida", f"Good morning, all of you {n}", f"2020-01-0{n} 10:00", ""]
    for n in range(1, 8)
]
WANTED = {"post_id": "id", "author_handle": "username", "text": "message", "time": "created_at"}


def text(mark: str = ",") -> str:
    """The table with something between its cells."""
    quoted = [[f'"{cell}"' for cell in row] for row in (NAMES, *ROWS)]
    return "".join(mark.join(row) + "\n" for row in quoted)


def put(folder: Path, content: str | bytes, name: str = "table.dat") -> Path:
    """A file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def run(*words: str | Path, given: str | None = None) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ["map", *(str(each) for each in words)], input=given)


def workbook(folder: Path) -> Path:
    return put(folder, xlsx({"Notes": [["hello"]], "Empty": [], "Posts": [NAMES, *ROWS]}))


def parquet(folder: Path) -> Path:
    path = folder / "file.bin"
    pq.write_table(pa.table(dict(zip(NAMES, zip(*ROWS, strict=True), strict=True))), path)
    return path


def json_lines(folder: Path) -> Path:
    rows = (dict(zip(NAMES, row, strict=True)) for row in ROWS)
    return put(folder, "".join(json.dumps(row) + "\n" for row in rows))


@pytest.mark.parametrize(
    "made",
    [
        lambda folder: put(folder, text()),
        lambda folder: put(folder, text(";")),
        lambda folder: put(folder, text("\t")),
        lambda folder: put(folder, text("|")),
        lambda folder: put(folder, gzip.compress(text().encode())),
        lambda folder: put(folder, "\ufeff" + text()),
        lambda folder: put(folder, text(";").encode("utf-16")),
        workbook,
        parquet,
        json_lines,
    ],
)
def test_a_table_of_any_shape_has_its_map(tmp_path: Path, made: Callable[[Path], Path]) -> None:
    found = guess_map(made(tmp_path))
    assert {each.key: each.value for each in found.made.columns} == WANTED
    assert found.rows == 7
    assert found.trial() == "All of the first rows can be read by it."
    assert read_map(found.text()).columns.text == "message"


def test_paths_of_json(tmp_path: Path) -> None:
    row = {
        "id_str": "p1",
        "user": {"screen_name": "ida", "more": None},
        "entities": {"hashtags": [{"text": "a"}, {"text": "b"}], "urls": []},
        "full_text": "Good morning to you",
        "likes": True,
        "huge": int("9" * 4_000),
        "deep": {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}},
        "named": ["bo"],
    }
    found = guess_map(put(tmp_path, "".join(json.dumps(row) + "\n" for _ in range(3))))
    assert {each.key: each.value for each in found.made.columns} == {
        "post_id": "id_str",
        "author_handle": "user.screen_name",
        "text": "full_text",
        "hashtags": "entities.hashtags.text",
    }
    assert found.made.lists == {}
    assert dict(found.made.unplaced)["user.more"].startswith("it is empty")


@pytest.mark.parametrize(
    "content", ["no table\n", "one\ntwo\n", "a,b\n1\n2\n3\n", '"', "[1]\n", "a\tb,c\n,\n1\n2\n"]
)
def test_what_holds_no_table(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError) as raised:
        guess_map(put(tmp_path, content))
    assert raised.value.message == (
        "table.dat holds no table with a row of names and rows under it."
    )
    assert raised.value.advice.endswith(".")


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is empty"):
        guess_map(put(tmp_path, ""))
    with pytest.raises(SourceError, match="does not exist"):
        guess_map(tmp_path / "none")


def test_columns_without_a_name_of_their_own_are_no_columns(tmp_path: Path) -> None:
    table = "id,id,,message\n" + "1,2,3,Good morning to you\n" * 3
    found = guess_map(put(tmp_path, table))
    assert [look.name for look in found.made.seen] == ["message"]


def test_a_trial_says_what_is_missing_and_what_cannot_be_read(tmp_path: Path) -> None:
    lacking = guess_map(put(tmp_path, "message,mood\nGood morning to you,x\n" * 2))
    assert lacking.trial().startswith("The map is not whole yet: [columns] must name post_id")
    lost = "id,message\n" + "1.22219E+18,Good morning to you\n" * 5
    assert "not whole yet" in guess_map(put(tmp_path, lost)).trial()
    mixed = put(tmp_path, text() + "p9,ida,x y z,,\n" + ",,x,,\n")
    assert guess_map(mixed).trial() == (
        "1 of the first rows cannot be read by it, one because post_id is empty."
    )


def test_in_a_pipe_nothing_is_asked(tmp_path: Path) -> None:
    path = put(tmp_path, text())
    result = run(path)
    assert result.exit_code == 0
    assert result.stdout == guess_map(path).text()
    assert result.stderr == "All of the first rows can be read by it.\n"


def test_a_map_is_written_and_never_over_another(tmp_path: Path) -> None:
    path, target = put(tmp_path, text()), tmp_path / "map.toml"
    result = run(path, "--output", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"inunison import {path} --map {target}" in result.stderr
    assert target.read_text() == guess_map(path).text()
    again = run(path, "--output", target)
    assert isinstance(again.exception, StorageError)
    assert again.exception.message == f"{target} is there already."
    nowhere = run(path, "--output", tmp_path / "no" / "map.toml")
    assert isinstance(nowhere.exception, StorageError)


def test_what_it_says_can_be_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from inunison_cli.app import run as inunison

    path, target = put(tmp_path, text(), "a table.csv"), tmp_path / "map.toml"
    folder = CaseFolder.create(tmp_path / "case", name="case").path
    assert inunison(["importers", "map", str(path), "--output", str(target)]) == 0
    words = shlex.split(capsys.readouterr().err.splitlines()[0].partition("inunison ")[2])
    assert inunison([*words, "--case", str(folder)]) == 0
    assert "mapped-table" in capsys.readouterr().out


@pytest.fixture
def _somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_asking, "somebody_is_there", lambda: True)


@pytest.mark.usefixtures("_somebody")
def test_in_a_terminal_it_asks_for_what_is_unsure(tmp_path: Path) -> None:
    table = "nummer,wer,message,wann\n" + "".join(
        f"p{n},ida,Good morning to you,0{n}.02.2020 10:00\n" for n in range(1, 8)
    )
    answers = ["", "nobody", "nummer", "wer", "forum", "Mars", "Europe/Berlin"]
    result = run(put(tmp_path, table), given="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.stderr
    made = read_map(result.stdout[result.stdout.index("# A map of") :])
    assert made.columns.named() == {
        "post_id": "nummer",
        "author_handle": "wer",
        "text": "message",
        "time": "wann",
    }
    assert (made.platform, made.timezone) == ("forum", "Europe/Berlin")
    assert "has 4 columns: nummer, wer, message, wann" in result.stderr
    assert "There is no column nobody." in result.stderr
    assert "timezone 'Mars' is none that is known" in result.stderr
    assert "as you said" in result.stdout


@pytest.mark.usefixtures("_somebody")
def test_names_of_columns_do_not_steer_the_terminal(tmp_path: Path) -> None:
    table = "a\x1b[2J,b\n" + "Good morning to you,x\n" * 3
    result = run(put(tmp_path, table), given="-\n" * 9)
    assert result.exit_code == 0, result.stderr
    assert "\x1b" not in result.output


@pytest.mark.usefixtures("_somebody")
def test_an_answer_may_take_a_guess_out(tmp_path: Path) -> None:
    result = run(put(tmp_path, "was,id\n" + "Good morning to you,p\n" * 3), given="p\n-\n" * 9)
    assert "There is no column p." in result.stderr


def test_somebody_is_there_only_in_a_terminal() -> None:
    assert not map_asking.somebody_is_there()
