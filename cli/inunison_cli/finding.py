"""`inunison detect --finding`: the whole record of one finding, from the case alone.

Owns which form shows what: json and jsonl are the record, the others its rows for a reader.
"""

from typing import TYPE_CHECKING

from inunison_cli import output
from inunison_cli.narration import narrate

if TYPE_CHECKING:
    from inunison.case import Case

_AS_IT_IS = {output.Format.JSON, output.Format.JSONL}


def show_finding(case: "Case", key: str, form: output.Format | None) -> None:
    """Write one finding of the last detection, and say where its posts are listed."""
    from inunison.detect import record

    found = case.finding(key)
    if form in _AS_IT_IS:
        content = {"key": found.key, "version": found.version, **found.content()}
        output.write(list(content), [list(content.values())], form)
        return
    output.write(record.COLUMNS, record.rows(found), form)
    narrate(
        f"Its posts, with file and row: inunison find finding-posts --finding {found.key[:8]};"
        " --format json holds them too."
    )
