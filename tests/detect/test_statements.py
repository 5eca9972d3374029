"""The sentences of findings, word for word, and the words that may stand in none of them."""

import pytest

from inunison.detect import statements
from inunison.detect.finding import Alternative, Verdict

NOON = 1_600_000_200_000_000  # 2020-09-13 12:30 UTC
GROUP = {
    "members": 12,
    "meaning": "reposted the same posts",
    "objects": 1_014,
    "things": "posts",
    "window_s": 60.0,
    "count": 2_100,
    "period": (NOON, NOON + 86_400_000_000),
}


def test_a_group_is_said_beside_what_chance_would_have_made() -> None:
    said = statements.group(**GROUP, expected=25.5, q=0.0004)  # type: ignore[arg-type]
    assert said == (
        "12 accounts reposted the same posts: 1,014 posts, by two of them within 1 minute of one"
        " another 2,100 times between 2020-09-13 12:30 UTC and 2020-09-14 12:30 UTC; 26 expected"
        " from the pace of the others who did the same (q = 0.0004)."
    )


@pytest.mark.parametrize(("expected", "q"), [(None, None), (1.0, None), (None, 0.1)])
def test_without_a_test_it_says_so(expected: float | None, q: float | None) -> None:
    said = statements.group(**GROUP, expected=expected, q=q)  # type: ignore[arg-type]
    assert said.endswith("; no test of chance was made.")
    assert "expected" not in said


def test_where_nobody_else_acted_the_pace_is_that_of_other_objects() -> None:
    said = statements.group(**GROUP, expected=2.0, q=0.01)  # type: ignore[arg-type]
    assert "the pace of other objects of that size" in statements.by_test(said, "exclusive")
    assert "others who did the same" not in statements.by_test(said, "exclusive")
    assert statements.by_test(said, "timing") == said


def test_a_group_that_stands_out_as_a_whole_says_nothing_of_its_pairs() -> None:
    said = statements.group(**GROUP, expected=2.0, q=0.01)  # type: ignore[arg-type]
    whole = statements.by_test(said, "pooled")
    assert "the pace of the others who did the same and from each one's own pace" in whole
    assert whole.endswith("That is said of the group as a whole, not of each pair in it.")


def test_one_text_is_only_one_text() -> None:
    said = statements.burst(
        accounts=3, window_s=600, start=NOON, as_many=2, compared=1_333, later=10
    )
    assert said == (
        "3 accounts posted one text within 10 minutes from 2020-09-13 12:30 UTC, and 10 posts"
        " repeated it later; of 1,333 comparable texts 2 were posted by as many within that time."
        " One text; nothing about other behaviour of these accounts."
    )
    few = statements.burst(accounts=4, window_s=60, start=NOON, as_many=0, compared=49, later=0)
    assert "too few comparable texts for a base rate" in few
    once = statements.burst(accounts=3, window_s=60, start=NOON, as_many=1, compared=60, later=1)
    assert "and 1 post repeated it later; of 60 comparable texts 1 was posted by" in once
    assert "later" not in few


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 second"),
        (10, "10 seconds"),
        (60, "1 minute"),
        (90, "90 seconds"),
        (3_600, "1 hour"),
        (172_800, "2 days"),
        (0.5, "0.5 seconds"),
    ],
)
def test_widths_are_said_in_the_largest_whole_unit(seconds: float, said: str) -> None:
    assert statements.duration(seconds) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"),
        (1234.5, "1,234"),
        (10.0, "10"),
        (1.666, "1.7"),
        (0.0123, "0.012"),
        (0.00041, "0.0004"),
        (0.00096, "0.001"),
        (1.2e-6, "0.000001"),
        (9e-7, "9e-07"),
        (2e-9, "2e-09"),
    ],
)
def test_numbers_have_the_digits_that_mean_something(value: float, said: str) -> None:
    assert statements.number(value) == said


def test_all_that_is_not_ruled_out_is_said_however_long_the_list() -> None:
    def made(number: int, verdict: Verdict) -> Alternative:
        return Alternative(name=f"way {number}", test="none", verdict=verdict)

    assert statements.not_ruled_out([made(1, Verdict.RULED_OUT)]) == ""
    open_ = [made(n, Verdict.NOT_TESTABLE) for n in range(6)]
    assert statements.not_ruled_out(open_) == (
        " Alternatives not ruled out: way 0; way 1; way 2; way 3; way 4; way 5."
    )
    assert statements.not_ruled_out(open_[:1]) == " Alternatives not ruled out: way 0."
