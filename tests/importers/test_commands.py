"""`inunison importers`: the list, the reasons for a file, golden files."""

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from inunison.errors import SourceError
from inunison.golden import difference, generate, golden_path, main
from inunison.importing import registered
from inunison_cli.importers import app, listed, reasons
from tests.importers.archive_rows import PROFILE, table


def run(*arguments: str | Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A sample of the archive."""
    path = tmp_path / "posts.csv"
    path.write_text(table([{}, {"userid": "?"}]))
    return path


def test_the_list_is_the_command_itself() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout == run("list").stdout
    head, *lines = result.stdout.splitlines()
    assert head == "name,title,platforms,frame,version,rank"
    assert len(lines) == len(listed())
    assert any(line.startswith("twitter-io-archive,Twitter/X information") for line in lines)


@pytest.mark.parametrize("arguments", [("--format", "json"), ("list", "--format", "json")])
def test_the_list_in_another_format(arguments: tuple[str, ...]) -> None:
    (archive,) = [
        row for row in json.loads(run(*arguments).stdout) if row["name"] == "twitter-io-archive"
    ]
    assert archive["frame"] == "accounts"
    assert archive["platforms"] == "twitter"
    assert archive["rank"] == 70


def test_why_says_what_each_importer_says(sample: Path, tmp_path: Path) -> None:
    assert sorted(row["importer"] for row in reasons(sample)) == sorted(registered())
    (row,) = [row for row in reasons(sample) if row["importer"] == "twitter-io-archive"]
    assert row == {
        "file": "posts.csv",
        "importer": "twitter-io-archive",
        "answer": "claims",
        "reason": "posts in 30 columns; without poll_choices",
    }
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    result = run("why", sample, other)
    assert result.exit_code == 0
    assert "posts.csv,twitter-io-archive,claims,posts in 30 columns" in result.stdout
    assert 'other.csv,twitter-io-archive,refuses,"its first line has no' in result.stdout


def test_why_goes_through_every_file_of_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("users.csv", table([{}], PROFILE))
        archive.writestr("READ\x1bME.md", "Hello\n")
        archive.writestr("picture.png", bytes(range(256)) * 9)
        archive.writestr("empty.csv", "")
    found = {
        row["file"]: (row["answer"], row["importer"])
        for row in reasons(path)
        if row["importer"] in {"twitter-io-archive", "-"}
    }
    assert found == {
        "users.csv": ("claims", "twitter-io-archive"),
        '"READ\\x1bME.md"': ("refuses", "twitter-io-archive"),
        "picture.png": ("unreadable", "-"),
        "empty.csv": ("unreadable", "-"),
    }
    assert "\x1b" not in run("why", path).stdout


def test_why_says_of_indicators_that_they_are_no_facts(tmp_path: Path) -> None:
    path = tmp_path / "indicators.csv"
    path.write_text("indicator_type,indicator_value\ndomain,tarvenport[.]example\n")
    first, *others = reasons(path)
    assert (first["importer"], first["answer"]) == ("-", "no facts")
    assert str(first["reason"]).startswith("it is a list of threat indicators: `inunison match`")
    assert {each["answer"] for each in others} == {"refuses"}


def test_why_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        reasons(tmp_path / "none")


def test_golden_files_are_made_and_compared(sample: Path) -> None:
    assert run("test", sample).exit_code == 4
    result = run("generate", sample)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert golden_path(sample) == sample.with_name("posts.csv.jsonl")
    lines = golden_path(sample).read_text().splitlines()
    assert [line[:20] for line in lines] == [
        '{"record": "account"',
        '{"record": "observat',
        '{"record": "post", "',
        '{"record": "observat',
        '{"record": "reject",',
    ]
    assert '"followers": 7' in lines[1]
    assert '"quotes": 0' in lines[3]
    assert run("test", sample).exit_code == 0


def test_a_difference_shows_the_lines(sample: Path) -> None:
    generate(sample)
    sample.write_text(table([{"like_count": "99"}, {"userid": "?"}]))
    shown = difference(sample)
    assert any(line.startswith("-") and '"likes": 2' in line for line in shown)
    assert any(line.startswith("+") and '"likes": 99' in line for line in shown)
    result = run("test", sample)
    assert result.exit_code == 4
    assert '"likes": 99' in result.stdout
    main([str(sample)])
    assert difference(sample) == []


def test_a_sample_that_nobody_knows(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n")
    with pytest.raises(SourceError, match="not of a format"):
        generate(path)
    assert not golden_path(path).exists()
