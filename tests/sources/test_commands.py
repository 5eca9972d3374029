"""The commands around sources: what goes to standard output, what beside it, and how they end."""

import io
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inunison.folder import CaseFolder
from inunison.records import Frame
from inunison.sources import import_file, list_sources
from inunison_cli import app
from inunison_cli.app import run
from tests.sources.files import ROWS, write
from tests.tiny_format import many, spawn, tiny

MAIN = "from inunison_cli.app import main; main()"
# The import has no end of its own: whenever the interrupt comes, it comes in the middle.
ENDLESS = """
import sys
from tests.tiny_format import TinyPosts
def read(self, lines):
    print("reading", file=sys.stderr, flush=True)
    found = list(once(self, lines))
    while True:
        yield from found
once, TinyPosts.read = TinyPosts.read, read
"""


def _rows(text: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(text)
    return rows


def test_init_makes_a_case_and_prints_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", str(tmp_path / "case"), "--name", "Election"]) == 0
    captured = capsys.readouterr()
    assert captured.out == f"{tmp_path / 'case'}\n"
    assert "The case Election is made" in captured.err
    assert run(["init", str(tmp_path / "case")]) == 0
    assert "case already (Election)" in capsys.readouterr().err
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("")
    assert run(["init", str(tmp_path / "other")]) == 2
    assert "is not empty" in capsys.readouterr().err


def test_import_prints_a_row_per_file(
    folder: CaseFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.notes_path)  # the nearest parent is the case
    path = write(folder, tiny(*ROWS, "! odd"))
    assert run(["import", str(path), "--format", "json"]) == 0
    captured = capsys.readouterr()
    (source,) = list_sources(folder)
    assert _rows(captured.out) == [
        {
            "source": source.sha256[:12],
            "file": "posts.txt",
            "importer": "tiny-posts",
            "frame": "keyword",
            "accounts": 2,
            "posts": 2,
            "observations": 0,
            "articles": 0,
            "rejects": 1,
        }
    ]
    assert "taken as collected by keyword" in captured.err
    assert "1 because odd (row 4)" in captured.err
    assert str(source.rejects_path) in captured.err
    assert run(["import", str(path), "--frame", "space"]) == 0
    assert "its frame is now space" in capsys.readouterr().err
    assert run(["import", str(path)]) == 0
    assert "nothing was changed" in capsys.readouterr().err


def test_one_bad_file_does_not_stop_the_others(
    folder: CaseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = write(folder, tiny(*ROWS), "good"), write(folder, "x\n", "b\x1b[2Jd")
    assert run(["import", str(bad), str(good), "--case", str(folder.path)]) == 2
    captured = capsys.readouterr()
    assert "good" in captured.out
    assert "is not of a format that is known here" in captured.err
    assert "\x1b" not in captured.err + captured.out
    assert run(["import", str(bad), "--case", str(folder.path)]) == 2
    assert capsys.readouterr().out == ""


def test_strict_and_unknown_words_end_with_2(
    folder: CaseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write(folder, tiny(*ROWS, "! odd")))
    for words in (["--strict"], ["--frame", "guess"], ["--importer", "nobody"], ["--nothing"]):
        assert run(["import", path, "--case", str(folder.path), *words]) == 2
        assert capsys.readouterr().err
    assert list_sources(folder) == []


def test_left_out_files_and_many_reasons_are_told_in_few_lines(
    folder: CaseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    import zipfile

    path = folder.path.parent / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for each in range(8):
            archive.writestr(f"picture {each}.txt", "no posts")
        archive.writestr("posts", tiny(*ROWS, *(f"! reason {each}" for each in range(9))))
    assert run(["import", str(path), "--case", str(folder.path)]) == 0
    said = capsys.readouterr().err
    assert said.count("Left out: picture") == 5
    assert "Left out: 3 more." in said
    assert "and 4 more reasons" in said
    assert "(row posts 4)" in said


def test_a_pipe_is_imported(folder: CaseFolder, plugin: Path) -> None:
    process = spawn(
        MAIN,
        plugin,
        "import",
        "-",
        "--case",
        folder.path,
        stdin=subprocess.PIPE,
    )
    output, errors = process.communicate(tiny(*ROWS), timeout=60)
    assert process.returncode == 0
    assert "standard input" in output
    assert "taken as collected by keyword" in errors
    (source,) = list_sources(folder)
    assert source.kept_path.read_text() == tiny(*ROWS)


def test_in_a_terminal_the_frame_is_asked_for(folder: CaseFolder, plugin: Path) -> None:
    path = write(folder, tiny(*ROWS))
    controller, terminal = pty.openpty()
    process = spawn(MAIN, plugin, "import", path, "--case", folder.path, stdin=terminal)
    # Standard error is a pipe: nobody would see the question, so it is not asked.
    process.communicate(timeout=60)
    assert list_sources(folder)[0].frame is Frame.KEYWORD
    other = write(folder, tiny(ROWS[0]), "other")
    os.write(controller, b"wishes\nselected\n")
    asked = subprocess.Popen(
        [sys.executable, "-c", MAIN, "import", str(other), "--case", str(folder.path)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (plugin, *_paths())))},
    )
    os.close(terminal)
    said = b""
    try:
        while piece := os.read(controller, 1024):
            said += piece
    except OSError:  # the other end is closed
        pass
    assert asked.wait(timeout=60) == 0
    os.close(controller)
    assert b"How was other collected?" in said
    assert Frame.SELECTED in {source.frame for source in list_sources(folder)}


def _paths() -> tuple[Path, ...]:
    root = Path(__file__).resolve().parents[2]
    return root, root / "cli", root / "importers"


def test_an_interrupted_import_ends_with_130(folder: CaseFolder, plugin: Path) -> None:
    path = write(folder, many(1_000), "big.txt")
    process = spawn(ENDLESS + MAIN, plugin, "import", path, "--case", folder.path)
    assert process.stderr is not None
    assert any(line == "reading\n" for line in process.stderr)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert "Traceback" not in errors
    assert list(folder.sources_path.iterdir()) == []


def test_an_interrupt_when_all_is_done_still_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands after the command in a script is not run."""

    def interrupted(_arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "run", interrupted)
    with pytest.raises(SystemExit) as ended:
        app.main(["sources"])
    assert ended.value.code == 130


def test_sources_are_listed(folder: CaseFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sources", "--case", str(folder.path), "--format", "json"]) == 0
    captured = capsys.readouterr()
    assert _rows(captured.out) == []
    assert "holds no sources yet" in captured.err
    import_file(folder, write(folder, tiny(*ROWS)))
    import_file(folder, io.BytesIO(tiny().encode()))
    assert run(["sources", "--case", str(folder.path), "--format", "json"]) == 0
    rows = {row["file"]: row for row in _rows(capsys.readouterr().out)}
    assert rows["posts.txt"]["latest"] == "1970-01-01T00:00:02Z"
    assert rows["posts.txt"]["posts"] == 2
    assert rows["standard input"]["latest"] is None


def test_a_source_is_removed(folder: CaseFolder, capsys: pytest.CaptureFixture[str]) -> None:
    import_file(folder, write(folder, tiny(*ROWS)))
    assert run(["remove", "posts.txt", "--case", str(folder.path)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no longer in the case" in captured.err
    assert run(["remove", "posts.txt", "--case", str(folder.path)]) == 2
    assert "inunison sources" in capsys.readouterr().err


def test_verify_ends_with_4_when_something_is_wrong(
    folder: CaseFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(folder, tiny(*ROWS))
    source = import_file(folder, path).source
    verify = ["verify", "--case", str(folder.path), "--format", "json"]
    assert run(verify) == 0
    captured = capsys.readouterr()
    assert {row["result"] for row in _rows(captured.out)} == {"sound"}
    assert "5 checks, nothing wrong." in captured.err
    path.rename(path.parent / "moved")
    assert run(verify) == 0
    assert "nothing wrong; not where they were: 1 of the files." in capsys.readouterr().err
    assert run([*verify, "--sources", str(path.parent)]) == 0
    assert run([*verify, "--head", "0" * 64]) == 4
    capsys.readouterr()
    source.part("posts").write_bytes(b"")
    assert run(verify) == 4
    captured = capsys.readouterr()
    assert "wrong" in {row["result"] for row in _rows(captured.out)}
    assert "1 of 5 checks found something wrong" in captured.err


def test_without_a_case_each_command_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["import", "x"], ["sources"], ["remove", "x"], ["verify"]):
        assert run(words) == 2
        assert "inunison init DIR" in capsys.readouterr().err
