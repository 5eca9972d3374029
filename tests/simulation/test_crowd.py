"""The organic side and what is planted into it, held against what the measures say."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inunison.detect.events import UNPUBLISHED
from inunison.simulation.crowd import DAY_S, HARD, SECOND_US, Crowd, Shares, organic
from inunison.simulation.planted import (
    CAMPAIGNS,
    COPIES,
    DRIP,
    FEEDS,
    HIDDEN,
    RING,
    Campaign,
    plant,
    plant_cover,
    plant_fan_clubs,
    plant_meme,
    plant_owners,
    plant_petition,
    plant_syndicate,
)

SMALL = Crowd(accounts=200, objects=300, draws=4_000)


def _random(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def _small(crowd: Crowd = SMALL, seed: int = 1) -> Shares:
    return organic(crowd, _random(seed))


def _acts(shares: Shares, role: str) -> list[tuple[int, int, int]]:
    account, objects, at = (column.tolist() for column in shares.columns())
    return [
        (who, what, when)
        for who, what, when in zip(account, objects, at, strict=True)
        if shares.role[who] == role
    ]


def _by_object(shares: Shares, role: str) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for who, what, when in _acts(shares, role):
        found.setdefault(what, []).append((who, when))
    return found


@pytest.mark.parametrize("crowd", [SMALL, replace(HARD, accounts=150, objects=200, draws=3_000)])
def test_the_same_seed_draws_the_same_and_another_does_not(crowd: Crowd) -> None:
    one, again, other = _small(crowd), _small(crowd), _small(crowd, 2)
    for column, same in zip(one.columns(), again.columns(), strict=True):
        assert (column == same).all()
    assert (one.topic, one.author, one.published) == (again.topic, again.author, again.published)
    assert one.published != other.published


def test_columns_are_as_long_as_the_measures_say() -> None:
    shares = _small()
    assert shares.role == ["ordinary"] * 200
    assert len(shares.topic) == len(shares.author) == len(shares.popularity) == 300
    assert set(shares.topic) <= set(range(8))
    assert sorted(shares.author) == list(range(300))
    assert all(0 <= second < 7 * DAY_S for second in shares.published)
    assert all(weight > 0 for weight in shares.popularity)
    assert sum(map(len, shares.second)) == 4_000


def test_nobody_shares_what_has_not_appeared() -> None:
    shares = _small()
    _, objects, at = shares.columns()
    published = (np.asarray(shares.published) * SECOND_US).astype(np.int64)
    assert (at >= published[objects]).all()


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 99)), min_size=1, max_size=30
    )
)
def test_the_first_share_of_an_account_on_an_object_is_kept(
    acts: list[tuple[int, int, int]],
) -> None:
    shares = Shares()
    for who, what, second in acts:
        shares.add(np.array([who]), np.array([what]), np.array([float(second)]))
    first: dict[tuple[int, int], int] = {}
    for who, what, second in acts:
        first[who, what] = min(second, first.get((who, what), second))
    account, objects, at = (column.tolist() for column in shares.columns())
    found = dict(zip(zip(account, objects, strict=True), at, strict=True))
    assert found == {pair: second * SECOND_US for pair, second in first.items()}
    assert len(account) == len(first)


def test_accounts_stay_in_their_topic_mostly() -> None:
    """Most of an account's shares are of one topic; without homophily they are not."""

    def within(crowd: Crowd) -> float:
        shares = _small(crowd)
        account, objects, _ = shares.columns()
        topic = np.asarray(shares.topic)[objects]
        counts = np.zeros((crowd.accounts, crowd.topics))
        np.add.at(counts, (account, topic), 1)
        return float(counts.max(axis=1).sum() / counts.sum())

    assert within(replace(SMALL, homophily=0.95)) > 0.85
    assert within(replace(SMALL, homophily=0.0)) < 0.65


def test_shares_lie_hours_behind_and_those_of_news_minutes() -> None:
    shares = _small(replace(SMALL, breaking=0.0))
    _, objects, at = shares.columns()
    late = at / SECOND_US - np.asarray(shares.published)[objects]
    assert 5_000 < np.median(late) < 9_000
    news = _small(replace(SMALL, breaking=1.0))
    _, objects, at = news.columns()
    late = at / SECOND_US - np.asarray(news.published)[objects]
    assert 150 < np.median(late) < 300


def test_where_people_sleep_few_share_before_seven() -> None:
    def night(zones: int) -> float:
        _, _, at = _small(replace(SMALL, zones=zones)).columns()
        return float(((at / SECOND_US % DAY_S) < 7 * 3_600).mean())

    assert night(1) < 0.08
    assert night(0) > 0.2


def test_news_come_in_few_half_hours() -> None:
    shares = _small(replace(SMALL, breaking=1.0, news_hours=3))
    appeared = np.sort(np.asarray(shares.published))
    gaps = np.diff(appeared)
    assert (gaps > 1_800).sum() <= 2
    assert len(appeared) == 300


def test_new_accounts_objects_and_authors_have_numbers_of_their_own() -> None:
    shares = Shares()
    assert shares.new_author() == 0
    assert shares.new_accounts(2, "a").tolist() == [0, 1]
    assert shares.new_accounts(3, "b").tolist() == [2, 3, 4]
    assert shares.role == ["a", "a", "b", "b", "b"]
    assert shares.new_objects(2, np.array([1.0, 2.0]), author=4).tolist() == [0, 1]
    assert shares.new_objects(1, np.array([3.5])).tolist() == [2]
    assert shares.new_author() == 5
    assert (shares.topic, shares.author) == ([-1, -1, -1], [4, 4, -1])
    assert shares.publications().tolist() == [1_000_000, 2_000_000, UNPUBLISHED]


def test_events_are_what_the_columns_say() -> None:
    shares = _small()
    plant(shares, RING, _random())
    events = shares.events()
    account, objects, at = shares.columns()
    assert len(events) == len(account)
    assert (events.accounts, events.objects) == (215, 340)
    rows = set(zip(account.tolist(), objects.tolist(), at.tolist(), strict=True))
    assert rows == set(
        zip(events.account.tolist(), events.object.tolist(), events.at.tolist(), strict=True)
    )
    assert events.published is not None
    assert (events.published == shares.publications()).all()


@pytest.mark.parametrize("campaign", [*CAMPAIGNS, FEEDS], ids=lambda each: each.role)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_campaign_keeps_its_measures(campaign: Campaign, seed: int) -> None:
    shares = _small()
    before = len(shares.topic)
    members = plant(shares, campaign, _random(seed))
    assert members.tolist() == list(range(200, 200 + campaign.accounts))
    acts = _by_object(shares, campaign.role)
    assert 0 < len(acts) <= campaign.objects
    taken = sum(map(len, acts.values())) / (campaign.objects * campaign.accounts)
    assert abs(taken - campaign.chance) < 0.15
    for number, held in acts.items():
        times = [at for _, at in held]
        assert max(times) - min(times) <= campaign.jitter_s * SECOND_US
        assert (number < before) == bool(campaign.popular)
        assert (shares.author[number] >= 0) == campaign.reposts
    assert len(shares.topic) - before == (0 if campaign.popular else campaign.objects)


def test_those_who_hide_choose_among_the_most_popular() -> None:
    shares = _small()
    few = replace(HIDDEN, popular=20)
    best = np.argsort(-np.asarray(shares.popularity), kind="stable")[:20]
    plant(shares, few, _random())
    assert set(_by_object(shares, "hidden")) <= set(best.tolist())


@pytest.mark.parametrize(("campaign", "least", "most"), [(RING, 15, 59), (COPIES, 0, 5)])
def test_outsiders_share_too_over_hours(campaign: Campaign, least: int, most: int) -> None:
    shares = _small()
    plant(shares, campaign, _random())
    others = {
        number: held for number, held in _by_object(shares, "ordinary").items() if number >= 300
    }
    for number in range(300, 300 + campaign.objects):
        # One account drawn twice for an object shares it once.
        assert least <= len(others.get(number, [])) <= most
    late = [at for held in others.values() for _, at in held]
    assert max(late) - min(late) > 3_600 * SECOND_US


def test_a_drip_has_nobody_else() -> None:
    shares = _small()
    plant(shares, DRIP, _random())
    assert not [number for number in _by_object(shares, "ordinary") if number >= 300]


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 8), st.integers(0, 1_000))
def test_cover_is_ordinary_things_as_many_as_asked(each: int, seed: int) -> None:
    shares = _small()
    members = plant(shares, DRIP, _random(seed))
    drawn = sum(map(len, shares.second))
    plant_cover(shares, members, each, _random(seed))
    assert sum(map(len, shares.second)) - drawn == each * len(members)
    added = [number for number in _by_object(shares, "drip") if number < 300]
    assert len(added) <= each * len(members)
    assert bool(added) == bool(each)


def test_fans_are_told_of_one_author_each_and_share_half_on_their_own() -> None:
    shares = _small()
    plant_fan_clubs(shares, _random(), clubs=2)
    assert shares.role.count("fan club") == 30
    acts = _by_object(shares, "fan club")
    assert len({shares.author[number] for number in acts}) == 2
    assert 0.4 < sum(map(len, acts.values())) / (2 * 30 * 15) < 0.6
    for number, held in acts.items():
        assert min(at for _, at in held) >= shares.published[number] * SECOND_US - 1
        assert len({who < 215 for who, _ in held}) == 1  # no fan is of both clubs


def test_a_meme_is_one_text_said_once_by_each() -> None:
    shares = _small()
    plant_meme(shares, _random(), people=40)
    (acts,) = _by_object(shares, "meme").values()
    assert len(acts) == len({who for who, _ in acts}) == 40
    assert max(at for _, at in acts) - min(at for _, at in acts) > 3 * 3_600 * SECOND_US


def test_a_petition_has_three_texts() -> None:
    shares = _small()
    plant_petition(shares, _random(), people=80)
    acts = _by_object(shares, "petition")
    assert len(acts) == 3
    assert all(30 <= len(held) <= 66 for held in acts.values())
    assert all(shares.author[number] == -1 for number in acts)


def test_owners_and_outlets_are_groups_of_their_own() -> None:
    shares = _small()
    plant_owners(shares, _random(), owners=3)
    plant_syndicate(shares, _random())
    for number in (1, 2, 3):
        assert shares.role.count(f"owner {number}") == 3
        for held in _by_object(shares, f"owner {number}").values():
            assert max(at for _, at in held) - min(at for _, at in held) <= 30 * SECOND_US
    assert shares.role.count("syndicate") == 8
    for held in _by_object(shares, "syndicate").values():
        assert max(at for _, at in held) - min(at for _, at in held) <= 120 * SECOND_US
