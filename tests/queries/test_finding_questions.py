"""Questions over findings on a case with one group in it: what the demo has none of."""

from pathlib import Path

import pytest

from inunison import Case
from inunison.graph.connect import Address, Connection
from tests.detect.cases import POSTS, TOGETHER, case_of, row, together
from tests.importers.archive_rows import Cells

pytestmark = pytest.mark.server

PROFILE = "we all say that we like the sea"  # compared, and shown, in small letters


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


def _linked() -> list[Cells]:
    """Six accounts of one profile text that post the same links to the same accounts."""
    crowd = [
        row(100 + other, day * 86_400.0 + 3_600 * hour, **_cells(day))
        for day in range(POSTS)
        for hour, other in enumerate(range(day, day + 8), start=1)
    ]
    group = [
        row(
            who,
            day * 86_400.0 + 4.0 * who,
            user_profile_description=PROFILE.upper(),
            **_cells(day),
        )
        for day in range(POSTS)
        for who in range(TOGETHER)
    ]
    return [*crowd, *group]


def _cells(day: int) -> Cells:
    return {
        "urls": f"['https://a.example/{day}', 'https://b.example/of-one-day-{day}']",
        "user_mentions": f"['{5_000 + day}']",
    }


@pytest.fixture
def linked(tmp_path: Path, graph: Connection, server: Address) -> Case:
    """A case in which one group posts the same links and addresses the same accounts."""
    made = case_of(tmp_path, {"posts.csv": _linked()})
    made.server = {
        "uri": server.uri,
        "username": server.username,
        "password": server.password,
        "database": server.database,
    }
    made.detect(["co_link", "co_mention"])
    return made


def test_the_objects_of_a_finding_are_its_own(linked: Case) -> None:
    found = linked.detect(["co_link", "co_mention"]).findings()
    wanted = {
        "co_link": ("link", {f"a.example/{day}" for day in range(POSTS)}),
        "co_mention": ("account", {str(5_000 + day) for day in range(POSTS)}),
        "description": ("profile text", {PROFILE}),
    }
    for trace, (kind, values) in wanted.items():
        finding = next(each for each in found if each.trace == trace)
        rows = linked.find("finding", finding=finding.key).records()
        objects = [each for each in rows if each["part"] == "object"]
        assert {each["what"] for each in objects} == {kind}
        assert values <= {each["value"] for each in objects}
        assert {each["value"] for each in objects} == {each.sample for each in finding.objects}
        assert {each["uid"] for each in objects} == {each.key for each in finding.objects}
        assert [each["value"] for each in rows if each["part"] == "file"] == ["posts.csv"]


def test_a_post_stands_beside_all_that_it_acts_on_and_its_file(linked: Case) -> None:
    found = linked.detect(["co_link", "co_mention"]).findings()
    finding = next(each for each in found if each.trace == "co_link")
    rows = linked.find("finding-posts", finding=finding.key).records()
    samples = {each.key: str(each.sample) for each in finding.objects}
    acts: dict[str, set[str]] = {}
    for post in finding.evidence:
        acts.setdefault(post.post, set()).add(samples[post.object])
    told = {each["post_uid"]: each["acts_on"] for each in rows}
    assert told == {post: " | ".join(sorted(each)) for post, each in acts.items()}
    assert {len(each) for each in acts.values()} == {2}
    assert {each["file"] for each in rows} == {"posts.csv"}
    described = next(each for each in found if each.trace == "description")
    shown = linked.find("finding-posts", finding=described.key).records()
    assert {each["acts_on"] for each in shown} == {PROFILE}
