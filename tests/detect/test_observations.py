"""Observations about given groups: what is listed, beside whom, and what is never said."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.detect.exclusions import Exclusion
from inunison.detect.finding import Finding, Grade
from inunison.detect.further import Further, Group
from inunison.detect.observations import _apart, find_observations
from inunison.records import Frame, Precision
from tests.detect.asked_case import asking, group, uid
from tests.detect.planted_case import DAY, HOUR, Story
from tests.resolve.building import NOON

MEMBERS = ("700", "701", "702", "703")


def _crowd(story: Story, count: int = 60) -> None:
    """Accounts with a profile and one post each, created over eight years."""
    for number in range(count):
        created = NOON - (500 + number * 50) * DAY
        handle = f"reader{chr(97 + number // 6)}{chr(97 + number % 6)}7"
        words = {"description": f"I am number {number}", "handle": handle}
        story.account(f"1{number:03}", created_at=created, **words)
        story.post(f"1{number:03}", number * HOUR, client=f"App {number % 2}")


def _observed(
    folder: Path,
    story: Story,
    names: Sequence[str] = MEMBERS,
    *,
    frame: Frame = Frame.KEYWORD,
    period: tuple[int, int] = (NOON, NOON),
    lists: tuple[Exclusion, ...] = (),
) -> Further:
    asked = asking(folder, story.records, group(names, *period), frame=frame, lists=lists)
    with asked as held:
        return find_observations(held)


def _by_name(found: Further) -> dict[str, Finding]:
    return {each.trace: each for each in found.findings}


@pytest.mark.parametrize(
    ("name", "profile", "words"),
    [
        ("description", {"description": " One Word "}, "give the same profile text"),
        ("location", {"location": "Nowhere"}, "give the same place on their profiles"),
        ("language", {"language": "eo"}, "give the same language on their profiles"),
    ],
)
def test_one_field_that_only_the_group_has_in_common(
    tmp_path: Path, name: str, profile: dict[str, str], words: str
) -> None:
    story = Story(np.random.default_rng(1))
    _crowd(story)
    for number in range(60):
        others = {"location": f"Town {number}", "language": f"l{number}"}
        story.account(f"1{number:03}", **{key: others[key] for key in others if key in profile})
    for place, member in enumerate(MEMBERS):
        story.account(member, handle=f"person{'abcd'[place]}", **profile)
        story.post(member, place * HOUR)
    found = _by_name(_observed(tmp_path, story))
    assert set(found) == {name}
    seen = found[name]
    assert (seen.count, seen.grade, seen.test, seen.p, seen.q) == (4, Grade.E0, None, None, None)
    assert seen.statement.startswith(f"4 of 4 accounts that act together {words}; of ")
    assert {who.uid for who in seen.accounts} == set(map(uid, MEMBERS))
    assert {post.account for post in seen.evidence} == set(map(uid, MEMBERS))
    assert seen.objects[0].sample == next(iter(profile.values())).strip().lower()


def test_a_program_that_nobody_else_uses_is_told_and_a_common_one_is_not(tmp_path: Path) -> None:
    for folder, client, expected in (
        ("rare", "Own Poster", {"client"}),
        ("common", "App 1", set()),
    ):
        story = Story(np.random.default_rng(1))
        _crowd(story)
        for place, member in enumerate(MEMBERS):
            story.post(member, place * HOUR, client=client)
        assert set(_by_name(_observed(tmp_path / folder, story))) == expected


def test_the_program_of_an_account_is_the_one_of_most_of_its_posts(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _crowd(story)
    for member in MEMBERS:
        for place, client in enumerate(("App 1", "Own Poster", "Own Poster")):
            story.post(member, place * HOUR, client=client)
    found = _by_name(_observed(tmp_path, story))
    assert found["client"].objects[0].sample == "Own Poster"
    assert len(found["client"].evidence) == 4


def test_handles_that_begin_alike_and_end_in_long_numbers(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _crowd(story)
    for place, member in enumerate(MEMBERS):
        story.account(member, handle=f"Villager_{place}4821{place}9")
        story.post(member, place)
    found = _by_name(_observed(tmp_path, story))
    assert set(found) == {"handle_stem", "handle_shape"}
    assert found["handle_stem"].objects[0].sample == "villager"
    assert found["handle_shape"].objects[0].sample == "random"


@pytest.mark.parametrize(("days", "expected"), [(2, True), (400, False)])
def test_accounts_created_in_one_week(tmp_path: Path, days: int, expected: bool) -> None:
    story = Story(np.random.default_rng(1))
    _crowd(story)
    for place, member in enumerate(MEMBERS):
        handle = f"person{'abcd'[place]}"
        story.account(member, handle=handle, created_at=NOON - (20 + place * days) * DAY)
        story.post(member, place * HOUR)
    found = _by_name(_observed(tmp_path, story))
    assert ("created_together" in found) is expected
    if expected:
        seen = found["created_together"]
        assert seen.count == 4
        assert f"created:{NOON - 26 * DAY}" == seen.objects[0].key
        assert seen.expected is not None
        assert seen.expected < 0.1


def test_what_two_accounts_have_in_common_is_not_told(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _crowd(story)
    for place, member in enumerate(MEMBERS[:2]):
        story.account(member, handle=f"person{'ab'[place]}", description="One word")
        story.post(member, place * HOUR)
    assert _observed(tmp_path, story, MEMBERS[:2]).findings == ()


def test_a_text_of_many_profiles_is_told_of_the_collection(tmp_path: Path) -> None:
    """Five accounts of no group: nothing is said of who acts together, and nothing is expected."""
    story = Story(np.random.default_rng(1))
    _crowd(story)
    for place in range(5):
        story.account(f"60{place}", handle=f"person{'abcde'[place]}", description="Love my land")
        story.post(f"60{place}", place * HOUR)
    found = _by_name(_observed(tmp_path, story, ()))
    assert set(found) == {"description"}
    seen = found["description"]
    assert seen.statement.startswith("5 of 65 accounts give the same profile text.")
    assert "act together" not in seen.statement
    assert (seen.count, seen.expected, seen.measures) == (5, None, ())


def test_accounts_of_a_list_are_compared_with_nobody(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _crowd(story)
    for place in range(5):
        story.account(f"60{place}", handle=f"person{'abcde'[place]}", description="Love my land")
        story.post(f"60{place}", place * HOUR)
    lists = (Exclusion("accounts", "outlets", ("twitter:600",)),)
    found = _observed(tmp_path, story, (), lists=lists)
    assert (found.findings, found.counts["accounts"]) == ((), 64)


def test_nothing_gives_nothing(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    story.post("100", 0)
    found = _observed(tmp_path, story)
    assert found.findings == ()
    assert found.counts["groups"] == 1


def _sleepers(story: Story, *, between: Precision | None = None, others: int = 40) -> None:
    """The group is silent for a hundred days; others post every ten days."""
    for number in range(others):
        for day in range(0, 130, 10):
            story.post(f"1{number:03}", day * DAY + number * HOUR // 4)
    for place, member in enumerate(MEMBERS):
        days = (0, 5, 105, 106)
        for day in days:
            story.post(member, day * DAY + place * HOUR)
        if between:
            story.post(member, 60 * DAY, precision=between)


_WOKEN = (NOON + 104 * DAY, NOON + 107 * DAY)


def test_accounts_that_were_silent_and_then_acted(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _sleepers(story)
    found = _by_name(_observed(tmp_path, story, frame=Frame.ACCOUNTS, period=_WOKEN))
    seen = found["dormant_then_active"]
    assert seen.count == 4
    assert "4 of 4 accounts that act together posted nothing for 90 days or more" in seen.statement
    assert "of 40 others 0 did" in seen.statement
    at = sorted((post.at - NOON) // DAY for post in seen.evidence)
    assert at == [5] * 4 + [105] * 4


def test_only_the_silence_that_ended_in_the_period_is_shown(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _sleepers(story)
    for member in MEMBERS:
        story.post(member, -300 * DAY)
    found = _by_name(_observed(tmp_path, story, frame=Frame.ACCOUNTS, period=_WOKEN))
    days = {(post.at - NOON) // DAY for post in found["dormant_then_active"].evidence}
    assert days == {5, 105}


@pytest.mark.parametrize("between", [Precision.SECOND, Precision.DAY])
def test_a_post_amid_the_silence_breaks_it_however_coarse_its_time(
    tmp_path: Path, between: Precision
) -> None:
    story = Story(np.random.default_rng(1))
    _sleepers(story, between=between)
    found = _by_name(_observed(tmp_path, story, frame=Frame.ACCOUNTS, period=_WOKEN))
    assert "dormant_then_active" not in found


def test_what_a_query_did_not_return_is_no_silence(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _sleepers(story)
    found = _observed(tmp_path, story, frame=Frame.KEYWORD, period=_WOKEN)
    assert "dormant_then_active" not in _by_name(found)
    assert str(found.counts["silence"]).startswith("not testable")


def test_silence_that_is_common_is_not_told(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    for number in range(30):
        for day in (0, 105):
            story.post(f"1{number:03}", day * DAY + number * HOUR // 4)
    _sleepers(story, others=0)
    found = _by_name(_observed(tmp_path, story, frame=Frame.ACCOUNTS, period=_WOKEN))
    assert "dormant_then_active" not in found


def _shifts(story: Story, *, precision: Precision = Precision.SECOND) -> None:
    """The group posts from 02:00 to 04:00 UTC; others at eight hours of their own."""
    for number in range(30):
        for day in range(15):
            hour = number * 5 % 24 + story.random.integers(8)
            story.post(f"1{number:03}", day * DAY + int(hour) * HOUR)
    for member in MEMBERS:
        for day in range(15):
            at = day * DAY + 14 * HOUR + int(story.random.integers(2)) * HOUR
            story.post(member, at, precision=precision)


def test_accounts_of_one_shift_are_alike(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(3))
    _shifts(story)
    seen = _by_name(_observed(tmp_path, story))["hours"]
    measures = {each.name: each for each in seen.measures}
    assert measures["likeness of hours"].value > 0.8
    assert measures["share in the six quietest hours"].value == 0.0
    assert measures["tail, for information"].value <= 0.01
    assert seen.evidence
    assert {(post.at // HOUR) % 24 for post in seen.evidence} == {2, 3}


def test_days_have_no_hours(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(3))
    _shifts(story, precision=Precision.DAY)
    assert "hours" not in _by_name(_observed(tmp_path, story))


def test_few_posts_have_no_hours(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(3))
    for name in [*MEMBERS, *(f"1{number:03}" for number in range(30))]:
        for day in range(9):
            story.post(name, day * DAY)
    assert "hours" not in _by_name(_observed(tmp_path, story))


def test_the_order_of_groups_and_records_is_of_no_matter(tmp_path: Path) -> None:
    keys = []
    for folder, names in (("one", MEMBERS), ("other", MEMBERS[::-1])):
        story = Story(np.random.default_rng(1))
        _crowd(story)
        for member in MEMBERS:
            story.account(member, handle=f"same{member}55", description="One word")
            story.post(member, int(member) * HOUR)
        keys.append([each.key for each in _observed(tmp_path / folder, story, names).findings])
    assert keys[0] == keys[1]
    assert keys[0] == sorted(keys[0])
    assert len(set(keys[0])) == len(keys[0])


@given(st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1), max_size=9), st.randoms())
def test_of_groups_that_are_mostly_one_another_the_strongest_and_largest_is_looked_at(
    sets: list[set[str]], random: Random
) -> None:
    grades = (Grade.E0, Grade.E1, Grade.E2)
    groups = [replace(group(sorted(each)), grade=random.choice(grades)) for each in sets]
    kept = _apart(groups)
    assert _apart(random.sample(groups, len(groups))) == kept
    for one, other in combinations(kept, 2):
        assert not _mostly_one(one, other)
    for left in groups:
        alike = [each for each in kept if each is left or _mostly_one(each, left)]
        strength = (left.grade.value, len(left.accounts))
        assert any((each.grade.value, len(each.accounts)) >= strength for each in alike)


def _mostly_one(one: Group, other: Group) -> bool:
    both = set(one.accounts) & set(other.accounts)
    return 2 * len(both) > len({*one.accounts, *other.accounts})


def test_a_group_within_another_is_not_observed_again(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(1))
    _crowd(story)
    for member in MEMBERS:
        story.account(member, description="One word")
        story.post(member, int(member) * HOUR)
    groups = (group(MEMBERS), group(MEMBERS[1:]), group(["1001", "1002", "1003"]))
    with asking(tmp_path, story.records, *groups) as asked:
        found = find_observations(asked)
    assert (found.counts["groups"], found.counts["mostly another group"]) == (2, 1)
    assert [len(each.accounts) for each in found.findings if each.trace == "description"] == [4]
