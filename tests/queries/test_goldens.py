"""Every stored question on the demo case, row for row.

A golden is made anew by `INUNISON_GOLDEN=write`; the difference is then read like any other change.
"""

import json
import os
from pathlib import Path

import pytest

from inunison import Case, queries
from inunison.demo import story, thread
from inunison.graph import answers
from inunison.queries import Query

pytestmark = pytest.mark.server

FOLDER = Path(__file__).parent
# What the demo has none of is asked of another case: tests/queries/test_finding_questions.py.
ELSEWHERE = {"bridges-between-groups"}
# The demo holds no article: tests/queries/test_article_questions.py compares with this golden.
OF_ARTICLES = {"article-posts"}
OF_THE_DEMO = [each for each in queries.shipped() if each.name not in OF_ARTICLES]
GIVEN: dict[str, dict[str, object]] = {
    "accounts-of-several-findings": {"least": 1},
    "conversation": {"post": thread().submission},
    "hub-influencers": {"limit": 10},
    "text-timeline": {"text": "the night ferry stays cancelled"},
}


def given(case: Case, query: Query) -> dict[str, object]:
    """What is asked for: of a finding, the one of the story."""
    if "finding" not in [each.name for each in query.parameters]:
        return GIVEN.get(query.name, {})
    who = {story().first.handle, *(each.handle for each in story().copies[:2])}
    told = [
        each.key
        for each in case.detect().findings()
        if {account.handle for account in each.accounts} == who
    ]
    return {"finding": told[0]}


def rows_of(case: Case, query: Query) -> list[dict[str, object]]:
    with case.connection() as connection:
        answer = answers.ask(connection, query, given(case, query))
    return json.loads(json.dumps(answer.records(), default=str))  # type: ignore[no-any-return]


@pytest.mark.parametrize("query", OF_THE_DEMO, ids=lambda query: query.name)
def test_the_answer_is_what_it_was(demo_case: Case, query: Query) -> None:
    path = FOLDER / f"{query.name}.json"
    rows = rows_of(demo_case, query)
    if os.environ.get("INUNISON_GOLDEN") == "write":
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    assert rows == json.loads(path.read_text(encoding="utf-8"))
    assert rows or query.name in ELSEWHERE, "a golden without a row shows nothing"


def test_no_golden_is_left_behind() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {
        each.name for each in queries.shipped()
    }
