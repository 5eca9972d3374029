"""What the objects of findings are called, and their tables for the graph.

Owns the word for an object of each trace, and which posts stand for which object. An object in the
graph is one finding's own: what else the case holds of it is found by the key beside it.
"""

from collections import Counter
from collections.abc import Iterable

import pyarrow as pa

from inunison.detect.finding import Finding, Thing
from inunison.identity import uid

_WORDS = {
    "co_repost": "post",
    "co_text": "text",
    "co_text_near": "text",
    "manual_repost": "text",
    "fast_repost": "account",
    "co_link": "link",
    "co_hashtag_sequence": "hashtags",
    "co_hashtag_set": "hashtags",
    "co_mention": "account",
    "co_reply": "post",
    "co_media": "media",
    "synchrony": "half hour",
    "cross_platform": "text or link",
    "deletion": "post",
    "handle_stem": "beginning of handles",
    "handle_shape": "shape of handles",
    "description": "profile text",
    "location": "place on profiles",
    "language": "language on profiles",
    "client": "program",
    "created_together": "days of creation",
    "hours": "hours of the day",
    "dormant_then_active": "silence",
}

NODES = pa.schema(
    [
        *[(name, pa.string()) for name in ("uid", "kind", "key", "name")],
        *[(name, pa.int64()) for name in ("posts", "accounts", "sharers")],
        ("generic", pa.bool_()),
        ("first", pa.int64()),
    ]
)


def word(trace: str) -> str:
    """Return what one object of a finding is, by its trace or what it observes."""
    return _WORDS.get(trace, "object")


def nodes(findings: Iterable[tuple[str, Finding]]) -> pa.Table:
    """Return a row of `NODES` for each object of each finding.

    Args:
        findings: The key of each, and the finding.
    """
    rows: list[dict[str, object]] = []
    for key, each in findings:
        behind = {(post.post, post.object) for post in each.evidence}
        posts = Counter(target for _, target in behind)
        rows += [_node(key, each, thing, posts[thing.key]) for thing in each.objects]
    return pa.Table.from_pylist(rows, schema=NODES)


def _node(finding: str, of: Finding, thing: Thing, posts: int) -> dict[str, object]:
    return {
        "uid": uid(finding, thing.key),
        "kind": word(of.trace),
        "key": thing.key,
        "name": thing.sample,
        "posts": posts,
        "accounts": thing.members,
        "sharers": thing.sharers,
        "generic": thing.generic,
        "first": thing.first if posts else None,
    }


def concerns(findings: Iterable[tuple[str, Finding]]) -> set[tuple[str, str]]:
    """Return each finding with each of its objects in the graph."""
    return {(key, uid(key, thing.key)) for key, each in findings for thing in each.objects}


def acts_on(findings: Iterable[tuple[str, Finding]]) -> set[tuple[str, str]]:
    """Return each post behind a finding with each object of the finding that it stands for."""
    return {(post.post, uid(key, post.object)) for key, each in findings for post in each.evidence}
