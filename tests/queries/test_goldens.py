"""Every stored question on the demo case, row for row.

A golden is made anew by `INUNISON_GOLDEN=write`; the difference is then read like any other change.
"""

import json
import os
from pathlib import Path

import pytest

from inunison import Case, queries
from inunison.demo import thread
from inunison.graph import answers
from inunison.queries import Query

pytestmark = pytest.mark.server

FOLDER = Path(__file__).parent
GIVEN: dict[str, dict[str, object]] = {
    "conversation": {"post": thread().submission},
    "hub-influencers": {"limit": 10},
    "text-timeline": {"text": "the night ferry stays cancelled"},
}


def rows_of(case: Case, query: Query) -> list[dict[str, object]]:
    with case.connection() as connection:
        answer = answers.ask(connection, query, GIVEN.get(query.name, {}))
    return json.loads(json.dumps(answer.records(), default=str))  # type: ignore[no-any-return]


@pytest.mark.parametrize("query", queries.shipped(), ids=lambda query: query.name)
def test_the_answer_is_what_it_was(demo_case: Case, query: Query) -> None:
    path = FOLDER / f"{query.name}.json"
    rows = rows_of(demo_case, query)
    if os.environ.get("INUNISON_GOLDEN") == "write":
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    assert rows == json.loads(path.read_text(encoding="utf-8"))
    assert rows, "a golden without a row shows nothing"


def test_no_golden_is_left_behind() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {
        each.name for each in queries.shipped()
    }
