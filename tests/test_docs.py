"""The documents: every page is there, what is generated is current, and what is shown runs."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from inunison import queries
from inunison.demo import write_demo
from inunison.graph.connect import Address
from inunison_cli.app import COMMANDS
from scripts import generate
from scripts.command_pages import helps

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
_SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def test_what_is_generated_is_current() -> None:
    assert generate.stale(generate.files()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    broken = [link for link in _LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert broken == []


def test_every_page_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [page.name for page in (ROOT / "docs").glob("*.md") if page.name not in readme]
    assert missing == []


def test_every_command_and_question_has_help() -> None:
    found = dict(helps())
    for command in COMMANDS:
        assert f"inunison {command.name}" in found
    assert len(queries.shipped()) >= 6
    for query in queries.shipped():
        assert query.about in re.sub(r"\s+", " ", found[f"inunison find {query.name}"])
    for path, text in found.items():
        described = [line for line in text.splitlines()[1:] if line.strip()]
        assert described, path
        assert not described[0].startswith("Options"), path


@pytest.mark.server
def test_the_quickstart_runs_as_it_stands(
    tmp_path: Path, server: Address, graph: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", server.uri)
    monkeypatch.setenv("NEO4J_USERNAME", server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    write_demo(tmp_path / "inunison-demo" / "files")
    commands = [
        line
        for block in _SHELL.findall((ROOT / "docs" / "quickstart.md").read_text())
        for line in block.splitlines()
        if line.strip()
    ]
    script = "set -e\n" + "\n".join(commands)
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "elections" / "hubs.csv").read_text().startswith("account,community,")
    assert "The night ferry" in done.stdout or "falko" in done.stdout
    words = shlex.split(commands[0])
    assert words[:2] == ["inunison", "init"]


def test_the_readme_names_the_two_commands_of_the_makefile() -> None:
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    for target in ("demo", "test"):
        assert f"    make {target}\n" in readme
        assert f"\n{target}:" in makefile
