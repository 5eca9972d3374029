"""Two formats that name no platform: ids that hold their second, pointers, and whole tables."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.records import Kind, Post, Precision, Record, Reject
from inunison_importers import coortweet, toolkit_posts
from inunison_importers.base import Claim, Importer, Refusal, Sample, TextLines
from inunison_importers.coortweet import CooRTweet
from inunison_importers.toolkit_posts import ToolkitPosts
from inunison_importers.unnamed import id_instant, twitter_instant

SECOND = 1_000_000
EPOCH_MS = 1_288_834_974_657
IMPORTERS: tuple[Importer, ...] = (CooRTweet(), ToolkitPosts())


def _id(milliseconds: int, low: int = 5) -> str:
    return str(((milliseconds - EPOCH_MS) << 22) | low)


def _table(names: tuple[str, ...], *rows: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return text.getvalue()


def _share(content: str, seconds: int, target: str) -> list[Record | Reject]:
    row = {
        "object_id": target,
        "account_id": "77",
        "content_id": content,
        "timestamp_share": str(seconds),
    }
    return list(CooRTweet().read(TextLines(_table(coortweet.COLUMNS, row))))


def _message(content: str, seconds: int, target: str) -> list[Record | Reject]:
    row = {"message_id": content, "user_id": "77", "timestamp": str(seconds), "repost_id": target}
    return list(ToolkitPosts().read(TextLines(_table(toolkit_posts.COLUMNS, row))))


INSTANTS = st.integers(EPOCH_MS + (1 << 20), EPOCH_MS + (1 << 40))


@given(INSTANTS, st.integers(0, (1 << 22) - 1))
def test_an_id_tells_its_millisecond_whatever_else_is_in_it(milliseconds: int, low: int) -> None:
    made = _id(milliseconds, low)
    assert id_instant(made) == milliseconds * 1_000
    at = milliseconds // 1_000 * SECOND
    assert twitter_instant(made, at) == twitter_instant(made, at + 999_999) == milliseconds * 1_000
    assert twitter_instant(made, at - 1) is None
    assert twitter_instant(made, at + SECOND) is None


@pytest.mark.parametrize(
    "made", ["", "abc", "0123456789012", "123", "9" * 19, "1" * 20, "１２３" * 4]
)
def test_what_is_no_id_holds_no_time(made: str) -> None:
    assert id_instant(made) is None
    assert twitter_instant(made, 0) is None


@settings(deadline=None)
@given(INSTANTS, st.integers(0, 10**9))
def test_both_formats_read_one_repost_alike(milliseconds: int, before: int) -> None:
    content, target = _id(milliseconds), _id(max(EPOCH_MS + 10_000, milliseconds - before), 9)
    seconds = milliseconds // 1_000
    (share,), (message,) = (
        _share(content, seconds, target),
        _message(content, seconds, target),
    )
    assert isinstance(share, Post)
    assert isinstance(message, Post)
    for found in (share, message):
        assert (found.platform, found.kind) == ("twitter", Kind.REPOST)
        assert (found.created_at, found.precision) == (milliseconds * 1_000, Precision.MILLISECOND)
        assert found.stated_time == str(seconds)
    assert share.reposts == message.reposts
    assert share.reposts is not None
    assert share.reposts.created_at == id_instant(target)


@settings(deadline=None)
@given(INSTANTS, st.integers(1, 10_000))
def test_an_id_of_another_second_is_of_no_named_platform(milliseconds: int, off: int) -> None:
    content, seconds = _id(milliseconds), milliseconds // 1_000 + off
    for (found,) in (_share(content, seconds, "#x"), _message(content, seconds, "")):
        assert isinstance(found, Post)
        assert (found.platform, found.created_at) == ("unnamed", seconds * SECOND)
        assert (found.precision, found.stated_time) == (Precision.SECOND, None)


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda each: each.name)
def test_neither_claims_the_table_of_the_other_or_no_table(importer: Importer) -> None:
    columns = {"coortweet": coortweet.COLUMNS, "toolkit-posts": toolkit_posts.COLUMNS}
    for name, names in columns.items():
        claim = importer.sniff(Sample("posts.csv", _table(names)))
        assert isinstance(claim, Claim if name == importer.name else Refusal)
    for text in ("{}\n", "one\n", "a,b\nc,d\n", "\n"):
        assert isinstance(importer.sniff(Sample("posts.csv", text)), Refusal)


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda each: each.name)
def test_other_columns_are_told_by_the_first_line_alone(importer: Importer) -> None:
    found = list(importer.read(TextLines("a,b\n1,2\n3,4\n")))
    assert len(found) == 1
    assert isinstance(found[0], Reject)
    assert found[0].row == 1
    assert list(importer.read(TextLines(""))) == []


@pytest.mark.parametrize(
    ("importer", "names", "good"),
    [
        (
            IMPORTERS[0],
            coortweet.COLUMNS,
            {"object_id": "#a", "account_id": "1", "content_id": "2", "timestamp_share": "3"},
        ),
        (
            IMPORTERS[1],
            toolkit_posts.COLUMNS,
            {"message_id": "2", "user_id": "1", "timestamp": "3", "message": "#a"},
        ),
    ],
    ids=["coortweet", "toolkit-posts"],
)
def test_a_bad_row_is_told_by_its_line_and_the_others_are_read(
    importer: Importer, names: tuple[str, ...], good: dict[str, str]
) -> None:
    time = "timestamp" if "timestamp" in names else "timestamp_share"
    text = _table(names, good, good | {time: "soon"}, good) + "1,2\n" + _table(names, good)
    text = text.replace(",".join(names) + "\n", "", 1)
    found = list(importer.read(TextLines(",".join(names) + "\n" + text)))
    kinds = [type(each) for each in found]
    assert kinds[:4] == [Post, Reject, Post, Reject]
    assert [each.row for each in found] == [2, 3, 4, 5, 6, 7]
    # The line of names that stands in the middle is no row of data.
    assert kinds[4:] == [Reject, Post]
    posts = [each for each in found if isinstance(each, Post)]
    assert {each.hashtags for each in posts} == {("a",)}
    assert {each.created_at for each in posts} == {3 * SECOND}
