"""`queries check --plan`: a Neo4j of its own finds what the text alone does not show."""

import io
import sys
from pathlib import Path

import pytest

from inunison.errors import UsageError
from inunison.graph.server.places import servers_root
from inunison_cli import narration, options, plain_text
from tests.cli.running import inunison

GOOD = """\
// Handles
// about: Handles.
// param limit: int = 3 | rows to return
// columns: handle
MATCH (account:Account)
RETURN account.handle AS handle
ORDER BY handle
LIMIT $limit
"""


@pytest.mark.server
def test_a_fresh_server_explains_every_text_and_is_gone_afterwards(tmp_path: Path) -> None:
    texts = {
        "right": GOOD,
        "grammar": GOOD.replace("MATCH (account", "MTACH (account"),
        "leak": GOOD.replace("account.handle AS", "gds.graph.project('g', account, account) AS"),
        # The name is one that the text makes itself, so the text alone does not show the mistake.
        "hidden": GOOD.replace("account.handle AS", "{handel: account.handel}.handel AS").replace(
            "(account:Account)", "(a:Account) WITH a AS account"
        ),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.cypher").write_text(text)
    done = inunison("queries", "check", "--plan", *sorted(tmp_path.glob("*.cypher")))
    assert done.returncode == 5
    assert "1 of 4 questions are in order." in done.stderr
    assert "right.cypher" not in done.stderr
    assert "grammar.cypher: Neo4j does not take the query at line 1" in done.stderr
    assert "leak.cypher: The query is not run: the function gds.graph.project" in done.stderr
    assert "hidden.cypher: warn: property key does not exist" in done.stderr
    assert list(servers_root().glob("canary-*/")) == []


@pytest.mark.parametrize(
    ("typed", "seconds"), [("60s", 60.0), ("2m", 120.0), ("0.5", 0.5), ("1h30m", 5400.0)]
)
def test_a_timeout_is_a_duration_or_seconds(typed: str, seconds: float) -> None:
    assert options.seconds(typed) == seconds


def test_another_timeout_is_refused() -> None:
    with pytest.raises(UsageError, match="--timeout wants a duration"):
        options.seconds("soon")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("\x9b31m", "\\x9b31m"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("می‌خواهم 👩‍👧", "می‌خواهم 👩‍👧"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(text: str, seen: str) -> None:
    assert plain_text.shown(text) == seen


def test_a_sentence_keeps_its_lines_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    narration.narrate("one\ntwo \x1b[31m")
    assert capsys.readouterr() == ("", "one\ntwo \\x1b[31m\n")


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with narration.progress_bar("loading") as progress:
        progress("Post", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_progress_stays_on_one_line_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    watched = Terminal()
    monkeypatch.setattr(sys, "stderr", watched)
    with narration.progress_bar("loading") as progress:
        progress("Post\x1b[31m", 5_000, 20_000)
        progress("Post", 20_000, 20_000)
    text = watched.getvalue()
    assert "loading Post\\x1b[31m: 5,000 of 20,000 (25%)" in text
    assert "\n" not in text
    assert text.endswith("\r")
