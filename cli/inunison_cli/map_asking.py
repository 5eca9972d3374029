"""What `inunison importers map` asks the user: what is unsure, and what is missing.

Owns the questions. Asks only where somebody sits at the terminal; what is a right answer is said by
`inunison_importers`.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from inunison_cli.narration import narrate
from inunison_cli.plain_text import shown

if TYPE_CHECKING:
    from inunison.map_making import TableGuess
    from inunison_importers.map_guess import Guess, GuessedMap

_NONE = "-"
_WANTED = {
    "post_id": "the id of a post",
    "author_handle": "the handle of who wrote it",
    "author_id": "the id of who wrote it",
    "text": "its text",
    "time": "when it was posted",
}


def somebody_is_there() -> bool:
    """Say whether there is anybody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(table: "TableGuess") -> None:
    """Ask for what is unsure or missing, and put the answers into the guess.

    Args:
        table: The guess.
    """
    from inunison_importers.map_guess import settle

    made = table.made
    names = [look.name for look in made.seen]
    narrate(f"\n{table.name} has {len(names)} columns: {', '.join(names)}")
    narrate(f"Name a column, or {_NONE} for none; return takes what stands in brackets.")
    for key in _unsure_columns(made):
        if key == "author_id" and made.column("author_handle"):
            continue  # one of the two is enough
        _ask_column(made, key, names)
    settle(made)
    for each in [each for each in made.settings if not each.sure]:
        _ask_setting(made, each)


def _unsure_columns(made: "GuessedMap") -> list[str]:
    unsure = [each.key for each in made.columns if not each.sure]
    missing = [what for what in _WANTED if made.column(what) is None]
    if made.column("author_id") is not None:
        missing = [what for what in missing if what != "author_handle"]
    return list(dict.fromkeys([*unsure, *missing]))


def _ask_column(made: "GuessedMap", key: str, names: list[str]) -> None:
    guessed = made.column(key)
    why = next((each.why for each in made.columns if each.key == key), "no column was found for it")
    question = f"{key}, {_WANTED[key]}" if key in _WANTED else key

    def wrong(answer: str) -> str | None:
        return None if answer in (*names, _NONE) else f"There is no column {answer}."

    answer = _answer(f"{question} ({why})", guessed or _NONE, wrong)
    if answer != (guessed or _NONE):
        made.corrected(key, None if answer == _NONE else answer)


def _ask_setting(made: "GuessedMap", each: "Guess") -> None:
    answer = _answer(f"{each.key} ({each.why})", each.value, lambda said: _problem(each.key, said))
    if each.key == "precision" and answer == _NONE:
        made.settings.remove(each)
    elif answer != each.value:
        made.corrected(each.key, answer)


def _problem(key: str, answer: str) -> str | None:
    """Return what is wrong with the value of a setting."""
    from inunison_importers.base import BadCell
    from inunison_importers.mapped_times import checked_format, checked_zone

    try:
        if key == "time_format":
            checked_format(answer)
        elif key == "timezone":
            checked_zone(answer)
    except BadCell as error:
        return f"{error}."
    if key == "precision" and answer not in ("second", "minute", "day", _NONE):
        return f"precision is second, minute or day, or {_NONE} for what the times show."
    return None


def _answer(question: str, default: str, wrong: Callable[[str], str | None]) -> str:
    while True:
        answer = str(typer.prompt(shown(question), default=shown(default), err=True)).strip()
        if answer == shown(default):
            return default
        problem = wrong(answer)
        if problem is None:
            return answer
        narrate(problem)
