"""CooRTweet's four columns: what an object is, whose time it is, what is refused."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import AccountRef, Kind, Post, Precision, Record, Reject
from inunison_importers.base import Claim, Refusal, Sample, TextLines
from inunison_importers.coortweet import COLUMNS, CooRTweet

A, B, C = ("0cc175b9c0f1b6a831c399e269772661", "92eb5ffee6ae2fec3ad71c777531578f", "c" * 32)
TWEET, ORIGINAL = "1305130000000000001", "1305123456789012480"
TWEET_US = 1_600_002_214_799_000


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> str:
    """Rows as a file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    return text.getvalue()


def read(text: str) -> list[Record | Reject]:
    """Everything that the importer makes of a text."""
    return list(CooRTweet().read(TextLines(text)))


def post(shared: str = A, account: str = C, content: str = B, at: str = "1600000000") -> Post:
    """The one post of one row."""
    (found,) = read(table((shared, account, content, at)))
    assert isinstance(found, Post), found
    return found


def reason(*cells: str) -> str:
    """Why a row is refused."""
    (found,) = read(table(cells))
    assert isinstance(found, Reject)
    assert found.row == 2
    return found.reason


def test_an_object_of_the_shape_of_its_content_is_a_post_that_is_reposted() -> None:
    found = post()
    assert (found.kind, found.native_id, found.platform) == (Kind.REPOST, B, "unnamed")
    assert found.reposts is not None
    assert found.reposts.native_id == A
    assert found.author == AccountRef(native_id=C)
    assert (found.created_at, found.precision) == (1_600_000_000_000_000, Precision.SECOND)
    assert (found.links, found.hashtags, found.stated_time) == ((), (), None)
    assert post("1234567890", content="9876543210987").kind is Kind.REPOST
    assert post("12_34", content="56_7890").kind is Kind.REPOST


def test_links_and_hashtags_are_what_they_look_like() -> None:
    link = post("https://Example.org/a?b=1")
    assert (link.links, link.kind, link.reposts) == (
        ("https://Example.org/a?b=1",),
        Kind.POST,
        None,
    )
    assert post("#Été", content="9876543210987").hashtags == ("Été",)


@pytest.mark.parametrize(
    ("shared", "content"),
    [
        (A, "9876543210987"),  # the digest of a text beside plain ids
        (A, "a" * 40),
        ("together", "9876543210987"),
        ("20200913", "9876543210987"),
        ("x@y.org/a", B),
        (B, B),  # no post reposts itself
    ],
)
def test_an_object_of_unknown_kind_is_a_name_and_no_more(shared: str, content: str) -> None:
    found = post(shared, content=content)
    assert found.links == (f"urn:coortweet:{shared}",)
    assert (found.kind, found.hashtags, found.reposts) == (Kind.POST, (), None)


def test_an_id_that_holds_the_stated_second_is_one_of_twitter() -> None:
    found = post(ORIGINAL, "77001", TWEET, "1600002214")
    assert (found.platform, found.created_at) == ("twitter", TWEET_US)
    assert (found.precision, found.stated_time) == (Precision.MILLISECOND, "1600002214")
    assert found.author == AccountRef(native_id="77001")
    assert found.reposts is not None
    assert found.reposts.precision is Precision.MILLISECOND
    assert post(ORIGINAL, "night_owl", TWEET, "1600002214").author == AccountRef(handle="night_owl")
    assert post(ORIGINAL, C, TWEET, "1600002214").author == AccountRef(native_id=C)
    other = post(ORIGINAL, "77001", TWEET, "1600002215")
    assert (other.platform, other.precision) == ("unnamed", Precision.SECOND)
    assert other.reposts is not None
    assert other.reposts.created_at is None


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("1600000000", None),
        ("1600000000.0", None),
        ("2020-09-13 12:26:40", "2020-09-13 12:26:40"),
        ("2020-09-13T12:26:40Z", None),
        (" 1600000000 ", None),
    ],
)
def test_times_in_both_ways(stated: str, kept: str | None) -> None:
    found = post(at=stated)
    assert found.created_at == 1_600_000_000_000_000
    assert found.stated_time == kept


@pytest.mark.parametrize(
    "stated",
    [
        "1.6e9",
        "1600000000.5",
        "-5",
        "yesterday",
        "2020-02-30 00:00:00",
        "2020-09-13",
        "٣٣",
        "9" * 12,
    ],
)
def test_other_times_are_refused(stated: str) -> None:
    assert reason(A, C, B, stated).startswith("timestamp_share")


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("empty", ["", "NA", "  "])
def test_no_cell_may_be_empty(place: int, empty: str) -> None:
    cells = [A, C, B, "1600000000"]
    cells[place] = empty
    assert reason(*cells) == f"{COLUMNS[place]} is empty"


def test_a_row_of_another_width_and_a_broken_character_are_refused() -> None:
    assert "more or fewer cells" in reason(A, C, B)
    assert "more or fewer cells" in reason(A, C, B, "1", "2")
    assert reason("\udc80", C, B, "1600000000") == "object_id is not text"


def test_columns_are_found_by_name_and_others_left_aside() -> None:
    columns = ("timestamp_share", "extra", "content_id", "account_id", "object_id")
    text = table(("1600000000", "x", B, C, A), columns=columns)
    assert read(text) == [post()]
    claim = CooRTweet().sniff(Sample("x", text))
    assert isinstance(claim, Claim)
    assert claim.reason.endswith("1 other columns left aside")


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("object_id,account_id,content_id\n", "has no column timestamp_share"),
        ("object_id,account_id,content_id,timestamp_share,account_id\n", "account_id more than"),
        ('"\n', "no row of CSV"),
        ("", "no row of CSV"),
    ],
)
def test_other_tables_are_refused(first: str, said: str) -> None:
    answer = CooRTweet().sniff(Sample("x", first))
    assert isinstance(answer, Refusal)
    assert said in answer.reason
    assert not [each for each in read(first) if isinstance(each, Post)]


def test_a_content_with_two_objects_is_one_post_in_two_rows() -> None:
    one, two = read(
        table(
            ("https://a.example/", C, B, "1600000000"), ("https://b.example/", C, B, "1600000000")
        )
    )
    assert isinstance(one, Post)
    assert isinstance(two, Post)
    assert one.native_id == two.native_id
    assert (one.links, two.links) == (("https://a.example/",), ("https://b.example/",))


cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=20
).filter(lambda cell: cell.strip() not in {"", "NA"})


@given(rows=st.lists(st.tuples(cells, cells, cells, st.integers(0, 10**11 - 1)), max_size=5))
@settings(deadline=None)
def test_any_table_comes_back(rows: list[tuple[str, str, str, int]]) -> None:
    found = read(table(*[(*row[:3], str(row[3])) for row in rows]))
    assert len(found) == len(rows)
    for (shared, account, content, seconds), made in zip(rows, found, strict=True):
        assert isinstance(made, Post)
        assert made.native_id == content.strip()
        assert made.author is not None
        assert account.strip() in {made.author.native_id, made.author.handle}
        assert made.created_at is not None
        assert made.created_at // 1_000_000 == seconds
        target = made.reposts.native_id if made.reposts else None
        named = [f"urn:coortweet:{shared.strip()}", shared.strip(), shared.strip()[1:], target]
        assert (*made.links, *made.hashtags, target)[0] in named
        assert len(made.links) + len(made.hashtags) + (made.reposts is not None) == 1
