"""Deletions, further: the p by counting every draw, the cells, and what counts as a second look."""

from itertools import combinations
from math import comb, prod
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.deletions import Compared, Looked, compared, find_deletions
from inunison.detect.finding import Verdict
from inunison.detect.further import Further
from inunison.records import Frame, Observation, Post, Presence
from tests.detect.asked_case import asking, group, uid
from tests.detect.planted_case import DAY, HOUR, Story
from tests.resolve.building import NOON

_ACCOUNT = st.tuples(
    st.sampled_from([1, 2, 3, 5, 8]), st.booleans(), st.integers(0, 1), st.booleans()
)
Account = tuple[int, bool, int, bool]


def _held(accounts: list[Account], excluded: list[bool] | None = None) -> Compared:
    posts, gone, week, inside = zip(*accounts, strict=True)
    looked = Looked(
        [f"{n:02}" for n in range(len(accounts))],
        np.array(posts, np.int64),
        np.array(gone, np.int64),
        np.array(week, np.int64),
    )
    mine = np.array(inside, bool)
    return compared(looked, mine, mine if excluded is None else np.array(excluded, bool))


@given(st.lists(_ACCOUNT, min_size=1, max_size=9))
@settings(max_examples=60, deadline=None)
def test_p_is_the_share_of_all_draws_within_cells(accounts: list[Account]) -> None:
    """Every choice of as many accounts of each cell is counted."""
    found = _held(accounts)
    cells: dict[tuple[int, int], list[Account]] = {}
    for each in accounts:
        cells.setdefault((each[0].bit_length(), each[2]), []).append(each)
    ways = {0: 1}
    total, seen = 1, 0
    for held in cells.values():
        mine = sum(each[3] for each in held)
        if not 0 < mine < len(held):
            continue
        seen += sum(each[1] for each in held if each[3])
        total *= comb(len(held), mine)
        now: dict[int, int] = {}
        for chosen in combinations(held, mine):
            more = sum(each[1] for each in chosen)
            for before, number in ways.items():
                now[before + more] = now.get(before + more, 0) + number
        ways = now
    assert found.members[1] == seen
    assert found.p == pytest.approx(sum(n for k, n in ways.items() if k >= seen) / total)
    mean = sum(k * n for k, n in ways.items()) / total
    assert found.expected == pytest.approx(mean)


@given(st.lists(_ACCOUNT, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_everybody_is_a_member_a_control_or_left_out(accounts: list[Account]) -> None:
    found = _held(accounts)
    assert found.members[0] + found.unmatched == sum(each[3] for each in accounts)
    assert found.controls[0] <= len(accounts) - found.members[0] - found.unmatched
    assert (found.members[0] == 0) == (found.controls[0] == 0)
    assert found.members[1] <= found.members[0]
    assert found.posts[0] <= found.posts[1]
    assert 0 < found.p <= 1


@pytest.mark.parametrize(
    ("posts", "matched"), [((4, 7), True), ((7, 8), False), ((1, 1), True), ((8, 15), True)]
)
def test_a_control_posts_as_much_within_a_factor_of_two(
    posts: tuple[int, int], matched: bool
) -> None:
    found = _held([(posts[0], True, 0, True), (posts[1], False, 0, False)])
    assert (found.controls[0] == 1) is matched
    assert found.unmatched == (0 if matched else 1)


def test_who_belongs_to_another_group_is_neither_member_nor_control() -> None:
    accounts = [(4, True, 0, True), (4, True, 0, False), (4, False, 0, False)]
    assert _held(accounts).controls == (2, 1)
    assert _held(accounts, [True, True, False]).controls == (1, 0)


MEMBERS = ("700", "701", "702", "703", "704")


def _seen(story: Story, native_id: str, at: int | None, presence: Presence) -> None:
    story.records.append(
        Observation(
            row=len(story.records) + 1,
            platform="twitter",
            subject="post",
            native_id=native_id,
            observed_at=None if at is None else NOON + at,
            presence=presence,
        )
    )


def _looked_again(story: Story, gone: tuple[str, ...], *, then: Presence) -> None:
    """Five members and forty others with four posts each; all are looked at twice."""
    for name in (*MEMBERS, *(f"1{number:03}" for number in range(40))):
        for place in range(4):
            post = story.post(name, place * HOUR)
            lost = name in gone and place < 2
            _seen(story, post, 2 * DAY, Presence.LIVE)
            _seen(story, post, 30 * DAY, then if lost else Presence.LIVE)


def _deletions(folder: Path, story: Story, frame: Frame = Frame.KEYWORD) -> Further:
    with asking(folder, story.records, group(MEMBERS), frame=frame) as asked:
        return find_deletions(asked)


@pytest.mark.parametrize(
    ("then", "kept"),
    [
        (Presence.MISSING, 1),
        (Presence.DELETED, 1),
        (Presence.SUSPENDED, 1),
        (Presence.WITHHELD, 0),
        (Presence.LIVE, 0),
    ],
)
def test_what_is_gone_is_told_and_what_is_withheld_is_there(
    tmp_path: Path, then: Presence, kept: int
) -> None:
    story = Story(np.random.default_rng(1))
    _looked_again(story, MEMBERS, then=then)
    found = _deletions(tmp_path, story)
    assert found.counts == {
        "accounts looked at again": 45,
        "tested": 1,
        "verdict": "tested",
        "kept": kept,
    }
    for each in found.findings:
        assert (each.count, each.tests) == (5, 1)
        assert each.p == pytest.approx(1 / comb(45, 5))
        measures = {one.name: (one.value, one.of) for one in each.measures}
        assert measures == {
            "accounts": (5, 5),
            "controls": (0, 40),
            "posts gone": (10, 20),
            "posts looked at again": (20, 20),
        }
        assert {post.account for post in each.evidence} == set(map(uid, MEMBERS))
        assert len(each.evidence) == 10
        assert each.limits == ()
        verdicts = {one.name: one.verdict for one in each.alternatives}
        assert verdicts["the platform closed the accounts"] is Verdict.NOT_TESTABLE


def test_where_others_lose_as_many_nothing_is_kept(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    everybody = (*MEMBERS, *(f"1{number:03}" for number in range(40)))
    _looked_again(story, everybody, then=Presence.MISSING)
    found = _deletions(tmp_path, story)
    assert (found.findings, found.counts["tested"]) == ((), 1)


def test_one_look_that_found_the_post_is_no_second_look(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    for name in MEMBERS:
        _seen(story, story.post(name, 0), 0, Presence.LIVE)
    found = _deletions(tmp_path, story)
    assert (found.findings, found.counts["verdict"]) == (
        (),
        "not enough data: nobody looked again",
    )


def _all_posts(story: Story) -> list[Post]:
    return [each for each in story.records if isinstance(each, Post)]


def test_what_is_seen_alive_later_is_not_gone(tmp_path: Path) -> None:
    """As in the state: a notice that a later look contradicts says nothing."""
    story = Story(np.random.default_rng(1))
    _looked_again(story, MEMBERS, then=Presence.MISSING)
    for each in _all_posts(story):
        _seen(story, each.native_id, 60 * DAY, Presence.LIVE)
    found = _deletions(tmp_path, story)
    assert (found.counts["accounts looked at again"], found.counts["kept"]) == (45, 0)


def test_an_account_that_is_closed_is_no_look_at_its_posts(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _looked_again(story, (), then=Presence.MISSING)
    for name in MEMBERS:
        story.records.append(
            Observation(
                row=len(story.records) + 1,
                platform="twitter",
                subject="account",
                native_id=name,
                observed_at=NOON + 60 * DAY,
                presence=Presence.SUSPENDED,
            )
        )
    assert _deletions(tmp_path, story).counts["kept"] == 0


def test_a_look_without_a_time_that_found_it_gone_says_nothing(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _looked_again(story, (), then=Presence.MISSING)
    for each in _all_posts(story)[:20]:
        _seen(story, each.native_id, None, Presence.MISSING)
    found = _deletions(tmp_path, story)
    assert (found.counts["accounts looked at again"], found.counts["tested"]) == (40, 0)


def test_a_member_whom_nobody_is_like_is_left_out_and_said(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _looked_again(story, MEMBERS[:4], then=Presence.MISSING)
    for place in range(40):
        post = story.post("704", place * HOUR)
        for at in (40 * DAY, 50 * DAY):
            _seen(story, post, at, Presence.LIVE)
    (found,) = _deletions(tmp_path, story).findings
    assert found.count == 4
    assert found.limits == ("1 account left out: nobody as active at the same time",)
    assert prod(measure.of or 1 for measure in found.measures[:2]) == 4 * 40
