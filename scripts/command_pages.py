"""The page of commands: the real help of every command, as a terminal of 88 columns shows it."""

from typing import Any

from typer.main import get_command

from inunison_cli.app import app

_WIDTH = 88


def page() -> str:
    """Return the page."""
    lines = ["# Commands", "", "Standard output is data; everything else goes to standard error."]
    for path, text in helps():
        lines += ["", f"## {path}", "```text", text, "```"]
    return "\n".join(lines) + "\n"


def helps() -> list[tuple[str, str]]:
    """Return each command's path ("inunison find communities") and its help."""
    found: list[tuple[str, str]] = []
    _walk(get_command(app), "inunison", None, found)
    return found


def _walk(command: Any, name: str, parent: Any, found: list[tuple[str, str]]) -> None:
    context = command.context_class(
        command, info_name=name, parent=parent, terminal_width=_WIDTH, max_content_width=_WIDTH
    )
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    found.append((context.command_path, text))
    if hasattr(command, "list_commands"):
        for each in command.list_commands(context):
            _walk(command.get_command(context, each), each, context, found)
