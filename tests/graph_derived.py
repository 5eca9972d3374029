"""What a state says of accounts, texts and communities, for the small graphs of tests.

Worked out here in Python, so that questions are held against something that is not our SQL.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

Held = Mapping[str, Mapping[str, object]]
Pairs = Mapping[tuple[str, str], int]

_KINDS = {"post": (20, "posts"), "repost": (24, "reposts"), "comment": (22, "comments")}


def community_of(accounts: Held) -> dict[str, int]:
    """Return the community of each account that has one."""
    return {
        name: held["community"]  # type: ignore[misc]
        for name, held in accounts.items()
        if held.get("community") is not None
    }


def reposters(reposted: Pairs) -> Counter[str]:
    """Return how many accounts repost each that is reposted."""
    return Counter(author for _, author in reposted)


def text_facts(said: set[tuple[str, str]], accounts: Held) -> dict[str, dict[str, object]]:
    """Return communities, placed and spread of each text that accounts with a community share."""
    place = community_of(accounts)
    groups = len({place[name] for name, _ in said if name in place})
    parts: dict[str, Counter[int]] = defaultdict(Counter)
    for name, text in said:
        if name in place:
            parts[text][place[name]] += 1
    found: dict[str, dict[str, object]] = {}
    for text, counts in parts.items():
        placed = counts.total()
        found[text] = {"communities": len(counts), "placed": placed}
        if len(counts) > 1:
            entropy = -sum(n / placed * math.log(n / placed) for n in counts.values())
            found[text]["spread"] = round(entropy / math.log(groups), 4)
    return found


def text_times(posts: Iterable[tuple[str, str, int | None, int]]) -> dict[str, dict[str, object]]:
    """Return how close two accounts said each text, of text, account, milliseconds and width."""
    said: dict[str, list[tuple[str, int | None, int]]] = defaultdict(list)
    for text, account, at, width in posts:
        said[text].append((account, at, width))
    found: dict[str, dict[str, object]] = {}
    for text, rows in said.items():
        found[text] = {"coarsest_s": max(width for _, _, width in rows)}
        timed = [(account, at) for account, at, _ in rows if at is not None]
        gaps = [abs(t - u) for (a, t), (b, u) in combinations(timed, 2) if a != b]
        if gaps:
            found[text]["closest_ms"] = min(gaps)
    return found


def communities(
    accounts: Held, reposted: Pairs, said: set[tuple[str, str]]
) -> list[dict[str, object]]:
    """Return the Community nodes; no small graph has hashtags."""
    place = community_of(accounts)
    passed_by = reposters(reposted)
    made = []
    for number in sorted(set(place.values())):
        members = sorted(name for name, held in place.items() if held == number)
        shared = Counter(text for name, text in said if name in members)
        leader = min(members, key=lambda name: (-passed_by[name], name))
        stability = [float(accounts[name].get("community_stability", 1.0)) for name in members]  # type: ignore[arg-type]
        outgoing = [(end, posts) for (start, end), posts in reposted.items() if start in members]
        row: dict[str, object] = {
            "uid": f"community{number}",
            "number": number,
            "accounts": len(members),
            "stability": sum(stability) / len(stability),
            "posts": sum(int(accounts[name].get("posts", 0)) for name in members),  # type: ignore[call-overload]
            "reposts_inside": sum(posts for end, posts in outgoing if end in members),
            "reposts_outside": sum(posts for end, posts in outgoing if end not in members),
            "sharers": len({name for name, _ in said if name in members}),
        }
        if passed_by[leader]:
            row["most_reposted"] = leader
        if shared:
            row["text"] = min(shared, key=lambda text: (-shared[text], text))
        made.append(row)
    return made


def totals(accounts: Held, posts: Held) -> list[dict[str, object]]:
    """Return the Total nodes of accounts and posts."""
    counts = {
        (10, "accounts"): len(accounts),
        (11, "accounts whose profile is in a file"): sum(
            bool(held.get("collected")) for held in accounts.values()
        ),
        (13, "communities"): len(set(community_of(accounts).values())),
    }
    counts |= Counter(_KINDS[str(held["kind"])] for held in posts.values())
    return [
        {"uid": what, "what": what, "place": place, "count": count}
        for (place, what), count in counts.items()
    ]
