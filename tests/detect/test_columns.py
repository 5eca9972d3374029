"""Rows of findings, posts and explained pairs: names, order, instants, chances of each window."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.detect.columns import (
    EVIDENCE,
    FINDINGS,
    evidence_rows,
    explanation_columns,
    explanation_rows,
    finding_rows,
)
from inunison.detect.explaining import Explanation, Shared
from inunison.detect.finding import Grade
from inunison.instants import instant
from tests.detect.test_finding_record import NOON, made


def _shared(key: str, chances: tuple[float, ...], lag_s: float = 2.0) -> Shared:
    return Shared(
        key=key,
        sample=f"what {key} is",
        sharers=9,
        first_at=NOON,
        second_at=NOON + int(lag_s * 1_000_000),
        lag_s=lag_s,
        test="timing",
        chances=chances,
    )


@given(st.integers(-(2**63), 2**63 - 1))
def test_an_instant_is_exact_or_none(microseconds: int) -> None:
    found = instant(microseconds)
    if found is None:
        assert not -62_135_596_800_000_000 <= microseconds <= 253_402_300_799_999_999
        return
    assert found.tzinfo is UTC
    assert (found - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) == microseconds


@pytest.mark.parametrize(
    ("microseconds", "wanted"),
    [
        (None, None),
        (0, "1970-01-01T00:00:00+00:00"),
        (-1, "1969-12-31T23:59:59.999999+00:00"),
        (NOON, "2020-09-13T12:30:00.000001+00:00"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999+00:00"),
        (253_402_300_800_000_000, None),
        (-62_135_596_800_000_000, "0001-01-01T00:00:00+00:00"),
        (-62_135_596_800_000_001, None),
    ],
)
def test_instants_at_the_ends_of_the_calendar(microseconds: int | None, wanted: str | None) -> None:
    found = instant(microseconds)
    assert (found and found.isoformat()) == wanted


def test_a_finding_is_one_row_with_a_value_for_each_column() -> None:
    first, second = made(), made(grade=Grade.E2, statement="Seen again.")
    rows = [dict(zip(FINDINGS, row, strict=True)) for row in finding_rows([first, second])]
    assert [row["grade"] for row in rows] == ["E1", "E2"]
    assert [row["statement"] for row in rows] == ["Seen.", "Seen again."]
    assert rows[0]["accounts"] == 3
    assert rows[0]["posts"] == 2  # p1 acts on two objects and is one post
    assert (rows[0]["seen"], rows[0]["expected"], rows[0]["q"]) == (5, 1.5, 0.01)
    assert (rows[0]["trace"], rows[0]["kind"], rows[0]["test"]) == ("co_repost", "group", "timing")
    assert rows[0]["first"] == instant(first.first)
    assert rows[0]["last"] == instant(first.last)
    assert rows[0]["finding"] == first.key
    assert finding_rows([]) == []


def test_posts_are_rows_with_the_names_of_their_accounts() -> None:
    finding = made()
    rows = [dict(zip(EVIDENCE, row, strict=True)) for row in evidence_rows([finding])]
    assert [(row["post_uid"], row["object"]) for row in rows] == [
        ("p1", "x"),
        ("p1", "y"),
        ("p2", "x"),
    ]
    assert [row["account"] for row in rows] == ["ann", "ann", "9b"]  # no handle: the native id
    assert [row["acts_on"] for row in rows] == ["said x", "said y", "said x"]
    for row in rows:
        assert row["finding"] == finding.key
        assert row["at"] == instant(NOON)
        assert (row["file"], row["member"], row["row"]) == ("posts.csv", None, 12)
        assert (row["source"], row["importer"], row["text_sha256"]) == ("ab", "made 1", "00")
        assert row["missing_before"] is None


def test_who_is_no_member_is_named_by_its_uid() -> None:
    rows = evidence_rows([made(accounts=())])
    accounts = [dict(zip(EVIDENCE, row, strict=True))["account"] for row in rows]
    assert accounts == ["a", "a", "b"]


def test_explained_pairs_have_a_column_for_each_window_of_any_trace() -> None:
    explained = [
        Explanation("co_text", "not tied", windows_s=(60, 300)),
        Explanation("co_link", "not enough data"),
        Explanation("co_repost", "tied", windows_s=(10, 60)),
    ]
    assert list(explanation_columns(explained)) == [
        *("trace", "object", "acts_on", "first_at", "second_at", "lag_s", "sharers", "test"),
        *("chance_10s", "chance_60s", "chance_300s"),
    ]
    assert list(explanation_columns([]))[-1] == "test"
    assert explanation_rows(explained) == []


def test_a_chance_stands_under_its_own_window_and_others_are_empty() -> None:
    explained = [
        Explanation("co_text", "", windows_s=(60, 300), shared=(_shared("x", (0.1, 0.3)),)),
        Explanation("co_repost", "", windows_s=(10, 60), shared=(_shared("y", (0.2, 0.4), -3.0),)),
    ]
    names = list(explanation_columns(explained))
    one, other = (dict(zip(names, row, strict=True)) for row in explanation_rows(explained))
    assert [one[name] for name in names[-3:]] == [None, 0.1, 0.3]
    assert [other[name] for name in names[-3:]] == [0.2, 0.4, None]
    assert (one["trace"], one["object"], one["acts_on"]) == ("co_text", "x", "what x is")
    assert other["lag_s"] == -3.0
    assert other["second_at"] == instant(NOON - 3_000_000)
    assert (other["sharers"], other["test"]) == (9, "timing")


def test_chances_that_fit_no_window_are_a_mistake_and_not_dropped() -> None:
    wrong = Explanation("co_text", "", windows_s=(60,), shared=(_shared("x", (0.1, 0.3)),))
    with pytest.raises(ValueError, match="zip"):
        explanation_rows([wrong])
