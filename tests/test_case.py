"""The case from Python: from files to frames, twice, with a source removed, and by py2neo."""

import pandas
import pytest
from py2neo.bulk import merge_nodes

from inunison import Case
from inunison.demo import EARLY, scopes, story, thread
from inunison.errors import CaseError, OwnershipError, UsageError
from inunison.graph.connect import Connection
from inunison.graph.ownership import ownership

pytestmark = pytest.mark.server


def _count(case: Case, cypher: str) -> int:
    count = case.cypher(cypher).rows[0][0]
    assert isinstance(count, int)
    return count


def test_the_story_can_be_told_from_the_graph(demo_case: Case) -> None:
    facts = story()
    frame = demo_case.find("text-timeline", text=facts.sentence[:40]).frame()
    told = [facts.first.handle, *(each.handle for each in facts.copies)]
    everywhere = frame[frame["does"] == "says it"]
    says = everywhere[everywhere["account"].isin(told)]
    assert list(says["account"]) == told
    assert len(everywhere) - len(says) == 1 + len(thread().pasted)
    assert list(says["lag_s"])[1:] == pytest.approx(
        [each.lag_seconds for each in facts.copies], abs=1
    )
    reposts = frame[frame["does"] == "reposts it"]
    assert set(reposts["account"]) >= {each.handle for each in facts.reposts}
    assert frame["source"].notna().all()
    assert frame["row"].notna().all()


def test_the_planted_communities_are_found(demo_case: Case) -> None:
    frame = demo_case.cypher(
        "MATCH (a:Account) WHERE a.community IS NOT NULL"
        " RETURN a.handle AS handle, a.community AS community ORDER BY handle LIMIT 1000"
    ).frame()
    found = dict(zip(frame["handle"], frame["community"], strict=True))
    for handles in story().communities.values():
        numbers = pandas.Series([found[handle] for handle in handles if handle in found])
        assert (numbers == numbers.mode()[0]).mean() > 0.9


def test_frames_have_the_types_that_python_users_count_on(demo_case: Case) -> None:
    types = demo_case.find("shared-text-bridges").frame().dtypes
    assert str(types["first_at"]) == "datetime64[us, UTC]"
    assert str(types["text_uid"]) == "string"
    assert str(types["accounts"]) == "Int64"


def test_loading_again_does_nothing(demo_case: Case) -> None:
    outcome = demo_case.load()
    assert (outcome.kind, outcome.written, outcome.removed) == ("nothing", 0, 0)


def test_a_question_brings_the_graph_up_to_date(demo_case: Case, tmp_path_factory: object) -> None:
    """A removed source is gone from the state and, with the next question, from the graph."""
    (early,) = (source for source in demo_case.sources() if source.name == EARLY)
    first = story().first.tweet_id
    asked = f"MATCH (p:Post {{native_id: '{first}', collected: true}}) RETURN count(p)"
    assert _count(demo_case, asked) == 1
    original = early.original
    assert original is not None
    before = demo_case.state().id
    demo_case.remove(early.sha256[:12])
    assert _count(demo_case, asked) == 0
    assert _count(demo_case, "MATCH (p:Post {source: '" + early.sha256 + "'}) RETURN count(p)") == 0
    demo_case.import_(original, scope=scopes()[EARLY])
    assert _count(demo_case, asked) == 1
    assert demo_case.state().id == before, "other tests ask the same case"


def test_a_case_without_sources_says_so(demo_case: Case, tmp_path: object) -> None:
    empty = Case.create(f"{tmp_path}/empty")
    with pytest.raises(CaseError, match="inunison import"):
        empty.find("communities")


def test_another_case_may_not_use_the_same_database(demo_case: Case, tmp_path: object) -> None:
    other = Case.create(f"{tmp_path}/other")
    other.server = demo_case.server
    for source in demo_case.sources()[:1]:
        other.import_(str(source.original))
    with pytest.raises(OwnershipError, match="not this case"):
        other.find("communities")


def test_unknown_questions_and_parameters_are_named(demo_case: Case) -> None:
    with pytest.raises(UsageError, match="no-such-question"):
        demo_case.find("no-such-question")
    with pytest.raises(UsageError, match="colour"):
        demo_case.find("communities", colour="red")


def test_removing_everything_empties_the_graph(
    graph: Connection, imported_demo: Case, tmp_path: object
) -> None:
    case = Case.create(f"{tmp_path}/case")
    case.server = imported_demo.server
    (users,) = (each for each in imported_demo.sources() if each.counts["posts"] == 0)
    assert users.original is not None
    case.import_(users.original)
    assert case.load().counts["Account"] > 0
    case.remove(users.sha256)
    assert set(case.load().counts.values()) == {0}
    assert ownership(graph, case.folder).state is not None


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_py2neo_runs_matches_creates_merges_and_makes_frames(demo_case: Case) -> None:
    import py2neo

    old = demo_case.py2neo()
    assert old.run("RETURN 1 AS one").evaluate() == 1
    handle = story().first.handle
    node = old.nodes.match("Account", handle=handle).first()
    assert node["handle"] == handle
    try:
        note = py2neo.Node("Note", text="mine")
        old.create(note)
        old.merge(py2neo.Relationship(note, "ABOUT", node))
        assert old.match((note,), r_type="ABOUT").first().end_node["handle"] == handle
        merge_nodes(old.auto(), [{"text": "more"}], ("Note", "text"))
        assert old.nodes.match("Note").count() == 2
        frame = old.run("MATCH (n:Note) RETURN n.text AS text ORDER BY text").to_data_frame()
        assert list(frame["text"]) == ["mine", "more"]
    finally:
        old.run("MATCH (n:Note) DETACH DELETE n")
        old.service.connector.close()


def test_py2neo_missing_is_one_sentence(demo_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "py2neo", None)
    with pytest.raises(UsageError, match="not installed"):
        demo_case.py2neo()
