"""Findings, their posts and explained pairs as rows: one form for the terminal and for frames.

Owns the names, types and order of the columns. Reads nothing and judges nothing.
"""

from collections.abc import Iterable, Sequence

from inunison.detect.explaining import Explanation
from inunison.detect.finding import Finding
from inunison.instants import instant

FINDINGS = {
    "grade": "string",
    "statement": "string",
    "q": "Float64",
    "accounts": "Int64",
    "posts": "Int64",
    "seen": "Int64",
    "expected": "Float64",
    "trace": "string",
    "kind": "string",
    "test": "string",
    "first": "datetime64[us, UTC]",
    "last": "datetime64[us, UTC]",
    "finding": "string",
}
EVIDENCE = {
    "finding": "string",
    "at": "datetime64[us, UTC]",
    "precision": "string",
    "account": "string",
    "account_uid": "string",
    "acts_on": "string",
    "object": "string",
    "post_id": "string",
    "missing_before": "datetime64[us, UTC]",
    "file": "string",
    "member": "string",
    "row": "Int64",
    "source": "string",
    "importer": "string",
    "text_sha256": "string",
    "post_uid": "string",
}


def finding_rows(findings: Iterable[Finding]) -> list[tuple[object, ...]]:
    """Return a row of `FINDINGS` for each finding, in their order."""
    return [
        (
            each.grade.value,
            each.statement,
            each.q,
            len(each.accounts),
            len({post.post for post in each.evidence}),
            each.count,
            each.expected,
            each.trace,
            each.kind,
            each.test,
            instant(each.first),
            instant(each.last),
            each.key,
        )
        for each in findings
    ]


def evidence_rows(findings: Iterable[Finding]) -> list[tuple[object, ...]]:
    """Return a row of `EVIDENCE` for each post of each finding and each object it acts on."""
    rows: list[tuple[object, ...]] = []
    for each in findings:
        names = {who.uid: who.handle or who.native_id or who.uid for who in each.accounts}
        samples = {thing.key: thing.sample for thing in each.objects}
        rows += [
            (
                each.key,
                instant(post.at),
                post.precision,
                names.get(post.account, post.account),
                post.account,
                samples.get(post.object),
                post.object,
                post.native_id,
                instant(post.missing_before),
                post.file,
                post.member,
                post.row,
                post.source,
                post.importer,
                post.text_sha256,
                post.post,
            )
            for post in each.evidence
        ]
    return rows


def explanation_columns(explanations: Sequence[Explanation]) -> dict[str, str]:
    """Return the columns of explained pairs: a chance for each window that any trace has."""
    windows = sorted({width for each in explanations for width in each.windows_s})
    return {
        "trace": "string",
        "object": "string",
        "acts_on": "string",
        "first_at": "datetime64[us, UTC]",
        "second_at": "datetime64[us, UTC]",
        "lag_s": "Float64",
        "sharers": "Int64",
        "test": "string",
        **{f"chance_{width}s": "Float64" for width in windows},
    }


def explanation_rows(explanations: Sequence[Explanation]) -> list[tuple[object, ...]]:
    """Return a row for each object that the two acted on, by trace and time."""
    windows = [name for name in explanation_columns(explanations) if name.startswith("chance_")]
    rows: list[tuple[object, ...]] = []
    for each in explanations:
        for thing in each.shared:
            chances = dict(
                zip((f"chance_{width}s" for width in each.windows_s), thing.chances, strict=True)
            )
            rows.append(
                (
                    each.trace,
                    thing.key,
                    thing.sample,
                    instant(thing.first_at),
                    instant(thing.second_at),
                    thing.lag_s,
                    thing.sharers,
                    thing.test,
                    *(chances.get(name) for name in windows),
                )
            )
    return rows
