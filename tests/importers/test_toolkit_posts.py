"""The toolkit's eight columns: by their place, exact times, links in both ways."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.importing import choose
from inunison.opening import open_source
from inunison.records import AccountRef, Kind, Post, Precision, Record, Reject
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.toolkit_posts import COLUMNS, ToolkitPosts

TWEET, TWEET_US = "1305130000000000001", 1_600_002_214_799_000


def table(*rows: tuple[str, ...], names: tuple[str, ...] = COLUMNS) -> str:
    """Rows as a file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([names, *rows])
    return text.getvalue()


def read(text: str) -> list[Record | Reject]:
    """Everything that the importer makes of a text."""
    return list(ToolkitPosts().read(TextLines(text)))


def post(**cells: str) -> Post:
    """The one post of a row; cells by name, the others usual."""
    usual = {"message_id": "1", "user_id": "10", "timestamp": "1600000000"}
    (found,) = read(table(tuple((usual | cells).get(name, "") for name in COLUMNS)))
    assert isinstance(found, Post), found
    return found


def reason(**cells: str) -> str:
    """Why a row is refused."""
    usual = {"message_id": "1", "user_id": "10", "timestamp": "1600000000"}
    (found,) = read(table(tuple((usual | cells).get(name, "") for name in COLUMNS)))
    assert isinstance(found, Reject)
    return found.reason


def test_kinds_follow_from_what_a_post_points_to() -> None:
    assert post().kind is Kind.POST
    answer = post(reply_id="7")
    assert (answer.kind, answer.reposts) == (Kind.REPLY, None)
    passed_on = post(repost_id="7", urls="http://a.example/", message="x")
    assert passed_on.kind is Kind.REPOST
    assert passed_on.reposts is not None
    assert (passed_on.reposts.native_id, passed_on.links) == ("7", ())
    assert post(username="ada").author == AccountRef("10", "ada")


@pytest.mark.parametrize(
    ("cell", "links"),
    [
        ("", ()),
        ("http://a.example/1  http://b.example/2", ("http://a.example/1", "http://b.example/2")),
        (
            "['http://a.example/1', 'http://b.example/2']",
            ("http://a.example/1", "http://b.example/2"),
        ),
        ("[]", ()),
    ],
)
def test_links_in_both_ways(cell: str, links: tuple[str, ...]) -> None:
    assert post(urls=cell).links == links


@pytest.mark.parametrize(
    ("cell", "at", "precision"),
    [
        ("0", 0, Precision.SECOND),
        ("59", 59_000_000, Precision.SECOND),
        ("1606451170.518101", 1_606_451_170_518_101, Precision.MILLISECOND),
        ("1606451170.5181019", 1_606_451_170_518_101, Precision.MILLISECOND),
        ("1606451170.", 1_606_451_170_000_000, Precision.MILLISECOND),
    ],
)
def test_times_are_exact(cell: str, at: int, precision: Precision) -> None:
    found = post(timestamp=cell)
    assert (found.created_at, found.precision, found.platform) == (at, precision, "unnamed")


@pytest.mark.parametrize("cell", ["", "soon", "1e9", "-1", "9" * 12, "٣", "2020-01-01"])
def test_other_times_are_refused(cell: str) -> None:
    assert reason(timestamp=cell) == "timestamp is no number of seconds"


def test_an_id_that_holds_the_stated_second_is_one_of_twitter() -> None:
    found = post(message_id=TWEET, timestamp="1600002214", message="@ada #Boat", reply_id=TWEET)
    assert (found.platform, found.created_at) == ("twitter", TWEET_US)
    assert [each.account.handle for each in found.mentions] == ["ada"]
    assert found.hashtags == ("Boat",)
    assert found.replies_to is not None
    assert found.replies_to.created_at == TWEET_US
    other = post(message_id=TWEET, timestamp="1600002213", message="@ada")
    assert (other.platform, other.mentions) == ("unnamed", ())


def test_what_is_missing_is_told() -> None:
    assert "is empty" in reason(message_id=" ")
    assert "is empty" in reason(user_id="")
    assert reason(urls="['http://a.example/") == "urls is a list that does not end"
    (found,) = read(table(("1", "2")))
    assert isinstance(found, Reject)
    assert found.reason == "the row does not have eight cells"


def test_names_are_free_where_the_seventh_column_holds_seconds() -> None:
    names = tuple("abcdefgh")
    row = ("1", "10", "", "", "", "x", "5.5", "")
    sample = Sample("x", table(row, names=names))
    claim = ToolkitPosts().sniff(sample)
    assert isinstance(claim, Claim)
    assert not claim.certain
    assert read(sample.text) == read(table(row))
    late = (*row[:6], "soon", "")
    assert isinstance(ToolkitPosts().sniff(Sample("x", table(late, names=names))), Refusal)
    assert isinstance(ToolkitPosts().sniff(Sample("x", table(names=names[:7]))), Refusal)


@pytest.mark.real_data
@pytest.mark.parametrize(("name", "rows"), [("coretweet_test_input", 15), ("sample_data", None)])
def test_the_files_of_the_tool_are_read_whole(real_data: Path, name: str, rows: int | None) -> None:
    path = real_data / "coordination_toolkit" / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        held = list(csv.DictReader(file))
    with open_source(path) as source:
        (member,) = source.members
        importer = choose(source, member)
        assert importer.name == "toolkit-posts"
        found = list(importer.read(source.stream(member)))
    posts = [each for each in found if isinstance(each, Post)]
    assert len(posts) == len(found) == len(held)
    assert rows is None or len(held) == rows
    assert [each.native_id for each in posts] == [row["message_id"] for row in held]
    assert sum(each.kind is Kind.REPOST for each in posts) == sum(
        bool(row["repost_id"]) for row in held
    )
    assert not [link for each in posts for link in each.links if not link.startswith("http")]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)


@given(words=cells, name=cells, micros=st.integers(0, 10**15))
@settings(deadline=None)
def test_any_row_comes_back(words: str, name: str, micros: int) -> None:
    stated = f"{micros // 10**6}.{micros % 10**6:06d}"
    found = post(message=words, username=name, timestamp=stated)
    assert (found.text, found.created_at) == (words or None, micros)
    assert found.author == AccountRef("10", name.strip() or None)
