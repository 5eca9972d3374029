"""Questions over findings on a case with one group in it: what the demo has none of."""

from pathlib import Path

import pytest

from inunison import Case
from inunison.graph.connect import Address, Connection
from tests.detect.cases import TOGETHER, together

pytestmark = pytest.mark.server


@pytest.fixture
def case(tmp_path: Path, graph: Connection, server: Address) -> Case:
    """A case in which one group reposts together."""
    made = together(tmp_path)
    made.server = {
        "uri": server.uri,
        "username": server.username,
        "password": server.password,
        "database": server.database,
    }
    made.detect(["co_repost"])
    return made


def test_every_question_over_one_finding_names_the_same_one(case: Case) -> None:
    (row,) = case.find("findings", grade="E1").records()
    assert row["grade"] in {"E1", "E2"}
    key = str(row["finding"])
    accounts = case.find("finding-accounts", finding=key[:6]).records()
    assert len(accounts) == row["accounts"] == TOGETHER
    assert {each["finding"] for each in accounts} == {key}
    assert {each["ties"] for each in accounts} == {TOGETHER - 1}
    posts = case.find("finding-posts", finding=key).records()
    assert len(posts) == row["posts"]
    at = [str(each["at"]) for each in posts]
    assert at == sorted(at)
    assert {each["kind"] for each in posts} == {"repost"}
    whole = case.find("finding", finding=key).records()
    said = {each["what"]: each for each in whole if each["part"] == "finding"}
    assert said["statement"]["value"] == row["statement"]
    assert said["seen"]["number"] == row["seen"]
    assert sum(each["part"] == "account" for each in whole) == TOGETHER
    assert sum(float(str(each["number"])) for each in whole if each["part"] == "object") == len(
        posts
    )


def test_an_account_of_one_finding_is_of_no_second(case: Case) -> None:
    assert case.find("accounts-of-several-findings").rows == []
    assert len(case.find("accounts-of-several-findings", least=1).rows) == TOGETHER
    assert case.find("bridges-between-groups").rows == []


def test_two_findings_over_the_same_accounts_are_bridged(case: Case) -> None:
    case.cypher("MATCH (n:Finding) RETURN n.uid")  # it is loaded now
    with case.connection() as connection:
        connection.write(
            lambda transaction: transaction.run(
                "MATCH (one:Finding {kind: 'group'})-[:INVOLVES]->(account)"
                " WITH one, collect(account) AS accounts"
                " CREATE (other:Finding {uid: 'zzz', statement: 'Another.', grade: 'E1'})"
                " FOREACH (each IN accounts[..4] | CREATE (other)-[:INVOLVES]->(each))"
            ).consume()
        )
    (bridge,) = case.find("bridges-between-groups").records()
    assert (bridge["second"], bridge["shared_accounts"]) == ("zzz", 4)
    assert bridge["ties"] == 4 * (TOGETHER - 1)
    several = case.find("accounts-of-several-findings").records()
    assert {each["findings"] for each in several} == {2}
    assert len(several) == 4


def test_a_beginning_that_several_findings_share_says_how_many_others(case: Case) -> None:
    (row,) = case.find("findings", grade="E1").records()
    key = str(row["finding"])
    assert "others that begin so" not in _known(case, key)
    with case.connection() as connection:
        connection.write(
            lambda transaction: transaction.run(
                "UNWIND ['0', '1'] AS end"
                " CREATE (:Finding {uid: $key + end, statement: 'Longer.'})",
                {"key": key},
            ).consume()
        )
    known = _known(case, key)
    assert known["others that begin so"]["number"] == 2
    assert known["statement"]["value"] == row["statement"]
    assert case.find("finding", finding="no such").rows == []


def _known(case: Case, finding: str) -> dict[object, dict[str, object]]:
    """What is said of a finding itself, by the name of each thing."""
    rows = case.find("finding", finding=finding).records()
    return {each["what"]: each for each in rows if each["part"] == "finding"}
