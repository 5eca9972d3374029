"""Any row that a dump can hold comes back as what was put into it."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inunison.records import Kind, Observation, Post, Reject
from tests.importers.reddit_lines import read_rows, read_text

_SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_MARKS = ("[", "\\")

ids = st.integers(0, 36**6).map(lambda number: f"{number:x}")
texts = st.text(max_size=60).filter(lambda text: not text.startswith(_MARKS))
handles = st.text("abcXYZ019_-", min_size=3, max_size=20)
times = st.integers(0, 2**33)


def in_any_type(time: int, form: int) -> int | float | str:
    """A time as one of the years wrote it."""
    return (time, float(time), str(time), f"{time}.0")[form]


@st.composite
def comments(draw: st.DrawFn) -> dict[str, Any]:
    """A comment as a row."""
    made = {
        "id": draw(ids),
        "author": draw(st.one_of(handles, st.sampled_from(["[deleted]", None]))),
        "body": draw(texts),
        "created_utc": in_any_type(draw(times), draw(st.integers(0, 3))),
        "parent_id": draw(st.sampled_from(["t1_", "t3_"])) + draw(ids),
        "link_id": "t3_" + draw(ids),
        "subreddit": draw(handles),
        "subreddit_id": "t5_" + draw(ids),
        "edited": draw(st.sampled_from([False, True, 5, 5.0])),
    }
    if draw(st.booleans()):
        made["name"] = f"t1_{made['id']}"
    return made


@st.composite
def submissions(draw: st.DrawFn) -> dict[str, Any]:
    """A submission as a row."""
    return {
        "id": draw(ids),
        "author": draw(handles),
        "author_fullname": draw(st.one_of(st.none(), ids.map("t2_{}".format))),
        "title": draw(texts.filter(bool)),
        "selftext": draw(texts),
        "is_self": True,
        "created_utc": in_any_type(draw(times), draw(st.integers(0, 3))),
        "num_comments": draw(st.integers(0, 10**6)),
        "subreddit": draw(handles),
        "subreddit_id": "t5_" + draw(ids),
        "retrieved_on": draw(times),
    }


def whole(text: str) -> str:
    """A text as a record may hold it."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@given(comments())
@_SLOW
def test_a_comment_comes_back(row: dict[str, Any]) -> None:
    (post,) = [each for each in read_rows(row) if isinstance(each, Post)]
    assert (post.native_id, post.kind) == ("t1_" + row["id"], Kind.COMMENT)
    assert post.text == (whole(row["body"]) or None)
    assert post.created_at == int(float(row["created_utc"])) * 10**6
    assert post.replies_to is not None
    assert post.replies_to.native_id == row["parent_id"]
    gone = row["author"] in ("[deleted]", None)
    assert (post.author is None) is gone
    assert gone or (post.author is not None and post.author.handle == row["author"])
    assert post.space is not None
    assert (post.space.name, post.space.native_id) == (row["subreddit"], row["subreddit_id"])


@given(submissions())
@_SLOW
def test_a_submission_comes_back(row: dict[str, Any]) -> None:
    found = read_rows(row)
    (post,) = [each for each in found if isinstance(each, Post)]
    (seen,) = [each for each in found if isinstance(each, Observation)]
    parts = [whole(part) for part in (row["title"], row["selftext"]) if part]
    assert post.text == "\n\n".join(parts)
    assert post.author is not None
    assert (post.author.native_id, post.author.handle) == (row["author_fullname"], row["author"])
    assert (seen.replies, seen.observed_at) == (row["num_comments"], row["retrieved_on"] * 10**6)


@given(st.lists(st.one_of(comments(), submissions()), max_size=6))
@_SLOW
def test_rows_do_not_touch_each_other(rows: list[dict[str, Any]]) -> None:
    together = [each for each in read_rows(*rows) if isinstance(each, Post)]
    alone = [each for row in rows for each in read_rows(row) if isinstance(each, Post)]
    assert [each.native_id for each in together] == [each.native_id for each in alone]
    assert [each.text for each in together] == [each.text for each in alone]


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(comments(), st.data())
@_SLOW
def test_a_field_of_any_type_is_read_or_rejected_by_name(
    row: dict[str, Any], data: st.DataObject
) -> None:
    extra = ("name", "crosspost_parent_list", "_meta", "num_comments", "retrieved_on", "title")
    field = data.draw(st.sampled_from([*row, *extra]))
    text = json.dumps(row | {field: data.draw(values)}) + "\n"
    found = read_text(text)
    assert found
    for each in found:
        assert each.row == 1
        assert not isinstance(each, Reject) or each.reason
