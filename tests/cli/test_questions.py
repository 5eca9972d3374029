"""`find`, `cypher` and `queries` in the terminal: two streams, exit codes, help, completion."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from inunison import Case, queries
from inunison.graph.connect import Address
from inunison_cli.app import COMMANDS
from tests.cli.running import environment, inunison

OWN = """\
// My question
// about: Handles.
// param since: instant = none | only accounts made after this
// param loud: flag = false | in capitals
// param limit: int = 3 | rows to return
// columns: handle
MATCH (account:Account)
WHERE $since IS NULL OR account.created_at > $since
RETURN CASE WHEN $loud THEN toUpper(account.handle) ELSE account.handle END AS handle
ORDER BY handle
LIMIT $limit
"""


def imported_by(*words: str) -> set[str]:
    """The modules that a command imports."""
    code = (
        "import sys\nfrom inunison_cli.app import run\n"
        f"code = run({list(words)!r})\nprint(*sys.modules, file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["find", "--help"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    heavy = {
        "neo4j",
        "duckdb",
        "pandas",
        "numpy",
        "pyarrow",
        "rich.table",
        "inunison.graph.answers",
    }
    assert imported_by(*words) & heavy == set()


def test_help_parses_no_question() -> None:
    assert "inunison.queries" not in imported_by("--help")


def test_every_command_of_the_table_has_help() -> None:
    listed = inunison("--help").stdout
    for command in COMMANDS:
        assert f"  {command.name} " in listed
        assert command.help.rstrip(".")[:40] in " ".join(listed.split())
        done = inunison(command.name, "--help")
        assert done.returncode == 0
        assert "Usage: inunison" in done.stdout


def test_find_lists_questions_by_group_with_titles(tmp_path: Path) -> None:
    listed = inunison("find", "--help", cwd=tmp_path).stdout
    for query in queries.shipped():
        assert f"{query.group.capitalize()}:" in listed
        assert query.name in listed
        assert query.title in listed


def test_show_runs_nothing_and_needs_no_case(tmp_path: Path) -> None:
    words = ("find", "text-timeline", "--text", "it's \\u0041\n\x1b[31m", "--limit", "5", "--show")
    done = inunison(*words, cwd=tmp_path)
    assert done.returncode == 0
    query = queries.named("text-timeline", None)
    assert query.cypher in done.stdout
    assert "// $text = 'it\\'s \\\\u0041\\n\\x1b[31m'" in done.stdout
    assert "// $limit = 5" in done.stdout
    assert "LIMIT 5;" in done.stdout
    assert "\x1b" not in done.stdout


BAD = [
    (["find", "hub-influencers", "--limit", "many"], 2, "--limit wants a whole number"),
    (["find", "hub-influencers", "--limit", "0"], 2, "--limit wants a whole number from 1"),
    (["find", "hub-influencers", "--timeout", "soon"], 2, "--timeout wants a duration"),
    (["find", "hub-influencers", "--rows", "0"], 2, "--rows"),
    (["find", "hub-influencers", "--format", "pdf"], 2, "--format"),
    (["find", "hub-influencers", "--window", "5m"], 2, "No such option"),
    (["find", "shared-text-bridges", "--window", "5"], 2, "--window wants a duration"),
    (["find", "text-timeline"], 2, "text-timeline needs a value for text"),
    (["find", "text-timeline", "--text", " "], 2, "text-timeline needs a value for text"),
    (["find", "findings", "--grade", "good"], 2, "--grade wants a grade: E0, E1, E2, E3"),
    (["find", "nothing"], 2, "There is no stored question named nothing."),
    (["find", "comunities"], 2, "Did you mean communities?"),
    (["nothing"], 2, "nothing"),
    (["find", "communities"], 2, "There is no case"),
    (["cypher", "RETURN 1", "--param", "x"], 2, "is no parameter"),
    (["queries", "show", "comunities"], 2, "Did you mean communities"),
]


@pytest.mark.parametrize(("words", "code", "says"), BAD)
def test_bad_words_are_one_sentence(tmp_path: Path, words: list[str], code: int, says: str) -> None:
    done = inunison(*words, cwd=tmp_path)
    assert done.returncode == code
    assert says in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def completed(*words: str, cwd: Path) -> list[str]:
    """What a shell would offer behind these words."""
    env = environment() | {
        "_INUNISON_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(["inunison", *words]),
        "COMP_CWORD": str(len(words)),
    }
    return inunison(env=env, cwd=cwd).stdout.split()


def test_completion_knows_names_options_and_durations(tmp_path: Path) -> None:
    assert completed("find", "sha", cwd=tmp_path) == ["shared-text-bridges"]
    assert "--window" in completed("find", "shared-text-bridges", "--w", cwd=tmp_path)
    assert completed("find", "shared-text-bridges", "--window", "10", cwd=tmp_path) == ["10m"]
    assert completed("find", "findings", "--grade", "E", cwd=tmp_path) == ["E0", "E1", "E2", "E3"]
    assert completed("find", "communities", "--format", "js", cwd=tmp_path) == ["json", "jsonl"]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    made = Case.create(tmp_path / "case")
    (made.folder.queries_path / "mine").mkdir(parents=True)
    (made.folder.queries_path / "mine" / "my-question.cypher").write_text(OWN)
    return made.folder.path


def test_questions_of_the_case_are_commands_too(case: Path, tmp_path: Path) -> None:
    assert "my-question" in inunison("find", "--help", cwd=case).stdout
    words = ("find", "my-question", "--loud", "--since", "2020-05-01", "--show")
    for done in (
        inunison(*words, cwd=case),
        inunison(*words, "--case", case, cwd=tmp_path),
        inunison(*words, f"--case={case}", cwd=tmp_path),
    ):
        assert "// $loud = true" in done.stdout
        assert "datetime('2020-05-01T00:00:00+00:00')" in done.stdout
    listed = inunison("queries", "list", "--case", case).stdout
    assert "mine,my-question,My question" in listed


def test_a_malformed_question_is_reported_and_the_rest_goes_on(case: Path) -> None:
    (case / "queries" / "broken.cypher").write_text(OWN.replace("account.handle AS", "AS"))
    (case / "queries" / "typo.cypher").write_text(OWN.replace("created_at", "created"))
    checked = inunison("queries", "check", "--case", case)
    assert checked.returncode == 5
    assert "typo.cypher, line 8: the graph has no property created there" in checked.stderr
    read = len(queries.shipped()) + 3  # the three of the case
    assert f"of {read} questions are in order" in checked.stderr
    listed = inunison("queries", "list", "--case", case)
    assert listed.returncode == 5
    assert "shared-text-bridges" in listed.stdout
    alone = inunison("queries", "check", case / "queries" / "mine" / "my-question.cypher")
    assert alone.returncode == 0
    assert inunison("find", "communities", "--show", cwd=case).returncode == 0


def test_a_file_is_shown_and_not_obeyed(case: Path) -> None:
    path = case / "queries" / "mine" / "my-question.cypher"
    path.write_text(OWN.replace("Handles.", "Handles.\x1b[31m"))
    done = inunison("queries", "show", "my-question", "--case", case)
    assert done.stdout == OWN.replace("Handles.", "Handles.\\x1b[31m")


@pytest.mark.server
def test_find_writes_rows_to_one_stream_and_the_rest_to_the_other(
    demo_case: Case, server: Address
) -> None:
    words = ("find", "hub-influencers", "--limit", "3", "--case", demo_case.folder.path)
    done = inunison(*words, env=environment(server))
    assert done.returncode == 0
    header, *rows = csv.reader(io.StringIO(done.stdout))
    assert header == list(queries.named("hub-influencers", None).columns)
    assert len(rows) == 3
    assert "3 of " in done.stderr
    assert "Caution: " in done.stderr
    read = json.loads(inunison(*words, "--format", "json", env=environment(server)).stdout)
    assert [each["account"] for each in read] == [row[0] for row in rows]


@pytest.mark.server
def test_no_rows_say_what_was_asked(demo_case: Case, server: Address) -> None:
    words = ("find", "conversation", "--post", "no-such", "--case", demo_case.folder.path)
    done = inunison(*words, env=environment(server))
    assert done.returncode == 0
    assert done.stderr.endswith('No rows.\nNothing in the case fits --post "no-such".\n')


@pytest.mark.server
def test_cypher_binds_parameters_and_refuses_what_does_not_read(
    demo_case: Case, server: Address
) -> None:
    env, case = environment(server), demo_case.folder.path
    text = "UNWIND $l AS x RETURN x, $t AS t, $n AS n, $d AS d"
    given = ["--param", "l=[1,2]", "--param", "t=it's=1", "--param", "n=5", "--param", 'd={"a":1}']
    done = inunison("cypher", text, *given, "--case", case, "--format", "jsonl", env=env)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"x": 1, "t": "it's=1", "n": 5, "d": '{"a":1}'},
        {"x": 2, "t": "it's=1", "n": 5, "d": '{"a":1}'},
    ]
    refused = inunison("cypher", "MATCH (n) DETACH DELETE n", "--case", case, env=env)
    assert (refused.returncode, refused.stdout) == (5, "")
    assert "is not run" in refused.stderr
    slow = "UNWIND range(1, 100000) AS a UNWIND range(1, 1000000) AS b RETURN count(*) AS n"
    stopped = inunison("cypher", slow, "--timeout", "1s", "--case", case, env=env)
    assert stopped.returncode == 5
    assert "after 1 s" in stopped.stderr


@pytest.mark.server
def test_a_broken_pipe_is_silent(demo_case: Case, server: Address) -> None:
    command = (
        f"{sys.executable} -m inunison_cli cypher 'UNWIND range(1, 9000) AS x RETURN x'"
        f" --case {demo_case.folder.path} | head -1; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(
        ["bash", "-c", command],
        env=environment(server),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "x\n"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert done.returncode == 0


def test_data_is_utf8_whatever_the_locale_says(tmp_path: Path) -> None:
    path = tmp_path / "odd.cypher"
    path.write_text(OWN.replace("My question", "Fähre 渡し"), encoding="utf-8")
    env = environment() | {"LC_ALL": "en_US.ISO-8859-1", "PYTHONUTF8": "0", "LANG": "C"}
    case = Case.create(tmp_path / "case").folder
    path.replace(case.queries_path / "odd.cypher")
    done = subprocess.run(
        [sys.executable, "-m", "inunison_cli", "queries", "list", "--case", str(case.path)],
        env=env,
        capture_output=True,
        check=True,
    )
    assert "Fähre 渡し" in done.stdout.decode("utf-8")
