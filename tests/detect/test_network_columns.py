"""Who reposted whom as columns, and the hubs and rings that are asked of them."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inunison.detect import hubs
from inunison.detect.amplification import Reposts, Slots
from inunison.detect.exclusions import Exclusion
from inunison.detect.finding import Grade, Verdict
from inunison.detect.frames import allowed
from inunison.detect.further import FORBIDDEN
from inunison.detect.hubs import find_hubs
from inunison.detect.reposting import Network, read_network
from inunison.detect.rings import find_rings
from inunison.records import AccountRef, Frame, Kind, PostRef, Precision
from tests.detect.asked_case import asking, group, uid
from tests.detect.planted_case import HOUR, Story
from tests.resolve.building import NOON

_NAMES = st.sets(st.text("abcd", min_size=1, max_size=3), max_size=12)


def _network(accounts: list[str]) -> Network:
    nothing = np.zeros(0, np.int64)
    reposts = Reposts(nothing, nothing, nothing, nothing, np.zeros(0, bool), len(accounts), 0)
    community = np.full(len(accounts), -1)
    return Network(reposts, accounts, [], community, allowed([Frame.KEYWORD]))


@given(_NAMES, _NAMES)
def test_places_are_those_of_the_accounts_that_are_known(known: set[str], asked: set[str]) -> None:
    accounts = sorted(known)
    found = _network(accounts).places(list(asked))
    assert found.tolist() == sorted(accounts.index(name) for name in known & asked)
    assert found.dtype == np.int64


def _small() -> Story:
    """Three readers repost two posts of one author; one of them twice, and the author once."""
    story = Story(np.random.default_rng(0))
    one, two = story.post("900", 0), story.post("900", HOUR)
    for place, reader in enumerate(("101", "102", "103")):
        story.repost(reader, one, "900", (5 - place) * HOUR)
    story.repost("101", one, "900", 2 * HOUR)
    story.repost("102", two, "900", 9 * HOUR)
    story.repost("900", two, "900", 3 * HOUR)
    return story


def test_without_a_group_nothing_is_asked_of_the_network(tmp_path: Path) -> None:
    with asking(tmp_path, _small().records) as asked:
        network = read_network(asked.setting)
        hubs = find_hubs(asked, None)
        assert hubs.counts == {"groups": 0, "verdict": "not enough data"}
        assert hubs == find_hubs(asked, network)
        assert find_rings(asked, None) == find_rings(asked, network)


def test_each_first_repost_of_each_post_is_one_row(tmp_path: Path) -> None:
    with asking(tmp_path, _small().records) as asked:
        network = read_network(asked.setting)
    reposts = network.reposts
    assert network.accounts == sorted(map(uid, ("101", "102", "103", "900")))
    assert {network.accounts[n] for n in reposts.leader} == {uid("900")}
    rows = [
        (network.accounts[who], int(at - NOON) // HOUR)
        for who, at in zip(reposts.reposter, reposts.at, strict=True)
    ]
    assert sorted(rows) == sorted(
        [(uid("101"), 2), (uid("102"), 4), (uid("102"), 9), (uid("103"), 3)]
    )
    assert reposts.timed.all()
    assert (reposts.accounts, reposts.posts) == (4, 2)
    assert reposts.post.tolist() == sorted(reposts.post.tolist())
    assert len(Slots.of(reposts).reposter) == 3


def test_whom_a_list_names_reposts_nobody_and_is_reposted_by_nobody(tmp_path: Path) -> None:
    for place, (name, left) in enumerate((("101", 3), ("900", 0))):
        lists = (Exclusion("accounts", "outlets", (f"twitter:{name}",)),)
        with asking(tmp_path / str(place), _small().records, lists=lists) as asked:
            network = read_network(asked.setting)
        assert len(network.reposts.at) == left
        assert uid(name) not in network.accounts


def test_reposts_of_a_day_are_kept_and_known_to_be_coarse(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(0))
    post = story.post("900", 0)
    pointer = PostRef(post, AccountRef("900"))
    for reader, precision in (("101", Precision.SECOND), ("102", Precision.DAY)):
        story.post(reader, HOUR, kind=Kind.REPOST, reposts=pointer, precision=precision)
    with asking(tmp_path, story.records) as asked:
        reposts = read_network(asked.setting).reposts
    assert sorted(reposts.timed.tolist()) == [False, True]


def test_a_mask_keeps_the_numbers_and_the_sizes() -> None:
    reposts = Reposts(
        reposter=np.array([0, 1, 2]),
        leader=np.array([3, 3, 0]),
        post=np.array([0, 0, 1]),
        at=np.array([5, 6, 7]),
        timed=np.array([True, False, True]),
        accounts=4,
        posts=2,
    )
    kept = reposts.where(np.array([True, False, True]))
    assert kept.reposter.tolist() == [0, 2]
    assert kept.leader.tolist() == [3, 0]
    assert (kept.post.tolist(), kept.at.tolist()) == ([0, 1], [5, 7])
    assert kept.timed.tolist() == [True, True]
    assert (kept.accounts, kept.posts) == (4, 2)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=40))
def test_slots_are_the_different_pairs_in_order(pairs: list[tuple[int, int]]) -> None:
    who = np.array([one for one, _ in pairs], np.int64)
    whom = np.array([other for _, other in pairs], np.int64)
    zeros = np.zeros(len(pairs), np.int64)
    slots = Slots.of(Reposts(who, whom, zeros, zeros, zeros.astype(bool), 7, 1))
    found = list(zip(slots.reposter.tolist(), slots.leader.tolist(), strict=True))
    assert found == sorted(set(pairs))


MEMBERS = ("700", "701", "702", "703", "704")


def _crowd(story: Story) -> None:
    """Forty readers that each repost six of thirty authors, hours after the posts."""
    posts = [(story.post(f"9{n:02}", n * HOUR), f"9{n:02}") for n in range(30)]
    for reader in range(40):
        for place in story.random.choice(30, 6, replace=False).tolist():
            post, author = posts[place]
            story.repost(f"1{reader:03}", post, author, (place + 3) * HOUR + reader)


def _fans(story: Story, posts: int = 12) -> None:
    """The members and three readers repost one author; the members within seconds."""
    for place in range(posts):
        post = story.post("800", place * HOUR)
        for late, member in enumerate(MEMBERS):
            story.repost(member, post, "800", place * HOUR + 60_000_000 * (late + 1))
        for reader in range(3):
            story.repost(f"1{reader:03}", post, "800", (place + 2) * HOUR + reader)


def test_an_account_that_the_group_reposts_is_a_hub(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(4))
    _crowd(story)
    _fans(story)
    with asking(tmp_path, story.records, group(MEMBERS)) as asked:
        found = find_hubs(asked, read_network(asked.setting))
    (hub,) = found.findings
    assert (hub.count, hub.grade, hub.test, hub.kind) == (5, Grade.E1, "amplification", "hub")
    roles = {who.uid: who.role for who in hub.accounts}
    assert roles.pop(uid("800")) == "amplified"
    assert roles == {uid(name): "member" for name in MEMBERS}
    measures = {each.name: each for each in hub.measures}
    assert (measures["h by all"].value, measures["h outside tested groups"].value) == (8, 3)
    outside = measures["reposters outside tested groups"]
    assert (outside.value, outside.of) == (3, 8)
    share = measures["reposts by tested groups"]
    assert (share.value, share.of) == (60, 96)
    assert measures["concentration of reposts (Gini)"].value == pytest.approx(0.0)
    assert "theirs came first in 100% of the comparisons" in hub.statement
    verdicts = {each.name: each.verdict for each in hub.alternatives}
    assert verdicts["one member who brings the others along"] is Verdict.RULED_OUT
    assert verdicts["the interests of their community"] is Verdict.NOT_TESTABLE
    assert len(hub.evidence) == 60
    assert len(hub.objects) == 12


@pytest.mark.parametrize(("posts", "grade"), [(1, Grade.E0), (2, Grade.E0), (3, Grade.E1)])
def test_one_or_two_posts_are_counted_alone(tmp_path: Path, posts: int, grade: Grade) -> None:
    story = Story(np.random.default_rng(4))
    _crowd(story)
    _fans(story, posts)
    with asking(tmp_path, story.records, group(MEMBERS)) as asked:
        (hub,) = find_hubs(asked, read_network(asked.setting)).findings
    assert (len(hub.objects), hub.grade) == (posts, grade)


def test_groups_whose_same_members_repost_the_same_posts_make_one_finding(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(4))
    _crowd(story)
    _fans(story)
    larger = (group((*MEMBERS, name)) for name in ("706", "707"))  # who repost nothing of it
    for name in ("706", "707"):
        story.post(name, HOUR)
    with asking(tmp_path, story.records, group(MEMBERS), *larger) as asked:
        found = find_hubs(asked, read_network(asked.setting))
    assert found.counts["groups"] == 3
    assert len({each.key for each in found.findings}) == len(found.findings) == 1
    assert found.counts["kept"] == 3
    assert found.counts["left out"] == 0


def test_hubs_beyond_the_most_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "MOST_FINDINGS", 0)
    story = Story(np.random.default_rng(4))
    _crowd(story)
    _fans(story)
    with asking(tmp_path, story.records, group(MEMBERS)) as asked:
        found = find_hubs(asked, read_network(asked.setting))
    assert found.findings == ()
    assert (found.counts["kept"], found.counts["left out"]) == (1, 1)


@pytest.mark.parametrize("frame", [Frame.ACCOUNTS])
def test_a_frame_that_forbids_reach_leaves_out_all_that_is_a_part_of_it(
    tmp_path: Path, frame: Frame
) -> None:
    story = Story(np.random.default_rng(4))
    _crowd(story)
    _fans(story)
    with asking(tmp_path, story.records, group(MEMBERS), frame=frame) as asked:
        (hub,) = find_hubs(asked, read_network(asked.setting)).findings
    assert "the share of an account's whole reach" in hub.forbids
    assert "theirs." not in hub.statement
    assert "tested groups" not in hub.statement
    names = [each.name for each in hub.measures]
    assert names[0] == "h by all"
    assert not any("tested groups" in name for name in names)


def test_members_drawn_from_the_crowd_amplify_nobody(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(4))
    _crowd(story)
    names = [tuple(f"1{n:03}" for n in range(start, start + 6)) for start in range(0, 36, 6)]
    with asking(tmp_path, story.records, *map(group, names)) as asked:
        network = read_network(asked.setting)
        hubs, rings = find_hubs(asked, network), find_rings(asked, network)
    assert (hubs.findings, hubs.counts["verdict"], hubs.counts["kept"]) == ((), "tested", 0)
    assert (rings.findings, rings.counts["tested"]) == ((), 0)


@pytest.mark.parametrize(
    ("frame", "verdict"),
    [(Frame.KEYWORD, "not enough data"), (Frame.SELECTED, FORBIDDEN)],
)
def test_without_groups_or_with_chosen_posts_nothing_is_tested(
    tmp_path: Path, frame: Frame, verdict: str
) -> None:
    story = Story(np.random.default_rng(4))
    _crowd(story)
    with asking(tmp_path, story.records, frame=frame) as asked:
        network = read_network(asked.setting)
        for found in (find_hubs(asked, network), find_rings(asked, network)):
            assert (found.findings, found.counts["verdict"]) == ((), verdict)


@pytest.mark.parametrize("frame", [Frame.KEYWORD, Frame.SELECTED])
@pytest.mark.parametrize("groups", [0, 1])
def test_a_case_without_reposts_has_not_enough_data_whatever_its_frame(
    tmp_path: Path, frame: Frame, groups: int
) -> None:
    story = Story(np.random.default_rng(4))
    names = [f"5{n:03}" for n in range(4)]
    for name in names:
        story.post(name, 0, text="the same")
    with asking(tmp_path, story.records, *[group(names)] * groups, frame=frame) as asked:
        for network in (read_network(asked.setting), None):
            for found in (find_hubs(asked, network), find_rings(asked, network)):
                assert (found.findings, found.counts["verdict"]) == ((), "not enough data")


def test_a_group_that_reposts_nobody_is_no_error(tmp_path: Path) -> None:
    """Its accounts only say the same texts: they have no place in the network."""
    story = Story(np.random.default_rng(4))
    _crowd(story)
    names = [f"5{n:03}" for n in range(40)]
    for name in names:
        story.post(name, 0, text="the same")
    with asking(tmp_path, story.records, group(names)) as asked:
        network = read_network(asked.setting)
        assert max(network.accounts) < max(map(uid, names))
        assert find_hubs(asked, network).findings == ()
        assert find_rings(asked, network).findings == ()


def test_accounts_that_repost_each_other_all_round_are_a_ring(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(4))
    _crowd(story)
    own = {name: story.post(name, HOUR) for name in MEMBERS}
    for reader, author in permutations(MEMBERS, 2):
        story.repost(reader, own[author], author, 5 * HOUR)
    with asking(tmp_path, story.records, group(MEMBERS)) as asked:
        found = find_rings(asked, read_network(asked.setting))
    (ring,) = found.findings
    assert (ring.kind, ring.grade, ring.test) == ("ring", Grade.E1, "rewiring")
    measures = {each.name: each.value for each in ring.measures}
    assert measures["mutual pairs"] == ring.count == 10
    assert measures["circles of three"] == 20
    assert measures["ties between them"] == 20
    assert len(ring.evidence) == 20
    assert {thing.key for thing in ring.objects} == {post.object for post in ring.evidence}
    assert ring.alternatives[0].verdict is Verdict.RULED_OUT


def test_reposts_of_one_direction_are_no_ring(tmp_path: Path) -> None:
    story = Story(np.random.default_rng(4))
    _crowd(story)
    own = {name: story.post(name, HOUR) for name in MEMBERS}
    for reader, author in permutations(MEMBERS, 2):
        if reader > author:
            story.repost(reader, own[author], author, 5 * HOUR)
    with asking(tmp_path, story.records, group(MEMBERS)) as asked:
        found = find_rings(asked, read_network(asked.setting))
    assert (found.findings, found.counts["tested"]) == ((), 1)
