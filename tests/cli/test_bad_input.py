"""What a person gets for bad input: one sentence, what to do next, and the exit code."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inunison.demo import USERS, write_demo
from inunison.graph.connect import Address, Connection
from tests.cli.running import environment, inunison


@pytest.fixture
def case(tmp_path: Path) -> Path:
    assert inunison("init", tmp_path / "case").returncode == 0
    return tmp_path / "case"


@pytest.fixture
def full_case(case: Path, tmp_path: Path) -> Path:
    write_demo(tmp_path / "files")
    users = tmp_path / "files" / USERS
    assert inunison("import", users, "--case", case).returncode == 0
    return case


def _refused(case: Path, name: str, content: bytes | None) -> subprocess.CompletedProcess[str]:
    path = case.parent / name
    if content is not None:
        path.write_bytes(content)
    done = inunison("import", path, "--case", case)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert list((case / "sources").iterdir()) == []
    return done


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("letter.txt", b"Dear reader,\nall is well.\n", "importer"),
        ("empty.csv", b"", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "text"),
        ("half.csv.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b", ""),
        ("missing.csv", None, "missing.csv"),
    ],
)
def test_files_that_cannot_be_read(case: Path, name: str, content: bytes | None, says: str) -> None:
    assert says in _refused(case, name, content).stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("load", "--road", "rail"), "'rail' is not one of 'auto', 'bolt', 'bulk'."),
        (("import", "--frame", "all", "x"), "'all' is not one of 'accounts', "),
        (("detect", "--seed", "many"), "Input should be a valid integer\n"),
    ],
)
def test_a_value_that_an_option_does_not_take(words: tuple[str, ...], says: str) -> None:
    done = inunison(*words)
    assert done.returncode == 2
    assert f"Invalid value for '{words[1]}': {says}" in done.stderr


def test_a_directory_is_not_a_file(case: Path) -> None:
    (case.parent / "folder").mkdir()
    done = inunison("import", case.parent / "folder", "--case", case)
    assert done.returncode == 2
    assert "folder" in done.stderr


def test_no_case_and_a_case_of_a_newer_version(tmp_path: Path, case: Path) -> None:
    done = inunison("load", cwd=tmp_path)
    assert done.returncode == 2
    assert "inunison init" in done.stderr
    settings = (case / "case.toml").read_text()
    (case / "case.toml").write_text(settings.replace("schema_version = 1", "schema_version = 99"))
    done = inunison("load", "--case", case)
    assert done.returncode == 2
    assert "newer" in done.stderr


def test_no_server_there(full_case: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    env = environment() | {"NEO4J_URI": f"bolt://127.0.0.1:{port}", "NEO4J_PASSWORD": "x"}
    done = inunison("find", "communities", "--case", full_case, env=env)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert str(port) in done.stderr


@pytest.mark.server
def test_a_wrong_password(full_case: Path, server: Address) -> None:
    env = environment(server) | {"NEO4J_PASSWORD": "certainly not this"}
    done = inunison("find", "communities", "--case", full_case, env=env)
    assert done.returncode == 3
    assert "password" in done.stderr.lower()
    assert "certainly not this" not in done.stderr


@pytest.mark.server
def test_a_database_that_is_not_this_cases(
    full_case: Path, server: Address, graph: Connection
) -> None:
    graph.execute_implicit("CREATE (:Recipe)", {})
    done = inunison("load", "--case", full_case, env=environment(server))
    assert done.returncode == 3
    assert "not this case" in done.stderr


@pytest.mark.server
def test_questions_that_cannot_be_asked(
    full_case: Path, server: Address, graph: Connection
) -> None:
    env = environment(server)
    for words, code, says in (
        (("find", "no-such-question"), 2, "no-such-question"),
        (("find", "communities", "--limit", "many"), 2, "limit"),
        (("find", "same-text-within-window", "--window", "soon"), 2, "window"),
        (("find", "communities", "--colour", "red"), 2, "colour"),
        (("find", "text-timeline"), 2, "text"),
        (("cypher", "CREATE (n:Note) RETURN n"), 5, "CREATE"),
        (("cypher", "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row"), 5, ""),
        (("cypher", "MATCH (n RETURN n"), 5, ""),
    ):
        done = inunison(*words, "--case", full_case, env=env)
        assert done.returncode == code, (words, done.stderr)
        assert says.lower() in done.stderr.lower(), (words, done.stderr)
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


@pytest.mark.server
def test_an_interrupt_at_any_moment_leaves_a_case_that_goes_on(
    case: Path, tmp_path: Path, server: Address, graph: Connection
) -> None:
    early = write_demo(tmp_path / "files")[0]
    assert inunison("import", early, "--case", case).returncode == 0
    for delay in (0.4, 0.9, 1.2, 1.5, 2.0, 3.0, 4.5):
        shutil.rmtree(case / "cache", ignore_errors=True)
        running = subprocess.Popen(
            [sys.executable, "-m", "inunison_cli", "load", "--case", str(case)],
            env=environment(server),
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(delay)
        os.kill(running.pid, signal.SIGINT)
        try:
            said = running.communicate(timeout=120)[1]
        finally:
            running.kill()  # one that hangs is not to stay
        assert running.returncode in {0, 130, -signal.SIGINT}, said
        assert "Traceback" not in said
    done = inunison("load", "--case", case, env=environment(server))
    assert done.returncode == 0, done.stderr
    asked = inunison(
        "cypher",
        "MATCH (p:Post) WHERE p.collected RETURN count(p) AS posts",
        "--case",
        case,
        env=environment(server),
    )
    assert asked.stdout.split() == ["posts", "4097"]


def test_an_interrupt_while_the_program_is_read_in_ends_it_without_a_word(tmp_path: Path) -> None:
    """A module that is imported on the way waits for the interrupt, as a slow disk would."""
    slow = "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(30)\n"
    (tmp_path / "typer.py").write_text(slow)
    done = subprocess.run(
        [sys.executable, "-m", "inunison_cli", "--help"],
        env=environment() | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGINT
    assert (done.stdout, done.stderr) == ("", "")


def _redirected(case: Path, redirection: str) -> subprocess.CompletedProcess[str]:
    """How `sources` ends, and what is heard, where the shell sends its streams elsewhere."""
    return subprocess.run(
        ["bash", "-c", f"{sys.executable} -m inunison_cli sources --case {case} {redirection}"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is a file of Linux")
def test_a_full_disk_behind_the_rows_is_one_sentence(case: Path) -> None:
    done = _redirected(case, "> /dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith("The disk is full: standard output could not be written.")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("redirection", ["2>&-", "2> /dev/full", "2> >(exec true)"])
def test_rows_come_where_nobody_hears_the_rest(case: Path, redirection: str) -> None:
    if "full" in redirection and not Path("/dev/full").exists():
        pytest.skip("a full disk is a file of Linux")
    done = _redirected(case, redirection)
    assert done.returncode == 0
    assert done.stdout.startswith("source,file")
    assert done.stdout.count("\n") == 1


def test_a_closed_standard_output_is_no_defect(case: Path) -> None:
    done = _redirected(case, ">&-")
    assert done.returncode == 0
    assert "The case holds no sources yet" in done.stderr
