"""Observations: what is plain to see about the accounts of a finding, and of the collection.

Owns which of them are made and what they list. They are counts (E0), beside how common the same is
among the other accounts; a tail is shown for information and decides no more than what is worth
showing. Of profiles each account's first post in the case is listed: its row says who it is.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inunison.detect import evidence, observation_statements
from inunison.detect.finding import Evidence, Finding, Grade, Measure, Thing
from inunison.detect.further import Asked, Draft, Further, Group, evidence_of, made
from inunison.detect.habits import DORMANT_DAYS, alike, awakenings, quietest
from inunison.detect.people import People, Times, read_people, read_times
from inunison.detect.profiles import (
    Burst,
    creation_burst,
    creation_bursts,
    shared_values,
)
from inunison.detect.setting import Setting
from inunison.detect.statements import instant

# An observation about a group is shown where as much is this rare among the others.
RARE = 0.01
CREATED_DAYS = 7
LEAST_ACCOUNTS = 3
# Accounts of the whole collection that must have something in common.
LEAST_COLLECTED = 5
# Observations of one kind about the whole collection.
MOST_OBSERVED = 20
# What two accounts have in common, by the name of the column, as the end of a sentence.
_HAVE = {
    "handle_stem": "have handles that begin alike and end in other digits",
    "handle_shape": "have handles with a long number, or letters and digits in turns",
    "description": "give the same profile text",
    "location": "give the same place on their profiles",
    "language": "give the same language on their profiles",
    "client": "post mostly with the same program",
}


def find_observations(asked: Asked) -> Further:
    """Observe the groups that are not mostly one another, and the whole collection."""
    people = read_people(asked.setting)
    times: Times | None = None  # read where there is a group to look at
    seen = _of_collection(people)
    groups = _apart(asked.groups)
    for group in groups:
        members = [uid for uid in group.accounts if people.shown(uid)]
        if len(members) < LEAST_ACCOUNTS:
            continue
        times = times or read_times(asked.setting, people)
        seen += _profiles(people, members)
        seen += _hours(times, members, asked.setting.settings.seed)
        if people.listed:
            seen += _woken(times, members, (group.first, group.last))
    found = _findings(asked.setting, people, seen)
    unique = {each.key: each for each in found}  # two groups may have the same accounts in common
    counts: dict[str, object] = {"accounts": len(people.uids), "groups": len(groups)}
    counts["verdict"] = "counted" if people.uids else "not enough data"
    if mostly := len(asked.groups) - len(groups):
        counts["mostly another group"] = mostly
    if people.uids and not people.listed:
        counts["silence"] = "not testable: only a list of accounts shows all that they posted"
    return Further("observations", tuple(unique[key] for key in sorted(unique)), counts)


def _apart(groups: Sequence[Group]) -> list[Group]:
    """Return groups of which no two have most of their accounts together in common.

    Bursts of a few accounts overlap by the hundred, and what those have in common was said once: of
    groups that are mostly one another, the one of the strongest finding is looked at, and of equals
    the largest.
    """
    kept: list[Group] = []
    holding: dict[str, list[int]] = {}
    for group in sorted(groups, key=_strength, reverse=True):
        shared = Counter(place for uid in group.accounts for place in holding.get(uid, ()))
        size = len(group.accounts)
        if any(3 * both > size + len(kept[place].accounts) for place, both in shared.items()):
            continue
        for uid in group.accounts:
            holding.setdefault(uid, []).append(len(kept))
        kept.append(group)
    return kept


def _strength(group: Group) -> tuple[str, int, tuple[str, ...]]:
    return group.grade.value, len(group.accounts), group.accounts


@dataclass(frozen=True)
class _Observed:
    """What differs between observations."""

    name: str
    value: str
    sample: str | None
    statement: str
    accounts: Sequence[str]
    posts: Sequence[tuple[str, str]]
    everybody: int
    expected: float | None
    measures: tuple[Measure, ...]


def _findings(setting: Setting, people: People, seen: Sequence[_Observed]) -> list[Finding]:
    """Make the findings, of those of which a post can be shown; all posts are looked up at once."""
    pairs = sorted({pair for each in seen for pair in each.posts})
    by_pair: dict[tuple[str, str], list[Evidence]] = {}
    for post in evidence_of(setting, pairs):
        by_pair.setdefault((post.post, post.object), []).append(post)
    called = evidence.known(setting.database, [uid for each in seen for uid in each.accounts])
    made_of = []
    for each in seen:
        behind = [post for pair in set(each.posts) for post in by_pair.get(pair, ())]
        if behind:
            behind.sort(key=lambda post: (post.at, post.post, post.object))
            made_of.append(_finding(setting, people, called, each, tuple(behind)))
    return made_of


def _finding(
    setting: Setting,
    people: People,
    called: evidence.Known,
    seen: _Observed,
    posts: tuple[Evidence, ...],
) -> Finding:
    thing = Thing(
        key=seen.value,
        sample=seen.sample,
        sharers=seen.everybody,
        members=len(seen.accounts),
        generic=False,
        first=posts[0].at,
    )
    own: dict[str, int] = dict.fromkeys(seen.accounts, 0)
    for each in posts:
        own[each.account] = own.get(each.account, 0) + 1
    draft = Draft(
        kind="observation",
        trace=seen.name,
        test=None,
        grade=Grade.E0,
        statement=seen.statement,
        members=evidence.members(called, seen.accounts, own, posts),
        objects=(thing,),
        posts=posts,
        count=len(seen.accounts),
        expected=seen.expected,
        allowed=people.allowed,
        eligible=len(people.uids),
        events=len(posts),
        measures=seen.measures,
    )
    return made(setting, draft)


def _first_posts(people: People, accounts: Sequence[str], key: str) -> list[tuple[str, str]]:
    """Return each account's first post, as the evidence of its profile."""
    return [(post, key) for uid in accounts if (post := people.shown(uid))]


def _profiles(people: People, members: Sequence[str]) -> list[_Observed]:
    """Observe what the profiles and programs of a group have in common, and their creation."""
    found: list[_Observed] = []
    for name, words in _HAVE.items():
        mine, known = people.of_members(name, members), len(people.values(name))
        for each in shared_values(mine, people.overall(name), known):
            if each.tail > RARE or each.value == "plain":
                continue
            sentence = observation_statements.shared(
                who="group",
                total=each.known,
                count=len(each.accounts),
                what=words,
                outside=(each.others, each.others_known),
            )
            found.append(
                _Observed(
                    name=name,
                    value=each.value,
                    sample=each.value,
                    statement=sentence,
                    accounts=each.accounts,
                    posts=_first_posts(people, each.accounts, each.value),
                    everybody=len(each.accounts) + each.others,
                    expected=each.expected,
                    measures=(_outside((each.others, each.others_known)), _tail(each.tail)),
                )
            )
    return found + _created(people, members)


def _outside(others: tuple[int, int]) -> Measure:
    return Measure(name="others", value=float(others[0]), of=float(others[1]))


def _tail(tail: float) -> Measure:
    return Measure(name="tail, for information", value=float(f"{tail:.6g}"))


def _created(people: People, members: Sequence[str]) -> list[_Observed]:
    known = np.flatnonzero(people.created >= 0)
    inside = np.isin(known, [people.place[uid] for uid in members])
    burst = creation_burst(people.created[known], np.flatnonzero(inside), CREATED_DAYS)
    if burst is None or burst.tail > RARE or len(burst.accounts) < LEAST_ACCOUNTS:
        return []
    accounts = [people.uids[known[n]] for n in burst.accounts]
    return _burst(people, burst, accounts, ("group", int(inside.sum())))


def _burst(
    people: People, burst: Burst, accounts: Sequence[str], of: tuple[str, int]
) -> list[_Observed]:
    sentence = observation_statements.created(
        who=of[0],
        total=of[1],
        count=len(accounts),
        days=CREATED_DAYS,
        start=burst.start,
        expected=burst.expected,
    )
    key = f"created:{burst.start}"
    return [
        _Observed(
            name="created_together",
            value=key,
            sample=f"{CREATED_DAYS} days from {instant(burst.start)}",
            statement=sentence,
            accounts=accounts,
            posts=_first_posts(people, accounts, key),
            everybody=len(accounts),
            expected=burst.expected,
            measures=(_tail(burst.tail),),
        )
    ]


def _of_collection(people: People) -> list[_Observed]:
    """Observe what many accounts of the collection have in common, whoever they are."""
    found: list[_Observed] = []
    known = np.flatnonzero(people.created >= 0)
    bursts = creation_bursts(people.created[known], CREATED_DAYS, least=LEAST_COLLECTED, rare=RARE)
    for burst in bursts[:MOST_OBSERVED]:
        accounts = [people.uids[known[n]] for n in burst.accounts]
        found += _burst(people, burst, accounts, ("collection", len(known)))
    for name in ("handle_stem", "description"):
        values = people.values(name)
        everybody = shared_values(values, people.overall(name), len(values), least=LEAST_COLLECTED)
        most = sorted(everybody, key=lambda each: (-len(each.accounts), each.value))
        for each in most[:MOST_OBSERVED]:
            sentence = observation_statements.shared(
                who="collection",
                total=each.known,
                count=len(each.accounts),
                what=_HAVE[name],
                outside=(0, 0),
            )
            found.append(
                _Observed(
                    name=name,
                    value=each.value,
                    sample=each.value,
                    statement=sentence,
                    accounts=each.accounts,
                    posts=_first_posts(people, each.accounts, each.value),
                    everybody=len(each.accounts),
                    expected=None,
                    measures=(),
                )
            )
    return found


def _hours(times: Times, members: Sequence[str], seed: int) -> list[_Observed]:
    hours, place = times.hours, times.people.place
    rows = hours.places(np.array([place[uid] for uid in members], np.int64))
    if len(rows) < LEAST_ACCOUNTS or len(hours.account) < 2 * len(rows):
        return []
    found = alike(hours, rows, seed)
    if found.tail > RARE:
        return []
    begins, quiet = quietest(hours.counts[rows].sum(axis=0))
    numbers = hours.account[rows]
    mine = [times.people.uids[number] for number in numbers]
    sentence = observation_statements.hours(
        total=len(mine), alike=found.seen, expected=found.expected, quiet=quiet, begins=begins
    )
    rows_of = times.rows(numbers)
    posts = [(post, "hours") for post in times.posts(rows_of[times.timed[rows_of]].tolist())]
    measures = (
        Measure(name="likeness of hours", value=found.seen, of=found.expected),
        Measure(name="share in the six quietest hours", value=round(quiet, 6)),
        _tail(found.tail),
    )
    return [
        _Observed(
            name="hours",
            value="hours",
            sample=f"quietest for six hours from {begins:02d}:00 UTC",
            statement=sentence,
            accounts=mine,
            posts=posts,
            everybody=len(hours.account),
            expected=None,
            measures=measures,
        )
    ]


def _woken(times: Times, members: Sequence[str], period: tuple[int, int]) -> list[_Observed]:
    ended = awakenings(times.at, times.silences, period)
    woken = np.unique(times.account[ended])
    numbers = np.array([times.people.place[uid] for uid in members], np.int64)
    mine = [times.people.uids[number] for number in numbers[np.isin(numbers, woken)]]
    others = len(times.people.uids) - len(members)
    also = len(woken) - len(mine)
    told = dict.fromkeys(members, "plain") | dict.fromkeys(mine, "woken")
    known = len(times.people.uids)
    overall = {"woken": len(woken), "plain": known - len(woken)}
    rare = [each for each in shared_values(told, overall, known) if each.value == "woken"]
    if not rare or rare[0].tail > RARE:
        return []
    sentence = observation_statements.dormant(
        total=len(members), count=len(mine), days=DORMANT_DAYS, outside=(also, others)
    )
    ended = ended[np.isin(times.account[ended], numbers)]
    around = np.union1d(ended - 1, ended)  # the last post before a silence, and the first after it
    posts = [(post, "silence") for post in times.posts(around.tolist())]
    measures = (_outside((also, others)), _tail(rare[0].tail))
    return [
        _Observed(
            "dormant_then_active",
            "silence",
            f"{DORMANT_DAYS} days or more",
            sentence,
            mine,
            posts,
            len(mine) + also,
            rare[0].expected,
            measures,
        )
    ]
