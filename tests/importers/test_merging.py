"""One state from files of several formats: the same posts, and accounts named in several ways.

Invented rows go through the real importers into real cases. What two files say of one post is one
post; what they say differently is kept, and the state tells which of it is shown.
"""

import itertools
import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from inunison import Case
from inunison.identity import account_uid, uid
from inunison.state import State
from tests.importers import archive_rows, twitter_v2_objects
from tests.importers.archive_rows import clock_id, hashed, microseconds
from tests.importers.case_states import Rows, case_of, everything, rows, source_of
from tests.importers.reddit_lines import submission
from tests.importers.test_fourcat_twitter_csv import API as FOURCAT_ROW
from tests.importers.test_fourcat_twitter_csv import api as fourcat_table
from tests.importers.test_ira_tables import AUGUST
from tests.importers.test_ira_tables import ROW as IRA_ROW
from tests.importers.test_reddit_praw_csv import submissions as praw_table
from tests.importers.twitter_v2_objects import ID, OTHER, lines, page, refers, tweet, user

SECOND = 1_000_000
AT = microseconds(twitter_v2_objects.TIME)
WHERE = {
    "archive.csv": "twitter-io-archive",
    "api.jsonl": "twitter-api-v2",
    "twarc.csv": "twitter-api-v2-csv",
    "ira.csv": "ira-tables",
    "shares.csv": "coortweet",
    "messages.csv": "toolkit-posts",
    "4cat.csv": "4cat-twitter-csv",
    "later.jsonl": "twitter-api-v2",
    "dump.ndjson": "reddit-dump",
    "answer.json": "reddit-api",
    "praw.csv": "reddit-praw-csv",
}
ARCHIVED = {
    "tweetid": ID,
    "userid": "101",
    "tweet_text": "Late again",
    "tweet_time": "2022-03-04 05:06",
    "account_creation_date": "2019-11-05",
}


def made(folder: Path, **files: str) -> Case:
    """A case of files; the first underscore of a name stands for its point."""
    named = {name.replace("_", "."): text for name, text in files.items()}
    return case_of(folder, named, WHERE)


def archive(**cells: str) -> str:
    """A file of the archive with one post."""
    return archive_rows.table([ARCHIVED | cells])


def answer(*tweets: dict[str, object], **included: object) -> str:
    """A file of the API with one page."""
    return lines(page(list(tweets), includes={"users": [user()]} | included))


def listing(*things: dict[str, object]) -> str:
    """An answer of Reddit with submissions."""
    children = [{"kind": "t3", "data": each} for each in things]
    return json.dumps({"kind": "Listing", "data": {"children": children, "after": None}}) + "\n"


def disputed(state: State, field: str) -> Rows:
    """The values of a field that files disagree about: value, its source, whether it is shown."""
    query = f"SELECT value, source, shown FROM t WHERE field = '{field}' ORDER BY value"
    return rows(state, query, "conflicts")


def held(case: Case, name: str) -> int:
    """How many posts of one id the part of a file holds."""
    (source,) = [each for each in case.sources() if each.name == name]
    table = pq.read_table(source.part("posts"), columns=["native_id"])
    ids: list[str] = table["native_id"].to_pylist()
    return ids.count(ID)


# The same post in two files


def test_a_post_of_the_archive_and_of_the_interface_is_one(tmp_path: Path) -> None:
    case = made(tmp_path, archive_csv=archive(), api_jsonl=answer(tweet()))
    state = case.state()
    assert rows(
        state, "SELECT uid, account, created_at, precision, collected, language FROM t"
    ) == [(uid("twitter", ID), "twitter:101", AT, "millisecond", True, "en")]
    assert rows(state, "SELECT key, handle FROM t", "accounts") == [("twitter:101", "minaketter")]
    assert [held(case, name) for name in ("archive.csv", "api.jsonl")] == [1, 1]
    # Which of them is shown is told by where the post stands.
    assert rows(state, "SELECT source FROM t") == [(source_of(case, "api.jsonl"),)]


def test_of_two_values_the_interface_is_shown_and_both_are_kept(tmp_path: Path) -> None:
    files = {"archive_csv": archive(tweet_language="de"), "api_jsonl": answer(tweet(lang="nl"))}
    case = made(tmp_path, **files)
    state = case.state()
    assert rows(state, "SELECT language FROM t") == [("nl",)]
    assert disputed(state, "language") == [
        ("de", source_of(case, "archive.csv"), False),
        ("nl", source_of(case, "api.jsonl"), True),
    ]
    back = made(tmp_path / "back", **dict(reversed(files.items()))).state()
    assert everything(back) == everything(state)


def test_of_two_profiles_and_counts_both_are_kept(tmp_path: Path) -> None:
    files = {
        "archive_csv": archive(user_profile_description="Tea", like_count="9"),
        "api_jsonl": answer(tweet(), users=[user(description="Boats")]),
    }
    case = made(tmp_path, **files)
    state = case.state()
    assert rows(state, "SELECT description FROM t", "accounts") == [("Boats",)]
    assert disputed(state, "description") == [
        ("Boats", source_of(case, "api.jsonl"), True),
        ("Tea", source_of(case, "archive.csv"), False),
    ]
    # The archive does not tell when it counted; what was seen at a known time is the later one.
    assert rows(state, "SELECT likes FROM t") == [(3,)]
    likes = []
    for source in case.sources():
        seen = pq.read_table(source.part("observations"), columns=["subject", "likes"]).to_pylist()
        likes += [each["likes"] for each in seen if each["subject"] == "post"]
    assert sorted(likes) == [3, 9]


def test_words_that_differ_are_both_kept_and_one_is_said(tmp_path: Path) -> None:
    case = made(
        tmp_path,
        archive_csv=archive(tweet_text="The night ferry is late again &amp; nobody says why"),
        api_jsonl=answer(tweet(text="The night ferry is late again")),
    )
    state = case.state()
    assert rows(state, "SELECT sample FROM t", "texts") == [("The night ferry is late again",)]
    shown = [(value, is_shown) for value, _, is_shown in disputed(state, "text")]
    assert shown == [
        ("The night ferry is late again", True),
        ("The night ferry is late again &amp; nobody says why", False),
    ]


def test_what_one_file_lacks_another_fills(tmp_path: Path) -> None:
    bare = {name: value for name, value in tweet().items() if name not in ("source", "lang")}
    case = made(tmp_path, archive_csv=archive(tweet_client_name="Boat Web"), api_jsonl=answer(bare))
    state = case.state()
    assert rows(state, "SELECT client, language FROM t") == [("Boat Web", "en")]
    assert disputed(state, "client") == disputed(state, "language") == []


def test_when_a_file_goes_the_other_one_speaks(tmp_path: Path) -> None:
    files = {"archive_csv": archive(tweet_language="de"), "api_jsonl": answer(tweet(lang="nl"))}
    case = made(tmp_path, **files)
    case.state()
    case.remove("api.jsonl")
    alone = made(tmp_path / "alone", archive_csv=files["archive_csv"]).state()
    assert everything(case.state()) == everything(alone)
    assert rows(alone, "SELECT language FROM t") == [("de",)]


def test_the_table_of_twarc_and_its_lines_are_the_same_posts(tmp_path: Path) -> None:
    case = made(
        tmp_path,
        twarc_csv=twitter_v2_objects.table([{"lang": "de"}]),
        api_jsonl=answer(tweet(lang="nl")),
    )
    state = case.state()
    assert rows(state, "SELECT native_id, language FROM t") == [(ID, "nl")]
    assert [value for value, _, shown in disputed(state, "language") if shown] == ["nl"]
    told = rows(state, "SELECT DISTINCT subject, field FROM t", "conflicts")
    assert told == [("posts", "language")]


def test_the_tables_of_538_and_the_archive_are_the_same_posts(tmp_path: Path) -> None:
    case = made(
        tmp_path,
        ira_csv=AUGUST.text({"content": "The ferry"}),
        archive_csv=archive(
            tweetid=IRA_ROW["tweet_id"],
            userid=IRA_ROW["alt_external_id"],
            user_screen_name="mina_ketter",
            tweet_time="2017-10-01 19:58",
            tweet_text="The boat",
        ),
    )
    state = case.state()
    assert rows(state, "SELECT native_id, account FROM t WHERE collected") == [
        (IRA_ROW["tweet_id"], f"twitter:{IRA_ROW['alt_external_id']}")
    ]
    assert rows(state, "SELECT count(*) FROM t", "accounts") == [(1,)]
    assert disputed(state, "created_at") == []
    assert disputed(state, "text") == [
        ("The boat", source_of(case, "archive.csv"), True),
        ("The ferry", source_of(case, "ira.csv"), False),
    ]


@pytest.mark.parametrize("name", ["messages_csv", "shares_csv"])
def test_tables_of_pairs_are_of_twitter_where_ids_hold_their_times(
    tmp_path: Path, name: str
) -> None:
    seconds = AT // SECOND
    tables = {
        "messages_csv": "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n"
        f"{ID},101,,{OTHER},,,{seconds},\n",
        "shares_csv": "object_id,account_id,content_id,timestamp_share\n"
        f"{OTHER},101,{ID},{seconds}\n",
    }
    original = tweet(id=OTHER, author_id="102", created_at="2022-03-03T01:02:03.000Z")
    people = [user(), user("102", "oro_lind")]
    repost = tweet(text="RT @oro_lind: Late again", referenced_tweets=refers("retweeted"))
    case = made(
        tmp_path,
        **{name: tables[name]},
        api_jsonl=answer(repost, users=people, tweets=[original]),
    )
    state = case.state()
    found = rows(state, "SELECT native_id, account, kind, created_at FROM t ORDER BY native_id")
    assert found == [
        (OTHER, "twitter:102", "post", microseconds(twitter_v2_objects.OTHER_TIME)),
        (ID, "twitter:101", "repost", AT),
    ]
    edges = rows(state, 'SELECT start, "end" FROM t', "reposts")
    assert edges == [(uid("twitter", ID), uid("twitter", OTHER))]
    assert rows(state, 'SELECT start, "end", posts FROM t', "reposted") == [
        (account_uid("twitter", "101"), account_uid("twitter", "102"), 1)
    ]
    assert disputed(state, "kind") == disputed(state, "created_at") == []


def test_a_submission_of_dump_interface_and_script_is_one(tmp_path: Path) -> None:
    case = made(
        tmp_path,
        dump_ndjson=json.dumps(submission(selftext="First.")) + "\n",
        answer_json=listing(submission(name="t3_lz9ab1", selftext="Later.")),
        praw_csv=praw_table.text({"selftext": "Between."}),
    )
    state = case.state()
    assert rows(state, "SELECT native_id, account FROM t") == [("t3_lz9ab1", "reddit@quayside_ada")]
    title = submission()["title"]
    assert [(value, shown) for value, _, shown in disputed(state, "text")] == [
        (f"{title}\n\nBetween.", False),
        (f"{title}\n\nFirst.", False),
        (f"{title}\n\nLater.", True),
    ]
    named = {source for _, source, _ in disputed(state, "text")}
    assert named == {source.sha256 for source in case.sources()}


def test_words_that_were_removed_later_stay_known(tmp_path: Path) -> None:
    gone = submission(
        name="t3_lz9ab1", author="[deleted]", selftext="[removed]", removed_by_category="moderator"
    )
    case = made(
        tmp_path,
        dump_ndjson=json.dumps(submission(selftext="First.", is_self=True)) + "\n",
        answer_json=listing(gone),
    )
    state = case.state()
    assert rows(state, "SELECT native_id, account FROM t") == [("t3_lz9ab1", "reddit@quayside_ada")]
    texts = {value for value, _, _ in disputed(state, "text")}
    assert f"{submission()['title']}\n\nFirst." in texts


# One account under several names


def fourcat(**cells: str) -> dict[str, str]:
    """A row of 4CAT's table, at a time of its own where it is given one."""
    return FOURCAT_ROW | cells


def fourcat_at(time: str, **cells: str) -> dict[str, str]:
    """A row of 4CAT's table of that time."""
    return fourcat(id=clock_id(time), link="", timestamp=time.replace("T", " ")[:19], **cells)


def in_any_order(folder: Path, files: Mapping[str, str]) -> State:
    """The one state of some files, whatever the order in which they come."""
    states = []
    for place, names in enumerate(itertools.permutations(files)):
        case = made(folder / str(place), **{name: files[name] for name in names})
        states.append(case.state())
    first = everything(states[0])
    assert all(everything(state) == first for state in states[1:])
    assert len({state.id for state in states}) == 1
    return states[0]


def test_an_account_by_handle_here_and_by_id_there_is_one_in_any_order(tmp_path: Path) -> None:
    files = {
        "4cat_csv": fourcat_table.text(fourcat(body="Ask @Oro_Lind", mentions="Oro_Lind")),
        "api_jsonl": lines(page([user("102", "oro_lind")])),
        "archive_csv": archive(userid="102", user_screen_name="ORO_LIND"),
    }
    state = in_any_order(tmp_path, files)
    found = rows(state, "SELECT key FROM t ORDER BY key", "accounts")
    assert found == [("twitter:102",), (f"twitter:{FOURCAT_ROW['author_id']}",)]
    assert rows(state, 'SELECT "end" FROM t', "mentions") == [(account_uid("twitter", "102"),)]
    assert rows(state, f"SELECT account FROM t WHERE native_id = '{ID}'") == [("twitter:102",)]


def test_without_a_file_that_knows_both_names_they_are_two(tmp_path: Path) -> None:
    """A hashed account has no handle: nothing says that it is the one that is mentioned."""
    state = made(
        tmp_path,
        **{
            "4cat_csv": fourcat_table.text(fourcat(body="Ask @oro_lind", mentions="oro_lind")),
            "archive_csv": archive(
                userid=hashed("oro_lind"),
                user_screen_name=hashed("oro_lind"),
                user_display_name=hashed("oro_lind"),
            ),
        },
    ).state()
    keys = [key for (key,) in rows(state, "SELECT key FROM t ORDER BY key", "accounts")]
    assert keys == sorted(
        [
            f"twitter:{FOURCAT_ROW['author_id']}",
            f"twitter:{hashed('oro_lind')}",
            "twitter@oro_lind",
        ]
    )


def capture(native_id: str, *times: str) -> str:
    """Pages on which an account is called minaketter: one retrieved at each time."""
    answers = []
    for number, time in enumerate(times):
        counts = {"followers_count": number, "following_count": 9, "tweet_count": 11}
        profile = user(native_id, public_metrics=counts)
        written = tweet(id=clock_id(time), author_id=native_id, created_at=f"{time[:19]}.000Z")
        answers.append(page([written], includes={"users": [profile]}))
        answers[-1]["__twarc"]["retrieved_at"] = f"{time[:19]}+00:00"
    return lines(*answers)


def test_a_handle_that_moved_does_not_make_its_holders_one(tmp_path: Path) -> None:
    first = ("2022-03-01T10:00:00.250", "2022-03-03T10:00:00.250")
    second = ("2022-03-10T10:00:00.250", "2022-03-12T10:00:00.250")
    asked = {"before": "2022-03-02T10:00:00", "after": "2022-03-11T10:00:00"}
    between = "2022-03-07T10:00:00"
    table = fourcat_table.text(
        *(
            fourcat_at(time, body=f"Ask @minaketter {name}", mentions="minaketter")
            for name, time in {**asked, "between": between}.items()
        )
    )
    files = {
        "api_jsonl": capture("101", *first),
        "later_jsonl": capture("202", *second),
        "4cat_csv": table,
    }
    state = in_any_order(tmp_path, files)
    mentioned: dict[str, str] = dict(rows(state, 'SELECT start, "end" FROM t', "mentions"))
    assert mentioned == {
        uid("twitter", clock_id(asked["before"])): account_uid("twitter", "101"),
        uid("twitter", clock_id(asked["after"])): account_uid("twitter", "202"),
        uid("twitter", clock_id(between)): account_uid("twitter", None, "minaketter"),
    }
    posted = rows(state, "SELECT account, count(*) FROM t GROUP BY account ORDER BY account")
    assert [each for each in posted if "700" not in each[0]] == [
        ("twitter:101", 2),
        ("twitter:202", 2),
    ]
    handles = rows(state, "SELECT native_id, handle FROM t WHERE native_id IS NOT NULL", "accounts")
    assert ("101", "minaketter") in handles
    assert ("202", "minaketter") in handles


# The same on real data


@pytest.mark.real_data
def test_a_capture_in_two_formats_adds_no_node_and_no_edge(real_data: Path, tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", name="Real")
    case.import_(real_data / "twitter_api_v2" / "flat.jsonl")
    lines_alone = case.state()
    case.import_(real_data / "twitter_api_v2" / "flat.csv")
    both = case.state()
    for name in ("accounts", "posts", "texts", "hashtags", "urls", "domains"):
        query = "SELECT uid FROM t ORDER BY uid"
        assert rows(both, query, name) == rows(lines_alone, query, name) != [], name
    edges = "posted says mentions tagged links_to on_domain reposts quotes replies_to reposted"
    for name in edges.split():
        query = 'SELECT start, "end" FROM t ORDER BY ALL'
        assert rows(both, query, name) == rows(lines_alone, query, name) != [], name
    assert rows(both, "SELECT count(*) FROM t WHERE collected") == [(100,)]
