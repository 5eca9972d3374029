"""What `find` and `cypher` do with an answer: rows to standard output, the rest beside it.

Owns the sentences around rows. Asks nothing itself.
"""

from typing import TYPE_CHECKING

from inunison_cli import output
from inunison_cli.narration import narrate

if TYPE_CHECKING:
    from inunison.graph.answers import Answer


def show_answer(answer: "Answer", form: output.Format | None) -> None:
    """Write the rows, then say how many of how many they are and what they do not say."""
    output.write(answer.columns, answer.rows, form)
    narrate(footnote(len(answer.rows), answer.total, truncated=answer.truncated))
    if answer.query is None:
        return
    if answer.rows and answer.query.caution:
        narrate(f"Caution: {answer.query.caution}")
    needed = [each for each in answer.query.parameters if each.required]
    if needed and not answer.rows:  # a misspelt value looks like an answer
        given = ", ".join(f'{each.option} "{answer.parameters[each.name]}"' for each in needed)
        narrate(f"Nothing in the case fits {given}.")


def footnote(shown: int, total: int | None, *, truncated: bool) -> str:
    """Return how many rows there are: "10 of 4,212 rows.", "3 rows.", "No rows."."""
    if total is not None and total > shown:
        return f"{shown:,} of {total:,} rows."
    if truncated:
        return f"{shown:,} rows; there are more."
    if shown == 0:
        return "No rows."
    return "1 row." if shown == 1 else f"{shown:,} rows."
