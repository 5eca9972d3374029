"""One whole published release, from its zips to the graph and back to nothing."""

from pathlib import Path

import pytest

from inunison import Case
from inunison.graph.connect import Address, Connection

pytestmark = [pytest.mark.server, pytest.mark.real_data]

USERS = "thailand_092020_users_csv_hashed.zip"
TWEETS = "thailand_092020_tweets_csv_hashed.zip"


@pytest.fixture
def case(real_data: Path, tmp_path: Path, server: Address, graph: Connection) -> Case:
    folder = real_data / "twitter_io_archive"
    if not folder.is_dir():
        pytest.skip(f"no release of an archive in {real_data}")
    made = Case.create(tmp_path / "case", name="Release")
    made.server = {
        "uri": server.uri,
        "username": server.username,
        "password": server.password,
        "database": server.database,
    }
    for name in (USERS, TWEETS):
        assert made.import_(folder / name, strict=True).source.counts["rejects"] == 0
    return made


def _one(case: Case, cypher: str) -> object:
    return case.cypher(cypher).rows[0][0]


def test_the_graph_holds_the_release_and_lets_it_go(case: Case, real_data: Path) -> None:
    counts = {
        "MATCH (a:Account {collected: true}) RETURN count(a)": 926,
        "MATCH (a:Account) WHERE a.posts > 0 RETURN count(a)": 455,
        "MATCH (p:Post {collected: true}) RETURN count(p)": 21_385,
        "MATCH (:Post)-[r:REPOSTS]->(:Post) RETURN count(r)": 11_199,
        "MATCH (:Post)-[r:REPOSTS]->(:Post {collected: true}) RETURN count(r)": 437,
        # 63 rows name a listed account as the one replied to: 59 answer a post of it ...
        "MATCH (:Post)-[r:REPLIES_TO]->(:Post)<-[:POSTED]-(:Account {collected: true})"
        " RETURN count(r)": 59,
        "MATCH (p:Post {collected: true, precision: 'millisecond'}) RETURN count(p)": 21_385,
        # ... and 4 only begin with a mention of it: no answer, the account is addressed.
        "MATCH (:Account)-[r:POSTED {inferred: true}]->(:Post {collected: true})"
        " RETURN count(r)": 0,
    }
    for cypher, wanted in counts.items():
        assert _one(case, cypher) == wanted, cypher
    before = case.load().counts
    assert case.import_(real_data / "twitter_io_archive" / TWEETS).was_known
    outcome = case.load()
    assert (outcome.kind, outcome.counts) == ("nothing", before)
    for source in case.sources():
        case.remove(source.sha256)
    assert case.state().summary["counts"]["posts"] == 0
    assert set(case.load().counts.values()) == {0}


def test_the_six_questions_answer(case: Case) -> None:
    overview = {row[0]: row[1] for row in case.find("case-overview").rows}
    assert overview["accounts whose profile is in a file"] == 926
    assert overview["long texts of two or more accounts"] == 84
    communities = case.find("communities").frame()
    assert communities["accounts"].iloc[0] == communities["accounts"].max()
    bridges = case.find("shared-text-bridges").frame()
    assert (bridges["communities"].map(len) >= 2).all()
    hubs = case.find("hub-influencers", limit=1).frame()
    assert hubs["account"].iloc[0] == "1214742430601187328"
    close = case.find("same-text-within-window", window="10m", accounts=3).frame()
    assert close["accounts_within"].iloc[0] == 12
    timeline = case.find("text-timeline", text=close["text_uid"].iloc[0]).frame()
    assert (timeline["does"] == "says it").sum() == close["posts"].iloc[0]
    assert timeline["row"].notna().all()
